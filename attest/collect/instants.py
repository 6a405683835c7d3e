"""Epoch seconds of commits as the UTC times of records."""

from datetime import UTC, datetime, timedelta

from attest.model.base import UtcTime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = -62_135_596_800
_LAST = 253_402_300_799


def instant(when: int) -> UtcTime | None:
    """The time of an epoch second; `None` outside the years 1 to 9999."""
    if not _FIRST <= when <= _LAST:
        return None
    day = _EPOCH + timedelta(seconds=when)
    return f"{day.year:04}-{day.month:02}-{day.day:02}T{day.hour:02}:{day.minute:02}:{day.second:02}Z"
