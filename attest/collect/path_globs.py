"""Globs over paths of a repository: as a pattern for bytes, and as git takes them.

Git's own reading chooses what is read, ours decides. Ours is never the wider one.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

_WILD = re.compile(r"(\*\*/|\*\*|\*|\?)")
_MEANINGS = {"**/": rb"(?:[^\0]*/)?", "**": rb"[^\0]*", "*": rb"[^/\0]*", "?": rb"[^/\0]"}


def pattern(globs: Iterable[str]) -> re.Pattern[bytes]:
    """Matches the whole path of a file that one of the globs means; without globs, nothing."""
    return re.compile(rb"(?:%b)\Z" % (b"|".join(_translated(glob) for glob in globs) or rb"(?!)"))


class Sieve:
    """Tells which lists of files hold a path that a glob means. Nearly always the first look says no."""

    __slots__ = ("_dotted", "_literals", "_match", "_plain")

    def __init__(self, globs: Iterable[str]) -> None:
        kept = tuple(globs)
        literals = {glob: _literal(glob) for glob in kept}
        # A name that begins with a dot follows a tab or a slash, and few paths hold such a name at all.
        dotted = {glob for glob, literal in literals.items() if _is_dotted(glob, literal)}
        self._dotted = bool(dotted)
        self._plain = _by_ending(shortest(literals[glob] for glob in kept if glob not in dotted))
        self._literals = shortest(literals.values())
        self._match = pattern(kept).match

    def holds(self, rows: bytes) -> bool:
        """Whether a path is meant, of rows `... TAB path` joined by NUL. The hottest code of collection."""
        if self._dotted and (b"/." in rows or b"\t." in rows):
            return self._means_one(rows)
        for ending, literals in self._plain:
            if ending in rows and any(literal in rows for literal in literals):
                return self._means_one(rows)
        return False

    def _means_one(self, rows: bytes) -> bool:
        return any(
            self._match(row.split(b"\t", 2)[-1])
            for row in rows.split(b"\0")
            if row and any(literal in row for literal in self._literals)
        )


def shortest(literals: Iterable[bytes]) -> tuple[bytes, ...]:
    """Literals of which none holds another: where the longer is, the shorter is too."""
    kept: list[bytes] = []
    for literal in sorted(set(literals), key=lambda literal: (len(literal), literal)):
        if not any(shorter in literal for shorter in kept):
            kept.append(literal)
    return tuple(kept)


def _by_ending(literals: Iterable[bytes]) -> tuple[tuple[bytes, tuple[bytes, ...]], ...]:
    """Grouped by their last three bytes: one look spares a look for each."""
    groups: dict[bytes, list[bytes]] = {}
    for literal in literals:
        groups.setdefault(literal[-3:], []).append(literal)
    return tuple((ending, tuple(group)) for ending, group in groups.items())


def _literal(glob: str) -> bytes:
    """What every path holds that a glob means: its longest part without a wildcard; the first of equals."""
    return max((part for part in _WILD.split(glob) if not _WILD.match(part)), key=len).rstrip("/").encode()


def _is_dotted(glob: str, literal: bytes) -> bool:
    """Whether the literal begins a name with a dot; in `*.tf` the dot stands within a name."""
    return literal.startswith(b".") and f"/{glob}".encode().find(b"/" + literal) >= 0


def is_rooted(glob: str) -> bool:
    """Whether a glob begins with the name of a folder or file, so that git need not look everywhere."""
    return not _WILD.match(glob)


def pathspec(glob: str) -> str:
    """The glob for git's command line."""
    return f":(top,glob){glob.rstrip('/')}{'/**' if glob.endswith('/') else ''}"


def _translated(glob: str) -> bytes:
    """A glob without wildcards is a file, or everything beneath a folder."""
    parts = _WILD.split(glob.rstrip("/"))
    written = b"".join(_written(parts))
    if glob.endswith("/"):
        return written + rb"/[^\0]+"
    return written if len(parts) > 1 else written + rb"(?:/[^\0]*)?"


def _written(parts: list[str]) -> Iterator[bytes]:
    """The pattern, piece by piece.

    What follows a star within a name is taken where it first stands, for good: a later place can hold
    nothing that an earlier one cannot, and without going back many stars cost no more than one.
    """
    stars = [at for at, part in enumerate(parts) if part == "*"]
    done = 0
    for at, after in pairwise(stars):
        yield b"".join(map(_meaning, parts[done:at]))
        following = parts[at + 1 : after]
        if any(part.startswith("**") for part in following):
            done = at
            continue
        yield rb"(?>[^/\0]*?%b)" % b"".join(map(_meaning, following))
        done = after
    yield b"".join(map(_meaning, parts[done:]))


def _meaning(part: str) -> bytes:
    return _MEANINGS.get(part) or re.escape(part.encode())
