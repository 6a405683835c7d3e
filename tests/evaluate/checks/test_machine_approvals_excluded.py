"""REV-07, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Basis, Change, ReviewState
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.identity import Actor
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    GONE,
    MERGED,
    NOT_CONNECTED,
    STRANGER,
    evaluated,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)

TAKEN_BACK: dict[str, Any] = {
    "state": ReviewState.DISMISSED,
    "previous_state": ReviewState.APPROVED,
    "dismissed_at": MERGED,
}
"""An approval that was dismissed in time."""


def of(catalog: Catalog, change: Change, *reviews: object, **parameters: int) -> tuple[Outcome, str]:
    """Outcome of REV-07 for the first of a change's approvals."""
    return outcome(catalog, "REV-07", run_of(change, reviews=reviews), **parameters)


@pytest.mark.parametrize("approver", [BEN, STRANGER, ADA])
def test_met_by_a_person(catalog: Catalog, approver: Actor) -> None:
    """Who may approve is another test's matter: a person's approval is no machine's."""
    change = pull()

    assert of(catalog, change, review(change, approver)) == (Outcome.MET, "by-person")


@pytest.mark.parametrize("machine", [CLAUDE, DEPENDABOT, GONE])
def test_met_where_enough_persons_approved_beside_it(catalog: Catalog, machine: Actor) -> None:
    """A machine that approves too is listed, and nothing rests on it; nor on an account that is gone."""
    change = pull()
    found = of(catalog, change, review(change, machine, submitted_at="2025-03-10T10:30:00Z"), review(change))

    assert found == (Outcome.MET, "enough-persons")


def test_met_by_a_person_who_may_be_an_author(catalog: Catalog) -> None:
    """Independence is another test's matter; the one who approved is a person."""
    change = pull()
    found = of(
        catalog, change, review(change, CLAUDE, submitted_at="2025-03-10T10:30:00Z"), review(change, STRANGER)
    )

    assert found == (Outcome.MET, "enough-persons")


@pytest.mark.parametrize("machine", [CLAUDE, DEPENDABOT])
def test_deviation_of_a_machine_alone(catalog: Catalog, machine: Actor) -> None:
    """The forge counts its approval; the control does not."""
    change = pull()

    assert of(catalog, change, review(change, machine)) == (Outcome.DEVIATION, "stands-for-a-person")


def test_deviation_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """The merge's own second is not after it."""
    change = pull()
    found = of(catalog, change, review(change, CLAUDE, submitted_at=MERGED))

    assert found == (Outcome.DEVIATION, "stands-for-a-person")


def test_deviation_where_a_machine_makes_up_the_number(catalog: Catalog) -> None:
    """Two are asked for: one person and one machine are one person."""
    change = pull()
    reviews = (review(change, CLAUDE, submitted_at="2025-03-10T10:30:00Z"), review(change))

    assert of(catalog, change, *reviews, approvals=2) == (Outcome.DEVIATION, "stands-for-a-person")
    assert of(catalog, change, *reviews, review(change, CYD), approvals=2) == (Outcome.MET, "enough-persons")


def test_indeterminate_when_the_account_is_gone(catalog: Catalog) -> None:
    """A deleted account may have been anything."""
    change = pull()

    assert of(catalog, change, review(change, GONE)) == (Outcome.INDETERMINATE, "account-unknown")


@pytest.mark.parametrize("open_one", [{"submitted_at": None}, {"pull": 1}, {"reviewer": GONE}])
def test_indeterminate_when_the_other_approval_is_open(catalog: Catalog, open_one: dict[str, Any]) -> None:
    """A person's approval without time, of what may be another pull request, or of a deleted account."""
    change = pull()
    reviews = (
        review(change, CLAUDE, submitted_at="2025-03-10T10:30:00Z"),
        review(change, **open_one),
    )
    view = run_of(change, reviews=reviews)
    found = {item.subject: item for item in evaluated(catalog, "REV-07", view).findings}

    assert found[reviews[0].id].outcome is Outcome.INDETERMINATE
    assert found[reviews[0].id].reason == "persons-undecided"


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """Whether the machine came before the merge is open, and no person did."""
    undated = pull(merged_at=None, landed_basis=Basis.DECLARED)
    dated = pull()

    assert of(catalog, undated, review(undated, CLAUDE)) == (Outcome.INDETERMINATE, "time-unknown")
    assert of(catalog, dated, review(dated, CLAUDE, submitted_at=None)) == (
        Outcome.INDETERMINATE,
        "time-unknown",
    )


