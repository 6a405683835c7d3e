"""Files of a run while it is written: forced to disk, and hashed on the way."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from attest.model.evidence import FileEntry
from attest.proof import merkle

_BUFFER = 1 << 18


class LineFile:
    """A file of lines that is hashed while it is written."""

    def __init__(self, folder: Path, path: str) -> None:
        self.path = path
        self.count = 0
        self.leaves = bytearray()
        self._size = 0
        self._hash = hashlib.sha256()
        place = folder / path
        place.parent.mkdir(exist_ok=True)
        self._stream = place.open("xb", buffering=_BUFFER)

    def append(self, line: bytes) -> None:
        """Write one line, given without its line feed."""
        data = line + b"\n"
        self._stream.write(data)
        self._hash.update(data)
        self._size += len(data)
        self.count += 1

    def append_leaf(self, line: bytes) -> None:
        """Write one line that is a leaf of the Merkle tree."""
        self.append(line)
        self.leaves += merkle.leaf_hash(line)

    def finish(self) -> FileEntry:
        """Force the file to disk and say what it holds."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        return FileEntry(path=self.path, size=self._size, sha256=self._hash.hexdigest(), records=self.count)

    def abandon(self) -> None:
        """Close the file; what is buffered may be lost."""
        with suppress(OSError):
            self._stream.close()


def write_file(place: Path, data: bytes) -> None:
    """Write a small file that is not there yet, and force it to disk."""
    with place.open("xb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
