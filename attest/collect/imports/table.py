"""A table from the bytes of a file: comma- or semicolon-separated values, or a JSON array of objects.

Cells come as text, whatever the file's form; in JSON `true`, numbers and lists of texts may stand for it.
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, NamedTuple, NoReturn

from attest.errors import ConfigError

MOST_ROWS: Final = 50_000
_MOST_COLUMNS = 200
_DELIMITERS = ",;"
_GUARDED = tuple("=+-@")
"""What a spreadsheet would take for a formula; exports put an apostrophe before it."""


class Line(NamedTuple):
    """One row: its number, its cells by column, and what is wrong with it as a whole."""

    row: int
    cells: dict[str, str]
    problem: str = ""


class Table(NamedTuple):
    """The columns that a file has, those of them that stand in no row of a kind, and its rows."""

    columns: tuple[str, ...]
    lines: Iterator[Line]


def read(data: bytes, where: str, known: Collection[str]) -> Table:
    """The table of a file.

    Args:
        data: UTF-8, with or without a byte order mark.
        where: What to call the file in messages.
        known: Columns that may be there; they tell which character separates cells.

    Raises:
        ConfigError: It is no table, has a column twice, or more rows than are read. Later rows may raise it
            while they are read.
    """
    text = _text(data, where)
    return _json(text, where) if text.lstrip()[:1] in ("[", "{") else _csv(text, where, known)


def name_of(text: str) -> str:
    """The name of a column as it is compared: `Valid until` is `valid_until`."""
    return "_".join(text.replace("-", " ").replace("_", " ").lower().split())


def _text(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise ConfigError(
            "the file is not UTF-8", where=f"{where}:{line}", hint="save it as UTF-8"
        ) from cause


def _csv(text: str, where: str, known: Collection[str]) -> Table:
    delimiter = max(_DELIMITERS, key=lambda one: _fit(text, one, known))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = _csv_rows(reader, where)
    _, header = next(rows, (0, []))
    columns = tuple(name_of(cell) for cell in header)
    _refuse_bad_header(columns, where)
    return Table(columns, _csv_lines(rows, columns))


def _fit(text: str, delimiter: str, known: Collection[str]) -> int:
    """How many known columns the first row has when it is read so."""
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return 0
    return sum(name_of(cell) in known for cell in header)


def _csv_rows(reader: Any, where: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Number and cells of each row that holds something; a row counts whether it does or not."""
    try:
        for row, cells in enumerate(reader, 1):
            if row > MOST_ROWS + 1:
                _refuse_size(where)
            if any(cell.strip() for cell in cells):
                yield row, cells
    except csv.Error as cause:
        raise ConfigError(
            f"the file cannot be read: {cause}",
            where=f"{where}:{max(1, reader.line_num)}",
            hint="save it as comma-separated values",
        ) from cause


def _csv_lines(rows: Iterator[tuple[int, Sequence[str]]], columns: tuple[str, ...]) -> Iterator[Line]:
    for row, cells in rows:
        if len(cells) != len(columns):
            yield Line(row, {}, f"it has {len(cells)} cells and the header {len(columns)}")
        else:
            yield Line(row, dict(zip(columns, map(_unguarded, cells), strict=True)))


def _unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it as a formula."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_GUARDED) else cell


def _json(text: str, where: str) -> Table:
    try:
        rows = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse_constant, parse_float=str, parse_int=str
        )
    except _Twice as cause:
        raise ConfigError(
            f"the column {cause.column} stands twice in a row", where=where, hint="keep one of them"
        ) from cause
    except (ValueError, RecursionError) as cause:
        line = f":{cause.lineno}" if isinstance(cause, json.JSONDecodeError) else ""
        raise ConfigError(
            "the file is not valid JSON", where=f"{where}{line}", hint="export it again"
        ) from cause
    if not isinstance(rows, list):
        raise ConfigError(
            "the file is not a JSON array", where=where, hint="write an array with an object for each row"
        )
    if len(rows) > MOST_ROWS:
        _refuse_size(where)
    columns = tuple(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))
    _refuse_bad_header(columns, where, empty=not rows)
    return Table(columns, (_json_line(number, row) for number, row in enumerate(rows, 1)))


class _Twice(ValueError):
    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = _named(column)


def _object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        name = name_of(key)
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _json_line(number: int, row: Any) -> Line:
    if not isinstance(row, dict):
        return Line(number, {}, "it is no object")
    return Line(number, {name: _json_cell(value) for name, value in row.items()})


def _json_cell(value: Any) -> str:
    """The text of a value; of one that no cell can hold, a text that no column can read."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return value.strip()
        case list() if all(isinstance(item, str) for item in value):
            return "|".join(value)
    return "\0"


def _refuse_bad_header(columns: Sequence[str], where: str, *, empty: bool = False) -> None:
    if not empty and not any(columns):
        raise ConfigError("the file has no columns", where=where, hint="name them in the first row")
    if len(columns) > _MOST_COLUMNS:
        raise ConfigError(
            f"the file has more than {_MOST_COLUMNS} columns", where=where, hint="leave out what is not read"
        )
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise ConfigError(
            f"the column {_named(twice)} stands twice", where=f"{where}:1", hint="keep one of them"
        )


def _named(column: str) -> str:
    """A name of a column fit for a message."""
    return ascii(column[:60])


def _refuse_size(where: str) -> NoReturn:
    raise ConfigError(
        f"the file has more than {MOST_ROWS:,} rows", where=where, hint="split it, by time or by repository"
    )
