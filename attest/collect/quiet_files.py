"""Reads small files of an audited repository without ever waiting, writing or following a surprise.

A named pipe would block a plain `open` for ever; a device or an endless file would fill the memory.
"""

import os
import stat
from pathlib import Path

SMALL = 1 << 20


def read_small(path: Path, limit: int = SMALL, *, follow: bool = True) -> bytes | None:
    """The bytes of a regular file, or `None` when there is none, it cannot be read, or it is larger."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError):
        return None
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > limit:
            return None
        return _read(descriptor, limit)
    except OSError:
        return None
    finally:
        os.close(descriptor)


def is_folder(path: Path) -> bool:
    """Whether a path leads to a folder; false when that cannot be told."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _read(descriptor: int, limit: int) -> bytes | None:
    parts: list[bytes] = []
    left = limit + 1
    while left > 0 and (part := os.read(descriptor, min(left, 1 << 20))):
        parts.append(part)
        left -= len(part)
    return b"".join(parts) if left > 0 else None
