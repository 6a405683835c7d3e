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


class Framework(Record):
    """A pack: one edition of one framework."""

    id: str
    """`soc2`, `hipaa`, `pci`."""
    title: str
    edition: str
    status: str
    """`in_force` or `proposed`."""
    effective_from: str
    source: str
    """Where the text of the standard is published."""
    note: str
    criteria: tuple[Criterion, ...]


class Catalog(Record):
    """Every framework and assertion of a run, with the digest of the files they were read from."""

    frameworks: tuple[Framework, ...]
    assertions: tuple[Assertion, ...]
    digest: str


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
