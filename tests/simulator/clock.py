"""The time in the simulated world, which a test moves, and how long a forge keeps what."""

from dataclasses import dataclass
from datetime import datetime, timedelta

_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


def moment(text: str) -> datetime:
    """The time that a text states."""
    return datetime.fromisoformat(text)


def text(when: datetime) -> str:
    """A time as the forge writes it."""
    return when.strftime(_FORMAT)


@dataclass(slots=True)
class Clock:
    """Now, in the simulated world. It stands still until it is moved."""

    now: str = "2026-01-15T12:00:00Z"

    def advance(self, *, days: float = 0, seconds: float = 0) -> None:
        """Move on."""
        self.now = text(moment(self.now) + timedelta(days=days, seconds=seconds))

    def ago(self, days: int) -> str:
        """The time so many days before now."""
        return text(moment(self.now) - timedelta(days=days))


@dataclass(slots=True)
class Retention:
    """Days after which the forge no longer shows something."""

    checks: int = 400
    activity: int = 365
    rule_suites: int = 30
    audit_log: int = 180
