"""The first reading of a range: who brought in what, what each landed commit claims, who is named.

What it holds for the whole range is ids and small tuples; messages are read, and let go of.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from attest.collect import commit_object
from attest.collect.ancestry import Graph
from attest.collect.gitdir import CleanRepository
from attest.collect.objects import LARGEST_COMMIT, Unreadable, commits, read_objects
from attest.collect.people import Directory, meet_commit
from attest.collect.process import ChildError
from attest.collect.pulls import Head, Landing, landing
from attest.model.commit import Ident, RawCommit

MOST_PULL_COMMITS = 500_000
"""Commits on pull-request heads and not on the branch that are read; more are a Gap."""
_MOST_WALKS = 200
_PRIVATE = b"users.noreply."
_NOBODY = Ident("", "", -(1 << 62), "")


def read_landings(
    repository: CleanRepository,
    graph: Graph,
    line: Sequence[str],
    directory: Directory,
    tick: Callable[[int], None],
) -> tuple[Landing, ...]:
    """The landed commits with their claims; on the way, everybody whom a commit of the range names."""
    landed = set(line)
    sides: dict[str, str] = {graph[sha][1]: "" for sha in line if len(graph[sha]) == 2}
    found: dict[str, Landing] = {}
    contents = read_objects(repository, graph, limit=LARGEST_COMMIT)
    for done, (sha, content) in enumerate(zip(graph, contents, strict=True)):
        if done % 1000 == 0:
            tick(done)
        if sha in sides and content is not None:
            sides[sha] = _tree(content)
        if sha in landed:
            raw = _parsed(sha, content) or read_one(repository, sha, graph[sha])
            found[sha] = landing(raw, sides.get(graph[sha][1], "") if len(graph[sha]) == 2 else "")
            _meet(directory, content, raw)
        elif content is not None and _PRIVATE in content.lower():
            _meet(directory, content, _parsed(sha, content))
    return tuple(found[sha] for sha in line)


def meet_all(repository: CleanRepository, shas: Iterable[str], directory: Directory) -> None:
    """Learn whom commits name."""
    names = list(shas)
    for sha, content in zip(names, read_objects(repository, names, limit=LARGEST_COMMIT), strict=True):
        if content is not None and _PRIVATE in content.lower():
            _meet(directory, content, _parsed(sha, content))


def read_one(repository: CleanRepository, sha: str, parents: tuple[str, ...]) -> RawCommit:
    """A commit read alone; the stand-in of one that cannot be read."""
    return readable(next(commits(repository, [sha])), parents)


def readable(read: RawCommit | Unreadable, parents: tuple[str, ...]) -> RawCommit:
    """The commit as read, or a stand-in that keeps its place: a row is never dropped.

    The stand-in has the null tree, nobody's name, no date, and the flag `unreadable`; a Gap was noted.
    """
    if isinstance(read, RawCommit) and is_id(read.tree):
        return read
    null = "0" * len(read.sha)
    return RawCommit(read.sha, null, parents, _NOBODY, _NOBODY, "", ("unreadable",))


def is_id(text: str) -> bool:
    """Whether a text is a whole object id."""
    return len(text) in (40, 64) and not text.strip("0123456789abcdef")


class Revision(NamedTuple):
    """A revision of a pull request that is in the clone; `committed` is the committer's clock, in seconds."""

    tree: str
    committed: int


def read_revisions(repository: CleanRepository, shas: Iterable[str]) -> dict[str, Revision]:
    """The revisions that are in the clone, by id; what is not there is left out."""
    names = sorted({sha for sha in shas if is_id(sha) and len(sha) == _digits(repository)})
    digest = hashlib.sha1 if repository.object_format == "sha1" else hashlib.sha256
    found: dict[str, Revision] = {}
    for sha, content in zip(names, read_objects(repository, names, limit=LARGEST_COMMIT), strict=True):
        framed = b"" if content is None else b"commit %d\0" % len(content) + content
        if content is not None and digest(framed, usedforsecurity=False).hexdigest() == sha:
            raw = commit_object.parse(sha, content)
            if raw is not None and is_id(raw.tree):
                found[sha] = Revision(raw.tree, raw.committer.when)
    return found


def read_pull_graph(repository: CleanRepository, heads: Sequence[Head], tip: str) -> Graph:
    """Commits of pull-request heads that are not on the branch, parents before children.

    A head whose history is broken costs that head, not the others: the heads are halved until it
    stands alone. Where there are too many commits or broken heads, the rest is left out, with a Gap.
    """
    graph: dict[str, tuple[str, ...]] = {}
    pending = [list(heads)] if heads else []
    walks = 0
    while pending:
        part = pending.pop()
        walks += 1
        try:
            for sha, *parents in _walk(repository, part, tip):
                graph[sha] = tuple(parents)
                if len(graph) > MOST_PULL_COMMITS:
                    return _unwalked(repository, f"there are more than {MOST_PULL_COMMITS} of them")
        except ChildError as fault:
            if walks > _MOST_WALKS:
                return _unwalked(repository, fault.detail)
            if len(part) == 1:
                _note_broken(repository, part[0])
            else:
                pending.extend((part[len(part) // 2 :], part[: len(part) // 2]))
    return graph


def _note_broken(repository: CleanRepository, head: Head) -> None:
    repository.gaps.note(
        "refs/pull",
        "pull-head-broken",
        what="the commits on a pull-request head could not be walked to their end",
        effect="what a squash merge hides of that pull request's commits is not known",
        affects=f"{repository.name}:{head.sha}",
    )


def _walk(repository: CleanRepository, heads: Sequence[Head], tip: str) -> Iterator[list[str]]:
    feed = [f"^{tip}\n".encode(), *(f"{head.sha}\n".encode() for head in heads)]
    options = ("--topo-order", "--reverse", "--parents", "--stdin")
    with repository.git("rev-list", *options, feed=feed) as child:
        for row in child.lines():
            yield row.decode().split(" ")


def _unwalked(repository: CleanRepository, why: str) -> Graph:
    repository.gaps.note(
        "refs/pull",
        "pull-heads-unreadable",
        what=f"the commits on pull-request heads could not be walked: {why}",
        effect="what squash merges hide of their pull requests' commits is not known",
    )
    return {}


def _digits(repository: CleanRepository) -> int:
    return 40 if repository.object_format == "sha1" else 64


def _tree(content: bytes) -> str:
    """The tree that a commit object names, or nothing."""
    text = content[5 : content.find(b"\n")].decode("ascii", "replace") if content.startswith(b"tree ") else ""
    return text if is_id(text) else ""


def _parsed(sha: str, content: bytes | None) -> RawCommit | None:
    raw = None if content is None else commit_object.parse(sha, content)
    return raw if raw is not None and is_id(raw.tree) else None


def _meet(directory: Directory, content: bytes | None, raw: RawCommit | None) -> None:
    if raw is not None and content is not None and _PRIVATE in content.lower():
        meet_commit(directory, raw)
