"""Reads the patch of one commit as git prints it: which lines it added to which file.

A merge is read in git's combined form: a line counts there when it is in none of the parents. Submodules
and binary files have no lines.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from attest.model.attached import Lines

_HUNK = re.compile(rb"(@@+) (?:-[0-9,]+ )+\+([0-9]+)(?:,[0-9]+)? @@")
_COMBINED = re.compile(rb"diff --(?:cc|combined) (.*)")
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)")
_LETTERS = {b"a": b"\a", b"b": b"\b", b"t": b"\t", b"n": b"\n", b"v": b"\v", b"f": b"\f", b"r": b"\r"}
_SUBMODULE = re.compile(rb"(?:index|new file mode|deleted file mode|mode)\b.*(?: |\.\.)160000")
_POINTER = re.compile(rb"\+{2,}Subproject commit [0-9a-f]{40,64}")
"""A merged submodule: where its mode is the same everywhere, the combined form does not name it."""


@dataclass(slots=True)
class _File:
    """What is gathered of one path."""

    runs: list[list[int]] = field(default_factory=list)
    texts: list[bytes] = field(default_factory=list)

    def add(self, number: int) -> None:
        """Take in one added line."""
        if self.runs and self.runs[-1][1] == number - 1:
            self.runs[-1][1] = number
        else:
            self.runs.append([number, number])

    def lines(self) -> Lines:
        """The added lines as ranges."""
        return tuple((first, last) for first, last in sorted(self.runs))


@dataclass(slots=True)
class Patch:
    """The files of one patch, by path; texts only where they were asked for."""

    files: dict[str, Lines] = field(default_factory=dict)
    texts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_patch(row: Callable[[], bytes], end: bytes, *, texts: bool = False) -> Patch:
    """Read rows, without line ends, up to the row that is the end mark.

    Rows of content start with `+`, `-`, a space or a backslash, and no other row after a hunk's header
    does: neither content nor names of files can be taken for structure.
    """
    found: dict[str, _File] = {}
    file, columns, number, is_submodule = _File(), 0, 0, False
    while (line := row()) != end:
        if columns and line[:1] in b"+- \\" and line:
            prefix = line[:columns]
            if line[:1] == b"\\" or b"-" in prefix:
                continue
            if prefix.count(b"+") == columns and not is_submodule and not _POINTER.fullmatch(line):
                file.add(number)
                if texts:
                    file.texts.append(line[columns:])
            number += 1
        elif (hunk := _HUNK.match(line)) is not None:
            columns, number = len(hunk[1]) - 1, int(hunk[2])
        elif line.startswith(b"diff --"):
            file = found.setdefault(_path(line), _File())
            columns, is_submodule = 0, False
        elif _SUBMODULE.fullmatch(line) is not None:
            is_submodule = True
    return _patch(found, texts=texts)


def _patch(found: dict[str, _File], *, texts: bool) -> Patch:
    patch = Patch({path: file.lines() for path, file in found.items()})
    if texts:
        patch.texts = {path: tuple(_texts(file.texts)) for path, file in found.items() if file.texts}
    return patch


def _texts(lines: Iterable[bytes]) -> Iterable[str]:
    return (line.decode("utf-8", "backslashreplace") for line in lines)


def _path(header: bytes) -> str:
    """The path that a patch's first row names; both sides have the same, as renames are not looked for."""
    combined = _COMBINED.match(header)
    if combined is not None:
        return unquoted(combined[1]).decode("utf-8", "backslashreplace")
    sides = header.removeprefix(b"diff --git ")
    # Two names of the same length with a space between them, `a/` before one and `b/` before the other.
    path = unquoted(sides[: len(sides) // 2])
    return path.removeprefix(b"a/").decode("utf-8", "backslashreplace")


def unquoted(name: bytes) -> bytes:
    """A name as it is in the tree; git quotes those that hold odd bytes."""
    if not (name.startswith(b'"') and name.endswith(b'"') and len(name) > 1):
        return name
    return _ESCAPE.sub(_unescape, name[1:-1])


def _unescape(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8) & 255]) if len(code) == 3 else _LETTERS.get(code, code)
