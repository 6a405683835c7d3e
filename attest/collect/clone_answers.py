"""What a clone answers while a forge is being asked: which commits it holds, and which landed in a period."""

from collections.abc import Sequence

from attest.collect.boundary import boundary
from attest.collect.gitdir import CleanRepository
from attest.collect.period_bounds import position
from attest.collect.small_objects import facts
from attest.collect.walk import first_parents
from attest.model.population import Period

_BESIDE = 20


def held(repository: CleanRepository, shas: Sequence[str]) -> frozenset[str]:
    """Those of some object ids that are commits of the clone."""
    answers = zip(shas, facts(repository, shas), strict=True)
    return frozenset(sha for sha, found in answers if found is not None and found.kind == "commit")


def landed(
    repository: CleanRepository, tip: str, period: Period, previous_tip: str | None
) -> tuple[str, ...]:
    """Landed commits of a period as git dates them, oldest first, and some on either side of it.

    Where the period begins and ends is settled later, with what the forge says of dates.

    Raises:
        CollectionError: The branch cannot be walked to its end.
    """
    line = first_parents(repository, tip)
    on_line = previous_tip is not None and any(sha == previous_tip for sha, _ in line)
    start = boundary(line, period.since, previous_tip if on_line else None)
    ends = position(line, start), position(line, boundary(line, period.until))
    first, last = max(ends[0] - _BESIDE, 0), ends[1] + _BESIDE
    return tuple(sha for sha, _ in line[first:last])
