"""What could have left evidence of AI involvement and what could not: the basis of every count of it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from attest.model.base import Record, Slug, UtcTime

ENOUGH_CHANGES = 10
"""So many changes without a trace of a tool that is set up are strange; fewer may simply be without it."""


class CoverageKind(StrEnum):
    """What an item of the coverage basis says."""

    SUPPRESSION = "suppression"
    """A setting, an instruction or a script that keeps tools from leaving their trace."""
    CONFIGURATION = "configuration"
    """Files that configure a tool lie on the release branch: somebody uses it, or did."""
    ANOMALY = "anomaly"
    """A tool is configured, leaves traces by default, and no change since carries one, of enough changes."""
    UNREACHABLE_NOTES = "unreachable-notes"
    """Notes on commits that no change of the period holds."""
    EXPORT = "export"
    """A vendor's export by commit that was handed in, and how much of it fits the population."""
    AUDIT_LOG = "audit-log"
    """A forge's audit log that was handed in, and how much of it fits the population."""
    IMPORT = "import"
    """Another system's file that was handed in, its SHA-256 in `setting`, and how many rows could be read."""


class CoverageBasis(StrEnum):
    """What an item rests on."""

    SETTING = "setting"
    """A key and its value in a file of settings."""
    SENTENCE = "sentence"
    """A sentence of instructions, read by a rule: what it means is for a person to judge."""
    SCRIPT = "script"
    """A line of a hook or workflow, read by a rule: what it does is for a person to judge."""
    FIRST_PARENT = "first-parent"
    """`since` is the committer date of the commit that brought the file to the branch."""
    TIP = "tip"
    """The file is at the tip; since when could not be read."""
    RECOMPUTED = "recomputed"
    """Counted from the repository's objects."""
    DECLARED = "declared"
    """Told by whoever ran the collection."""


class Coverage(Record):
    """One item of the coverage basis of one repository.

    `count` and `of`: for a configuration and an anomaly, the changes with evidence of the tool among those
    that landed in the period since it was there; for unreachable notes, such notes among all of that ref;
    for an export, rows of this population's commits among all rows; for an audit log, acts of agents on its
    pull requests among all entries; for an import, rows that could be read among all rows; else nought.
    """

    id: str
    """`coverage:<repository>:<number>`."""
    repository: str
    """Empty for what was handed in, which may be of several."""
    kind: CoverageKind
    rule: Slug
    """What found it."""
    tool: str
    """Slug of the tool, or empty where it concerns every tool."""
    path: str
    """The file at the release branch's tip at the end of the period; the ref of notes; the name of what was
    handed in."""
    line: int
    """Counted from 1; 0 where it is not about a line."""
    setting: str
    """The setting, sentence or line: printable, at most 200 characters, addresses left out."""
    since: UtcTime | None
    basis: CoverageBasis
    files: int = 0
    """Files that configure the tool, `path` among them."""
    count: int = 0
    of: int = 0


class Sought(NamedTuple):
    """Files that are looked for at the branch's tip; globs as `attest.model.touch.PathKind` has them."""

    id: str
    globs: tuple[str, ...]
    read: bool
    """Whether their content is asked for."""
    dated: bool = False
    """Whether it is asked since when they are there."""


class TipFile(NamedTuple):
    """One file at the tip with what it was sought for."""

    path: str
    sought: tuple[str, ...]
    data: bytes | None = None
    problem: str = ""
    """Why a content that was asked for is not here."""
    since: str | None = None
    """An instant as `attest.model.base.UtcTime`, where it was asked for and is known."""


class SeenChange(NamedTuple):
    """What a configured tool is held against."""

    landed_at: str | None
    tools: Sequence[str]
    """Empty where the change carries no evidence."""
