"""Runs in a zip, read where they are: nothing is extracted, and a zip made to mislead is refused."""

import errno
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from attest.errors import IntegrityError
from attest.ledger import layout
from attest.ledger.archive import SUMS
from attest.ledger.source import Stream, stream_digest
from attest.ledger.verification import Problems, Status
from attest.ledger.zip_names import DAMAGE, ENTRIES_LIMIT, run_folders

_BYTES_LIMIT = 16 << 30
_RATIO_LIMIT = 200
_SLACK = 1 << 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
REPORT_FILES = frozenset({"report.pdf", "report.html", "findings.json", "figures.json"})
"""What makes a zip the package of a report, which lists its files in `SHA256SUMS`."""
_SUM_LINE = re.compile(rb"([0-9a-f]{64}) [ *](.+)", re.ASCII)


class Package:
    """An open zip whose names and sizes have been found harmless."""

    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self.name = path.name
        self.where = str(path)
        self._entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}

    @property
    def has_sums(self) -> bool:
        """Whether a listing of digests lies in it, which `check` holds every file against."""
        return SUMS in self._entries

    def paths(self) -> frozenset[str]:
        """Every file in it."""
        return frozenset(self._entries)

    @cached_property
    def prefixes(self) -> tuple[str, ...]:
        """The folders in it that are named or built like a run, its own root among them, sorted."""
        return run_folders(self._entries)

    def documents(self) -> tuple[str, ...]:
        """The files beside the runs, sorted."""
        return tuple(
            name for name in sorted(self._entries) if name != SUMS and not name.startswith(self.prefixes)
        )

    def digest(self, path: str) -> str:
        """The SHA-256 of a file; empty when it is damaged."""
        try:
            with self.open(path) as stream:
                return stream_digest(stream)
        except OSError:
            return ""

    def size(self, path: str) -> int:
        """Bytes of a file, as stated; no more are ever read."""
        return self._entries[path].file_size

    def open(self, path: str) -> Stream:
        """A file, for reading; damage is an `OSError`."""
        try:
            return _Member(self._archive.open(self._entries[path]))
        except DAMAGE as cause:
            raise OSError(errno.EIO, f"the zip is damaged here ({cause})") from cause

    def check(self) -> tuple[str, Problems, Status | None]:
        """Hold `SHA256SUMS` against every other file."""
        problems = Problems()
        if not self.has_sums:
            return self._without_sums(problems)
        listed = self._sums(problems)
        for path in sorted(self.paths() - {SUMS} - set(listed)):
            problems.add(f"{SUMS} does not list it", path)
        for path, digest in sorted(listed.items()):
            if path not in self._entries:
                # A package may lose what is removable; the run's own steps say whether it lost more.
                if not any(f"/{folder}/" in path for folder in layout.REMOVABLE):
                    problems.add("the file is missing", path)
            elif self.digest(path) != digest:
                problems.add(f"its SHA-256 is not the one in {SUMS}", path)
        return f"{len(listed):,} files", problems, None

    def _without_sums(self, problems: Problems) -> tuple[str, Problems, Status | None]:
        """Runs need no listing, as each holds its own; a report that lies beside them has no other."""
        at_root = all("/" not in prefix.rstrip("/") for prefix in self.prefixes)
        if not at_root or not self.paths().intersection(REPORT_FILES):
            return f"there is no {SUMS}", problems, Status.ABSENT
        problems.add("the file is missing, and nothing else speaks of the report beside the runs", SUMS)
        return f"{len(self.documents()):,} files beside the runs", problems, None

    def _sums(self, problems: Problems) -> dict[str, str]:
        listed: dict[str, str] = {}
        try:
            with self.open(SUMS) as stream:
                data = stream.read(64 << 20)
        except OSError as cause:
            problems.add(f"cannot be read: {cause.strerror}", SUMS)
            return listed
        for number, line in enumerate(data.splitlines(), 1):
            found = _SUM_LINE.fullmatch(line)
            if found is None:
                problems.add("the line is not a digest and a name", SUMS, number)
                continue
            name = found[2].decode("utf-8", "backslashreplace")
            if name in listed:
                problems.add("the file is listed twice", SUMS, number, name)
            listed[name] = found[1].decode()
        return listed


class ZippedRun:
    """A run under one folder of a zip."""

    def __init__(self, package: Package, prefix: str) -> None:
        self._package = package
        self._prefix = prefix
        self.name = prefix.rstrip("/").rpartition("/")[2]
        self.where = f"{package.where}:{prefix}"
        self._paths = frozenset(
            path[len(prefix) :] for path in package.paths() if path.startswith(prefix) and path != prefix
        )

    def paths(self) -> frozenset[str]:
        """Every file, as a relative path with `/`."""
        return self._paths

    def odd(self) -> tuple[str, ...]:
        """Nothing: a zip with links is refused as a whole."""
        return ()

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return self._package.size(self._prefix + path)

    def open(self, path: str) -> Stream:
        """A file, for reading."""
        return self._package.open(self._prefix + path)


class _Member:
    """A file of a zip whose damage shows as `OSError`, as a folder's would."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        """At most so many bytes."""
        with _damage():
            return self._stream.read(size)

    def readline(self, size: int, /) -> bytes:
        """A line, or so many bytes of it."""
        with _damage():
            return self._stream.readline(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        self._stream.close()
        return None


@contextmanager
def _damage() -> Iterator[None]:
    try:
        yield
    except DAMAGE as cause:
        raise OSError(errno.EIO, f"the zip is damaged here ({cause})") from cause


@contextmanager
def open_package(path: Path) -> Iterator[Package]:
    """Open a zip after looking at its directory alone.

    Raises:
        IntegrityError: It is damaged, or made to mislead or to overwhelm.
    """
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE as cause:
        raise _refused(path, f"the zip cannot be read: {cause}") from cause
    with archive:
        _inspect(archive, path)
        yield Package(archive, path)


def _inspect(archive: zipfile.ZipFile, path: Path) -> None:
    entries = archive.infolist()
    if len(entries) > ENTRIES_LIMIT:
        raise _refused(path, f"the zip holds more than {ENTRIES_LIMIT:,} entries")
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename.rstrip("/") if entry.is_dir() else entry.filename
        problem = _problem(entry, name)
        if name.casefold() in seen:
            problem = "two entries have one name"
        if problem:
            raise _refused(path, f"{problem}: {name!r}")
        seen.add(name.casefold())
    total = sum(entry.file_size for entry in entries)
    if total > min(_BYTES_LIMIT, _RATIO_LIMIT * path.stat().st_size + _SLACK):
        raise _refused(path, f"the zip would unfold to {total:,} bytes")


def _problem(entry: zipfile.ZipInfo, name: str) -> str:
    # `orig_filename` is the name before zipfile cut it at a NUL.
    if not layout.is_safe(name) or entry.orig_filename.rstrip("/") != name:
        return "an entry has a name that leads out of the zip or cannot be printed"
    if entry.flag_bits & _ENCRYPTED:
        return "an entry is encrypted"
    if entry.compress_type not in _METHODS:
        return "an entry is compressed in a way that is not read"
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "an entry is a link or a device"
    return ""


def _refused(path: Path, problem: str) -> IntegrityError:
    return IntegrityError(problem, where=str(path), hint="get the package again from whoever made it")
