"""CHG-01: did somebody entitled accept the work before it was made, by a ticket that was handed in?"""

from collections.abc import Iterator, Sequence

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, word, words
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import ROSTER, day_in, held, is_sole_author, named_in
from attest.model.change import Change, ChangeType
from attest.model.event import EventKind
from attest.model.finding import Outcome
from attest.model.identity import Actor, ActorKind
from attest.model.imported import Imported
from attest.model.placement import Stratum

TICKETS = "tickets"
AUTHORISE = "authorise"
"""The word of a roster's `authority` that entitles to accept work."""
_REFUSED = frozenset({"rejected", "declined", "cancelled", "canceled", "withdrawn", "duplicate", "wont-do"})
_NO_REQUEST = frozenset({"bypass", "waiver"})
"""Kinds of tickets that let somebody depart from a rule and ask for no work."""

_REASONS = {
    "authorised": Reason(
        Outcome.MET, "A ticket for the change was accepted, before the work shows, by somebody entitled."
    ),
    "no-ticket": Reason(Outcome.DEVIATION, "No ticket that was handed in asks for the change.", absence=True),
    "not-accepted": Reason(
        Outcome.DEVIATION,
        "The tickets for the change were refused, name nobody who accepted them, or name a machine.",
        absence=True,
    ),
    "accepted-late": Reason(
        Outcome.DEVIATION, "The ticket was opened or accepted when the work was there already.", absence=True
    ),
    "self-authorised": Reason(
        Outcome.DEVIATION, "Whoever accepted the work is its only author.", absence=True
    ),
    "not-entitled": Reason(
        Outcome.DEVIATION,
        "By the roster, whoever accepted the work was not entitled to that day.",
        absence=True,
    ),
    "entitlement-not-stated": Reason(
        Outcome.INDETERMINATE, "No roster was handed in, so who may accept work is open."
    ),
    "author-unknown": Reason(
        Outcome.INDETERMINATE, "Whether whoever accepted the work is its only author cannot be decided."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "When the ticket was accepted, or when the work was there, is not on record."
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "emergency": Reason(
        Outcome.NOT_APPLICABLE, "A label puts the change on the path for emergencies, which has its own test."
    ),
    "named-robot": Reason(
        Outcome.NOT_APPLICABLE, "A robot that management names opened the change and alone made it."
    ),
}
_ORDER = (
    "authorised", "time-unknown", "author-unknown", "entitlement-not-stated", "not-entitled",
    "self-authorised", "accepted-late", "not-accepted",
)  # fmt: skip
"""Of several tickets that which goes farthest decides."""


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    if Stratum.EMERGENCY in facts.placement.strata:
        return Verdict("emergency", "The change bears a label of emergencies.", (change.id,))
    undetermined = unknown(change)
    if undetermined is not None:
        return undetermined
    if _is_named_robots(change, words(settings, "standing_robots")):
        return Verdict("named-robot", "The change is a robot's that management names.", (change.id,))
    tickets = [
        row
        for row in facts.handed.about(change.id)
        if row.kind == TICKETS and row.values.get("kind", "") not in _NO_REQUEST
    ]
    if not tickets:
        return Verdict("no-ticket", "Tickets for the change: 0.", (change.id,))
    there = min(filter(None, _signs_of_work(facts)), default="")
    verdicts = [_judge(row, facts, there, settings) for row in tickets]
    return min(verdicts, key=lambda verdict: _ORDER.index(verdict.reason))


def _judge(row: Imported, facts: ChangeFacts, there: str, settings: Settings) -> Verdict:
    evidence = (facts.change.id, row.id)
    person = named_in(row, "accepted_by", facts)
    if row.values.get("state", "") in _REFUSED:
        return Verdict("not-accepted", "The ticket was refused or taken back.", evidence)
    if person is None or person.kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return Verdict("not-accepted", "The ticket names no person who accepted it.", evidence)
    at = row.values.get("accepted_at", "")
    if there and max(at, row.values.get("created_at", "")) > there:
        message = "The work was there before the ticket was opened or accepted."
        return Verdict("accepted-late", message, evidence)
    alone = is_sole_author(facts.change, person)
    if alone:
        message = "The only author of the change accepted the work."
        return Verdict("self-authorised", message, evidence)
    if not at or not there:
        message = "No time tells whether the acceptance came before the work."
        return Verdict("time-unknown", message, evidence)
    if alone is None:
        message = "Who made the change is not known to the end, or only an address tells it."
        return Verdict("author-unknown", message, evidence)
    return _entitled(row, person, facts, settings) or Verdict(
        "authorised", "The ticket was accepted before the work shows.", evidence
    )


def _entitled(row: Imported, person: Actor, facts: ChangeFacts, settings: Settings) -> Verdict | None:
    """The verdict on somebody who is not shown to be entitled, `None` for somebody who is."""
    if word(settings, "entitled") == "anyone":
        return None
    evidence = (facts.change.id, row.id)
    if not facts.handed.has(ROSTER):
        return Verdict("entitlement-not-stated", "Rosters handed in: 0.", evidence)
    day = day_in(row.values["accepted_at"], facts.timezone)
    if held(facts.handed, person, day, words(settings, "roles"), AUTHORISE):
        return None
    message = "Rows of the roster that entitle whoever accepted the work on that day: 0."
    return Verdict("not-entitled", message, evidence)


def _is_named_robots(change: Change, names: Sequence[str]) -> bool:
    """Whether the account that opened it and everybody who made it are robots of these names.

    Who made a commit is text that whoever commits can type; whose account opened it is not.
    """
    named = {f"robot:{name}" for name in names}
    made = {author.id for author in change.authors}
    opener = change.opener.id if change.opener is not None else ""
    return change.authors_complete and bool(made) and opener in named and made <= named


def _signs_of_work(facts: ChangeFacts) -> Iterator[str]:
    """Times of a server's clock by which some of the work was there, or an agent was at it.

    When a commit was first pushed is on no record; what its author says of its time is not asked.
    """
    change = facts.change
    if change.type is ChangeType.DIRECT_PUSH:
        yield merge_time(change) or ""
        return
    if change.created_at is not None:
        yield change.created_at
        yield from (one.completed_at for one in facts.checks if one.completed_at is not None)
        started = (one for one in facts.events if one.kind is EventKind.AGENT_WORK)
        yield from (one.at for one in started if one.at is not None)


CHECK = ChangeCheck(
    id="authorised_before_build",
    version=1,
    question="Did somebody who may, and did not make the change alone, accept the work before it was made?",
    procedure=(
        "Leave out changes with a label of emergencies, which have a test of their own, and those of robots "
        "in `standing_robots`: a robot's account opened them and nobody else is an author. An undetermined "
        "type leaves the result open.",
        "Take the tickets that name the change (records/imported.jsonl, kind tickets): by its id, its "
        "number, its landed commit or the last commit of its pull request. Leave out those of the kinds "
        "bypass and waiver. With none left, it is a deviation.",
        "A ticket counts where it was not refused or taken back and names a person who accepted it.",
        "Take the earliest time of the server by which the work was there: the opening of the pull request, "
        "an earlier check of its commits, or the start of an agent's work; of a push its landing. Ticket and "
        "acceptance must not be younger. A time that is missing leaves the result open.",
        "Whoever accepted it must not be the only person who made the change.",
        "Look that person up in the roster: on the day of acceptance a role of `roles`, or the authority "
        "`authorise`. With `entitled` set to anyone, this step is left out.",
        "Of several tickets that which gets farthest in these steps decides.",
    ),
    reasons=_REASONS,
    parameters=("entitled", "roles", "standing_robots"),
    sources=("pull-requests", TICKETS),
    consulted=(ROSTER,),
    run=_run,
)
