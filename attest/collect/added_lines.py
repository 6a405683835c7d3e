"""The lines that commits added, through one `diff-tree` child for any number of them.

A commit that cannot be compared, or whose patch is too long, costs that commit's lines and nothing else.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from attest.collect.gitdir import CleanRepository
from attest.collect.patch_text import read_patch
from attest.collect.process import Child, ChildError
from attest.model.attached import AddedLines

LARGEST_PATCH = 64 << 20
"""Bytes of one commit's patch."""
MOST_BYTES = 1 << 30
"""Bytes of all patches of one collection."""
_STALL_S = 120
_MOST_FAILURES = 50
_END = b"="
# Lines that are no object id come back as they are: `=` marks the end of a commit's patch. `--always`
# tells a commit without a difference from one that is not there. Without context (`-U0`) git numbers the
# lines of merges wrongly: a hunk then leaves out rows that its header counts.
OPTIONS = (
    "diff-tree", "--stdin", "--root", "--always", "--cc", "-p", "-U1", "--full-index", "--no-renames",
    "--no-ext-diff", "--no-textconv", "--diff-algorithm=myers", "--ignore-submodules=none",
    "--submodule=short", "--src-prefix=a/", "--dst-prefix=b/", "--no-relative", "--no-color",
)  # fmt: skip


class _Budget:
    """How much may still be read, of one commit and of all."""

    def __init__(self) -> None:
        self.left = MOST_BYTES
        self._of_one = 0

    def begin(self) -> None:
        """Start with the next commit."""
        self._of_one = min(LARGEST_PATCH, self.left)

    def rows(self, child: Child) -> Callable[[], bytes]:
        """Rows of output until the budget of one commit is used up; then a `ChildError`."""

        def row() -> bytes:
            line = child.until(b"\n", self._of_one)
            self._of_one -= len(line) + 1
            self.left -= len(line) + 1
            if self._of_one < 0:
                raise ChildError("limit", child.program, "the patch is too long")
            return line

        return row


def added_lines(
    repository: CleanRepository, shas: Iterable[str], wants_texts: Callable[[str], bool]
) -> Iterator[AddedLines | None]:
    """The added lines of each commit, in the order given, against its parents as the object names them.

    Of a merge, the lines that none of its parents has. `None` where a Gap says why. Whether the texts of
    the lines are wanted is asked when a commit's turn comes.
    """
    rest, waiting, failures, budget = iter(shas), deque[str](), 0, _Budget()
    while waiting or _refill(rest, waiting):
        if failures >= _MOST_FAILURES or budget.left <= 0:
            for sha in chain(waiting, rest):
                _note(repository, sha, "too much could not be compared; no more was tried")
                yield None
            return
        try:
            for found in _run(repository, rest, waiting, (budget, wants_texts)):
                sha = waiting.popleft()
                if found is None:
                    _note(repository, sha, "it is not in the clone")
                yield found
        except ChildError as fault:
            failures += 1
            if waiting:
                why = (
                    "its patch is too long" if fault.reason == "limit" else "contents are missing or damaged"
                )
                _note(repository, waiting.popleft(), why)
                yield None


def _refill(rest: Iterator[str], waiting: deque[str]) -> bool:
    waiting.extend(islice(rest, 1))
    return bool(waiting)


def _run(
    repository: CleanRepository,
    rest: Iterator[str],
    waiting: deque[str],
    setting: tuple[_Budget, Callable[[str], bool]],
) -> Iterator[AddedLines | None]:
    """One answer for the commit at the head of the queue at a time; who asks takes it off."""
    budget, wants_texts = setting
    with repository.git(*OPTIONS, feed=_questions(rest, waiting), stall_s=_STALL_S) as child:
        row = budget.rows(child)
        while not child.at_end():
            budget.begin()
            sha = waiting[0]
            if row() != sha.encode():
                yield None
                continue
            patch = read_patch(row, _END, texts=wants_texts(sha))
            yield AddedLines(sha, patch.files, patch.texts or None)
        child.finish()


def _questions(rest: Iterator[str], waiting: deque[str]) -> Iterator[bytes]:
    for sha in list(waiting):
        yield sha.encode() + b"\n" + _END + b"\n"
    for sha in rest:
        waiting.append(sha)
        yield sha.encode() + b"\n" + _END + b"\n"


def _note(repository: CleanRepository, sha: str, why: str) -> None:
    repository.gaps.note(
        "notes",
        "added-lines-unknown",
        what=f"which lines a commit added could not be told: {why}",
        effect="what is recorded of its lines cannot be held against the commit",
        affects=f"{repository.name}:{sha}",
    )
