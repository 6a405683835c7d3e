"""What was looked at: period, boundaries, scope, what could not be read, and the counts that must agree."""

from enum import StrEnum

from attest.model.base import Record, Sha, UtcTime
from attest.model.touch import Watched


class Period(Record):
    """An audit period: inclusive days in a time zone, and the exact half-open UTC bounds.

    `since <= t < until`.
    """

    label: str
    first_day: str
    last_day: str
    timezone: str
    since: UtcTime
    until: UtcTime


class BoundaryBasis(StrEnum):
    """What fixes the tip of a branch at an instant; git itself does not record it."""

    PREVIOUS_RUN = "previous-run"
    SERVER = "server-observed"
    DECLARED = "declared"
    """Committer dates, which whoever commits can set."""
    BRANCH_START = "branch-start"
    """The branch has no commit before the period."""


class Boundary(Record):
    """The tip of the release branch at one bound of the period; `sha` is `None` before the root."""

    sha: Sha | None
    at: UtcTime
    basis: BoundaryBasis
    out_of_order: tuple[Sha, ...] = ()
    """First-parent commits whose date lies on the other side of the bound than their position."""


class Gap(Record):
    """A limitation of scope: something that was asked for and could not be had.

    `effect` says what it means for the figures, in words for the report. `not_connected` tells a
    source that was never configured from one that was read and failed.
    """

    id: str
    source: str
    """`git`, `forge`, `refs/pull`, `notes`, `config`, ..."""
    kind: str
    """A slug: `shallow-clone`, `missing-blob`, `oversize-message`, `null-user`, ..."""
    repository: str
    what: str
    effect: str
    affects: tuple[str, ...] = ()
    """Ids of commits or changes, sorted; empty when it concerns the whole repository."""
    affected_count: int = 0
    """How many, where they are too many to list."""
    not_connected: bool = False


class Count(Record):
    """One line of the reconciliation: what was counted, by which command or query, and how many."""

    what: str
    how: str
    count: int


class Reconciliation(Record):
    """Counts of one repository that must agree, from independent readings.

    `difference` is printed as it is, never forced to nought. `second_source` is empty when only one
    source was read, and the report then says so.
    """

    repository: str
    first_source: str
    second_source: str
    counts: tuple[Count, ...]
    difference: int
    unmatched_here: tuple[str, ...]
    """Change ids on the branch that the second source does not know, sorted."""
    unmatched_there: tuple[str, ...]
    """Merged pull requests of the second source, as `#12`, that are not on the branch, sorted."""


class NotesRef(Record):
    """One notes ref of a clone, and where the commits lie that it annotates.

    After squash merges most of them are on no branch. A commit counts once, in the first place that has it.
    """

    ref: str
    """`refs/notes/ai`; `refs/ai/authorship/*` stands for all refs of git-ai's first form."""
    state: str
    """`read`, `left-out` (known to hold something else than records of AI), or `unreadable`."""
    annotated: int
    """How many objects it annotates, as far as it could be read."""
    in_range: int
    """Commits of the period, brought in or landed."""
    on_branch: int
    """Commits of the branch before or after the period."""
    on_pull_heads: int
    """Commits on a pull request's head that the branch does not hold."""
    elsewhere: int
    """Other objects of the clone: on other branches, or nowhere."""
    absent: int
    """Objects that the clone does not hold."""


class RepositoryScope(Record):
    """One repository of a run: its branch, its tips, and how it was read."""

    name: str
    """Short name, unique in the run; prefix of every id."""
    remote: str
    """The forge's `owner/name`, or empty."""
    branch: str
    start: Boundary
    end: Boundary
    object_format: str
    forge: str
    """`git`, `recorded`, `github`."""
    commit_count: int
    change_count: int
    facts: tuple[str, ...]
    """What a reader should know of the clone, one slug each, sorted: `replace-refs:2`, `grafts`, ..."""
    watched: tuple[Watched, ...] = ()
    """The kinds of files whose changes are records of `touches`; empty when nobody looked for any."""
    notes: tuple[NotesRef, ...] = ()
    """Every notes ref of the clone, sorted by name."""
