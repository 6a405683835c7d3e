"""REV-01, by what could make it wrong."""

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
    DEPENDABOT,
    GONE,
    MERGED,
    NOT_CONNECTED,
    STRANGER,
    finding,
    gap,
    named,
    outcome,
    pull,
    push,
    review,
    run_of,
    sha,
    undetermined,
)

BY_GIT = {"not_connected": NOT_CONNECTED, "forge": "git"}


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


def by_trailers(catalog: Catalog, change: Change, *named: object, **more: object) -> tuple[Outcome, str]:
    """Outcome of REV-01 from git alone, where the control is declared to leave trailers."""
    view = run_of(change, reviews=named, **BY_GIT, **more)
    return outcome(catalog, "REV-01", view, review_evidence="trailers")


@pytest.mark.parametrize("trailer", ["reviewed-by", "approved-by"])
def test_met_by_a_named_reviewer_where_the_control_leaves_trailers(catalog: Catalog, trailer: str) -> None:
    """No account is needed: an address of its own is another person's until something says otherwise."""
    change = undetermined()

    assert by_trailers(catalog, change, named(change, STRANGER, trailer)) == (Outcome.MET, "reviewer-named")


def test_deviation_where_the_control_leaves_trailers_and_there_is_none(catalog: Catalog) -> None:
    """The control operated, and this change went past it."""
    assert by_trailers(catalog, undetermined()) == (Outcome.DEVIATION, "no-reviewer-named")


@pytest.mark.parametrize("reviewer", [ADA, CLAUDE, DEPENDABOT])
def test_tempting_trailer_of_an_author_or_a_machine(catalog: Catalog, reviewer: Actor) -> None:
    """A name after Reviewed-by is no review when it is the author's own, an agent's or a robot's."""
    change = undetermined()
    found = by_trailers(catalog, change, named(change, reviewer))

    assert found == (Outcome.DEVIATION, "no-reviewer-named")


def test_tempting_trailer_while_nothing_is_declared(catalog: Catalog) -> None:
    """A trailer alone decides nothing: the source is named, and the trailer is shown beside it."""
    change = undetermined()
    line = named(change)
    first = finding(catalog, "REV-01", run_of(change, reviews=[line], **BY_GIT))

    assert (first.outcome, first.reason) == (Outcome.INDETERMINATE, "source-not-connected")
    assert first.evidence == (change.id, line.id)
    assert "weaker evidence" in first.message


def test_tempting_trailer_beside_the_forges_reviews(catalog: Catalog) -> None:
    """Where the forge's reviews were read they decide, whatever the message names."""
    change = pull()
    view = run_of(change, reviews=[named(change)])

    assert outcome(catalog, "REV-01", view, review_evidence="trailers") == (Outcome.DEVIATION, "no-review")


@pytest.mark.parametrize(
    ("line", "change"),
    [
        ({"namesake": True}, {}),
        ({"reviewer": GONE}, {}),
        ({}, {"authors_complete": False}),
        ({}, {"authors": (CLAUDE,)}),
        ({}, {"authors": (GONE,)}),
    ],
)
def test_indeterminate_when_the_named_may_be_an_author(
    catalog: Catalog, line: dict[str, Any], change: dict[str, Any]
) -> None:
    """An author's name under another address, a name without address, or authors that are not all known."""
    made = undetermined(**change)
    reviewer = line.pop("reviewer", BEN)
    assert isinstance(reviewer, Actor)
    found = by_trailers(catalog, made, named(made, reviewer, **line))

    assert found == (Outcome.INDETERMINATE, "independence-undecidable")


def test_indeterminate_when_the_message_was_not_read(catalog: Catalog) -> None:
    """A message too large to read may name anybody."""
    change = undetermined()
    unread = gap(source="git", kind="oversize-message", affects=(change.id,))

    assert by_trailers(catalog, change, gaps=[unread]) == (Outcome.INDETERMINATE, "message-unread")


def test_needs_review_when_only_an_acknowledgement_is_there(catalog: Catalog) -> None:
    """Acked-by may be of a part of the change."""
    change = undetermined()
    found = by_trailers(catalog, change, named(change, BEN, "acked-by"))

    assert found == (Outcome.NEEDS_REVIEW, "acknowledged-only")


def test_needs_review_when_only_parts_have_a_named_reviewer(catalog: Catalog) -> None:
    """A line in a commit that was brought in is of that commit, not of the merge."""
    change = undetermined()
    found = by_trailers(catalog, change, named(change, commit=sha("brought in")))

    assert found == (Outcome.NEEDS_REVIEW, "parts-named")


def test_not_applicable_where_nothing_landed_whatever_the_evidence(catalog: Catalog) -> None:
    """An empty population has one finding, with trailers as without."""
    found = outcome(catalog, "REV-01", run_of(**BY_GIT), review_evidence="trailers")

    assert found == (Outcome.NOT_APPLICABLE, "no-changes")


def test_tempting_review_of_another_pull_request_that_landed_as_the_same_commit(catalog: Catalog) -> None:
    """Ben looked at the other one."""
    change = pull()

    assert of(catalog, change, review(change, state=ReviewState.COMMENTED, pull=98)) == (
        Outcome.DEVIATION,
        "no-review",
    )


def test_indeterminate_where_nothing_shows_which_pull_request_the_change_is(catalog: Catalog) -> None:
    """It may be the one that was reviewed, so it is no deviation either."""
    change = pull()
    either = review(change, state=ReviewState.COMMENTED, pull=change.number)

    assert of(catalog, change, either) == (Outcome.INDETERMINATE, "several-pull-requests")
