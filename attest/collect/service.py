"""When people served and in which roles, as the persons file states it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from attest.model.base import UtcTime


class Term(Protocol):
    """Inclusive days; an empty one leaves that side open."""

    @property
    def since(self) -> str:
        """First day, `2025-01-31`."""

    @property
    def until(self) -> str:
        """Last day."""


class RoleEntry(Term, Protocol):
    """A role for some time."""

    @property
    def role(self) -> str:
        """Its name."""


class ServiceEntry(Term, Protocol):
    """A person's time in service, and the roles within it."""

    @property
    def id(self) -> str:
        """What the file calls the person."""

    @property
    def roles(self) -> Sequence[RoleEntry]:
        """Roles, in any order."""


class Service(NamedTuple):
    """What the persons file says of somebody on one day."""

    is_in_service: bool
    roles: tuple[str, ...]
    """Sorted; none outside service."""


class Roll:
    """The persons file by person."""

    def __init__(self, entries: Iterable[ServiceEntry], timezone: str) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._zone = ZoneInfo(timezone)

    def on(self, person: str, at: UtcTime) -> Service:
        """Where a person of the file stood at an instant, by its day in the entity's time zone."""
        entry = self._entries[person]
        # `fromisoformat` of Python 3.11 reads the final Z.
        day = datetime.fromisoformat(at).astimezone(self._zone).date().isoformat()
        if not _covers(entry, day):
            return Service(False, ())
        return Service(True, tuple(sorted({one.role for one in entry.roles if _covers(one, day)})))


def _covers(term: Term, day: str) -> bool:
    return (not term.since or term.since <= day) and (not term.until or day <= term.until)
