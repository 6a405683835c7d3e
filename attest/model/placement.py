"""Where a change belongs: its risk tier, the data and systems it reaches, and the stratum it is tested in."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from attest.model.base import Record, Slug

INVENTORY = "inventory"
"""The path class of the files of the blast-radius inventory; each entry is a kind of it."""
INFRASTRUCTURE = "infrastructure"
DEPENDENCIES = "dependencies"
DECLARED = "declared"
"""The kind of either class that attest.yaml's own globs make up."""


class Tier(StrEnum):
    """How much harm a change can do, least first; the words sort in that order."""

    T0 = "T0"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    T4 = "T4"

    @property
    def rank(self) -> int:
        """Its place on the scale, least first."""
        return tuple(Tier).index(self)


class DataClass(StrEnum):
    """Data that law or a standard protects."""

    PCI = "PCI"
    PHI = "PHI"
    PII = "PII"


class Stratum(StrEnum):
    """A part of the population that is counted, sampled and tested apart; a change may be in several."""

    STANDARD = "standard"
    """None of the others was found."""
    EMERGENCY = "emergency"
    DEPENDENCY = "dependency"
    INFRASTRUCTURE = "infrastructure"
    AI_ASSISTED = "ai-assisted"
    AGENT_AUTHORITY = "agent-authority"
    UNKNOWN = "unknown"
    """None was found, and its files could not all be read."""


class Unread(StrEnum):
    """What could not be asked when a change was placed, so that its placement may be too low."""

    FILES = "files"
    INVENTORY = "inventory"
    """The run did not look for the files of every entry."""
    LABELS = "labels"
    INVOLVEMENT = "involvement"
    AUTHORITY = "authority"
    """The contents of a file that may decide what agents may do, or whether there is one."""


class InventoryEntry(Record):
    """A part of a system with what a fault in it can reach. Empty repositories mean all."""

    id: Slug
    system: str
    title: str = ""
    paths: tuple[str, ...]
    repositories: tuple[str, ...] = ()
    owner: str
    data: tuple[DataClass, ...] = ()
    tier: Tier
    reversible: bool | None = None
    """Whether undoing the change undoes its effects; `None` where management does not say."""
    outbound: tuple[str, ...] = ()
    """Effects outside the system: `sends claims to the clearing house`."""

    def covers(self, repository: str) -> bool:
        """Whether its paths are of a repository."""
        return not self.repositories or repository in self.repositories


class PlacementRules(Record):
    """What attest.yaml says of placing changes. Labels are compared without regard to case."""

    entries: tuple[InventoryEntry, ...] = ()
    default: Tier = Tier.T1
    tier_labels: dict[str, Tier] = Field(default_factory=dict)
    emergency_labels: tuple[str, ...] = ("emergency", "hotfix")
    dependency_labels: tuple[str, ...] = ("dependencies",)
    infrastructure_labels: tuple[str, ...] = ("infrastructure",)


class PlacedChange(Record):
    """The placement of one change as figures and files hold it; lists are sorted."""

    id: str
    """The change's id."""
    ordinal: Annotated[int, Field(ge=0)]
    tier: Tier
    strata: tuple[Stratum, ...]
    data: tuple[DataClass, ...]
    systems: tuple[str, ...]
    entries: tuple[str, ...]
    known: bool
    reversible: bool | None
    outbound: tuple[str, ...]
    unread: tuple[Unread, ...]
