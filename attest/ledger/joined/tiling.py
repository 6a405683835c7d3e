"""Lays runs end to end over a period: as few as possible, without a hole, each from the tip before.

Pure. What cannot be covered is a hole; where the tip at which one run ended is not the tip at which the
next begins, the way is taken only if there is no other.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple


class Piece(NamedTuple):
    """A run as a piece of one branch's period; `rank` decides between pieces of the same bounds."""

    name: str
    since: str
    until: str
    start: str
    """The tip at which it begins; empty before the first commit."""
    end: str
    rank: tuple[str, ...]


class Missed(NamedTuple):
    """A stretch of the period that no piece of the way covers."""

    since: str
    until: str


class Way(NamedTuple):
    """The pieces in order, the stretches between them, and how many joints do not meet."""

    pieces: tuple[Piece, ...]
    missed: tuple[Missed, ...]
    broken: int


class _Step(NamedTuple):
    cost: tuple[int, int, int]
    """Seconds that are missed, joints that do not meet, pieces."""
    ranks: tuple[tuple[str, ...], ...]
    at: str
    tip: str | None
    """`None` at the beginning and after a hole: any tip follows."""
    way: Way


def lay(pieces: Sequence[Piece], since: str, until: str) -> Way:
    """The best way over a period; of ways of equal cost the one whose pieces rank highest."""
    instants = sorted({since, until, *(at for piece in pieces for at in (piece.since, piece.until))})
    begun = _Step((0, 0, 0), (), since, None, Way((), (), 0))
    reached: dict[str, dict[str | None, _Step]] = {since: {None: begun}}
    for place, at in enumerate(instants[:-1]):
        for step in list(reached.get(at, {}).values()):
            for following in _following(step, pieces, instants[place + 1]):
                _keep(reached.setdefault(following.at, {}), following)
    return max(reached[until].values(), key=_worth).way


def _following(step: _Step, pieces: Sequence[Piece], next_instant: str) -> Iterator[_Step]:
    way = step.way
    for piece in pieces:
        if piece.since != step.at:
            continue
        broken = step.tip is not None and step.tip != piece.start
        missed, joints, count = step.cost
        yield _Step(
            (missed, joints + broken, count + 1),
            (*step.ranks, piece.rank),
            piece.until,
            piece.end,
            Way((*way.pieces, piece), way.missed, way.broken + broken),
        )
    missed, joints, count = step.cost
    stretch = _with(way.missed, Missed(step.at, next_instant))
    yield _Step(
        (missed + _seconds(step.at, next_instant), joints, count),
        step.ranks,
        next_instant,
        None,
        way._replace(missed=stretch),
    )


def _keep(steps: dict[str | None, _Step], new: _Step) -> None:
    old = steps.get(new.tip)
    if old is None or _worth(new) > _worth(old):
        steps[new.tip] = new


def _worth(step: _Step) -> tuple[tuple[int, ...], tuple[tuple[str, ...], ...]]:
    return tuple(-part for part in step.cost), step.ranks


def _with(missed: tuple[Missed, ...], stretch: Missed) -> tuple[Missed, ...]:
    if missed and missed[-1].until == stretch.since:
        return (*missed[:-1], Missed(missed[-1].since, stretch.until))
    return (*missed, stretch)


def _seconds(since: str, until: str) -> int:
    # `fromisoformat` of Python 3.11 reads the final Z.
    return int((datetime.fromisoformat(until) - datetime.fromisoformat(since)).total_seconds())


def uncovered(missed: Missed, pieces: Sequence[Piece]) -> tuple[Missed, ...]:
    """The parts of a missed stretch that no piece at all reaches into: what is left overlaps."""
    at = missed.since
    found: list[Missed] = []
    for piece in sorted(pieces, key=lambda piece: piece.since):
        if piece.until <= at or piece.since >= missed.until:
            continue
        if piece.since > at:
            found.append(Missed(at, piece.since))
        at = max(at, piece.until)
    if at < missed.until:
        found.append(Missed(at, missed.until))
    return tuple(found)
