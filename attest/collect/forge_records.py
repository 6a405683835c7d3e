"""What a forge records beside pull requests, reviews and checks: slots types for its answers.

A time that the forge does not state, and an account that was deleted, are `None`; ids of commits that it
does not name are empty.
"""

from dataclasses import dataclass

from attest.model.base import UtcTime


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the forge. `id` is its immutable number, nought where it is not known.

    `kind` is the forge's word in lower case: `user`, `bot`, `organization`, `mannequin`.
    """

    id: int
    login: str
    kind: str


@dataclass(frozen=True, slots=True)
class PullEvent:
    """An entry of a pull request's timeline; `kind` is ours, one of `attest.model.event.EventKind`."""

    id: str
    kind: str
    at: UtcTime | None
    actor: Account | None
    subject: Account | None = None
    """Whom a review was asked of, or who switched auto-merge on."""
    team: str = ""
    """The team that a review was asked of."""
    before: str = ""
    after: str = ""
    """The commits, or for another base the branches, that the entry leads from and to."""
    review: str = ""
    """The review that was dismissed."""
    state: str = ""
    """What that review was before, in the forge's word and lower case."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class InlineComment:
    """A comment on lines of a pull request, of one review."""

    id: str
    review: str
    author: Account | None
    drafted_at: UtcTime | None
    published_at: UtcTime | None
    edited_at: UtcTime | None
    state: str
    path: str
    line: int | None
    original_line: int | None
    sha: str
    original_sha: str
    outdated: bool | None
    body: str
    answers: str = ""
    """The comment that it answers."""


@dataclass(frozen=True, slots=True)
class BranchPush:
    """What moved a branch: `kind` is the forge's word with hyphens, `push`, `force-push`, `pr-merge`, ..."""

    id: str
    kind: str
    at: UtcTime | None
    actor: Account | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BranchRules:
    """One version of a ruleset, or the branch's protection; what it does not say is `None`."""

    id: str
    origin: str
    """`ruleset` or `protection`."""
    name: str
    since: UtcTime | None
    until: UtcTime | None
    """When the next version took its place."""
    enforcement: str
    covers: bool | None
    """Whether the branch is one of those that it is meant for."""
    changed_by: Account | None = None
    approvals: int | None = None
    dismisses_stale: bool | None = None
    last_push_approval: bool | None = None
    code_owners: bool | None = None
    checks: tuple[str, ...] = ()
    forbids_force_push: bool | None = None
    binds_admins: bool | None = None
    bypass: tuple[str, ...] = ()
    """Roles and teams that may bypass it, with the mode: `organization-admin always`."""
    bypass_accounts: tuple[tuple[Account, str], ...] = ()
    """Accounts that may, with the mode."""


@dataclass(frozen=True, slots=True)
class RuleSuite:
    """How a push to the branch fared by its rules: `pass`, `fail` or `bypass`."""

    id: str
    at: UtcTime | None
    actor: Account | None
    before: str
    after: str
    result: str


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment, with the last state that it is in."""

    id: str
    sha: str
    environment: str
    created_at: UtcTime | None
    creator: Account | None
    state: str
    state_at: UtcTime | None
    reviewers: int | None
    """How many the environment's rule names, of whom one must approve; `None` if that is not known."""
    prevents_self_review: bool | None


@dataclass(frozen=True, slots=True)
class Permission:
    """What an account may do, by the forge's name of its role."""

    account: Account | None
    role: str
    may_push: bool | None


@dataclass(frozen=True, slots=True)
class AgentTask:
    """A task that was given to the forge's own agent."""

    id: str
    creator: Account | None
    created_at: UtcTime | None
    state: str
    sessions: int | None
    prompt: str
    pulls: tuple[int, ...]
    """Pull requests that came of it, as far as they are listed."""
    collaborators: tuple[Account, ...] = ()
    """Who else prompted the agent in it."""
