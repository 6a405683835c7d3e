"""The clock of a fetch, and waiting that tells why, can be interrupted, and has an end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from attest.errors import CollectionError
from attest.model.progress import Progress

_PIECE_S = 1.0
AGAIN = "run the same command again: it goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds since 1970, and how to let some of them pass."""

    now: Callable[[], float]
    sleep: Callable[[float], None]


def written(seconds: float) -> str:
    """An instant as records write it; one that no calendar holds is the last of year 9999."""
    try:
        moment = datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return "9999-12-31T23:59:59Z"
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


class Patience:
    """Waits of one fetch: together no longer than `most_s`."""

    def __init__(self, clock: Clock, progress: Progress, most_s: float) -> None:
        self._clock = clock
        self._progress = progress
        self._most_s = most_s
        self.waited_s = 0.0

    def now(self) -> float:
        """The clock's instant."""
        return self._clock.now()

    def wait(self, seconds: float, why: str, fault: str = "") -> None:
        """Let time pass. `fault` is what is told of it where it would be too long.

        Raises:
            CollectionError: It would be longer than whoever runs this wants to wait.
        """
        until = self._clock.now() + seconds
        clock_time = written(until)
        if self.waited_s + seconds > self._most_s:
            raise CollectionError(
                f"{why} would have to be waited for until {clock_time}, longer than allowed"
                + (f": {fault}" if fault else ""),
                where=f"waited {self.waited_s:.0f} of {self._most_s:.0f} seconds so far",
                hint=f"{AGAIN}; --forge-wait MINUTES lets it wait longer",
            )
        self.waited_s += seconds
        stage = f"waiting for {why} until {clock_time[11:16]}Z"
        left = seconds
        while left > 0 and self._clock.now() < until:
            self._progress(stage, int(seconds - left), int(seconds))
            self._clock.sleep(min(left, _PIECE_S))
            left -= _PIECE_S
