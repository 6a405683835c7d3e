"""Reads the refs of an audited repository in Python: packed, loose, symbolic; broken ones are counted.

Git itself is not asked, since it would have to run inside the repository to answer. What git would
refuse as a ref name is left out here as well: such a name could escape the refs folder of a reader.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from attest.collect.locate import Location, visible
from attest.collect.quiet_files import read_small
from attest.errors import CollectionError

_PACKED_LIMIT = 1 << 30
_LOOSE_LIMIT = 4096
_DEPTH = 100
_ID = re.compile(rb"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# What `git check-ref-format` refuses: control characters and ` ~^:?*[\`, `..`, `@{`, components that
# start with a dot or end in `.lock`, empty components, a dot at the end.
_REFUSED = re.compile(rb"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//|/\.|\.lock(?:/|$)|\.$|/$")
_USUAL = re.compile(rb"([0-9a-f]{40}(?:[0-9a-f]{24})?) (refs(?:/[A-Za-z0-9_-]+)+)")
"""A packed ref of plain letters, which needs no closer look."""
_SYMBOLIC_STEPS = 5


@dataclass(frozen=True, slots=True)
class Refs:
    """Every usable ref, by full name. `head` is the branch that HEAD names, `detached` its id otherwise."""

    ids: dict[str, str]
    head: str | None
    detached: str | None
    replaced: int
    """How many `refs/replace/*` there are; none of them is in `ids`."""
    broken: int
    """Refs with an impossible name, an unreadable file, or a target that is not there."""


def read_refs(location: Location, digits: int) -> Refs:
    """The refs of a repository whose object ids have that many digits.

    Left out: `refs/replace/*` (they exchange objects under a reader's hands), `refs/pull/*/merge`
    (trial merges of the forge, never history), and the refs private to one work tree.

    Raises:
        CollectionError: The packed refs or HEAD cannot be read.
    """
    found: dict[bytes, bytes] = {}
    broken = _read_packed(location.common_dir / "packed-refs", found)
    broken += _read_loose(location.common_dir / "refs", found)
    head = _read_head(location.git_dir / "HEAD")
    ids: dict[str, str] = {}
    replaced = 0
    for name in sorted(found):
        if name.startswith(b"refs/replace/"):
            replaced += 1
        elif not _left_out(name):
            target = _settle(found, name)
            if len(target) == digits:
                ids[os.fsdecode(name)] = target.decode()
            else:
                broken += 1
    branch = os.fsdecode(head[4:].strip()) if head.startswith(b"ref:") else None
    return Refs(ids, branch, None if branch else head.decode(), replaced, broken)


def usable(name: bytes) -> bool:
    """Whether git accepts this as the full name of a ref."""
    return name.startswith(b"refs/") and _REFUSED.search(name) is None and len(name) <= _LOOSE_LIMIT


def packed(ids: dict[str, str]) -> Iterator[bytes]:
    """The lines of a packed-refs file, without the header: GitPython knows only git's own forms of it."""
    for name in sorted(os.fsencode(name) for name in ids):
        yield ids[os.fsdecode(name)].encode() + b" " + name + b"\n"


def _left_out(name: bytes) -> bool:
    return (name.startswith(b"refs/pull/") and name.endswith(b"/merge")) or name.startswith(
        (b"refs/bisect/", b"refs/worktree/", b"refs/rewritten/")
    )


def _settle(found: dict[bytes, bytes], name: bytes) -> bytes:
    """The id that a ref leads to, or nothing when a symbolic one leads nowhere."""
    value = found[name]
    for _ in range(_SYMBOLIC_STEPS):
        if not value.startswith(b"ref:"):
            return value
        value = found.get(value[4:].strip(), b"")
    return b""


def _read_packed(path: Path, found: dict[bytes, bytes]) -> int:
    data = read_small(path, _PACKED_LIMIT)
    if data is None:
        if os.path.lexists(path):
            raise CollectionError(
                "the packed refs cannot be read", where=visible(path), hint="grant read access"
            )
        return 0
    broken = 0
    for line in data.split(b"\n"):
        match = _USUAL.fullmatch(line)
        if match is not None:
            found[match[2]] = match[1]
        elif line and line[:1] not in b"#^":
            value, _, name = line.partition(b" ")
            if usable(name) and _ID.fullmatch(value):
                found[name] = value
            else:
                broken += 1
    return broken


def _read_loose(root: Path, found: dict[bytes, bytes]) -> int:
    """Loose refs win over packed ones. Symbolic links below the refs folder are not followed."""
    broken = 0
    pending = [(os.fsencode(root), b"refs/", 0)]
    while pending:
        folder, prefix, depth = pending.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            broken += 1
            continue
        for entry in entries:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if depth < _DEPTH:
                    pending.append((entry.path, name + b"/", depth + 1))
            elif not name.endswith(b".lock") and not _take(Path(os.fsdecode(entry.path)), name, found):
                broken += 1
    return broken


def _take(path: Path, name: bytes, found: dict[bytes, bytes]) -> bool:
    value = (read_small(path, _LOOSE_LIMIT, follow=False) or b"").strip()
    if not usable(name) or not (_ID.fullmatch(value) or value.startswith(b"ref:")):
        return False
    found[name] = value
    return True


def _read_head(path: Path) -> bytes:
    """HEAD's id, or `ref: ` and a usable name."""
    if path.is_symlink():  # how git wrote it before 1.5, still read by it
        content = b"ref: " + os.fsencode(os.readlink(path))  # noqa: PTH115  bytes of the link as they are
    else:
        content = (read_small(path, _LOOSE_LIMIT) or b"").strip()
    if content.startswith(b"ref:") and usable(content[4:].strip()):
        return content
    if _ID.fullmatch(content):
        return content
    raise CollectionError(
        "HEAD of this repository cannot be read",
        where=visible(path),
        hint="run `git symbolic-ref HEAD` in it to see",
    )
