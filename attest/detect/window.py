"""When a rule holds, and when it is worth less: days become epoch seconds once, not for each commit."""

from datetime import UTC, datetime, timedelta

from attest.detect.rule import Period, Rule

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Window:
    """The times that a rule states, as epoch seconds; days are in UTC and inclusive."""

    __slots__ = ("_periods", "_since", "_until")

    def __init__(self, rule: Rule) -> None:
        self._since = first_second(rule.since) if rule.since else None
        self._until = first_second(rule.until, days=1) if rule.until else None
        self._periods = [
            (first_second(one.since), first_second(one.until, days=1), one) for one in rule.periods
        ]

    @classmethod
    def of(cls, rule: Rule) -> "Window | None":
        """`None` for a rule that always holds."""
        return cls(rule) if rule.since or rule.until or rule.periods else None

    def is_open(self, when: int, made: int | None = None) -> bool:
        """Whether the rule holds for what was written at an epoch second, in a commit made at another.

        A commit that was made on a day was not there before, whatever its author's clock said.
        """
        made = when if made is None else made
        is_begun = self._since is None or begun(self._since, made)
        return is_begun and (self._until is None or when < self._until)

    def period(self, when: int) -> Period | None:
        """The time in which the trace is worth less that an epoch second lies in."""
        return next((one for since, until, one in self._periods if since <= when < until), None)


def begun(first: int, made: int) -> bool:
    """Whether a commit was made in a time that began then. A clock that was never set dates nothing."""
    return made <= 0 or made >= first


def first_second(day: str, *, days: int = 0) -> int:
    """The beginning of a day, or of one that many days later, as epoch seconds."""
    return int(
        (datetime.fromisoformat(f"{day}T00:00:00+00:00") + timedelta(days=days) - _EPOCH).total_seconds()
    )


def noon(day: str) -> int:
    """The middle of a day, as epoch seconds."""
    return first_second(day) + 12 * 3600
