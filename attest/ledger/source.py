"""Where a run is read from: a folder or a zip, both as named files and nothing else."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from attest.errors import CollectionError, UsageError
from attest.ledger import layout

_FILES_LIMIT = 100_000
_CHUNK = 1 << 20
_PLAIN = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
"""As far as the system has them."""


class Stream(Protocol):
    """An open file of a run."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""

    def readline(self, size: int, /) -> bytes:
        """A line with its line feed, or so many bytes of it; none at the end."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None, /
    ) -> bool | None: ...


def stream_digest(stream: Stream) -> str:
    """The SHA-256 of what is left of a stream."""
    state = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        state.update(chunk)
    return state.hexdigest()


class Source(Protocol):
    """The files of one run."""

    @property
    def name(self) -> str:
        """The run's own folder name."""

    @property
    def where(self) -> str:
        """What to call the place in messages."""

    def paths(self) -> frozenset[str]:
        """Every file, as a relative path with `/`."""

    def odd(self) -> tuple[str, ...]:
        """Entries that are neither files nor folders, links above all; they are never followed."""

    def size(self, path: str) -> int:
        """Bytes of a file."""

    def open(self, path: str) -> Stream:
        """A file, for reading; raises `OSError` when it cannot be read."""


class Folder:
    """A run in a folder. Links are not followed."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self.name = place.resolve().name
        self.where = str(place)
        files, odd = _walk(place)
        self._paths = frozenset(files)
        self._odd = tuple(sorted(odd))

    def paths(self) -> frozenset[str]:
        """Every file, as a relative path with `/`."""
        return self._paths

    def odd(self) -> tuple[str, ...]:
        """Entries that are neither files nor folders."""
        return self._odd

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return (self._place / path).lstat().st_size

    def open(self, path: str) -> Stream:
        """A file, for reading; anything else that has the name, a link above all, is an `OSError`."""
        if path not in self._paths:
            raise OSError(
                errno.ENOENT, "it is a link or no file" if path in self._odd else "there is no such file"
            )
        return open_plain(self._place / path)


def open_plain(path: Path) -> BinaryIO:
    """A regular file, for reading. A link is not followed, and a pipe is not waited for.

    Raises:
        OSError: It is not one, or cannot be read.
    """
    handle = os.open(path, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in _PLAIN))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is not a file")
    return os.fdopen(handle, "rb")


def _walk(place: Path) -> tuple[list[str], list[str]]:
    files: list[str] = []
    odd: list[str] = []
    folders = [place]
    while folders:
        folder = folders.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                path = Path(entry.path).relative_to(place).as_posix()
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
                elif entry.is_file(follow_symlinks=False):
                    files.append(path)
                else:
                    odd.append(path)
        if len(files) + len(odd) > _FILES_LIMIT:
            raise CollectionError(
                f"the folder holds more than {_FILES_LIMIT:,} files",
                where=str(place),
                hint="name the folder of a run, or a store of runs",
            )
    return files, odd


@contextmanager
def reading_faults(where: str) -> Iterator[None]:
    """Tell a failure of the operating system as a `CollectionError` with its remedy."""
    try:
        yield
    except OSError as cause:
        reason = cause.strerror or type(cause).__name__
        raise CollectionError(
            f"cannot be read: {reason}", where=where, hint="name evidence that you may read"
        ) from cause


def run_folder(path: Path) -> Folder:
    """The run in a folder.

    Raises:
        UsageError: There is no run there.
        CollectionError: It cannot be read.
    """
    with reading_faults(str(path)):
        folder = Folder(path) if path.is_dir() else None
        if folder is None or layout.MANIFEST not in folder.paths():
            raise UsageError(
                f"there is no run here: {layout.MANIFEST} is missing",
                where=str(path),
                hint="name the folder of a run: sixteen hexadecimal digits, inside a store",
            )
        return folder
