"""Several runs read as one: which, for which part of the period, and where two observations differ."""

from enum import StrEnum

from attest.model.base import Digest, Record, UtcTime
from attest.model.population import Period


class Hole(Record):
    """A part of the asked period that no run covers, for one branch."""

    repository: str
    branch: str
    since: UtcTime
    until: UtcTime


class Chain(Record):
    """The runs of one release branch whose periods lie end to end."""

    repository: str
    branch: str
    parts: tuple[str, ...]
    """Ids of the runs that give the population, by period."""
    observers: tuple[str, ...] = ()
    """Ids of the other runs that saw a part of the same period, in the order of observation."""
    holes: tuple[Hole, ...] = ()


class Selection(Record):
    """The runs that a period is read from: enough to read it again."""

    period: Period
    chains: tuple[Chain, ...]
    order: tuple[str, ...]
    """Every run once, earliest observation first."""


class JoinedRun(Record):
    """One run of several, as the report lists it."""

    run_id: str
    manifest_digest: Digest
    root: Digest
    size: int
    """How many records its checkpoint commits to."""
    period: Period
    as_of: UtcTime
    tool_version: str
    repositories: tuple[str, ...]
    """Those that it gives the population of, sorted; empty for a run that was only compared."""
    redacted: bool
    """Whether its personal part was removed."""


class DifferenceKind(StrEnum):
    """How a later observation of a fact stands to the first."""

    GONE = "no-longer-held"
    """The source held it, and does not any more."""
    CHANGED = "changed"
    """The source says something else of it than it did."""
    NEW = "first-seen-later"
    """The source held it only later."""
    REPEATED = "held-twice"
    """Two runs of different periods hold it; it is counted in the first."""


class Difference(Record):
    """A fact on which two observations do not agree. The first observation is the one that counts."""

    id: str
    """`difference:<kind>:<record>:<later run>`."""
    kind: str
    """The kind of the record."""
    record: str
    change: str
    """The change that it is about; empty for what is about a repository."""
    what: DifferenceKind
    earlier: str
    """The run that held it first; for what was first seen later, the one that did not."""
    later: str
    fields: tuple[str, ...] = ()
    """`state: approved, then dismissed`, for each field that changed; records' own words, bounded."""
