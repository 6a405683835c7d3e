"""When a rule holds, and when it is worth less: days become epoch seconds once, not for each commit."""

from datetime import UTC, datetime, timedelta

from attest.detect.rule import Period, Rule

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Window:
    """The times that a rule states, as epoch seconds; days are in UTC and inclusive."""

    __slots__ = ("_periods", "_since", "_until")

    def __init__(self, rule: Rule) -> None:
        self._since = _start(rule.since) if rule.since else None
        self._until = _start(rule.until, days=1) if rule.until else None
        self._periods = [(_start(one.since), _start(one.until, days=1), one) for one in rule.periods]

    @classmethod
    def of(cls, rule: Rule) -> "Window | None":
        """`None` for a rule that always holds."""
        return cls(rule) if rule.since or rule.until or rule.periods else None

    def is_open(self, when: int) -> bool:
        """Whether the rule holds at an epoch second."""
        return (self._since is None or when >= self._since) and (self._until is None or when < self._until)

    def period(self, when: int) -> Period | None:
        """The time in which the trace is worth less that an epoch second lies in."""
        return next((one for since, until, one in self._periods if since <= when < until), None)


def _start(day: str, *, days: int = 0) -> int:
    return int(
        (datetime.fromisoformat(f"{day}T00:00:00+00:00") + timedelta(days=days) - _EPOCH).total_seconds()
    )


def noon(day: str) -> int:
    """The middle of a day, as epoch seconds."""
    return _start(day) + 12 * 3600
