"""Reads objects by one `cat-file --batch` child: framed by length, bounded in size, re-hashed."""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from attest.collect import commit_object, small_objects
from attest.collect.gitdir import CleanRepository
from attest.collect.locate import visible
from attest.collect.process import Child, ChildError
from attest.model.commit import RawCommit

LARGEST_COMMIT = 16 << 20
"""Bytes of a commit object; of a larger one the message is not kept."""
LARGEST_FILE = 1 << 20
_BEGINNING = 1 << 20
_PIECE = 1 << 20
_EFFECTS = {
    "missing": "its author, message and AI traces are not known; the history of this clone is not whole",
    "hash-mismatch": "its content is not what its id says: the clone is damaged or was tampered with",
    "not-a-commit": "an object that is not a commit stands where a commit should be",
    "no-tree": "the commit object is malformed and names no tree",
}
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A commit that could not be read. `reason`: `missing`, `hash-mismatch`, `not-a-commit`, `no-tree`."""

    sha: str
    reason: str


def commits(repository: CleanRepository, shas: Iterable[str]) -> Iterator[RawCommit | Unreadable]:
    """Commit objects in the order asked, one for each id, each held against its id by hashing.

    The ids are drawn while the child can take more of them, some hundreds ahead. What is unreadable
    or too large leaves a Gap as well.

    Raises:
        CollectionError: Git failed altogether.
    """
    return commits_as(repository, shas, commit_object.parse)


def commits_as(
    repository: CleanRepository, shas: Iterable[str], parse: Callable[[str, bytes], Item | None]
) -> Iterator[Item | RawCommit | Unreadable]:
    """As `commits`, each made of its id and content by `parse`; one that is too large is a `RawCommit`."""
    asked: deque[str] = deque()
    digest = hashlib.sha1 if repository.object_format == "sha1" else hashlib.sha256
    try:
        with repository.git("cat-file", "--batch", "--buffer", feed=_lines(shas, asked)) as child:
            while (header := child.at_hand(b"\n")) is not None or not child.at_end():
                header = child.until(b"\n") if header is None else header
                sha = asked.popleft()
                _, kind, *rest = header.split(b" ")
                if kind != b"commit":
                    yield _refused(repository, child, sha, header)
                    continue
                size = int(rest[0])
                if size > LARGEST_COMMIT:
                    yield _oversize(repository, child, sha, size)
                    continue
                raw = child.exactly(size + 1)[:-1]
                if digest(b"commit %d\0%b" % (size, raw), usedforsecurity=False).hexdigest() == sha:
                    yield parse(sha, raw) or _unreadable(repository, sha, "no-tree")
                else:
                    yield _unreadable(repository, sha, "hash-mismatch")
            child.finish()
    except ChildError as fault:
        raise fault.fault(
            "the commits of this repository cannot be read", visible(repository.source)
        ) from fault


def read_objects(
    repository: CleanRepository, names: Iterable[str], *, limit: int = LARGEST_FILE
) -> Iterator[bytes | None]:
    """Commits and trees by name or id, in the order asked; `None` for a missing or larger one.

    A name must not hold a line break. Contents of files come from `small_objects`: git streams those
    without looking first whether they are whole, and what follows a damaged one would be misread.
    """
    asked: deque[str] = deque()
    try:
        with repository.git("cat-file", "--batch", "--buffer", feed=_lines(names, asked)) as child:
            while not child.at_end():
                name = asked.popleft()
                # What is not there is echoed by its name, which may end in anything: compare it whole.
                header = child.until(b"\n")
                if header in (name.encode() + b" missing", name.encode() + b" ambiguous"):
                    yield None
                    continue
                size = int(header.rpartition(b" ")[2])
                content = child.exactly(size) if size <= limit else None
                if content is None:
                    _skip(child, size)
                child.exactly(1)
                yield content
            child.finish()
    except ChildError as fault:
        raise fault.fault(
            "the objects of this repository cannot be read", visible(repository.source)
        ) from fault


def read_blob(repository: CleanRepository, sha: str, path: str, *, limit: int = LARGEST_FILE) -> bytes | None:
    """The file at a path of a commit; `None` when there is none, it is no file, or it is larger."""
    if "\n" in path or "\0" in path:
        return None
    try:
        with repository.git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{sha}:{path}") as child:
            found = next(child.lines(), b"").decode()
        with repository.git("cat-file", "-t", found) as child:
            kind = next(child.lines(), b"")
    except ChildError:
        return None
    return next(small_objects.contents(repository, [found], "blob", limit)) if kind == b"blob" else None


def raw_object(repository: CleanRepository, sha: str) -> bytes:
    """The content of an object that must be there, as the tip of a branch."""
    content = next(read_objects(repository, [sha], limit=LARGEST_COMMIT))
    if content is None:
        raise ChildError("exit", "git", "the object is missing").fault(
            f"{sha} cannot be read", visible(repository.source)
        )
    return content


def _lines(names: Iterable[str], asked: deque[str]) -> Iterator[bytes]:
    for name in names:
        asked.append(name)
        yield name.encode() + b"\n"


def _unreadable(repository: CleanRepository, sha: str, reason: str) -> Unreadable:
    repository.gaps.note(
        "git",
        f"commit-{reason}",
        what="a commit could not be read",
        effect=_EFFECTS[reason],
        affects=f"{repository.name}:{sha}",
    )
    return Unreadable(sha, reason)


def _refused(repository: CleanRepository, child: Child, sha: str, header: bytes) -> Unreadable:
    if header.endswith(b" missing"):
        return _unreadable(repository, sha, "missing")
    _skip(child, int(header.rpartition(b" ")[2]))
    child.exactly(1)
    return _unreadable(repository, sha, "not-a-commit")


def _oversize(repository: CleanRepository, child: Child, sha: str, size: int) -> RawCommit | Unreadable:
    """Hash an object of any size piece by piece, and keep only its beginning."""
    name = "sha1" if repository.object_format == "sha1" else "sha256"
    digest = hashlib.new(name, b"commit %d\0" % size, usedforsecurity=False)
    beginning = child.exactly(_BEGINNING)
    digest.update(beginning)
    left = size - len(beginning)
    while left > 0:
        piece = child.exactly(min(left, _PIECE))
        digest.update(piece)
        left -= len(piece)
    child.exactly(1)
    if digest.hexdigest() != sha:
        return _unreadable(repository, sha, "hash-mismatch")
    repository.gaps.note(
        "git",
        "oversize-message",
        what=f"a commit object is larger than {LARGEST_COMMIT >> 20} MiB; its message was not read",
        effect="AI traces in its message are not known",
        affects=f"{repository.name}:{sha}",
    )
    return commit_object.parse_unusual(sha, beginning, oversize=True) or _unreadable(
        repository, sha, "no-tree"
    )


def _skip(child: Child, size: int) -> None:
    while size > 0:
        size -= len(child.exactly(min(size, _PIECE)))
