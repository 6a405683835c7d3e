"""What a forge is to collection: slots types for its answers, and the protocol that gives them.

An answer that cannot be had is part of the answer (`Shortfall`), never an exception: the population
comes from git, so a silent forge takes nothing away from it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar

from attest.collect.forge_records import Account as Account
from attest.collect.forge_records import (
    AgentTask,
    BranchPush,
    BranchRules,
    Deployed,
    InlineComment,
    Permission,
    PullEvent,
    RuleSuite,
)
from attest.model.base import UtcTime

PULL_REQUESTS = "pull-requests"
REVIEWS = "reviews"
CHECKS = "checks"
COMPREHENSION = "comprehension"
TIMELINE = "timeline"
COMMENTS = "review-comments"
PUSHES = "pushes"
RULES = "rules"
BYPASSES = "bypasses"
DEPLOYMENTS = "deployments"
PERMISSIONS = "permissions"
AGENT_TASKS = "agent-tasks"
BASIC = (PULL_REQUESTS, REVIEWS, CHECKS, COMPREHENSION)
"""What a recording holds that does not say what it holds."""
FURTHER = (TIMELINE, COMMENTS, PUSHES, RULES, BYPASSES, DEPLOYMENTS, PERMISSIONS, AGENT_TASKS)
AGENT_WORK_UNREAD = "agent-work-unread"
"""The kind of what a timeline lacks where only an agent's work was not asked for: nothing moved unseen."""
SOURCES = (*BASIC, *FURTHER)
"""Every source that a forge may be connected for."""

Value = TypeVar("Value", covariant=True)


class HeadPushes(NamedTuple):
    """What the forge says of pushes to the branch of a pull request."""

    pushes: tuple[BranchPush, ...]
    """Newest first."""
    reach: str
    """The instant that the list goes back to."""
    problem: str = ""
    """Why it could not be read, or not whole."""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request as the forge states it. An account that was deleted is `None`."""

    number: int
    title: str
    body: str
    opener: Account | None
    head_ref: str
    head_sha: str
    base_ref: str
    merge_sha: str
    """The forge's `merge_commit_sha`; empty where it states none."""
    created_at: UtcTime | None
    merged_at: UtcTime | None
    merged_by: Account | None
    labels: tuple[str, ...]
    commit_count: int | None
    issues: tuple[str, ...] = ()
    """Issues that it closes, as `owner/name#12`."""
    edited_at: UtcTime | None = None
    edits_known: bool = False
    """Whether the forge says when its text was last edited."""
    is_from_fork: bool | None = None
    """`None` where the forge does not say."""
    head_pushes: HeadPushes | None = None
    """`None` where nobody asked who pushed to its branch."""


@dataclass(frozen=True, slots=True)
class Landed:
    """The part of a pull request that the whole list is held in memory with."""

    number: int
    head_sha: str
    merge_sha: str
    merged_at: UtcTime | None


@dataclass(frozen=True, slots=True)
class PullCommit:
    """A commit that the forge lists for a pull request, with the accounts it ties its addresses to."""

    sha: str
    parents: int
    """How many it has; nought where the forge was not asked, as for commits that the clone holds."""
    author_name: str
    author_email: str
    authored_at: UtcTime | None
    author: Account | None
    committer_name: str
    committer_email: str
    committer: Account | None
    message: str


@dataclass(frozen=True, slots=True)
class PullReview:
    """A review event. `state` is the forge's word, in lower case; `sha` is empty where it states none."""

    id: str
    reviewer: Account | None
    state: str
    body: str
    submitted_at: UtcTime | None
    sha: str
    tree: str = ""
    """The tree of that revision as the forge states it."""
    edited_at: UtcTime | None = None


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A check run (`kind` is `check`) or a commit status (`status`), with the forge's own conclusion."""

    id: str
    kind: str
    name: str
    app: str
    conclusion: str
    completed_at: UtcTime | None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Something that was asked for and could not be had: the kind of Gap, and what happened."""

    kind: str
    what: str
    effect: str


@dataclass(frozen=True, slots=True)
class Answer(Generic[Value]):
    """What a forge answered, and what it could not; a shortfall never makes the value bigger."""

    value: Value
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(frozen=True, slots=True)
class LandedPulls:
    """Merged pull requests of one branch. `complete` is false when the list could not be read whole."""

    pulls: tuple[Landed, ...]
    complete: bool
    since: str = ""
    """Whole for merges at or after this instant; empty where it is for all time."""
    tied: Mapping[str, int] = field(default_factory=dict)
    """By landed commit, the pull request that the forge says it came by."""
    untied: frozenset[str] = frozenset()
    """Landed commits of which the forge says that they came by none."""


@dataclass(frozen=True, slots=True)
class RequiredChecks:
    """Names of the checks that the branch's rules ask for. `known` is false when rules may be missing."""

    names: frozenset[str] = field(default_factory=frozenset)
    known: bool = False


