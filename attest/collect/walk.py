"""Walks history by `rev-list`: ids, parents and counts, streamed. Dates never choose what is walked."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from attest.collect.gitdir import CleanRepository
from attest.collect.locate import visible
from attest.collect.objects import commits
from attest.collect.process import Child, ChildError
from attest.errors import CollectionError, UsageError
from attest.model.commit import RawCommit

_PLAUSIBLE = 1 << 40
"""Beyond it, and at nought, git's own reading of a date may differ from what the object says."""
_LONGEST = 1 << 20


class Link(NamedTuple):
    """A commit and its parents, as the object states them."""

    sha: str
    parents: tuple[str, ...]


class Dated(NamedTuple):
    """A commit and its committer's epoch second, as written in the object."""

    sha: str
    when: int


def first_parents(repository: CleanRepository, tip: str) -> list[Dated]:
    """The first-parent line of a tip, oldest first, down to the root.

    Raises:
        CollectionError: The history cannot be walked to its end.
    """
    line: list[Dated] = []
    for row in _rows(repository, "--first-parent", "--timestamp", tip):
        when, _, sha = row.partition(b" ")
        line.append(Dated(sha.decode(), int(when)))
    line.reverse()
    _correct(repository, line)
    return line


def range_commits(repository: CleanRepository, end: str, start: str | None) -> Iterator[Link]:
    """Commits reachable from `end` and not from `start`, parents before children.

    Parents outside the range are given too. The order is git's topological one, reversed: it
    depends on the commits alone.

    Raises:
        CollectionError: The history cannot be walked to its end.
    """
    for row in _rows(repository, "--topo-order", "--reverse", "--parents", end, *_without(start)):
        sha, *parents = row.decode().split(" ")
        yield Link(sha, tuple(parents))


def count_commits(
    repository: CleanRepository, end: str, start: str | None, *, first_parent: bool = False
) -> int:
    """How many commits `git rev-list --count` counts: a reading apart from the walk."""
    only = ("--first-parent",) if first_parent else ()
    rows = list(_rows(repository, "--count", *only, end, *_without(start)))
    return int(rows[0])


def parse_range(repository: CleanRepository, revisions: str | None) -> tuple[str | None, str]:
    """Start (`None`: the root) and end of `A..B`, `A..`, `..B` or `B`; nothing means the default branch.

    Raises:
        UsageError: A symmetric difference, or several revisions.
        CollectionError: A revision that is not there.
    """
    if not revisions:
        return None, repository.branch_tip(None)[1]
    if "..." in revisions or any(c.isspace() for c in revisions) or revisions.startswith("^"):
        raise UsageError(
            f"{revisions!r} is not a range of commits",
            hint="write a revision, or two as START..END (END after START)",
        )
    start, dots, end = revisions.partition("..")
    if not dots:
        return None, repository.resolve(revisions)
    return repository.resolve(start or "HEAD"), repository.resolve(end or "HEAD")


@contextmanager
def ids(repository: CleanRepository, revisions: str | None) -> Iterator[Iterator[str]]:
    """Of every commit of a range, or of the default branch, oldest first: parents before children.

    Git walks from here on, while the caller does other work: it has to see all of a range before it can
    tell the first. The ids are streamed.
    """
    start, end = parse_range(repository, revisions)
    with _walk(repository, "--topo-order", "--reverse", end, *_without(start)) as child:
        yield (row.decode() for row in _lines(repository, child))


def _without(start: str | None) -> tuple[str, ...]:
    return () if start is None else (f"^{start}",)


def _rows(repository: CleanRepository, *arguments: str) -> Iterator[bytes]:
    with _walk(repository, *arguments) as child:
        yield from _lines(repository, child)


def _walk(repository: CleanRepository, *arguments: str) -> Child:
    return repository.git("rev-list", *arguments, "--")


def _lines(repository: CleanRepository, child: Child) -> Iterator[bytes]:
    """The lines of a walk, cut from what comes at once: a call for each line costs more than the line."""
    rest = b""
    try:
        for piece in child.pieces():
            *lines, rest = (rest + piece).split(b"\n")
            yield from lines
            if len(rest) > _LONGEST:
                raise ChildError("limit", child.program, f"a line is longer than {_LONGEST} bytes")
        if rest:
            raise ChildError("exit", child.program, "its output ended early")
    except ChildError as fault:
        raise _broken(repository, fault) from fault


def _broken(repository: CleanRepository, fault: ChildError) -> CollectionError:
    return fault.fault(
        "the history of this repository cannot be walked to its end",
        visible(repository.source),
        "fetch the missing commits, or clone the repository again, whole",
    )


def _correct(repository: CleanRepository, line: list[Dated]) -> None:
    """Read dates that git does not print as written (negative, missing, huge) from the objects."""
    doubtful = [at for at, (_, when) in enumerate(line) if not 0 < when < _PLAUSIBLE]
    for at, read in zip(doubtful, commits(repository, [line[at].sha for at in doubtful]), strict=True):
        if isinstance(read, RawCommit):
            line[at] = Dated(read.sha, read.committer.when)
