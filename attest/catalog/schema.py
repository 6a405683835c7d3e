"""What a control pack file may hold.

Models of their own beside `attest.model.control`: a file has defaults and stricter text, a record has
neither. Field names are the same.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from attest.model.base import Record
from attest.model.control import Strength

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
_Token = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9._-]*$", max_length=100)]
"""Valid as an OSCAL token, whatever the framework's own numbering looks like."""
_Day = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
_Status = Literal["in_force", "superseded", "proposed"]
_AssertionId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{1,11}-[0-9]{2,3}$")]

Population = Literal[
    "population",
    "all",
    "ai_assisted",
    "agent_authority",
    "actors",
    "advisories",
    "agents",
    "approvals",
    "branches",
    "bypasses",
    "comprehension",
    "deployments",
    "deviations",
    "incidents",
    "organisation",
    "people",
    "releases",
    "reviews",
    "runs",
]
"""What a test's subjects are: repositories (`population`), changes, or what its check lists itself."""


class ParameterEntry(Record):
    """A setting of an assertion."""

    name: _Token
    default: str | int | bool | tuple[str, ...]
    why: _Text
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    stricter: Literal["", "higher", "lower", "first", "last"] = ""
    """Which way is stricter: a higher or lower number, or the first or last of the choices, which then
    come in the order of strictness. Without it no pack may tighten the parameter."""


class AssertionEntry(Record):
    """A test procedure."""

    id: _AssertionId
    title: _Text
    statement: _Text
    check: _Token
    applies_to: Population
    kind: Literal["preventive", "detective"]
    parameters: tuple[ParameterEntry, ...] = ()
    evidence: Annotated[tuple[_Text, ...], Field(min_length=1)]
    limits: _Text
    overrides: str = ""
    """The assertion that this one stands in for: its own id, said once more on purpose."""


class MappingEntry(Record):
    """An assertion under a criterion."""

    assertion: _AssertionId
    strength: Strength
    limits: _Text


class CriterionEntry(Record):
    """One item of a framework."""

    id: _Token
    display: _Text
    summary: _Text
    verbatim: bool = False
    designation: Literal["required", "addressable", "standard", ""] = ""
    evidence: Literal["repository", "external"]
    attach: str = ""
    limits: _Text
    mappings: tuple[MappingEntry, ...] = ()
    citation: str = ""
    """The item in the framework's own numbering; the first word of `display` where it is left out."""
    status: _Status = "in_force"
    effective_from: _Day = ""
    effective_to: _Day = ""
    superseded_by: str = ""
    """Id of the criterion that took its place."""
    testing: tuple[_Text, ...] = ()
    """Ids of the testing procedures that an assessor follows for the item."""
    scope: str = ""
    """Which engagements it concerns, where not all."""
    alternative: str = ""
    """What to attach where an addressable specification is not implemented as written."""
    unmapped: str = ""
    """Why nothing is mapped here on purpose, where a reader could expect a mapping."""
    overrides: str = ""
    """The criterion that this one stands in for: its own id, said once more on purpose."""


class TightenEntry(Record):
    """A stricter default of a parameter, which `attest.yaml` then cannot undercut."""

    assertion: _AssertionId
    parameter: _Token
    to: str | int
    why: _Text


class FrameworkEntry(Record):
    """The head of a framework."""

    id: _Token
    title: _Text
    edition: _Text
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]*$", max_length=40)] = ""
    """Short form of the edition, for references: `hipaa/2013/164.308(a)(8)`."""
    status: _Status
    effective_from: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
    effective_to: _Day = ""
    source: _Text
    note: _Text
    quotable: bool = False
    """Whether the text is public law: only then may a criterion be `verbatim`."""
    expected: tuple[_Token, ...] = ()
    """Every criterion that must be there: an item that is left out is then a fault, not a silence."""


class Pack(Record):
    """One file: assertions, or a framework with criteria, or criteria that are part of another's."""

    format: Literal["attest-controls/1"]
    assertions: tuple[AssertionEntry, ...] = ()
    framework: FrameworkEntry | None = None
    part_of: _Token | None = None
    criteria: tuple[CriterionEntry, ...] = ()
    tighten: tuple[TightenEntry, ...] = ()
