"""Makes records of what the forge says of the repository and its branch as a whole, once changes are known.

Recorded is what lies in the period, or is of a commit that landed in it. Rules, permissions and agents'
tasks are recorded as they were told: what bound the branch before the period still explains it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from attest.collect.forge import Account, Answer, Forge
from attest.collect.forge_records import AgentTask as ToldTask
from attest.collect.forge_records import BranchPush, BranchRules, Deployed
from attest.collect.forge_records import Permission as ToldPermission
from attest.collect.forge_records import RuleSuite as ToldSuite
from attest.collect.gaps import GapLog
from attest.collect.people import UNKNOWN, Directory
from attest.model.base import Record
from attest.model.branch import (
    AgentTask,
    BranchRule,
    Deployment,
    Permission,
    Push,
    RuleSuite,
    SuiteResult,
)
from attest.model.identity import Actor
from attest.model.population import Period
from attest.proof.commitment import Sealer


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that a forge says of a repository and its branch as a whole."""

    pushes: Answer[tuple[BranchPush, ...]]
    rules: Answer[tuple[BranchRules, ...]]
    suites: Answer[tuple[ToldSuite, ...]]
    deployments: Answer[tuple[Deployed, ...]]
    permissions: Answer[tuple[ToldPermission, ...]]
    tasks: Answer[tuple[ToldTask, ...]]

    def accounts(self) -> Iterator[Account | None]:
        """Everybody whom it names by login."""
        yield from (push.actor for push in self.pushes.value)
        yield from (suite.actor for suite in self.suites.value)
        yield from (one.creator for one in self.deployments.value)
        yield from (one.account for one in self.permissions.value)
        named = (one for task in self.tasks.value for one in (task.creator, *task.collaborators))
        yield from (account for account in named if account is not None and account.login)


_UNDATED = "landed commits that no merged pull request dates are dated by their committers"
_BOUNDS = "a bound of the period rests on such dates, which whoever commits can set"


def ask(forge: Forge, branch: str) -> Told:
    """Ask a forge for all of it."""
    return Told(
        forge.pushes(branch),
        forge.rules(branch),
        forge.bypasses(branch),
        forge.deployments(),
        forge.permissions(),
        forge.agent_tasks(),
    )


def note_shortfalls(told: Told, gaps: GapLog, *, is_bound_declared: bool) -> None:
    """Note what could not be had of it, and for the pushes what the bounds of the period then rest on."""
    for source, answer in (
        ("pushes", told.pushes),
        ("branch-rules", told.rules),
        ("rule-suites", told.suites),
        ("deployments", told.deployments),
        ("permissions", told.permissions),
        ("agent-tasks", told.tasks),
    ):
        for one in answer.shortfalls:
            effect = one.effect
            if answer is told.pushes:
                effect += f"; {_UNDATED}" + (f", and {_BOUNDS}" if is_bound_declared else "")
            gaps.note(source, one.kind, what=one.what, effect=effect)


def account_actor(directory: Directory, account: Account | None) -> Actor:
    """Who stands behind an account, which may be named by its immutable number alone."""
    if account is not None and not account.login and account.kind == "user":
        return directory.numbered(account.id)
    return directory.account(account)


