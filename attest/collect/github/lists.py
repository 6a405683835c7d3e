"""The lists that hang on one pull request, page after page, and why they may not be whole."""

import json
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from attest.collect.fields import ShapeError, instant, mapping
from attest.collect.forge_files import Recording
from attest.collect.github.graphql_shapes import Node, nodes
from attest.collect.github.index import Index, pull_page
from attest.collect.github.pages import Page, Pages, Path
from attest.collect.shortfalls import TWICE

_FURTHER = re.compile(r"([A-Za-z]{1,40})\.pass([1-9][0-9]{0,2})\.page([1-9][0-9]{0,5})\.json")
_PULL = ("repository", "pullRequest")
CHECKS = "checks"
_HEAD = "head"


class Rows(NamedTuple):
    """Entries of a list as they stand, and why it is not whole; empty when it is."""

    rows: tuple[Any, ...]
    reasons: tuple[str, ...] = ()
    read: bool = True
    """Whether anything of it was read."""


class PullLists:
    """Pull requests of a spool with their lists; an entry is parsed again when it is not held any more."""

    def __init__(self, recording: Recording, pages: Pages, index: Index) -> None:
        self._recording = recording
        self._pages = pages
        self._index = index

    def row(self, number: int) -> dict[str, Any]:
        """The pull request as it stands in the answer that counts; it must be in the index.

        Raises:
            ShapeError: The file was changed since.
        """
        place = self._index.places[number]
        page = pull_page(self._pages, place.origin)
        return mapping(page.at("repository", "pullRequests", "nodes", place.at))

    def hidden(self, number: int, *fields: str) -> tuple[Path, ...]:
        """Paths of what may not be seen of a pull request; with `fields`, only below one of these."""
        place = self._index.places[number]
        page = pull_page(self._pages, place.origin)
        found = page.hidden_below("repository", "pullRequests", "nodes", place.at)
        return tuple(path for path in found if not fields or (path and path[0] in fields))

    def rows(self, number: int, connection: str) -> Rows:
        """The entries of one list of a pull request, over all its pages."""
        try:
            row = self.row(number)
            first = _connection(row, connection)
        except ShapeError:
            return Rows((), ("it is not in the answer, or malformed",), read=False)
        reasons: list[str] = []
        if self.hidden(number, _HEAD if connection == CHECKS else connection):
            reasons.append("a part of it is hidden from the token")
        if first is None:
            return Rows((), tuple(reasons), read=not reasons)
        found = list(first[0])
        listed = first[1]
        if goes_on(listed):
            listed = self._further(self._index.nodes[number], connection, found, reasons) or listed
        return ended(found, first[1], listed, reasons)

    def _further(
        self, node: Node, connection: str, found: list[Any], reasons: list[str]
    ) -> dict[str, Any] | None:
        """Add the entries of the further pages; gives the last of them."""
        last = None
        for at, (of_pass, number) in enumerate(self._chosen(node, connection), start=2):
            if number != at:
                reasons.append(f"page {at} was not recorded")
                return last
            origin = f"graphql/pulls/{node.number}/{connection}.pass{of_pass}.page{number}.json"
            page = self._pages.read(origin, f"graphql/pulls/{node.number}/{connection}")
            rows, listed = _further_rows(page, connection)
            if listed is None:
                reasons.append(f"page {number}: {page.problem or 'it is malformed'}")
                return last
            if not _is_of(page, node):
                reasons.append("the pages are of different states of the pull request")
            if page.hidden:
                reasons.append("a part of it is hidden from the token")
            found.extend(rows)
            last = listed
        return last

    def _chosen(self, node: Node, connection: str) -> Sequence[tuple[int, int]]:
        """Pass and number of the further pages: of the pass that counts, else of the newest before it."""
        if str(node.number) not in self._folders:
            return ()
        by_pass: dict[int, list[int]] = {}
        for name in self._recording.files("graphql", "pulls", str(node.number)):
            match = _FURTHER.fullmatch(name)
            if match and match[1] == connection and int(match[3]) > 1:
                by_pass.setdefault(int(match[2]), []).append(int(match[3]))
        wanted = self._index.places[node.number].of_pass
        passes = [number for number in by_pass if number <= wanted]
        chosen = max(passes, default=0)
        return [(chosen, number) for number in sorted(by_pass.get(chosen, ()))]

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(self._recording.files("graphql", "pulls"))


def _connection(row: dict[str, Any], name: str) -> tuple[list[Any], dict[str, Any]] | None:
    """A list with its entries; `None` for the checks of a revision that has none."""
    return _checks(row) if name == CHECKS else nodes(row, name)


def _checks(row: dict[str, Any]) -> tuple[list[Any], dict[str, Any]] | None:
    commits, _ = nodes(row, _HEAD)
    if not commits:
        return None
    return contexts(mapping(mapping(commits[0]).get("commit")))


def contexts(commit: dict[str, Any]) -> tuple[list[Any], dict[str, Any]] | None:
    """The checks of a commit; `None` where it has none. They must have been asked for."""
    if "statusCheckRollup" not in commit:
        raise ShapeError("statusCheckRollup")
    if commit["statusCheckRollup"] is None:
        return None
    return nodes(mapping(commit["statusCheckRollup"]), "contexts")


def _further_rows(page: Page, connection: str) -> tuple[list[Any], dict[str, Any] | None]:
    try:
        found = _connection(mapping(page.at(*_PULL)), connection)
    except ShapeError:
        return [], None
    return found if found is not None else ([], None)


def _is_of(page: Page, node: Node) -> bool:
    """Whether a further page is of the same state of the same pull request."""
    try:
        row = mapping(page.at(*_PULL))
        return row.get("number") == node.number and instant(row, "updatedAt") == node.updated_at
    except ShapeError:
        return False


def ended(found: Sequence[Any], first: dict[str, Any], last: dict[str, Any], reasons: Sequence[str]) -> Rows:
    """The entries of a list of which the first and the last recorded page are given."""
    more = list(reasons)
    if goes_on(last):
        more.append("the list goes on after the last recorded page")
    total, had = first.get("totalCount"), len({_identity(row) for row in found})
    if had < len(found):
        more.append(TWICE)
    if type(total) is int and total > had:
        more.append(f"{total} exist and {had} were recorded")
    return Rows(tuple(found), tuple(dict.fromkeys(more)))


def _identity(row: Any) -> str:
    """What tells an entry from another: a page that is given once more must not make up for one left out."""
    if isinstance(row, dict):
        for named in (row, row.get("commit")):
            if isinstance(named, dict) and isinstance(named.get("id"), str):
                return f"id {named['id']}"
    return json.dumps(row, sort_keys=True)


def goes_on(listed: dict[str, Any]) -> bool:
    """Whether a page says that there is another; one that does not say so well may be followed by one."""
    info = listed.get("pageInfo")
    return not isinstance(info, dict) or info.get("hasNextPage") is not False
