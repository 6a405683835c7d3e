"""Settings in the forms that tools keep them in, as scalars with their keys and lines."""

import re
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

from attest.detect.coverage import loose_json
from attest.detect.coverage.loose_json import DEEPEST, Leaf, Unreadable
from attest.document import parse
from attest.errors import ConfigError

_SLOW_LIMIT = 64 << 10
"""Bytes of a form that takes long to read."""
_LINE = re.compile(r"line (\d+)")


def _json(data: bytes) -> Iterator[Leaf]:
    yield from loose_json.leaves(_text(data))


def _toml(data: bytes) -> Iterator[Leaf]:
    text = _text(_bounded(data))
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as cause:
        line = _LINE.search(str(cause))
        place = f", on line {line[1]}" if line else ""
        raise Unreadable(f"it is no valid TOML{place}") from cause
    lines = text.splitlines()
    for path, value in _scalars(content, ()):
        yield Leaf(path, value, _line_of(path[-1], lines))


def _yaml(data: bytes) -> Iterator[Leaf]:
    try:
        document = parse(_bounded(data), "it", ConfigError)
    except ConfigError as fault:
        line = fault.where.rpartition(":")[2] if ":" in fault.where else "1"
        raise Unreadable(f"{fault.what}, on line {line}") from fault
    for path, value in _scalars(document.value if isinstance(document.value, dict) else {}, ()):
        yield Leaf(path, value, document.line(path))


READERS: dict[str, Callable[[bytes], Iterator[Leaf]]] = {"json": _json, "toml": _toml, "yaml": _yaml}
"""By the name that a rule gives as its `syntax`."""


def read(data: bytes, syntax: str) -> tuple[Leaf, ...]:
    """The scalars of a file.

    Raises:
        Unreadable: It is not of that form.
    """
    return tuple(READERS[syntax](data))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise Unreadable(f"it is not UTF-8, on line {line}") from cause


def _bounded(data: bytes) -> bytes:
    if len(data) > _SLOW_LIMIT:
        raise Unreadable(f"it is larger than {_SLOW_LIMIT >> 10} KiB")
    return data


def _scalars(table: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str | bool]]:
    """Those under keys alone; what is in a list is nobody's setting."""
    for key, value in table.items():
        if isinstance(value, dict):
            if len(path) < DEEPEST:
                yield from _scalars(value, (*path, str(key)))
        elif isinstance(value, str | bool):
            yield (*path, str(key)), value


def _line_of(key: str, lines: list[str]) -> int:
    """The first line that sets a key of that name, whatever table it is in; 1 where it is spelt otherwise."""
    opening = re.compile(rf"[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=")
    return next((number for number, line in enumerate(lines, 1) if opening.match(line)), 1)
