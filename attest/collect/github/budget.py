"""What a fetch costs, counted as it goes: the platform's points, calls, retries and waits."""

from dataclasses import dataclass

POINTS_PER_THOUSAND = 250
CALLS_PER_THOUSAND = 200


@dataclass(slots=True)
class Budget:
    """Counts of one fetch; `pulls` is the number of pull requests that were listed."""

    points: int = 0
    queries: int = 0
    calls: int = 0
    retries: int = 0
    waits: int = 0
    waited_s: float = 0.0
    pulls: int = 0

    @property
    def most_points(self) -> int:
        """Points that so many pull requests may cost; what a repository costs by itself is in the least."""
        return _share(self.pulls, POINTS_PER_THOUSAND)

    @property
    def most_calls(self) -> int:
        """REST calls that so many pull requests may cost."""
        return _share(self.pulls, CALLS_PER_THOUSAND)

    def told(self) -> str:
        """One line for whoever ran it."""
        line = (
            f"GitHub: {self.points:,} points, {self.calls:,} calls for {self.pulls:,} pull requests "
            f"(budget {self.most_points:,} points, {self.most_calls:,} calls)"
        )
        if self.retries or self.waits:
            line += (
                f"; asked again {self.retries:,} times, waited {self.waits:,} times, {self.waited_s:,.0f} s"
            )
        return line


def _share(pulls: int, rate: int) -> int:
    return -(-max(pulls, 1000) * rate // 1000)
