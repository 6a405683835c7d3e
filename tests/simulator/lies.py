"""Changes of what an answer says, for `faults.rewrite`. Each takes a JSON value and gives it back changed."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.simulator.records import Json

Lie = Callable[[Any], Any]


def connections(value: Any) -> list[Json]:
    """Every GraphQL connection of an answer, outermost first."""
    waiting, found = [value], []
    while waiting:
        here = waiting.pop(0)
        if isinstance(here, dict):
            if "pageInfo" in here and "nodes" in here:
                found.append(here)
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
    return found


def total_count(by: int, at: int = 0) -> Lie:
    """A total that is wrong: of the connection at that place among all, or of the REST answer."""

    def lie(answer: Any) -> Any:
        found = connections(answer)
        if found:
            found[at]["totalCount"] += by
        else:
            answer["total_count"] += by
        return answer

    return lie


def shorter(by: int = 1, at: int = 0) -> Lie:
    """A list without its last items, which says nothing of it."""

    def lie(answer: Any) -> Any:
        found = connections(answer)
        items = found[at]["nodes"] if found else _items(answer)
        del items[len(items) - by :]
        return answer

    return lie


def null_users() -> Lie:
    """Nobody did anything."""
    people = {"user", "author", "actor", "creator", "mergedBy", "merged_by", "enabledBy"}

    def lie(answer: Any) -> Any:
        for here in _objects(answer):
            for name in people & here.keys():
                if isinstance(here[name], dict) and "login" in here[name]:
                    here[name] = None
        return answer

    return lie


def repoint(review_id: int, sha: str) -> Lie:
    """A review that claims to be of another commit."""

    def lie(answer: Any) -> Any:
        for here in _objects(answer):
            if here.get("fullDatabaseId") == str(review_id) and isinstance(here.get("commit"), dict):
                here["commit"]["oid"] = sha
            if here.get("id") == review_id and "commit_id" in here:
                here["commit_id"] = sha
        return answer

    return lie


def _items(answer: Any) -> list[Any]:
    """The list of a REST answer: itself, or the only one that it holds."""
    if isinstance(answer, list):
        return answer
    (found,) = (value for value in answer.values() if isinstance(value, list))
    return found


def _objects(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for below in value.values():
            yield from _objects(below)
    elif isinstance(value, list):
        for below in value:
            yield from _objects(below)
