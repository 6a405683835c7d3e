"""A REST request as the answering functions see it, what they give back, and pages of lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from tests.simulator.budget import Budget
from tests.simulator.records import Json
from tests.simulator.world import World

WEB: Final = "https://github.com"
_LARGEST_PAGE: Final = 100
_USUAL_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, a JSON value and headers."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.reply = Reply(error_body(status, message), status)


def error_body(status: int, message: str) -> Json:
    """The body of an error."""
    return {"message": message, "documentation_url": "https://docs.github.com/rest", "status": str(status)}


@dataclass(frozen=True, slots=True)
class Call:
    """A request: `api` is the address that links in the answer begin with."""

    world: World
    api: str
    path: str
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    budget: Budget = field(default_factory=Budget)

    @property
    def repository(self) -> str:
        """The address of the repository."""
        return f"{self.api}/repos/{self.world.full_name}"

    def number(self, name: str) -> int:
        """A number of the path.

        Raises:
            Refusal: It is none.
        """
        if not self.parameters[name].isdigit():
            raise Refusal(404, "Not Found")
        return int(self.parameters[name])

    def sized(self) -> int:
        """How many items a page is to hold."""
        asked = self.query.get("per_page", "")
        return max(1, min(int(asked), _LARGEST_PAGE)) if asked.isdigit() else _USUAL_PAGE

    def page(self, items: Sequence[Any]) -> tuple[list[Any], dict[str, str]]:
        """The items of the page that is asked for, and the headers that lead to the others."""
        size, asked = self.sized(), self.query.get("page", "1")
        at = int(asked) if asked.isdigit() and int(asked) > 0 else 1
        last = max(1, -(-len(items) // size))
        links: dict[str, int] = {}
        if at > 1:
            links |= {"prev": at - 1, "first": 1}
        if at < last:
            links |= {"next": at + 1, "last": last}
        headers = self._linked({name: {"page": str(number)} for name, number in links.items()})
        return list(items[(at - 1) * size : at * size]), headers

    def cursor_page(self, items: Sequence[Any], ids: Sequence[str]) -> tuple[list[Any], dict[str, str]]:
        """The items after (or before) the one that the cursor names, as the forge pages what grows."""
        size, start = self.sized(), 0
        if self.query.get("after") in ids:
            start = ids.index(self.query["after"]) + 1
        elif self.query.get("before") in ids:
            start = max(0, ids.index(self.query["before"]) - size)
        links: dict[str, dict[str, str]] = {}
        if start + size < len(items):
            links["next"] = {"after": ids[start + size - 1]}
        if start > 0:
            links["prev"] = {"before": ids[start]}
        return list(items[start : start + size]), self._linked(links)

    def _linked(self, links: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """A `Link` header; a repository's lists are linked by its id, as the forge does."""
        place = self.path.replace(f"/repos/{self.world.full_name}/", f"/repositories/{self.world.id}/", 1)
        kept = {name: value for name, value in self.query.items() if name not in {"page", "after", "before"}}
        parts = [
            f'<{self.api}{place}?{urlencode({**kept, **more})}>; rel="{name}"' for name, more in links.items()
        ]
        return {"Link": ", ".join(parts)} if parts else {}
