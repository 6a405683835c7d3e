"""Forge `recorded:DIR`: answers of GitHub's REST API that lie on disk, one file for each request.

The layout is described in docs/formats/recorded-forge.md. Every answer that is missing, refused, cut
short or malformed becomes a shortfall, which collection turns into a Gap.
"""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from attest.collect import forge_files, github_shapes
from attest.collect.fields import ShapeError, each
from attest.collect.forge import (
    AGENT_TASKS,
    BASIC,
    CHECKS,
    COMMENTS,
    COMPREHENSION,
    PULL_REQUESTS,
    REVIEWS,
    SOURCES,
    TIMELINE,
    Answer,
    CheckRun,
    Keep,
    Landed,
    LandedPulls,
    PullCommit,
    PullRequest,
    PullReview,
    RequiredChecks,
    forget,
)
from attest.collect.forge_files import Listed, Recording, Response
from attest.collect.forge_records import (
    AgentTask,
    InlineComment,
    PullEvent,
)
from attest.collect.github import rest_shapes
from attest.collect.github.branch_answers import BranchAnswers, BranchSources
from attest.collect.shortfalls import shortfall, unique
from attest.errors import CollectionError

_PER_PAGE = 100
_READ = frozenset(SOURCES) - {COMMENTS, AGENT_TASKS}
_Item = TypeVar("_Item")


class RecordedForge(BranchSources):
    """Recorded answers about one repository."""

    name = "recorded"

    def __init__(self, folder: Path, keep: Keep = forget) -> None:
        """Look into a folder of recorded answers; `keep` is given each of them as it is read.

        Raises:
            CollectionError: It holds none.
        """
        self._recording = Recording(folder, keep)
        about = self._recording.read("repository")
        if about.problem or not isinstance(about.body, dict):
            raise CollectionError(
                f"this folder holds no recorded forge answers: {about.problem or 'not an object'}",
                where=str(folder / "repository.json"),
                hint="name the folder that holds repository.json; docs/formats/recorded-forge.md shows it",
            )
        full_name = about.body.get("full_name")
        self.remote = full_name if isinstance(full_name, str) else ""
        self.connected, self._per_page = _settings(self._recording)

    def landed_pulls(self, branch: str) -> Answer[LandedPulls]:
        """Merged pull requests whose base is the branch, by number, of all time."""
        if PULL_REQUESTS not in self.connected:
            return Answer(LandedPulls((), complete=False))
        listed, problems = self._entries
        mine, bad = each(listed.items, lambda row: _landed_on(row, branch))
        if bad:
            problems = [*problems, f"{bad} entries are malformed"]
        pulls = sorted((pull for pull in mine if pull is not None), key=lambda pull: pull.number)
        numbers = [pull.number for pull in pulls]
        if len(set(numbers)) != len(numbers):
            problems = [*problems, "a pull request is listed twice"]
            pulls = list({pull.number: pull for pull in pulls}.values())
        told = tuple(shortfall("pulls-incomplete", "the list of pull requests", why) for why in problems)
        return Answer(LandedPulls(tuple(pulls), complete=not told), told)

    def pull(self, number: int) -> Answer[PullRequest | None]:
        """One pull request, from its own page; from the list where that cannot be read."""
        response = self._recording.read("pulls", str(number))
        pull, why = _shaped(response, github_shapes.pull_request)
        if pull is not None and pull.number == number:
            return Answer(pull)
        why = why or "it is the page of another pull request"
        told = (shortfall("pull-incomplete", "a pull request's own page", why),)
        return Answer(self._from_list(number), told)

    def commits(self, number: int) -> Answer[tuple[PullCommit, ...] | None]:
        """The commits of a pull request, in the forge's order."""
        if PULL_REQUESTS not in self.connected:
            return Answer(None)
        listed = self._list("pulls", str(number), "commits")
        rows, why = _rows(listed, github_shapes.pull_commit)
        once, twice = unique(rows, lambda row: row.sha)
        thing = "the commits of a pull request"
        told = tuple(shortfall("pull-commits-incomplete", thing, reason) for reason in (why, twice) if reason)
        return Answer(None if listed.none_read else once, told)

    def reviews(self, number: int) -> Answer[tuple[PullReview, ...]]:
        """Its reviews in the order of (submission, id)."""
        if REVIEWS not in self.connected:
            return Answer(())
        listed = self._list("pulls", str(number), "reviews")
        rows, why = _rows(listed, github_shapes.review)
        told = [shortfall("reviews-incomplete", "the reviews of a pull request", why)] if why else []
        once, twice = unique(rows, lambda row: row.id)
        if twice:
            told.append(shortfall("reviews-incomplete", "the reviews of a pull request", twice))
        order = sorted(once, key=lambda row: (row.submitted_at or "~", len(row.id), row.id))
        return Answer(tuple(order), tuple(told))

    def checks(self, sha: str) -> Answer[tuple[CheckRun, ...]]:
        """Check runs and statuses of a revision; where only runs were recorded, there are no statuses."""
        if CHECKS not in self.connected:
            return Answer(())
        runs = self._list("commits", sha, "check-runs", key="check_runs")
        statuses = self._list("commits", sha, "status", key="statuses")
        found_runs, why_runs = _rows(runs, github_shapes.check_run)
        found, why = _rows(statuses, github_shapes.commit_status)
        if why == forge_files.NOT_RECORDED and not runs.none_read:
            why = ""
        once, twice = unique((*found_runs, *found), lambda row: (row.kind, row.id))
        reasons = dict.fromkeys(reason for reason in (why_runs, why, twice) if reason)
        told = tuple(shortfall("checks-incomplete", "the checks of a revision", reason) for reason in reasons)
        return Answer(tuple(sorted(once, key=lambda row: (row.kind, row.name, row.id))), told)

    def required_checks(self, branch: str) -> Answer[RequiredChecks]:
        """What classic protection and rulesets ask for; rulesets that were not recorded are taken as none."""
        if CHECKS not in self.connected:
            return Answer(RequiredChecks())
        return self._branches.required_checks(branch)

    def events(self, number: int) -> Answer[tuple[PullEvent, ...]]:
        """The timeline of a pull request in the order of (time, id)."""
        if TIMELINE not in self.connected:
            return Answer(())
        rows, why = _rows(self._list("issues", str(number), "timeline"), rest_shapes.timeline_event)
        once, twice = unique([row for row in rows if row is not None], lambda row: row.id)
        found = sorted(once, key=lambda row: (row.at or "~", row.id))
        thing = "the timeline of a pull request"
        told = tuple(shortfall("events-incomplete", thing, reason) for reason in (why, twice) if reason)
        return Answer(tuple(found), told)

    def comments(self, number: int) -> Answer[tuple[InlineComment, ...]]:
        """None: what REST says of a comment lacks when it was begun."""
        return Answer(())

    def agent_tasks(self) -> Answer[tuple[AgentTask, ...]]:
        """None: a recording does not say which pull request a task's result is."""
        return Answer(())

    @cached_property
    def _branches(self) -> BranchAnswers:
        return BranchAnswers(self._recording, self.connected, self._per_page)

    @cached_property
    def _entries(self) -> tuple[Listed, list[str]]:
        listed = self._list("pulls")
        return listed, [listed.problem] if listed.problem else []

    def _from_list(self, number: int) -> PullRequest | None:
        for row in self._entries[0].items:
            if isinstance(row, dict) and row.get("number") == number:
                try:
                    return github_shapes.pull_request(row)
                except ShapeError:
                    return None
        return None

    def _list(self, *parts: str, key: str = "") -> Listed:
        return self._recording.read_list(*parts, per_page=self._per_page, key=key)


