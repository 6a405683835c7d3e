"""REV-08, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.model.change import Basis, Change, Review, ReviewState
from attest.model.control import Catalog
from attest.model.event import Event
from attest.model.finding import Outcome
from attest.model.identity import Actor
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    EARLIER,
    GONE,
    MERGED,
    NOT_CONNECTED,
    STRANGER,
    dismissal,
    finding,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)

LATER = "2025-03-10T11:15:00Z"


def of(
    catalog: Catalog, change: Change, *reviews: Review, events: Iterable[Event] = ()
) -> tuple[Outcome, str]:
    """Outcome of REV-08 for a change and its reviews."""
    return outcome(catalog, "REV-08", run_of(change, reviews=reviews, events=tuple(events)))


def objection(change: Change, reviewer: Actor = BEN, **more: Any) -> Review:
    """A request for changes, two hours before the merge."""
    return review(
        change, reviewer, **{"state": ReviewState.CHANGES_REQUESTED, "submitted_at": EARLIER, **more}
    )


def dismissed(change: Change, reviewer: Actor = BEN, **more: Any) -> Review:
    """A request for changes that was dismissed."""
    was = {"state": ReviewState.DISMISSED, "previous_state": ReviewState.CHANGES_REQUESTED}
    return objection(change, reviewer, **{**was, **more})


def test_met_by_a_later_approval_of_the_same_reviewer(catalog: Catalog) -> None:
    """Ben asked for changes, and approved what came of it."""
    change = pull()

    assert of(catalog, change, objection(change), review(change)) == (Outcome.MET, "resolved")


def test_met_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """An approval at the merge's own second is not after it."""
    change = pull()
    found = of(catalog, change, objection(change), review(change, submitted_at=MERGED))

    assert found == (Outcome.MET, "resolved")


def test_met_by_an_approval_that_was_dismissed_as_stale(catalog: Catalog) -> None:
    """The approval settled the request when it was given."""
    change = pull()
    stale = review(change, state=ReviewState.DISMISSED, previous_state=ReviewState.APPROVED)

    assert of(catalog, change, objection(change), stale) == (Outcome.MET, "resolved")


@pytest.mark.parametrize("actor", [CYD, BEN])
def test_met_by_a_dismissal(catalog: Catalog, actor: Actor) -> None:
    """Of another person, with a reason; or of the reviewer."""
    change = pull()
    first = dismissed(change)

    assert of(catalog, change, first, events=[dismissal(first, actor)]) == (Outcome.MET, "resolved")


def test_met_by_a_dismissal_of_the_reviewer_without_a_reason(catalog: Catalog) -> None:
    """Whoever asked may take it back and say nothing."""
    change = pull()
    first = dismissed(change)

    assert of(catalog, change, first, events=[dismissal(first, BEN, commitment="")]) == (
        Outcome.MET,
        "resolved",
    )


def test_met_where_the_timeline_says_what_the_dismissed_review_was(catalog: Catalog) -> None:
    """The review itself no longer does; at the second of the merge it was dismissed."""
    change = pull()
    first = dismissed(change, previous_state=None)

    assert of(catalog, change, first, events=[dismissal(first, at=MERGED)]) == (Outcome.MET, "resolved")


def test_met_counts_requests_and_shows_what_settled_them(catalog: Catalog) -> None:
    """Two persons asked, one of them twice."""
    change = pull()
    reviews = [
        objection(change),
        objection(change, submitted_at="2025-03-10T10:30:00Z"),
        review(change),
        objection(change, CYD),
        review(change, CYD),
    ]
    first = finding(catalog, "REV-08", run_of(change, reviews=reviews))

    assert first.message == "Requests for changes that were settled before the merge: 2."
    assert first.evidence == (reviews[1].id, reviews[2].id, reviews[3].id, reviews[4].id)


def test_deviation_of_an_open_objection(catalog: Catalog) -> None:
    """Somebody else approved; Ben's request stood."""
    change = pull()

    assert of(catalog, change, objection(change), review(change, CYD)) == (
        Outcome.DEVIATION,
        "objection-open",
    )


def test_deviation_of_a_deleted_accounts_objection(catalog: Catalog) -> None:
    """Whoever it was, nobody settled it."""
    change = pull()

    assert of(catalog, change, objection(change, GONE)) == (Outcome.DEVIATION, "objection-open")


