"""How much of a commit or change the evidence speaks for: all, some, or a part of the work. Pure.

`full` says that each commit is AI-evidenced; a squash of commits that were not read cannot say so, for its
trace may be of some of them.
"""

from collections.abc import Collection, Sequence
from typing import Final

from attest.detect import message as messages
from attest.detect.line_sums import LineSums
from attest.model.collected import CollectedChange
from attest.model.commit import Commit, RawCommit
from attest.model.signal import SignalRole

FULL: Final = "full"
MIXED: Final = "mixed"
PARTIAL: Final = "partial"
_AS_WRITTEN = ("merge", "rebase", "fast-forward")
"""How commits land as they were written, each for itself."""


def of_commit(raw: RawCommit, role: SignalRole) -> str:
    """Of one commit by itself, whose evidence has that role."""
    if role is SignalRole.ASSISTANT:
        return PARTIAL
    joined = role is not SignalRole.AUTHOR and messages.read(raw.message).combined
    return MIXED if joined else FULL


def of_change(
    collected: CollectedChange,
    counted: Sequence[Commit],
    marked: Collection[str],
    sums: LineSums,
    role: SignalRole | None,
) -> str | None:
    """Of a change, measured over the commits `counted`, of which `marked` have evidence."""
    if role is None:
        return None
    if role is SignalRole.ASSISTANT or not marked:
        return PARTIAL
    if len(marked) < len(counted) or _has_other_lines(marked, sums):
        return MIXED
    return MIXED if role is not SignalRole.AUTHOR and _joins_unread(collected, counted) else FULL


def _has_other_lines(marked: Collection[str], sums: LineSums) -> bool:
    """Whether line records of all of them show that fewer lines are an AI's than were added."""
    return sums.commits.issuperset(marked) and sums.added is not None and (sums.ai or 0) < sums.added


def _joins_unread(collected: CollectedChange, counted: Sequence[Commit]) -> bool:
    """Whether what counts is a commit on the branch that was made of several."""
    change = collected.change
    landed = {commit.sha for commit in counted if commit.via == "landed"}
    if not landed or change.method in _AS_WRITTEN:
        return False
    if change.method == "squash" and (change.pull_commit_count or 0) > 1:
        return True
    return any(raw.sha in landed and messages.read(raw.message).combined for raw in collected.raw)
