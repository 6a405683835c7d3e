"""Faults of control packs that show only when all their files are laid side by side.

These keep a pack from being loaded at all; `linting` holds those that its author should hear of as well.
"""

from collections.abc import Iterator, Sequence

from attest.catalog import overriding
from attest.catalog.files import Fault, ReadFile
from attest.catalog.schema import AssertionEntry, CriterionEntry, ParameterEntry


def faults(reads: Sequence[ReadFile], known_checks: frozenset[str] | None) -> Iterator[Fault]:
    """Hold all files against each other; faults come in the order of files as far as it goes."""
    heads: dict[str, ReadFile] = {}
    for read in reads:
        yield from _head(read, heads)
    for read in reads:
        yield from _belonging(read, heads)
    yield from _assertions(reads, known_checks)
    yield from _criteria(reads, heads)
    yield from overriding.tightenings(reads)


def _head(read: ReadFile, heads: dict[str, ReadFile]) -> Iterator[Fault]:
    head = read.pack.framework
    if head is None:
        return
    if head.id in heads:
        yield read.fault(
            "twice",
            f"framework {head.id} stands twice, first in {heads[head.id].file.where}",
            ("framework", "id"),
            f"write `part_of: {head.id}` in one of the files",
        )
    heads.setdefault(head.id, read)


def _belonging(read: ReadFile, heads: dict[str, ReadFile]) -> Iterator[Fault]:
    pack = read.pack
    if pack.framework is not None and pack.part_of is not None:
        yield read.fault(
            "belonging",
            "a file cannot both hold a framework and be part of one",
            ("part_of",),
            "keep one of the two keys",
        )
    if pack.criteria and pack.framework is None and pack.part_of is None:
        yield read.fault(
            "belonging",
            "the criteria belong to no framework",
            ("criteria",),
            "add `framework:` or `part_of: <framework>`",
        )
    if pack.part_of is not None and pack.part_of not in heads:
        yield read.fault(
            "unknown",
            f"unknown framework {pack.part_of!r}",
            ("part_of",),
            f"use one of: {', '.join(sorted(heads)) or 'none is defined'}",
        )


def _assertions(reads: Sequence[ReadFile], known_checks: frozenset[str] | None) -> Iterator[Fault]:
    yield from overriding.identity(reads, "assertion")
    for read in reads:
        for index, assertion in enumerate(read.pack.assertions):
            if known_checks is not None and assertion.check not in known_checks:
                yield read.fault(
                    "check",
                    f"assertion {assertion.id} names an unknown check {assertion.check!r}",
                    ("assertions", index, "check"),
                    f"use one of: {', '.join(sorted(known_checks))}",
                )
            yield from _parameters(read, index, assertion)


def _parameters(read: ReadFile, index: int, assertion: AssertionEntry) -> Iterator[Fault]:
    names = [parameter.name for parameter in assertion.parameters]
    for number, parameter in enumerate(assertion.parameters):
        place = ("assertions", index, "parameters", number)
        if parameter.name in names[:number]:
            yield read.fault("twice", f"parameter {parameter.name} stands twice", place, "keep one of them")
        if not _default_fits(parameter):
            yield read.fault(
                "default",
                f"the default of parameter {parameter.name} is not one that may be given",
                (*place, "default"),
                "keep to its own `choices`, `minimum` and `maximum`",
            )


def _default_fits(parameter: ParameterEntry) -> bool:
    if parameter.choices and parameter.default not in parameter.choices:
        return False
    number = parameter.default
    if parameter.minimum is None and parameter.maximum is None:
        return True
    if type(number) is not int:
        return False
    above = parameter.minimum is None or number >= parameter.minimum
    return above and (parameter.maximum is None or number <= parameter.maximum)


def _criteria(reads: Sequence[ReadFile], heads: dict[str, ReadFile]) -> Iterator[Fault]:
    yield from overriding.identity(reads, "criterion")
    assertions = frozenset(entry.id for read in reads for entry in read.pack.assertions)
    homes = {
        entry.id: _framework(read) for read in reads for entry in read.pack.criteria if not entry.overrides
    }
    for read in reads:
        for index, criterion in enumerate(read.pack.criteria):
            yield from _criterion(read, index, criterion, heads)
            yield from _mappings(read, index, criterion, assertions)
            home = homes.get(criterion.id, _framework(read))
            if criterion.overrides and home != _framework(read):
                yield read.fault(
                    "override",
                    f"criterion {criterion.id} is one of framework {home!r}",
                    ("criteria", index, "overrides"),
                    f"put it into a file that is `part_of: {home}`",
                )


def _framework(read: ReadFile) -> str:
    head = read.pack.framework
    return head.id if head is not None else str(read.pack.part_of)


def _criterion(
    read: ReadFile, index: int, criterion: CriterionEntry, heads: dict[str, ReadFile]
) -> Iterator[Fault]:
    place = ("criteria", index)
    owner = heads.get(_framework(read))
    head = owner.pack.framework if owner is not None else None
    if criterion.verbatim and not (head and head.quotable):
        yield read.fault(
            "quotation",
            f"criterion {criterion.id} quotes a framework whose text is not public law",
            (*place, "verbatim"),
            "write the summary in your own words and remove `verbatim`",
        )
    if criterion.evidence == "external" and (criterion.mappings or not criterion.attach.strip()):
        yield read.fault(
            "external",
            f"criterion {criterion.id} is external: it takes `attach` and no mappings",
            (*place, "evidence"),
            "say what to attach, or set `evidence: repository`",
        )
    if criterion.evidence == "repository" and not criterion.mappings:
        yield read.fault(
            "unmapped",
            f"criterion {criterion.id} has no mapping",
            (*place, "evidence"),
            "map an assertion, or set `evidence: external` and say what to attach",
        )


def _mappings(
    read: ReadFile, index: int, criterion: CriterionEntry, assertions: frozenset[str]
) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, mapping in enumerate(criterion.mappings):
        place = ("criteria", index, "mappings", number, "assertion")
        if mapping.assertion not in assertions:
            yield read.fault(
                "unknown",
                f"criterion {criterion.id} maps to an unknown assertion {mapping.assertion}",
                place,
                f"use one of: {', '.join(sorted(assertions))}",
            )
        if mapping.assertion in seen:
            yield read.fault(
                "twice",
                f"criterion {criterion.id} maps to {mapping.assertion} twice",
                place,
                "keep one of them",
            )
        seen.add(mapping.assertion)
