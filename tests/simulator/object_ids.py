"""Git objects whose ids are computed here, and written, if wanted, through one `git fast-import`."""

import hashlib
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.simulator.clock import moment
from tests.simulator.records import Commit, Stamp
from tests.support.history import run

FILES = 16
_IMPORT = "refs/heads/import"


_NAMES = tuple(f"100644 f{at:02}.txt\0".encode() for at in range(FILES))


def object_id(kind: str, content: bytes) -> str:
    """The id of an object."""
    framed = f"{kind} {len(content)}\0".encode() + content
    return hashlib.sha1(framed, usedforsecurity=False).hexdigest()


def path_of(at: int) -> str:
    """The path of a file by its place."""
    return f"src/f{at:02}.txt"


@dataclass(frozen=True)
class Tree:
    """`src/f00.txt` to `src/f15.txt`: the id of each file's content."""

    blobs: tuple[str, ...]

    @cached_property
    def id(self) -> str:
        """The id of the tree above `src`."""
        pairs = zip(_NAMES, self.blobs, strict=True)
        below = object_id("tree", b"".join([name + bytes.fromhex(blob) for name, blob in pairs]))
        return object_id("tree", b"40000 src\0" + bytes.fromhex(below))

    def changed(self, at: int, content: bytes) -> "Tree":
        """With one file of other content."""
        return Tree((*self.blobs[:at], object_id("blob", content), *self.blobs[at + 1 :]))


class Written:
    """A repository in the making; without a folder nothing but ids is made. A context manager."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._marks: dict[str, int] = {}
        self._refs: dict[str, str] = {}
        self._git: subprocess.Popen[bytes] | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            run("git", "init", "-q", "-b", "main", ".", folder=folder)
            self._git = subprocess.Popen(["git", "fast-import", "--quiet"], cwd=folder, stdin=subprocess.PIPE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._git is None or self._folder is None:
            return
        assert self._git.stdin is not None
        self._git.stdin.close()
        ended = self._git.wait()
        if fault is None:
            assert ended == 0, "git fast-import failed"
            self._point(self._folder / ".git")
            run("git", "reset", "-q", "--hard", "main", folder=self._folder)

    def _point(self, git_dir: Path) -> None:
        """Write all refs in one file: thousands of files take longer than all commits."""
        run("git", "update-ref", "-d", _IMPORT, folder=git_dir)
        rows = "".join(f"{sha} {ref}\n" for ref, sha in sorted(self._refs.items()))
        head = "# pack-refs with: peeled fully-peeled sorted\n"
        (git_dir / "packed-refs").write_text(f"{head}{rows}", encoding="ascii")

    def commit(
        self,
        ref: str,
        tree: Tree,
        parents: tuple[str, ...],
        message: str,
        people: tuple[Stamp, Stamp],
        files: dict[int, bytes],
    ) -> Commit:
        """A commit on a ref: of this tree, which has these contents where its first parent has others."""
        author, committer = (f"{one.name} <{one.email}> {_epoch(one.at)} +0000" for one in people)
        lines = [f"tree {tree.id}", *(f"parent {sha}" for sha in parents)]
        lines += [f"author {author}", f"committer {committer}", "", f"{message}\n"]
        sha = object_id("commit", "\n".join(lines).encode())
        self._marks[sha] = len(self._marks) + 1
        self._refs[ref] = sha
        if self._git is not None:
            self._write(sha, (author, committer), message, parents, files)
        return Commit(sha, tree.id, parents, message, *people)

    def _write(
        self,
        sha: str,
        people: tuple[str, str],
        message: str,
        parents: tuple[str, ...],
        files: dict[int, bytes],
    ) -> None:
        data = f"{message}\n".encode()
        head = f"commit {_IMPORT}\nmark :{self._marks[sha]}\nauthor {people[0]}\ncommitter {people[1]}\n"
        parts = [head.encode(), f"data {len(data)}\n".encode(), data]
        for at, parent in enumerate(parents):
            parts.append(f"{'merge' if at else 'from'} :{self._marks[parent]}\n".encode())
        for at, content in files.items():
            parts += [f"M 100644 inline {path_of(at)}\ndata {len(content)}\n".encode(), content, b"\n"]
        assert self._git is not None
        assert self._git.stdin is not None
        self._git.stdin.write(b"".join(parts))


def _epoch(at: str) -> int:
    return int(moment(at).timestamp())