def test_deviation_of_a_dismissal_by_an_author(catalog: Catalog) -> None:
    """Ada put Ben's request aside herself."""
    change = pull()
    first = dismissed(change)

    assert of(catalog, change, first, events=[dismissal(first, ADA)]) == (
        Outcome.DEVIATION,
        "dismissed-by-author",
    )


@pytest.mark.parametrize("machine", [CLAUDE, DEPENDABOT])
def test_deviation_of_a_dismissal_by_a_machine(catalog: Catalog, machine: Actor) -> None:
    """No agent or robot may put a person's request aside."""
    change = pull()
    first = dismissed(change)

    assert of(catalog, change, first, events=[dismissal(first, machine)]) == (
        Outcome.DEVIATION,
        "dismissed-by-machine",
    )


def test_deviation_of_a_dismissal_without_a_reason(catalog: Catalog) -> None:
    """Another person put it aside and did not say why."""
    change = pull()
    first = dismissed(change)

    assert of(catalog, change, first, events=[dismissal(first, commitment="")]) == (
        Outcome.DEVIATION,
        "dismissed-without-reason",
    )


def test_deviation_decides_over_what_was_settled(catalog: Catalog) -> None:
    """One of two requests stood open."""
    change = pull()
    found = of(catalog, change, objection(change), review(change), objection(change, CYD))

    assert found == (Outcome.DEVIATION, "objection-open")


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """A request, an approval or a dismissal without time, or a merge without one."""
    dated, undated = pull(), pull(merged_at=None, landed_basis=Basis.DECLARED)
    first = dismissed(dated)
    found = {
        of(catalog, dated, objection(dated, submitted_at=None)),
        of(catalog, dated, objection(dated), review(dated, submitted_at=None)),
        of(catalog, dated, first, events=[dismissal(first, at=None)]),
        of(catalog, undated, objection(undated)),
    }

    assert found == {(Outcome.INDETERMINATE, "time-unknown")}


def test_indeterminate_when_both_accounts_are_gone(catalog: Catalog) -> None:
    """Two deleted accounts may be one person's or two."""
    change = pull()

    assert of(catalog, change, objection(change, GONE), review(change, GONE)) == (
        Outcome.INDETERMINATE,
        "objector-unknown",
    )


def test_indeterminate_when_the_timeline_does_not_tell(catalog: Catalog) -> None:
    """What was dismissed may have been a request; who dismissed it is nowhere; or their account is gone."""
    change = pull()
    first, unsaid = dismissed(change), dismissed(change, previous_state=None)
    found = {
        of(catalog, change, unsaid),
        of(catalog, change, first),
        of(catalog, change, first, events=[dismissal(first, GONE)]),
        of(catalog, change, first, events=[dismissal(first, STRANGER)]),
    }

    assert found == {(Outcome.INDETERMINATE, "dismissal-unknown")}


def test_indeterminate_when_only_the_message_names_the_pull_request(catalog: Catalog) -> None:
    """The reviews may be of something else."""
    change = undetermined()

    assert of(catalog, change, objection(change)) == (Outcome.INDETERMINATE, "type-undetermined")


