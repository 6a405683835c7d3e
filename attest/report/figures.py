"""Every number that the report prints, counted by a query that travels with it.

A figure comes only from a query over the records, so that figures.json says of each one how to
count it again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from attest.model.base import Record
from attest.model.finding import Outcome
from attest.model.report import Figure, Query, Span, SpanKind, Text
from attest.model.touch import Touch
from attest.report.text import plain

Condition = tuple[str, str, str]


class CountLine(Record):
    """One line of a reconciliation with its repository, so that a query can name it."""

    repository: str
    line: int
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure in the hands of a writer: the ways to print it."""

    figure: Figure

    @property
    def value(self) -> int:
        """The number, for decisions about wording; print the spans instead."""
        return self.figure.value

    @property
    def count(self) -> Span:
        """`1,234`."""
        return self._span("count")

    @property
    def of(self) -> Span:
        """`12 of 60`."""
        return self._span("of")

    @property
    def share(self) -> Span:
        """`20.0 %`."""
        return self._span("share")

    @property
    def full(self) -> Text:
        """`12 of 60 (20.0 %)`."""
        return (self.of, plain(" ("), self.share, plain(")"))

    def things(self, singular: str, plural: str = "") -> Text:
        """The number with its noun: `1 change`, `2 changes`."""
        return (self.count, plain(f" {singular if self.value == 1 else plural or singular + 's'}"))

    def _span(self, form: str) -> Span:
        return Span(kind=SpanKind.FIGURE, text=form, target=self.figure.id)


class FigureBook:
    """Counts figures and keeps them by id."""

    def __init__(self, records: Mapping[str, Sequence[Record]]) -> None:
        self._records = records
        self._changes: dict[str, Any] = {
            row.id: row for row in records.get("changes", ()) if hasattr(row, "id")
        }
        self._touched = classes_by_change(row for row in records.get("touches", ()) if isinstance(row, Touch))
        self._columns: dict[tuple[str, str], list[Any]] = {}
        self._groups: dict[tuple[str, tuple[str, ...]], Counter[tuple[str, ...]]] = {}
        self.figures: dict[str, Figure] = {}

    def count(
        self,
        name: str,
        records: str,
        *where: Condition,
        measure: str = "records",
        of: Counted | None = None,
    ) -> Counted:
        """A figure by its query; `of` is its denominator.

        Raises:
            ValueError: The id is taken by another figure.
        """
        query = Query(records=records, where=where, measure=measure)
        figure = Figure(
            id=name,
            value=self.evaluate(query),
            denominator=of.value if of else None,
            query=query,
            denominator_query=of.figure.query if of else None,
        )
        if self.figures.setdefault(name, figure) != figure:
            raise ValueError(f"two figures are called {name!r}")
        return Counted(figure)

    def values(self, records: str, field: str, *where: Condition) -> list[str]:
        """The distinct values of a field, most frequent first, then by name; list fields by element."""
        rows = self._matching(Query(records=records, where=where))
        column = self._column(records, field)
        counter: Counter[str] = Counter()
        for row in rows:
            value = column[row]
            counter.update(map(_word, value) if isinstance(value, tuple) else (_word(value),))
        return sorted(counter, key=lambda value: (-counter[value], value))

    def evaluate(self, query: Query) -> int:
        """The number that a query counts."""
        verb, _, field = query.measure.partition(" ")
        if verb == "beyond":
            return max(0, self.evaluate(query.model_copy(update={"measure": "records"})) - int(field))
        if verb == "records" and query.where and all(operator == "is" for _, operator, _ in query.where):
            return self._grouped(query)
        rows = self._matching(query)
        if verb == "records":
            return len(rows)
        column = self._column(query.records, field)
        if verb == "sum":
            return sum(int(column[row] or 0) for row in rows)
        if verb == "distinct":
            return len({_word(column[row]) for row in rows if column[row] is not None})
        raise ValueError(f"no figure is measured as {query.measure!r}")

    def _grouped(self, query: Query) -> int:
        fields = tuple(field for field, _, _ in query.where)
        key = (query.records, fields)
        if key not in self._groups:
            columns = [map(_word, self._column(query.records, field)) for field in fields]
            self._groups[key] = Counter(zip(*columns, strict=True))
        return self._groups[key][tuple(value for _, _, value in query.where)]

    def _matching(self, query: Query) -> Sequence[int]:
        rows: Sequence[int] = range(len(self._records[query.records]))
        for field, operator, wanted in query.where:
            column = self._column(query.records, field)
            rows = [row for row in rows if _holds(column[row], operator, wanted)]
        return rows

    def _column(self, records: str, field: str) -> list[Any]:
        key = (records, field)
        if key not in self._columns:
            self._columns[key] = [self._get(row, field) for row in self._records[records]]
        return self._columns[key]

    def _get(self, row: Any, field: str) -> Any:
        if field.startswith("change."):
            owner = getattr(row, "change", None) or getattr(row, "subject", None) or row.id
            if field == "change.touches":
                return self._touched.get(owner, ())
            row, field = self._changes.get(owner), field.removeprefix("change.")
        for part in field.split("."):
            row = getattr(row, part) if row is not None else None
        return row


def classes_by_change(touches: Iterable[Touch]) -> dict[str, tuple[str, ...]]:
    """The classes of paths that each change touched, sorted."""
    found: dict[str, set[str]] = {}
    for touch in touches:
        found.setdefault(touch.change, set()).add(touch.path_class)
    return {change: tuple(sorted(classes)) for change, classes in found.items()}


def _word(value: Any) -> str:
    """A value as queries write it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Outcome():
            return value.word
        case Enum():
            return str(value.value)
    return str(value)


def _holds(value: Any, operator: str, wanted: str) -> bool:
    match operator:
        case "is":
            return _word(value) == wanted
        case "is not":
            return _word(value) != wanted
        case "has":
            return wanted in map(_word, value)
        case "begins":
            return value is not None and _word(value).startswith(wanted)
        case "before":
            return value is not None and _word(value) < wanted
        case "from":
            return value is not None and _word(value) >= wanted
        case "known":
            return value is not None
        case "in":
            return _word(value) in wanted.split("|")
    raise ValueError(f"no condition is written {operator!r}")


def printed(figure: Figure, form: str) -> str:
    """A figure as it stands on the page; without floats, shares rounded half up to a tenth of a percent."""
    if form == "count":
        return f"{figure.value:,}".replace("-", "\N{MINUS SIGN}")
    if figure.denominator is None:
        raise ValueError(f"the figure {figure.id!r} has no denominator")
    if form == "of":
        return f"{figure.value:,} of {figure.denominator:,}"
    if figure.denominator == 0:
        return "n/a"
    tenths = (figure.value * 2000 + figure.denominator) // (2 * figure.denominator)
    return f"{tenths // 10}.{tenths % 10} %"
