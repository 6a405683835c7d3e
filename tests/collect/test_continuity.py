"""Periods that follow one another: each first-parent commit in exactly one of them, or a Gap that says so."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.model.population import BoundaryBasis
from tests.collect.stories import Answers, Told, tell
from tests.support.history import History, epoch, run

QUARTER = epoch("2025-04-01T00:00:00Z")
DAY = 86_400


def shas(told: Told) -> list[str]:
    """The landed commits of a collection."""
    return [change.landed_sha for change in told.changes]


def counted(history: History, revisions: str) -> list[str]:
    """The first-parent commits of a range as git itself lists them, oldest first."""
    return history.git("rev-list", "--first-parent", "--reverse", revisions).split()


def tip_of(told: Told) -> str:
    """Where a collection ended, as a run of the next period is told."""
    return told.collection.scope.end.sha or ""


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-120, 120), min_size=1, max_size=8), st.lists(st.integers(-120, 120), max_size=8))
def test_two_quarters_are_the_half_year(before: list[int], after: list[int]) -> None:
    """Whatever the dates say, and whatever was pushed between the two collections."""
    with tempfile.TemporaryDirectory() as folder:
        history = History(Path(folder) / "shop")
        root = history.commit("root", at="2024-06-01T00:00:00Z")
        for days in before:
            history.commit("before", at=QUARTER + days * DAY)
        first = tell(history, period="2025-Q1")
        for days in after:
            history.commit("after", at=QUARTER + days * DAY)
        second = tell(history, period="2025-Q2", previous_tip=tip_of(first))

        begins, ends = first.collection.scope.start.sha, second.collection.scope.end.sha
        assert shas(first) + shas(second) == counted(history, f"{begins or root}..{ends or root}")
        assert second.collection.scope.start.sha == first.collection.scope.end.sha
        assert second.kinds == set()
        if not after:
            assert shas(first) + shas(second) == shas(tell(history, period="2025-H1"))


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """A branch with a commit on each side of the quarter's end, and one dated back after both."""
    history = History(tmp_path / "shop")
    history.commit("old", at="2024-06-01T00:00:00Z")
    history.commit("march", at="2025-03-30T00:00:00Z")
    return history


def test_a_commit_that_was_dated_back_is_in_the_next_run(shop: History) -> None:
    """Dates alone would leave it out of both runs; the tip does not, and the commit is listed."""
    first = tell(shop, period="2025-Q1")
    late = [shop.commit(f"late {number}", at="2025-03-29T00:00:00Z") for number in range(3)]
    second = tell(shop, period="2025-Q2", previous_tip=tip_of(first))
    start = second.collection.scope.start

    assert shas(second) == late
    assert (start.basis, list(start.out_of_order)) == (BoundaryBasis.PREVIOUS_RUN, late)
    assert second.collection.reconciliation.difference == 0
    assert shas(tell(shop, period="2025-Q2")) == []


def test_a_branch_that_was_rewritten_falls_back_to_dates(shop: History) -> None:
    """The recorded tip is in the clone and not in the branch: a Gap names it."""
    first = tell(shop, period="2025-Q1")
    root = shop.git("rev-list", "--max-parents=0", "main")
    shop.ref("refs/heads/main", root)
    shop.commit("march again", at="2025-03-30T00:00:00Z")
    shop.commit("april", at="2025-04-02T00:00:00Z")
    second = tell(shop, period="2025-Q2", previous_tip=tip_of(first))

    assert second.kinds == {"previous-tip-rewritten"}
    assert tip_of(first) in second.collection.gaps[0].what
    assert second.collection.scope.start.basis is BoundaryBasis.DECLARED
    assert len(second.changes) == 1


@pytest.mark.parametrize("tip", ["f" * 40, "f" * 64])
def test_a_tip_that_the_clone_does_not_hold_falls_back_to_dates(shop: History, tip: str) -> None:
    """It is named in a Gap, of whatever object format it is."""
    second = tell(shop, period="2025-Q2", previous_tip=tip)

    assert second.kinds == {"previous-tip-unknown"}
    assert second.collection.scope.start.basis is BoundaryBasis.DECLARED


