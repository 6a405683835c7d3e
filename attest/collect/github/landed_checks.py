"""The checks of landed commits: of those that a merge queue made, or no listed pull request explains.

Only where an answer lies is held; it is parsed again when it is not held any more.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from attest.collect.fields import ShapeError, mapping
from attest.collect.forge_files import Recording
from attest.collect.github.landed import REQUEST, landed_pages
from attest.collect.github.lists import Rows, contexts, ended
from attest.collect.github.pages import Page, Pages

_HIDDEN = "a part of it is hidden from the token"


class _Place(NamedTuple):
    origin: str
    alias: str


class LandedChecks:
    """The checks of the landed commits of a spool."""

    def __init__(self, recording: Recording, pages: Pages) -> None:
        self._recording = recording
        self._pages = pages

    def rows(self, sha: str) -> Rows | None:
        """The checks of a commit as they stand; `None` where nobody asked, or there is no such commit."""
        place = self._places.get(sha)
        if place is None:
            return None
        page = self._page(place.origin)
        try:
            commit = mapping(page.at("repository", place.alias))
            asked = "statusCheckRollup" in commit
            first = contexts(commit) if asked else None
        except ShapeError:
            return Rows((), ("it is malformed",), read=False)
        if not asked:
            return None
        reasons = [_HIDDEN] if _is_hidden(page, place.alias) else []
        if first is None:
            return Rows((), tuple(reasons), read=not reasons)
        return ended(first[0], first[1], first[1], reasons)

    @cached_property
    def _places(self) -> dict[str, _Place]:
        return dict(self._found())

    def _found(self) -> Iterator[tuple[str, _Place]]:
        for origin in landed_pages(self._recording.files("graphql")):
            commits = self._page(origin).data.get("repository")
            for alias, row in commits.items() if isinstance(commits, dict) else ():
                sha = row.get("oid") if isinstance(row, dict) else None
                if isinstance(sha, str):
                    yield sha, _Place(origin, alias)

    def _page(self, origin: str) -> Page:
        return self._pages.read(origin, REQUEST)


def _is_hidden(page: Page, alias: str) -> bool:
    hidden = page.hidden_below("repository", alias)
    return () in page.hidden or any(not path or path[0] == "statusCheckRollup" for path in hidden)
