"""The pull requests of a spool by number: where the answer lies that counts, and whether the list is whole.

A list is read in passes, newest update first. The first goes back to the beginning of the period; the next
ones list again what changed while it was read, so what a later pass says of a pull request counts. What
cannot be made out of an entry or a page leaves the list not whole: a pull request that was in it may be
missing, and a commit that nothing explains is no direct push then.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from attest.collect.fields import ShapeError
from attest.collect.forge import Account
from attest.collect.github import graphql_shapes
from attest.collect.github.graphql_shapes import Node
from attest.collect.github.pages import Page, Pages
from attest.collect.github.queries import PULLS_AT_ONCE

_PULLS = re.compile(r"pulls\.pass([1-9][0-9]{0,2})\.page([1-9][0-9]{0,5})\.json")
_WHERE = ("repository", "pullRequests")
REQUEST = "graphql/pulls"


class Bounds(NamedTuple):
    """The instants that say when a pass had gone back far enough."""

    since: str
    started_at: str
    is_finished: bool


class Place(NamedTuple):
    """Where the answer about a pull request lies, and the pass that it is of."""

    number: int
    of_pass: int
    origin: str
    at: int


@dataclass(slots=True)
class Index:
    """The pull requests of a spool."""

    nodes: dict[int, Node] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    """Why the list may not be whole."""
    since: str = ""
    """The instant that it goes back to; empty where it goes back to the first pull request."""
    edited: frozenset[int] = frozenset()
    """Those that were edited while they were read, to the end."""
    accounts: dict[int, Account] = field(default_factory=dict)
    """Accounts that opened or merged, by their immutable number."""


class _Pass(NamedTuple):
    number: int
    found: dict[int, tuple[Node, Place]]
    ended: bool
    """Whether it came to the first pull request of all."""
    total: int


def pull_page(pages: Pages, origin: str) -> Page:
    """A page of the list."""
    return pages.read(origin, REQUEST, PULLS_AT_ONCE)


def build(pages: Pages, names: Sequence[str], bounds: Bounds) -> Index:
    """The index over the files of these names in `graphql/`."""
    index = Index()
    grouped: dict[int, list[int]] = {}
    for name in names:
        if match := _PULLS.fullmatch(name):
            grouped.setdefault(int(match[1]), []).append(int(match[2]))
    passes = [_read(pages, number, sorted(grouped[number]), bounds, index) for number in sorted(grouped)]
    _note_passes(passes, bounds, index)
    for one in passes:
        for number, (node, place) in one.found.items():
            index.nodes[number], index.places[number] = node, place
    index.since = "" if passes and passes[0].ended else bounds.since
    if passes and passes[0].ended and passes[0].total > len(index.nodes):
        index.problems.append(f"{passes[0].total} exist and {len(index.nodes)} were listed")
    index.edited = _edited(passes)
    return index


def _note_passes(passes: Sequence[_Pass], bounds: Bounds, index: Index) -> None:
    if not passes:
        index.problems.append("no answer was recorded")
    elif passes[0].number != 1:
        index.problems.append("the first pass over it was not recorded")
    elif len(passes) == 1:
        index.problems.append("it was not read again for what changed while it was being read")
    if not bounds.is_finished:
        index.problems.append("the collection was not finished")


def _edited(passes: Sequence[_Pass]) -> frozenset[int]:
    """Pull requests of which the last pass says something else than the one before it said."""
    if len(passes) < 2:
        return frozenset()
    before: dict[int, str] = {}
    for one in passes[:-1]:
        before |= {number: node.updated_at for number, (node, _) in one.found.items()}
    last = passes[-1].found
    return frozenset(number for number, (node, _) in last.items() if before.get(number) != node.updated_at)


def _read(pages: Pages, number: int, listed: Sequence[int], bounds: Bounds, index: Index) -> _Pass:
    """One pass; what is wrong with it is noted."""
    found: dict[int, tuple[Node, Place]] = {}
    total, last = 0, Page({}, problem="no page was recorded")
    missing = next((at for at, page in enumerate(listed, start=1) if page != at), None)
    if missing is not None:
        index.problems.append(f"pass {number}: page {missing} was not recorded")
    for page_number in listed:
        origin = f"graphql/pulls.pass{number}.page{page_number}.json"
        last = pull_page(pages, origin)
        total = max(total, _total(last))
        for place, node in _nodes(last, number, origin, index):
            known = found.get(node.number)
            if known is None or known[0].updated_at < node.updated_at:
                found[node.number] = (node, place)
    ended = last.at(*_WHERE, "pageInfo", "hasNextPage") is False
    if not ended and not _is_past(last, bounds.since if number == 1 else bounds.started_at):
        index.problems.append(f"pass {number}: the list goes on after the last recorded page")
    return _Pass(number, found, ended, total)


def _nodes(page: Page, number: int, origin: str, index: Index) -> Iterator[tuple[Place, Node]]:
    rows = page.at(*_WHERE, "nodes")
    if page.problem or not isinstance(rows, list):
        index.problems.append(f"a page of pass {number}: {page.problem or 'it holds no list'}")
        return
    if any(len(path) < len(_WHERE) + 2 or path[2] != "nodes" for path in page.hidden_below()):
        index.problems.append(f"a page of pass {number}: an error that names no pull request came with it")
    for at, row in enumerate(rows):
        try:
            node = graphql_shapes.node(row)
        except ShapeError:
            index.problems.append("an entry is malformed or hidden")
            continue
        _meet(row, index)
        yield Place(node.number, number, origin, at), node


def _meet(row: Any, index: Index) -> None:
    for name in ("author", "mergedBy"):
        try:
            account = graphql_shapes.account(row.get(name))
        except ShapeError:
            continue
        if account is not None and account.id:
            index.accounts[account.id] = account


def _is_past(page: Page, bound: str) -> bool:
    """Whether every entry of a page was last updated before an instant."""
    rows = page.at(*_WHERE, "nodes")
    try:
        times = [graphql_shapes.node(row).updated_at for row in rows or ()]
    except ShapeError:
        return False
    return bool(times) and bool(bound) and max(times) < bound


def _total(page: Page) -> int:
    total = page.at(*_WHERE, "totalCount")
    return total if type(total) is int else 0
