"""Files in which two trees differ, for any number of pairs through one `diff-tree` child.

Renames are not followed. Contents that are missing or too large to compare cost that pair's list.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from attest.collect.answering import answer_each
from attest.collect.gitdir import CleanRepository
from attest.collect.process import Child
from attest.model.change import ResidualPath

LISTED = 20
"""Files of a residual that are named; all of them are counted."""
LONGEST_PATH = 400
_PATH_LIMIT = 1 << 16
_STALL_S = 120
_MOST_FAILURES = 100
_END = b"=\n"
# A line that is no object id comes back as it is: `=` marks the end of a pair's files.
_OPTIONS = (
    "diff-tree", "--stdin", "-r", "-z", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv",
    "--diff-algorithm=myers", "--ignore-submodules=none", "--no-relative", "--no-color",
)  # fmt: skip

Pair = tuple[str, str]
"""Two trees; with an empty one nothing is asked."""


class Residual(NamedTuple):
    """The files in which two trees differ: the first of them, and figures over all."""

    paths: tuple[ResidualPath, ...]
    files: int
    added: int
    deleted: int


def residuals(repository: CleanRepository, pairs: Iterable[Pair]) -> Iterator[Residual | None]:
    """What leads from the first tree of each pair to the second, in the order given.

    `None` where nothing was asked, or the trees cannot be compared.
    """
    return answer_each(
        pairs, partial(_run, repository), _incomparable, most_failures=_MOST_FAILURES, ahead=True
    )


def _incomparable(pair: Pair) -> None:
    del pair


def _run(
    repository: CleanRepository, rest: Iterator[Pair], waiting: deque[Pair]
) -> Iterator[Residual | None]:
    with repository.git(*_OPTIONS, feed=_questions(rest, waiting), stall_s=_STALL_S) as child:
        while not child.at_end():
            found = _read(child)
            asked = all(waiting.popleft())
            yield found if asked else None
        child.finish()


def _questions(rest: Iterator[Pair], waiting: deque[Pair]) -> Iterator[bytes]:
    for pair in list(waiting):
        yield from _question(pair)
    for pair in rest:
        waiting.append(pair)
        yield from _question(pair)


def _question(pair: Pair) -> Iterator[bytes]:
    if all(pair):
        yield f"{pair[0]} {pair[1]}\n".encode()
    yield _END


def _read(child: Child) -> Residual | None:
    """One answer: the pair's own line and its files, each with a NUL, then the mark."""
    if child.exactly(len(_END)) == _END:
        return None
    child.until(b"\n")
    paths: list[ResidualPath] = []
    count = added = deleted = 0
    while (beginning := child.exactly(len(_END))) != _END:
        row = beginning + child.until(b"\0", _PATH_LIMIT)
        plus, minus, path = row.split(b"\t", 2)
        count += 1
        added += _lines(plus) or 0
        deleted += _lines(minus) or 0
        if len(paths) < LISTED:
            paths.append(ResidualPath(path=shown(path), added=_lines(plus), deleted=_lines(minus)))
    return Residual(tuple(paths), count, added, deleted)


def _lines(figure: bytes) -> int | None:
    return None if figure == b"-" else int(figure)


def shown(path: bytes) -> str:
    """The path as text that can be stored: bytes that are no UTF-8 are escaped, a long one is cut."""
    text = path.decode("utf-8", "backslashreplace")
    return text if len(text) <= LONGEST_PATH else f"{text[: LONGEST_PATH - 1]}…"
