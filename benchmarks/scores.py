"""What came of judging labelled rows: four counts, and ratios with their numerators and denominators."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Judged(NamedTuple):
    """One labelled row, what its label says, and what a detector said. `reason` is for who reads a miss."""

    id: str
    truth: bool
    said: bool
    high: bool
    hard_negative: bool
    trap: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over some rows."""

    hits: int
    misses: int
    false: int
    quiet: int
    hard_negatives_hit: int

    @property
    def precision(self) -> str:
        """Of the rows that were called AI, those that are."""
        return ratio(self.hits, self.hits + self.false)

    @property
    def recall(self) -> str:
        """Of the rows that are AI, those that were called so."""
        return ratio(self.hits, self.hits + self.misses)


def score(rows: Iterable[Judged]) -> Score:
    """The counts of some rows."""
    kept = list(rows)
    return Score(
        hits=sum(row.truth and row.said for row in kept),
        misses=sum(row.truth and not row.said for row in kept),
        false=sum(row.said and not row.truth for row in kept),
        quiet=sum(not row.said and not row.truth for row in kept),
        hard_negatives_hit=sum(row.said and not row.truth and row.hard_negative for row in kept),
    )


def ratio(part: int, whole: int) -> str:
    """A ratio with what it is made of."""
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none"


def matrix(found: Score) -> str:
    """The confusion matrix, as it is usually set."""
    return (
        f"{'':18}{'called AI':>12}{'not called':>12}\n"
        f"{'labelled yes':18}{found.hits:>12}{found.misses:>12}\n"
        f"{'labelled no':18}{found.false:>12}{found.quiet:>12}"
    )
