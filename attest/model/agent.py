"""AI agents: what management's register says of them, and what they were seen to do in the period."""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from attest.model.base import Record, Slug, UtcTime
from attest.model.signal import SignalRole

AGENT_PATHS = "agent-paths"
"""The path class of files that an agent's commits touched outside the paths its entry allows."""

UNNAMED = "unnamed-ai"
"""The slug of AI that a disclosure does not name."""

RECORDERS = frozenset({"chainloop-trace", "entire"})
"""Tools that record what agents do, and do none of it themselves: their mark says AI, and not which."""

_BETWEEN = re.compile(r"[\s._:/-]+")
Count = Annotated[int, Field(ge=0)]


class Tier(StrEnum):
    """How far an agent may act by itself; each tier allows what stands before it."""

    SUGGEST = "suggest"
    """Reviews, comments and assists; a person writes the change."""
    CO_AUTHOR = "co-author"
    """Is named beside a person as co-author."""
    AUTHOR = "author"
    """Authors commits and opens pull requests; somebody else brings them to the release branch."""
    DIRECT = "direct"
    """Merges, or pushes to the release branch, itself."""

    @property
    def rank(self) -> int:
        """Its place on the scale, lowest first."""
        return tuple(Tier).index(self)


class RecordAsked(Record):
    """The record that a tier is earned by, over the period of a run."""

    clean_changes: Annotated[int, Field(strict=True, ge=1, le=1_000_000_000)]
    """Changes that the agent had a part in making, without a deviation and not reverted."""
    reverted_percent: Annotated[int, Field(strict=True, ge=0, le=100)]
    """The largest share of the changes that it had a part in making that may have been reverted."""


class RegisteredAgent(Record):
    """One entry of the register. An empty list sets no limit; empty days mean always."""

    id: Slug
    identities: tuple[str, ...] = ()
    """Addresses and accounts that it acts under, beside those that detection knows."""
    tools: tuple[Slug, ...] = ()
    models: tuple[str, ...] = ()
    """Names of models, or beginnings of names that end in `*`."""
    paths: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()
    sponsor: str
    owner: str
    since: str = ""
    until: str = ""
    tier: Tier
    record: RecordAsked | None = None

    def means(self, principal: str) -> bool:
        """Whether a principal, by its slug, is this agent or one of its tools."""
        return principal == self.id or principal in self.tools

    def allows_model(self, model: str) -> bool:
        """Whether it may use a model; only a star at the end is a wildcard.

        Tools write `Claude Opus 4.1` and `claude-opus-4-1` of one model: case, and what stands between the
        parts of a name, are not regarded.
        """
        name = _plain(model)
        return not self.models or any(
            name.startswith(_plain(entry[:-1])) if entry.endswith("*") else name == _plain(entry)
            for entry in self.models
        )


def _plain(model: str) -> str:
    return _BETWEEN.sub("-", model.casefold())


class Principal(Record):
    """One AI identity or tool of the period and what it did, counted over changes unless said otherwise.

    `made` are the changes that it had a part in making, the others it only reviewed or merged; the rest
    of the counts but `pushed`, `merged` and `approved` are of these. `authored` and `signed` are commits.
    That a commit is signed says that a signature is there, not that it is valid or whose it is.
    """

    id: str
    """The slug of the tool, or of the register's entry whose identities it acted under."""
    entries: tuple[str, ...]
    """Entries of the register that mean it."""
    identity: bool
    """Whether it acted under an identity of its own, not only as a tool that a person's commit names."""
    roles: tuple[SignalRole, ...]
    """Strongest first."""
    models: tuple[str, ...]
    first_seen: UtcTime | None
    """When the first of its changes landed; `None` when none has a usable date."""
    last_seen: UtcTime | None
    changes: Count
    made: Count
    authored: Count
    signed: Count
    humans: tuple[str, ...]
    """Pseudonyms of the people who answer for the changes that it had a part in making."""
    people: Count
    """How many these are."""
    unanswered: Count
    """Changes that nobody could be named for."""
    reverted: Count
    deviating: Count
    """Changes with a deviation from a control that is declared operated."""
    pushed: Count
    merged: Count
    approved: Count
    """Changes that it approved; no test of review counts them."""
    reverted_changes: tuple[str, ...] = ()
    recorded: bool = False
    """Whether line records alone name it: whoever can push a note can name any tool."""


class Support(StrEnum):
    """What the record of the period says of a tier."""

    NOT_ASKED = "not-asked"
    TOO_FEW = "too-few"
    """Fewer changes than the record that the tier is earned by asks for."""
    NOT_SUPPORTED = "not-supported"
    SUPPORTED = "supported"


class RegisterEntry(Record):
    """An entry of the register beside what its principals did: counts over changes, each once."""

    id: Slug
    agent: RegisteredAgent
    principals: tuple[str, ...]
    changes: Count
    made: Count
    clean: Count
    """Changes made without a deviation and not reverted."""
    reverted: Count
    support: Support
