"""Results of tests: outcomes and their order, findings, deviations."""

from enum import IntEnum

from attest.model.agent import Principal, RegisterEntry
from attest.model.base import Record
from attest.model.disposition import Answer
from attest.model.naming import Naming
from attest.model.placement import InventoryEntry, PlacedChange
from attest.model.trend import PeriodTally, Stop


class Outcome(IntEnum):
    """The result of one assertion for one subject; roll-up is `max`.

    The order is a lattice: associative, commutative, idempotent, `NOT_APPLICABLE` the identity.
    """

    NOT_APPLICABLE = 0
    MET = 1
    NEEDS_REVIEW = 2
    INDETERMINATE = 3
    DEVIATION = 4

    @property
    def word(self) -> str:
        """The word used in records and print."""
        return self.name.lower()


def roll_up(outcomes: "list[Outcome] | tuple[Outcome, ...]") -> Outcome:
    """The outcome of many: the highest, `NOT_APPLICABLE` when there are none."""
    return max(outcomes, default=Outcome.NOT_APPLICABLE)


class Finding(Record):
    """What one assertion found for one subject.

    `reason` is a slug that the check's documentation lists; `message` is the fact in a sentence
    without names. `evidence` holds record ids. `declared` is false where management does not declare
    the control operated on that day: then the finding is a fact beside a design gap, never a deviation
    in the register.
    """

    id: str
    """`<assertion>:<subject>`."""
    assertion: str
    subject: str
    """A change's id, `repository:<name>`, or what a test lists itself: a record's id, `person:<pseudonym>`,
    `organisation`; `run` where a finding is about the population as a whole."""
    outcome: Outcome
    reason: str
    message: str
    evidence: tuple[str, ...]
    declared: bool


class Deviation(Record):
    """A line of the deviation register: every deviation or indeterminate result of a declared control."""

    id: str
    """Stable across runs of the same evidence: `DEV-` and ten hexadecimal digits of the finding's id."""
    finding: str
    assertion: str
    control: str
    subject: str
    label: str
    outcome: Outcome
    reason: str
    message: str


class Tally(Record):
    """Counts of one assertion over its subjects.

    The five outcomes count the subjects for which the control is declared operated; `design_gap`
    counts the others. `total` is the denominator and always the sum of the six.
    """

    assertion: str
    total: int
    met: int
    deviation: int
    indeterminate: int
    needs_review: int
    not_applicable: int
    design_gap: int
    """Subjects for which management does not declare the control operated, whatever the fact."""


class Evaluation(Record):
    """Every finding of a run under one catalog and declaration, and the AI principals of its period."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]
    deviations: tuple[Deviation, ...]
    as_of: str
    principals: tuple[Principal, ...] = ()
    """Those with the most changes made first."""
    register_declared: bool = False
    """Whether management declares a register of agents, be it an empty one."""
    register_entries: tuple[RegisterEntry, ...] = ()
    """In the order of attest.yaml."""
    namings: tuple[Naming, ...] = ()
    """What landed messages say of their review; changes of which they say nothing are left out."""
    placements: tuple[PlacedChange, ...] = ()
    """Tier, strata and scope of every change, in the order of the run."""
    inventory: tuple[InventoryEntry, ...] = ()
    """Management's inventory, in the order of attest.yaml."""
    dispositions_given: bool = False
    """Whether there is a file of management's answers, be it an empty one."""
    stops: tuple[Stop, ...] = ()
    """Where declared controls stopped inside the period."""
    stopped_after: int = 0
    """Results in a row that say so; nought where nobody looked."""
    earlier: tuple[PeriodTally, ...] = ()
    """The same tests in periods before, of the runs that were named for comparison, earliest first."""
    answers: tuple[Answer, ...] = ()
    """Every answer of management's to a deviation: those to lines of this register first."""
