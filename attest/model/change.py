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
    """Independence set: authors, co-authors, opener, named prompter and pusher; agents and robots left in."""
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
    issues: tuple[str, ...] = ()
    """Issues that the forge says it closes, as `owner/name#12`, sorted."""
    references: tuple[str, ...] = ()
    """Kinds of trailers of the landed message that lead to a review elsewhere, sorted: `change-id`,
    `pr-url`, `reviewed-on`. What lies there was not read."""
    pusher: Actor | None = None
    """Who pushed the last revision whose own content changed, by the forge's record of pushes: a person is
    among `authors` then. `None` where that is not known."""
    pusher_unknown: str = ""
    """Why it is not known, in one word of ours: `not-asked`, `fork`, `beyond-reach`, `not-listed`,
    `not-readable`, `deleted-account`, `merge-unverified`, `forge`; empty where it is known, and for changes
    without a pull request."""


class ReviewState(StrEnum):
    """The forge's verdict of a review event, at the time of collection."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes-requested"
    COMMENTED = "commented"
    DISMISSED = "dismissed"
    PENDING = "pending"


class Bound(StrEnum):
    """How what landed follows from the revision that an approval is of."""

    IDENTICAL = "identical"
    """The tree that landed is the approved tree, and merging it onto the branch gives nothing else."""
    CLEAN_REPLAY = "clean-replay"
    """Merging the approved revision onto the branch as it was gives exactly the tree that landed."""
    RESIDUAL = "residual"
    """What landed holds a difference that the approval is not of."""
    UNVERIFIABLE = "unverifiable"
    """Which revision was approved, or what follows from it, is not known; the reason says why."""


class ResidualPath(Record):
    """A file that the approval is not of. Lines are `None` where git compares none."""

    path: str
    added: int | None
    deleted: int | None


class ApprovalBinding(Record):
    """An approval held against the content that landed, so that anyone with a clone can do it again.

    `git merge-tree --write-tree <base_sha> <approved revision>` gives `replayed_tree`; the residual is
    `git diff-tree -r --no-renames <replayed_tree> <landed_tree>`. Where the merge conflicts,
    `replayed_tree` is what git leaves, with its marks of conflict; where the branch was merged in step by
    step, it is what the steps lead to.
    """

    result: Bound
    reason: str
    """One word of ours: `same-tree`, `content-differs`, ...; docs/checks/REV.md has all of them."""
    basis: Basis
    """What says that this revision was approved: `server-observed` where the forge's timeline was read
    and shows no push that may have put it in another's place, `declared` where only the forge's id and
    the committer's clock speak for it, `absent` where one of them speaks against it or none is named."""
    base_sha: Sha | None
    """The branch before the first commit that landed of the pull request."""
    landed_tree: Sha
    """The tree after the last of them."""
    replayed_tree: Sha | None
    paths: tuple[ResidualPath, ...] = ()
    """The first files of a residual, in the order of git."""
    path_count: int | None = None
    """All of them; `None` where there is no residual, or it could not be listed."""
    added: int | None = None
    deleted: int | None = None


class Review(Record):
    """A review as the forge recorded it, or as a commit message declares it. Merging is not a review.

    A declared one (`basis` is `declared`) has no time and no revision: `commit` is where its line stands.
    """

    id: str
    change: str
    reviewer: Actor
    state: ReviewState
    submitted_at: UtcTime | None
    sha: Sha | None
    """The revision that was reviewed."""
    tree: Sha | None
    """Its tree; `None` when neither the clone holds the revision nor the forge states its tree."""
    commitment: str
    binding: ApprovalBinding | None = None
    """Of an approval, one that was dismissed among them; `None` for other verdicts, and in runs of before
    it was recorded."""
    tree_basis: Basis | None = None
    """`recomputed` from the clone, `server-observed` where only the forge states the tree."""
    edited_at: UtcTime | None = None
    """When its text was last edited; the verdict cannot be."""
    previous_state: ReviewState | None = None
    """Of a dismissed review, its verdict before: only the timeline says so."""
    dismissed_at: UtcTime | None = None
    """When it was dismissed; `None` where it was not, or the timeline did not say, or was not read."""
    dismissed_by: Actor | None = None
    """Who dismissed it, by the timeline."""
    basis: Basis = Basis.SERVER
    trailer: str = ""
    """The key of the line that declares it: `reviewed-by`, `approved-by`, `acked-by`."""
    commit: Sha | None = None
    """The commit in whose message the line stands: the landed one, or one that it brought in."""
    namesake: bool = False
    """The reviewer bears the name of an author under another address, or has a variant of an author's
    address (`ada+review@`), and may be that author."""
    in_service: bool | None = None
    """Whether the reviewer was in service on the day of submission; `None` where the persons file does not
    name their account, or the review has no time."""
    roles: tuple[str, ...] = ()
    """Roles that the persons file gives them on that day, sorted."""
    pull: int | None = None
    """The pull request that it is of, where the forge says of several that they landed as the change, and
    this is not the one that it is shown to be. Where nothing shows which, all of its reviews have one."""


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