@pytest.mark.parametrize("kind", ["reviews-incomplete", "unreadable"])
def test_indeterminate_where_reviews_were_not_read_to_the_end(catalog: Catalog, kind: str) -> None:
    """A request, or the approval that settled it, may stand on a page that nobody read."""
    change = pull()
    unread = [gap(affects=(change.id,), kind=kind)]
    found = {
        outcome(catalog, "REV-08", run_of(change, reviews=reviews, gaps=unread))
        for reviews in ((), (objection(change),), (objection(change), review(change)))
    }

    assert found == {(Outcome.INDETERMINATE, "evidence-missing")}


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for reviews."""
    view = run_of(undetermined(), not_connected=NOT_CONNECTED)

    assert outcome(catalog, "REV-08", view) == (Outcome.INDETERMINATE, "source-not-connected")


@pytest.mark.parametrize("state", [ReviewState.CHANGES_REQUESTED, ReviewState.DISMISSED])
def test_needs_review_of_a_machines_objection(catalog: Catalog, state: ReviewState) -> None:
    """An agent asked for changes, and did not approve later; whether an author dismissed it or not."""
    change = pull()
    first = dismissed(change, CLAUDE, state=state)
    found = of(catalog, change, first, review(change), events=[dismissal(first, ADA)])

    assert found == (Outcome.NEEDS_REVIEW, "machine-objected")


def test_needs_review_of_an_authors_objection(catalog: Catalog) -> None:
    """Ada counts as an author and asked for changes; nobody else could take that back."""
    change = pull()
    late = dismissed(change, ADA)
    found = {
        of(catalog, change, objection(change, ADA), review(change)),
        of(catalog, change, late, events=[dismissal(late, at=AFTER)]),
        of(catalog, change, late, events=[dismissal(late, ADA, at=AFTER)]),
    }

    assert found == {(Outcome.NEEDS_REVIEW, "author-objected")}


def test_needs_review_when_another_author_dismissed_it(catalog: Catalog) -> None:
    """Two authors: one objected, the other put it aside."""
    change = pull(authors=(ADA, CYD))
    first = dismissed(change, ADA)

    assert of(catalog, change, first, events=[dismissal(first, CYD)]) == (
        Outcome.NEEDS_REVIEW,
        "author-objected",
    )


@pytest.mark.parametrize("state", [ReviewState.APPROVED, ReviewState.COMMENTED])
def test_not_applicable_where_nobody_objected(catalog: Catalog, state: ReviewState) -> None:
    """Approvals and comments leave nothing to settle."""
    change = pull()

    assert of(catalog, change, review(change, state=state)) == (Outcome.NOT_APPLICABLE, "no-objection")


def test_not_applicable_where_the_objection_came_after_the_merge(catalog: Catalog) -> None:
    """One second late: there was nothing to settle before the merge."""
    change = pull()

    assert of(catalog, change, objection(change, submitted_at=AFTER)) == (
        Outcome.NOT_APPLICABLE,
        "no-objection",
    )


@pytest.mark.parametrize("reviewer", [CLAUDE, ADA])
def test_not_applicable_where_a_machines_or_authors_review_of_unknown_verdict_was_dismissed(
    catalog: Catalog, reviewer: Actor
) -> None:
    """Neither's approval counts, so most of what is dismissed of theirs is a stale approval."""
    change = pull()
    found = of(catalog, change, dismissed(change, reviewer, previous_state=None), review(change))

    assert found == (Outcome.NOT_APPLICABLE, "no-objection")


def test_not_applicable_to_a_push(catalog: Catalog) -> None:
    """Nobody could object on record; that is another test's deviation."""
    assert of(catalog, push()) == (Outcome.NOT_APPLICABLE, "no-pull-request")


def test_tempting_comment_of_the_same_reviewer(catalog: Catalog) -> None:
    """A comment takes nothing back."""
    change = pull()
    found = of(
        catalog, change, objection(change), review(change, state=ReviewState.COMMENTED), review(change, CYD)
    )

    assert found == (Outcome.DEVIATION, "objection-open")


def test_tempting_approval_before_the_objection(catalog: Catalog) -> None:
    """The approval came first; the last word is a request for changes."""
    change = pull()
    found = of(catalog, change, review(change), objection(change, submitted_at=LATER))

    assert found == (Outcome.DEVIATION, "objection-open")


@pytest.mark.parametrize("more", [{"submitted_at": AFTER}, {"in_service": False}, {"pull": 98}])
def test_tempting_approval_that_settles_nothing(catalog: Catalog, more: dict[str, Any]) -> None:
    """After the merge, out of service, or in another pull request that landed as the same commit."""
    change = pull()

    assert of(catalog, change, objection(change), review(change, **more)) == (
        Outcome.DEVIATION,
        "objection-open",
    )


def test_tempting_dismissal_after_the_merge(catalog: Catalog) -> None:
    """It reads as dismissed today; at the merge it stood."""
    change = pull()
    first = dismissed(change)

    assert of(catalog, change, first, events=[dismissal(first, at=AFTER)]) == (
        Outcome.DEVIATION,
        "objection-open",
    )


def test_tempting_second_objection_after_the_approval(catalog: Catalog) -> None:
    """Asked, approved, asked again: only the first was settled."""
    change = pull()
    found = of(catalog, change, objection(change), review(change), objection(change, submitted_at=LATER))

    assert found == (Outcome.DEVIATION, "objection-open")
