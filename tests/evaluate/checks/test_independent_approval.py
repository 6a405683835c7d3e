"""REV-02, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import ApprovalBinding, Basis, Bound, Change, Review, ReviewState
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.identity import Actor
from tests.support.records import (
    ADA,
    AFTER,
    BEFORE,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    EARLIER,
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

REQUESTED = ReviewState.CHANGES_REQUESTED


def of(catalog: Catalog, change: Change, *reviews: Review, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome of REV-02 for a change and its reviews."""
    return outcome(catalog, "REV-02", run_of(change, reviews=reviews), **parameters)


def dismissed(change: Change, reviewer: Actor, at: str | None, by: Actor = BEN, **more: Any) -> Review:
    """A review that is dismissed today: an approval, until a time."""
    fields = {"previous_state": ReviewState.APPROVED, "dismissed_at": at, "dismissed_by": by}
    return review(change, reviewer, state=ReviewState.DISMISSED, **(fields | more))


def test_met_by_one_independent_approval(catalog: Catalog) -> None:
    """Ben approved Ada's change."""
    change = pull()

    assert of(catalog, change, review(change)) == (Outcome.MET, "approved")


def test_met_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """An approval at the merge's own second is not after it."""
    change = pull()

    assert of(catalog, change, review(change, submitted_at=MERGED)) == (Outcome.MET, "approved")


def test_met_whatever_revision_was_approved(catalog: Catalog) -> None:
    """Which revision it covers is another test."""
    change = pull()

    assert of(catalog, change, review(change, sha=sha("older"), tree=None)) == (Outcome.MET, "approved")


def test_met_after_an_objection_was_withdrawn(catalog: Catalog) -> None:
    """The last word of the same reviewer counts."""
    change = pull()
    objection = review(change, state=REQUESTED, submitted_at=EARLIER)

    assert of(catalog, change, objection, review(change)) == (Outcome.MET, "approved")


def test_met_despite_a_later_comment(catalog: Catalog) -> None:
    """A comment after an approval does not take it back."""
    change = pull()
    comment = review(change, state=ReviewState.COMMENTED, submitted_at=MERGED)

    assert of(catalog, change, review(change), comment) == (Outcome.MET, "approved")


def test_met_for_a_prompted_agent(catalog: Catalog) -> None:
    """An agent's change whose prompter is known and did not approve it."""
    change = pull(authors=(CLAUDE, ADA))

    assert of(catalog, change, review(change)) == (Outcome.MET, "approved")


def test_met_for_a_robots_change(catalog: Catalog) -> None:
    """A dependency bot has no prompter: one person's approval is independent."""
    change = pull(authors=(DEPENDABOT,), opener=DEPENDABOT)

    assert of(catalog, change, review(change)) == (Outcome.MET, "approved")


def test_met_by_two_where_two_are_asked_for(catalog: Catalog) -> None:
    """Two persons, not two reviews."""
    change = pull()

    assert of(catalog, change, review(change, BEN), review(change, CYD), approvals=2) == (
        Outcome.MET,
        "approved",
    )


def test_deviation_of_a_direct_push(catalog: Catalog) -> None:
    """A push past the pull request has no approval."""
    assert of(catalog, push()) == (Outcome.DEVIATION, "direct-push")


def test_deviation_without_an_approval(catalog: Catalog) -> None:
    """Nobody approved."""
    assert of(catalog, pull()) == (Outcome.DEVIATION, "no-approval")


def test_deviation_of_an_approval_after_the_merge(catalog: Catalog) -> None:
    """One second late is late."""
    change = pull()

    assert of(catalog, change, review(change, submitted_at=AFTER)) == (
        Outcome.DEVIATION,
        "approved-after-merge",
    )


def test_deviation_of_a_dismissed_approval(catalog: Catalog) -> None:
    """What was dismissed does not count."""
    change = pull()

    assert of(catalog, change, dismissed(change, BEN, EARLIER)) == (Outcome.DEVIATION, "approval-revoked")
    assert of(catalog, change, dismissed(change, BEN, MERGED)) == (Outcome.DEVIATION, "approval-revoked")


def test_met_by_an_approval_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """It stood when the change landed; what is done to it later is another matter."""
    change = pull()

    assert of(catalog, change, dismissed(change, BEN, AFTER)) == (Outcome.MET, "approved")


