"""Tells a world in the order in which a test thinks of it. README.md has an example."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.simulator.git_reading import between, read_commits, read_heads
from tests.simulator.governance import (
    AgentTask,
    Approval,
    AuditEntry,
    Collaborator,
    Deployment,
    DeploymentStatus,
    Environment,
    Protection,
    Push,
    Ruleset,
    RulesetVersion,
    RuleSuite,
)
from tests.simulator.pull_builder import PullBuilder
from tests.simulator.records import Account, Commit, Json, Pull, Stamp
from tests.simulator.world import World

LONG_AGO = "2020-01-01T00:00:00Z"


class WorldBuilder:
    """A world in the making."""

    def __init__(self, owner: str, name: str, *, branch: str = "main", now: str | None = None) -> None:
        self._world = World(owner, name, branch)
        if now is not None:
            self._world.clock.now = now
        self._serial = 1_000
        self.person(owner, kind=self._world.owner_kind)

    def serial(self) -> int:
        """A number that nothing else has."""
        self._serial += 1
        return self._serial

    @property
    def world(self) -> World:
        """The world as it is so far."""
        return self._world

    def known(self, commit: Commit) -> str:
        """Learn a commit; its id."""
        self._world.commits[commit.sha] = commit
        return commit.sha

    def git(self, folder: Path) -> None:
        """Learn every commit and branch of a repository."""
        self._world.commits |= {commit.sha: commit for commit in read_commits(folder)}
        self._world.heads |= read_heads(folder)

    def commit(self, sha: str, *, tree: str = "", parents: Sequence[str] = (), message: str = "change",
               by: str = "ada", at: str = LONG_AGO) -> str:  # fmt: skip
        """A commit that has no repository behind it."""
        account = self._world.accounts.get(by)
        stamp = Stamp(by, account.email if account else "", at, by if account else None)
        made = Commit(sha, tree or sha[::-1], tuple(parents), message, stamp, stamp)
        return self.known(made)

    def person(
        self,
        login: str,
        *,
        id: int | None = None,
        email: str = "",
        deleted: bool = False,
        kind: str = "User",
        shown: str = "",
    ) -> str:
        """An account."""
        number = id or 9_000_000 + self.serial()
        address = email or f"{login}@example.org"
        self._world.accounts[login] = Account(login, number, kind, deleted, address, shown)
        return login

    def robot(self, login: str, *, id: int | None = None, email: str = "", shown: str = "") -> str:
        """A robot's account; the login is given without `[bot]`."""
        number = id or 9_000_000 + self.serial()
        address = email or f"{number}+{login}[bot]@users.noreply.example.org"
        return self.person(login, id=number, email=address, kind="Bot", shown=shown)

    def pull(
        self,
        number: int,
        *,
        by: str,
        at: str,
        head: str,
        base: str,
        commits: Sequence[str] | None = None,
        ref: str = "feature",
        onto: str | None = None,
        title: str = "Change",
        body: str = "",
        **more: Any,
    ) -> PullBuilder:
        """An open pull request; without `commits` those that the head has and the base has not."""
        listed = between(self._world.commits, base, head) if commits is None else tuple(commits)
        onto = onto or self._world.branch
        self._world.pulls[number] = Pull(
            number, title, body, by, at, at, onto, base, ref, head, listed, **more
        )
        return PullBuilder(self, self._world, number)

    def pushed(
        self, by: str | None, *, before: str, after: str, at: str, kind: str = "push", ref: str = ""
    ) -> None:
        """A push to a branch, or what the forge wrote there itself: `pr_merge`, `force_push`, ..."""
        where = f"refs/heads/{ref or self._world.branch}"
        push = Push(self.serial(), kind, before, after, where, at, by)
        self._world.pushes = (*self._world.pushes, push)

    def protection(self, *, branch: str = "", **rules: Any) -> None:
        """Classic protection of a branch; fields of `Protection`."""
        self._world.protections[branch or self._world.branch] = Protection(**rules)

    def ruleset(
        self,
        name: str,
        *,
        at: str,
        by: str = "ada",
        required: Sequence[str] = (),
        approvals: int = 1,
        bypass: Sequence[Json] = (),
        enforcement: str = "active",
    ) -> int:
        """A ruleset of the branch; its id."""
        number = self.serial()
        first = self._version(at, by, required, approvals, bypass, enforcement)
        self._world.rulesets[number] = Ruleset(number, name, self._world.branch, (first,))
        return number

    def ruleset_changed(
        self,
        number: int,
        *,
        at: str,
        by: str = "ada",
        required: Sequence[str] = (),
        approvals: int = 1,
        bypass: Sequence[Json] = (),
        enforcement: str = "active",
    ) -> None:
        """The next state of a ruleset."""
        ruleset = self._world.rulesets[number]
        added = self._version(at, by, required, approvals, bypass, enforcement)
        self._world.rulesets[number] = replace(ruleset, versions=(*ruleset.versions, added))

    def _version(
        self,
        at: str,
        by: str,
        required: Sequence[str],
        approvals: int,
        bypass: Sequence[Json],
        enforcement: str,
    ) -> RulesetVersion:
        reviews: Json = {
            "allowed_merge_methods": ["merge", "squash", "rebase"],
            "dismiss_stale_reviews_on_push": True,
            "require_code_owner_review": False,
            "require_last_push_approval": True,
            "required_approving_review_count": approvals,
            "required_review_thread_resolution": False,
        }
        rules: list[Json] = [{"type": "non_fast_forward"}, {"type": "pull_request", "parameters": reviews}]
        if required:
            checks: list[Json] = [{"context": name, "integration_id": 15368} for name in required]
            strict = {"strict_required_status_checks_policy": False, "required_status_checks": checks}
            rules.append({"type": "required_status_checks", "parameters": strict})
        return RulesetVersion(self.serial(), at, by, enforcement, tuple(rules), tuple(bypass))

    def bypassed(self, by: str, *, before: str, after: str, at: str, result: str = "bypass") -> None:
        """A push that was held against the rules."""
        suite = RuleSuite(self.serial(), by, before, after, f"refs/heads/{self._world.branch}", at, result)
        self._world.rule_suites = (*self._world.rule_suites, suite)

    def deployed(
        self,
        sha: str,
        environment: str,
        *,
        by: str | None,
        at: str,
        states: Sequence[tuple[str, str]] = (),
    ) -> int:
        """A deployment with what became of it, as (state, time); its id."""
        told = tuple(DeploymentStatus(self.serial(), state, when, by) for state, when in states)
        deployment = Deployment(self.serial(), sha, environment, by, at, told)
        self._world.deployments = (*self._world.deployments, deployment)
        return deployment.id

    def let_through(self, run: int, environment: str, by: str, *, state: str = "approved") -> None:
        """Someone's word on a run that waits to deploy."""
        approval = Approval(run, environment, state, by)
        self._world.approvals = (*self._world.approvals, approval)

    def environment(
        self, name: str, *, reviewers: Sequence[str] = (), no_self_review: bool = False, at: str = LONG_AGO
    ) -> None:
        """An environment with those who must agree."""
        made = Environment(self.serial(), name, at, tuple(reviewers), no_self_review)
        self._world.environments = (*self._world.environments, made)

    def collaborator(self, login: str, role: str) -> None:
        """A role: `read`, `triage`, `write`, `maintain` or `admin`."""
        self._world.collaborators = (*self._world.collaborators, Collaborator(login, role))

    def agent_tasks_open(self) -> None:
        """The plan shows agent tasks, of which there may be none."""
        self._world.agent_tasks = self._world.agent_tasks or ()

    def agent_task(self, *, by: str, at: str, pull: int | None = None, **more: Any) -> str:
        """A task of the forge's agent; its id. More: fields of `AgentTask`."""
        number = self.serial()
        task = AgentTask(f"{number:08x}-1111-4222-8333-444455556666", by, at, pull=pull, **more)
        self._world.agent_tasks = (*(self._world.agent_tasks or ()), task)
        return task.id

    def audit_log_open(self) -> None:
        """The plan shows the audit log, of which nothing may be left."""
        self._world.audit_log = self._world.audit_log or ()

    def audited(self, action: str, *, by: str, at: str, **details: str | bool | int) -> None:
        """An entry of the audit log."""
        entry = AuditEntry(f"doc{self.serial()}", action, by, at, tuple(sorted(details.items())))
        self._world.audit_log = (*(self._world.audit_log or ()), entry)

    def build(self) -> World:
        """The world, in which every sha and login that was used is known.

        Raises:
            ValueError: One is not.
        """
        self._tie_addresses()
        self._world.changed()
        for pull in self._world.pulls.values():
            people = {pull.author, pull.merged_by, *(review.author for review in pull.reviews)}
            unknown = sorted(login for login in people if login and login not in self._world.accounts)
            if unknown:
                raise ValueError(f"pull request {pull.number} names accounts that are not told: {unknown}")
            for sha in (*pull.commits, pull.head_sha, pull.base_sha):
                if sha not in self._world.commits or not re.fullmatch(r"[0-9a-f]{40}", sha):
                    raise ValueError(f"pull request {pull.number} names a commit that is not told: {sha}")
        return self._world

    def _tie_addresses(self) -> None:
        """The forge ties a commit's people to accounts by their addresses."""
        accounts = self._world.accounts.values()
        known = {account.email.lower(): account.login for account in accounts if account.email}
        for sha, commit in self._world.commits.items():
            author = replace(commit.author, login=known.get(commit.author.email.lower()))
            committer = replace(commit.committer, login=known.get(commit.committer.email.lower()))
            self._world.commits[sha] = replace(commit, author=author, committer=committer)
