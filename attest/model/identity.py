"""Who acted: a person under a pseudonym, a named agent, a named robot, or somebody unknown."""

from enum import StrEnum

from attest.model.base import Record


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
    """

    id: str
    kind: ActorKind
    linked: bool = False


class Person(Record):
    """The personal part's entry for one pseudonym: every name it was seen under, sorted."""

    id: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    logins: tuple[str, ...]