def test_indeterminate_when_only_the_message_names_the_pull_request(catalog: Catalog) -> None:
    """The approval may be of something else."""
    change = undetermined()

    assert of(catalog, change, review(change, CLAUDE)) == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_where_reviews_were_not_read_to_the_end(catalog: Catalog) -> None:
    """A person may have approved on a page that nobody read; and there may be further approvals."""
    change = pull()
    unread = gap(affects=(change.id,), kind="reviews-incomplete")
    view = run_of(change, reviews=[review(change, CLAUDE)], gaps=[unread])
    found = [(item.subject, item.reason) for item in evaluated(catalog, "REV-07", view).findings]

    assert found == [("run", "items-incomplete"), (review(change, CLAUDE).id, "evidence-missing")]


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for approvals."""
    view = run_of(undetermined(), not_connected=NOT_CONNECTED)

    assert outcome(catalog, "REV-07", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_after_the_merge(catalog: Catalog) -> None:
    """One second later nothing rests on it."""
    change = pull()
    found = of(catalog, change, review(change, CLAUDE, submitted_at=AFTER))

    assert found == (Outcome.NOT_APPLICABLE, "after-merge")


def test_not_applicable_without_approvals(catalog: Catalog) -> None:
    """A push has none; a comment is none, and a dismissed approval is none any more."""
    change = pull(2)
    view = run_of(
        push(),
        change,
        reviews=[
            review(change, CLAUDE, state=ReviewState.COMMENTED),
            review(change, DEPENDABOT, state=ReviewState.DISMISSED),
        ],
    )

    assert outcome(catalog, "REV-07", view) == (Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_approval_by_the_author_beside_it(catalog: Catalog) -> None:
    """Two accounts approved, as the forge counts; one is the author's, the other a machine's."""
    change = pull()
    found = of(
        catalog, change, review(change, CLAUDE, submitted_at="2025-03-10T10:30:00Z"), review(change, ADA)
    )

    assert found == (Outcome.DEVIATION, "stands-for-a-person")


@pytest.mark.parametrize("more", [{"submitted_at": AFTER}, TAKEN_BACK])
def test_tempting_person_who_did_not_count_at_the_merge(catalog: Catalog, more: dict[str, Any]) -> None:
    """A person's approval after the merge, or one that was dismissed, was not there when it was needed."""
    change = pull()
    reviews = (review(change, CLAUDE, submitted_at="2025-03-10T10:30:00Z"), review(change, **more))

    assert of(catalog, change, *reviews) == (Outcome.DEVIATION, "stands-for-a-person")


def test_enough_with_an_approval_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """It was there when it was needed."""
    change = pull()
    stood = review(change, **TAKEN_BACK | {"dismissed_at": AFTER})
    reviews = (review(change, CLAUDE, submitted_at="2025-03-10T10:30:00Z"), stood)
    evaluation = evaluated(catalog, "REV-07", run_of(change, reviews=reviews))

    assert [item.reason for item in evaluation.findings] == ["enough-persons", "by-person"]


def test_indeterminate_beside_a_dismissal_without_a_time(catalog: Catalog) -> None:
    """Whether the person's approval stood is not known."""
    change = pull()
    undated = review(change, **TAKEN_BACK | {"dismissed_at": None})
    reviews = (review(change, CLAUDE, submitted_at="2025-03-10T10:30:00Z"), undated)

    assert of(catalog, change, *reviews) == (Outcome.INDETERMINATE, "persons-undecided")


def test_deviation_of_a_machines_approval_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """Nobody makes it undone by dismissing it once the change has landed."""
    change = pull()

    assert of(catalog, change, review(change, CLAUDE, **TAKEN_BACK | {"dismissed_at": AFTER})) == (
        Outcome.DEVIATION,
        "stands-for-a-person",
    )


def test_every_approval_is_a_subject_in_the_order_of_changes(catalog: Catalog) -> None:
    """Each has a label of its own, without anybody's name."""
    first, second = pull(1), pull(2)
    reviews = [review(second, CLAUDE), review(first, CYD), review(first, BEN)]
    evaluation = evaluated(catalog, "REV-07", run_of(second, first, reviews=reviews))

    assert [item.subject for item in evaluation.findings] == [
        review(first, BEN).id,
        review(first, CYD).id,
        review(second, CLAUDE).id,
    ]
    assert [line.label for line in evaluation.deviations] == ["#2, approval 1 of 1"]
