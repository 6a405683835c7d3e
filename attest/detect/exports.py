"""Exports of vendors by commit, as declared evidence: a table of lines that a tool says it wrote. Pure.

Nothing in git can check such a table, so what it says is grade C. Columns about people are never looked
at. A commit is known by its full id alone.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from attest import canonical
from attest.detect.display import shown
from attest.detect.vocabulary import UNNAMED
from attest.errors import ConfigError
from attest.model.collected import Trace
from attest.model.signal import Grade, SignalRole

RULE = "export.commits"
VERSION = 1
WHERE = "export"
MOST_ROWS = 1_000_000
_MOST_DIGITS = 9
_COMMIT = "commit_hash"
_WRITTEN = ("composer_lines_added", "ai_lines_added")
"""Lines that an agent or chat wrote."""
_COMPLETED = "tab_lines_added"
"""Lines that completion in the editor wrote, which leave no other trace."""
_COUNTS = (*_WRITTEN, _COMPLETED, "non_ai_lines_added", "total_lines_added")
_IMPLIED = {"composer_lines_added": "cursor", "tab_lines_added": "cursor"}
"""Columns that one vendor's export has, for a table that does not name the tool."""
COLUMNS = (_COMMIT, *_COUNTS, "tool", "model")
"""All that are read."""
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_TOOL = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_COLUMNS_HINT = "see docs/configuration.md for the columns of an export"


class Row(NamedTuple):
    """What an export says of one commit."""

    line: int
    sha: str
    tool: str
    model: str | None
    counts: tuple[tuple[str, int], ...]
    """Column and lines, those that are given."""

    @property
    def written(self) -> int:
        """Lines by an agent or chat."""
        return sum(count for name, count in self.counts if name in _WRITTEN)

    @property
    def completed(self) -> int:
        """Lines by completion."""
        return sum(count for name, count in self.counts if name == _COMPLETED)


