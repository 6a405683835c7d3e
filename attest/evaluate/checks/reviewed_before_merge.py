"""REV-01: is there a way to the release branch without a review?"""

from collections.abc import Sequence
from functools import partial

from attest.evaluate.approval import Standing, is_of_change, may_be_of_change, merge_time, standing
from attest.evaluate.arrival import DIRECT_PUSH, TYPE_UNDETERMINED, pushed, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named import BY_TRAILERS, EVIDENCE, NamedWords, judge
from attest.evaluate.named import REASONS as NAMED_REASONS
from attest.model.change import Review, ReviewState
from attest.model.finding import Outcome

_REASONS = {
    "reviewed": Reason(
        Outcome.MET, "A person who is none of the authors submitted a review before the merge."
    ),
    "direct-push": DIRECT_PUSH,
    "no-review": Reason(
        Outcome.DEVIATION, "The pull request was merged without a review by another person.", absence=True
    ),
    "reviewed-after-merge": Reason(
        Outcome.DEVIATION, "Every review by another person was submitted after the merge.", absence=True
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "A review exists; whether it came before the merge cannot be read from a server's clock.",
    ),
    "several-pull-requests": Reason(
        Outcome.INDETERMINATE,
        "The forge says of several pull requests that they landed as the change; whether the reviews are of "
        "what landed is open.",
    ),
    "independence-undecidable": Reason(
        Outcome.INDETERMINATE,
        "A review exists; whether its reviewer is one of the authors cannot be decided.",
    ),
    "reviewer-named": Reason(
        Outcome.MET,
        "The landed message names a person as reviewer who is none of the authors: declared by whoever wrote "
        "it.",
    ),
    "no-reviewer-named": Reason(
        Outcome.DEVIATION, "The landed message names no person as reviewer who is none of the authors."
    ),
    **NAMED_REASONS,
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    settled = pushed(change) or unknown(change)
    if settled is not None:
        return settled
    submitted = [review for review in facts.reviews if review.state is not ReviewState.PENDING]
    by_others = [
        (review, how)
        for review in submitted
        if (how := standing(change, review.reviewer)) in (Standing.INDEPENDENT, Standing.UNDECIDABLE)
    ]
    verdict = _judge(facts, [(review, how) for review, how in by_others if is_of_change(review)])
    elsewhere = [review for review, _ in by_others if not is_of_change(review)]
    if verdict.reason in _MISSING and any(may_be_of_change(change, review) for review in elsewhere):
        message = (
            f"Reviews of pull requests that the forge says landed as the same commit: {len(elsewhere)}; none "
            "is shown to be of what landed."
        )
        return Verdict("several-pull-requests", message, tuple(review.id for review in elsewhere))
    return verdict


_MISSING = ("no-review", "reviewed-after-merge")


def _judge(facts: ChangeFacts, by_others: Sequence[tuple[Review, Standing]]) -> Verdict:
    limit = merge_time(facts.change)
    timely: list[str] = []
    undecided: list[str] = []
    undated: list[str] = []
    late: list[str] = []
    for review, how in by_others:
        if limit is None or review.submitted_at is None:
            undated.append(review.id)
        elif review.submitted_at > limit:
            late.append(review.id)
        else:
            (timely if how is Standing.INDEPENDENT else undecided).append(review.id)
    if timely:
        message = f"Reviews by other persons before the merge: {len(timely)}."
        return Verdict("reviewed", message, tuple(timely))
    if undecided:
        message = f"Reviews before the merge whose independence cannot be decided: {len(undecided)}."
        return Verdict("independence-undecidable", message, tuple(undecided))
    if undated:
        message = f"Reviews without a server time to compare with the merge: {len(undated)}."
        return Verdict("time-unknown", message, tuple(undated))
    if late:
        message = f"Reviews by other persons, each of them after the merge: {len(late)}."
        return Verdict("reviewed-after-merge", message, tuple(late))
    message = f"Submitted reviews: {len(facts.reviews)}; by a person other than the authors: 0."
    return Verdict("no-review", message, (facts.change.id, *(review.id for review in facts.reviews)))


def _run_by_trailers(facts: ChangeFacts, settings: Settings) -> Verdict:
    del settings
    return judge(facts, 1, "reviewer-named", partial(_nobody, facts.change.id))


def _nobody(change: str, words: NamedWords) -> Verdict:
    others = f"authors {len(words.by_author)}, agents or robots {len(words.by_machine)}"
    message = f"Persons beside the authors whom the landed message names: 0; {others}."
    named = (review.id for review in (*words.by_author, *words.by_machine))
    return Verdict("no-reviewer-named", message, (change, *named))


CHECK = ChangeCheck(
    id="reviewed_before_merge",
    version=2,
    question="Did the change come through a pull request that another person reviewed before it was merged?",
    procedure=(
        "Take the change's type and the basis on which a pull request is joined to it. A direct push is a "
        "deviation. An undetermined type, or a pull request that only the commit's own message names, leaves "
        "the result open.",
        "List the submitted reviews of the pull request. Leave out pending ones, and those by agents, "
        "robots and the change's own authors.",
        "Where the forge says of several pull requests that they landed as the change, take those of its "
        "own; of another, or of any where it is not shown which that is, take approvals that cover what "
        "landed.",
        "Compare the time of each with the time of the merge, both by the server's clock. A review at the "
        "same second counts as before it.",
        "One such review before the merge meets the test, whatever its verdict. Reviews whose time or "
        "independence cannot be decided leave the result open when there is no other.",
        BY_TRAILERS,
    ),
    reasons=_REASONS,
    parameters=(EVIDENCE,),
    optional=(EVIDENCE,),
    sources=("pull-requests", "reviews"),
    run=_run,
    run_by_trailers=_run_by_trailers,
)
