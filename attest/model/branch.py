"""What the forge recorded of a repository and its release branch as a whole."""

from enum import StrEnum

from attest.model.base import Record, Sha, UtcTime
from attest.model.identity import Actor


class Push(Record):
    """Something that moved the release branch, with the forge's clock and the account that did it."""

    id: str
    repository: str
    branch: str
    landed_change: str
    """The change whose landed commit is the tip that it left, or empty."""
    landed: int
    """Landed commits of the run that it brought."""
    kind: str
    """`push`, `force-push`, `pr-merge`, `merge-queue-merge`, `branch-creation`, `branch-deletion`."""
    at: UtcTime | None
    actor: Actor
    before: Sha | None
    after: Sha | None


class BranchRule(Record):
    """One version of a ruleset, or the branch's classic protection. `None` is what it does not say.

    Protection has no history: it is as it was on the day of collection, and `since` is `None` then. A
    ruleset of which no version could be read is recorded the same way.
    """

    id: str
    repository: str
    branch: str
    origin: str
    """`ruleset` or `protection`."""
    name: str
    since: UtcTime | None
    until: UtcTime | None
    """When another version took its place; `None` while it stands."""
    in_period: bool
    """Whether it stood at some time of the period, as far as its dates say."""
    enforcement: str
    """`active`, `evaluate` (it was tried and bound nobody) or `disabled`."""
    covers: bool | None
    """Whether the branch is one of those it is meant for; `None` where its patterns do not say."""
    changed_by: Actor | None
    approvals: int | None
    """Approvals that a pull request needs."""
    dismisses_stale: bool | None
    last_push_approval: bool | None
    """Whether somebody else than the last pusher must approve."""
    code_owners: bool | None
    checks: tuple[str, ...]
    forbids_force_push: bool | None
    binds_admins: bool | None
    bypass: tuple[str, ...]
    """Roles, teams and pseudonyms that may bypass it, each with the mode."""


class SuiteResult(StrEnum):
    """How a push fared by the branch's rules."""

    PASS = "pass"  # noqa: S105  the forge's word, no password
    FAIL = "fail"
    BYPASS = "bypass"


class RuleSuite(Record):
    """How one push to the release branch fared by its rules, as the forge judged it then."""

    id: str
    repository: str
    branch: str
    landed_change: str
    """The change whose landed commit is the tip that it left, or empty."""
    at: UtcTime | None
    actor: Actor
    before: Sha | None
    after: Sha | None
    result: SuiteResult


class Deployment(Record):
    """A deployment of the period, or of a commit that landed in it."""

    id: str
    repository: str
    landed_change: str
    """The change whose landed commit it is of, or empty."""
    sha: Sha
    environment: str
    created_at: UtcTime | None
    creator: Actor
    state: str
    """The last state: `success`, `failure`, ...; empty where none was had."""
    state_at: UtcTime | None
    reviewers: int | None
    """How many the environment's rule names, of whom one must approve, on the day of collection."""
    prevents_self_review: bool | None


class Permission(Record):
    """What an account may do in the repository, on the day of collection."""

    id: str
    repository: str
    account: Actor
    role: str
    may_push: bool | None


class AgentTask(Record):
    """A task that somebody gave to the forge's own agent."""

    id: str
    repository: str
    changes: tuple[str, ...]
    """The changes that came of it, sorted."""
    creator: Actor
    created_at: UtcTime | None
    state: str
    sessions: int | None
    prompt_commitment: str
    """Salted commitment to the text of the task, which is not kept."""
