"""REV-02: did somebody approve who had no part in making the change?"""

from functools import partial

from attest.evaluate.approval import (
    LastWords,
    count_persons,
    last_words,
    may_approve,
    may_be_of_change,
    may_object,
)
from attest.evaluate.arrival import DIRECT_PUSH, TYPE_UNDETERMINED, pushed, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, number
from attest.evaluate.check import words as listed
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named import BY_TRAILERS, EVIDENCE, NamedWords, judge
from attest.evaluate.named import REASONS as NAMED_REASONS
from attest.model.change import Change, Review, ReviewState
from attest.model.finding import Outcome

ROLES = "approver_roles"
_REASONS = {
    "approved": Reason(
        Outcome.MET,
        "Enough independent persons had approved at the time of the merge, and no objection stood.",
        absence=True,
    ),
    "direct-push": DIRECT_PUSH,
    "objection-open": Reason(
        Outcome.DEVIATION, "Another person's last word before the merge was a request for changes."
    ),
    "author-objected": Reason(
        Outcome.NEEDS_REVIEW,
        "Independent persons approved; a request for changes by somebody who counts as an author stood open.",
    ),
    "objection-dismissed-by-author": Reason(
        Outcome.NEEDS_REVIEW,
        "Independent persons approved; another person's request for changes was dismissed before the merge "
        "by an author of the change, or by an account that is gone.",
    ),
    "too-few-approvals": Reason(
        Outcome.DEVIATION, "Independent persons approved, fewer than the control asks for.", absence=True
    ),
    "approved-elsewhere": Reason(
        Outcome.DEVIATION,
        "The approvals are of another pull request that landed with the change, and do not cover it.",
        absence=True,
    ),
    "approved-after-merge": Reason(
        Outcome.DEVIATION, "The approval was submitted after the merge.", absence=True
    ),
    "approval-revoked": Reason(
        Outcome.DEVIATION,
        "The approval was dismissed before the merge, or its reviewer's later verdict took its place.",
        absence=True,
    ),
    "approved-by-author": Reason(
        Outcome.DEVIATION,
        "The approvals are by authors of the change, a prompter of an agent among them.",
        absence=True,
    ),
    "approved-by-machine": Reason(
        Outcome.DEVIATION, "The approvals are by agents or robots, which never count.", absence=True
    ),
    "approver-not-eligible": Reason(
        Outcome.DEVIATION,
        "The approvals are by persons who, by the persons file, were not in service on that day or held none "
        "of the roles that the control asks for.",
        absence=True,
    ),
    "no-approval": Reason(Outcome.DEVIATION, "No approval is on record.", absence=True),
    "type-undetermined": TYPE_UNDETERMINED,
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "Verdicts exist; whether they came before the merge cannot be read from a server's clock.",
    ),
    "dismissal-undated": Reason(
        Outcome.INDETERMINATE,
        "A review was dismissed that may decide; whether before or after the merge, or what it said until "
        "then, is not known.",
    ),
    "several-pull-requests": Reason(
        Outcome.INDETERMINATE,
        "The forge says of several pull requests that they landed as the change; whether the approvals are "
        "of what landed is open.",
    ),
    "independence-undecidable": Reason(
        Outcome.INDETERMINATE,
        "Approvals exist; whether enough of them are by persons who are not authors cannot be decided.",
    ),
    "role-undecidable": Reason(
        Outcome.INDETERMINATE,
        "The landed message names reviewers; whether they held a role that is asked for is not shown.",
    ),
    "approver-named": Reason(
        Outcome.MET,
        "The landed message names enough persons as reviewers who are none of the authors: declared by "
        "whoever wrote it.",
    ),
    **NAMED_REASONS,
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    settled = pushed(change) or unknown(change)
    if settled is not None:
        return settled
    found = last_words(change, facts.reviews, listed(settings, ROLES))
    needed = number(settings, "approvals")
    return (
        _open_or_enough(found, needed)
        or _of_several(change, found, needed)
        or _shortfall(change.id, found, needed)
    )


