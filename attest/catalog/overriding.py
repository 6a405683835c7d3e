"""Faults of packs that change what ships: an override or a tightening that is none, or not on purpose."""

from collections.abc import Iterator, Sequence

from attest.catalog import layering
from attest.catalog.files import Fault, ReadFile
from attest.catalog.schema import AssertionEntry, CriterionEntry, ParameterEntry

_OVERRIDE = "write `overrides: {id}` if it is to stand in for it, or give it another id"


def identity(reads: Sequence[ReadFile], kind: str) -> Iterator[Fault]:
    """Ids are unique but for one entry that stands in for another, and says so."""
    first: dict[str, str] = {}
    overriding: dict[str, str] = {}
    later = []
    for read in reads:
        for index, entry in enumerate(_entries(read, kind)):
            place = ("assertions" if kind == "assertion" else "criteria", index)
            if entry.overrides:
                later.append((read, place, entry))
            elif entry.id in first:
                yield read.fault(
                    "twice",
                    f"{kind} {entry.id} stands twice, first in {first[entry.id]}",
                    (*place, "id"),
                    _OVERRIDE.format(id=entry.id),
                )
            else:
                first[entry.id] = read.file.where
    for read, place, entry in later:
        problem = _override_problem(kind, entry, first, overriding)
        if problem:
            yield read.fault("override", problem, (*place, "overrides"), "name the id that is there, once")
        overriding.setdefault(entry.id, read.file.where)


def _entries(read: ReadFile, kind: str) -> Sequence[AssertionEntry | CriterionEntry]:
    return read.pack.assertions if kind == "assertion" else read.pack.criteria


def _override_problem(
    kind: str,
    entry: AssertionEntry | CriterionEntry,
    first: dict[str, str],
    overriding: dict[str, str],
) -> str:
    if entry.overrides != entry.id:
        return f"{kind} {entry.id} overrides {entry.overrides}, whose id it does not have"
    if entry.id not in first:
        return f"there is no {kind} {entry.id} to override"
    if entry.id in overriding:
        return f"{kind} {entry.id} is overridden twice, first in {overriding[entry.id]}"
    return ""


def tightenings(reads: Sequence[ReadFile]) -> Iterator[Fault]:
    """A stricter value is one that its parameter calls so, of a parameter that is there, once."""
    parameters = {
        (entry.id, item.name): item for entry in layering.untightened(reads) for item in entry.parameters
    }
    seen: set[tuple[str, str]] = set()
    for placed in layering.tightenings(reads):
        key = (placed.entry.assertion, placed.entry.parameter)
        problem = _tightening_problem(placed.entry.to, parameters.get(key), repeated=key in seen)
        if problem:
            yield placed.read.fault(
                "tighten",
                f"parameter {key[1]} of {key[0]} {problem}",
                ("tighten", placed.index),
                "`attest controls show` names the parameters, their defaults and which way is stricter",
            )
        seen.add(key)


def _tightening_problem(to: str | int, parameter: ParameterEntry | None, *, repeated: bool) -> str:
    if parameter is None:
        return "is not there"
    if repeated:
        return "is tightened twice"
    if not parameter.stricter:
        return "says of no value that it is stricter"
    if not layering.tightens(parameter, to):
        return f"is not tightened by {to!r}: the default is {parameter.default!r}"
    return ""
