"""How many lines of a change line records give to an AI: at least so many, and of how many. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attest.model.commit import Commit
from attest.model.line_record import LineRecord, LineVerdict

_COUNTING = (LineVerdict.VALID, LineVerdict.PARTIAL)


class LineSums(NamedTuple):
    """Lines of the commits that have a record which counts; all empty where none has."""

    ai: int | None = None
    added: int | None = None
    """`None` where a commit's diff could not be had, too."""
    commits: frozenset[str] = frozenset()


def line_sums(records: Iterable[LineRecord], commits: Sequence[Commit]) -> LineSums:
    """Sums over the commits given.

    Only lines that the commit added count. Where two tools recorded one commit, their lines may be the
    same, so that the record with more of them stands for both. Records of files give no lines.
    """
    shas = {commit.sha for commit in commits}
    ai: dict[str, int] = {}
    added: dict[str, int | None] = {}
    for record in records:
        if record.commit in shas and record.verdict in _COUNTING and record.attested:
            ai[record.commit] = max(ai.get(record.commit, 0), record.confirmed)
            added[record.commit] = record.added
    if not ai:
        return LineSums()
    known = [size for size in added.values() if size is not None]
    return LineSums(sum(ai.values()), sum(known) if len(known) == len(added) else None, frozenset(ai))
