"""A file that was handed in, read: its rows, those that cannot be read, and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from attest import canonical
from attest.collect.imports import forms, table
from attest.collect.imports.forms import Unfit
from attest.collect.imports.table import Line
from attest.errors import ConfigError, UsageError
from attest.model.imported import ImportKind, Readable, Unreadable
from attest.model.imports import KINDS

_HINT = "see docs/formats/imports.md, or `attest imports`, for its columns"


@dataclass(frozen=True, slots=True)
class Handed:
    """One file: its kind, its name, the digest of its bytes, its rows, and the columns not looked at."""

    kind: ImportKind
    name: str
    digest: str
    rows: tuple[Readable, ...]
    unreadable: tuple[Unreadable, ...]
    ignored: int


def kind_named(name: str) -> ImportKind:
    """The kind of a name.

    Raises:
        UsageError: There is none.
    """
    if name not in KINDS:
        raise UsageError(
            f"there is no kind of file called {name[:60]!a}",
            where="--import",
            hint=f"name one of {', '.join(KINDS)}",
        )
    return KINDS[name]


def read(kind: ImportKind, data: bytes, where: str, name: str) -> Handed:
    """A file of a kind from its bytes.

    Args:
        kind: What it is said to be.
        data: CSV or JSON in UTF-8.
        where: What to call the file in messages.
        name: What to call it in the run.

    Raises:
        ConfigError: It is no such file as a whole. A row that cannot be read is told, and costs itself alone.
    """
    found = table.read(data, where, frozenset(column.name for column in kind.columns))
    _refuse_missing(kind, found.columns, where, empty=not found.columns)
    readable: list[Readable] = []
    unreadable: list[Unreadable] = []
    for line in found.lines:
        row = _row(kind, line)
        if isinstance(row, Readable):
            readable.append(row)
        else:
            unreadable.append(row)
    ignored = sum(kind.column(column) is None for column in found.columns)
    return Handed(
        kind, forms.plain(name)[:100], canonical.sha256(data), tuple(readable), tuple(unreadable), ignored
    )


def _refuse_missing(kind: ImportKind, columns: Sequence[str], where: str, *, empty: bool) -> None:
    missing = [column.name for column in kind.columns if column.required and column.name not in columns]
    if missing and not empty:
        noun = "columns" if len(missing) > 1 else "column"
        raise ConfigError(
            f"the file of kind {kind.name} lacks the {noun} {', '.join(missing)}", where=where, hint=_HINT
        )


def _row(kind: ImportKind, line: Line) -> Readable | Unreadable:
    if line.problem:
        return Unreadable(line.row, line.problem)
    cells: dict[str, str] = {}
    for column in kind.columns:
        cell = line.cells.get(column.name, "").strip()
        if not cell:
            if column.required:
                return Unreadable(line.row, f"{column.name} is empty")
            continue
        try:
            cells[column.name] = forms.read(column, cell)
        except Unfit as cause:
            return Unreadable(line.row, f"{column.name} is {cause}")
    return Readable(line.row, {name: text for name, text in cells.items() if text})
