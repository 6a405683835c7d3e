"""A period cut into the months, quarters or years that a chart can show."""

_COLUMNS = 24


def buckets(since: str, until: str) -> tuple[tuple[str, str, str], ...]:
    """Label, start and end of each part of a half-open period, in UTC, oldest first.

    Months; quarters where there would be more than 24 columns, then years.
    """
    first = _month(since)
    last = _month(until) if until[7:] > "-01T00:00:00Z" else _month(until) - 1
    for size in (1, 3, 12):
        starts = range(first - first % size, last + 1, size)
        if len(starts) <= _COLUMNS or size == 12:
            parts = tuple((_label(start, size), _instant(start), _instant(start + size)) for start in starts)
            return _clipped(parts, since, until)
    raise AssertionError("the last size is always taken")


def _clipped(
    parts: tuple[tuple[str, str, str], ...], since: str, until: str
) -> tuple[tuple[str, str, str], ...]:
    return tuple((label, max(start, since), min(end, until)) for label, start, end in parts)


def _month(instant: str) -> int:
    return int(instant[:4]) * 12 + int(instant[5:7]) - 1


def _instant(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}-01T00:00:00Z"


def _label(month: int, size: int) -> str:
    year = f"{month // 12:04d}"
    return {1: f"{year}-{month % 12 + 1:02d}", 3: f"{year}-Q{month % 12 // 3 + 1}", 12: year}[size]
