"""Where a period begins and ends on a branch, and what proves it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attest.collect.boundary import boundary, epoch, not_before, split_after
from attest.collect.continuity import usable_tip
from attest.collect.gitdir import CleanRepository
from attest.collect.plan import Span
from attest.collect.walk import Dated
from attest.model.population import Boundary, BoundaryBasis, Period


@dataclass(frozen=True, slots=True)
class Wanted:
    """A period of a branch, and the tip at which the run of the period before ended, where there is one."""

    branch: str
    tip: str
    period: Period
    previous_tip: str | None


def bounds(
    repository: CleanRepository, wanted: Wanted, line: Sequence[Dated], times: Mapping[str, str]
) -> tuple[Boundary, Boundary, Span]:
    """Both tips of the period, and the landed commits between them.

    Times of merge that the forge states count before those of a push, and both before committer dates.
    """
    line = [Dated(sha, epoch(times[sha])) if sha in times else Dated(sha, when) for sha, when in line]
    previous = usable_tip(repository, line, wanted.tip, wanted.previous_tip)
    start = boundary(line, wanted.period.since, previous)
    first = position(line, start)
    end = not_before(boundary(line, wanted.period.until), line, first)
    last = position(line, end)
    served = frozenset(times)
    landed = tuple(sha for sha, _ in line[first:last])
    displaced = frozenset((*start.out_of_order, *end.out_of_order))
    span = Span(wanted.branch, start.sha, end.sha, landed, displaced)
    return _proven(start, line, first, served), _proven(end, line, last, served), span


def position(line: Sequence[Dated], found: Boundary) -> int:
    """How many commits of the line lie at or before a boundary."""
    return split_after(line, 0, found.sha).position if found.sha is not None else 0


def _proven(found: Boundary, line: Sequence[Dated], place: int, served: frozenset[str]) -> Boundary:
    """The boundary with the forge's clock as its basis, where the forge dates the commits on both sides."""
    beside = line[max(0, place - 1) : place + 1]
    proven = beside and all(sha in served and sha not in found.out_of_order for sha, _ in beside)
    if found.basis is BoundaryBasis.DECLARED and proven:
        return found.model_copy(update={"basis": BoundaryBasis.SERVER})
    return found
