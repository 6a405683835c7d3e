"""REV-03, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import ApprovalBinding, Basis, Binding, Bound, Change, Review, ReviewState
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.identity import Actor, ActorKind
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    CYD,
    EARLIER,
    GONE,
    NOT_CONNECTED,
    finding,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    sha,
    undetermined,
)

DAN = Actor(id="P-dan000000000", kind=ActorKind.PERSON, linked=True)


def of(catalog: Catalog, change: Change, *reviews: Review) -> tuple[Outcome, str]:
    """Outcome of REV-03 for a change and its reviews."""
    return outcome(catalog, "REV-03", run_of(change, reviews=reviews))


def dismissed(change: Change, at: str | None, reviewer: Actor = BEN, **more: Any) -> Review:
    """A review that is dismissed today: an approval, until a time."""
    fields = {"previous_state": ReviewState.APPROVED, "dismissed_at": at, "dismissed_by": CYD}
    return review(change, reviewer, state=ReviewState.DISMISSED, **(fields | more))


def bound(
    change: Change, result: Bound, reason: str, reviewer: Actor = BEN, files: int | None = None, **more: str
) -> Review:
    """An approval of a revision that is not the last one, with its binding."""
    binding = ApprovalBinding(
        result=result,
        reason=reason,
        basis=Basis.DECLARED,
        base_sha=sha("base"),
        landed_tree=change.landed_tree,
        replayed_tree=None,
        path_count=files,
    )
    fields = {"sha": sha("older"), "tree": sha("older tree")} | more
    return review(change, reviewer, binding=binding, **fields)


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (Bound.IDENTICAL, "same-tree"),
        (Bound.CLEAN_REPLAY, "merged-onto-base"),
        (Bound.CLEAN_REPLAY, "base-merged-after"),
    ],
)
def test_met_by_the_binding_of_an_older_revision(catalog: Catalog, result: Bound, reason: str) -> None:
    """Content decides: neither the id nor the tree is that of the last revision."""
    change = pull()

    assert of(catalog, change, bound(change, result, reason)) == (Outcome.MET, "covered")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("content-differs", "approval-of-older-revision"),
        ("conflict-resolved", "conflict-resolved-after-approval"),
        ("base-undone", "branch-content-undone"),
    ],
)
def test_deviation_of_each_residual(catalog: Catalog, reason: str, expected: str) -> None:
    """Something was decided after the approval, and the reason says what."""
    change = pull()

    assert of(catalog, change, bound(change, Bound.RESIDUAL, reason)) == (Outcome.DEVIATION, expected)


def test_deviation_of_a_residual_of_the_last_revision(catalog: Catalog) -> None:
    """It came in with the landing itself."""
    change = pull()
    last = bound(change, Bound.RESIDUAL, "content-differs", sha=sha("head"))

    assert of(catalog, change, last) == (Outcome.DEVIATION, "landed-content-differs")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("revision-not-in-clone", "revision-not-in-clone"),
        ("revision-not-named", "revision-not-in-clone"),
        ("younger-than-approval", "approved-revision-in-doubt"),
        ("pushed-after-approval", "approved-revision-in-doubt"),
        ("retargeted-after-approval", "retargeted-after-approval"),
        ("contents-missing", "landing-unverifiable"),
        ("git-too-old", "landing-unverifiable"),
        ("octopus", "landing-unverifiable"),
        ("rebase-conflict", "landing-unverifiable"),
        ("same-tree-conflict", "landing-unverifiable"),
        ("no-base", "landing-unverifiable"),
        ("of a later version", "landing-unverifiable"),
    ],
)
def test_indeterminate_by_each_open_binding(catalog: Catalog, reason: str, expected: str) -> None:
    """What could not be recomputed is neither covered nor refuted."""
    change = pull()

    assert of(catalog, change, bound(change, Bound.UNVERIFIABLE, reason)) == (Outcome.INDETERMINATE, expected)


def test_deviations_show_the_approval_that_leaves_fewest_files_open(catalog: Catalog) -> None:
    """The best-bound approval decides, not the latest; one whose files could not be listed comes last."""
    change = pull()
    nearest = bound(change, Bound.RESIDUAL, "content-differs", BEN, 2, submitted_at=EARLIER)
    others = [
        bound(change, Bound.RESIDUAL, "content-differs", CYD, 3),
        bound(change, Bound.RESIDUAL, "conflict-resolved", DAN),
    ]
    found = finding(catalog, "REV-03", run_of(change, reviews=[nearest, *others]))

    assert (found.reason, found.evidence) == ("approval-of-older-revision", (nearest.id, change.id))


def test_tempting_equal_tree_whose_binding_is_in_doubt(catalog: Catalog) -> None:
    """The forge put the id of what landed into the review: equal trees prove nothing then."""
    change = pull()
    pushed = bound(change, Bound.UNVERIFIABLE, "pushed-after-approval", sha=sha("head"), tree=sha("tree"))

    assert of(catalog, change, pushed) == (Outcome.INDETERMINATE, "approved-revision-in-doubt")


@pytest.mark.parametrize("binding", [Binding.IDENTICAL, Binding.CLEAN_MERGE])
def test_met_by_approval_of_the_last_revision(catalog: Catalog, binding: Binding) -> None:
    """The last revision was approved, and it or its clean merge landed."""
    change = pull(binding=binding, landed_tree=sha("merged"))

    assert of(catalog, change, review(change)) == (Outcome.MET, "covered")


def test_met_by_equal_content_under_another_id(catalog: Catalog) -> None:
    """A message was amended after the approval: the tree that landed is the tree that was approved."""
    change = pull(binding=Binding.UNVERIFIABLE)

    assert of(catalog, change, review(change, sha=sha("before amending"))) == (Outcome.MET, "covered")


def test_the_message_says_what_ties_approval_and_landing(catalog: Catalog) -> None:
    """Equal content, or the binding that was recomputed; and whether the approver may be an author."""
    merged = pull(binding=Binding.CLEAN_MERGE, landed_tree=sha("merged"))
    same = pull()
    messages = [
        finding(catalog, "REV-03", run_of(change, reviews=[review(change, reviewer)])).message
        for change, reviewer in ((merged, BEN), (same, BEN), (same, GONE))
    ]

    assert messages == [
        "The approved revision is what landed (binding clean-merge).",
        "The approved revision is what landed (same content).",
        "The approved revision is what landed (same content). Whether its reviewer is an author cannot be "
        "decided.",
    ]


@pytest.mark.parametrize(
    ("result", "how"), [(Bound.IDENTICAL, "same content"), (Bound.CLEAN_REPLAY, "clean-replay")]
)
def test_the_message_says_what_the_binding_of_the_approval_is(
    catalog: Catalog, result: Bound, how: str
) -> None:
    """An older revision that landed as it was, or merged without a decision."""
    change = pull()
    found = finding(catalog, "REV-03", run_of(change, reviews=[bound(change, result, "told")]))

    assert found.message == f"The approved revision is what landed ({how})."


def test_met_by_one_of_several(catalog: Catalog) -> None:
    """A fresh approval is enough beside a stale one."""
    change = pull()
    stale = review(change, CYD, sha=sha("older"), tree=sha("older tree"))

    assert of(catalog, change, stale, review(change)) == (Outcome.MET, "covered")


def test_deviation_of_a_direct_push(catalog: Catalog) -> None:
    """A push past the pull request is covered by nothing."""
    assert of(catalog, push()) == (Outcome.DEVIATION, "direct-push")


def test_deviation_without_an_approval(catalog: Catalog) -> None:
    """Nothing covers what nobody approved."""
    assert of(catalog, pull()) == (Outcome.DEVIATION, "no-approval")


def test_deviation_of_an_older_revision(catalog: Catalog) -> None:
    """Content was pushed after the approval."""
    change = pull()
    stale = review(change, sha=sha("older"), tree=sha("older tree"))

    assert of(catalog, change, stale) == (Outcome.DEVIATION, "approval-of-older-revision")


def test_deviation_of_a_merge_that_holds_more(catalog: Catalog) -> None:
    """The last revision was approved, and the merge brought in something else."""
    change = pull(binding=Binding.RESIDUAL, landed_tree=sha("edited in the merge"))

    assert of(catalog, change, review(change)) == (Outcome.DEVIATION, "landed-content-differs")


def test_indeterminate_when_git_does_not_tell_the_type(catalog: Catalog) -> None:
    """A rebased pull request and pushes look the same in git."""
    assert of(catalog, undetermined()) == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_when_the_merge_cannot_be_recomputed(catalog: Catalog) -> None:
    """Without the head or a newer git, the landed tree is unexplained and not refuted."""
    change = pull(binding=Binding.UNVERIFIABLE, landed_tree=sha("merged"))

    assert of(catalog, change, review(change)) == (Outcome.INDETERMINATE, "landing-unverifiable")


def test_indeterminate_when_the_head_is_unknown(catalog: Catalog) -> None:
    """An approved tree that differs from what landed may still be the last revision."""
    change = pull(head_sha=None, head_tree=None, landed_tree=sha("merged"), binding=Binding.UNVERIFIABLE)

    assert of(catalog, change, review(change)) == (Outcome.INDETERMINATE, "landing-unverifiable")


@pytest.mark.parametrize("revision", [sha("pushed over"), None])
def test_indeterminate_when_the_approved_revision_is_not_in_the_clone(
    catalog: Catalog, revision: str | None
) -> None:
    """A revision that was pushed over cannot be compared."""
    change = pull()

    assert of(catalog, change, review(change, sha=revision, tree=None)) == (
        Outcome.INDETERMINATE,
        "revision-not-in-clone",
    )


def test_indeterminate_when_the_approver_may_be_the_author(catalog: Catalog) -> None:
    """A deleted account approved what landed."""
    change = pull()

    assert of(catalog, change, review(change, GONE)) == (
        Outcome.INDETERMINATE,
        "independence-undecidable",
    )


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """A committer's clock does not order an approval and a merge."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)

    assert of(catalog, change, review(change)) == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for approvals."""
    view = run_of(undetermined(), not_connected=NOT_CONNECTED)

    assert outcome(catalog, "REV-03", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_without_changes(catalog: Catalog) -> None:
    """An empty branch between two proven tips has nothing to cover."""
    assert outcome(catalog, "REV-03", run_of()) == (Outcome.NOT_APPLICABLE, "no-changes")


@pytest.mark.parametrize("reviewer", [ADA, CLAUDE])
def test_tempting_fresh_approval_by_author_or_machine(catalog: Catalog, reviewer: Actor) -> None:
    """The right revision, approved by the wrong party, beside a stale independent approval."""
    change = pull()
    stale = review(change, BEN, sha=sha("older"), tree=sha("older tree"))

    assert of(catalog, change, stale, review(change, reviewer)) == (
        Outcome.DEVIATION,
        "approval-of-older-revision",
    )


def test_tempting_fresh_approval_after_the_merge(catalog: Catalog) -> None:
    """Approving what landed once it has landed covers nothing."""
    change = pull()

    assert of(catalog, change, review(change, submitted_at=AFTER)) == (Outcome.DEVIATION, "no-approval")


def test_tempting_fresh_approval_that_was_dismissed(catalog: Catalog) -> None:
    """A dismissed approval of the last revision does not cover it."""
    change = pull()

    assert of(catalog, change, dismissed(change, EARLIER)) == (Outcome.DEVIATION, "no-approval")


def test_met_by_an_approval_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """It stood when the change landed."""
    change = pull()

    assert of(catalog, change, dismissed(change, AFTER)) == (Outcome.MET, "covered")


def test_deviation_of_an_older_approval_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """That it stood makes it cover no more than it did."""
    change = pull()
    stale = bound(change, Bound.RESIDUAL, "content-differs", files=1).model_copy(
        update={"state": ReviewState.DISMISSED, "previous_state": ReviewState.APPROVED, "dismissed_at": AFTER}
    )

    assert of(catalog, change, stale) == (Outcome.DEVIATION, "approval-of-older-revision")


@pytest.mark.parametrize(
    ("at", "before"),
    [(None, ReviewState.APPROVED), (None, None), (AFTER, None), (AFTER, ReviewState.PENDING)],
)
def test_indeterminate_when_a_dismissed_approval_may_have_stood(
    catalog: Catalog, at: str | None, before: ReviewState | None
) -> None:
    """The timeline does not say when it was dismissed, or what it was."""
    change = pull()

    assert of(catalog, change, dismissed(change, at, previous_state=before)) == (
        Outcome.INDETERMINATE,
        "dismissal-undated",
    )


def test_deviation_of_a_dismissed_approval_of_other_content_whenever(catalog: Catalog) -> None:
    """Had it stood, it would have covered something else."""
    change = pull()
    stale = bound(change, Bound.RESIDUAL, "content-differs", files=1).model_copy(
        update={"state": ReviewState.DISMISSED, "previous_state": ReviewState.APPROVED}
    )

    assert of(catalog, change, stale) == (Outcome.DEVIATION, "approval-of-older-revision")


def test_deviation_of_a_dismissed_objection_whenever(catalog: Catalog) -> None:
    """It never approved anything."""
    change = pull()
    objection = dismissed(change, None, previous_state=ReviewState.CHANGES_REQUESTED)

    assert of(catalog, change, objection) == (Outcome.DEVIATION, "no-approval")


def test_tempting_cover_where_the_timeline_was_not_read_to_the_end(catalog: Catalog) -> None:
    """A push over the branch after the approval, with its dates kept, shows in the timeline alone."""
    change = pull()
    cut = gap(source="timeline", kind="events-incomplete", affects=(change.id,))
    view = run_of(change, reviews=[review(change)], gaps=[cut])

    assert outcome(catalog, "REV-03", view) == (Outcome.INDETERMINATE, "timeline-unread")
    assert cut.id in finding(catalog, "REV-03", view).evidence


def test_met_where_the_timeline_was_not_connected(catalog: Catalog) -> None:
    """Nobody asked: the basis of the approval is declared, and the limits of the test say what that hides."""
    change = pull()
    absent = gap(source="timeline", kind="not-connected", not_connected=True)
    view = run_of(change, reviews=[review(change)], gaps=[absent], not_connected=("timeline",))

    assert outcome(catalog, "REV-03", view) == (Outcome.MET, "covered")


def test_deviation_whatever_the_timeline_would_have_said(catalog: Catalog) -> None:
    """Nobody approved, and no push changes that."""
    change = pull()
    cut = gap(source="timeline", kind="events-incomplete", affects=(change.id,))

    assert outcome(catalog, "REV-03", run_of(change, gaps=[cut])) == (Outcome.DEVIATION, "no-approval")


def test_tempting_last_revision_where_the_merge_was_edited(catalog: Catalog) -> None:
    """The approved id is the head, the approved tree is the head's, and still something else landed."""
    change = pull(binding=Binding.RESIDUAL, landed_tree=sha("other"))

    assert of(catalog, change, review(change, submitted_at=EARLIER)) == (
        Outcome.DEVIATION,
        "landed-content-differs",
    )