def test_tempting_objection_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """Cyd's objection was open when it landed, and anybody with write access can dismiss it since."""
    change = pull()
    objection = dismissed(change, CYD, AFTER, previous_state=REQUESTED)

    assert of(catalog, change, review(change, BEN), objection) == (Outcome.DEVIATION, "objection-open")


def test_tempting_own_objection_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """Ben approved first; his last word before the merge was an objection."""
    change = pull()
    objection = dismissed(change, BEN, AFTER, previous_state=REQUESTED)

    assert of(catalog, change, review(change, submitted_at=EARLIER), objection) == (
        Outcome.DEVIATION,
        "objection-open",
    )


@pytest.mark.parametrize(
    ("at", "before"),
    [(None, REQUESTED), (None, None), (AFTER, None), (AFTER, ReviewState.DISMISSED)],
)
def test_tempting_dismissal_of_which_the_timeline_says_too_little(
    catalog: Catalog, at: str | None, before: ReviewState | None
) -> None:
    """It may have been an objection that stood at the merge."""
    change = pull()
    unclear = dismissed(change, CYD, at, previous_state=before)

    assert of(catalog, change, review(change, BEN), unclear) == (Outcome.INDETERMINATE, "dismissal-undated")


@pytest.mark.parametrize("before", [ReviewState.APPROVED, None])
def test_indeterminate_when_the_only_approval_was_dismissed_at_an_unknown_time(
    catalog: Catalog, before: ReviewState | None
) -> None:
    """It may have stood at the merge: neither met nor a deviation."""
    change = pull()

    assert of(catalog, change, dismissed(change, BEN, None, previous_state=before)) == (
        Outcome.INDETERMINATE,
        "dismissal-undated",
    )


def test_met_whenever_a_further_approval_was_dismissed(catalog: Catalog) -> None:
    """It was an approval, so with or without it there is one."""
    change = pull()

    assert of(catalog, change, review(change, BEN), dismissed(change, CYD, None)) == (Outcome.MET, "approved")


def test_met_when_the_reviewer_approved_after_a_review_that_was_dismissed(catalog: Catalog) -> None:
    """Whatever it was and whenever it was dismissed, the later approval took its place."""
    change = pull()
    earlier = dismissed(change, BEN, None, previous_state=None, submitted_at=EARLIER)

    assert of(catalog, change, earlier, review(change, BEN)) == (Outcome.MET, "approved")


def test_deviation_of_an_objection_alone_whenever_it_was_dismissed(catalog: Catalog) -> None:
    """No time makes an approval of it."""
    change = pull()

    assert of(catalog, change, dismissed(change, BEN, None, previous_state=REQUESTED)) == (
        Outcome.DEVIATION,
        "no-approval",
    )


def test_met_after_a_comment_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """It was no verdict."""
    change = pull()
    comment = dismissed(change, BEN, AFTER, previous_state=ReviewState.COMMENTED, submitted_at=MERGED)

    assert of(catalog, change, review(change, BEN), comment) == (Outcome.MET, "approved")


@pytest.mark.parametrize("by", [ADA, GONE])
def test_needs_review_when_an_author_dismissed_the_objection(catalog: Catalog, by: Actor) -> None:
    """Ben approved; Cyd had objected, and Ada took that out of force herself, or nobody knows who did."""
    change = pull()
    objection = dismissed(change, CYD, BEFORE, by=by, previous_state=REQUESTED, submitted_at=EARLIER)
    view = run_of(change, reviews=[review(change, BEN), objection])

    assert outcome(catalog, "REV-02", view) == (Outcome.NEEDS_REVIEW, "objection-dismissed-by-author")
    assert objection.id in finding(catalog, "REV-02", view).evidence


def test_met_when_another_person_dismissed_the_objection(catalog: Catalog) -> None:
    """Somebody with no part in the change did so before it landed."""
    change = pull()
    objection = dismissed(change, CYD, BEFORE, by=BEN, previous_state=REQUESTED, submitted_at=EARLIER)

    assert of(catalog, change, review(change, BEN), objection) == (Outcome.MET, "approved")


