"""One fact seen several times: the first observation counts, and what later ones say otherwise is told."""

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import Any, NamedTuple

from attest.model.base import Record
from attest.model.change import NEVER_RAN, StatusCheck
from attest.model.joined import Difference, DifferenceKind

_UNCOMPARED = frozenset({"id", "change", "ordinal", "commitment", "binding", "in_service"})
"""A commitment is made under the key of its run, so that two of one text differ; what collection works out
itself, from the clone or the persons file, is no memory of a source."""
_GATHERED = ("landed_change", "landed", "changes", "in_period", "until")
"""What a record says of the days of its run, or of what came after: every run adds what it knows."""
_WORDS = 60


class Sight(NamedTuple):
    """The records of one kind and one change, as one run saw them."""

    run: str
    records: Sequence[Record]
    covers: frozenset[str]
    """The runs whose facts it would hold as well: what it does not hold of them is gone."""


class Merged(NamedTuple):
    """Each fact as it was first seen, with the run that saw it so, and where later sights differ."""

    records: tuple[tuple[str, Record], ...]
    differences: tuple[Difference, ...]


def merge_sights(kind: str, sights: Sequence[Sight]) -> Merged:
    """The facts of one change, the sights given in the order of observation."""
    present = _present(record for sight in sights for record in sight.records)
    covers = {sight.run: sight.covers for sight in sights}
    kept: dict[str, tuple[str, Record]] = {}
    gone: set[str] = set()
    differences: list[Difference] = []
    for place, sight in enumerate(sights):
        seen = {record_id(record): record for record in sight.records if not _is_refuted(record, present)}
        for name, record in seen.items():
            if name not in kept:
                kept[name] = (sight.run, record)
                if place:
                    differences.append(told(kind, record, DifferenceKind.NEW, (sights[0].run, sight.run)))
                continue
            run, first = kept[name]
            apart = run not in sight.covers and sight.run not in covers[run]
            kept[name] = (run, _gather(first, record, apart=apart))
            if fields := _changed(first, record):
                differences.append(told(kind, record, DifferenceKind.CHANGED, (run, sight.run), fields))
        for name, (run, record) in kept.items():
            if name in seen or name in gone or run not in sight.covers:
                continue
            gone.add(name)
            differences.append(told(kind, record, DifferenceKind.GONE, (run, sight.run)))
    return Merged(tuple(kept.values()), tuple(differences))


def record_id(record: Record) -> str:
    """The id of a record; each kind has one."""
    return str(getattr(record, "id"))  # noqa: B009 - no common type has the field


def _present(records: Iterable[Record]) -> frozenset[str]:
    """Names of checks of which any run is on record."""
    return frozenset(
        record.name
        for record in records
        if isinstance(record, StatusCheck) and record.conclusion != NEVER_RAN
    )


def _is_refuted(record: Record, present: frozenset[str]) -> bool:
    """Whether a record says of a check that it never ran, where another observation holds a run of it."""
    return isinstance(record, StatusCheck) and record.conclusion == NEVER_RAN and record.name in present


def _gather(first: Record, later: Record, *, apart: bool) -> Record:
    """The first sight with what the later one adds to the fields that every run fills for its own days.

    Numbers of runs that are `apart`, of other days, add up; of the same days, the larger one counts.
    """
    added = {
        name: _both(getattr(first, name), getattr(later, name), apart=apart)
        for name in _GATHERED
        if name in type(first).model_fields
    }
    return first.model_copy(update=added) if added else first


def _both(one: Any, other: Any, *, apart: bool) -> Any:
    """What two say together: either truth, both numbers, what is in either list, the one that is stated."""
    match one, other:
        case (bool(), bool()):
            return one or other
        case (int(), int()):
            return one + other if apart else max(one, other)
        case (tuple(), tuple()):
            return tuple(sorted({*one, *other}))
    return one or other


def _changed(first: Record, later: Record) -> tuple[str, ...]:
    if first is later:
        return ()
    return tuple(
        f"{name}: {_word(value)}, then {_word(other)}"
        for name, value, other in _fields(first, later)
        if value != other
    )


def _fields(first: Record, later: Record) -> Iterator[tuple[str, Any, Any]]:
    for name, value in first.__dict__.items():
        if name not in _UNCOMPARED and name not in _GATHERED:
            yield name, value, getattr(later, name, None)


def _word(value: Any) -> str:
    """A value in few words; what has parts is named by its id, or not told in full."""
    match value:
        case None:
            return "not recorded"
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case Record() if hasattr(value, "id"):
            return record_id(value)
        case Record() | tuple() | dict():
            return "other content"
    text = str(value)
    return text if len(text) <= _WORDS else f"{text[:_WORDS]}..."


def told(
    kind: str,
    record: Record,
    what: DifferenceKind,
    runs: tuple[str, str],
    fields: tuple[str, ...] = (),
) -> Difference:
    """The difference of two runs, earlier and later, about a record."""
    name = record_id(record)
    return Difference(
        id=f"difference:{kind}:{name}:{what.value}:{runs[1]}",
        kind=kind,
        record=name,
        change=str(getattr(record, "change", "")),
        what=what,
        earlier=runs[0],
        later=runs[1],
        fields=fields,
    )
