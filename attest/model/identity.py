"""Who acted: a person under a pseudonym, a named agent, a named robot, or somebody unknown."""

import re
from enum import StrEnum
from typing import NamedTuple

from attest.model.base import Record

_PRIVATE = re.compile(
    r"(?:([0-9]{1,15})\+)?([a-z0-9][a-z0-9-]{0,60}(?:_[a-z0-9]{1,20})?)@users\.noreply\.github\.com\Z"
)


class ActorKind(StrEnum):
    """What kind of actor stands behind an identity.

    An *agent* is an AI identity; a *robot* is named automation that is not AI (a dependency bot).
    """

    PERSON = "person"
    AGENT = "agent"
    ROBOT = "robot"
    UNKNOWN = "unknown"


class Actor(Record):
    """One side of an action, as records name it.

    `id` is a pseudonym (`P-` and twelve hexadecimal digits) for a person, the tool's slug for an
    agent or robot (`agent:claude-code`, `robot:dependabot`), and `unknown` otherwise. Names,
    addresses and logins of people are only in a run's personal part.

    `linked` says whether the identity is tied to an account of the forge; an address that no
    account claims cannot be told apart from an account's owner, so independence from it is not
    decidable.

    `also` is the pseudonym under which texts of the repository itself, its mail map, join the person with
    others; empty where they join nobody. It can only take independence away: `is_same` asks for it, and
    nothing else does.
    """

    also: str = ""
    id: str
    kind: ActorKind
    linked: bool = False

    @property
    def joined(self) -> str:
        """The person as the repository's own texts join them: one name for each human, at most."""
        return self.also or self.id

    def is_same(self, other: "Actor") -> bool:
        """Whether two identities are one person's, or may be as the repository has it."""
        return self.id == other.id or self.joined == other.joined


class Person(Record):
    """The personal part's entry for one pseudonym: every name it was seen under, sorted."""

    id: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    logins: tuple[str, ...]
    numbers: tuple[int, ...] = ()
    """Immutable numbers of accounts."""


class PrivateAccount(NamedTuple):
    """The account whose private address an address is; the number is empty in old ones."""

    login: str
    number: str


def private_account(address: str) -> PrivateAccount | None:
    """The account that the forge gave an address to, `None` for every other address."""
    match = _PRIVATE.match(address.strip().lower()) if "@users.noreply." in address.lower() else None
    return PrivateAccount(match[2], str(int(match[1])) if match[1] else "") if match else None
