"""Patch ids of many commits, by `diff-tree` piped into `patch-id --stable`: what a rebase keeps.

Patches are taken without context, so that a change keeps its id where only its surroundings moved.
"""

from collections.abc import Iterator, Sequence

from attest.collect.added_lines import OPTIONS
from attest.collect.gitdir import CleanRepository
from attest.collect.process import Child, ChildError

SHARE = 500
"""Commits of one pair of children."""
_MOST_BYTES = 256 << 20
_MOST_FAILURES = 50
_STALL_S = 120
_LEFT_OUT = frozenset({"--cc", "--always", "-U1"})
_PLAIN = (*(option for option in OPTIONS if option not in _LEFT_OUT), "-U0")


def patch_ids(repository: CleanRepository, shas: Sequence[str]) -> tuple[dict[str, str], frozenset[str]]:
    """Patch ids by commit, and the commits that could not be compared.

    Merges and commits without a difference have none. A commit that cannot be compared costs that commit,
    as its share is halved until it stands alone.
    """
    pending = [shas[at : at + SHARE] for at in range(0, len(shas), SHARE)]
    found: dict[str, str] = {}
    failed: set[str] = set()
    failures = 0
    while pending:
        part = pending.pop()
        try:
            found.update(_run(repository, part) if failures < _MOST_FAILURES else ())
        except ChildError:
            failures += 1
            if len(part) > 1:
                pending.extend((part[: len(part) // 2], part[len(part) // 2 :]))
                continue
            failed.update(part)
        if failures >= _MOST_FAILURES:
            failed.update(part)
    return found, frozenset(failed)


def _run(repository: CleanRepository, shas: Sequence[str]) -> Iterator[tuple[str, str]]:
    wanted = (sha.encode() + b"\n" for sha in shas)
    with repository.git(*_PLAIN, feed=wanted, stall_s=_STALL_S) as patches:
        with repository.git("patch-id", "--stable", feed=_bounded(patches), stall_s=_STALL_S) as child:
            for row in child.lines():
                patch, _, sha = row.decode("ascii").partition(" ")
                yield sha, patch
        patches.finish()


def _bounded(patches: Child) -> Iterator[bytes]:
    size = 0
    for piece in patches.pieces():
        size += len(piece)
        if size > _MOST_BYTES:
            raise ChildError("limit", patches.program, "the patches are too long")
        yield piece
