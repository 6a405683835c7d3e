"""Days of a period, and days that lie months or years from another."""

from calendar import monthrange
from datetime import date, timedelta

from attest.evaluate.dispositions import day_of
from attest.model.population import Period


def months_after(day: str, months: int) -> str:
    """The day so many months later; the last of its month where that is shorter."""
    count = int(day[:4]) * 12 + int(day[5:7]) - 1 + months
    year, month = divmod(count, 12)
    number = min(int(day[8:10]), monthrange(year, month + 1)[1])
    return f"{year:04}-{month + 1:02}-{number:02}"


def days_after(day: str, days: int) -> str:
    """The day so many days later."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def day_after(day: str) -> str:
    """The next day."""
    return days_after(day, 1)


def last_day(period: Period, as_of: str) -> str:
    """The last day of the period that had begun when the report was made."""
    return min(period.last_day, day_of(as_of, period))
