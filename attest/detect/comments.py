"""HTML comments of a text: templates tell authors in them what to write, and they show to nobody. Pure."""

import re
from collections.abc import Sequence

from attest.detect.quoted import fenced

_OPENED = re.compile(r"(?<!`)<!--")
_CLOSING = "-->"


def uncommented(rows: list[str]) -> tuple[list[str], list[tuple[int, str]]]:
    """The rows without their comments, and those comments that begin and end in one row, by its index.

    A comment that nothing closes is taken for a slip, as a fence is; code and quotations hold none.
    """
    if not any("<!--" in row for row in rows):
        return rows, []
    left, notes = list(rows), list[tuple[int, str]]()
    code = fenced(rows)
    last = max((index for index, row in enumerate(rows) if _CLOSING in row), default=-1)
    opened: int | None = None
    for index, row in enumerate(rows):
        if opened is None and (index in code or row.lstrip().startswith(">")):
            continue
        if opened is not None and _CLOSING not in row:
            left[index] = ""
            continue
        left[index], found, is_open = _row(row, is_open=opened is not None, may_open=index < last)
        notes += [(index, text) for text in found]
        opened = index if is_open else None
    return left, notes


def _row(row: str, *, is_open: bool, may_open: bool) -> tuple[str, Sequence[str], bool]:
    """What is left of a row, the comments within it, and whether one goes on after it."""
    kept, notes = "", list[str]()
    place = 0
    if is_open:
        place = row.index(_CLOSING) + len(_CLOSING)
    while (start := _OPENED.search(row, place)) is not None:
        end = row.find(_CLOSING, start.end())
        if end < 0 and not may_open:
            break
        kept += row[place : start.start()]
        if end < 0:
            return kept, notes, True
        place = end + len(_CLOSING)
        notes.append(row[start.start() : place])
    return kept + row[place:], notes, False
