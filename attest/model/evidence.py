"""The run: one immutable evidence package, and the view of it that evaluation and report read."""

from typing import Literal

from pydantic import Field

from attest.model.base import Digest, Record, UtcTime
from attest.model.branch import AgentTask, BranchRule, Deployment, Permission, Push, RuleSuite
from attest.model.change import Change, Review, StatusCheck
from attest.model.commit import CodeMetrics
from attest.model.comprehension import ComprehensionRecord
from attest.model.coverage import Coverage
from attest.model.description import Description
from attest.model.event import Comment, Event
from attest.model.imported import Imported, ImportedFile
from attest.model.joined import Difference, JoinedRun
from attest.model.line_record import LineRecord
from attest.model.population import Gap, Period, Reconciliation, RepositoryScope
from attest.model.signal import Involvement, Signal
from attest.model.touch import Touch

FORMAT_VERSION = 1


class FileEntry(Record):
    """A file of the run: path relative to it, size in bytes, SHA-256, and its number of records."""

    path: str
    size: int
    sha256: Digest
    records: int | None = None


class Page(Record):
    """One page of an answer as it was received: where it was read, and its SHA-256, its name under `raw/`."""

    origin: str
    """The file of the recording."""
    sha256: Digest


class Answered(Record):
    """One request to a source, and its answer as received, page after page."""

    repository: str
    source: str
    """As in the manifest's `sources`: `forge:recorded`."""
    request: str
    """The path below the forge's own path of the repository: `pulls/12/commits`; `repository` is itself."""
    per_page: int | None
    """The size of a page of a list; `None` for what is no list."""
    pages: tuple[Page, ...]


class RuleRan(Record):
    """A detection rule that was loaded, by id and version.

    `origin` is `built-in`, `attest.yaml`, or the digest of a file.
    """

    id: str
    version: int
    origin: str


class RuleOverridden(Record):
    """A built-in rule that a file given to the run replaced or switched off, as it would have run."""

    id: str
    version: int
    title: str
    grade: str
    effect: Literal["replaced", "switched-off"]
    origin: str
    """Of what did so, as in `RuleRan`; a copy of the file is among the run's `config`."""


class Manifest(Record):
    """What a run is: tool, scope, parameters, and the digest of every other file."""

    format_version: int
    tool_version: str
    git_version: str
    entity: str
    system: str
    operator: str
    period: Period
    as_of: UtcTime
    as_of_basis: str
    forge: str
    repositories: tuple[RepositoryScope, ...]
    reconciliations: tuple[Reconciliation, ...]
    sources: tuple[str, ...]
    """Sources that were read, sorted: `git`, `refs/pull`, `forge:recorded`."""
    not_connected: tuple[str, ...]
    """Sources that were not configured, sorted: `reviews`, `checks`, `comprehension`."""
    config_origin: str
    """Where attest.yaml was read from, or `none`."""
    rules: tuple[RuleRan, ...]
    counts: dict[str, int]
    """Records by kind; equal to the line count of each file."""
    files: tuple[FileEntry, ...]
    previous_run: Digest | None
    """The digest of the manifest of the run before of the same scope, where the store held one."""
    overridden: tuple[RuleOverridden, ...] = ()
    """Built-in rules that did not run as they stand, sorted by id."""
    answers: tuple[Answered, ...] = ()
    """What was asked of sources and kept as received, sorted by repository and request."""
    imports: tuple[ImportedFile, ...] = ()
    """Files of other systems that were handed in, in the order given."""


class RunView(Record):
    """What evaluation and report may read of a run. What is not in it did not happen."""

    run_id: str
    manifest: Manifest
    manifest_digest: Digest
    root: Digest
    """RFC 6962 tree root over all records."""
    signed: bool
    changes: tuple[Change, ...]
    involvements: tuple[Involvement, ...]
    signals: tuple[Signal, ...]
    reviews: tuple[Review, ...]
    checks: tuple[StatusCheck, ...]
    comprehension: tuple[ComprehensionRecord, ...]
    metrics: tuple[CodeMetrics, ...]
    gaps: tuple[Gap, ...]
    people: dict[str, str]
    """Pseudonym to printed name; empty for a redacted run."""
    titles: dict[str, str]
    """Change id to title; empty for a redacted run."""
    matched: dict[str, str]
    """Signal id to matched text; empty for a redacted run."""
    events: tuple[Event, ...] = ()
    comments: tuple[Comment, ...] = ()
    pushes: tuple[Push, ...] = ()
    branch_rules: tuple[BranchRule, ...] = ()
    rule_suites: tuple[RuleSuite, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    permissions: tuple[Permission, ...] = ()
    agent_tasks: tuple[AgentTask, ...] = ()
    touches: tuple[Touch, ...] = ()
    line_records: tuple[LineRecord, ...] = ()
    descriptions: tuple[Description, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    imported: tuple[Imported, ...] = ()
    """Rows of the files that were handed in."""
    runs: tuple[JoinedRun, ...] = ()
    """The runs that were read as this one, earliest part first; empty where it is one run."""
    differences: tuple[Difference, ...] = ()
    """What changed between two observations of the same changes."""
    unconnected: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By change: sources that its own run had not connected, and another run had."""

    def not_connected(self, change: str) -> frozenset[str]:
        """The sources that nobody had connected when a change was collected."""
        return frozenset((*self.manifest.not_connected, *self.unconnected.get(change, ())))
