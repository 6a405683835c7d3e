"""Forge `github`: what GitHub answered, read from the spool that the answers were written to.

Nothing here asks the network; that was done before. The spool is described in
docs/formats/recorded-forge.md (format 2). Every answer that is missing, refused, hidden, cut short or
malformed becomes a shortfall, which collection turns into a Gap.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from attest.collect.fields import ShapeError, each
from attest.collect.forge import (
    AGENT_WORK_UNREAD,
    CHECKS,
    COMMENTS,
    PULL_REQUESTS,
    PUSHES,
    REVIEWS,
    RULES,
    TIMELINE,
    Account,
    Answer,
    CheckRun,
    Keep,
    Landed,
    LandedPulls,
    PullCommit,
    PullRequest,
    PullReview,
    RequiredChecks,
    Shortfall,
    forget,
)
from attest.collect.forge_files import Recording
from attest.collect.forge_records import (
    AgentTask,
    InlineComment,
    PullEvent,
)
from attest.collect.github import graphql_shapes, index
from attest.collect.github.branch_answers import BranchAnswers, BranchSources
from attest.collect.github.handing_over import hand_over
from attest.collect.github.head_pushes import PushedHeads
from attest.collect.github.index import Index
from attest.collect.github.landed import LandedAnswers, read_landed
from attest.collect.github.landed_checks import LandedChecks
from attest.collect.github.lists import PullLists, Rows
from attest.collect.github.pages import Pages
from attest.collect.github.remarks import Remarks
from attest.collect.github.settings import Settings, read_settings
from attest.collect.shortfalls import shortfall, unique

SOURCE = "forge:github"
_Item = TypeVar("_Item")


class GithubForge(BranchSources):
    """GitHub's answers about one repository, and one branch of it, that lie in a spool."""

    name = "github"

    def __init__(self, spool: Path, keep: Keep = forget) -> None:
        """Look into a spool; `keep` is given each answer as it is read.

        Raises:
            CollectionError: It holds none.
        """
        self._recording = Recording(spool, keep, SOURCE)
        self._settings: Settings = read_settings(self._recording)
        self._pages = Pages(self._recording)
        self.remote = self._settings.remote
        self.connected = self._settings.connected

    def landed_pulls(self, branch: str) -> Answer[LandedPulls]:
        """Merged pull requests whose base is the branch, by number, and what the platform ties commits to."""
        if PULL_REQUESTS not in self.connected:
            return Answer(LandedPulls((), complete=False))
        problems = list(self._index.problems)
        if branch != self._settings.branch:
            problems.append("the answers are about another branch")
        on_branch = [node for node in self._index.nodes.values() if node.base == branch]
        pulls = {node.number: node.landed for node in on_branch if node.landed is not None}
        tied = self._landed(branch)
        told = list(self._unlisted(tied, pulls))
        for one in tied.pulls:
            pulls.setdefault(one.number, one)
        told += [
            shortfall("pulls-incomplete", "the list of pull requests", why)
            for why in dict.fromkeys((*problems, *tied.problems))
        ]
        value = LandedPulls(
            tuple(pulls[number] for number in sorted(pulls)),
            complete=not problems,
            since=self._index.since,
            tied=tied.tied,
            untied=tied.untied,
        )
        return Answer(value, tuple(told))

    def pull(self, number: int) -> Answer[PullRequest | None]:
        """One pull request; what its answer lacks is told."""
        if number not in self._index.nodes:
            why = "it is not in the list, which goes back to pull requests updated in the period"
            return Answer(None, (shortfall("pull-incomplete", "a pull request", why),))
        told: list[Shortfall] = []
        lists = [self._lists.rows(number, name) for name in ("labels", "closingIssuesReferences")]
        reasons = [reason for rows in lists for reason in rows.reasons]
        if any(not path or path[0] not in _LISTS for path in self._lists.hidden(number)):
            reasons.append("a part of it is hidden from the token")
        try:
            pull = graphql_shapes.pull_request(self._lists.row(number))
        except ShapeError:
            pull = _bare(self._index.nodes[number])
            reasons.append("the answer is malformed")
        if PUSHES in self.connected:
            pull = replace(pull, head_pushes=self._pushed_heads.of(pull.head_ref))
        if reasons:
            why = "; ".join(dict.fromkeys(reasons))
            told.append(shortfall("pull-incomplete", "a pull request's own page", why))
        if number in self._index.edited:
            told.append(shortfall("edited-during-collection", "a pull request", "it was edited meanwhile"))
        return Answer(pull, tuple(told))

    def commits(self, number: int) -> Answer[tuple[PullCommit, ...] | None]:
        """The commits of a pull request, in the platform's order."""
        if PULL_REQUESTS not in self.connected:
            return Answer(None)
        rows = self._rows(number, "commits")
        found, reasons = _shaped(rows, lambda row: graphql_shapes.pull_commit(row, self._remarks.parents))
        found, reasons = _unique(found, reasons, lambda commit: commit.sha)
        told = _told("pull-commits-incomplete", "the commits of a pull request", reasons)
        return Answer(found if rows.read else None, told)

    def reviews(self, number: int) -> Answer[tuple[PullReview, ...]]:
        """Its reviews in the order of (submission, id)."""
        if REVIEWS not in self.connected:
            return Answer(())
        found, reasons = _shaped(self._rows(number, "reviews"), graphql_shapes.review)
        found, reasons = _unique(found, reasons, lambda review: review.id)
        order = sorted(found, key=lambda row: (row.submitted_at or "~", len(row.id), row.id))
        return Answer(tuple(order), _told("reviews-incomplete", "the reviews of a pull request", reasons))

    def checks(self, sha: str) -> Answer[tuple[CheckRun, ...]]:
        """Check runs and statuses of the last revision of a pull request, or of a commit without one."""
        if CHECKS not in self.connected:
            return Answer(())
        number = self._by_head.get(sha)
        rows = self._landed_checks.rows(sha) if number is None else self._rows(number, "checks")
        if rows is None:
            reasons = ["only those of last revisions and of commits without a pull request are asked for"]
            return Answer((), _told("checks-incomplete", "the checks of a revision", reasons))
        found, reasons = _shaped(rows, graphql_shapes.context)
        if number is not None and not self._is_checked(number, sha):
            found, reasons = (), ["the answer is about another revision"]
        found, reasons = _unique(found, reasons, lambda row: (row.kind, row.id))
        order = sorted(found, key=lambda row: (row.kind, row.name, row.id))
        return Answer(tuple(order), _told("checks-incomplete", "the checks of a revision", reasons))

    def required_checks(self, branch: str) -> Answer[RequiredChecks]:
        """What classic protection and rulesets ask for."""
        if CHECKS not in self.connected or RULES not in self.connected:
            return Answer(RequiredChecks())
        return self._branches.required_checks(branch)

    def events(self, number: int) -> Answer[tuple[PullEvent, ...]]:
        """The timeline of a pull request in the order of (time, id)."""
        if TIMELINE not in self.connected:
            return Answer(())
        found, reasons = _shaped(self._rows(number, "timelineItems"), graphql_shapes.event)
        agents, more = self._remarks.agent_events(number)
        found, reasons = _unique(found, reasons, lambda one: one.id)
        unique = {event.id: event for event in (*found, *agents)}
        order = sorted(unique.values(), key=lambda one: (one.at or "~", one.id))
        told = _told("events-incomplete", "the timeline of a pull request", [*reasons, *more])
        if self._is_agents(number) and not self._remarks.was_asked(number):
            told += _told(
                AGENT_WORK_UNREAD, "when the agent worked on a pull request", ["it was not asked for"]
            )
        return Answer(tuple(order), told)

    def comments(self, number: int) -> Answer[tuple[InlineComment, ...]]:
        """The comments on its lines in the order of (publication, id)."""
        if COMMENTS not in self.connected:
            return Answer(())
        reviews = [review.id for review in self.reviews(number).value]
        found, reasons = self._remarks.comments(number, reviews)
        return Answer(found, _told("comments-incomplete", "the comments on a pull request's lines", reasons))

    def agent_tasks(self) -> Answer[tuple[AgentTask, ...]]:
        """Tasks that were given to the platform's own agent in the order of (time, id)."""
        nodes = self._index.nodes.values()
        by_id = {node.global_id: node.number for node in nodes if node.global_id}
        by_branch: dict[str, set[int]] = {}
        for node in nodes:
            by_branch.setdefault(node.head_ref, set()).add(node.number)
        return self._branches.agent_tasks(by_id, by_branch, self._account)

    @cached_property
    def _index(self) -> Index:
        hand_over(self._recording, self._settings.per_page)
        names = self._recording.files("graphql")
        return index.build(self._pages, names, self._settings.bounds)

    @cached_property
    def _lists(self) -> PullLists:
        return PullLists(self._recording, self._pages, self._index)

    @cached_property
    def _remarks(self) -> Remarks:
        return Remarks(self._recording, self._pages, self._settings.per_page)

    @cached_property
    def _branches(self) -> BranchAnswers:
        bounds = self._settings.bounds
        period = (bounds.since, self._settings.until)
        return BranchAnswers(
            self._recording, self.connected, self._settings.per_page, period, bounds.started_at
        )

    @cached_property
    def _pushed_heads(self) -> PushedHeads:
        return PushedHeads(
            self._recording,
            self._settings.bounds.started_at,
            {node.head_ref for node in self._index.nodes.values()},
        )

    @cached_property
    def _landed_checks(self) -> LandedChecks:
        return LandedChecks(self._recording, self._pages)

    @cached_property
    def _by_head(self) -> dict[str, int]:
        nodes = sorted(self._index.nodes.values(), reverse=True)
        return {node.head_sha: node.number for node in nodes if node.head_sha}

    def _landed(self, branch: str) -> LandedAnswers:
        return read_landed(self._pages, self._recording.files("graphql"), branch)

    def _rows(self, number: int, connection: str) -> Rows:
        if number not in self._index.nodes:
            return Rows((), ("the pull request is not in the list",), read=False)
        return self._lists.rows(number, connection)

    def _is_checked(self, number: int, sha: str) -> bool:
        """Whether the answer's checks are those of a revision; where it has none, there is none to tell."""
        try:
            commits, _ = graphql_shapes.nodes(self._lists.row(number), "head")
            return not commits or commits[0]["commit"]["oid"] == sha
        except (ShapeError, KeyError, TypeError):
            return True  # what is malformed there was told already

    def _is_agents(self, number: int) -> bool:
        """Whether the platform's agent opened a pull request, or wrote a part, as far as can be told."""
        if any(map(graphql_shapes.is_by_agent, self._rows(number, "commits").rows)):
            return True
        try:
            opener = graphql_shapes.account(self._lists.row(number).get("author"))
        except (ShapeError, KeyError):
            return False  # what is malformed or not listed there is told already
        return opener is not None and graphql_shapes.is_agent(opener.kind, opener.login)

    def _account(self, number: int) -> Account:
        known = self._index.accounts.get(number)
        if known is not None:
            return known
        named = [one.account for one in self.permissions().value if one.account is not None]
        return next((one for one in named if one.id == number), Account(number, "", "user"))

    def _unlisted(self, tied: LandedAnswers, listed: dict[int, Landed]) -> Iterable[Shortfall]:
        """Merges since the instant of the list that it misses all the same."""
        since = self._index.since
        for one in tied.pulls:
            if one.number not in listed and (one.merged_at or "~") >= since:
                why = f"pull request {one.number} is not in it, and the platform ties a landed commit to it"
                yield shortfall("pull-unlisted", "the list of pull requests", why)


