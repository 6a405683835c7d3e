"""What a fetch must know of an answer to go on: where a list ends, and what is yet to be asked. Pure.

Nothing is judged here. What is not as it should be is passed over: the answer is kept as it came, and
whoever reads it later says what is wrong with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from attest.collect.github.graphql_shapes import is_agent, is_by_agent
from attest.collect.github.queries import CONNECTIONS

CHECKS = "checks"
QUEUED = "AddedToMergeQueueEvent"


@dataclass(frozen=True, slots=True)
class Goes:
    """Whether a list goes on, and from where."""

    on: bool
    cursor: str


@dataclass(frozen=True, slots=True)
class Pull:
    """A listed pull request, as far as it is to be followed."""

    number: int
    updated_at: str
    merge_sha: str
    further: tuple[tuple[str, str], ...]
    """Names of lists that go on, each with its cursor."""
    reviews: tuple[str, ...]
    """Ids of the reviews on this page."""
    commits: tuple[tuple[str, str], ...]
    """Object id and node id of the commits on this page."""
    queued: bool = False
    """Whether it was put into the merge queue: then what was landed was checked by itself."""
    head: tuple[str, str] = ("", "")
    """The branch of its own repository that was merged, and the last revision on it."""
    created_at: str = ""
    is_agents: bool = False
    """Whether the platform's agent opened it, or wrote one of the commits on this page."""


def page(answer: Any) -> tuple[list[Pull], Goes]:
    """A page of pull requests."""
    connection = at(answer, "data", "repository", "pullRequests")
    return [found for row in rows(connection) if (found := _pull(row)) is not None], goes(connection)


def selection(answer: Any, name: str) -> Any:
    """The list of that name in the answer to `queries.further`."""
    return _connection(at(answer, "data", "repository", "pullRequest"), name)


def review_ids(connection: Any) -> tuple[str, ...]:
    """Ids of the reviews of a list."""
    return tuple(text for row in rows(connection) if (text := string(row, "id")))


def commit_ids(connection: Any) -> tuple[tuple[str, str], ...]:
    """Object id and node id of the commits of a list."""
    found = (at(row, "commit") for row in rows(connection))
    return tuple((string(row, "oid"), string(row, "id")) for row in found if string(row, "oid"))


def nodes(answer: Any) -> list[Any]:
    """What was asked for by ids, what is not there left out."""
    return [row for row in _list(at(answer, "data", "nodes")) if isinstance(row, dict)]


def errors(answer: Any) -> list[Any]:
    """The errors beside the data of an answer."""
    return [row for row in _list(at(answer, "errors")) if isinstance(row, dict)]


def goes(connection: Any) -> Goes:
    """Whether a list goes on after this page."""
    info = at(connection, "pageInfo")
    cursor = string(info, "endCursor")
    return Goes(bool(cursor) and isinstance(info, dict) and info.get("hasNextPage") is True, cursor)


def rows(connection: Any) -> list[Any]:
    """The entries of a list, those that are not there left out."""
    return [row for row in _list(at(connection, "nodes")) if isinstance(row, dict)]


def at(value: Any, *names: str) -> Any:
    """What stands under names, each in the object before it; `None` where the way ends."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def string(value: Any, name: str) -> str:
    """A text of an object, or empty."""
    text = at(value, name)
    return text if isinstance(text, str) else ""


def whole(value: Any, name: str) -> int | None:
    """A number of an object that can stand in a path, or `None`."""
    number = at(value, name)
    return number if type(number) is int and 0 < number < 1 << 53 else None


def is_sha(text: str) -> bool:
    """Whether a text is an object id."""
    return len(text) in (40, 64) and not set(text) - set("0123456789abcdef")


def _pull(row: Any) -> Pull | None:
    number = whole(row, "number")
    if number is None:
        return None
    author = at(row, "author")
    return Pull(
        number,
        string(row, "updatedAt"),
        string(at(row, "mergeCommit"), "oid"),
        tuple(_further(row)),
        review_ids(_connection(row, "reviews")),
        commit_ids(_connection(row, "commits")),
        any(string(one, "__typename") == QUEUED for one in rows(_connection(row, "timelineItems"))),
        _head(row),
        string(row, "createdAt"),
        is_agent(string(author, "__typename"), string(author, "login"))
        or any(is_by_agent(one) for one in rows(_connection(row, "commits"))),
    )


def _head(row: Any) -> tuple[str, str]:
    """Pushes to a branch of a fork are in the fork's own activity, which is not asked for."""
    if at(row, "merged") is not True or at(row, "isCrossRepository") is not False:
        return "", ""
    return string(row, "headRefName"), string(row, "headRefOid")


def _further(row: Any) -> Iterator[tuple[str, str]]:
    for name in (*CONNECTIONS, CHECKS):
        state = goes(_connection(row, name))
        if state.on:
            yield name, state.cursor


def _connection(row: Any, name: str) -> Any:
    if name != CHECKS:
        return at(row, name)
    last = rows(at(row, "head"))
    return at(last[0], "commit", "statusCheckRollup", "contexts") if last else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