def test_met_when_the_objector_approved_after_an_author_dismissed_the_objection(catalog: Catalog) -> None:
    """Cyd agreed in the end."""
    change = pull()
    objection = dismissed(change, CYD, BEFORE, by=ADA, previous_state=REQUESTED, submitted_at=EARLIER)

    assert of(catalog, change, objection, review(change, CYD, submitted_at=MERGED)) == (
        Outcome.MET,
        "approved",
    )


def test_met_when_an_author_dismissed_an_approval(catalog: Catalog) -> None:
    """Stale approvals are dismissed by whoever pushes; nothing was objected."""
    change = pull()

    assert of(catalog, change, review(change, BEN), dismissed(change, CYD, BEFORE, by=ADA)) == (
        Outcome.MET,
        "approved",
    )


def test_needs_review_when_an_authors_objection_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """Cyd, who wrote a part, had it open when it landed."""
    change = pull(authors=(ADA, CYD))
    objection = dismissed(change, CYD, AFTER, previous_state=REQUESTED)

    assert of(catalog, change, review(change, BEN), objection) == (Outcome.NEEDS_REVIEW, "author-objected")


def test_indeterminate_when_a_dismissed_objection_has_no_merge_to_compare_with(catalog: Catalog) -> None:
    """Whether it was before the merge cannot be said without a time of the merge."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)
    objection = dismissed(change, CYD, BEFORE, previous_state=REQUESTED)

    assert of(catalog, change, objection) == (Outcome.INDETERMINATE, "time-unknown")


def test_deviation_of_an_objection_left_open(catalog: Catalog) -> None:
    """Cyd approved over Ben's request for changes."""
    change = pull()

    assert of(catalog, change, review(change, CYD), review(change, BEN, state=REQUESTED)) == (
        Outcome.DEVIATION,
        "objection-open",
    )


def test_deviation_of_an_objection_by_a_deleted_account(catalog: Catalog) -> None:
    """An objection stands whoever made it."""
    change = pull()

    assert of(catalog, change, review(change, BEN), review(change, GONE, state=REQUESTED)) == (
        Outcome.DEVIATION,
        "objection-open",
    )


def test_deviation_of_too_few(catalog: Catalog) -> None:
    """One where two are asked for."""
    change = pull()

    assert of(catalog, change, review(change), approvals=2) == (Outcome.DEVIATION, "too-few-approvals")


def test_indeterminate_when_git_does_not_tell_the_type(catalog: Catalog) -> None:
    """A rebased pull request and pushes look the same in git."""
    assert of(catalog, undetermined()) == (Outcome.INDETERMINATE, "type-undetermined")


@pytest.mark.parametrize("reviewer", [GONE, STRANGER])
def test_indeterminate_when_the_approver_may_be_the_author(catalog: Catalog, reviewer: Actor) -> None:
    """A deleted account or an unclaimed address may be anybody's."""
    change = pull()

    assert of(catalog, change, review(change, reviewer)) == (
        Outcome.INDETERMINATE,
        "independence-undecidable",
    )


