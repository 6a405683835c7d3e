"""A run in memory, to be tampered with thousands of times without touching a disk."""

import io
from pathlib import Path

from attest.ledger.source import Stream


class MemoryRun:
    """The files of a run as a dictionary; `attest.ledger.source.Source`."""

    def __init__(self, files: dict[str, bytes], name: str) -> None:
        self.files = files
        self.name = name
        self.where = name

    @classmethod
    def of(cls, run: Path) -> "MemoryRun":
        """A copy of the run in a folder."""
        files = {
            path.relative_to(run).as_posix(): path.read_bytes() for path in run.rglob("*") if path.is_file()
        }
        return cls(files, run.name)

    def but(self, **changed: bytes | None) -> "MemoryRun":
        """The same run with files replaced, added, or (`None`) removed."""
        files = {**self.files, **changed}
        return MemoryRun({path: data for path, data in files.items() if data is not None}, self.name)

    def paths(self) -> frozenset[str]:
        """Every file."""
        return frozenset(self.files)

    def odd(self) -> tuple[str, ...]:
        """Nothing odd."""
        return ()

    def size(self, path: str) -> int:
        """Bytes of a file."""
        return len(self.files[path])

    def open(self, path: str) -> Stream:
        """A file, for reading."""
        return io.BytesIO(self.files[path])