class Received(NamedTuple):
    """A page of an answer as a forge gave it, before anything was made of it.

    `source` is as in the manifest's `sources`; `request` is the path below `/repos/{owner}/{repo}`;
    `per_page` is `None` for what is no list; `origin` is the file or page that the bytes are from.
    """

    source: str
    request: str
    per_page: int | None
    origin: str
    data: bytes


Keep = Callable[[Received], None]
"""What a forge hands each page to as it reads it, as often as it reads it."""


def forget(received: Received) -> None:
    """Keep nothing."""


class Forge(Protocol):
    """Where pull requests live. Questions may be asked again and are answered the same."""

    @property
    def name(self) -> str:
        """`git` when there is none, else `recorded`, `github`."""

    @property
    def connected(self) -> frozenset[str]:
        """The sources of `SOURCES` that were configured."""

    @property
    def remote(self) -> str:
        """`owner/name` as the forge states it, or empty."""

    def landed_pulls(self, branch: str) -> Answer[LandedPulls]:
        """Merged pull requests whose base is the branch, by number.

        A forge that lists them by their last update only, back to an instant, states the instant: whatever
        was merged since was updated since, so nothing merged since is missing. What was merged before may be;
        a landed commit that no listed one explains is a direct push only where the forge was asked about that
        commit, and ties it to none.
        """

    def pull(self, number: int) -> Answer[PullRequest | None]:
        """One of them, whole."""

    def commits(self, number: int) -> Answer[tuple[PullCommit, ...] | None]:
        """The commits of a pull request, in the forge's order; `None` when they could not be read."""

    def reviews(self, number: int) -> Answer[tuple[PullReview, ...]]:
        """Its reviews in the order of (submission, id)."""

    def checks(self, sha: str) -> Answer[tuple[CheckRun, ...]]:
        """Check runs and statuses of a revision, sorted by kind, name and id."""

    def required_checks(self, branch: str) -> Answer[RequiredChecks]:
        """What the branch's rules ask for."""

    def events(self, number: int) -> Answer[tuple[PullEvent, ...]]:
        """The timeline of a pull request in the order of (time, id)."""

    def comments(self, number: int) -> Answer[tuple[InlineComment, ...]]:
        """The comments on its lines in the order of (publication, id)."""

    def pushes(self, branch: str) -> Answer[tuple[BranchPush, ...]]:
        """What moved the branch in the order of (time, id), as far back as the forge remembers."""

    def rules(self, branch: str) -> Answer[tuple[BranchRules, ...]]:
        """The versions of the rules that bind the branch or may, by id."""

    def bypasses(self, branch: str) -> Answer[tuple[RuleSuite, ...]]:
        """How pushes to the branch fared by its rules, passes too, in the order of (time, id)."""

    def deployments(self) -> Answer[tuple[Deployed, ...]]:
        """Deployments in the order of (time, id)."""

    def permissions(self) -> Answer[tuple[Permission, ...]]:
        """What accounts may do, on the day of collection, by login."""

    def agent_tasks(self) -> Answer[tuple[AgentTask, ...]]:
        """Tasks that were given to the forge's own agent in the order of (time, id)."""


class NoForge:
    """Forge `git`: nothing is connected; whoever asks gets nothing."""

    name = "git"
    remote = ""
    connected: frozenset[str] = frozenset()

    def landed_pulls(self, branch: str) -> Answer[LandedPulls]:
        """None, and not a complete list."""
        return Answer(LandedPulls((), complete=False))

    def pull(self, number: int) -> Answer[PullRequest | None]:
        """None."""
        return Answer(None)

    def commits(self, number: int) -> Answer[tuple[PullCommit, ...] | None]:
        """None."""
        return Answer(None)

    def reviews(self, number: int) -> Answer[tuple[PullReview, ...]]:
        """None."""
        return Answer(())

    def checks(self, sha: str) -> Answer[tuple[CheckRun, ...]]:
        """None."""
        return Answer(())

    def required_checks(self, branch: str) -> Answer[RequiredChecks]:
        """Not known."""
        return Answer(RequiredChecks())

    def events(self, number: int) -> Answer[tuple[PullEvent, ...]]:
        """None."""
        return Answer(())

    def comments(self, number: int) -> Answer[tuple[InlineComment, ...]]:
        """None."""
        return Answer(())

    def pushes(self, branch: str) -> Answer[tuple[BranchPush, ...]]:
        """None."""
        return Answer(())

    def rules(self, branch: str) -> Answer[tuple[BranchRules, ...]]:
        """None."""
        return Answer(())

    def bypasses(self, branch: str) -> Answer[tuple[RuleSuite, ...]]:
        """None."""
        return Answer(())

    def deployments(self) -> Answer[tuple[Deployed, ...]]:
        """None."""
        return Answer(())

    def permissions(self) -> Answer[tuple[Permission, ...]]:
        """None."""
        return Answer(())

    def agent_tasks(self) -> Answer[tuple[AgentTask, ...]]:
        """None."""
        return Answer(())
