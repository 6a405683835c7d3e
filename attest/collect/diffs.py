"""Lines added and deleted, file by file, through two `diff-tree` children for any number of commits.

Renames are not followed: a moved file counts as deleted and added. A commit whose contents are not in
the clone, or that is too large to compare, costs that commit's figures and nothing else. Contents are
not held against their ids, since git does not do that either when it compares: `git fsck` does.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import NamedTuple

from attest.collect.gitdir import CleanRepository
from attest.collect.locate import visible
from attest.collect.process import Child, ChildError
from attest.collect.side_by_side import side_by_side
from attest.collect.walk import Link
from attest.errors import CollectionError

MOST_PATHS = 50_000
"""Paths of one commit; a commit that touches more is not counted file by file."""
_STALL_S = 120
_MOST_FAILURES = 200
_PATH_LIMIT = 1 << 16
_END = b"=\n"
# Lines that are no object id come back as they are: `=` marks the end of a commit's figures.
_OPTIONS = (
    "diff-tree", "--stdin", "--root", "-r", "-z", "--numstat", "--no-renames", "--no-ext-diff",
    "--no-textconv", "--diff-algorithm=myers", "--ignore-submodules=none", "--no-relative", "--no-color",
)  # fmt: skip

Rows = bytes
"""The files of a commit as git writes them, `added TAB deleted TAB path` each, joined by NUL."""
Answer = tuple[str, Rows | None]
"""A commit and its figures."""


class Totals(NamedTuple):
    """Sums over the files of a commit; `binary` counts files without line counts."""

    files: int
    added: int
    deleted: int
    binary: int


_NOTHING = Totals(0, 0, 0, 0)


def totals(rows: Rows) -> Totals:
    """The sums over files. Rows are not taken apart further, as there are very many of them."""
    if not rows:
        return _NOTHING
    added = deleted = binary = 0
    cells = rows.split(b"\0")
    for row in cells:
        plus, minus, _ = row.split(b"\t", 2)
        if plus == b"-":
            binary += 1
        else:
            added += int(plus)
            deleted += int(minus)
    return Totals(len(cells), added, deleted, binary)


def numstat(repository: CleanRepository, links: Iterable[Link]) -> Iterator[Answer]:
    """Figures for each commit in the order given: `None` for merges, and where a Gap says why.

    Against the parent that the commit object names; a root commit against nothing.
    """
    return side_by_side(links, partial(_answers, repository))


def _answers(repository: CleanRepository, links: Iterator[Link]) -> Iterator[Answer | None]:
    """`None` once, when the first child is at work; then the figures of each commit."""
    waiting, failures = deque[Link](), 0
    started = False
    while True:
        if not waiting and not _refill(links, waiting):
            return
        if failures >= _MOST_FAILURES:
            yield from _given_up(repository, links, waiting)
            return
        try:
            for answer in _run(repository, links, waiting):
                if answer is not None or not started:
                    yield answer
                started = True
        except ChildError as fault:
            failures += 1
            yield from _merges(waiting)
            if not waiting:
                raise fault.fault(
                    "the changes of this repository cannot be read", visible(repository.source)
                ) from fault
            yield _failed(repository, waiting.popleft(), fault)


def _refill(rest: Iterator[Link], waiting: deque[Link]) -> bool:
    waiting.extend(link for link in [next(rest, None)] if link is not None)
    return bool(waiting)


def _merges(waiting: deque[Link]) -> Iterator[tuple[str, None]]:
    """Answer the merges at the head of the queue: the child is never asked about them."""
    while waiting and len(waiting[0].parents) > 1:
        yield waiting.popleft().sha, None


def _run(repository: CleanRepository, rest: Iterator[Link], waiting: deque[Link]) -> Iterator[Answer | None]:
    """`None`, then figures until the links are used up; on a failure the culprit is the first that waits."""
    with repository.git(*_OPTIONS, feed=_questions(rest, waiting), stall_s=_STALL_S) as child:
        child.prime()
        yield None
        while not child.at_end():
            rows = _read(child)
            yield from _merges(waiting)
            if not waiting:
                raise CollectionError("git answered for a commit that was not asked about")
            link = waiting.popleft()
            if rows is None:
                _note_too_many(repository, link)
            yield link.sha, rows
        yield from _merges(waiting)
        child.finish()


def _questions(rest: Iterator[Link], waiting: deque[Link]) -> Iterator[bytes]:
    for link in list(waiting):
        yield from _question(link)
    for link in rest:
        waiting.append(link)
        yield from _question(link)


def _question(link: Link) -> Iterator[bytes]:
    if len(link.parents) <= 1:
        yield link.sha.encode() + b"\n" + _END


def _read(child: Child) -> Rows | None:
    """One commit's figures: its id and its rows if there are any, each with a NUL, then the mark."""
    if child.exactly(2) == _END:
        return b""
    block = child.at_hand(b"\0" + _END)
    if block is None:
        return _read_on(child)
    rows = block.partition(b"\0")[2]
    return rows if rows.count(b"\0") < MOST_PATHS else None


def _read_on(child: Child) -> Rows | None:
    """The same, row by row: what is not at hand may be too much to hold."""
    child.until(b"\0", _PATH_LIMIT)
    rows: list[bytes] = []
    too_many = False
    while (beginning := child.exactly(2)) != _END:
        row = beginning + child.until(b"\0", _PATH_LIMIT)
        too_many = too_many or len(rows) >= MOST_PATHS
        if not too_many:
            rows.append(row)
    return None if too_many else b"\0".join(rows)


def _note_too_many(repository: CleanRepository, link: Link) -> None:
    repository.gaps.note(
        "git",
        "too-many-files",
        what=f"a commit touches more than {MOST_PATHS} files",
        effect="its files and lines are not counted",
        affects=f"{repository.name}:{link.sha}",
    )


def _failed(repository: CleanRepository, link: Link, fault: ChildError) -> tuple[str, None]:
    kind, what = "diff-too-large", "a commit's files are too large or too many to compare"
    if fault.reason == "exit" and "memory" not in fault.detail.lower():
        kind, what = (
            "missing-blob",
            "a commit's files cannot be compared: contents are missing or damaged here",
        )
    repository.gaps.note(
        "git",
        kind,
        what=what,
        effect="files and lines of these commits are not counted",
        affects=f"{repository.name}:{link.sha}",
    )
    return link.sha, None


def _given_up(
    repository: CleanRepository, rest: Iterator[Link], waiting: deque[Link]
) -> Iterator[tuple[str, None]]:
    """After too many failures the rest is named as not counted rather than tried one by one."""
    for link in chain(waiting, rest):
        if len(link.parents) <= 1:
            repository.gaps.note(
                "git",
                "statistics-stopped",
                what=f"more than {_MOST_FAILURES} commits could not be compared; no more were tried",
                effect="files and lines of these commits are not counted",
                affects=f"{repository.name}:{link.sha}",
            )
        yield link.sha, None