class BranchRecorder:
    """Makes the records of one repository."""

    def __init__(
        self,
        repository: str,
        branch: str,
        period: Period,
        directory: Directory,
        sealer: Sealer,
    ) -> None:
        self._repository = repository
        self._branch = branch
        self._period = period
        self._directory = directory
        self._sealer = sealer

    def records(
        self, told: Told, start: str | None, landed: Mapping[str, str], numbers: Mapping[int, tuple[str, ...]]
    ) -> Iterator[tuple[str, Record]]:
        """Kind and record, of everything.

        Args:
            told: What the forge said.
            start: The tip before the first of the run's landed commits.
            landed: The run's changes by landed commit.
            numbers: Its changes by pull request.
        """
        brought = _brought(told.pushes.value, start, landed)
        for push in told.pushes.value:
            if push.after in landed or self._is_in_period(push.at):
                yield "pushes", self._push(push, landed, brought.get(push.id, 0))
        for rule in told.rules.value:
            yield "branch-rules", self._rule(rule)
        for suite in told.suites.value:
            if suite.after in landed or self._is_in_period(suite.at):
                yield "rule-suites", self._suite(suite, landed)
        for one in told.deployments.value:
            if one.sha in landed or self._is_in_period(one.created_at):
                yield "deployments", self._deployment(one, landed)
        for permission in told.permissions.value:
            yield "permissions", self._permission(permission)
        for task in told.tasks.value:
            changes = {change for number in task.pulls for change in numbers.get(number, ())}
            if changes or self._is_in_period(task.created_at):
                yield "agent-tasks", self._task(task, changes)

    def _is_in_period(self, at: str | None) -> bool:
        """Whether an instant lies in the period; one that is not known may."""
        return at is None or self._period.since <= at < self._period.until

    def _actor(self, account: Account | None) -> Actor:
        return account_actor(self._directory, account)

    def _push(self, read: BranchPush, landed: Mapping[str, str], count: int) -> Push:
        return Push(
            id=f"{self._repository}:push:{_padded(read.id)}",
            repository=self._repository,
            branch=self._branch,
            landed_change=landed.get(read.after, ""),
            landed=count,
            kind=read.kind,
            at=read.at,
            actor=self._actor(read.actor),
            before=read.before or None,
            after=read.after or None,
        )

    def _rule(self, read: BranchRules) -> BranchRule:
        ended = read.until is not None and read.until <= self._period.since
        begun = read.since is None or read.since < self._period.until
        who = [f"{self._actor(account).id} {mode}" for account, mode in read.bypass_accounts]
        return BranchRule(
            id=f"{self._repository}:rule:{read.id}",
            repository=self._repository,
            branch=self._branch,
            origin=read.origin,
            name=read.name,
            since=read.since,
            until=read.until,
            in_period=begun and not ended,
            enforcement=read.enforcement,
            covers=read.covers,
            changed_by=self._actor(read.changed_by) if read.changed_by is not None else None,
            approvals=read.approvals,
            dismisses_stale=read.dismisses_stale,
            last_push_approval=read.last_push_approval,
            code_owners=read.code_owners,
            checks=read.checks,
            forbids_force_push=read.forbids_force_push,
            binds_admins=read.binds_admins,
            bypass=(*read.bypass, *sorted(who)),
        )

    def _suite(self, read: ToldSuite, landed: Mapping[str, str]) -> RuleSuite:
        return RuleSuite(
            id=f"{self._repository}:rule-suite:{_padded(read.id)}",
            repository=self._repository,
            branch=self._branch,
            landed_change=landed.get(read.after, ""),
            at=read.at,
            actor=self._actor(read.actor),
            before=read.before or None,
            after=read.after or None,
            result=SuiteResult(read.result),
        )

    def _deployment(self, read: Deployed, landed: Mapping[str, str]) -> Deployment:
        return Deployment(
            id=f"{self._repository}:deployment:{_padded(read.id)}",
            repository=self._repository,
            landed_change=landed.get(read.sha, ""),
            sha=read.sha,
            environment=read.environment,
            created_at=read.created_at,
            creator=self._actor(read.creator),
            state=read.state,
            state_at=read.state_at,
            reviewers=read.reviewers,
            prevents_self_review=read.prevents_self_review,
        )

    def _permission(self, read: ToldPermission) -> Permission:
        account = self._actor(read.account)
        number = read.account.id if read.account is not None else 0
        name = account.id if account != UNKNOWN else f"unknown-{number}"
        return Permission(
            id=f"{self._repository}:permission:{name}:{read.role}",
            repository=self._repository,
            account=account,
            role=read.role,
            may_push=read.may_push,
        )

    def _task(self, read: ToldTask, changes: Iterable[str]) -> AgentTask:
        name = f"{self._repository}:agent-task:{read.id}"
        commitment, _ = self._sealer.seal(name, {"prompt": read.prompt})
        return AgentTask(
            id=name,
            repository=self._repository,
            changes=tuple(sorted(changes)),
            creator=self._actor(read.creator),
            created_at=read.created_at,
            state=read.state,
            sessions=read.sessions,
            prompt_commitment=commitment if read.prompt else "",
        )


def push_times(
    pushes: Iterable[BranchPush], place: Callable[[str], int | None], line: Iterable[str]
) -> dict[str, str]:
    """When landed commits came to the branch, by the forge's clock: the first push that brought each.

    A push from one commit of the line to a later one brought those between them. Of one that comes from
    elsewhere only the tip is known.

    Args:
        pushes: What moved the branch, oldest first.
        place: The place of a commit on the first-parent line.
        line: The line, oldest first.
    """
    shas = tuple(line)
    found: dict[str, str] = {}
    for push in pushes:
        end, start = place(push.after), place(push.before) if push.before else None
        if push.at is None or end is None:
            continue
        first = end if start is None or start >= end else start + 1
        for sha in shas[first : end + 1]:
            found.setdefault(sha, push.at)
    return found


def _brought(pushes: Iterable[BranchPush], before: str | None, landed: Mapping[str, str]) -> dict[str, int]:
    """How many landed commits of the run each push brought; `before` is the tip that the first is on."""
    order = {sha: at for at, sha in enumerate(landed)}
    if before is not None:
        order[before] = -1
    counts: dict[str, int] = {}
    for push in pushes:
        end = order.get(push.after)
        if end is not None and end >= 0:
            start = order.get(push.before, end - 1)
            counts[push.id] = max(1, end - start)
    return counts


def _padded(number: str) -> str:
    """A number as text that sorts as numbers do."""
    return number.zfill(12)
