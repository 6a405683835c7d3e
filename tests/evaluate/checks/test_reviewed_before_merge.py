"""REV-01, by what could make it wrong."""

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
    DEPENDABOT,
    GONE,
    MERGED,
    NOT_CONNECTED,
    STRANGER,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)


def of(catalog: Catalog, change: Change, *reviews: object) -> tuple[Outcome, str]:
    """Outcome of REV-01 for a change and its reviews."""
    return outcome(catalog, "REV-01", run_of(change, reviews=reviews))


@pytest.mark.parametrize(
    "state",
    [ReviewState.APPROVED, ReviewState.COMMENTED, ReviewState.CHANGES_REQUESTED, ReviewState.DISMISSED],
)
def test_met_by_any_submitted_review_of_another_person(catalog: Catalog, state: ReviewState) -> None:
    """A review counts whatever its verdict: approval is another test."""
    change = pull()

    assert of(catalog, change, review(change, state=state)) == (Outcome.MET, "reviewed")


def test_met_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """A review at the merge's own second is not after it."""
    change = pull()

    assert of(catalog, change, review(change, submitted_at=MERGED)) == (Outcome.MET, "reviewed")


def test_met_by_the_landing_time_of_a_server(catalog: Catalog) -> None:
    """A server's landing time stands in for a missing merge time."""
    change = pull(merged_at=None)

    assert of(catalog, change, review(change)) == (Outcome.MET, "reviewed")


def test_deviation_of_a_direct_push(catalog: Catalog) -> None:
    """A push past the pull request is a deviation."""
    assert of(catalog, push()) == (Outcome.DEVIATION, "direct-push")


def test_deviation_without_any_review(catalog: Catalog) -> None:
    """A pull request merged by its author with nobody looking."""
    assert of(catalog, pull()) == (Outcome.DEVIATION, "no-review")


def test_deviation_of_a_review_after_the_merge(catalog: Catalog) -> None:
    """One second late is late."""
    change = pull()

    assert of(catalog, change, review(change, submitted_at=AFTER)) == (
        Outcome.DEVIATION,
        "reviewed-after-merge",
    )


def test_indeterminate_when_git_does_not_tell_the_type(catalog: Catalog) -> None:
    """A rebased pull request and pushes look the same in git."""
    assert of(catalog, undetermined()) == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """A committer's clock does not order a review and a merge."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)
    timely = pull()

    assert of(catalog, change, review(change)) == (Outcome.INDETERMINATE, "time-unknown")
    assert of(catalog, timely, review(timely, submitted_at=None)) == (
        Outcome.INDETERMINATE,
        "time-unknown",
    )


@pytest.mark.parametrize("reviewer", [GONE, STRANGER])
def test_indeterminate_when_the_reviewer_may_be_the_author(catalog: Catalog, reviewer: Actor) -> None:
    """A deleted account or an unclaimed address may be anybody's."""
    change = pull()

    assert of(catalog, change, review(change, reviewer)) == (
        Outcome.INDETERMINATE,
        "independence-undecidable",
    )


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """The message names every source that nobody connected."""
    view = run_of(undetermined(), not_connected=NOT_CONNECTED)

    assert outcome(catalog, "REV-01", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_without_changes(catalog: Catalog) -> None:
    """An empty branch between two proven tips has nothing to review."""
    assert outcome(catalog, "REV-01", run_of()) == (Outcome.NOT_APPLICABLE, "no-changes")


def test_tempting_pending_review(catalog: Catalog) -> None:
    """A review that was begun and never submitted is no review."""
    change = pull()

    assert of(catalog, change, review(change, state=ReviewState.PENDING)) == (
        Outcome.DEVIATION,
        "no-review",
    )


@pytest.mark.parametrize("reviewer", [ADA, CLAUDE, DEPENDABOT])
def test_tempting_review_by_author_or_machine(catalog: Catalog, reviewer: Actor) -> None:
    """The author's own review, an agent's or a robot's is not another person's."""
    change = pull()

    assert of(catalog, change, review(change, reviewer)) == (Outcome.DEVIATION, "no-review")


def test_tempting_merge_by_another_person(catalog: Catalog) -> None:
    """Pressing merge is not a review."""
    assert of(catalog, pull(merger=BEN)) == (Outcome.DEVIATION, "no-review")
