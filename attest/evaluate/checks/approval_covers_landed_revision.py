"""REV-03: is what was approved what landed?"""

from attest.evaluate.approval import Coverage, coverage, last_words, may_approve
from attest.evaluate.arrival import DIRECT_PUSH, TYPE_UNDETERMINED, pushed, unknown
from attest.evaluate.bound import is_covered, reach, unread_timeline
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.model.change import ApprovalBinding, Bound, Review
from attest.model.finding import Outcome

_REASONS = {
    "covered": Reason(
        Outcome.MET,
        "An independent person approved the content that landed, and did not take it back.",
        absence=True,
    ),
    "direct-push": DIRECT_PUSH,
    "no-approval": Reason(
        Outcome.DEVIATION,
        "No approval by another person stood at the merge, so nothing covers what landed.",
        absence=True,
    ),
    "approval-of-older-revision": Reason(
        Outcome.DEVIATION, "Every approval is of content that was changed afterwards.", absence=True
    ),
    "landed-content-differs": Reason(
        Outcome.DEVIATION,
        "The approved revision is the last one, and what landed holds something that it does not explain.",
        absence=True,
    ),
    "conflict-resolved-after-approval": Reason(
        Outcome.DEVIATION,
        "Merging the approved revision onto the branch conflicts, and nobody approved how it was resolved.",
        absence=True,
    ),
    "branch-content-undone": Reason(
        Outcome.DEVIATION,
        "The approved tree landed although the branch had moved on: nobody approved undoing what it held.",
        absence=True,
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "independence-undecidable": Reason(
        Outcome.INDETERMINATE,
        "The approval covers what landed; whether it is by an author cannot be decided.",
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "An approval exists; whether it came before the merge cannot be read from a server's clock.",
    ),
    "dismissal-undated": Reason(
        Outcome.INDETERMINATE,
        "An approval was dismissed; whether before or after the merge is not known, or whether it was one.",
    ),
    "timeline-unread": Reason(
        Outcome.INDETERMINATE,
        "The approval covers what landed, if nobody pushed over the branch after it: the pull request's "
        "timeline was connected, and could not be read to its end.",
    ),
    "revision-not-in-clone": Reason(
        Outcome.INDETERMINATE, "The approved revision is not in the clone, so its content cannot be compared."
    ),
    "approved-revision-in-doubt": Reason(
        Outcome.INDETERMINATE,
        "The revision that the forge names for the approval is younger than the approval, or was pushed "
        "after it, so it may not be the one that was approved.",
    ),
    "retargeted-after-approval": Reason(
        Outcome.INDETERMINATE,
        "The pull request was given another base after the approval, so what its former base held came in "
        "with it, and whether anybody approved that is open.",
    ),
    "landing-unverifiable": Reason(
        Outcome.INDETERMINATE, "How what landed follows from the approved revision could not be recomputed."
    ),
}

_OF_COVERAGE = {
    Coverage.OLDER: ("approval-of-older-revision", "The approval is of content that was changed afterwards."),
    Coverage.RESIDUAL: (
        "landed-content-differs",
        "The last revision was approved, and the landed content is neither it nor its clean merge.",
    ),
    Coverage.UNVERIFIABLE: (
        "landing-unverifiable",
        "How the landed content follows from the approved revision could not be recomputed.",
    ),
    Coverage.NOT_IN_CLONE: ("revision-not-in-clone", "The approved revision is not in the clone."),
}
"""In runs that do not bind approvals: the pull request's last revision alone was held against the landing."""

_OF_BINDING = {
    "conflict-resolved": (
        "conflict-resolved-after-approval",
        "Merging the approved revision conflicts; what landed holds a resolution that nobody approved.",
    ),
    "base-undone": (
        "branch-content-undone",
        "The approved tree landed as it was, and undid what the branch held in between.",
    ),
    "revision-not-in-clone": _OF_COVERAGE[Coverage.NOT_IN_CLONE],
    "revision-not-named": ("revision-not-in-clone", "The forge names no revision for the approval."),
    "younger-than-approval": (
        "approved-revision-in-doubt",
        "The revision that the forge names is younger than the approval.",
    ),
    "pushed-after-approval": (
        "approved-revision-in-doubt",
        "The revision that the forge names was pushed over the branch after the approval.",
    ),
    "retargeted-after-approval": (
        "retargeted-after-approval",
        "The pull request was given another base after the approval: what the base before held came in too.",
    ),
    "contents-missing": (
        "landing-unverifiable",
        "Contents are missing from the clone or too large, so the landing could not be recomputed.",
    ),
    "git-too-old": (
        "landing-unverifiable",
        "The landing was not recomputed: collect again with git 2.39 or newer.",
    ),
    "octopus": (
        "landing-unverifiable",
        "Several branches landed in one merge, so what is of this one could not be recomputed.",
    ),
    "same-tree-conflict": (
        "landing-unverifiable",
        "The approved tree landed, and merging it conflicts: content of the branch may have been undone.",
    ),
    "rebase-conflict": (
        "landing-unverifiable",
        "The revision conflicts when merged whole, and landed commit by commit.",
    ),
    "no-base": (
        "landing-unverifiable",
        "What landed has no commit before it, and is not the approved tree.",
    ),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    settled = pushed(change) or unknown(change)
    if settled is not None:
        return settled
    words = last_words(change, facts.reviews)
    verdicts = [
        *((_of(facts, review, "covered"), review) for review in words.independent),
        *((_of(facts, review, "independence-undecidable"), review) for review in words.undecidable),
        *((_of(facts, review, "covered"), review) for review in words.elsewhere if review.binding),
        *((_dismissed(facts, review), review) for review in words.dismissals if may_approve(review)),
        *((_undated(review), review) for review in words.undated if may_approve(review)),
    ]
    if not verdicts:
        message = "Approvals by other persons that stood at the merge: 0."
        return Verdict("no-approval", message, (change.id,))
    best = min(reversed(verdicts), key=_rank)[0]
    unread = unread_timeline(facts)
    if best.reason == "covered" and unread:
        message = f"{best.message} Its timeline could not be read to the end."
        return Verdict("timeline-unread", message, (*best.evidence, *unread))
    return best


_RANK = {Outcome.MET: 0, Outcome.INDETERMINATE: 1, Outcome.DEVIATION: 2}


def _rank(found: tuple[Verdict, Review]) -> tuple[int, int]:
    """One approval that covers is enough, and one that might is no deviation. Ties: the later approval."""
    verdict, review = found
    return _RANK[_REASONS[verdict.reason].outcome], reach(review)


_OPEN = {
    "independence-undecidable": " Whether its reviewer is an author cannot be decided.",
    "dismissal-undated": " Whether it was dismissed before the merge is not known.",
}


def _dismissed(facts: ChangeFacts, review: Review) -> Verdict:
    """What a dismissed review comes to that may have been an approval at the merge."""
    if review.binding is not None:
        return _of(facts, review, "dismissal-undated")
    message = "Whether a dismissed review was an approval at the merge is not known."
    return Verdict("dismissal-undated", message, (review.id, facts.change.id))


def _of(facts: ChangeFacts, review: Review, when_covered: str) -> Verdict:
    reason, message = _bound(facts, review, review.binding) if review.binding else _compared(facts, review)
    evidence = (review.id, facts.change.id)
    if reason != "covered":
        return Verdict(reason, message, evidence)
    if when_covered != "covered":
        message += _OPEN[when_covered]
    return Verdict(when_covered, message, evidence)


def _bound(facts: ChangeFacts, review: Review, binding: ApprovalBinding) -> tuple[str, str]:
    if is_covered(binding):
        how = "same content" if binding.result is Bound.IDENTICAL else binding.result.value
        return "covered", f"The approved revision is what landed ({how})."
    if binding.reason in _OF_BINDING:
        return _OF_BINDING[binding.reason]
    if binding.result is Bound.UNVERIFIABLE:
        return _OF_COVERAGE[Coverage.UNVERIFIABLE]
    is_last = review.sha == facts.change.head_sha
    return _OF_COVERAGE[Coverage.RESIDUAL if is_last else Coverage.OLDER]


def _compared(facts: ChangeFacts, review: Review) -> tuple[str, str]:
    found = coverage(facts.change, review.sha, review.tree)
    if found is not Coverage.COVERS:
        return _OF_COVERAGE[found]
    how = "same content" if review.tree == facts.change.landed_tree else f"binding {facts.change.binding}"
    return "covered", f"The approved revision is what landed ({how})."


def _undated(review: Review) -> Verdict:
    message = "An approval has no server time to compare with the merge."
    return Verdict("time-unknown", message, (review.id,))


CHECK = ChangeCheck(
    id="approval_covers_landed_revision",
    version=3,
    question="Is the content that an independent person approved the content that reached the branch?",
    procedure=(
        "Take the approvals of persons who are none of the authors that stood at the merge, as in the test "
        "of independent approval. With none, nothing covers the change: a deviation.",
        "Merge each approved revision onto the branch as it was before the first commit of the pull request "
        "landed, and compare the tree with the one that landed with the last. (Needs a clone and git 2.39 or "
        "newer: git merge-tree --write-tree <base> <revision>. For several commits of one rebase this is the "
        "pull request as a whole.)",
        "Equal trees cover the change, however it landed and whatever the revisions are called. So do clean "
        "merges of the branch into the pull request after the approval, each recomputed, where nothing else "
        "lies between the approval and the landing.",
        "Any other tree is a deviation: something was decided after the approval. The difference is what "
        "nobody approved; where the merge conflicts, it is the resolution, compared with what git leaves.",
        "A revision that is not in the clone, a merge that cannot be recomputed, and a revision that the "
        "forge names and that may not be the approved one leave the result open: its committer's date is "
        "later than the approval, or, where the timeline was read, it was pushed over the branch afterwards, "
        "or in the same second. So does a base that was changed after the approval or in its second; and a "
        "timeline that was connected and could not be read to its end.",
        "One approval that covers what landed meets the test. Of several that do not, the one that leaves "
        "fewest files open is shown.",
    ),
    reasons=_REASONS,
    sources=("pull-requests", "reviews"),
    run=_run,
)
