"""REV-03: is what was approved what landed?"""

from attest.evaluate.approval import Coverage, coverage, last_words
from attest.evaluate.arrival import DIRECT_PUSH, TYPE_UNDETERMINED, pushed, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.model.change import Review, ReviewState
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
    "type-undetermined": TYPE_UNDETERMINED,
    "independence-undecidable": Reason(
        Outcome.INDETERMINATE,
        "The approval covers what landed; whether it is by an author cannot be decided.",
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "An approval exists; whether it came before the merge cannot be read from a server's clock.",
    ),
    "revision-not-in-clone": Reason(
        Outcome.INDETERMINATE, "The approved revision is not in the clone, so its content cannot be compared."
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


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    settled = pushed(change) or unknown(change)
    if settled is not None:
        return settled
    words = last_words(change, facts.reviews)
    verdicts = [
        *(_of(facts, review, "covered") for review in words.independent),
        *(_of(facts, review, "independence-undecidable") for review in words.undecidable),
        *(_undated(review) for review in words.undated if review.state is ReviewState.APPROVED),
    ]
    if not verdicts:
        message = "Approvals by other persons that stood at the merge: 0."
        return Verdict("no-approval", message, (change.id,))
    # One approval that covers is enough, and one that might is not a deviation. Ties: the later approval.
    return min(reversed(verdicts), key=lambda verdict: _RANK[_REASONS[verdict.reason].outcome])


_RANK = {Outcome.MET: 0, Outcome.INDETERMINATE: 1, Outcome.DEVIATION: 2}


def _of(facts: ChangeFacts, review: Review, when_covered: str) -> Verdict:
    found = coverage(facts.change, review.sha, review.tree)
    if found is not Coverage.COVERS:
        reason, message = _OF_COVERAGE[found]
        return Verdict(reason, message, (review.id, facts.change.id))
    how = "same content" if review.tree == facts.change.landed_tree else f"binding {facts.change.binding}"
    message = f"The approved revision is what landed ({how})."
    if when_covered == "independence-undecidable":
        message += " Whether its reviewer is an author cannot be decided."
    return Verdict(when_covered, message, (review.id, facts.change.id))


def _undated(review: Review) -> Verdict:
    message = "An approval has no server time to compare with the merge."
    return Verdict("time-unknown", message, (review.id,))


CHECK = ChangeCheck(
    id="approval_covers_landed_revision",
    version=1,
    question="Is the content that an independent person approved the content that reached the branch?",
    procedure=(
        "Take the approvals of persons who are none of the authors that stood at the merge, as in the test "
        "of independent approval. With none, nothing covers the change: a deviation.",
        "Compare the tree of each approved revision with the landed tree. Equal trees cover the change, "
        "whatever the revisions are called. (Needs a clone: git rev-parse <revision>^{tree}.)",
        "Else compare the approved revision, by id or tree, with the pull request's last revision. If it is "
        "the last, the landed tree must be identical or a clean merge of it with the branch. (Needs a clone "
        "and git 2.38 or newer: git merge-tree --write-tree <base> <head>.)",
        "An older revision with other content, or landed content that the last revision does not explain, is "
        "a deviation. A revision that is not in the clone, or a merge that cannot be recomputed, leaves the "
        "result open.",
        "One approval that covers what landed meets the test.",
    ),
    reasons=_REASONS,
    sources=("pull-requests", "reviews"),
    run=_run,
)
