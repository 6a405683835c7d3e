"""Lists as GraphQL pages them: by opaque cursors, forward with `first` or from the end with `last`."""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from graphql import GraphQLError

from tests.simulator.records import Json, Pull

_Item = TypeVar("_Item")
_MARK = "cursor:v2:"


def connection(
    items: Sequence[_Item],
    shape: Callable[[_Item], Json | None],
    *,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
) -> Json:
    """A page of a list whose order does not change: the cursor is a place."""
    start = int(opened(after)) if after else 0
    end = len(items)
    if first is not None:
        end = min(end, start + first)
    if last is not None:
        start = max(start, end - last)
    return page(
        [shape(item) for item in items[start:end]],
        len(items),
        cursors=(closed(str(start + 1)), closed(str(end))),
        more=(start > 0, end < len(items)),
    )


def updated_pulls(
    pulls: Sequence[Pull],
    shape: Callable[[Pull], Json],
    *,
    down: bool,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
) -> Json:
    """A page of pull requests by update.

    The cursor is a time, so that what is edited meanwhile moves out of what is still to come.
    """
    ordered = list(pulls) if down else list(reversed(pulls))
    rest = ordered
    if after:
        when, _, number = opened(after).partition("|")
        passed = (when, int(number))
        rest = [
            one for one in ordered if ((one.updated, one.number) < passed) == down and _key(one) != passed
        ]
    chosen = rest[: first or len(rest)] if last is None else rest[-last:]
    marks = [closed(f"{one.updated}|{one.number}") for one in chosen]
    return page(
        [shape(one) for one in chosen],
        len(ordered),
        cursors=(marks[0], marks[-1]) if marks else (None, None),
        more=(len(rest) < len(ordered), len(chosen) < len(rest)),
    )


def _key(pull: Pull) -> tuple[str, int]:
    return pull.updated, pull.number


def page(
    nodes: list[Any], total: int, *, cursors: tuple[str | None, str | None], more: tuple[bool, bool]
) -> Json:
    """A connection of these nodes; `more` says whether there are any before and after."""
    start, end = cursors if nodes else (None, None)
    info = {"startCursor": start, "endCursor": end, "hasPreviousPage": more[0], "hasNextPage": more[1]}
    return {"nodes": nodes, "totalCount": total, "pageInfo": info}


def closed(text: str) -> str:
    """A cursor."""
    return b64encode(f"{_MARK}{text}".encode()).decode()


def opened(cursor: str) -> str:
    """What a cursor of ours says.

    Raises:
        GraphQLError: It is none.
    """
    try:
        told = b64decode(cursor, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as fault:
        raise GraphQLError(f"`{cursor}` does not appear to be a valid cursor.") from fault
    if not told.startswith(_MARK):
        raise GraphQLError(f"`{cursor}` does not appear to be a valid cursor.")
    return told.removeprefix(_MARK)