@dataclass(frozen=True, slots=True)
class Export:
    """One file: its name, the digest of its bytes, the columns that were read, and its rows."""

    name: str
    digest: str
    columns: tuple[str, ...]
    ignored: int
    """Columns that were not looked at."""
    rows: tuple[Row, ...]
    _by_sha: dict[str, list[Row]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for row in self.rows:
            self._by_sha.setdefault(row.sha, []).append(row)

    def traces(self, sha: str) -> tuple[Trace, ...]:
        """What it says of a commit: one trace for each row with lines by a tool."""
        return tuple(_trace(self, row) for row in self._by_sha.get(sha, ()) if row.written or row.completed)

    @property
    def differing(self) -> tuple[str, ...]:
        """The commits for which several rows of one tool and model give different counts, sorted."""
        return tuple(
            sha
            for sha, rows in sorted(self._by_sha.items())
            if len({(row.tool, row.model) for row in rows}) < len(rows)
        )

    def unknown(self, known: Callable[[str], bool]) -> tuple[str, ...]:
        """The commits it speaks of that are not known, sorted."""
        return tuple(sorted(sha for sha in self._by_sha if not known(sha)))


def read(data: bytes, where: str, name: str) -> Export:
    """An export from the bytes of its file.

    Args:
        data: Comma-separated values in UTF-8, the names of the columns in the first row.
        where: What to call the file in messages.
        name: What to call it in the run.

    Raises:
        ConfigError: Naming file and line of the first fault.
    """
    table = _Table(data, where)
    columns = tuple(column for column in table.header if column in COLUMNS)
    ignored = len(table.header) - len(columns)
    # A row that stands twice says one thing.
    rows = {row._replace(line=0): row for row in reversed(tuple(_rows(table)))}
    ordered = tuple(sorted(rows.values(), key=lambda row: row.line))
    return Export(shown(name), canonical.sha256(data), columns, ignored, ordered)


class _Table:
    """The cells of a file, and faults with its lines."""

    def __init__(self, data: bytes, where: str) -> None:
        self.where = where
        self._reader = csv.reader(io.StringIO(self._text(data), newline=""), strict=True)
        self.header = self._header(next(self._lines(), []))

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Line and cells by column."""
        for count, cells in enumerate(self._lines(), 1):
            if count > MOST_ROWS:
                raise self.fault(f"the export has more than {MOST_ROWS:,} rows", "split it by time")
            if len(cells) != len(self.header):
                raise self.fault(
                    f"the row has {len(cells)} cells and the header {len(self.header)}", "export it again"
                )
            yield self.line, dict(zip(self.header, (cell.strip() for cell in cells), strict=True))

    @property
    def line(self) -> int:
        """The line that was read last."""
        return self._reader.line_num

    def fault(self, what: str, hint: str) -> ConfigError:
        """A fault at that line."""
        return ConfigError(what, where=f"{self.where}:{max(1, self.line)}", hint=hint)

    def _lines(self) -> Iterator[list[str]]:
        try:
            yield from (cells for cells in self._reader if cells)
        except csv.Error as cause:
            raise self.fault(
                f"the export cannot be read: {cause}", "save it as comma-separated values"
            ) from cause

    def _text(self, data: bytes) -> str:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as cause:
            line = data[: cause.start].count(b"\n") + 1
            raise ConfigError(
                "the export is not UTF-8", where=f"{self.where}:{line}", hint="save it as UTF-8"
            ) from cause

    def _header(self, cells: Sequence[str]) -> tuple[str, ...]:
        names = tuple(cell.strip().lower() for cell in cells)
        if _COMMIT not in names:
            raise self.fault(f"the export has no column {_COMMIT}", _COLUMNS_HINT)
        if not set(names).intersection((*_WRITTEN, _COMPLETED)):
            raise self.fault("the export has no column of lines by an AI", _COLUMNS_HINT)
        twice = [name for name in COLUMNS if names.count(name) > 1]
        if twice:
            raise self.fault(f"the column {twice[0]} stands twice", "keep one of them")
        return names


def _rows(table: _Table) -> Iterator[Row]:
    for line, cells in table.rows():
        sha = cells[_COMMIT].lower()
        if not _SHA.fullmatch(sha):
            raise table.fault(
                f"{_COMMIT} is no full commit id: '{shown(sha)}'", "export full ids, 40 or 64 digits"
            )
        counts = tuple((name, _count(table, name, cells[name])) for name in _COUNTS if cells.get(name))
        model = cells.get("model", "")
        yield Row(line, sha, _tool(table, cells), shown(model)[:100] if model else None, counts)


def _count(table: _Table, name: str, cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= _MOST_DIGITS):
        raise table.fault(
            f"{name} is no number of lines: '{shown(cell)}'", "write a whole number, or nothing"
        )
    return int(cell)


def _tool(table: _Table, cells: Mapping[str, str]) -> str:
    named = "-".join(cells.get("tool", "").lower().split())
    if not named:
        return next((_IMPLIED[name] for name in _IMPLIED if name in cells), UNNAMED)
    if not _TOOL.fullmatch(named):
        raise table.fault(
            f"tool is no name: '{shown(cells['tool'])}'", "use letters, digits, spaces, dots and dashes"
        )
    return named


def _trace(export: Export, row: Row) -> Trace:
    parts = ", ".join(f"{name}={count}" for name, count in row.counts)
    role = SignalRole.COAUTHOR if row.written else SignalRole.ASSISTANT
    return Trace(
        RULE,
        VERSION,
        Grade.C.value,
        role.value,
        row.tool,
        row.model,
        WHERE,
        parts,
        f"{WHERE}:{export.digest}:{row.line}",
    )


def traces(exports: Iterable[Export], sha: str) -> tuple[Trace, ...]:
    """What all exports say of a commit."""
    return tuple(trace for export in exports for trace in export.traces(sha))
