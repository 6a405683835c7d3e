"""A sample of the population: how it was planned, drawn and recorded, and what its results support.

Rates and confidences are texts in percent; there are no floats in a record.
"""

from enum import StrEnum

from attest.model.base import Digest, Record, UtcTime

FORMAT = "attest-sample/1"


class Method(StrEnum):
    """How the items of a sample were come by."""

    RANDOM = "random"
    """The first of each stratum in the order of their ranks."""
    SELECTED = "selected"
    """Named one by one: judgement or haphazard, from which nothing follows for the population."""


class Allocation(StrEnum):
    """How a sample is spread over strata."""

    PROPORTIONAL = "proportional"
    EACH = "each"
    """The plan holds for each stratum, as if it were a population of its own."""


class SizeBasis(StrEnum):
    """What the size of a sample rests on."""

    FINITE = "finite"
    """The hypergeometric distribution: the population has the size it has."""
    ENDLESS = "endless"
    """The binomial distribution, as in printed tables."""
    STATED = "stated"
    """Whoever asked for the sample said how many."""


class Wanted(Record):
    """What a sample is asked to support, before anything of it is known."""

    confidence: str = "95"
    tolerable: str = "5"
    accepted: int = 0
    """Deviations in the sample with which the statement still holds."""
    size: int | None = None
    """A size that was stated; `None` where it follows from the rest."""
    basis: SizeBasis = SizeBasis.FINITE
    by: str = ""
    """The column of the population that makes the strata; empty for one stratum, `all`."""
    allocation: Allocation = Allocation.PROPORTIONAL


class SampleStratum(Record):
    """A part of the population, and how many of it are drawn."""

    name: str
    population: int
    size: int


class Plan(Record):
    """A sample before it is drawn. It rests on the population alone, and on no result."""

    wanted: Wanted
    basis: SizeBasis
    endless: int | None
    """The size by the binomial distribution; `None` where none would do."""
    finite: int | None
    """The size by the hypergeometric distribution over the whole population; `None` where none would do."""
    strata: tuple[SampleStratum, ...]

    @property
    def size(self) -> int:
        """Items drawn in all."""
        return sum(stratum.size for stratum in self.strata)


class Drawn(Record):
    """An item of a sample."""

    stratum: str
    place: int
    """In the order of ranks of its stratum, from 1; of a selection, as named."""
    rank: str
    """The SHA-256 that orders it; empty for a selection."""
    key: str
    """The change, as in the column `change_key` of the population."""
    out: str = ""
    """Why the item was found to be outside the population; the next one of its stratum follows."""


class Replacement(Record):
    """An item that was proven not to belong to the population, and why."""

    key: str
    reason: str


class Draw(Record):
    """A sample as drawn: what anyone needs to draw it again from the population file."""

    method: Method
    population: Digest
    """The SHA-256 of the population file."""
    population_size: int
    seed: str
    seed_source: str
    plan: Plan | None
    """`None` for a selection."""
    items: tuple[Drawn, ...]

    @property
    def tested(self) -> tuple[Drawn, ...]:
        """The items that stay, those left out that are outside the population."""
        return tuple(item for item in self.items if not item.out)


class EntryKind(StrEnum):
    """What an entry of the log of samples is about."""

    FROZEN = "frozen"
    """The population was written and its digest told, with no seed known."""
    DRAWN = "drawn"


class LogEntry(Record):
    """One entry of the log of samples: nothing that was tried is ever left out."""

    number: int
    previous: str
    """The SHA-256 of the entry before; empty for the first."""
    at: UtcTime
    """This machine's clock."""
    kind: EntryKind
    run: str
    period: str
    population: Digest
    population_size: int
    attributes: tuple[str, ...] = ()
    """Assertions that were asked for by name; empty for the standard attributes."""
    draw: Draw | None = None


class Bought(Record):
    """What a number of deviations in the sample says of the population, at the plan's confidence."""

    deviations: int
    limit: str
    """Upper limit of the rate in percent, of a population without end."""
    finite: int
    """Upper limit of the number of deviating changes of this population."""
    finite_limit: str
    """As a rate in percent."""
    supports: bool
    """Whether the limit lies below the tolerable rate, by the basis of the plan."""


class BoughtTable(Record):
    """What a sample supports, by the number of its deviations."""

    stratum: str
    """`all` where the strata are pooled or there is one."""
    size: int
    population: int
    rows: tuple[Bought, ...]
    """With no deviation, one, and so on."""
    below: tuple[tuple[str, str], ...]
    """Rates in percent, and the confidence in percent that the rate is below without a deviation."""


class Mark(Record):
    """One attribute of one item of the sample."""

    outcome: str
    """`met`, `deviation`, `indeterminate`, `needs_review`, `not_applicable`, or empty where no test of
    this run decides it."""
    source: str = ""
    """`forge` or `git`: what the finding rests on."""
    register_ids: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    """Of findings that are neither met nor not applicable, with their test."""


class Counts(Record):
    """How an attribute came out over a set of changes."""

    total: int
    met: int
    deviation: int
    indeterminate: int
    not_applicable: int
    undecided: int

    @property
    def applicable(self) -> int:
        """Changes to which the attribute applies and that a test looked at."""
        return self.met + self.deviation + self.indeterminate


class AttributeResult(Record):
    """One attribute over the sample and over the whole population."""

    stratum: str
    letter: str
    title: str
    meaning: str
    tests: tuple[str, ...]
    """Assertions of the run that decide it; none where it is left to the auditor."""
    sample: Counts
    population: Counts
    bought: Bought | None
    """Over the items that it applies to, every open one taken for a deviation; `None` without a plan, or
    without items."""


class SampledChange(Record):
    """An item of the sample with what names it and the marks of its attributes, in their order."""

    drawn: Drawn
    repository: str
    label: str
    title: str
    landed_sha: str
    landed_at: str
    marks: tuple[Mark, ...]


class Workpaper(Record):
    """Everything that the supplement on a sample prints."""

    entity: str
    system: str
    operator: str
    period: str
    bounds: str
    run: str
    manifest_digest: Digest
    root: Digest
    signed: bool
    tool_version: str
    as_of: UtcTime
    sources: tuple[str, ...]
    not_connected: tuple[str, ...]
    repositories: tuple[str, ...]
    number: int
    """Of its entry in the log."""
    at: UtcTime
    disclosed_at: str
    """When the population's digest was told before the draw; empty where that is not on record."""
    draw: Draw
    tables: tuple[BoughtTable, ...]
    attributes: tuple[AttributeResult, ...]
    changes: tuple[SampledChange, ...]
    log: tuple[LogEntry, ...]
    """Every entry up to now, of this population and of others in the same store."""