@pytest.mark.parametrize(
    "more",
    [
        {"authors_complete": False},
        {"authors": ()},
        {"authors": (ADA, GONE)},
        {"authors": (ADA, STRANGER)},
        {"authors": (CLAUDE,)},
    ],
    ids=["prompter-missing", "nobody", "unknown-author", "unclaimed-address", "agents-alone"],
)
def test_indeterminate_when_the_authors_are_not_all_known(catalog: Catalog, more: dict[str, Any]) -> None:
    """Whoever is missing from the set of authors may be the approver."""
    change = pull(**more)

    assert of(catalog, change, review(change)) == (Outcome.INDETERMINATE, "independence-undecidable")


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """A committer's clock does not order an approval and a merge."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)

    assert of(catalog, change, review(change)) == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_with_an_objection_of_unknown_time(catalog: Catalog) -> None:
    """An objection without a time may have stood at the merge."""
    change = pull()
    objection = review(change, CYD, state=REQUESTED, submitted_at=None)

    assert of(catalog, change, review(change), objection) == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_where_reviews_could_not_be_read(catalog: Catalog) -> None:
    """Finding nothing in a source that was not read to the end is not a deviation."""
    change = pull()
    found = finding(catalog, "REV-02", run_of(change, gaps=[gap(affects=(change.id,))]))

    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "evidence-missing")
    assert gap(affects=(change.id,)).id in found.evidence


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """The sources that nobody connected are named."""
    found = finding(catalog, "REV-02", run_of(undetermined(), not_connected=NOT_CONNECTED))

    assert (found.outcome, found.message) == (
        Outcome.INDETERMINATE,
        "Source not connected: pull-requests, reviews.",
    )


def test_not_applicable_without_changes(catalog: Catalog) -> None:
    """An empty branch between two proven tips has nothing to approve."""
    assert outcome(catalog, "REV-02", run_of()) == (Outcome.NOT_APPLICABLE, "no-changes")


def test_tempting_approval_by_the_prompter(catalog: Catalog) -> None:
    """Who prompted the agent is its author, whoever opened the pull request."""
    change = pull(authors=(CLAUDE, BEN), opener=CLAUDE)

    assert of(catalog, change, review(change, BEN)) == (Outcome.DEVIATION, "approved-by-author")


def test_tempting_approval_by_a_known_author_of_an_open_set(catalog: Catalog) -> None:
    """An approver who is an author stays one, whoever else is missing."""
    change = pull(authors_complete=False)

    assert of(catalog, change, review(change, ADA)) == (Outcome.DEVIATION, "approved-by-author")


@pytest.mark.parametrize("reviewer", [CLAUDE, DEPENDABOT])
def test_tempting_approval_by_a_machine(catalog: Catalog, reviewer: Actor) -> None:
    """Agents and robots never count, not even for a robot's change."""
    change = pull(authors=(DEPENDABOT,))

    assert of(catalog, change, review(change, reviewer)) == (Outcome.DEVIATION, "approved-by-machine")


def test_tempting_two_approvals_of_one_person(catalog: Catalog) -> None:
    """Approving twice is one person's approval."""
    change = pull()
    twice = (review(change, submitted_at=EARLIER), review(change))

    assert of(catalog, change, *twice, approvals=2) == (Outcome.DEVIATION, "too-few-approvals")


def test_tempting_approval_before_an_objection_of_the_same_person(catalog: Catalog) -> None:
    """An approval that its reviewer took back is an open objection."""
    change = pull()
    taken_back = (review(change, submitted_at=EARLIER), review(change, state=REQUESTED))

    assert of(catalog, change, *taken_back) == (Outcome.DEVIATION, "objection-open")


def test_tempting_objection_answered_after_the_merge(catalog: Catalog) -> None:
    """An approval after the merge does not lift the objection that stood at it."""
    change = pull()
    late = review(change, submitted_at=AFTER)

    assert of(catalog, change, review(change, state=REQUESTED), late) == (
        Outcome.DEVIATION,
        "objection-open",
    )


@pytest.mark.parametrize("state", [ReviewState.PENDING, ReviewState.COMMENTED])
def test_tempting_review_that_is_no_approval(catalog: Catalog, state: ReviewState) -> None:
    """Neither a comment nor an unsubmitted review approves."""
    change = pull()

    assert of(catalog, change, review(change, state=state)) == (Outcome.DEVIATION, "no-approval")


def test_tempting_deleted_account_of_the_author_hides_nothing(catalog: Catalog) -> None:
    """A pull request whose author is gone and that nobody approved stays a deviation."""
    change = pull()
    null_user = gap(kind="null-user", affects=(change.id,))

    assert outcome(catalog, "REV-02", run_of(change, gaps=[null_user])) == (
        Outcome.DEVIATION,
        "no-approval",
    )


def by_trailers(catalog: Catalog, change: Change, *lines: Review, **more: Any) -> tuple[Outcome, str]:
    """Outcome of REV-02 from git alone, where the control is declared to leave trailers."""
    wanted = {name: more.pop(name) for name in ("approvals", "approver_roles") if name in more}
    view = run_of(change, reviews=lines, not_connected=NOT_CONNECTED, forge="git", **more)
    return outcome(catalog, "REV-02", view, review_evidence="trailers", **wanted)


