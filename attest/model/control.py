"""Controls as data: frameworks and criteria, assertions (test procedures), what management declares."""

from enum import StrEnum

from attest.model.base import Record


class Strength(StrEnum):
    """How far an assertion's evidence reaches the criterion it is mapped to."""

    DIRECT = "direct"
    SUPPORTING = "supporting"
    CONTEXT = "context"


class Parameter(Record):
    """A setting of an assertion: its default, and why the default is what it is."""

    name: str
    default: str | int | bool | tuple[str, ...]
    why: str
    choices: tuple[str, ...] = ()
    """The values that may be given, where the choice is closed."""
    minimum: int | None = None
    """The smallest whole number that may be given: a setting must not be able to empty a test."""
    maximum: int | None = None
    """The greatest whole number that may be given."""
    stricter: str = ""
    """`higher`, `lower`, `first` or `last` of the choices, or empty: which way a pack may tighten it."""


class Assertion(Record):
    """One test procedure: the statement that is true when all is well, and the check that tests it."""

    id: str
    """`REV-02`."""
    title: str
    statement: str
    check: str
    """Id of the registered check."""
    applies_to: str
    """`population`, `all` changes, those that are `ai_assisted` or touch `agent_authority`, or subjects of
    another kind, as `deployments`."""
    kind: str
    """`preventive` or `detective`."""
    parameters: tuple[Parameter, ...]
    evidence: tuple[str, ...]
    """Evidence attributes, in words."""
    limits: str


class Mapping(Record):
    """An assertion that bears on a criterion, how strongly, and what it does not reach."""

    assertion: str
    strength: Strength
    limits: str


class Criterion(Record):
    """One item of a framework under the framework's own numbering; the summary is in our words."""

    id: str
    """Safe for OSCAL tokens: `soc2-cc8.1-approves`."""
    display: str
    """What an auditor calls it: `CC8.1 (approves)`."""
    summary: str
    verbatim: bool
    """True only for HIPAA text, which is public law."""
    designation: str
    """`required`, `addressable`, `standard`, or empty."""
    evidence: str
    """`repository`, or `external` when git cannot show it; then `attach` says what to attach."""
    attach: str
    limits: str
    mappings: tuple[Mapping, ...]
    reference: str = ""
    """Framework, version and citation: `hipaa/2013/164.308(a)(8)`."""
    status: str = "in_force"
    """`in_force`, `superseded` or `proposed`."""
    effective_from: str = ""
    """First day in force where it is not the framework's own; empty otherwise."""
    effective_to: str = ""
    superseded_by: str = ""
    testing: tuple[str, ...] = ()
    """Ids of the testing procedures that an assessor follows for the item."""
    scope: str = ""
    """Which engagements it concerns; empty for all."""
    alternative: str = ""
    """What to attach where an addressable specification is not implemented as written."""
    unmapped: str = ""
    """Why nothing is mapped here on purpose."""


class Framework(Record):
    """A pack: one edition of one framework."""

    id: str
    """`soc2`, `hipaa`, `pci`."""
    title: str
    edition: str
    status: str
    """`in_force`, `superseded` or `proposed`."""
    effective_from: str
    source: str
    """Where the text of the standard is published."""
    note: str
    criteria: tuple[Criterion, ...]
    version: str = ""
    """Short form of the edition: `2013`, `4.0.1`."""
    effective_to: str = ""
    expected: tuple[str, ...] = ()
    """Ids of the criteria that the pack says must be there."""


class PackChange(Record):
    """What a pack of the user's own changed in what ships, so that a report can say so."""

    kind: str
    """`assertion`, `criterion` or `parameter`."""
    id: str
    effect: str
    """`overridden` or `tightened`."""
    detail: str
    """Which parts differ, or the values before and after with the reason."""
    file: str
    """The pack file, as its name in the folder of packs."""
    sha256: str


class Catalog(Record):
    """Every framework and assertion of a run, with the digest of the files they were read from."""

    frameworks: tuple[Framework, ...]
    assertions: tuple[Assertion, ...]
    digest: str
    changes: tuple[PackChange, ...] = ()
    """What the user's own packs overrode or tightened, sorted by kind and id."""


class Operation(StrEnum):
    """Whether management says it operates a control."""

    OPERATED = "operated"
    NOT_OPERATED = "not-operated"
    PLANNED = "planned"
    UNDECLARED = "undeclared"


class Declaration(Record):
    """Management's statement about one control: its wording is theirs."""

    control: str
    """Management's own id, as `CM-03`."""
    assertion: str
    operation: Operation
    wording: str
    owner: str
    since: str
    """First day in operation, `YYYY-MM-DD`; empty when it is not stated."""
    until: str
    """Last day in operation; empty when it still operates."""
    repositories: tuple[str, ...]
    """Empty means every repository of the run."""
    parameters: dict[str, str | int | bool | tuple[str, ...]]
