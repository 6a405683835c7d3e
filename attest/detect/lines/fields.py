"""Reading values of unknown shape: what is not of the kind asked for is as if it were not there."""

import re
from collections.abc import Iterable
from typing import Any, Final

from attest.detect.display import shown
from attest.detect.lines.stated import Malformed

LAST_LINE: Final = 2**31 - 1
_LARGEST = 2**53 - 1
PEOPLE_LIMIT: Final = 20
"""More people than set agents to work on one commit; a note may name any number."""
_ADDRESS = re.compile(r"([^<>]{0,300})<([^<>\s]{1,300})>\s{0,9}\Z")
_UNNAMED = frozenset({"", "unknown", "default", "none", "null", "auto", "n/a"})
_PLACEHOLDER = re.compile(r"<[^<>]*>")
_TEST_TOOLS = ("mock_", "mock-", "test_", "test-")


def text(holder: Any, key: str) -> str:
    """A string of an object; empty where there is none."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, str) else ""


def whole(holder: Any, *keys: str) -> int | None:
    """The first of some whole numbers that an object has, from 0 to the largest that a record can hold."""
    for key in keys:
        value = holder.get(key) if isinstance(holder, dict) else None
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST:
            return value
    return None


def table(holder: Any, key: str) -> dict[str, Any]:
    """An object of an object."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, dict) else {}


def listed(holder: Any, key: str) -> list[Any]:
    """A list of an object."""
    value = holder.get(key) if isinstance(holder, dict) else None
    return value if isinstance(value, list) else []


def texts(holder: Any, key: str) -> list[str]:
    """The strings of a list of an object."""
    return [value for value in listed(holder, key) if isinstance(value, str)]


def span(start: Any, end: Any) -> tuple[int, int]:
    """A range of lines.

    Raises:
        Malformed: It is none: not whole numbers, from 0, backwards, or beyond any file.
    """
    for number in (start, end):
        if not isinstance(number, int) or isinstance(number, bool):
            raise Malformed("a line number in it is not a whole number, or too large")
    if not 1 <= start <= end <= LAST_LINE:
        raise Malformed("a range of lines in it is empty, backwards or beyond any file")
    return start, end


def name(value: str) -> str:
    """A tool's or model's name fit to be printed; empty for the words that stand for none."""
    plain = " ".join(shown(value).split())[:100]
    return "" if plain.casefold() in _UNNAMED or _PLACEHOLDER.fullmatch(plain) else plain


def is_test_tool(tool: str) -> bool:
    """Whether a tool is a stand-in of somebody's test suite, which no AI is behind."""
    return tool.casefold().startswith(_TEST_TOOLS)


def person(value: str) -> tuple[str, str] | None:
    """Name and address of `Name <address>`, of a bare address or of a bare name; `None` for nothing."""
    plain = shown(value.strip())
    match = _ADDRESS.match(plain)
    if match is not None:
        return match[1].strip(), match[2]
    if not plain or plain.casefold() in _UNNAMED:
        return None
    return ("", plain) if "@" in plain and " " not in plain else (plain, "")


def people(values: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The people of some values, each once, sorted; the first twenty."""
    found = {person(value) for value in values}
    return tuple(sorted(one for one in found if one is not None))[:PEOPLE_LIMIT]
