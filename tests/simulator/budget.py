"""What callers may still ask for within the hour, by the wall clock, as clients wait by it."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.simulator.clock import text

_HOUR = 3600


def _wall() -> int:
    return int(time.time())  # noqa: TID251 - a client compares the reset with its own clock


@dataclass(slots=True)
class Budget:
    """REST calls and GraphQL points."""

    hourly: int = 5000
    used: int = 0
    points: int = 0
    window: int = _HOUR
    """Seconds after which all may be asked for again."""
    reset: int = 0

    def __post_init__(self) -> None:
        self.reset = self.reset or _wall() + self.window

    def roll(self) -> None:
        """Begin anew if the time is over."""
        if _wall() >= self.reset:
            self.used, self.points, self.reset = 0, 0, _wall() + self.window

    @property
    def left(self) -> int:
        """REST calls that are left."""
        return max(0, self.hourly - self.used)

    @property
    def reset_at(self) -> str:
        """When the hour begins anew."""
        return text(datetime.fromtimestamp(self.reset, UTC))

    @property
    def token_until(self) -> str:
        """When a token that is given now ends."""
        return text(datetime.fromtimestamp(_wall() + _HOUR, UTC))


def in_seconds(seconds: float) -> int:
    """The wall clock's time so long from now, in whole seconds and not before."""
    return _wall() + max(0, round(seconds))
