"""REV-10, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.checks.review_plausible import CHECK
from attest.model.change import Change, Review, ReviewState
from attest.model.control import Catalog
from attest.model.finding import Outcome
from tests.support.records import (
    ADA,
    AFTER,
    BEFORE,
    BEN,
    CLAUDE,
    CYD,
    EARLIER,
    GONE,
    NOT_CONNECTED,
    PERIOD,
    evaluated,
    finding,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)


def of(catalog: Catalog, change: Change, *reviews: Review, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome of REV-10 for the first of a change's approvals."""
    return outcome(catalog, "REV-10", run_of(change, reviews=reviews), **parameters)


def named(catalog: Catalog, change: Change, *reviews: Review, **parameters: Any) -> str:
    """The message of REV-10 for the first of a change's approvals."""
    return finding(catalog, "REV-10", run_of(change, reviews=reviews), **parameters).message


def test_met_within_every_threshold(catalog: Catalog) -> None:
    """400 lines and an hour of 400 lines lie within 400 lines and 500 an hour."""
    change = pull(added=300, deleted=100)

    assert of(catalog, change, review(change)) == (Outcome.MET, "within")


def test_met_where_a_small_change_was_approved_at_once(catalog: Catalog) -> None:
    """One second less than `pace_from` asks: 49 lines in a second are read in a second."""
    change = pull(added=49)

    assert of(catalog, change, review(change, submitted_at="2025-03-10T10:00:01Z")) == (Outcome.MET, "within")


def test_met_at_the_thresholds(catalog: Catalog) -> None:
    """100 lines in an hour at 100 an hour, and two changes a day at two."""
    first, second = pull(1, added=100), pull(2, added=100)
    view = run_of(first, second, reviews=[review(first), review(second)])
    found = evaluated(
        catalog, "REV-10", view, most_lines=100, lines_an_hour=100, pace_from=100, changes_a_day=2
    )

    assert [item.reason for item in found.findings] == ["within", "within"]


def test_needs_review_of_a_large_change(catalog: Catalog) -> None:
    """One line more than the threshold; deleted lines count as well as added ones."""
    change = pull(added=300, deleted=101)
    message = named(catalog, change, review(change))

    assert message == "Beyond the threshold: lines of the change."
    assert of(catalog, change, review(change)) == (Outcome.NEEDS_REVIEW, "beyond")


def test_needs_review_of_a_fast_approval(catalog: Catalog) -> None:
    """250 lines in a second less than half an hour, at 500 an hour."""
    change = pull(added=250)
    fast = review(change, submitted_at="2025-03-10T10:29:59Z")
    in_time = review(change, submitted_at="2025-03-10T10:30:00Z")

    assert named(catalog, change, fast) == "Beyond the threshold: lines in an hour."
    assert of(catalog, change, in_time) == (Outcome.MET, "within")


def test_needs_review_of_a_fast_approval_from_the_size_on_that_is_named(catalog: Catalog) -> None:
    """50 lines are enough for a pace."""
    change = pull(added=50)

    assert named(catalog, change, review(change, submitted_at="2025-03-10T10:00:01Z")) == (
        "Beyond the threshold: lines in an hour."
    )


def test_needs_review_of_an_approval_before_the_opening(catalog: Catalog) -> None:
    """No time at all is no pace that could be kept."""
    change = pull(added=60, created_at=BEFORE)

    assert named(catalog, change, review(change, submitted_at=EARLIER)) == (
        "Beyond the threshold: lines in an hour."
    )
    small = pull(added=49, created_at=BEFORE)
    assert of(catalog, small, review(small, submitted_at=EARLIER)) == (Outcome.MET, "within")


def test_needs_review_of_many_changes_in_a_day(catalog: Catalog) -> None:
    """Three changes on one day where two are the threshold; figures of a person are not printed."""
    changes = [pull(place) for place in (1, 2, 3)]
    view = run_of(*changes, reviews=[review(change) for change in changes])
    found = evaluated(catalog, "REV-10", view, changes_a_day=2).findings

    assert [item.message for item in found] == ["Beyond the threshold: changes approved in a day."] * 3


def test_needs_review_names_every_sign(catalog: Catalog) -> None:
    """Large, fast and one of many."""
    first, second = pull(1, added=1000), pull(2)
    view = run_of(first, second, reviews=[review(first), review(second)])
    message = finding(catalog, "REV-10", view, changes_a_day=1).message

    assert message == (
        "Beyond the threshold: lines of the change, lines in an hour, changes approved in a day."
    )


def test_met_where_the_others_are_of_another_day_or_person(catalog: Catalog) -> None:
    """Days are the period's: half past eleven in the evening in UTC is the next day in Berlin."""
    first, second, third = pull(1), pull(2), pull(3)
    period = PERIOD.model_copy(update={"timezone": "Europe/Berlin"})
    reviews = [
        review(first),
        review(second, submitted_at="2025-03-09T22:30:00Z"),
        review(third, CYD),
    ]
    view = run_of(first, second, third, reviews=reviews, period=period)
    late = [review(first), review(second, submitted_at="2025-03-09T23:30:00Z")]
    same_day = run_of(first, second, reviews=late, period=period)

    assert outcome(catalog, "REV-10", view, changes_a_day=1) == (Outcome.MET, "within")
    assert outcome(catalog, "REV-10", same_day, changes_a_day=1) == (Outcome.NEEDS_REVIEW, "beyond")


