"""JSON as people keep settings in it: with comments, trailing commas and a byte order mark. Never recurses.

It gives the scalars with the path of keys that leads to each and the line of its key; more is not needed.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

DEPTH_LIMIT = 100
DEEPEST = 8
"""Keys on the way to a scalar that is given; no setting lies deeper."""
Scalar = str | bool | None

_TOKEN = re.compile(
    r"(?P<space>[ \t\r\n\ufeff]+)"
    r"|(?P<comment>//[^\n]*|/\*)"
    r'|(?P<text>"(?:[^"\\\n]|\\[^\n])*")'
    r"|(?P<mark>[{}\[\],:])"
    r"|(?P<word>[^\s{}\[\],:\"/]+)"
)
_WORDS = {"true": True, "false": False, "null": None}


class Unreadable(Exception):
    """The text is not JSON of this kind; says why and on which line."""


class Leaf(NamedTuple):
    """A scalar of a document. Numbers stay text; items of a list have their place as key."""

    path: tuple[str, ...]
    value: Scalar
    line: int


class _Level:
    """An object or list that is open."""

    __slots__ = ("is_list", "key", "line", "place", "wants")

    def __init__(self, *, is_list: bool) -> None:
        self.is_list = is_list
        self.place = 0
        self.key = "0" if is_list else ""
        self.line = 0
        self.wants = "value" if is_list else "key"

    def next(self) -> None:
        self.place += 1
        self.key = str(self.place) if self.is_list else ""
        self.wants = "value" if self.is_list else "key"


def leaves(text: str) -> Iterator[Leaf]:
    """The scalars of a document in order.

    Raises:
        Unreadable: At the first place that no reader of settings would take.
    """
    levels: list[_Level] = []
    done = False
    for kind, piece, line in _tokens(text):
        if done:
            raise Unreadable(f"there is more after the end, on line {line}")
        if kind == "mark" and piece in "{[":
            _take_value(levels, line)
            if len(levels) >= DEPTH_LIMIT:
                raise Unreadable(f"it is nested too deeply, on line {line}")
            levels.append(_Level(is_list=piece == "["))
        elif kind == "mark" and piece in "}]":
            _close(levels, piece, line)
            done = not levels
        elif kind == "mark":
            _separate(levels, piece, line)
        elif levels and levels[-1].wants == "key":
            if kind != "text":
                raise Unreadable(f"a key is not in quotation marks, on line {line}")
            levels[-1].key, levels[-1].line, levels[-1].wants = _text(piece, line), line, ":"
        else:
            value = _text(piece, line) if kind == "text" else _WORDS.get(piece, piece)
            _take_value(levels, line)
            at = levels[-1].line if levels and levels[-1].line else line
            if len(levels) <= DEEPEST:
                yield Leaf(tuple(level.key for level in levels), value, at)
            done = not levels
    if not done:
        raise Unreadable("it ends before its end")


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    at, line = 0, 1
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unreadable(f"it cannot be read on line {line}")
        kind, piece, end = str(found.lastgroup), found[0], found.end()
        if piece == "/*":
            end = text.find("*/", at + 2) + 2
            if end < 2:
                raise Unreadable(f"a comment does not end, on line {line}")
        elif kind not in ("space", "comment"):
            yield kind, piece, line
        line += text.count("\n", at, end)
        at = end


def _text(piece: str, line: int) -> str:
    try:
        return str(json.loads(piece, strict=False))
    except ValueError as cause:
        raise Unreadable(f"a text cannot be read, on line {line}") from cause


def _take_value(levels: list[_Level], line: int) -> None:
    if not levels:
        return
    if levels[-1].wants != "value":
        raise Unreadable(f"a value stands where none can be, on line {line}")
    levels[-1].wants = ","


def _separate(levels: list[_Level], piece: str, line: int) -> None:
    if not levels or levels[-1].wants != piece:
        raise Unreadable(f"{piece!r} stands where it cannot be, on line {line}")
    if piece == ":":
        levels[-1].wants = "value"
    else:
        levels[-1].next()


def _close(levels: list[_Level], piece: str, line: int) -> None:
    if not levels or levels[-1].is_list != (piece == "]") or levels[-1].wants == ":":
        raise Unreadable(f"{piece!r} stands where it cannot be, on line {line}")
    if not levels[-1].is_list and levels[-1].wants == "value":
        raise Unreadable(f"a key has no value, on line {line}")
    levels.pop()
