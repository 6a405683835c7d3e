"""Makes a real repository of a played story, through one `git fast-import`.

The environment is built from nothing, so the same story gives the same commit ids on any machine.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from attest.errors import OutputError
from attest.samples.history import History
from attest.samples.objects import Node, Tree


def import_history(history: History, path: Path) -> None:
    """Write the repository: bare, its HEAD on the release branch.

    Raises:
        OutputError: The folder exists, cannot be written, or git is not there or failed.
    """
    if path.exists():
        raise OutputError("the sample's place is taken", where=str(path), hint="name another folder")
    try:
        path.mkdir(parents=True)
    except OSError as cause:
        raise OutputError(
            "the sample's folder cannot be made", where=str(path), hint="name another folder"
        ) from cause
    branch = history.story.branch
    _git(path, b"", "init", "--quiet", "--bare", f"--initial-branch={branch}", "--template=", str(path))
    remote = f"https://github.com/{history.story.owner}/{history.story.name}.git"
    _git(path, b"", "config", "remote.origin.url", remote)
    _git(path, b"".join(_stream(history)), "fast-import", "--quiet", "--done", "--date-format=raw")
    _check(history, path)


def _git(folder: Path, data: bytes, *arguments: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        raise OutputError("git is not installed", hint="install git 2.34 or newer")
    environment = {
        "PATH": os.pathsep.join([str(Path(program).parent), os.defpath]),
        "HOME": str(folder / "nowhere"),
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
    }
    ended = subprocess.run(
        [program, *arguments], input=data, cwd=folder, env=environment, capture_output=True, check=False
    )
    if ended.returncode != 0:
        said = ended.stderr.decode("utf-8", "backslashreplace").strip()[-300:]
        raise OutputError(f"git {arguments[0]} failed: {said}", where=str(folder), hint="free some space")
    return ended.stdout


def _stream(history: History) -> Iterator[bytes]:
    marks: dict[str, int] = {}
    trees: dict[str, Tree] = {}
    for mark, node in enumerate(history.nodes, start=1):
        marks[node.id] = mark
        trees[node.id] = node.tree
        if not node.parents:  # or it would follow whatever came before it
            yield b"reset refs/sample/import\n\n"
        yield b"commit refs/sample/import\n"
        yield f"mark :{mark}\n".encode()
        yield node.encode(f"author {node.author.line()}\ncommitter {node.committer.line()}\n")
        if node.written.header:
            yield f"encoding {node.written.header}\n".encode()
        yield _data(node.encode(node.message))
        for keyword, parent in zip(("from", *["merge"] * 9), node.parents, strict=False):
            yield f"{keyword} :{marks[parent]}\n".encode()
        yield from _tree_commands(node, trees.get(node.parents[0], {}) if node.parents else {})
    for name, object_id in history.refs().items():
        yield f"reset {name}\nfrom :{marks[object_id]}\n\n".encode()
    yield b"reset refs/sample/import\nfrom 0000000000000000000000000000000000000000\n\ndone\n"


def _tree_commands(node: Node, before: Tree) -> Iterator[bytes]:
    for path in sorted(set(before) - set(node.tree)):
        yield f"D {path}\n".encode()
    for path in sorted(node.tree):
        if before.get(path) != node.tree[path]:
            yield f"M 100644 inline {path}\n".encode()
            yield _data(node.tree[path].encode())


def _data(data: bytes) -> bytes:
    return b"data %d\n" % len(data) + data + b"\n"


def _check(history: History, path: Path) -> None:
    """Hold git's ids against ours: a difference would make the recorded answers point at nothing."""
    listed = _git(path, b"", "for-each-ref", "--format=%(refname) %(objectname)").decode().split("\n")
    found = dict(line.split(" ") for line in listed if line)
    if found != history.refs():
        raise OutputError("git gave other commit ids", where=str(path), hint="report this as a fault")
