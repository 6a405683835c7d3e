"""Globs over paths of a repository: as a pattern for bytes, and as git takes them.

Git's own reading chooses what is read, ours decides. Ours is never the wider one.
"""

import re
from collections.abc import Iterable

_WILD = re.compile(r"(\*\*/|\*\*|\*|\?)")
_MEANINGS = {"**/": rb"(?:[^\0]*/)?", "**": rb"[^\0]*", "*": rb"[^/\0]*", "?": rb"[^/\0]"}


def pattern(globs: Iterable[str]) -> re.Pattern[bytes]:
    """Matches the whole path of a file that one of the globs means; without globs, nothing."""
    return re.compile(rb"(?:%b)\Z" % (b"|".join(_translated(glob) for glob in globs) or rb"(?!)"))


def in_rows(globs: Iterable[str]) -> re.Pattern[bytes]:
    """Finds such a path at the end of a row of tab-separated cells, in rows joined by NUL."""
    return re.compile(rb"\t(?:%b)(?:\0|\Z)" % (b"|".join(_translated(glob) for glob in globs) or rb"(?!)"))


def is_rooted(glob: str) -> bool:
    """Whether a glob begins with the name of a folder or file, so that git need not look everywhere."""
    return not _WILD.match(glob)


def pathspec(glob: str) -> str:
    """The glob for git's command line."""
    return f":(top,glob){glob.rstrip('/')}{'/**' if glob.endswith('/') else ''}"


def _translated(glob: str) -> bytes:
    """A glob without wildcards is a file, or everything beneath a folder."""
    parts = _WILD.split(glob.rstrip("/"))
    written = b"".join(_MEANINGS.get(part) or re.escape(part.encode()) for part in parts)
    if glob.endswith("/"):
        return written + rb"/[^\0]+"
    return written if len(parts) > 1 else written + rb"(?:/[^\0]*)?"
