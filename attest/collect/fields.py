"""Fields of a forge's JSON objects, each of the type that it must have, or `ShapeError`."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from attest.proof.commitment import printable_unicode

_SHA = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)
_ANY_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)\Z", re.ASCII)
_LARGEST_NUMBER = 1 << 53
_Item = TypeVar("_Item")


class ShapeError(ValueError):
    """An object that does not have the shape that GitHub documents."""


def each(rows: Iterable[Any], shape: Callable[[Any], _Item]) -> tuple[tuple[_Item, ...], int]:
    """The rows that have the shape, and how many have not."""
    good: list[_Item] = []
    bad = 0
    for row in rows:
        try:
            good.append(shape(row))
        except ShapeError:
            bad += 1
    return tuple(good), bad


def mapping(value: Any) -> dict[str, Any]:
    """An object."""
    if not isinstance(value, dict):
        raise ShapeError("not an object")
    return value


def items(row: dict[str, Any], name: str) -> list[Any]:
    """A list, empty where there is none."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ShapeError(name)
    return value


def plain(value: Any) -> str:
    """A text that UTF-8 can hold."""
    if not isinstance(value, str):
        raise ShapeError("not text")
    return printable_unicode(value)


def text(row: dict[str, Any], name: str, default: str | None = None) -> str:
    """A text; one that must be there without a default."""
    value = row.get(name)
    if value is None and default is not None:
        return default
    return plain(value)


def number(row: dict[str, Any], name: str, default: int) -> int:
    """A whole number that is not negative."""
    value = row.get(name)
    if value is None:
        return default
    if type(value) is not int or not 0 <= value < _LARGEST_NUMBER:
        raise ShapeError(name)
    return value


def maybe_number(row: dict[str, Any], name: str) -> int | None:
    """A whole number that is not negative, if there is one."""
    return None if row.get(name) is None else number(row, name, 0)


def flag(row: dict[str, Any], name: str) -> bool | None:
    """Yes or no, if either is said."""
    value = row.get(name)
    if value is not None and not isinstance(value, bool):
        raise ShapeError(name)
    return value


def identifier(row: dict[str, Any], name: str = "id") -> str:
    """An immutable number, as text."""
    found = number(row, name, -1)
    if found < 0:
        raise ShapeError(name)
    return str(found)


def pull_number(row: dict[str, Any]) -> int:
    """The number of a pull request."""
    found = number(row, "number", 0)
    if not 0 < found < 1 << 31:
        raise ShapeError("number")
    return found


def sha(row: dict[str, Any], name: str) -> str:
    """An object id, empty where there is none."""
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or not _SHA.match(value):
        raise ShapeError(name)
    return value


def tip(row: dict[str, Any], name: str) -> str:
    """An object id, empty for the null one, which stands for a branch that is not there."""
    found = sha(row, name)
    return found if found.strip("0") else ""


def required_sha(row: dict[str, Any], name: str = "sha") -> str:
    """An object id."""
    found = sha(row, name)
    if not found:
        raise ShapeError(name)
    return found


def time(row: dict[str, Any], name: str) -> str | None:
    """An instant in the one form in which pull requests and their like have it."""
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _TIME.match(value):
        raise ShapeError(name)
    try:
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  the form says UTC
    except ValueError as fault:
        raise ShapeError(name) from fault
    return value


def instant(row: dict[str, Any], name: str) -> str | None:
    """An instant in any form with a zone, to the second in UTC: fractions are cut off."""
    value = row.get(name)
    if value is None:
        return None
    match = _ANY_TIME.match(value) if isinstance(value, str) else None
    if match is None:
        raise ShapeError(name)
    day, clock, zone = match.groups()
    try:
        found = datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone == 'Z' else zone}").astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise ShapeError(name) from fault
    return f"{found.year:04}-{found:%m-%dT%H:%M:%S}Z"
