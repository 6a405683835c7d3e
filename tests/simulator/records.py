"""What a simulated forge knows of accounts, commits and pull requests.

Times are text: `2025-03-01T09:00:00Z`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """A user, robot, organization or imported identity; the id never changes, the login may."""

    login: str
    """As GraphQL has it: a robot's without `[bot]`."""
    id: int
    kind: str = "User"
    """`User`, `Bot`, `Organization` or `Mannequin`."""
    deleted: bool = False
    email: str = ""
    shown: str = ""
    """As REST has it, where that is neither the login nor the login with `[bot]`: `Copilot`."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Author or committer of a commit."""

    name: str
    email: str
    at: str
    login: str | None = None


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit."""

    sha: str
    tree: str
    parents: tuple[str, ...]
    message: str
    author: Stamp
    committer: Stamp


@dataclass(frozen=True, slots=True)
class Comment:
    """An inline comment of a review."""

    id: int
    author: str
    body: str
    path: str
    line: int | None
    commit: str
    original_commit: str
    drafted: str
    at: str
    edited: str | None = None
    pending: bool = False
    outdated: bool = False
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A review; a pending one has no time of submission."""

    id: int
    state: str
    author: str
    commit: str | None
    body: str
    created: str
    submitted: str | None
    edited: str | None = None
    association: str = "MEMBER"
    can_push: bool = True
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a timeline: `kind` is GraphQL's type, or REST's name where GraphQL has none."""

    id: int
    kind: str
    at: str
    actor: str | None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class App:
    """An app that runs checks."""

    id: int = 15368
    slug: str = "github-actions"


@dataclass(frozen=True, slots=True)
class Check:
    """A check run, in GraphQL's capitals."""

    id: int
    name: str
    sha: str
    status: str
    conclusion: str | None
    started: str
    completed: str | None
    app: App = App()

    @property
    def suite(self) -> int:
        """The suite: one for each app and revision."""
        return int(self.sha[:8], 16) * 100 + self.app.id % 100


@dataclass(frozen=True, slots=True)
class Status:
    """A commit status."""

    id: int
    context: str
    sha: str
    state: str
    at: str
    creator: str | None


@dataclass(frozen=True, slots=True)
class AutoMerge:
    """A wish to merge as soon as it may be."""

    by: str
    at: str
    method: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A pull request."""

    number: int
    title: str
    body: str
    author: str
    created: str
    updated: str
    base: str
    base_sha: str
    head: str
    head_sha: str
    commits: tuple[str, ...]
    draft: bool = False
    merged_at: str | None = None
    merged_by: str | None = None
    merge_commit: str | None = None
    landed: tuple[str, ...] = ()
    """What else it put on its base: the commits of a merge by rebase, which the forge ties to it as well."""
    closed_at: str | None = None
    edited: str | None = None
    association: str = "MEMBER"
    fork: str | None = None
    """`owner/name` of the fork it comes from; an empty text when that was deleted."""
    auto_merge: AutoMerge | None = None
    reviews: tuple[Review, ...] = ()
    events: tuple[Event, ...] = ()
    labels: tuple[str, ...] = ()
    closes: tuple[int, ...] = ()

    @property
    def state(self) -> str:
        """`OPEN`, `CLOSED` or `MERGED`."""
        if self.merged_at:
            return "MERGED"
        return "CLOSED" if self.closed_at else "OPEN"
