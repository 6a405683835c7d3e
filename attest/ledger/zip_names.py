"""What the names in a zip tell of it, before any of its files is read."""

import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path
from typing import Final

from attest.ledger import layout
from attest.ledger.archive import SUMS

DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError)
"""What reading a damaged zip raises."""
ENTRIES_LIMIT: Final = 100_000
_NAME_LIMIT = 1100
"""Longer than any name that a zip of ours may hold."""


def run_folders(names: Collection[str]) -> tuple[str, ...]:
    """The folders among the names of a zip that are named or built like a run, sorted."""
    folders = {"", *(name[: at + 1] for name in names for at, mark in enumerate(name) if mark == "/")}

    def is_run(folder: str) -> bool:
        files = sum(f"{folder}{part}" in names for part in (layout.MANIFEST, layout.CHECKPOINT))
        parts = files + (f"{folder}{layout.RECORDS}/" in folders)
        named = layout.RUN_ID.fullmatch(folder.rstrip("/").rpartition("/")[2])
        return named is not None or parts >= layout.PARTS_OF_A_RUN

    return tuple(sorted(folder for folder in folders if is_run(folder)))


def is_foreign(path: Path) -> bool:
    """Whether a zip can be seen to hold nothing of ours: no folder like a run's, no listing of digests.

    A zip whose directory cannot be read is not: it may be what is left of a package.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except DAMAGE:
        return False
    if len(entries) > ENTRIES_LIMIT:
        return False
    names = {entry.filename for entry in entries if len(entry.filename) <= _NAME_LIMIT}
    return SUMS not in names and not run_folders(names)
