"""Writes a run: lines as they come, then manifest and checkpoint, then the name. Nothing is half there."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

from attest import canonical
from attest.errors import IntegrityError
from attest.ledger import layout, lines
from attest.ledger.layout import KINDS, PEOPLE, PERSONAL_KINDS, Kind, Order
from attest.ledger.linefile import LineFile, write_file
from attest.ledger.source import Folder, stream_digest
from attest.ledger.staging import Staging, clean, output_faults, refused
from attest.model.base import Record
from attest.model.collected import PersonalEntry
from attest.model.evidence import FORMAT_VERSION, FileEntry, Manifest
from attest.model.identity import Person
from attest.proof import checkpoint, merkle
from attest.proof.checkpoint import Checkpoint


class RunWriter:
    """Writes one run into a store; use as a context.

    Records of each kind are added in the kind's order (`attest.ledger.layout.Order`); gaps, metrics and
    people may come in any order and are sorted when the run is sealed. Leaving the context without
    having sealed leaves nothing behind.

    Raises:
        OutputError: The store cannot be written, or is full. Nothing is left in it then.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        self._staging: Staging | None = None
        self._records: dict[str, LineFile] = {}
        self._personal: dict[str, LineFile] = {}
        self._others: dict[str, FileEntry] = {}
        self._sorted: dict[str, dict[str, bytes]] = {
            name: {} for name in (PEOPLE, *(kind.name for kind in KINDS.values() if kind.order is Order.ID))
        }
        self._opening: dict[str, dict[str, bytes]] = {name: {} for name in self._sorted}
        """By kind and id, the personal entries of records that are sorted when the run is sealed."""
        self._last: dict[str, tuple[str, int]] = {}

    def __enter__(self) -> Self:
        with output_faults(self._store):
            self._store.mkdir(parents=True, exist_ok=True)
            clean(self._store)
            self._staging = Staging(self._store)
            try:
                folder = self._staging.path
                self._records = {name: LineFile(folder, kind.path) for name, kind in KINDS.items()}
                self._personal = {
                    name: LineFile(folder, layout.personal_path(name)) for name in PERSONAL_KINDS
                }
            except BaseException:
                # A signal here would find no context yet that could clean up.
                self._abandon()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._abandon()

    def add(self, kind: str, record: Record, personal: PersonalEntry | None = None) -> None:
        """Add a record and, where it has one, the personal entry that its commitment commits to.

        Raises:
            ValueError: It is out of order, or record and personal entry do not belong together.
        """
        about = KINDS[kind]
        line = lines.encode(record)
        self._check(about, record, personal)
        if about.order is Order.ID:
            name = str(getattr(record, "id"))  # noqa: B009 - each kind has an id
            self._keep(kind, name, line)
            if personal is not None:
                self._opening[kind][name] = lines.encode_personal(personal)
            return
        try:
            self._records[kind].append_leaf(line)
            if personal is not None:
                self._personal[kind].append(lines.encode_personal(personal))
        except OSError as cause:
            raise refused(cause, self._store) from cause

    def add_person(self, person: Person) -> None:
        """Add the names of one pseudonym."""
        self._keep(PEOPLE, person.id, lines.encode(person))

    def add_config(self, name: str, data: bytes) -> None:
        """Add a file that steered the run, as read, under `config/`."""
        self._add_file(f"{layout.CONFIG}/{name}", data)

    def add_raw(self, data: bytes) -> str:
        """Add an answer of a source as received, under `raw/` and its digest; gives the digest."""
        digest = canonical.sha256(data)
        if f"{layout.RAW}/{digest}" not in self._others:
            self._add_file(f"{layout.RAW}/{digest}", data)
        return digest

    def seal(self, **fields: Any) -> Path:
        """Finish the run and give it its name.

        Args:
            fields: The manifest's fields but `format_version`, `counts` and `files`.

        Returns:
            The run's folder. A run of the same content that is already in the store is left as it
            is, and its folder is given.

        Raises:
            IntegrityError: The store holds something else under this run's name.
        """
        with output_faults(self._store):
            return self._seal(fields)

    def _seal(self, fields: dict[str, Any]) -> Path:
        staging = self._open()
        for name, kept in sorted(self._sorted.items()):
            for _, line in sorted(kept.items()):
                if name == PEOPLE:
                    self._personal[name].append(line)
                else:
                    self._records[name].append_leaf(line)
        for name, openings in sorted(self._opening.items()):
            for _, line in sorted(openings.items()):
                self._personal[name].append(line)
        entries = [file.finish() for file in (*self._records.values(), *self._personal.values())]
        files = sorted((*entries, *self._others.values()), key=lambda entry: entry.path)
        counts = {name: file.count for name, file in self._records.items()}
        stated = {**fields, "format_version": FORMAT_VERSION, "counts": counts, "files": tuple(files)}
        manifest = canonical.dumps(Manifest.model_validate(stated).model_dump(mode="json"))
        note = Checkpoint(
            size=sum(counts.values()), root=self._root().hex(), manifest=canonical.sha256(manifest)
        )
        ends = {layout.MANIFEST: manifest, layout.CHECKPOINT: checkpoint.write(note)}
        for name, data in ends.items():
            write_file(staging.path / name, data)
        published = staging.publish(note.run_id)
        if published is not None:
            self._staging = None
            return published
        return _existing(self._store / note.run_id, ends, files)

    def _root(self) -> bytes:
        tree = merkle.Tree()
        for _, file in sorted(self._records.items()):
            for start in range(0, len(file.leaves), 32):
                tree.add(bytes(file.leaves[start : start + 32]))
        return tree.root()

    def _check(self, kind: Kind, record: Record, personal: PersonalEntry | None) -> None:
        name = str(getattr(record, "id"))  # noqa: B009 - each kind has an id
        if bool(getattr(record, "commitment", "")) != (personal is not None):
            raise ValueError(f"{kind.name}: {name}: a commitment and its personal entry go together")
        if personal is not None and personal.id != name:
            raise ValueError(f"{kind.name}: {name}: the personal entry is that of {personal.id}")
        if kind.order is not Order.ORDINAL:
            return
        repository, ordinal = str(getattr(record, "repository", "")), int(getattr(record, "ordinal", 0))
        last = self._last.get(kind.name)
        if last is not None and last[0] == repository and last[1] + 1 != ordinal:
            raise ValueError(f"{kind.name}: {name}: ordinal {ordinal} follows {last[1]}")
        self._last[kind.name] = (repository, ordinal)

    def _keep(self, kind: str, name: str, line: bytes) -> None:
        if self._sorted[kind].setdefault(name, line) != line:
            raise ValueError(f"{kind}: two records are called {name}")

    def _add_file(self, path: str, data: bytes) -> None:
        if not layout.is_listed_path(path) or path in self._others:
            raise ValueError(f"a run cannot hold a file {path!r}, or holds it already")
        with output_faults(self._store):
            place = self._open().path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            write_file(place, data)
        self._others[path] = FileEntry(path=path, size=len(data), sha256=canonical.sha256(data))

    def _open(self) -> Staging:
        if self._staging is None:
            raise ValueError("the run is sealed, or was never opened")
        return self._staging

    def _abandon(self) -> None:
        for file in (*self._records.values(), *self._personal.values()):
            file.abandon()
        if self._staging is not None:
            self._staging.discard()
            self._staging = None


def _existing(folder: Path, ends: dict[str, bytes], files: list[FileEntry]) -> Path:
    """The run that is there already, when it is the same to the byte."""
    expected = {name: canonical.sha256(data) for name, data in ends.items()}
    expected |= {entry.path: entry.sha256 for entry in files}
    if not folder.is_symlink() and _digests(folder) == expected:
        return folder
    raise IntegrityError(
        "the store holds another folder under this run's name",
        where=str(folder),
        hint="see with `attest verify` what is wrong with it, and move it out of the store",
    )


def _digests(folder: Path) -> dict[str, str]:
    """The digest of every file under a folder; none of what is no file, a link above all."""
    source = Folder(folder)
    found = dict.fromkeys(source.odd(), "")
    for path in source.paths():
        with source.open(path) as stream:
            found[path] = stream_digest(stream)
    return found
