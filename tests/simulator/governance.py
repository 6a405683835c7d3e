"""What a simulated forge knows of a repository as a whole: rules, pushes, deployments, roles, agents."""

from dataclasses import dataclass

from tests.simulator.records import Json


@dataclass(frozen=True, slots=True)
class Push:
    """An entry of the repository's activity."""

    id: int
    kind: str
    before: str
    after: str
    ref: str
    at: str
    actor: str | None


@dataclass(frozen=True, slots=True)
class Protection:
    """Classic protection of a branch."""

    required: tuple[str, ...] = ()
    approvals: int = 1
    dismiss_stale: bool = False
    code_owners: bool = False
    last_push: bool = False
    admins: bool = False


@dataclass(frozen=True, slots=True)
class RulesetVersion:
    """A state of a ruleset; `rules` and `bypass` as the REST answer has them."""

    id: int
    at: str
    actor: str
    enforcement: str
    rules: tuple[Json, ...]
    bypass: tuple[Json, ...]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A ruleset with every state that it had, oldest first."""

    id: int
    name: str
    branch: str
    versions: tuple[RulesetVersion, ...]

    @property
    def current(self) -> RulesetVersion:
        """What is in force now."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class RuleSuite:
    """A push that was held against the rules: `result` is `pass`, `fail` or `bypass`."""

    id: int
    actor: str
    before: str
    after: str
    ref: str
    at: str
    result: str


@dataclass(frozen=True, slots=True)
class DeploymentStatus:
    """What became of a deployment."""

    id: int
    state: str
    at: str
    creator: str | None


@dataclass(frozen=True, slots=True)
class Approval:
    """Someone let a run deploy, or not."""

    run: int
    environment: str
    state: str
    user: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment of a revision to an environment."""

    id: int
    sha: str
    environment: str
    creator: str | None
    at: str
    statuses: tuple[DeploymentStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment and who must let a deployment through."""

    id: int
    name: str
    at: str
    reviewers: tuple[str, ...] = ()
    no_self_review: bool = False


@dataclass(frozen=True, slots=True)
class Collaborator:
    """Someone's role in the repository: `read`, `triage`, `write`, `maintain` or `admin`."""

    login: str
    role: str


@dataclass(frozen=True, slots=True)
class AgentTask:
    """A task that somebody gave to the forge's own agent."""

    id: str
    creator: str
    at: str
    state: str = "completed"
    pull: int | None = None
    model: str = ""
    prompt: str = ""
    head: str = ""
    base: str = ""
    collaborators: tuple[str, ...] = ()
    """Who else prompted the agent in it."""
    archived_at: str | None = None
    further: tuple[tuple[str, str], ...] = ()
    """Who prompted a further session, and with what."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An entry of the organization's audit log."""

    id: str
    action: str
    actor: str
    at: str
    details: tuple[tuple[str, str | bool | int], ...] = ()