def _open_or_enough(words: LastWords, needed: int) -> Verdict | None:
    if words.objections:
        message = f"Requests for changes that stood open at the merge: {len(words.objections)}."
        return Verdict("objection-open", message, _ids(words.objections))
    if any(may_object(review) for review in (*words.undated, *words.dismissals)):
        return _undated(words, needed)
    return _enough(words, needed) or _undated(words, needed)


def _enough(words: LastWords, needed: int) -> Verdict | None:
    """What enough approvals come to, where nobody's objection is in doubt."""
    independent = count_persons(words.independent)
    decided = count_persons((*words.independent, *words.undecidable))
    if independent >= needed and words.author_objections:
        message = (
            f"Requests for changes by authors that stood open at the merge: {len(words.author_objections)}."
        )
        return Verdict("author-objected", message, _ids((*words.author_objections, *words.independent)))
    if independent >= needed and words.struck_by_author:
        message = (
            "Requests for changes by others that were dismissed by an author, or by an account that is gone, "
            f"before the merge: {len(words.struck_by_author)}."
        )
        evidence = _ids((*words.struck_by_author, *words.independent))
        return Verdict("objection-dismissed-by-author", message, evidence)
    if independent >= needed:
        message = (
            f"Persons who had approved at the merge, authors apart: {independent} of {needed} asked for."
        )
        return Verdict("approved", message, _ids(words.independent))
    if decided >= needed:
        message = (
            f"Persons who had approved at the merge: {independent} independent of {decided}, the others "
            f"undecidable; {needed} asked for."
        )
        return Verdict("independence-undecidable", message, _ids((*words.independent, *words.undecidable)))
    return None


def _undated(words: LastWords, needed: int) -> Verdict | None:
    """What is open where times are missing; nothing where no time could make the approvals enough."""
    dated = (*words.independent, *words.undecidable)
    undated = _possible(words.undated)
    makes_up = count_persons(dated) < needed <= count_persons((*dated, *undated))
    if makes_up or any(may_object(review) for review in words.undated):
        message = f"Verdicts without a server time to compare with the merge: {len(words.undated)}."
        return Verdict("time-unknown", message, _ids(words.undated))
    if words.dismissals and count_persons((*dated, *undated, *_possible(words.dismissals))) >= needed:
        message = (
            "Dismissed reviews of which it is not known whether, and as what, they stood at the merge: "
            f"{len(words.dismissals)}."
        )
        return Verdict("dismissal-undated", message, _ids((*words.dismissals, *words.independent)))
    return None


def _of_several(change: Change, words: LastWords, needed: int) -> Verdict | None:
    open_ones = tuple(review for review in words.elsewhere if may_be_of_change(change, review))
    if not open_ones or count_persons((*words.independent, *words.undecidable, *open_ones)) < needed:
        return None
    message = (
        f"Approvals of pull requests that the forge says landed as the same commit: {len(open_ones)}; none "
        "is shown to be of what landed."
    )
    return Verdict("several-pull-requests", message, _ids(open_ones))


def _shortfall(change: str, words: LastWords, needed: int) -> Verdict:
    """The nearest thing to an approval that there is, and why it does not count."""
    late, revoked = _approvals(words.late), words.revoked
    by_author, by_machine = _approvals(words.by_author), _approvals(words.by_machine)
    if words.independent:
        count = count_persons(words.independent)
        message = f"Persons who had approved at the merge, authors apart: {count} of {needed} asked for."
        return Verdict("too-few-approvals", message, _ids(words.independent))
    if words.elsewhere:
        message = f"Approvals of other pull requests that landed with the change: {len(words.elsewhere)}."
        return Verdict("approved-elsewhere", message, _ids(words.elsewhere))
    if late:
        return Verdict("approved-after-merge", f"Approvals after the merge: {len(late)}.", _ids(late))
    if revoked:
        message = f"Verdicts dismissed or replaced before the merge: {len(revoked)}."
        return Verdict("approval-revoked", message, _ids(revoked))
    if words.ineligible:
        message = f"Approvals by persons who may not approve: {len(words.ineligible)}."
        return Verdict("approver-not-eligible", message, _ids(words.ineligible))
    if by_author:
        return Verdict("approved-by-author", f"Approvals by authors: {len(by_author)}.", _ids(by_author))
    if by_machine:
        message = f"Approvals by agents or robots: {len(by_machine)}."
        return Verdict("approved-by-machine", message, _ids(by_machine))
    return Verdict("no-approval", "Approvals on record: 0.", (change,))