def test_needs_review_counts_approvals_that_were_dismissed_since(catalog: Catalog) -> None:
    """They took their time all the same."""
    change, other = pull(), pull(2)
    stale = review(other, state=ReviewState.DISMISSED, previous_state=ReviewState.APPROVED)
    view = run_of(change, other, reviews=[review(change), stale])

    assert outcome(catalog, "REV-10", view, changes_a_day=1) == (Outcome.NEEDS_REVIEW, "beyond")


def test_met_where_one_change_was_approved_again(catalog: Catalog) -> None:
    """Two approvals of one change are one change; a comment is none."""
    change, other = pull(), pull(2)
    reviews = [
        review(change, submitted_at=EARLIER),
        review(change),
        review(other, state=ReviewState.COMMENTED),
    ]
    view = run_of(change, other, reviews=reviews)
    found = evaluated(catalog, "REV-10", view, changes_a_day=1).findings

    assert [item.reason for item in found] == ["not-counted", "within"]


def test_indeterminate_without_lines(catalog: Catalog) -> None:
    """Statistics of a change that could not be read are not nought."""
    found = {
        of(catalog, change, review(change)) for change in (pull(added=None), pull(deleted=None, added=5000))
    }

    assert found == {(Outcome.INDETERMINATE, "size-unknown")}


def test_indeterminate_without_times(catalog: Catalog) -> None:
    """Neither the opening nor the approval may be guessed."""
    unopened, opened = pull(created_at=None), pull()
    found = {
        of(catalog, unopened, review(unopened)),
        of(catalog, opened, review(opened, submitted_at=None)),
    }

    assert found == {(Outcome.INDETERMINATE, "time-unknown")}


def test_indeterminate_when_the_account_is_gone(catalog: Catalog) -> None:
    """Whose load it adds to is open; approvals of several deleted accounts are no one person's."""
    changes = [pull(place) for place in (1, 2)]
    view = run_of(*changes, reviews=[review(change, GONE) for change in changes])

    assert outcome(catalog, "REV-10", view, changes_a_day=1) == (Outcome.INDETERMINATE, "approver-unknown")


def test_indeterminate_where_there_may_be_more_approvals(catalog: Catalog) -> None:
    """The run says so beside what is on record."""
    change = pull()
    unread = gap(affects=(change.id,), kind="reviews-incomplete")

    assert outcome(catalog, "REV-10", run_of(change, reviews=[review(change)], gaps=[unread])) == (
        Outcome.INDETERMINATE,
        "items-incomplete",
    )


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for approvals."""
    view = run_of(undetermined(), not_connected=NOT_CONNECTED)

    assert outcome(catalog, "REV-10", view) == (Outcome.INDETERMINATE, "source-not-connected")


@pytest.mark.parametrize(
    "made",
    [{"reviewer": CLAUDE}, {"reviewer": ADA}, {"submitted_at": AFTER}],
    ids=["agent", "author", "late"],
)
def test_not_applicable_to_approvals_that_carry_nothing(catalog: Catalog, made: dict[str, Any]) -> None:
    """Nobody relied on it, however large the change."""
    change = pull(added=5000)

    assert of(catalog, change, review(change, **made)) == (Outcome.NOT_APPLICABLE, "not-counted")


def test_not_applicable_without_approvals(catalog: Catalog) -> None:
    """A push has none."""
    assert outcome(catalog, "REV-10", run_of(push())) == (Outcome.NOT_APPLICABLE, "no-items")


def test_deviation_is_nothing_that_an_indicator_gives() -> None:
    """Nobody fails by it, whatever the figures."""
    assert {reason.outcome for reason in CHECK.reasons.values()} == {
        Outcome.MET,
        Outcome.NEEDS_REVIEW,
        Outcome.INDETERMINATE,
        Outcome.NOT_APPLICABLE,
    }


def test_tempting_unknown_beside_a_sign_that_is_known(catalog: Catalog) -> None:
    """The account is gone and the times too; that the change is large is known."""
    change = pull(added=401, created_at=None)

    assert of(catalog, change, review(change, GONE)) == (Outcome.NEEDS_REVIEW, "beyond")


def test_tempting_second_reviewer_who_took_time(catalog: Catalog) -> None:
    """Each approval stands for itself: Cyd's hour is none of Ben's."""
    change = pull(added=250)
    reviews = [review(change, BEN, submitted_at="2025-03-10T10:05:00Z"), review(change, CYD)]
    found = evaluated(catalog, "REV-10", run_of(change, reviews=reviews)).findings

    assert [item.reason for item in found] == ["beyond", "within"]
