"""Every fault of packs at once, the ones that do no harm included: for those who write packs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from attest.catalog import coherence, layering
from attest.catalog.files import Fault, PackFile, ReadFile
from attest.catalog.schema import AssertionEntry, CriterionEntry, Pack
from attest.document import examine, problems
from attest.errors import AttestError, CatalogError

_OF_REFERENCES = frozenset({"unknown", "tighten", "override", "unmapped-assertion", "expected"})
"""Rules that a file which cannot be read would break for the others."""


@dataclass(frozen=True, slots=True)
class KnownCheck:
    """What a pack has to fit of a registered check."""

    parameters: frozenset[str]
    optional: frozenset[str]
    """Those of the parameters that an assertion may leave out."""
    populations: tuple[str, ...]
    """What an assertion of it may apply to."""


def lint(files: Sequence[PackFile], checks: Mapping[str, KnownCheck]) -> tuple[Fault, ...]:
    """Every fault, by file and from top to bottom.

    Where a file cannot be read, what others refer to may stand in it: such faults then wait.
    """
    reads: list[ReadFile] = []
    found: list[Fault] = []
    for file in sorted(files, key=lambda file: file.name):
        read, faults = _read(file)
        found += faults
        if read is not None:
            reads.append(read)
    whole = len(reads) == len(files)
    rest = [*coherence.faults(reads, frozenset(checks)), *_of_authors(reads, checks)]
    found += [fault for fault in rest if whole or fault.rule not in _OF_REFERENCES]
    return tuple(sorted(found, key=lambda fault: fault.order))


def _read(file: PackFile) -> tuple[ReadFile | None, list[Fault]]:
    document, faults = examine(file.data, file.where, CatalogError)
    found = [_of_file("yaml", file, fault) for fault in faults]
    if document is None:
        return None, found
    pack, shape = problems(Pack, document, CatalogError)
    found += [_of_file("shape", file, fault) for fault in shape]
    return (ReadFile(file, pack, document) if pack is not None else None), found


def _of_file(rule: str, file: PackFile, fault: AttestError) -> Fault:
    line = fault.where.rpartition(":")[2]
    return Fault(rule, file, int(line) if line.isdecimal() else 1, fault.what, fault.hint)


def _of_authors(reads: Sequence[ReadFile], checks: Mapping[str, KnownCheck]) -> Iterator[Fault]:
    mapped = {mapping.assertion for read in reads for item in read.pack.criteria for mapping in item.mappings}
    ids = {item.id for read in reads for item in read.pack.criteria}
    for read in reads:
        for index, assertion in enumerate(read.pack.assertions):
            if assertion.id not in mapped:
                yield read.fault(
                    "unmapped-assertion",
                    f"no criterion maps to assertion {assertion.id}",
                    ("assertions", index),
                    "map it under a criterion, or remove it",
                )
            if assertion.check in checks:
                yield from _fit(read, index, assertion, checks[assertion.check])
        for index, criterion in enumerate(read.pack.criteria):
            yield from _criterion(read, index, criterion, ids)
        yield from _expected(read, reads)


def _fit(read: ReadFile, index: int, assertion: AssertionEntry, check: KnownCheck) -> Iterator[Fault]:
    """An assertion against its check: subjects, settings nobody reads, settings that are missing."""
    place = ("assertions", index)
    if assertion.applies_to not in check.populations:
        yield read.fault(
            "applies-to",
            f"assertion {assertion.id} applies to {assertion.applies_to!r}, its check does not",
            (*place, "applies_to"),
            f"`applies_to` of {assertion.check} is {' or '.join(check.populations)}",
        )
    named = [parameter.name for parameter in assertion.parameters]
    for number, name in enumerate(named):
        if name not in check.parameters:
            yield read.fault(
                "dead-parameter",
                f"check {assertion.check} of assertion {assertion.id} does not read parameter {name}",
                (*place, "parameters", number),
                f"it reads: {', '.join(sorted(check.parameters)) or 'none'}",
            )
    for name in sorted(check.parameters - check.optional - set(named)):
        yield read.fault(
            "missing-parameter",
            f"assertion {assertion.id} lacks parameter {name}, which its check {assertion.check} reads",
            (*place, "parameters") if named else (*place, "check"),
            "add it with a default and why",
        )


def _criterion(read: ReadFile, index: int, criterion: CriterionEntry, ids: set[str]) -> Iterator[Fault]:
    """What a reader of the matrix would miss in an item."""
    place = ("criteria", index)
    if criterion.designation == "addressable" and not criterion.alternative.strip():
        yield read.fault(
            "alternative",
            f"criterion {criterion.id} is addressable and does not say what documents an alternative",
            (*place, "designation"),
            "add `alternative:`",
        )
    if criterion.unmapped and criterion.mappings:
        yield read.fault(
            "external",
            f"criterion {criterion.id} says why nothing is mapped, and has mappings",
            (*place, "unmapped"),
            "remove one of the two",
        )
    if criterion.status == "superseded" and not criterion.effective_to:
        yield read.fault(
            "superseded",
            f"criterion {criterion.id} is superseded and does not say since when",
            (*place, "status"),
            "add `effective_to:`",
        )
    if criterion.superseded_by and criterion.superseded_by not in ids:
        yield read.fault(
            "unknown",
            f"criterion {criterion.id} is superseded by {criterion.superseded_by}, which is not there",
            (*place, "superseded_by"),
            "name a criterion that is there",
        )


def _expected(read: ReadFile, reads: Sequence[ReadFile]) -> Iterator[Fault]:
    """The inventory of a framework: an item that is left out is passed over in silence."""
    head = read.pack.framework
    if head is None or not head.expected:
        return
    parts = [part for part in reads if part is read or part.pack.part_of == head.id]
    there = {entry.id for entry in layering.criteria(parts)}
    for number, name in enumerate(head.expected):
        if name not in there:
            yield read.fault(
                "expected",
                f"framework {head.id} has no criterion {name}, which its `expected` lists",
                ("framework", "expected", number),
                "add the criterion: mapped, or external with what to attach",
            )
