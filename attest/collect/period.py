"""Reads an audit period: inclusive days in a time zone, turned into exact half-open bounds in UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from attest.errors import UsageError
from attest.model.population import Period

_FORMS = "write 2025, 2025-H1, 2025-Q3, 2025-07 or 2025-01-01..2025-12-31"
_PART = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_WHERE = "--period"


def parse(text: str, timezone: str = "UTC") -> Period:
    """The period that a text names, both days included.

    Raises:
        UsageError: It is not one of the known forms, a day does not exist, it ends before it begins,
            or the time zone is not known.
    """
    zone = _zone(timezone)
    first, last = _days(text)
    if last < first:
        raise UsageError(
            f"the period {text!r} ends before it begins", where=_WHERE, hint="write the earlier day first"
        )
    return Period(
        label=text,
        first_day=first.isoformat(),
        last_day=last.isoformat(),
        timezone=timezone,
        since=_start(first, zone),
        until=_start(last + timedelta(days=1), zone),
    )


def _days(text: str) -> tuple[date, date]:
    first, dots, last = text.partition("..")
    if dots:
        return _day(first, text), _day(last, text)
    match = _PART.fullmatch(text)
    if match is None or not 1 < int(match[1]) < 9999:
        raise UsageError(f"{text!r} is not a period", where=_WHERE, hint=_FORMS)
    year, half, quarter, month = match.groups()
    if half:
        return _months(int(year), int(half) * 6 - 5, 6)
    if quarter:
        return _months(int(year), int(quarter) * 3 - 2, 3)
    return _months(int(year), int(month), 1) if month else _months(int(year), 1, 12)


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    after = date(year + (first + count > 12), (first + count - 1) % 12 + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def _day(text: str, whole: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None or not 1 < int(match[1]) < 9999:
        raise UsageError(f"{whole!r} is not a period", where=_WHERE, hint=_FORMS)
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as fault:
        raise UsageError(
            f"the day {text!r} of {whole!r} does not exist", where=_WHERE, hint=_FORMS
        ) from fault


def _start(day: date, zone: ZoneInfo) -> str:
    """The first instant of a day, in UTC.

    Where clocks skip midnight, the day begins at the first instant that exists.
    """
    local = datetime.combine(day, time(), tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).date() != day or instant.astimezone(zone).time() != time():
        instant = _first_instant(day, zone, instant)
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def _first_instant(day: date, zone: ZoneInfo, near: datetime) -> datetime:
    """The earliest second whose local date is the day; it lies within a day of a guess."""
    low, high = int(near.timestamp()) - 86_400, int(near.timestamp()) + 86_400
    while low < high:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, zone).date() >= day:
            high = middle
        else:
            low = middle + 1
    return datetime.fromtimestamp(low, UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as fault:  # what it raises depends on the shape of the name
        raise UsageError(
            f"{name!r} is not a time zone",
            where="--timezone",
            hint="write a name of the tz database, as Europe/Berlin or UTC",
        ) from fault
