"""Epoch seconds of commits as the UTC times of records."""

from datetime import date, timedelta
from functools import lru_cache

from attest.model.base import UtcTime

_EPOCH = date(1970, 1, 1)
_FIRST = -62_135_596_800
_LAST = 253_402_300_799
_DAY_S = 86_400


@lru_cache(maxsize=1024)
def instant(when: int) -> UtcTime | None:
    """The time of an epoch second; `None` outside the years 1 to 9999.

    Kept for a while: the two times of a commit, and of the change it lands, are often one.
    """
    if not _FIRST <= when <= _LAST:
        return None
    day, second = divmod(when, _DAY_S)
    minute, second = divmod(second, 60)
    hour, minute = divmod(minute, 60)
    return f"{_day(day)}T{hour:02}:{minute:02}:{second:02}Z"


@lru_cache(maxsize=4096)
def _day(day: int) -> str:
    return (_EPOCH + timedelta(days=day)).isoformat()