def _run_by_trailers(facts: ChangeFacts, settings: Settings) -> Verdict:
    needed = number(settings, "approvals")
    verdict = judge(facts, needed, "approver-named", partial(_too_few, facts.change.id, needed))
    if verdict.reason == "approver-named" and listed(settings, ROLES):
        message = (
            f"Reviewers named, at least: {needed}. A line in a message has no day to hold roles against."
        )
        return Verdict("role-undecidable", message, verdict.evidence)
    return verdict


def _too_few(change: str, needed: int, words: NamedWords) -> Verdict:
    if words.independent:
        message = f"Persons beside the authors whom the landed message names: {words.persons} of {needed}."
        return Verdict("too-few-approvals", message, _ids(words.independent))
    if words.by_author:
        message = f"Authors whom the landed message names as reviewers: {len(words.by_author)}."
        return Verdict("approved-by-author", message, _ids(words.by_author))
    if words.by_machine:
        message = f"Agents or robots whom the landed message names as reviewers: {len(words.by_machine)}."
        return Verdict("approved-by-machine", message, _ids(words.by_machine))
    return Verdict("no-approval", "Reviewers whom the landed message names: 0.", (change,))


def _approvals(reviews: tuple[Review, ...]) -> tuple[Review, ...]:
    return tuple(review for review in reviews if review.state is ReviewState.APPROVED)


def _possible(reviews: tuple[Review, ...]) -> tuple[Review, ...]:
    return tuple(review for review in reviews if may_approve(review))


def _ids(reviews: tuple[Review, ...]) -> tuple[str, ...]:
    return tuple(review.id for review in reviews)


CHECK = ChangeCheck(
    id="independent_approval",
    version=3,
    question="Had enough people approved before the merge who had no part in making the change?",
    procedure=(
        "Take the change's type. A direct push is a deviation; an undetermined type, or a pull request that "
        "only the commit's own message names, leaves the result open.",
        "Take everybody who counts as an author: commit authors, co-authors, the opener of the pull request, "
        "and the person who prompted an agent.",
        "List the reviews up to the time of the merge, by the server's clock. For each reviewer keep the "
        "last approval, request for changes or dismissed review; comments and pending reviews change "
        "nothing. What was dismissed after the merge counts as what it was until then, by the timeline; "
        "where that, or the time, is not known and may decide, the result is open.",
        "Leave out agents, robots and authors. Leave out approvals by persons who, by the persons file, were "
        "not in service on that day or, where the control names `approver_roles`, held none of them. A "
        "request for changes that is a person's last word is a deviation; where an author of the change, or "
        "an account that is gone, dismissed it before the merge, a person must judge.",
        "Count the persons whose last word is an approval. Where the reviewer's account is gone, an author's "
        "address belongs to no account, or an agent's prompter is unknown, independence is undecidable.",
        "Where the forge says of several pull requests that they landed as the change, each has the last "
        "words of its own reviewers. A request for changes in any of them stands; an approval of another "
        "than the change's own, or of any where it is not shown which that is, counts where it covers what "
        "landed.",
        "Compare the count with `approvals`. Undecidable approvals that would make up the number leave the "
        "result open.",
        BY_TRAILERS,
    ),
    reasons=_REASONS,
    parameters=("approvals", EVIDENCE, ROLES),
    optional=(EVIDENCE,),
    sources=("pull-requests", "reviews"),
    run=_run,
    run_by_trailers=_run_by_trailers,
)
