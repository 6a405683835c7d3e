"""A simulated forge's state: one repository and all that hangs on it. Records are frozen, it is not."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from threading import RLock
from typing import Any

from tests.simulator.clock import Clock, Retention
from tests.simulator.governance import (
    AgentTask,
    Approval,
    AuditEntry,
    Collaborator,
    Deployment,
    Environment,
    Protection,
    Push,
    Ruleset,
    RuleSuite,
)
from tests.simulator.records import Account, Check, Comment, Commit, Pull, Review, Status


@dataclass(slots=True)
class World:
    """What the forge would answer from. Change it through its methods, which date and count each change."""

    owner: str
    name: str
    branch: str = "main"
    id: int = 1_296_269
    private: bool = True
    owner_kind: str = "Organization"
    clock: Clock = field(default_factory=Clock)
    retention: Retention = field(default_factory=Retention)
    accounts: dict[str, Account] = field(default_factory=dict)
    commits: dict[str, Commit] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    """Branch to the id at its tip."""
    pulls: dict[int, Pull] = field(default_factory=dict)
    checks: dict[str, tuple[Check, ...]] = field(default_factory=dict)
    statuses: dict[str, tuple[Status, ...]] = field(default_factory=dict)
    pushes: tuple[Push, ...] = ()
    protections: dict[str, Protection] = field(default_factory=dict)
    rulesets: dict[int, Ruleset] = field(default_factory=dict)
    rule_suites: tuple[RuleSuite, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    approvals: tuple[Approval, ...] = ()
    environments: tuple[Environment, ...] = ()
    collaborators: tuple[Collaborator, ...] = ()
    agent_tasks: tuple[AgentTask, ...] | None = None
    """`None` where the plan has none: 404."""
    audit_log: tuple[AuditEntry, ...] | None = None
    """`None` where the plan has none: 404."""
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    """REST operations that are refused: OpenAPI path to status and message."""
    version: int = 0
    lock: RLock = field(default_factory=RLock, repr=False)
    _index: "_Index | None" = field(default=None, repr=False)

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner}/{self.name}"

    def copy(self) -> "World":
        """A world of its own that is the same so far."""
        held = {
            one.name: getattr(self, one.name) for one in fields(self) if one.name not in ("lock", "_index")
        }
        own = {name: dict(value) for name, value in held.items() if isinstance(value, dict)}
        return World(**(held | own | {"clock": replace(self.clock), "retention": replace(self.retention)}))

    def changed(self) -> None:
        """Whatever was derived from the world is derived anew."""
        self.version += 1
        self._index = None

    def edit(self, number: int, /, *, at: str | None = None, touch: bool = True, **changes: Any) -> Pull:
        """Change fields of a pull request; it counts as updated at that time, or now."""
        with self.lock:
            pull = replace(self.pulls[number], **changes)
            if touch:
                pull = replace(pull, updated=at or self.clock.now)
            self.pulls[number] = pull
            self.changed()
            return pull

    def edit_review(self, review_id: int, /, *, touch: bool = True, **changes: Any) -> None:
        """Change fields of a review, such as the commit that it points at."""
        with self.lock:
            pull = self.pulls[self.index.pull_of_review[review_id]]
            reviews = tuple(replace(one, **changes) if one.id == review_id else one for one in pull.reviews)
            self.edit(pull.number, touch=touch, reviews=reviews)

    def edit_account(self, login: str, /, **changes: Any) -> None:
        """Rename or delete an account: what it did stays, the id as well."""
        with self.lock:
            self.accounts[login] = replace(self.accounts[login], **changes)
            self.changed()

    def refuse(self, operation: str, status: int = 403, message: str = "Resource not accessible") -> None:
        """Refuse a REST operation, named by its path in GitHub's description."""
        self.refused[operation] = (status, message)

    def account(self, login: str | None) -> Account | None:
        """The account that still exists."""
        account = self.accounts.get(login) if login else None
        return None if account is None or account.deleted else account

    def checks_of(self, sha: str) -> tuple[Check, ...]:
        """Check runs that the forge still keeps."""
        oldest = self.clock.ago(self.retention.checks)
        return tuple(one for one in self.checks.get(sha, ()) if one.started >= oldest)

    def statuses_of(self, sha: str) -> tuple[Status, ...]:
        """Commit statuses that the forge still keeps, newest first."""
        oldest = self.clock.ago(self.retention.checks)
        return tuple(one for one in reversed(self.statuses.get(sha, ())) if one.at >= oldest)

    @property
    def index(self) -> "_Index":
        """Ways from one thing to another."""
        if self._index is None:
            self._index = _Index.of(self)
        return self._index


@dataclass(frozen=True, slots=True)
class _Index:
    """What belongs to what."""

    by_update: tuple[Pull, ...]
    """Newest update first."""
    pulls_of_commit: dict[str, tuple[int, ...]]
    pull_of_review: dict[int, int]
    reviews: dict[int, Review]
    comments: dict[int, Comment]

    @classmethod
    def of(cls, world: World) -> "_Index":
        """Look through the world once."""
        of_commit: defaultdict[str, list[int]] = defaultdict(list)
        of_review: dict[int, int] = {}
        for pull in world.pulls.values():
            for sha in dict.fromkeys((*pull.commits, *pull.landed, *filter(None, [pull.merge_commit]))):
                of_commit[sha].append(pull.number)
            of_review.update((review.id, pull.number) for review in pull.reviews)
        return cls(
            tuple(sorted(world.pulls.values(), key=lambda one: (one.updated, one.number), reverse=True)),
            {sha: tuple(numbers) for sha, numbers in of_commit.items()},
            of_review,
            {review.id: review for review in _reviews(world)},
            {comment.id: comment for review in _reviews(world) for comment in review.comments},
        )


def _reviews(world: World) -> Iterator[Review]:
    for pull in world.pulls.values():
        yield from pull.reviews
