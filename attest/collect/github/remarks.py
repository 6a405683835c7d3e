"""What was asked for by ids of reviews and commits: inline comments and parents; and agents' work."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, NamedTuple

from attest.collect.fields import ShapeError, each
from attest.collect.forge_files import NOT_RECORDED, Listed, Recording
from attest.collect.forge_records import InlineComment, PullEvent
from attest.collect.github import graphql_shapes, rest_shapes
from attest.collect.github.pages import Page, Pages
from attest.model.event import EventKind

_FILE = re.compile(r"[A-Za-z0-9._%=+~-]{1,200}\.json")
_AGENTS = (EventKind.AGENT_WORK.value, EventKind.AGENT_WORK_END.value)


class _Held(NamedTuple):
    """Where the comments of one review lie: a part of them."""

    review: str
    origin: str
    at: int | None
    """Its place in an answer about several; `None` where it stands alone."""


@dataclass(slots=True)
class _Count:
    """Comments of one review: how many exist, which were had, and whether a page said it was the last."""

    total: int = 0
    had: set[str] = field(default_factory=set)
    ended: bool = False


class Remarks:
    """Answers about reviews and commits, over all their files."""

    def __init__(self, recording: Recording, pages: Pages, per_page: int) -> None:
        self._recording = recording
        self._pages = pages
        self._per_page = per_page

    @cached_property
    def parents(self) -> dict[str, int]:
        """How many parents commits have, as far as that was asked."""
        found: dict[str, int] = {}
        for _, page in self._answers("parents"):
            for _, row in _nodes(page):
                try:
                    sha, count = graphql_shapes.parents(row)
                except ShapeError:
                    continue
                found[sha] = count
        return found

    def comments(self, number: int, reviews: Sequence[str]) -> tuple[tuple[InlineComment, ...], list[str]]:
        """The inline comments of a pull request in order, and why they may not be all."""
        found: dict[str, InlineComment] = {}
        reasons: list[str] = list(self._comment_problems)
        counts: dict[str, _Count] = {}
        for held in self._held.get(number, ()):
            page = self._pages.read(held.origin, _request("comments"))
            where = ("node",) if held.at is None else ("nodes", held.at)
            try:
                listed = graphql_shapes.commented(page.at(*where)).comments
                rows = graphql_shapes.nodes({"comments": listed}, "comments")[0]
            except ShapeError:
                reasons.append("an answer is malformed")
                continue
            if any(True for _ in page.hidden_below(*where)) or () in page.hidden:
                reasons.append("a part of it is hidden from the token")
            good, bad = each(rows, partial(graphql_shapes.inline_comment, review_id=held.review))
            reasons += [f"{bad} entries are malformed or hidden"] if bad else []
            found |= {comment.id: comment for comment in good}
            _count(counts.setdefault(held.review, _Count()), listed, (comment.id for comment in good))
        reasons += _short(counts, reviews)
        order = sorted(found.values(), key=lambda one: (one.published_at or "~", len(one.id), one.id))
        return tuple(order), reasons

    def was_asked(self, number: int) -> bool:
        """Whether it was asked when an agent of the platform's worked on a pull request."""
        return self._timeline(number).problem != NOT_RECORDED

    def _timeline(self, number: int) -> Listed:
        return self._recording.read_list("issues", str(number), "timeline", per_page=self._per_page)

    def agent_events(self, number: int) -> tuple[tuple[PullEvent, ...], list[str]]:
        """When an agent of the platform's worked, which GraphQL does not say; nothing where not asked."""
        listed = self._timeline(number)
        if listed.problem == NOT_RECORDED:
            return (), []
        events, bad = each(listed.items, rest_shapes.timeline_event)
        malformed = f"{bad} entries are malformed" if bad else ""
        reasons = [listed.problem, malformed, rest_shapes.twice(listed.items, "event", "id")]
        mine = tuple(event for event in events if event is not None and event.kind in _AGENTS)
        return mine, [reason for reason in reasons if reason]

    @cached_property
    def _held(self) -> dict[int, list[_Held]]:
        """By pull request, where comments of its reviews lie."""
        found: dict[int, list[_Held]] = {}
        for origin, page in self._answers("comments"):
            for at, row in _nodes(page):
                try:
                    one = graphql_shapes.commented(row)
                except ShapeError:
                    continue
                found.setdefault(one.pull, []).append(_Held(one.review, origin, at))
        return found

    @cached_property
    def _comment_problems(self) -> tuple[str, ...]:
        """What is wrong with the answers as a whole: comments of any review may be missing for it."""
        problems = [page.problem for _, page in self._answers("comments") if page.problem]
        return tuple(dict.fromkeys(problems))

    def _answers(self, name: str) -> Iterator[tuple[str, Page]]:
        """Files whose path begins with a name, further pages last."""
        below = self._recording.files("graphql", name)
        folder = [f"graphql/{name}/{one}" for one in below if _FILE.fullmatch(one)]
        plain = [
            f"graphql/{one}"
            for one in self._recording.files("graphql")
            if one.startswith(f"{name}.") and _FILE.fullmatch(one)
        ]
        for origin in (*plain, *folder):
            yield origin, self._pages.read(origin, _request(name))


def _request(name: str) -> str:
    return f"graphql/{name}"


def _nodes(page: Page) -> Iterator[tuple[int | None, Any]]:
    rows = page.data.get("nodes")
    if isinstance(rows, list):
        yield from ((at, row) for at, row in enumerate(rows) if row)
    alone = page.data.get("node")
    if alone:
        yield None, alone


def _count(count: _Count, listed: dict[str, Any], had: Iterable[str]) -> None:
    """Take in a page: a later pass may list the same comments once more."""
    total, info = listed.get("totalCount"), listed.get("pageInfo")
    count.total = max(count.total, total if type(total) is int else 0)
    count.ended |= isinstance(info, dict) and info.get("hasNextPage") is False
    count.had.update(had)


def _short(counts: Mapping[str, _Count], reviews: Sequence[str]) -> Iterator[str]:
    for count in counts.values():
        if count.total > len(count.had):
            yield f"{count.total} comments of a review exist and {len(count.had)} were recorded"
        elif not count.ended:
            yield "the comments of a review go on after the last recorded page"
    if any(review not in counts for review in reviews):
        yield "a review was not asked for its comments"
