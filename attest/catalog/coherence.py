"""Faults of control packs that show only when all their files are laid side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from attest.catalog.schema import AssertionEntry, CriterionEntry, Pack, ParameterEntry
from attest.document import Document
from attest.errors import CatalogError

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack file as it was read; `name` is its path below the folder it came from.

    `folder` is where the user's own folder is, for messages; it is no part of the pack.
    """

    name: str
    data: bytes
    folder: str = ""

    @property
    def where(self) -> str:
        """What to call the file in messages."""
        return f"{self.folder}/{self.name.partition('/')[2]}" if self.folder else self.name


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A pack file with the lines of its parts."""

    file: PackFile
    pack: Pack
    document: Document

    def fault(self, what: str, place: Place, hint: str) -> CatalogError:
        """A fault at a part of the file."""
        return CatalogError(what, where=f"{self.file.where}:{self.document.line(place)}", hint=hint)


def check(reads: Sequence[ReadFile], known_checks: frozenset[str] | None) -> None:
    """Hold all files against each other.

    Raises:
        CatalogError: The first fault in the order of files, with file and line.
    """
    heads = _check_heads(reads)
    assertions: dict[str, str] = {}
    criteria: dict[str, str] = {}
    for read in reads:
        _check_belonging(read, heads)
        for index, assertion in enumerate(read.pack.assertions):
            _check_assertion(read, index, assertion, assertions, known_checks)
    for read in reads:
        for index, criterion in enumerate(read.pack.criteria):
            _check_criterion(read, index, criterion, criteria, heads)
            _check_mappings(read, index, criterion, frozenset(assertions))


def check_all_mapped(reads: Sequence[ReadFile]) -> None:
    """An assertion that bears on nothing is a mistake of the pack's author."""
    mapped = {mapping.assertion for read in reads for item in read.pack.criteria for mapping in item.mappings}
    for read in reads:
        for index, assertion in enumerate(read.pack.assertions):
            if assertion.id not in mapped:
                raise read.fault(
                    f"no criterion maps to assertion {assertion.id}",
                    ("assertions", index),
                    "map it under a criterion, or remove it",
                )


def _check_heads(reads: Sequence[ReadFile]) -> dict[str, ReadFile]:
    heads: dict[str, ReadFile] = {}
    for read in reads:
        head = read.pack.framework
        if head is None:
            continue
        if head.id in heads:
            raise read.fault(
                f"framework {head.id} stands twice, first in {heads[head.id].file.where}",
                ("framework", "id"),
                f"write `part_of: {head.id}` in one of the files",
            )
        heads[head.id] = read
    return heads


def _check_belonging(read: ReadFile, heads: dict[str, ReadFile]) -> None:
    pack = read.pack
    if pack.framework is not None and pack.part_of is not None:
        raise read.fault(
            "a file cannot both hold a framework and be part of one", ("part_of",), "keep one of the two keys"
        )
    if pack.criteria and pack.framework is None and pack.part_of is None:
        raise read.fault(
            "the criteria belong to no framework", ("criteria",), "add `framework:` or `part_of: <framework>`"
        )
    if pack.part_of is not None and pack.part_of not in heads:
        raise read.fault(
            f"unknown framework {pack.part_of!r}",
            ("part_of",),
            f"use one of: {', '.join(sorted(heads)) or 'none is defined'}",
        )


def _check_assertion(
    read: ReadFile,
    index: int,
    assertion: AssertionEntry,
    seen: dict[str, str],
    known_checks: frozenset[str] | None,
) -> None:
    if assertion.id in seen:
        raise read.fault(
            f"assertion {assertion.id} stands twice, first in {seen[assertion.id]}",
            ("assertions", index, "id"),
            "give one of them another id",
        )
    seen[assertion.id] = read.file.where
    if known_checks is not None and assertion.check not in known_checks:
        raise read.fault(
            f"assertion {assertion.id} names an unknown check {assertion.check!r}",
            ("assertions", index, "check"),
            f"use one of: {', '.join(sorted(known_checks))}",
        )
    names = [parameter.name for parameter in assertion.parameters]
    for number, parameter in enumerate(assertion.parameters):
        place = ("assertions", index, "parameters", number)
        if parameter.name in names[:number]:
            raise read.fault(f"parameter {parameter.name} stands twice", place, "keep one of them")
        if not _default_fits(parameter):
            raise read.fault(
                f"the default of parameter {parameter.name} is not one that may be given",
                (*place, "default"),
                "keep to its own `choices` and `minimum`",
            )


def _default_fits(parameter: ParameterEntry) -> bool:
    if parameter.choices and parameter.default not in parameter.choices:
        return False
    number = parameter.default
    return parameter.minimum is None or (type(number) is int and number >= parameter.minimum)


def _check_criterion(
    read: ReadFile, index: int, criterion: CriterionEntry, seen: dict[str, str], heads: dict[str, ReadFile]
) -> None:
    place = ("criteria", index)
    if criterion.id in seen:
        raise read.fault(
            f"criterion {criterion.id} stands twice, first in {seen[criterion.id]}",
            (*place, "id"),
            "give one of them another id",
        )
    seen[criterion.id] = read.file.where
    head = read.pack.framework or heads[str(read.pack.part_of)].pack.framework
    if criterion.verbatim and not (head and head.quotable):
        raise read.fault(
            f"criterion {criterion.id} quotes a framework whose text is not public law",
            (*place, "verbatim"),
            "write the summary in your own words and remove `verbatim`",
        )
    if criterion.evidence == "external" and (criterion.mappings or not criterion.attach.strip()):
        raise read.fault(
            f"criterion {criterion.id} is external: it takes `attach` and no mappings",
            (*place, "evidence"),
            "say what to attach, or set `evidence: repository`",
        )
    if criterion.evidence == "repository" and not criterion.mappings:
        raise read.fault(
            f"criterion {criterion.id} has no mapping",
            (*place, "evidence"),
            "map an assertion, or set `evidence: external` and say what to attach",
        )


def _check_mappings(
    read: ReadFile, index: int, criterion: CriterionEntry, assertions: frozenset[str]
) -> None:
    seen: set[str] = set()
    for number, mapping in enumerate(criterion.mappings):
        place = ("criteria", index, "mappings", number, "assertion")
        if mapping.assertion not in assertions:
            raise read.fault(
                f"criterion {criterion.id} maps to an unknown assertion {mapping.assertion}",
                place,
                f"use one of: {', '.join(sorted(assertions))}",
            )
        if mapping.assertion in seen:
            raise read.fault(
                f"criterion {criterion.id} maps to {mapping.assertion} twice", place, "keep one of them"
            )
        seen.add(mapping.assertion)
