"""Finds the runs at a path: in a run's own folder, a store, a zip, or a folder of documents."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from attest.errors import UsageError
from attest.ledger import layout
from attest.ledger.source import Folder, Source
from attest.ledger.zipped import Package, ZippedRun, open_package

_ZIP_START = b"PK"
_DEPTH = 2
_BODY = (layout.CHECKPOINT, layout.RECORDS)


@dataclass
class Place:
    """What there is to verify at a path."""

    kind: str
    """`run`, `store`, `zip` or `folder`."""
    runs: list[Source] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    @property
    def others(self) -> tuple[str, ...]:
        """Files beside the runs, sorted."""
        return tuple(sorted(self.beside))


@contextmanager
def find_places(path: Path) -> Iterator[Place]:
    """The runs at a path; zips stay open inside the context.

    Raises:
        UsageError: There is none.
        IntegrityError: A zip there is refused.
    """
    with ExitStack() as stack:
        if path.is_file():
            place = Place("zip")
            _add_file(place, path, stack)
        elif path.is_dir():
            place = _in_folder(path, stack)
        else:
            raise UsageError(
                "there is nothing here", where=str(path), hint="name a run, a store, a zip or a report folder"
            )
        if not place.runs:
            raise UsageError(
                "there is no evidence here: no run with its manifest.json",
                where=str(path),
                hint="name a run, a store, a zip of either, or the folder that `attest run` left",
            )
        yield place


def _in_folder(path: Path, stack: ExitStack) -> Place:
    if _is_run(path):
        return Place("run", runs=[Folder(path)])
    place = Place("store")
    if not _add_store(place, path):
        place.kind = "folder"
        _search(place, path, "", stack)
    return place


def _is_run(folder: Path) -> bool:
    """Named like a run, or built like one. A manifest alone may be a copy beside a report."""
    return layout.RUN_ID.fullmatch(folder.resolve().name) is not None or (
        (folder / layout.MANIFEST).is_file() and any((folder / name).exists() for name in _BODY)
    )


def _search(place: Place, folder: Path, above: str, stack: ExitStack) -> None:
    """Look for stores and zips in the folders that `attest run` and `attest demo` leave."""
    for entry in sorted(folder.iterdir()):
        name = f"{above}{entry.name}"
        if entry.is_symlink():
            place.beside.append(name)
        elif entry.is_dir():
            if not _add_store(place, entry) and name.count("/") < _DEPTH:
                _search(place, entry, f"{name}/", stack)
        elif _is_zip(entry):
            _add_file(place, entry, stack)
        else:
            place.beside.append(name)


def _add_store(place: Place, folder: Path) -> bool:
    """Take in the runs of a store; False when it is none. What a killed writer left is no part of it."""
    found: list[Source] = []
    beside = []
    for entry in sorted(folder.iterdir()):
        if entry.is_dir() and _is_run(entry):
            found.append(Folder(entry))
        elif entry.name != layout.RECEIPTS and not entry.name.startswith(layout.STAGING):
            beside.append(f"{folder.name}/{entry.name}")
    if found:
        place.runs += found
        place.beside += beside
    return bool(found)


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return path.suffix == ".zip" or stream.read(2) == _ZIP_START


def _add_file(place: Place, path: Path, stack: ExitStack) -> None:
    if not _is_zip(path):
        raise UsageError(
            "this file is not evidence that can be verified",
            where=str(path),
            hint="name a run, a store, a zip of either, or the folder that `attest run` left",
        )
    package = stack.enter_context(open_package(path))
    place.packages.append(package)
    prefixes = sorted(_run_prefixes(package))
    place.runs += [ZippedRun(package, prefix) for prefix in prefixes]
    if package.has_sums:
        return
    place.beside += [
        f"{package.name}:{name}"
        for name in package.paths()
        if not any(name.startswith(prefix) for prefix in prefixes)
    ]


def _run_prefixes(package: Package) -> set[str]:
    """The folders of a zip that are named or built like a run, the zip's own root among them."""
    paths = package.paths()
    folders = {"", *(name[: at + 1] for name in paths for at, mark in enumerate(name) if mark == "/")}
    found = {folder for folder in folders if layout.RUN_ID.fullmatch(folder.rstrip("/").rpartition("/")[2])}
    for folder in folders:
        has_body = any(
            f"{folder}{layout.RECORDS}/" in folders or f"{folder}{name}" in paths for name in _BODY
        )
        if has_body and f"{folder}{layout.MANIFEST}" in paths:
            found.add(folder)
    return found