@pytest.mark.parametrize("trailer", ["reviewed-by", "approved-by"])
def test_met_by_enough_named_persons(catalog: Catalog, trailer: str) -> None:
    """Each person counts once, and as many are needed as the control asks for."""
    change = undetermined()
    two = (named(change, BEN, trailer), named(change, STRANGER))

    assert by_trailers(catalog, change, named(change, BEN, trailer)) == (Outcome.MET, "approver-named")
    assert by_trailers(catalog, change, *two, approvals=2) == (Outcome.MET, "approver-named")


def test_tempting_one_person_under_two_trailers(catalog: Catalog) -> None:
    """Reviewed-by and Approved-by of one person are one person."""
    change = undetermined()
    twice = (named(change, BEN), named(change, BEN, "approved-by"))

    assert by_trailers(catalog, change, *twice, approvals=2) == (Outcome.DEVIATION, "too-few-approvals")


@pytest.mark.parametrize(
    ("reviewer", "reason"),
    [(ADA, "approved-by-author"), (CLAUDE, "approved-by-machine"), (DEPENDABOT, "approved-by-machine")],
)
def test_tempting_trailer_that_counts_for_nobody(catalog: Catalog, reviewer: Actor, reason: str) -> None:
    """An author's own name, an agent's and a robot's approve nothing."""
    change = undetermined()

    assert by_trailers(catalog, change, named(change, reviewer)) == (Outcome.DEVIATION, reason)


def test_tempting_acknowledgement_of_an_author(catalog: Catalog) -> None:
    """It is no approval, and not even another person's acknowledgement."""
    change = undetermined()

    assert by_trailers(catalog, change, named(change, ADA, "acked-by")) == (Outcome.DEVIATION, "no-approval")


def test_deviation_without_a_named_person(catalog: Catalog) -> None:
    """A control that leaves trailers left none here."""
    assert by_trailers(catalog, undetermined()) == (Outcome.DEVIATION, "no-approval")


def test_needs_review_of_an_acknowledgement_or_of_parts(catalog: Catalog) -> None:
    """Neither is of the whole change, and neither is nothing."""
    change = undetermined()
    acknowledged = named(change, BEN, "acked-by")
    part = named(change, BEN, commit=sha("brought in"))

    assert by_trailers(catalog, change, acknowledged) == (Outcome.NEEDS_REVIEW, "acknowledged-only")
    assert by_trailers(catalog, change, part, acknowledged) == (Outcome.NEEDS_REVIEW, "parts-named")


def test_indeterminate_named_persons_who_may_be_authors(catalog: Catalog) -> None:
    """One other person, and one who bears the author's name: whether that makes two is open."""
    change = undetermined()
    lines = (named(change, BEN), named(change, CYD, namesake=True))

    assert by_trailers(catalog, change, *lines, approvals=2) == (
        Outcome.INDETERMINATE,
        "independence-undecidable",
    )


def test_indeterminate_message_that_was_not_read_to_its_end(catalog: Catalog) -> None:
    """What was read names too few; what was not may name more."""
    change = undetermined()
    cut = gap(source="messages", kind="too-many-reviewers", affects=(change.id,))

    assert by_trailers(catalog, change, gaps=[cut]) == (Outcome.INDETERMINATE, "message-unread")


def test_an_approval_by_somebody_out_of_service_does_not_count(catalog: Catalog) -> None:
    """The persons file says that Ben had left by that day; of whom it does not speak, nothing is said."""
    change = pull()

    gone = review(change, in_service=False)
    assert of(catalog, change, gone) == (Outcome.DEVIATION, "approver-not-eligible")
    assert of(catalog, change, gone, review(change, CYD)) == (Outcome.MET, "approved")


def test_a_control_may_ask_for_a_role(catalog: Catalog) -> None:
    """Only approvals by whoever held one of them on the day count."""
    change = pull()
    asked = {"approver_roles": ("reviewer", "owner")}

    held = review(change, in_service=True, roles=("author", "owner"))
    other = review(change, in_service=True, roles=("author",))
    assert of(catalog, change, held, **asked) == (Outcome.MET, "approved")
    assert of(catalog, change, other, **asked) == (Outcome.DEVIATION, "approver-not-eligible")
    assert of(catalog, change, other) == (Outcome.MET, "approved")


def test_tempting_whom_the_persons_file_does_not_name_holds_no_role(catalog: Catalog) -> None:
    """A stranger's silence is no role."""
    change = pull()

    assert of(catalog, change, review(change), approver_roles=("reviewer",)) == (
        Outcome.DEVIATION,
        "approver-not-eligible",
    )


