"""A user's own packs over those that ship: what stands in for what, and the record of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from attest import canonical
from attest.catalog.files import ReadFile
from attest.catalog.schema import AssertionEntry, CriterionEntry, ParameterEntry, TightenEntry
from attest.model.control import PackChange

Entry = TypeVar("Entry", AssertionEntry, CriterionEntry)


@dataclass(frozen=True, slots=True)
class Tightening:
    """A `tighten` with the file it stands in, and its number there."""

    read: ReadFile
    index: int
    entry: TightenEntry


def assertions(reads: Sequence[ReadFile]) -> tuple[AssertionEntry, ...]:
    """Every assertion as it is in the end: overridden where a pack says so, then tightened."""
    found = untightened(reads)
    for placed in tightenings(reads):
        tighten = placed.entry
        found = tuple(
            _tightened(entry, tighten) if entry.id == tighten.assertion else entry for entry in found
        )
    return found


def untightened(reads: Sequence[ReadFile]) -> tuple[AssertionEntry, ...]:
    """Every assertion, overridden where a pack says so, with the parameters as they are written."""
    return _standing([entry for read in reads for entry in read.pack.assertions])


def criteria(reads: Sequence[ReadFile]) -> tuple[CriterionEntry, ...]:
    """The criteria of given files in order; one that is overridden is replaced at its place."""
    return _standing([entry for read in reads for entry in read.pack.criteria])


def tightenings(reads: Sequence[ReadFile]) -> Iterator[Tightening]:
    """Every `tighten` of every file."""
    for read in reads:
        for index, entry in enumerate(read.pack.tighten):
            yield Tightening(read, index, entry)


def tightens(parameter: ParameterEntry, to: str | int) -> bool:
    """Whether a value is on the strict side of a parameter's default, and takes something away.

    The default itself may be fixed so: what is looser can then not be declared.
    """
    default = parameter.default
    if parameter.stricter in ("first", "last"):
        choices = parameter.choices
        if to not in choices or default not in choices:
            return False
        before, after = choices.index(str(to)), choices.index(str(default))
        strict = before <= after if parameter.stricter == "first" else before >= after
    elif type(to) is not int or type(default) is not int:
        return False
    else:
        strict = to >= default if parameter.stricter == "higher" else to <= default
    return strict and _bounded(parameter, to) != parameter


def changes(reads: Sequence[ReadFile]) -> tuple[PackChange, ...]:
    """What packs overrode or tightened, for a report to name."""
    found = [*_overridden(reads, "assertion"), *_overridden(reads, "criterion"), *_narrowed(reads)]
    return tuple(sorted(found, key=lambda change: (change.kind, change.id)))


def _standing(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    instead = {entry.id: entry for entry in entries if entry.overrides}
    return tuple(instead.get(entry.id, entry) for entry in entries if not entry.overrides)


def _tightened(entry: AssertionEntry, tighten: TightenEntry) -> AssertionEntry:
    parameters = tuple(
        _bounded(item, tighten.to) if item.name == tighten.parameter else item for item in entry.parameters
    )
    return entry.model_copy(update={"parameters": parameters})


def _bounded(parameter: ParameterEntry, to: str | int) -> ParameterEntry:
    """A stricter default, and a bound there: what management declares cannot fall back behind it."""
    update: dict[str, object] = {"default": to}
    if parameter.stricter == "higher":
        update["minimum"] = to
    elif parameter.stricter == "lower":
        update["maximum"] = to
    elif parameter.stricter == "first":
        update["choices"] = parameter.choices[: parameter.choices.index(str(to)) + 1]
    else:
        update["choices"] = parameter.choices[parameter.choices.index(str(to)) :]
    return parameter.model_copy(update=update)


def _overridden(reads: Sequence[ReadFile], kind: str) -> Iterator[PackChange]:
    first: dict[str, AssertionEntry | CriterionEntry] = {}
    later: list[tuple[ReadFile, AssertionEntry | CriterionEntry]] = []
    for read in reads:
        entries: Sequence[AssertionEntry | CriterionEntry] = (
            read.pack.assertions if kind == "assertion" else read.pack.criteria
        )
        for entry in entries:
            if entry.overrides:
                later.append((read, entry))
            else:
                first[entry.id] = entry
    for read, entry in later:
        detail = ", ".join(_differing(first[entry.id], entry)) or "nothing"
        yield _change(read, kind, entry.id, "overridden", f"differs in: {detail}")


def _differing(before: AssertionEntry | CriterionEntry, after: AssertionEntry | CriterionEntry) -> list[str]:
    old, new = before.model_dump(), after.model_dump()
    return [name for name in old if name != "overrides" and old[name] != new[name]]


def _narrowed(reads: Sequence[ReadFile]) -> Iterator[PackChange]:
    defaults = {
        (entry.id, parameter.name): parameter.default
        for entry in untightened(reads)
        for parameter in entry.parameters
    }
    for placed in tightenings(reads):
        item = placed.entry
        before = defaults[item.assertion, item.parameter]
        name = f"{item.assertion} {item.parameter}"
        yield _change(placed.read, "parameter", name, "tightened", f"from {before} to {item.to}: {item.why}")


def _change(read: ReadFile, kind: str, name: str, effect: str, detail: str) -> PackChange:
    return PackChange(
        kind=kind,
        id=name,
        effect=effect,
        detail=detail,
        file=read.file.name.partition("/")[2] or read.file.name,
        sha256=canonical.sha256(read.file.data),
    )
