"""Whether a finding of a security test was answered by a day: fixed, found to be none, or accepted."""

from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import day_in, held, named_in
from attest.evaluate.roster import ROSTER
from attest.model.identity import ActorKind
from attest.model.imported import Imported

AUTHORITY = "accept-risk"
"""The word of a roster's `authority` that entitles to accept a risk."""
OPEN, LATE, INVALID, UNGRANTED, UNDATED, DONE = (
    "open", "late", "invalid-acceptance", "grant-not-stated", "undated", "done",
)  # fmt: skip
WORST_FIRST = (OPEN, LATE, INVALID, UNGRANTED, UNDATED, DONE)


def answer_to(row: Imported, limit: str, facts: ChangeFacts) -> str:
    """How a finding stood at an instant.

    Someone who made the change alone may not accept its risk, nor may a machine. Whose word counts is the
    roster's to say on the day of the instant.
    """
    state = row.values.get("state", "")
    closed = row.values.get("closed_at", "")
    if state == "accepted":
        return _acceptance(row, limit, facts)
    if state not in ("fixed", "false-positive"):
        return OPEN
    if not closed:
        return UNDATED
    return DONE if closed <= limit else LATE


def _acceptance(row: Imported, limit: str, facts: ChangeFacts) -> str:
    person = named_in(row, "accepted_by", facts)
    day = day_in(limit, facts.timezone)
    if person is None or person.kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return INVALID
    if any(author.is_same(person) for author in facts.change.authors):
        return INVALID
    if row.values.get("accepted_until", day) < day:
        return INVALID
    closed = row.values.get("closed_at", "")
    if closed and closed > limit:
        return LATE
    if not facts.handed.has(ROSTER) or person.kind is ActorKind.UNKNOWN:
        return UNGRANTED
    return DONE if held(facts.handed, person, day, (), AUTHORITY) else INVALID
