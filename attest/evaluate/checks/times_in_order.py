"""POP-06: do the times of servers give an order that can be?"""

from collections.abc import Iterator

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.order import is_before
from attest.model.change import Basis, ChangeType, Review, ReviewState
from attest.model.event import EventKind
from attest.model.finding import Outcome

DEPLOYMENTS = "deployments"
_REASONS = {
    "in-order": Reason(
        Outcome.MET,
        "By servers' clocks the request came before its reviews and its merge, and the merge before any "
        "deployment.",
        absence=True,
    ),
    "impossible-order": Reason(
        Outcome.DEVIATION,
        "By one server's clock something happened to the pull request before it was opened, or a review was "
        "dismissed before it was submitted.",
    ),
    "deployed-before-merge": Reason(
        Outcome.DEVIATION, "The landed commit was deployed more than five minutes before it was merged."
    ),
    "clocks-apart": Reason(
        Outcome.NEEDS_REVIEW, "Two records of the merge are more than five minutes apart."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "When the change was opened, reviewed, landed or deployed is not known by a server's clock.",
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "not-reviewed": Reason(
        Outcome.NOT_APPLICABLE,
        "No review of the pull request is on record, so there is no whole order to test; nothing else is out "
        "of order.",
        absence=True,
    ),
    "one-time": Reason(
        Outcome.NOT_APPLICABLE,
        "The change was pushed without a pull request and no deployment of it is on record: there is no "
        "order to test.",
    ),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    verdict = unknown(change)
    if verdict is not None:
        return verdict
    requested = change.type is ChangeType.PULL_REQUEST
    merged = merge_time(change)
    wrong = list(_impossible(facts, merged)) if requested else []
    if wrong:
        message = f"Events that come before what they follow: {len(wrong)}."
        return Verdict("impossible-order", message, (change.id, *wrong))
    deployed = list(_deployed(facts))
    early = [name for name, at in deployed if is_before(at, merged)]
    if early:
        message = f"Deployments before the merge: {len(early)} of {len(deployed)}."
        return Verdict("deployed-before-merge", message, (change.id, *early))
    if requested and _apart(facts):
        return Verdict("clocks-apart", "Two records of the merge are far apart.", (change.id,))
    if not requested and not deployed:
        return Verdict("one-time", "Times to be compared: 0.", (change.id,))
    if requested and not any(_submitted(facts)):
        return Verdict("not-reviewed", "Reviews on record: 0.", (change.id,))
    times: list[str | None] = [merged, *(at for _, at in deployed)]
    if requested:
        times += [change.created_at, *(review.submitted_at for review in _submitted(facts))]
    missing = sum(at is None for at in times)
    if missing:
        message = f"Times that are not known by a server's clock: {missing} of {len(times)}."
        return Verdict("time-unknown", message, (change.id,))
    return Verdict("in-order", f"Times compared: {len(times)}.", (change.id, *(name for name, _ in deployed)))


def _submitted(facts: ChangeFacts) -> Iterator[Review]:
    """Reviews of the change's own pull request."""
    for review in facts.reviews:
        if review.state is not ReviewState.PENDING and review.pull in (None, facts.change.number):
            yield review


def _impossible(facts: ChangeFacts, merged: str | None) -> Iterator[str]:
    """Records of what one server dates before that which it follows."""
    opened = facts.change.created_at
    if opened is not None and merged is not None and merged < opened:
        yield facts.change.id
    for review in _submitted(facts):
        pairs = ((opened, review.submitted_at), (review.submitted_at, review.dismissed_at))
        if any(one is not None and other is not None and other < one for one, other in pairs):
            yield review.id


def _deployed(facts: ChangeFacts) -> Iterator[tuple[str, str | None]]:
    """Deployments of the landed commit, those of a file as well, with their times."""
    for one in facts.deployments:
        yield one.id, one.created_at
    for row in facts.handed.by(DEPLOYMENTS, "sha", facts.change.landed_sha):
        yield row.id, row.values["at"]


def _apart(facts: ChangeFacts) -> bool:
    """Whether the push or the timeline dates the merge otherwise than the pull request does."""
    change = facts.change
    others = [event.at for event in facts.events if event.kind is EventKind.MERGE]
    if change.landed_basis is Basis.SERVER:
        others.append(change.landed_at)
    return any(is_before(at, change.merged_at) or is_before(change.merged_at, at) for at in others)


CHECK = ChangeCheck(
    id="times_in_order",
    version=1,
    question="Do request, reviews, merge and deployments come in an order that can be, by servers' clocks?",
    procedure=(
        "Take the forge's times of the change: its pull request's opening and merge (records/changes.jsonl), "
        "its reviews, and deployments of its landed commit, those of a file as well. Dates of authors and "
        "committers are left out.",
        "By the forge's one clock no review comes before the opening, the merge neither, and no dismissal "
        "before its review. The same second counts as in order.",
        "Compare the merge with deployments, whose clock may be another server's: more than five minutes "
        "before the merge is out of order.",
        "Compare the pull request's time of the merge with that of the push and of the timeline: more than "
        "five minutes apart needs a person's judgement.",
        "A time that no server tells leaves the result open. A review that came after the merge is in order "
        "here; whether it counts is tested elsewhere. Without any review there is no whole order.",
    ),
    reasons=_REASONS,
    sources=("pull-requests", "reviews"),
    consulted=(DEPLOYMENTS, "timeline"),
    run=_run,
)
