"""Recomputes merges by `git merge-tree`, so that a merge that brought in something else shows.

New objects land in the clean git directory. Files are merged without drivers or attributes of the
repository: where it relies on such a driver, the recomputed merge may conflict, and that is said.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from attest.collect.answering import answer_each
from attest.collect.gitdir import CleanRepository
from attest.collect.process import Child

OLDEST_GIT = (2, 39)
"""The first version whose `merge-tree` computes many real merges in one process."""
_STALL_S = 120
_MOST_FAILURES = 100
MOST_CONFLICTS = 20
"""Files in conflict that are named."""
_OPTIONS = ("merge-tree", "--write-tree", "--stdin", "-z", "--no-messages", "--allow-unrelated-histories")


class Merged(NamedTuple):
    """The tree of a clean merge, or `None` and why there is none.

    `reason`: `clean`, `conflict` (people had to resolve it), `unavailable` (contents are missing or
    too large), or `git-too-old`. `marked` is the tree that git leaves of a conflict, with its marks, and
    `conflicts` are the first of the files that git could not merge.
    """

    tree: str | None
    reason: str
    marked: str | None = None
    conflicts: tuple[bytes, ...] = ()


Pair = tuple[str, str]


def merge_trees(repository: CleanRepository, pairs: Iterable[Pair]) -> Iterator[Merged]:
    """The merge of each pair of commits (ours, theirs), in the order given, one for each."""
    if repository.git_version < OLDEST_GIT:
        return _too_old(repository, pairs)
    return answer_each(
        pairs,
        partial(_run, repository),
        partial(_unavailable, repository),
        most_failures=_MOST_FAILURES,
        ahead=True,
    )


def _run(repository: CleanRepository, rest: Iterator[Pair], waiting: deque[Pair]) -> Iterator[Merged]:
    with repository.git(*_OPTIONS, feed=_questions(rest, waiting), stall_s=_STALL_S) as child:
        while not child.at_end():
            merged = _read(child)
            waiting.popleft()
            yield merged
        child.finish()


def _questions(rest: Iterator[Pair], waiting: deque[Pair]) -> Iterator[bytes]:
    for ours, theirs in list(waiting):
        yield f"{ours} {theirs}\n".encode()
    for ours, theirs in rest:
        waiting.append((ours, theirs))
        yield f"{ours} {theirs}\n".encode()


def _read(child: Child) -> Merged:
    """One answer: a status, the tree, the conflicted files if any, and an empty field."""
    status, tree = child.until(b"\0"), child.until(b"\0").decode()
    conflicts: dict[bytes, None] = {}
    while row := child.until(b"\0"):
        if len(conflicts) < MOST_CONFLICTS:
            # Mode, id and stage; then the path, which stands there once for each side.
            conflicts[row.partition(b"\t")[2]] = None
    return Merged(tree, "clean") if status == b"1" else Merged(None, "conflict", tree, tuple(conflicts))


def _unavailable(repository: CleanRepository, pair: Pair) -> Merged:
    repository.gaps.note(
        "git",
        "merge-not-recomputed",
        what="a merge could not be recomputed: contents are missing from this clone, or too large",
        effect="whether the merge brought in anything else is not verifiable",
        affects=f"{repository.name}:{pair[1]}",
    )
    return Merged(None, "unavailable")


def _too_old(repository: CleanRepository, pairs: Iterable[Pair]) -> Iterator[Merged]:
    needed = ".".join(map(str, OLDEST_GIT))
    for _ in pairs:
        repository.gaps.note(
            "git",
            "git-too-old",
            what=f"merges are not recomputed: this needs git {needed} or newer",
            effect="whether merges brought in anything else is not verifiable",
        )
        yield Merged(None, "git-too-old")
