"""Answers about a repository and its branches as a whole, which REST alone gives to every recording."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from attest.collect import forge_files, github_shapes
from attest.collect.fields import ShapeError, each, instant
from attest.collect.forge import (
    AGENT_TASKS,
    BYPASSES,
    DEPLOYMENTS,
    PERMISSIONS,
    PUSHES,
    RULES,
    Account,
    Answer,
    RequiredChecks,
    Shortfall,
)
from attest.collect.forge_files import GOES_ON, NOT_PROTECTED, Listed, Recording
from attest.collect.forge_records import AgentTask, BranchPush, BranchRules, Deployed, Permission, RuleSuite
from attest.collect.github import rest_shapes
from attest.collect.github.ruleset_shapes import Branch
from attest.collect.github.rulesets import Rulesets
from attest.collect.github.spool import branch_part, quoted
from attest.collect.shortfalls import beyond_reach, shortfall

_ARCHIVED = "the list of agents' archived tasks"
_NOT_PERMITTED = "not-permitted"
_REFUSED = ("has no permission", "the token may not see it")
_PUSHES_KEPT = timedelta(days=365)
_SUITES_KEPT = timedelta(days=30)
"""How far back GitHub lists them: https://docs.github.com/en/rest/repos/repos (`time_period` of repository
activities, up to a year) and https://docs.github.com/en/rest/repos/rule-suites (up to a month)."""
_Item = TypeVar("_Item")


class BranchSources(ABC):
    """The part of a forge that is about the branch and the repository as a whole."""

    @property
    @abstractmethod
    def _branches(self) -> "BranchAnswers":
        """What answers."""

    def pushes(self, branch: str) -> Answer[tuple[BranchPush, ...]]:
        """What moved the branch in the order of (time, id), as far back as the platform remembers."""
        return self._branches.pushes(branch)

    def rules(self, branch: str) -> Answer[tuple[BranchRules, ...]]:
        """The versions of the rules that bind the branch or may, by id."""
        return self._branches.rules(branch)

    def bypasses(self, branch: str) -> Answer[tuple[RuleSuite, ...]]:
        """How pushes to the branch fared by its rules, in the order of (time, id)."""
        return self._branches.bypasses(branch)

    def deployments(self) -> Answer[tuple[Deployed, ...]]:
        """Deployments in the order of (time, id)."""
        return self._branches.deployments()

    def permissions(self) -> Answer[tuple[Permission, ...]]:
        """What accounts may do, on the day of collection, by login."""
        return self._branches.permissions()