def test_a_deleted_account_may_have_held_the_role(catalog: Catalog) -> None:
    """Nobody can say that it is not one that the persons file names."""
    change = pull()

    assert of(catalog, change, review(change, GONE), approver_roles=("reviewer",)) == (
        Outcome.INDETERMINATE,
        "independence-undecidable",
    )


def test_an_objection_needs_no_role(catalog: Catalog) -> None:
    """And an approval that does not count does not take back its author's own objection."""
    change = pull()
    objection = review(change, state=REQUESTED, submitted_at=EARLIER)
    asked = {"approver_roles": ("reviewer",)}

    held = review(change, CYD, in_service=True, roles=("reviewer",))
    assert of(catalog, change, objection, review(change), held, **asked)[1] == "objection-open"


def test_a_line_in_a_message_shows_no_role(catalog: Catalog) -> None:
    """It has no day on which a role could be held."""
    change = pull()

    assert by_trailers(catalog, change, named(change), approver_roles=("reviewer",)) == (
        Outcome.INDETERMINATE,
        "role-undecidable",
    )


def test_an_authors_open_objection_needs_a_person(catalog: Catalog) -> None:
    """Else crediting an objector as co-author would make the objection disappear."""
    change = pull(authors=(ADA, CYD))
    objection = review(change, CYD, state=REQUESTED, submitted_at=EARLIER)

    assert of(catalog, change, objection, review(change)) == (Outcome.NEEDS_REVIEW, "author-objected")
    withdrawn = review(change, CYD, submitted_at=MERGED)
    assert of(catalog, change, objection, withdrawn, review(change)) == (Outcome.MET, "approved")


def test_two_accounts_that_may_be_one_persons_approve_once(catalog: Catalog) -> None:
    """The repository's mail map joins them, so there may be one human behind both."""
    change = pull()
    twin = CYD.model_copy(update={"also": BEN.id})

    both = (review(change), review(change, twin))
    assert of(catalog, change, *both, approvals=2) == (Outcome.DEVIATION, "too-few-approvals")
    assert of(catalog, change, review(change), review(change, CYD), approvals=2)[1] == "approved"


def test_tempting_one_account_does_not_take_back_anothers_objection(catalog: Catalog) -> None:
    """Whatever a mail map says of the two: each account has a last word of its own."""
    change = pull()
    twin = CYD.model_copy(update={"also": BEN.id})
    objection = review(change, BEN, state=REQUESTED, submitted_at=EARLIER)

    assert of(catalog, change, objection, review(change, twin)) == (Outcome.DEVIATION, "objection-open")


def test_an_author_that_a_mail_map_joins_with_the_approver_is_the_approver(catalog: Catalog) -> None:
    """It can take independence away."""
    change = pull(authors=(ADA.model_copy(update={"also": BEN.id}),))

    assert of(catalog, change, review(change, BEN)) == (Outcome.DEVIATION, "approved-by-author")


def test_tempting_approval_of_another_pull_request_that_landed_as_the_same_commit(catalog: Catalog) -> None:
    """Ben approved the other one, whose revision is not what landed."""
    change = pull()
    other = review(change, pull=98, binding=bound(Bound.RESIDUAL))

    assert of(catalog, change, other) == (Outcome.DEVIATION, "approved-elsewhere")


@pytest.mark.parametrize(("number", "result"), [(98, Bound.UNVERIFIABLE), (None, Bound.RESIDUAL)])
def test_indeterminate_where_an_approval_may_be_of_another_pull_request(
    catalog: Catalog, number: int | None, result: Bound
) -> None:
    """Its revision is not in the clone, or nothing shows which of several the change is."""
    change = pull()
    other = review(change, pull=number or change.number, binding=bound(result))

    assert of(catalog, change, other) == (Outcome.INDETERMINATE, "several-pull-requests")


def bound(result: Bound) -> ApprovalBinding:
    """What an approval was held against."""
    return ApprovalBinding(
        result=result,
        reason="content-differs",
        basis=Basis.SERVER,
        base_sha=sha("base"),
        landed_tree=sha("tree"),
        replayed_tree=None,
    )