_LISTS = frozenset({"commits", "reviews", "timelineItems", "labels", "closingIssuesReferences", "head"})


def _bare(node: graphql_shapes.Node) -> PullRequest:
    """A pull request of which only the entry's main fields could be read."""
    landed = node.landed
    return PullRequest(
        node.number, "", "", None, node.head_ref, node.head_sha, node.base,
        landed.merge_sha if landed else "", None, landed.merged_at if landed else None, None, (), None,
    )  # fmt: skip


def _shaped(rows: Rows, shape: Callable[[Any], _Item]) -> tuple[tuple[_Item, ...], list[str]]:
    """The well-formed entries, and why they may not be all."""
    found, bad = each(rows.rows, shape)
    return found, [*rows.reasons, *([f"{bad} entries are malformed or hidden"] if bad else [])]


def _unique(
    found: tuple[_Item, ...], reasons: list[str], key: Callable[[_Item], Hashable]
) -> tuple[tuple[_Item, ...], list[str]]:
    once, twice = unique(found, key)
    return once, [*reasons, *([twice] if twice else [])]


def _told(kind: str, thing: str, reasons: Iterable[str]) -> tuple[Shortfall, ...]:
    why = "; ".join(dict.fromkeys(reasons))
    return (shortfall(kind, thing, why),) if why else ()
