"""Where the tip of a branch was at an instant, as far as committer dates on its first-parent line tell.

Git does not record what a branch pointed to on a day. The rule: **the split at an instant t is the
position on the line (oldest first) at which the fewest commits lie on the wrong side** - commits
before the split dated t or later, and commits after it dated earlier than t. Of several such
positions the earliest counts. It follows that the split never moves back as t grows, so adjacent
periods share the line out exactly, and that the commits on the wrong side can be listed, which they
are. One wrong clock moves that commit alone, or with it the one neighbour that stands between it and
the true split: two dates that contradict each other do not outvote one another.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from attest.collect.walk import Dated
from attest.errors import CollectionError
from attest.model.population import Boundary, BoundaryBasis


class Split(NamedTuple):
    """`line[:position]` is before the instant; the dates of `out_of_order` commits say otherwise."""

    position: int
    out_of_order: tuple[str, ...]


def split(line: Sequence[Dated], instant: int) -> Split:
    """The split of a first-parent line, oldest first, at an epoch second."""
    # From one position to the next a commit moves to the side before: that mends the count if its
    # date is earlier, and spoils it if not. The first minimum of the running balance is the split.
    balance = best = position = 0
    for at, (_, when) in enumerate(line, start=1):
        balance += -1 if when < instant else 1
        if balance < best:
            best, position = balance, at
    return Split(position, _out_of_order(line, instant, position))


def split_after(line: Sequence[Dated], instant: int, tip: str) -> Split:
    """The split after a commit that is known to have been the tip.

    Raises:
        CollectionError: The commit is not on the line: the branch was rewritten since.
    """
    position = next((at for at, (sha, _) in enumerate(line, start=1) if sha == tip), None)
    if position is None:
        raise CollectionError(
            "the tip of the previous run is not on the branch any more: its history was rewritten",
            where=tip,
            hint="restore the branch as it was when that run was collected",
        )
    return Split(position, _out_of_order(line, instant, position))


def boundary(line: Sequence[Dated], at: str, previous_tip: str | None = None) -> Boundary:
    """The boundary record at a UTC time (`2025-01-01T00:00:00Z`).

    Its `sha` is the last commit before the split. A tip known from a previous run wins over dates; an
    empty one says that the branch held no commit when that run ended.

    Raises:
        CollectionError: The previous tip is not on the line.
    """
    instant = epoch(at)
    if previous_tip is None:
        found = split(line, instant)
        basis = BoundaryBasis.DECLARED if found.position else BoundaryBasis.BRANCH_START
    else:
        found = split_after(line, instant, previous_tip) if previous_tip else _before_all(line, instant)
        basis = BoundaryBasis.PREVIOUS_RUN
    return _record(line, at, found, basis)


def not_before(found: Boundary, line: Sequence[Dated], position: int) -> Boundary:
    """The end of a period that begins at a position: no earlier than that.

    A tip known from a previous run may lie after the split that dates give at the end of the period.
    The period is empty then, and its end is that tip; dates are what leaves it there.
    """
    stated = next((at for at, (sha, _) in enumerate(line, start=1) if sha == found.sha), 0)
    if stated >= position:
        return found
    basis = BoundaryBasis.DECLARED if found.basis is BoundaryBasis.BRANCH_START else found.basis
    return _record(line, found.at, Split(position, _out_of_order(line, epoch(found.at), position)), basis)


def _record(line: Sequence[Dated], at: str, found: Split, basis: BoundaryBasis) -> Boundary:
    sha = line[found.position - 1].sha if found.position else None
    return Boundary(sha=sha, at=at, basis=basis, out_of_order=found.out_of_order)


def _before_all(line: Sequence[Dated], instant: int) -> Split:
    return Split(0, _out_of_order(line, instant, 0))


def epoch(at: str) -> int:
    """The epoch second of a UTC time as records write it."""
    return int(datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def _out_of_order(line: Sequence[Dated], instant: int, position: int) -> tuple[str, ...]:
    early = [sha for sha, when in line[:position] if when >= instant]
    return (*early, *(sha for sha, when in line[position:] if when < instant))
