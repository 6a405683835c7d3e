"""Control packs: from YAML files to one checked catalog. Never decides what a test finds.

A pack file holds `assertions` (test procedures), or a `framework` with `criteria`, or further
`criteria` that are `part_of` a framework of another file. A pack of the user's own can add, `overrides`
what ships, or `tighten` a parameter. Everything is checked when it is read: a pack that is loaded is whole.
"""

from collections.abc import Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path

from attest import canonical, resources
from attest.catalog import coherence, layering
from attest.catalog.files import Fault, PackFile, ReadFile
from attest.catalog.linting import KnownCheck, lint
from attest.catalog.publishing import json_schema
from attest.catalog.schema import CriterionEntry, FrameworkEntry, Pack
from attest.document import SIZE_LIMIT, parse, validate
from attest.errors import CatalogError
from attest.model.control import Assertion, Catalog, Framework

__all__ = [
    "Fault",
    "KnownCheck",
    "PackFile",
    "assemble",
    "json_schema",
    "known_assertions",
    "lint",
    "load",
    "own_files",
    "pack_files",
]

_FAMILIES = ("POP", "CHG", "REV", "CMP", "TST", "AGT", "DEP", "CFG", "EMG", "EXC", "INC")
"""Order of print: the population first, since every other count stands on it; others follow by name."""


def load(
    frameworks: Sequence[str] | None = None,
    extra: Path | None = None,
    *,
    known_checks: frozenset[str] | None = None,
) -> Catalog:
    """The frameworks asked for, with the assertions that their criteria map to.

    Args:
        frameworks: Framework ids; `None` gives every framework in force (a proposed one must be named).
        extra: A folder of the user's own pack files, read beside the bundled ones.
        known_checks: Ids of the registered checks; `None` leaves check ids unexamined.

    Raises:
        CatalogError: A file is not valid, or a framework does not exist (the message lists what does).
    """
    return assemble(pack_files(extra), frameworks, known_checks=known_checks)


def known_assertions(extra: Path | None = None) -> tuple[Assertion, ...]:
    """Every assertion there is, mapped or not: what a configuration may declare a control on."""
    return _assertions(_read_all(pack_files(extra), None))


def pack_files(extra: Path | None = None) -> tuple[PackFile, ...]:
    """The bundled pack files and those of the user's folder, as bytes, sorted by name.

    Raises:
        CatalogError: The user's folder cannot be read or holds no pack file.
    """
    found = [PackFile(name, data) for name, data in _walk(resources.folder("controls"), "controls")]
    return tuple(sorted([*found, *own_files(extra)], key=lambda file: file.name))


def own_files(extra: Path | None) -> tuple[PackFile, ...]:
    """The pack files of the user's folder, sorted by name; none without a folder.

    Raises:
        CatalogError: The folder cannot be read or holds no pack file.
    """
    if extra is None:
        return ()
    try:
        found = sorted(_walk(extra, "extra"))
    except OSError as cause:
        raise CatalogError(
            "the folder of control packs cannot be read", where=str(extra), hint="name a readable folder"
        ) from cause
    if not found:
        raise CatalogError(
            "the folder holds no control pack", where=str(extra), hint="put files ending in .yaml there"
        )
    return tuple(PackFile(name, data, str(extra)) for name, data in found)


def assemble(
    files: Sequence[PackFile],
    frameworks: Sequence[str] | None = None,
    *,
    known_checks: frozenset[str] | None = None,
) -> Catalog:
    """The catalog that given files make: `load` without the file system, as for a run's own copy.

    `Catalog.digest` covers name and bytes of every file given, whichever frameworks are chosen.

    Raises:
        CatalogError: As `load`.
    """
    reads = _read_all(files, known_checks)
    chosen = _choose(_frameworks(reads), frameworks)
    mapped = {
        mapping.assertion
        for framework in chosen
        for criterion in framework.criteria
        for mapping in criterion.mappings
    }
    return Catalog(
        frameworks=chosen,
        assertions=tuple(assertion for assertion in _assertions(reads) if assertion.id in mapped),
        digest=canonical.digest(
            [{"name": read.file.name, "sha256": canonical.sha256(read.file.data)} for read in reads]
        ),
        changes=layering.changes(reads),
    )


def _walk(folder: Traversable | Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Pack files of a folder and of the folders in it: one folder for each pack."""
    for item in folder.iterdir():
        if item.name.endswith(".yaml") and item.is_file():
            with item.open("rb") as stream:
                # One byte beyond the limit is enough for the reader of documents to refuse the file.
                yield f"{name}/{item.name}", stream.read(SIZE_LIMIT + 1)
        elif item.is_dir() and "/" not in name:
            yield from _walk(item, f"{name}/{item.name}")


def _read_all(files: Sequence[PackFile], known_checks: frozenset[str] | None) -> tuple[ReadFile, ...]:
    reads = tuple(_read(file) for file in sorted(files, key=lambda file: file.name))
    for fault in coherence.faults(reads, known_checks):
        raise fault.error
    return reads


def _read(file: PackFile) -> ReadFile:
    document = parse(file.data, file.where, CatalogError)
    return ReadFile(file, validate(Pack, document, CatalogError), document)


def _assertions(reads: Sequence[ReadFile]) -> tuple[Assertion, ...]:
    found = [
        Assertion.model_validate(entry.model_dump(exclude={"overrides"}))
        for entry in layering.assertions(reads)
    ]
    return tuple(sorted(found, key=lambda assertion: _print_order(assertion.id)))


def _print_order(assertion_id: str) -> tuple[int, str]:
    family = assertion_id.split("-", 1)[0]
    return (_FAMILIES.index(family) if family in _FAMILIES else len(_FAMILIES), assertion_id)


def _frameworks(reads: Sequence[ReadFile]) -> dict[str, Framework]:
    """Every framework with its criteria: those of its own file first, then by file name, as written."""
    frameworks: dict[str, Framework] = {}
    for read in reads:
        head = read.pack.framework
        if head is None:
            continue
        parts = [read, *(other for other in reads if other.pack.part_of == head.id)]
        criteria = [_criterion(head, entry) for entry in layering.criteria(parts)]
        fields = {**head.model_dump(exclude={"quotable"}), "criteria": criteria}
        frameworks[head.id] = Framework.model_validate(fields)
    return frameworks


def _criterion(head: FrameworkEntry, entry: CriterionEntry) -> dict[str, object]:
    """The entry with its full reference; what is proposed as a whole is proposed in each part."""
    citation = entry.citation or entry.display.split(" ")[0]
    status = entry.status if head.status == "in_force" else head.status
    reference = "/".join(part for part in (head.id, head.version, citation) if part)
    return {
        **entry.model_dump(exclude={"citation", "overrides"}),
        "reference": reference,
        "status": status,
    }


def _choose(known: dict[str, Framework], asked: Sequence[str] | None) -> tuple[Framework, ...]:
    """In the order of ids, so that the order of options changes no byte of a report."""
    if asked is None:
        return tuple(known[name] for name in sorted(known) if known[name].status == "in_force")
    for name in asked:
        if name not in known:
            hint = f"use one of: {', '.join(sorted(known))}"
            raise CatalogError(f"unknown framework {name!r}", where="--framework", hint=hint)
    return tuple(known[name] for name in sorted(set(asked)))
