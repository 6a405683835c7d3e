"""Changes, and what the forge recorded about them."""

from enum import StrEnum

from attest.model.base import Record, Sha, UtcTime
from attest.model.identity import Actor


class ChangeType(StrEnum):
    """How a change reached the release branch.

    From git alone a pull request that was merged by rebase cannot be told from direct pushes: such
    a change is `undetermined`.
    """

    PULL_REQUEST = "pull-request"
    DIRECT_PUSH = "direct-push"
    UNDETERMINED = "undetermined"


class Basis(StrEnum):
    """What a fact rests on, strongest first."""

    RECOMPUTED = "recomputed"
    SIGNED = "signed"
    SERVER = "server-observed"
    DECLARED = "declared"
    ABSENT = "absent"


class Binding(StrEnum):
    """How the tree that landed relates to the tree of the pull request's last revision."""

    IDENTICAL = "identical"
    CLEAN_MERGE = "clean-merge"
    """Recomputing the merge of base and head gives exactly the tree that landed."""
    RESIDUAL = "residual"
    """The landed tree holds something that neither the head nor a clean merge explains."""
    UNVERIFIABLE = "unverifiable"
    """The head is not in the clone, or git is too old to recompute the merge."""


class Change(Record):
    """One change of the population: exactly one first-parent commit of the release branch.

    Ordered in a run by `ordinal`: repository, then landing, oldest first.
    """

    id: str
    """`<repository>:<landed sha>`."""
    ordinal: int
    repository: str
    label: str
    """What people call it: `#12`, or the first twelve digits of the landed commit."""
    number: int | None
    type: ChangeType
    type_basis: str
    """In words: `forge: pull request 12 states this merge commit`, `subject ends in (#12)`, ..."""
    type_strength: Basis
    method: str
    """`merge`, `squash`, `rebase`, `fast-forward`, `commit`, `unknown`."""
    landed_sha: Sha
    landed_tree: Sha
    base_sha: Sha | None
    landed_at: UtcTime | None
    landed_basis: Basis
    head_sha: Sha | None
    head_tree: Sha | None
    binding: Binding
    authors: tuple[Actor, ...]
    """Independence set: authors, co-authors, opener and named prompter; agents and robots left in."""
    authors_complete: bool
    """False when somebody who must be in the set is not known (an agent's prompter)."""
    opener: Actor | None
    merger: Actor | None
    created_at: UtcTime | None
    merged_at: UtcTime | None
    commit_count: int
    """Landed and brought-in commits."""
    pull_commit_count: int | None
    """Commits on the pull request's own head; `None` when it could not be read."""
    files: int | None
    added: int | None
    deleted: int | None
    declaration: str
    """AI declaration of the author as found: `none`, `assisted`, `generated`, `autonomous`, or empty."""
    labels: tuple[str, ...]
    also_in: tuple[str, ...]
    """Other changes whose pull requests also held one of its commits, sorted."""
    commitment: str
    """Salted commitment to the title, branch name and other personal text."""


class ReviewState(StrEnum):
    """The forge's verdict of a review event, at the time of collection."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes-requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"
    PENDING = "pending"


class Review(Record):
    """A review as the forge recorded it. Merging is not a review."""

    id: str
    change: str
    reviewer: Actor
    state: ReviewState
    submitted_at: UtcTime | None
    sha: Sha | None
    """The revision that was reviewed."""
    tree: Sha | None
    """Its tree; `None` when the revision is not in the clone."""
    commitment: str


NEVER_RAN = "never-ran"


class StatusCheck(Record):
    """One check run or commit status on a revision.

    `conclusion` is the forge's word: only `success` passes; `neutral`, `skipped` and `cancelled` do not.
    `NEVER_RAN` is ours: the branch's rules, as they are on the day of collection, ask for a check of
    which the forge lists no run.
    """

    id: str
    change: str
    name: str
    app: str
    sha: Sha
    conclusion: str
    completed_at: UtcTime | None
    required: bool | None
    """Whether the branch's rules ask for it; `None` when the rules are not known."""
