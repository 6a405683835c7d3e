"""Which of two instants came first, where the clocks of two servers may be some minutes apart."""

from datetime import datetime, timedelta

SKEW = timedelta(minutes=5)
"""How far two servers' clocks may be apart before an order of events is taken for real."""


def apart(one: str, other: str) -> timedelta:
    """How much later the second is."""
    return datetime.fromisoformat(other) - datetime.fromisoformat(one)


def is_before(one: str | None, other: str | None, skew: timedelta = SKEW) -> bool:
    """Whether the first is shown to come before the second; never where one is not known."""
    return one is not None and other is not None and apart(one, other) > skew
