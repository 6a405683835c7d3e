"""POP-06, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Basis, Change, ReviewState
from attest.model.control import Catalog
from attest.model.event import EventKind
from attest.model.finding import Outcome
from tests.support.forge_records import deployment
from tests.support.imported import file_of, row
from tests.support.records import (
    AFTER,
    BEFORE,
    CYD,
    EARLIER,
    MERGED,
    dismissal,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)

FIVE, SIX = "2025-03-10T11:55:00Z", "2025-03-10T11:54:59Z"
"""Five minutes before the merge, and a second more."""


def of(catalog: Catalog, change: Change, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of POP-06 for a change that Ben approved unless other reviews are given."""
    return outcome(catalog, "POP-06", run_of(change, **{"reviews": [review(change)], **more}))


def told(change: Change, at: str | None) -> Any:
    """A deployment by the forge."""
    return deployment("shop", "1", change.landed_sha, created_at=at, landed_change=change.id)


def handed(change: Change, at: str) -> dict[str, Any]:
    """The same in a file."""
    one = row("deployments", id="1", environment="prod", sha=change.landed_sha, at=at)
    return {"imported": [one], "imports": (file_of("deployments"),)}


def test_met_in_order(catalog: Catalog) -> None:
    """Opened, reviewed, merged and deployed."""
    change = pull()
    found = of(catalog, change, reviews=[review(change)], deployments=[told(change, AFTER)])

    assert found == (Outcome.MET, "in-order")


def test_met_in_one_second(catalog: Catalog) -> None:
    """The same second is in order, and a review after the merge is possible."""
    change = pull(created_at=MERGED)
    struck = review(change, state=ReviewState.DISMISSED, submitted_at=MERGED, dismissed_at=MERGED)

    assert of(catalog, change, reviews=[struck]) == (Outcome.MET, "in-order")
    assert of(catalog, pull(), reviews=[review(pull(), submitted_at=AFTER)]) == (Outcome.MET, "in-order")


def test_met_by_clocks_five_minutes_apart(catalog: Catalog) -> None:
    """Two servers' clocks may differ; so may two records of the merge."""
    change = pull()

    assert of(catalog, change, **handed(change, FIVE)) == (Outcome.MET, "in-order")
    assert of(catalog, pull(landed_at=FIVE)) == (Outcome.MET, "in-order")


def test_met_by_a_push_that_was_deployed(catalog: Catalog) -> None:
    """There are two times to compare."""
    change = push()

    assert of(catalog, change, deployments=[told(change, AFTER)]) == (Outcome.MET, "in-order")


def test_deviation_of_what_cannot_be(catalog: Catalog) -> None:
    """Merged or reviewed before the opening, or dismissed before the review."""
    late = pull(created_at=AFTER)
    change = pull(created_at=BEFORE)
    early = review(change, submitted_at="2025-03-10T10:59:59Z")
    struck = review(pull(), state=ReviewState.DISMISSED, submitted_at=BEFORE, dismissed_at=EARLIER)
    found = {
        of(catalog, late),
        of(catalog, change, reviews=[early]),
        of(catalog, pull(), reviews=[struck]),
    }

    assert found == {(Outcome.DEVIATION, "impossible-order")}


@pytest.mark.parametrize("change", [pull(), push()])
def test_deviation_of_a_deployment_before_the_merge(catalog: Catalog, change: Change) -> None:
    """By the forge or by a file."""
    by_forge = of(catalog, change, deployments=[told(change, SIX)])
    by_file = of(catalog, change, **handed(change, SIX))

    assert by_forge == by_file == (Outcome.DEVIATION, "deployed-before-merge")


@pytest.mark.parametrize("at", [SIX, "2025-03-10T12:05:01Z"])
def test_needs_review_of_two_records_of_the_merge(catalog: Catalog, at: str) -> None:
    """The push, or the timeline, says another time than the pull request."""
    merge = dismissal(review(pull()), kind=EventKind.MERGE, at=at)
    pushed, timeline = of(catalog, pull(landed_at=at)), of(catalog, pull(), events=[merge])

    assert pushed == timeline == (Outcome.NEEDS_REVIEW, "clocks-apart")


def test_indeterminate_without_a_servers_time(catalog: Catalog) -> None:
    """Of opening, review, merge or deployment; dates of committers are none."""
    declared = push(landed_basis=Basis.DECLARED)
    found = {
        of(catalog, pull(created_at=None)),
        of(catalog, pull(), reviews=[review(pull(), submitted_at=None)]),
        of(catalog, pull(), deployments=[told(pull(), None)]),
        of(catalog, declared, deployments=[told(declared, AFTER)]),
    }

    assert found == {(Outcome.INDETERMINATE, "time-unknown")}


def test_indeterminate_where_it_is_not_known_how_it_landed(catalog: Catalog) -> None:
    """Its pull request's times may be another's."""
    assert of(catalog, undetermined()) == (Outcome.INDETERMINATE, "type-undetermined")
    assert of(catalog, pull(), not_connected=("reviews",)) == (Outcome.INDETERMINATE, "source-not-connected")


def test_indeterminate_where_a_review_may_be_missing(catalog: Catalog) -> None:
    """It may be the one that is out of order."""
    assert of(catalog, pull(), gaps=[gap(kind="reviews-incomplete")]) == (
        Outcome.INDETERMINATE,
        "evidence-missing",
    )


def test_not_applicable_to_a_push_that_was_not_deployed(catalog: Catalog) -> None:
    """One time has no order."""
    assert of(catalog, push()) == (Outcome.NOT_APPLICABLE, "one-time")


def test_not_applicable_without_a_review(catalog: Catalog) -> None:
    """Opening, merge and deployment alone show no whole order; what is out of order is so all the same."""
    late = pull(created_at=AFTER)

    assert of(catalog, pull(), reviews=[], deployments=[told(pull(), AFTER)]) == (
        Outcome.NOT_APPLICABLE,
        "not-reviewed",
    )
    assert of(catalog, late, reviews=[]) == (Outcome.DEVIATION, "impossible-order")


def test_tempting_dates_of_committers(catalog: Catalog) -> None:
    """A landing that only its committer dates is far from the merge, and proves nothing."""
    change = pull(landed_at="2020-01-01T00:00:00Z", landed_basis=Basis.DECLARED)

    assert of(catalog, change) == (Outcome.MET, "in-order")


def test_tempting_review_of_another_pull_request(catalog: Catalog) -> None:
    """It landed as the same change, and was opened before; a review that was only begun is none."""
    other = review(pull(), submitted_at="2025-03-10T09:00:00Z", pull=7)
    own = review(pull(), submitted_at="2025-03-10T09:00:00Z", pull=1)
    begun = review(pull(), CYD, state=ReviewState.PENDING, submitted_at=None)

    assert of(catalog, pull(), reviews=[review(pull()), other, begun]) == (Outcome.MET, "in-order")
    assert of(catalog, pull(), reviews=[begun]) == (Outcome.NOT_APPLICABLE, "not-reviewed")
    assert of(catalog, pull(), reviews=[own]) == (Outcome.DEVIATION, "impossible-order")
