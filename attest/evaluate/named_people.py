"""People whom rows of imported files name, held against the authors of a change and against a roster."""

from collections.abc import Collection, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from attest.evaluate.approval import Standing, standing
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.handed import Handed
from attest.model.change import Change, Review
from attest.model.identity import Actor, ActorKind
from attest.model.imported import Imported

ROSTER = "roster"
_KINDS = {"agent": ActorKind.AGENT, "robot": ActorKind.ROBOT, "unknown": ActorKind.UNKNOWN}


def named_in(row: Imported, column: str, facts: ChangeFacts) -> Actor | None:
    """Whom a cell names; an actor of the change as its records have them. `None` where it is empty.

    A row that leads to nobody of the run is a person of their own, as the file states it.
    """
    name = row.people.get(column, "")
    if not name:
        return None
    known = next((actor for actor in _actors(facts) if actor.id == name), None)
    if known is not None:
        return known
    return Actor(id=name, kind=_KINDS.get(name.split(":", 1)[0], ActorKind.PERSON), linked=True)


def is_sole_author(change: Change, person: Actor) -> bool | None:
    """Whether a person made a change alone; `None` where that cannot be decided.

    Agents and robots are nobody to share it with. Another author's address that no account claims may be
    the person's own.
    """
    persons = [author for author in change.authors if author.kind is ActorKind.PERSON]
    others = [author for author in persons if not author.is_same(person)]
    if any(author.linked for author in others):
        return False
    how = standing(change, person)
    if how is Standing.INDEPENDENT:
        return False
    is_whole = change.authors_complete and all(one.kind is not ActorKind.UNKNOWN for one in change.authors)
    return True if how is Standing.AUTHOR and not others and is_whole else None


def held(
    handed: Handed, person: Actor, day: str, roles: Collection[str], authority: str = ""
) -> tuple[Imported, ...]:
    """Rows of the roster that give a person one of these roles, or an authority, on a day."""
    return tuple(
        row
        for row in handed.by(ROSTER, "person", person.id)
        if row.day("since") <= day <= (row.day("until") or day)
        and (row.values.get("role", "") in roles or (authority and authority in row.words("authority")))
    )


def has_role(review: Review, roles: Collection[str], facts: ChangeFacts) -> bool:
    """Whether a reviewer held one of these roles on the day of the review, by persons file or roster.

    Roles are written as rosters have them: in lower case, with dashes for spaces.
    """
    if not {"-".join(role.casefold().split()) for role in review.roles}.isdisjoint(roles):
        return True
    day = day_in(review.submitted_at, facts.timezone) if review.submitted_at is not None else ""
    return bool(held(facts.handed, review.reviewer, day, roles))


def after(instant: str, **span: int) -> str:
    """The instant that lies so long after another, as records write it."""
    # `fromisoformat` of Python 3.11 reads the final Z.
    moment = datetime.fromisoformat(instant) + timedelta(**span)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def day_in(instant: str, timezone: str) -> str:
    """The day of an instant in a time zone."""
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(timezone)).date().isoformat()


def end_of(day: str, timezone: str) -> str:
    """The first instant after a day in a time zone, as records write it."""
    following = datetime.fromisoformat(day) + timedelta(days=1)
    return following.replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _actors(facts: ChangeFacts) -> Iterator[Actor]:
    yield from facts.change.authors
    yield from (actor for actor in (facts.change.opener, facts.change.merger) if actor is not None)
    yield from (review.reviewer for review in facts.reviews)
