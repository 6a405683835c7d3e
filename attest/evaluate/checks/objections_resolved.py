"""REV-08: was every request for changes taken back, or dismissed by somebody who may, before the merge?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from attest.evaluate.approval import Standing, merge_time, standing
from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.model.change import Change, ChangeType, Review, ReviewState
from attest.model.event import Event, EventKind
from attest.model.finding import Outcome
from attest.model.identity import ActorKind

_REASONS = {
    "resolved": Reason(
        Outcome.MET,
        "Everybody who had asked for changes approved later or took the request back, or somebody who is no "
        "author dismissed it with a reason, all before the merge.",
        absence=True,
    ),
    "objection-open": Reason(
        Outcome.DEVIATION, "A person's request for changes stood open at the merge.", absence=True
    ),
    "dismissed-by-author": Reason(
        Outcome.DEVIATION, "An author of the change dismissed another person's request for changes."
    ),
    "dismissed-by-machine": Reason(
        Outcome.DEVIATION, "An agent or robot dismissed a person's request for changes."
    ),
    "dismissed-without-reason": Reason(
        Outcome.DEVIATION, "Somebody else dismissed a person's request for changes and gave no reason."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "Changes were asked for; what came before the merge cannot be read from a server's clock.",
    ),
    "objector-unknown": Reason(
        Outcome.INDETERMINATE,
        "A request for changes is by an account that is gone, and so is a later approval: whether they are "
        "one person's is open.",
    ),
    "dismissal-unknown": Reason(
        Outcome.INDETERMINATE,
        "A review was dismissed; whether it had asked for changes, or who dismissed it, is not known.",
    ),
    "author-objected": Reason(
        Outcome.NEEDS_REVIEW, "A request for changes by somebody who counts as an author stood open."
    ),
    "machine-objected": Reason(
        Outcome.NEEDS_REVIEW, "A request for changes by an agent or robot stood open, or was dismissed."
    ),
    "no-objection": Reason(
        Outcome.NOT_APPLICABLE, "No request for changes before the merge is on record.", absence=True
    ),
    "no-pull-request": Reason(
        Outcome.NOT_APPLICABLE, "The change was pushed: there is no review in which to object."
    ),
    "type-undetermined": TYPE_UNDETERMINED,
}

_MESSAGES = {
    "objection-open": "Requests for changes that stood open at the merge: {}.",
    "dismissed-by-author": "Requests for changes that an author dismissed: {}.",
    "dismissed-by-machine": "Requests for changes that an agent or robot dismissed: {}.",
    "dismissed-without-reason": "Requests for changes that were dismissed without a reason: {}.",
    "time-unknown": "Verdicts of reviewers who asked for changes, without a server time to compare: {}.",
    "objector-unknown": "Requests for changes and later approvals by accounts that are gone: {}.",
    "dismissal-unknown": "Dismissed reviews of which verdict or dismisser is not known: {}.",
    "author-objected": "Requests for changes by authors that stood open at the merge: {}.",
    "machine-objected": "Requests for changes by agents or robots that they did not take back: {}.",
    "resolved": "Requests for changes that were settled before the merge: {}.",
}
"""By reason, the gravest first: one decides for the change."""


_OBJECTING = (ReviewState.CHANGES_REQUESTED, ReviewState.DISMISSED)


@dataclass(frozen=True, slots=True)
class _Word:
    """A verdict as it was when it was given, and how it was dismissed, where it was."""

    review: Review
    state: ReviewState | None
    """`None` of a dismissed review of which nobody says what it was."""
    dismissal: Event | None = None


@dataclass(frozen=True, slots=True)
class _End:
    """What the verdicts of one reviewer come to."""

    reason: str
    count: int
    evidence: tuple[str, ...]


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    del settings
    change = facts.change
    if change.type is ChangeType.DIRECT_PUSH:
        return Verdict("no-pull-request", "The change was pushed without a pull request.", (change.id,))
    undetermined = unknown(change)
    if undetermined is not None:
        return undetermined
    objections = any(one.state in _OBJECTING for one in facts.reviews)
    ends = [
        end
        for words in (_by_reviewer(facts) if objections else ())
        if (end := _settle(facts, words)) is not None
    ]
    for reason, message in _MESSAGES.items():
        alike = [end for end in ends if end.reason == reason]
        if alike:
            evidence = tuple(one for end in alike for one in end.evidence)
            return Verdict(reason, message.format(sum(end.count for end in alike)), evidence)
    return Verdict("no-objection", "Requests for changes before the merge: 0.", (change.id,))


def _by_reviewer(facts: ChangeFacts) -> Iterable[Sequence[_Word]]:
    """Everybody's verdicts in each pull request, in the order of time; accounts that are gone together."""
    dismissals = {event.review: event for event in facts.events if event.kind is EventKind.DISMISSAL}
    found: dict[tuple[int | None, str], list[_Word]] = {}
    for review in facts.reviews:
        if review.state in (ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED, ReviewState.DISMISSED):
            words = found.setdefault((review.pull, review.reviewer.id), [])
            words.append(_word(review, dismissals.get(review.id)))
    return found.values()


