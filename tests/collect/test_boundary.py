"""Where a branch's tip was at an instant: the rule held against a brute-force reading of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.collect.boundary import boundary, epoch, not_before, split
from attest.collect.walk import Dated
from attest.errors import CollectionError
from attest.model.population import BoundaryBasis

DAY = "2025-01-01T00:00:00Z"


def line(*dates: int) -> list[Dated]:
    """A first-parent line with these dates, oldest first."""
    return [Dated(f"{at:040x}", when) for at, when in enumerate(dates)]


def misplaced(dates: list[int], instant: int, position: int) -> int:
    """How many commits lie on the wrong side of a position."""
    return sum(when >= instant for when in dates[:position]) + sum(
        when < instant for when in dates[position:]
    )


dates_and_instant = st.tuples(st.lists(st.integers(0, 12), max_size=12), st.integers(-1, 13))


@given(dates_and_instant)
def test_the_split_is_the_earliest_position_with_fewest_commits_misplaced(
    case: tuple[list[int], int],
) -> None:
    """The rule itself, tried at every position."""
    dates, instant = case
    counts = [misplaced(dates, instant, position) for position in range(len(dates) + 1)]

    assert split(line(*dates), instant).position == counts.index(min(counts))


@given(dates_and_instant)
def test_out_of_order_commits_are_exactly_the_misplaced_ones(case: tuple[list[int], int]) -> None:
    """Every commit that the rule puts against its own date is listed, and no other."""
    dates, instant = case
    position, listed = split(line(*dates), instant)
    expected = [sha for at, (sha, when) in enumerate(line(*dates)) if (when < instant) != (at < position)]

    assert sorted(listed) == expected


@given(st.lists(st.integers(0, 12), max_size=12), st.integers(-1, 13), st.integers(-1, 13))
def test_a_later_instant_never_splits_earlier(dates: list[int], one: int, other: int) -> None:
    """So adjacent periods share the line out: no change in two, none in neither."""
    early, late = sorted((one, other))

    assert split(line(*dates), early).position <= split(line(*dates), late).position


@given(st.lists(st.integers(0, 50), min_size=1, max_size=20, unique=True), st.data())
def test_one_wrong_clock_moves_at_most_its_neighbour(dates: list[int], data: st.DataObject) -> None:
    """Whatever one commit claims, all others but one beside it stay on the side of their own dates."""
    ordered = sorted(dates)
    wrong = data.draw(st.integers(0, len(ordered) - 1))
    instant = data.draw(st.integers(0, 51))
    lying = [*ordered[:wrong], data.draw(st.integers(-100, 200)), *ordered[wrong + 1 :]]
    position = split(line(*lying), instant).position
    moved = [at for at, when in enumerate(ordered) if at != wrong and (when < instant) != (at < position)]

    assert [at for at in moved if abs(at - wrong) > 1] == []
    assert len(moved) <= 1


@pytest.mark.parametrize("lie", [0, 10**12])
def test_a_wrong_clock_in_the_middle_of_a_period_moves_nothing(lie: int) -> None:
    """A commit from 1970 or from the far future costs no other commit its place."""
    dates = list(range(100, 200))
    dates[50] = lie
    positions = [split(line(*dates), instant).position for instant in (100, 120, 148, 153, 200)]

    assert positions == [0, 20, 48, 53, 100]


def test_the_tip_before_the_instant_is_named() -> None:
    """Dates decide, and the basis says that they were only declared."""
    found = boundary(line(epoch(DAY) - 2, epoch(DAY) - 1, epoch(DAY)), DAY)

    assert (found.sha, found.basis, found.out_of_order) == (f"{1:040x}", BoundaryBasis.DECLARED, ())


def test_a_branch_that_begins_later_has_no_tip() -> None:
    """Nothing is made up for a branch that did not exist."""
    found = boundary(line(epoch(DAY)), DAY)

    assert (found.sha, found.basis) == (None, BoundaryBasis.BRANCH_START)


def test_the_tip_of_a_previous_run_wins_over_dates() -> None:
    """Its basis is named, and the commits whose dates disagree are listed."""
    tip = f"{2:040x}"
    found = boundary(line(epoch(DAY) - 2, epoch(DAY) - 1, epoch(DAY) + 5), DAY, previous_tip=tip)

    assert (found.sha, found.basis, found.out_of_order) == (tip, BoundaryBasis.PREVIOUS_RUN, (tip,))


def test_a_previous_tip_that_left_the_branch_is_told() -> None:
    """A rewritten branch is a fault, not a silent new count."""
    with pytest.raises(CollectionError, match="rewritten"):
        boundary(line(1, 2), DAY, previous_tip="f" * 40)


def test_a_branch_that_was_empty_when_the_previous_run_ended_begins_with_its_first_commit() -> None:
    """A commit that was dated back is in the period: the previous run cannot hold it."""
    found = boundary(line(epoch(DAY) - 9, epoch(DAY) + 1), DAY, previous_tip="")

    assert (found.sha, found.basis, found.out_of_order) == (None, BoundaryBasis.PREVIOUS_RUN, (f"{0:040x}",))


@given(st.lists(st.integers(0, 12), max_size=12), st.integers(0, 13), st.data())
def test_a_period_never_ends_before_it_begins(dates: list[int], instant: int, data: st.DataObject) -> None:
    """The end is that of the dates, or the tip of the previous run where that lies further on."""
    commits = line(*(epoch(DAY) + when for when in dates))
    start = data.draw(st.integers(0, len(dates)))
    stated = boundary(commits, f"2025-01-01T00:00:{instant:02}Z")
    found = not_before(stated, commits, start)
    position = split(commits, epoch(stated.at)).position

    assert found.sha == (commits[max(start, position) - 1].sha if max(start, position) else None)
    assert found.basis in (stated.basis, BoundaryBasis.DECLARED)
