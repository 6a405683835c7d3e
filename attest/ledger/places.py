"""Finds the runs at a path: in a run's own folder, a store, a zip, or a folder of documents."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from attest.errors import UsageError
from attest.ledger import layout
from attest.ledger.source import Folder, Source
from attest.ledger.zip_names import is_foreign
from attest.ledger.zipped import Package, ZippedRun, open_package

_ZIP_START = b"PK"
_DEPTH = 2


@dataclass(frozen=True)
class Copies:
    """Documents of a folder that bear the names of documents in the packages beside them."""

    packages: tuple[Package, ...]
    files: tuple[tuple[str, Path], ...]
    """The name in the package, and the file."""


@dataclass
class Place:
    """What there is to verify at a path."""

    kind: str
    """`run`, `store`, `zip` or `folder`."""
    runs: list[Source] = field(default_factory=list)
    packages: list[Package] = field(default_factory=list)
    copies: list[Copies] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    foreign: dict[str, str] = field(default_factory=dict)
    """Of what lies beside the runs, what can be seen to be no evidence, and why."""

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
    place = Place("folder")
    if _search(place, path, "", stack):
        place.kind = "store"
    return place


def _is_run(folder: Path) -> bool:
    """Named like a run, or built like one."""
    parts = sum((folder / name).exists() for name in layout.PARTS)
    return layout.RUN_ID.fullmatch(folder.resolve().name) is not None or parts >= layout.PARTS_OF_A_RUN


def _search(place: Place, folder: Path, above: str, stack: ExitStack) -> bool:
    """Take in all that a folder holds: runs, packages, further folders. Gives whether it is a store.

    What a killed writer left in a store is no part of it.
    """
    entries = sorted(folder.iterdir())
    runs = [entry for entry in entries if not entry.is_symlink() and entry.is_dir() and _is_run(entry)]
    place.runs += [Folder(entry) for entry in runs]
    packages: list[Package] = []
    loose: list[Path] = []
    for entry in entries:
        name = f"{above}{entry.name}"
        of_store = entry.name == layout.RECEIPTS or entry.name.startswith(layout.STAGING)
        if entry in runs or (runs and of_store):
            continue
        if entry.is_symlink():
            _leave(place, name, "a link, which is not followed")
        elif entry.is_dir() and name.count("/") >= _DEPTH:
            place.beside.append(name)
        elif entry.is_dir():
            _search(place, entry, f"{name}/", stack)
        elif _is_zip(entry) and is_foreign(entry):
            _leave(place, name, "a zip that holds no run")
        elif _is_zip(entry):
            packages.append(_add_file(place, entry, stack))
        else:
            loose.append(entry)
    _sort_out(place, packages, loose, above)
    return bool(runs)


def _leave(place: Place, name: str, why: str) -> None:
    place.beside.append(name)
    place.foreign[name] = why


def _sort_out(place: Place, packages: list[Package], loose: list[Path], above: str) -> None:
    """Files beside packages: those that must be the packages' own, and those that nothing speaks of."""
    packed = {name for package in packages for name in package.documents()}
    copies = tuple((entry.name, entry) for entry in loose if entry.name in packed)
    if copies:
        place.copies.append(Copies(tuple(packages), copies))
    place.beside += [f"{above}{entry.name}" for entry in loose if entry.name not in packed]


def _is_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return path.suffix == ".zip" or stream.read(2) == _ZIP_START


def _add_file(place: Place, path: Path, stack: ExitStack) -> Package:
    if not _is_zip(path):
        raise UsageError(
            "this file is not evidence that can be verified",
            where=str(path),
            hint="name a run, a store, a zip of either, or the folder that `attest run` left",
        )
    package = stack.enter_context(open_package(path))
    place.packages.append(package)
    place.runs += [ZippedRun(package, prefix) for prefix in package.prefixes]
    if not package.has_sums:
        place.beside += [f"{package.name}:{name}" for name in package.documents()]
    return package
