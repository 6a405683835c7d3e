"""Real git repositories from a short story, with fixed people and dates, byte for byte the same each time.

    history = History(tmp_path / "shop")
    first = history.commit("start", files={"app.py": "one"})
    work = history.commit("feature", files={"app.py": "two"}, branch="feature")
    landed = history.merge("feature", "Merge pull request #1 from ada/feature")

Objects are written by this module itself, so that a story can hold what git would refuse to write.
"""

import hashlib
import os
import subprocess
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

ADA = "Ada Lovelace <ada@example.org>"
BEN = "Ben Okri <ben@example.org>"
BEGINNING = 1_735_725_600  # 2025-01-01T10:00:00Z
HOUR = 3600

Text = str | bytes
Files = Mapping[Text, Text | None]
"""Content by path; `None` deletes."""
Entry = tuple[str, str]


def epoch(when: int | str) -> int:
    """Epoch seconds of an epoch or of `2025-03-01T09:30:00Z`."""
    if isinstance(when, int):
        return when
    return int(datetime.strptime(when, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def run(*arguments: str, folder: Path, data: bytes = b"", **more: str) -> bytes:
    """Output of a command in an environment from nothing but what is passed."""
    environment = {"PATH": os.defpath + ":/usr/local/bin", "HOME": "/nonexistent", "LC_ALL": "C", "TZ": "UTC"}
    environment |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null"} | more
    return subprocess.run(
        arguments, cwd=folder, input=data, env=environment, check=True, capture_output=True
    ).stdout


class History:
    """A repository under construction. Commits go to `branch` (default: `main`) and move its ref."""

    def __init__(self, path: Path, *, bare: bool = False, object_format: str = "sha1") -> None:
        self.path = path
        self.object_format = object_format
        self.git_dir = path if bare else path / ".git"
        path.mkdir(parents=True, exist_ok=True)
        kind = ("--bare",) if bare else ()
        run("git", "init", "-q", f"--object-format={object_format}", "-b", "main", *kind, ".", folder=path)
        self._contents: dict[str, dict[bytes, Entry]] = {}
        self._clock = BEGINNING

    def commit(
        self,
        message: Text = "change",
        *,
        files: Files | None = None,
        parents: Sequence[str] | None = None,
        branch: str = "main",
        author: Text = ADA,
        committer: Text | None = None,
        at: int | str | None = None,
        authored: int | str | None = None,
        zone: str = "+0000",
        headers: Iterable[bytes] = (),
    ) -> str:
        """Commit files on top of the branch (or of the given parents) and return the id.

        A `str` message gets a line end; a `bytes` one is taken as it is. Without `at`, each commit is
        an hour later than the one before. A branch that is not there yet starts at `main`.
        """
        above = self._parents(branch) if parents is None else list(parents)
        tree, content = self._tree_after(above, files or {})
        when = self._tick(at)
        written = when if authored is None else epoch(authored)
        lines = [
            b"tree " + tree.encode(),
            *(b"parent " + parent.encode() for parent in above),
            b"author " + _bytes(author) + f" {written} {zone}".encode(),
            b"committer " + _bytes(committer or author) + f" {when} {zone}".encode(),
            *headers,
        ]
        body = message if isinstance(message, bytes) else message.encode() + b"\n"
        sha = self.write("commit", b"\n".join(lines) + b"\n\n" + body)
        self._contents[sha] = content
        self.ref(f"refs/heads/{branch}", sha)
        return sha

    def merge(
        self,
        other: str,
        message: Text = "merge",
        *,
        branch: str = "main",
        files: Files | None = None,
        author: Text = ADA,
        committer: Text | None = None,
        at: int | str | None = None,
    ) -> str:
        """Merge a branch or commit, taking each file that it has; `files` are put on top (an evil merge)."""
        theirs = self.tip(other) if self._is_branch(other) else other
        ours = self.tip(branch)
        base = run("git", "merge-base", ours, theirs, folder=self.path).decode().strip()
        before, after = self._contents[base], self._contents[theirs]
        changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
        taken: dict[Text, Text | None] = {path: self._read(after.get(path)) for path in sorted(changed)}
        taken.update(files or {})
        return self.commit(
            message,
            files=taken,
            parents=[ours, theirs],
            branch=branch,
            author=author,
            committer=committer,
            at=at,
        )

    def raw_commit(self, content: bytes, *, branch: str | None = "main") -> str:
        """A commit object of exactly these bytes, put on a branch."""
        sha = self.write("commit", content)
        if branch is not None:
            self.ref(f"refs/heads/{branch}", sha)
        return sha

    def write(self, kind: str, content: bytes, *, sha: str | None = None) -> str:
        """A loose object; with `sha`, under a name that is not its own."""
        framed = f"{kind} {len(content)}\0".encode() + content
        name = sha or hashlib.new(self.object_format, framed, usedforsecurity=False).hexdigest()
        path = self.git_dir / "objects" / name[:2] / name[2:]
        if sha is not None and path.exists():
            path.unlink()
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(framed, 1))
        return name

    def tree(self, entries: Mapping[bytes, Entry]) -> str:
        """A tree of paths to (mode, id), folders made as needed."""
        here: dict[bytes, Entry] = {}
        below: dict[bytes, dict[bytes, Entry]] = {}
        for path, entry in entries.items():
            folder, slash, rest = path.partition(b"/")
            if slash:
                below.setdefault(folder, {})[rest] = entry
            else:
                here[path] = entry
        here.update({name: ("40000", self.tree(inner)) for name, inner in below.items()})
        order = sorted(here, key=lambda name: name + b"/" * (here[name][0] == "40000"))
        rows = (here[name][0].encode() + b" " + name + b"\0" + bytes.fromhex(here[name][1]) for name in order)
        return self.write("tree", b"".join(rows))

    def tree_of(self, sha: str) -> str:
        """The tree of a commit of this story."""
        return self.tree(self._contents[sha])

    def ref(self, name: str, sha: str) -> None:
        """Point a ref at an object."""
        path = self.git_dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sha + "\n", encoding="ascii")

    def tip(self, branch: str = "main") -> str:
        """The id at the tip of a branch."""
        return (self.git_dir / "refs/heads" / branch).read_text(encoding="ascii").strip()

    def note(self, sha: str, text: str, *, notes: str = "commits") -> None:
        """Attach a git note to a commit, under `refs/notes/<notes>`."""
        blob = self.write("blob", text.encode())
        tree = self.tree({sha.encode(): ("100644", blob)})
        stamp = f"{ADA} {BEGINNING} +0000"
        content = f"tree {tree}\nauthor {stamp}\ncommitter {stamp}\n\nnotes\n"
        self.ref(f"refs/notes/{notes}", self.write("commit", content.encode()))

    def configure(self, text: str) -> None:
        """Append to the repository's configuration file."""
        with (self.git_dir / "config").open("a", encoding="utf-8") as file:
            file.write(text)

    def git(self, *arguments: str, data: bytes = b"", **environment: str) -> str:
        """What git says in this repository; the last line end is cut."""
        output = run("git", *arguments, folder=self.path, data=data, **environment)
        return output.decode("utf-8", "backslashreplace").removesuffix("\n")

    def _tick(self, at: int | str | None) -> int:
        if at is not None:
            return epoch(at)
        self._clock += HOUR
        return self._clock

    def _is_branch(self, name: str) -> bool:
        return (self.git_dir / "refs/heads" / name).is_file()

    def _parents(self, branch: str) -> list[str]:
        source = branch if self._is_branch(branch) else "main"
        return [self.tip(source)] if self._is_branch(source) else []

    def _tree_after(self, parents: Sequence[str], files: Files) -> tuple[str, dict[bytes, Entry]]:
        content = dict(self._contents.get(parents[0], {})) if parents else {}
        for path, data in files.items():
            if data is None:
                content.pop(_bytes(path), None)
            else:
                content[_bytes(path)] = ("100644", self.write("blob", _bytes(data)))
        return self.tree(content), content

    def _read(self, entry: Entry | None) -> bytes | None:
        if entry is None:
            return None
        stored = zlib.decompress((self.git_dir / "objects" / entry[1][:2] / entry[1][2:]).read_bytes())
        return stored.partition(b"\0")[2]


def _bytes(text: Text) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