def _word(review: Review, dismissal: Event | None) -> _Word:
    if review.state is not ReviewState.DISMISSED:
        return _Word(review, review.state)
    told = dismissal.previous_state if dismissal is not None else None
    return _Word(review, review.previous_state or told, dismissal)


def _settle(facts: ChangeFacts, words: Sequence[_Word]) -> _End | None:
    """What one reviewer's verdicts come to, where any of them is or may be a request for changes."""
    limit = merge_time(facts.change)
    undated = [word for word in words if limit is None or word.review.submitted_at is None]
    if not any(_objects(word) for word in words):
        return None
    if undated:
        return _End("time-unknown", len(undated), _ids(undated))
    timely = [word for word in words if (word.review.submitted_at or "") <= (limit or "")]
    left: _Word | None = None
    settled: list[tuple[_Word, _Word]] = []
    for word in timely:
        if _objects(word):
            left = word
        elif left is not None and _takes_back(word):
            settled.append((left, word))
            left = None
    if left is not None:
        return _left(facts, left)
    if not settled:
        return None
    gone = words[0].review.reviewer.kind is ActorKind.UNKNOWN
    evidence = _ids(word for pair in settled for word in pair)
    return _End("objector-unknown" if gone else "resolved", len(settled), evidence)


def _objects(word: _Word) -> bool:
    return word.state in (ReviewState.CHANGES_REQUESTED, None)


def _takes_back(word: _Word) -> bool:
    """An approval does, one that was dismissed later too; that of somebody out of service does not."""
    return word.state is ReviewState.APPROVED and word.review.in_service is not False


def _left(facts: ChangeFacts, word: _Word) -> _End | None:
    """What it means that a request for changes, or a dismissed review, is a reviewer's last word."""
    review = word.review
    how = standing(facts.change, review.reviewer)
    by_person = how not in (Standing.AUTHOR, Standing.MACHINE)
    if word.state is None:
        return _End("dismissal-unknown", 1, (review.id,)) if by_person else None
    if how is Standing.MACHINE:
        return _End("machine-objected", 1, (review.id,))
    if review.state is not ReviewState.DISMISSED:
        return _End("objection-open" if by_person else "author-objected", 1, (review.id,))
    if word.dismissal is None:
        return _End("dismissal-unknown", 1, (review.id,))
    reason = _dismissed(facts.change, review, word.dismissal, by_person=by_person)
    return _End(reason, 1, (review.id, word.dismissal.id))


def _dismissed(change: Change, review: Review, dismissal: Event, *, by_person: bool) -> str:
    """What the dismissal of a request for changes comes to."""
    limit = merge_time(change)
    if dismissal.at is None or limit is None:
        return "time-unknown"
    if dismissal.at > limit:
        return "objection-open" if by_person else "author-objected"
    if dismissal.actor.kind is ActorKind.PERSON and dismissal.actor.id == review.reviewer.id:
        return "resolved"
    match standing(change, dismissal.actor):
        case Standing.AUTHOR:
            return "dismissed-by-author" if by_person else "author-objected"
        case Standing.MACHINE:
            return "dismissed-by-machine"
        case Standing.UNDECIDABLE:
            return "dismissal-unknown"
        case Standing.INDEPENDENT:
            return "resolved" if dismissal.commitment else "dismissed-without-reason"


def _ids(words: Iterable[_Word]) -> tuple[str, ...]:
    return tuple(word.review.id for word in words)


CHECK = ChangeCheck(
    id="objections_resolved",
    version=1,
    question="Was every request for changes settled before the merge, and by somebody who may settle it?",
    procedure=(
        "Leave out pushes: there is no review in which to object. An undetermined type leaves the result "
        "open.",
        "List the requests for changes up to the merge, by the server's clock, and the dismissed reviews "
        "that had asked for changes; the timeline says what a dismissed one was. With none, there is "
        "nothing to settle.",
        "A later approval by the same reviewer in the same pull request settles a request, also where the "
        "approval was dismissed afterwards. A comment does not, and neither does an approval by somebody "
        "who was out of service that day.",
        "A dismissal before the merge settles it where the reviewer dismissed it, or another person who is "
        "none of the authors did and gave a reason. A dismissal by an author, by an agent or robot, or "
        "without a reason is a deviation.",
        "A request that nothing settled is a deviation; one by an author, an agent or a robot is listed for "
        "a person's judgement.",
        "Where several requests end differently, the gravest decides.",
    ),
    reasons=_REASONS,
    sources=("pull-requests", "reviews"),
    consulted=("timeline",),
    run=_run,
)
