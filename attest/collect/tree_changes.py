"""Which files at given places a commit touched, from trees alone: no content of a file is needed."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from attest.collect.answering import answer_each
from attest.collect.gitdir import CleanRepository
from attest.collect.process import Child
from attest.collect.walk import Link

_STALL_S = 120
_MOST_FAILURES = 100
_PATH_LIMIT = 1 << 16
_END = b"=\n"
# Lines that are no object id come back as they are: `=` marks the end of a commit's files.
_OPTIONS = (
    "diff-tree", "--stdin", "--root", "-r", "-z", "--raw", "--no-abbrev", "--no-commit-id", "--no-renames",
    "--no-ext-diff", "--ignore-submodules=none", "--no-relative", "--no-color",
)  # fmt: skip


class TreeChange(NamedTuple):
    """A file that a commit touched; an object id is `None` where the file was not there."""

    path: bytes
    before: str | None
    after: str | None


Match = Callable[[bytes], object]
Answer = tuple[str, tuple[TreeChange, ...] | None]
"""A commit with the files that it touched; `None` when its trees cannot be read."""


def tree_changes(
    repository: CleanRepository, links: Iterable[Link], pathspecs: Sequence[str], match: Match
) -> Iterator[Answer]:
    """The files that each commit touched, against the first parent that its link names.

    Git looks at the places of `pathspecs`, or everywhere without any; of what it finds, the paths that
    match are given.
    """

    def run(rest: Iterator[Link], waiting: deque[Link]) -> Iterator[Answer]:
        for sha, found in _run(repository, rest, waiting, pathspecs):
            yield sha, tuple(item for item in found if match(item.path)) if found else ()

    return answer_each(links, run, lambda link: (link.sha, None), most_failures=_MOST_FAILURES)


def _run(
    repository: CleanRepository, rest: Iterator[Link], waiting: deque[Link], pathspecs: Sequence[str]
) -> Iterator[tuple[str, tuple[TreeChange, ...]]]:
    feed = _questions(rest, waiting)
    with repository.git(*_OPTIONS, "--", *pathspecs, feed=feed, stall_s=_STALL_S) as child:
        while not child.at_end():
            found = tuple(_read(child))
            yield waiting.popleft().sha, found
        child.finish()


def _questions(rest: Iterator[Link], waiting: deque[Link]) -> Iterator[bytes]:
    for link in list(waiting):
        yield _question(link)
    for link in rest:
        waiting.append(link)
        yield _question(link)


def _question(link: Link) -> bytes:
    return " ".join((link.sha, *link.parents[:1])).encode() + b"\n" + _END


def _read(child: Child) -> Iterator[TreeChange]:
    """One commit's files: `:mode mode id id status NUL path NUL` each, then the mark."""
    while (beginning := child.exactly(2)) != _END:
        row = (beginning + child.until(b"\0", _PATH_LIMIT)).decode("ascii")
        _, _, before, after, _ = row.split(" ")
        yield TreeChange(child.until(b"\0", _PATH_LIMIT), _there(before), _there(after))


def _there(object_id: str) -> str | None:
    return object_id if object_id.strip("0") else None
