"""Git's object ids, computed here so that forge answers can name commits without a repository."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

Tree = Mapping[str, str]
"""Path to content. Every file of a sample is UTF-8 text with mode 100644."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """An author or committer line: name, address, epoch second, and the zone as written."""

    name: str
    email: str
    when: int
    zone: str = "+0000"

    def line(self) -> str:
        """As a commit object holds it."""
        return f"{self.name} <{self.email}> {self.when} {self.zone}"


@dataclass(frozen=True, slots=True)
class Message:
    """A commit message: its text, what the `encoding` header says, and how the bytes are written.

    The two can disagree, as they do in real histories. No header is written when it is empty.
    """

    text: str
    header: str = ""
    charset: str = "utf-8"


@dataclass(frozen=True, slots=True)
class Node:
    """A commit with the whole tree it holds. `parents` are ids."""

    id: str
    tree_id: str
    parents: tuple[str, ...]
    author: Stamp
    committer: Stamp
    written: Message
    tree: Tree

    @property
    def message(self) -> str:
        """The text of its message."""
        return self.written.text

    def encode(self, text: str) -> bytes:
        """Text of the commit as its bytes are written."""
        return text.encode(self.written.charset)


def commit(tree: Tree, parents: tuple[str, ...], author: Stamp, committer: Stamp, message: Message) -> Node:
    """The commit, with the id that git gives it."""
    tree_id = _tree(tree)
    lines = [f"tree {tree_id}", *(f"parent {parent}" for parent in parents)]
    lines += [f"author {author.line()}", f"committer {committer.line()}"]
    lines += [f"encoding {message.header}"] if message.header else []
    data = "\n".join([*lines, "", message.text]).encode(message.charset)
    return Node(_hash("commit", data), tree_id, parents, author, committer, message, tree)


def _tree(tree: Tree) -> str:
    folders: dict[str, dict[str, str]] = {}
    entries: list[tuple[bytes, bytes]] = []
    for path, content in tree.items():
        top, _, rest = path.partition("/")
        if rest:
            folders.setdefault(top, {})[rest] = content
        else:
            entries.append((top.encode(), _entry("100644", top, _hash("blob", content.encode()))))
    for name, inner in folders.items():
        # git sorts a folder as if its name ended in a slash
        entries.append((f"{name}/".encode(), _entry("40000", name, _tree(inner))))
    return _hash("tree", b"".join(data for _, data in sorted(entries)))


def _entry(mode: str, name: str, object_id: str) -> bytes:
    return f"{mode} {name}".encode() + b"\0" + bytes.fromhex(object_id)


def _hash(kind: str, data: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(data)}".encode() + b"\0" + data, usedforsecurity=False).hexdigest()
