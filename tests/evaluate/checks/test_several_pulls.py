"""The tests of review where the forge says of several pull requests that they landed as one change."""

from typing import Any

import pytest

from attest.model.change import ApprovalBinding, Basis, Bound, Change, Review, ReviewState
from attest.model.control import Catalog
from attest.model.finding import Outcome
from tests.support.records import ADA, BEN, CYD, finding, outcome, pull, review, run_of, sha

REQUESTED = ReviewState.CHANGES_REQUESTED
OTHER = 98
"""The number of a pull request that the change is not."""


def bound(result: Bound) -> ApprovalBinding:
    """What an approval was held against."""
    return ApprovalBinding(
        result=result, reason="same-tree", basis=Basis.SERVER, base_sha=sha("base"),
        landed_tree=sha("tree"), replayed_tree=None,
    )  # fmt: skip


def elsewhere(change: Change, result: Bound = Bound.RESIDUAL, **more: Any) -> Review:
    """An approval in another pull request."""
    fields: dict[str, Any] = {"pull": OTHER, "binding": bound(result), "id": "elsewhere"}
    return review(change, **fields | more)


def told(catalog: Catalog, change: Change, *reviews: Review, name: str = "REV-02") -> tuple[Outcome, str]:
    """What a test says."""
    return outcome(catalog, name, run_of(change, reviews=reviews))


@pytest.mark.parametrize("result", [Bound.IDENTICAL, Bound.CLEAN_REPLAY])
def test_an_approval_of_what_landed_counts_wherever_it_was_given(catalog: Catalog, result: Bound) -> None:
    """The same content was proposed twice."""
    change = pull()

    assert told(catalog, change, elsewhere(change, result)) == (Outcome.MET, "approved")
    assert told(catalog, change, elsewhere(change, result), name="REV-01") == (Outcome.MET, "reviewed")


def test_two_are_not_enough_where_one_of_them_is_of_something_else(catalog: Catalog) -> None:
    """Ben approved the change, and Cyd the other one."""
    change = pull()
    view = run_of(change, reviews=(review(change), elsewhere(change, reviewer=CYD)))

    assert outcome(catalog, "REV-02", view, approvals=2) == (Outcome.DEVIATION, "too-few-approvals")


def test_an_approval_here_takes_back_no_objection_there(catalog: Catalog) -> None:
    """Ben asked for changes to the one before, and approved the other after it."""
    change = pull()
    objection = review(change, state=REQUESTED, pull=OTHER, submitted_at="2025-03-01T00:00:00Z")

    assert told(catalog, change, objection, review(change)) == (Outcome.DEVIATION, "objection-open")


def test_an_authors_objection_there_is_not_taken_back_here(catalog: Catalog) -> None:
    """Ada asked for changes to the one, and approved the other herself."""
    change = pull()
    objection = review(change, ADA, state=REQUESTED, pull=OTHER, submitted_at="2025-03-01T00:00:00Z")

    found = told(catalog, change, objection, review(change, ADA), review(change, BEN))

    assert found == (Outcome.NEEDS_REVIEW, "author-objected")


def test_an_approval_that_covers_nothing_here_is_shown_by_the_test_of_content(catalog: Catalog) -> None:
    """REV-03 names the approval, and says that it is of something else."""
    change = pull()
    found = finding(catalog, "REV-03", run_of(change, reviews=(elsewhere(change),)))

    assert (found.outcome, "elsewhere" in found.evidence) == (Outcome.DEVIATION, True)
