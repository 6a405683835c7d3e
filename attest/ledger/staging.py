"""The folder in which a run is written before it takes its name: whole, or never there.

A run is written under `.staging-XXXX` inside the store, forced to disk, and renamed. A writer that is
killed leaves only its staging folder; the next writer of the store removes it, but never that of a
writer that is still at work, which holds a lock on its folder.
"""

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from attest.errors import OutputError
from attest.ledger.layout import STAGING

if sys.platform != "win32":
    import fcntl

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_TRIES = 5


@contextmanager
def output_faults(place: Path) -> Iterator[None]:
    """Tell a failure of the operating system as an `OutputError` with its remedy."""
    try:
        yield
    except OSError as cause:
        raise refused(cause, place) from cause


def refused(cause: OSError, place: Path) -> OutputError:
    """What a failed write means for the user."""
    if cause.errno in _FULL:
        what, hint = "there is no room to write", "free some space, or name another folder"
    else:
        what, hint = "the place cannot be written", "name a folder that you may write to"
    reason = cause.strerror or type(cause).__name__
    return OutputError(f"{what}: {reason}", where=str(place), hint=hint)


class Staging:
    """A locked staging folder of a store."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self.path, self._lock = _claim(store)

    def publish(self, name: str) -> Path | None:
        """Give the folder its name; `None` when the store holds something of that name already.

        Every file must have been closed and forced to disk before.
        """
        target = self._store / name
        for folder in sorted({self.path, *(item for item in self.path.rglob("*") if item.is_dir())}):
            sync_folder(folder)
        try:
            self.path.rename(target)
        except OSError:
            if os.path.lexists(target):
                return None
            raise
        sync_folder(self._store)
        self._release()
        return target

    def discard(self) -> None:
        """Remove the folder, whatever is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        self._release()

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def clean(store: Path) -> None:
    """Remove the staging folders of writers that are gone."""
    with suppress(OSError):
        for folder in sorted(store.glob(f"{STAGING}*")):
            lock = _locked(folder)
            if lock is not None:
                shutil.rmtree(folder, ignore_errors=True)
                os.close(lock)


def sync_folder(folder: Path) -> None:
    """Force a folder's entries to disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _claim(store: Path) -> tuple[Path, int | None]:
    """A new folder and its lock; the lock is `None` where the file system has none."""
    for _ in range(_TRIES):
        path = store / f"{STAGING}{secrets.token_hex(8)}"
        path.mkdir()
        lock = _locked(path)
        if lock is None and _can_lock(store):
            continue
        # Between mkdir and lock another writer may have taken the folder for an abandoned one.
        if path.is_dir():
            return path, lock
        if lock is not None:
            os.close(lock)
    raise OSError(errno.EBUSY, "other writers keep removing new folders")


def _can_lock(store: Path) -> bool:
    lock = _locked(store, shared=True)
    if lock is None:
        return False
    os.close(lock)
    return True


def _locked(folder: Path, *, shared: bool = False) -> int | None:
    """A lock on a folder, or `None` when it is held, gone, or cannot be had on this file system."""
    if sys.platform == "win32":
        return None
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def replace_file(place: Path, data: bytes) -> None:
    """Write a small file whole or not at all."""
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
