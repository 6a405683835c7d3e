"""Entries of a log in JSON, one at a time: an array, arrays page after page, or one object a line. Pure.

However large the file, only one entry is held. What stands on a line of its own can be left out where it
is broken; an array that is broken has no rest that could be trusted.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

UNREADABLE: Final = object()
"""Stands for an entry that is no JSON, larger than a mebibyte, or names a key twice."""
_WINDOWS = (8 << 10, 64 << 10, 1 << 20)
"""How much of the text an entry of an array is looked for in, one after the other."""
_DEEPEST = 2
"""Arrays in each other: pages that were gathered are an array of arrays."""
_BETWEEN = re.compile(r"[\s,]*")
_LONGEST_NUMBER = 18


class Broken(ValueError):
    """An array that cannot be read to its end; `line` counts from 1."""

    def __init__(self, what: str, text: str, place: int) -> None:
        super().__init__(what)
        self.line = text.count("\n", 0, place) + 1


def entries(text: str) -> Iterator[Any]:
    """Every entry in its order, `UNREADABLE` in place of one that is not.

    Raises:
        Broken: An array does not end, ends twice, or holds something that is no JSON.
    """
    place, depth = 0, 0
    while (place := _after_gap(text, place)) < len(text):
        if text[place] == "[":
            depth, place = depth + 1, place + 1
            if depth > _DEEPEST:
                raise Broken("arrays stand in each other", text, place)
        elif text[place] == "]":
            depth, place = depth - 1, place + 1
            if depth < 0:
                raise Broken("an array ends that did not begin", text, place)
        else:
            value, place = _in_array(text, place) if depth else _on_line(text, place)
            yield value
    if depth:
        raise Broken("it is cut off: an array does not end", text, place)


def _after_gap(text: str, place: int) -> int:
    gap = _BETWEEN.match(text, place)
    return gap.end() if gap else place


def _on_line(text: str, place: int) -> tuple[Any, int]:
    found = text.find("\n", place)
    end = len(text) if found < 0 else found
    if end - place > _WINDOWS[-1]:
        return UNREADABLE, end
    try:
        value, length = _DECODER.raw_decode(text[place:end])
    except (ValueError, RecursionError):
        return UNREADABLE, end
    return value, place + length


def _in_array(text: str, place: int) -> tuple[Any, int]:
    for window in _WINDOWS:
        try:
            value, length = _DECODER.raw_decode(text[place : place + window])
        except (ValueError, RecursionError):
            continue
        return value, place + length
    raise Broken("it is not valid JSON, or an entry is larger than 1 MiB", text, place)


def _object(pairs: list[tuple[str, Any]]) -> Any:
    found = dict(pairs)
    return found if len(found) == len(pairs) else UNREADABLE


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _LONGEST_NUMBER else text


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_whole, parse_constant=str)