def _settings(recording: Recording) -> tuple[frozenset[str], int]:
    """The connected sources and the page size that the recording states.

    Raises:
        CollectionError: It states something that is not known.
    """
    response = recording.read("recorded")
    if response.problem == forge_files.NOT_RECORDED:
        return frozenset(BASIC), _PER_PAGE
    row = response.body if isinstance(response.body, dict) else {}
    names, per_page = row.get("connected", list(BASIC)), row.get("per_page", _PER_PAGE)
    known = isinstance(names, list) and all(name in _READ for name in names if isinstance(name, str))
    if response.problem or row.get("format") != 1 or not known or type(per_page) is not int or per_page < 1:
        raise CollectionError(
            "the description of the recording cannot be used",
            where=str(recording.folder / "recorded.json"),
            hint=f'write {{"format": 1, "connected": [...]}} with names from {", ".join(sorted(_READ))}',
        )
    chosen = frozenset(name for name in names if isinstance(name, str))
    return chosen if REVIEWS in chosen else chosen - {COMPREHENSION}, per_page


def _landed_on(row: Any, branch: str) -> Landed | None:
    return github_shapes.landed(row) if github_shapes.base_ref(row) == branch else None


def _rows(listed: Listed, shape: Callable[[Any], _Item]) -> tuple[tuple[_Item, ...], str]:
    """The well-formed rows, and why they may not be all."""
    rows, bad = each(listed.items, shape)
    reasons = [listed.problem, f"{bad} entries are malformed" if bad else ""]
    return rows, "; ".join(reason for reason in reasons if reason)


def _shaped(response: Response, shape: Callable[[Any], _Item]) -> tuple[_Item | None, str]:
    if response.problem:
        return None, response.problem
    try:
        return shape(response.body), ""
    except ShapeError:
        return None, "the answer is malformed"