class BranchAnswers:
    """What REST says of a repository, apart from its pull requests."""

    def __init__(
        self,
        recording: Recording,
        connected: frozenset[str],
        per_page: int,
        period: tuple[str, str] = ("", "~"),
        asked_at: str = "",
    ) -> None:
        """With a period, lists that go back beyond it are whole, and only what lies in it was asked about.

        `asked_at` is when the platform was asked, which remembers some things for a time only.
        """
        self._recording = recording
        self._since, self._until = period
        self._asked_at = asked_at
        self._connected = connected
        self._per_page = per_page

    def required_checks(self, branch: str) -> Answer[RequiredChecks]:
        """What classic protection and rulesets ask for; rulesets that were not recorded are taken as none."""
        place = ("branches", branch_part(branch))
        response = self._recording.read(*place, "protection")
        names: frozenset[str] = frozenset()
        why = "" if response.problem == NOT_PROTECTED else response.problem
        rules = self._list(*place, "rules")
        try:
            names = frozenset() if response.problem else github_shapes.protected_checks(response.body)
            names |= github_shapes.ruled_checks(rules.items)
        except ShapeError:
            why = why or "the branch's rules are malformed"
        if rules.problem and rules.problem != forge_files.NOT_RECORDED:
            why = why or rules.problem
        told = (shortfall("required-checks-unknown", "the rules of the branch", why),) if why else ()
        return Answer(RequiredChecks(names, known=not why), told)

    def pushes(self, branch: str) -> Answer[tuple[BranchPush, ...]]:
        """What moved the branch in the order of (time, id)."""
        if PUSHES not in self._connected:
            return Answer(())
        listed = self._ended("activity", "timestamp")
        rows, told = _read(listed, "pushes-incomplete", "the branch's activity", rest_shapes.push)
        mine = {push.id: push for ref, push in rows if ref == f"refs/heads/{branch}"}
        return Answer(_ordered(mine.values()), self._with_reach(told, "pushes", "year", _PUSHES_KEPT))

    def bypasses(self, branch: str) -> Answer[tuple[RuleSuite, ...]]:
        """How pushes to the branch fared by its rules, in the order of (time, id)."""
        if BYPASSES not in self._connected:
            return Answer(())
        what = "how pushes fared by the branch's rules"
        rows, told = self._rows("bypasses-incomplete", what, rest_shapes.suite, "rulesets", "rule-suites")
        mine = {suite.id: suite for ref, suite in rows if ref == f"refs/heads/{branch}"}
        return Answer(_ordered(mine.values()), self._with_reach(told, "rule suites", "month", _SUITES_KEPT))

    def rules(self, branch: str) -> Answer[tuple[BranchRules, ...]]:
        """The versions of the rules that bind the branch or may, by id."""
        if RULES not in self._connected:
            return Answer(())
        default = self._about.get("default_branch")
        is_default = default == branch if isinstance(default, str) else None
        return Rulesets(self._recording, self._per_page, self._since).read(Branch(branch, is_default))

    def deployments(self) -> Answer[tuple[Deployed, ...]]:
        """Deployments in the order of (time, id)."""
        if DEPLOYMENTS not in self._connected:
            return Answer(())
        listed = self._ended("deployments", "created_at")
        rows, told = _read(
            listed, "deployments-incomplete", "the list of deployments", rest_shapes.deployment
        )
        rows = tuple(row for row in rows if self._since <= (row.created_at or "~") < self._until + "~")
        environments = self._list("environments", key="environments")
        known, bad = each(environments.items, rest_shapes.environment)
        problem = environments.problem or (f"{bad} entries are malformed" if bad else "")
        problem = problem or rest_shapes.twice(environments.items, "id")
        if problem:
            told = (*told, _told("deployments-incomplete", "the list of environments", problem))
        reviewed = {name: (reviewers, own) for name, reviewers, own in known}
        shortfalls = list(told)
        found = {row.id: self._deployed(row, reviewed, shortfalls) for row in rows}
        order = sorted(found.values(), key=lambda one: (one.created_at or "~", len(one.id), one.id))
        return Answer(tuple(order), tuple(dict.fromkeys(shortfalls)))

    def permissions(self) -> Answer[tuple[Permission, ...]]:
        """What accounts may do, by login."""
        return self._permissions

    def agent_tasks(
        self,
        by_id: Mapping[str, int],
        by_branch: Mapping[str, set[int]],
        account: Callable[[int], Account],
    ) -> Answer[tuple[AgentTask, ...]]:
        """Tasks of the forge's own agent in the order of (time, id).

        Args:
            by_id: Pull requests by global id.
            by_branch: Pull requests by the branch that they ask to be merged.
            account: Whose immutable number it is.
        """
        if AGENT_TASKS not in self._connected:
            return Answer(())
        rows, told = self._tasks()
        rows, told = self._with_sessions(rows, told)
        found = {}
        for row in rows:
            pulls = {by_id[one] for one in row.pulls if one in by_id}
            if not pulls:
                pulls = set[int]().union(*(by_branch.get(name, set()) for name in row.branches))
            creator = account(row.creator) if row.creator else None
            found[row.id] = AgentTask(
                row.id,
                creator,
                row.created_at,
                row.state,
                row.sessions,
                row.prompt,
                tuple(sorted(pulls)),
                tuple(account(one) for one in row.collaborators if one != row.creator),
            )
        order = sorted(found.values(), key=lambda one: (one.created_at or "~", one.id))
        return Answer(tuple(order), told)

    def _tasks(self) -> tuple[tuple[rest_shapes.Task, ...], tuple[Shortfall, ...]]:
        """Tasks of both lists, and what each of them lacks by the counts that came with the first."""
        kind = "agent-tasks-incomplete"
        active = self._list("agents", "tasks", key="tasks")
        rows, told = _read(active, kind, "the list of agents' tasks", rest_shapes.task)
        if active.none_read:
            return rows, told
        counts = self._task_counts()
        lists = [(active, "total_active_count", "the list of agents' tasks")]
        archived = self._list("agents", "archived", key="tasks")
        if counts["total_archived_count"] or archived.problem != forge_files.NOT_RECORDED:
            more, lacks = _read(archived, kind, _ARCHIVED, rest_shapes.task)
            rows, told = (*rows, *more), (*told, *lacks)
            lists.append((archived, "total_archived_count", _ARCHIVED))
        for listed, name, thing in lists:
            total, had = counts[name], len(listed.items)
            if total > had and not listed.none_read:
                told = (*told, _told(kind, thing, f"{total} items exist and {had} were recorded"))
        return rows, told

    def _with_sessions(
        self, rows: tuple[rest_shapes.Task, ...], told: tuple[Shortfall, ...]
    ) -> tuple[tuple[rest_shapes.Task, ...], tuple[Shortfall, ...]]:
        """The tasks that were prompted more than once as each was answered by itself."""
        found: list[rest_shapes.Task] = []
        lost = 0
        for row in rows:
            whole = row
            if (row.sessions or 1) > 1:
                body = self._recording.read("agents", "task", quoted(row.id)).body
                (*good,), bad = each([body], rest_shapes.task)
                lost += bool(bad) or good[0].id != row.id
                whole = good[0] if good and good[0].id == row.id else row
                both = {*row.collaborators, *whole.collaborators}
                whole = whole._replace(collaborators=tuple(sorted(both)))
            found.append(whole)
        if lost:
            why = f"{lost} tasks that were prompted more than once were not read by themselves"
            told = (*told, _told("agent-tasks-incomplete", "who prompted the agent", why))
        return tuple(found), told

    def _task_counts(self) -> dict[str, int]:
        names = ("agents/tasks.json", "agents/tasks.page1.json")
        bodies = [self._recording.read_file(name, "agents/tasks").body for name in names]
        body = next((one for one in bodies if isinstance(one, dict)), {})
        found = {name: body.get(name) for name in ("total_active_count", "total_archived_count")}
        return {name: count if type(count) is int else 0 for name, count in found.items()}

    @cached_property
    def _permissions(self) -> Answer[tuple[Permission, ...]]:
        if PERMISSIONS not in self._connected:
            return Answer(())
        rows, told = self._rows(
            "permissions-incomplete", "the list of collaborators", rest_shapes.permission, "collaborators"
        )
        named = {row.account.login: row for row in rows if row.account is not None}
        return Answer(tuple(named[login] for login in sorted(named)), told)

    @cached_property
    def _about(self) -> dict[str, Any]:
        body = self._recording.read("repository").body
        return body if isinstance(body, dict) else {}

    def _deployed(
        self,
        row: rest_shapes.Deployment,
        reviewed: Mapping[str, tuple[int, bool | None]],
        shortfalls: list[Shortfall],
    ) -> Deployed:
        listed = self._list("deployments", row.id, "statuses")
        states, told = _read(
            listed, "deployments-incomplete", "the states of a deployment", rest_shapes.state
        )
        shortfalls.extend(told)
        at, _, word = max(states, default=("", 0, ""))
        reviewers, own = reviewed.get(row.environment, (None, None))
        return Deployed(
            row.id, row.sha, row.environment, row.created_at, row.creator, word, at or None, reviewers, own
        )

    def _rows(
        self, kind: str, thing: str, shape: Callable[[Any], _Item], *parts: str
    ) -> tuple[tuple[_Item, ...], tuple[Shortfall, ...]]:
        return _read(self._list(*parts), kind, thing, shape)

    def _with_reach(
        self, told: tuple[Shortfall, ...], things: str, kept: str, length: timedelta
    ) -> tuple[Shortfall, ...]:
        """The shortfalls with one more, where the period begins before what the platform remembers."""
        refused = any(one.kind == _NOT_PERMITTED for one in told)
        if refused or not self._asked_at or not self._since:
            return told
        reach = (datetime.fromisoformat(self._asked_at) - length).strftime("%Y-%m-%dT%H:%M:%SZ")
        return (*told, beyond_reach(things, kept)) if self._since < reach else told

    def _ended(self, name: str, time: str) -> Listed:
        """A list, newest first; one whose last entry lies before the period needs no further page."""
        listed = self._list(name)
        last = listed.items[-1] if listed.items else None
        try:
            at = instant(last, time) if isinstance(last, dict) else None
        except ShapeError:
            at = None
        if at is not None and at < self._since:
            reasons = [reason for reason in listed.problem.split("; ") if reason not in GOES_ON]
            return replace(listed, problem="; ".join(reasons))
        return listed

    def _list(self, *parts: str, key: str = "") -> Listed:
        return self._recording.read_list(*parts, per_page=self._per_page, key=key)


def _read(
    listed: Listed, kind: str, thing: str, shape: Callable[[Any], _Item]
) -> tuple[tuple[_Item, ...], tuple[Shortfall, ...]]:
    rows, bad = each(listed.items, shape)
    malformed = f"{bad} entries are malformed" if bad else ""
    reasons = [listed.problem, malformed, rest_shapes.twice(listed.items, "id")]
    return rows, tuple(_told(kind, thing, reason) for reason in reasons if reason)


def _told(kind: str, thing: str, why: str) -> Shortfall:
    """The shortfall; one of a source that was refused is of a kind of its own."""
    return shortfall(_NOT_PERMITTED if any(word in why for word in _REFUSED) else kind, thing, why)


def _ordered(found: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(found, key=lambda one: (one.at or "~", len(one.id), one.id)))