def test_a_branch_called_like_the_tip_does_not_stand_in_for_it(shop: History) -> None:
    """A ref of that name is not the commit of that id."""
    shop.ref(f"refs/heads/{'f' * 64}", shop.tip())

    assert tell(shop, period="2025-Q2", previous_tip="f" * 64).kinds == {"previous-tip-unknown"}


def test_a_tip_that_became_a_side_branch_falls_back_to_dates(shop: History) -> None:
    """A merge pushed the wrong way round takes the old line off the first-parent line."""
    first = tell(shop, period="2025-Q1")
    root = shop.git("rev-list", "--max-parents=0", "main")
    work = shop.commit("work", parents=[root], branch="work", at="2025-04-03T00:00:00Z")
    shop.commit("wrong way round", parents=[work, shop.tip()], at="2025-04-04T00:00:00Z")
    second = tell(shop, period="2025-Q2", previous_tip=tip_of(first))

    assert second.kinds == {"previous-tip-merged"}
    assert len(second.changes) == 2


def test_a_tip_without_its_history_falls_back_to_dates(shop: History) -> None:
    """A commit whose parents are missing cannot be told from a rewritten one."""
    orphan = shop.commit("orphan", parents=["e" * 40], branch="other", at="2025-03-01T00:00:00Z")
    (shop.git_dir / "refs/heads/other").unlink()

    assert tell(shop, period="2025-Q2", previous_tip=orphan).kinds == {"previous-tip-unknown"}


def test_a_pull_request_that_an_earlier_run_holds_is_no_difference(shop: History, tmp_path: Path) -> None:
    """The forge merged it in April; the earlier run, which saw dates alone, counted it for March."""
    first = tell(shop, period="2025-Q1")
    landed = shop.tip()
    shop.commit("april", at="2025-04-02T00:00:00Z")
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(1, landed, [landed], merged_at="2025-04-01T00:00:05Z")
    answers.pull(2, shop.tip(), [shop.tip()])
    second = tell(shop, answers.forge(), "2025-Q2", previous_tip=tip_of(first))
    found = second.collection.reconciliation

    assert [change.number for change in second.changes] == [2]
    assert (found.difference, found.unmatched_there) == (0, ())
    assert ("pull requests that position puts outside the period", 1) in [
        (count.what, count.count) for count in found.counts
    ]


def test_an_empty_period_after_a_tip_further_on_is_not_proven(shop: History) -> None:
    """Where the previous run's tip lies beyond this period's end, dates are all that ends it there."""
    shop.commit("july", at="2025-07-02T00:00:00Z")
    scope = tell(shop, period="2025-Q2", previous_tip=shop.tip()).collection.scope

    assert (scope.start.sha, scope.end.sha, scope.change_count) == (shop.tip(), shop.tip(), 0)
    assert scope.end.basis is BoundaryBasis.DECLARED
    assert scope.end.out_of_order == (shop.tip(),)


def test_the_forges_clock_does_not_prove_such_an_end(shop: History, tmp_path: Path) -> None:
    """It says that the tip landed after the period: the end is there because of the previous run alone."""
    tips = [shop.commit(name, at=f"2025-07-0{day}T00:00:00Z") for day, name in ((2, "july"), (3, "later"))]
    answers = Answers(tmp_path / "forge", shop)
    for number, sha in enumerate(tips, start=1):
        answers.pull(number, sha, [sha])
    scope = tell(shop, answers.forge(), "2025-Q2", previous_tip=tips[0]).collection.scope

    assert (scope.end.sha, scope.end.basis) == (tips[0], BoundaryBasis.DECLARED)


def test_the_audited_repository_is_only_read(shop: History) -> None:
    """Looking for a tip that is not there fetches and writes nothing."""
    before = run("find", ".", "-type", "f", "-printf", "%p %s %T@\n", folder=shop.git_dir)
    tell(shop, period="2025-Q2", previous_tip="f" * 40)

    assert before == run("find", ".", "-type", "f", "-printf", "%p %s %T@\n", folder=shop.git_dir)
