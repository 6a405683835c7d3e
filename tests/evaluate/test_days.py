"""Days that lie months or years from another."""

import pytest

from attest.evaluate.days import day_after, days_after, last_day, months_after
from tests.support.records import PERIOD


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2025-01-15", 1, "2025-02-15"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2025-12-01", 1, "2026-01-01"),
        ("2025-12-31", 84, "2032-12-31"),
    ],
)
def test_months_after(day: str, months: int, expected: str) -> None:
    """The same day of a later month, or the last that it has."""
    assert months_after(day, months) == expected


def test_days_after() -> None:
    """Over the ends of months and years."""
    assert (day_after("2025-12-31"), days_after("2024-02-28", 2)) == ("2026-01-01", "2024-03-01")


def test_the_last_day_is_one_that_had_begun() -> None:
    """No later than the period's, and than that of the report in the period's time zone."""
    assert last_day(PERIOD, PERIOD.until) == "2025-12-31"
    assert last_day(PERIOD, "2025-06-30T23:59:59Z") == "2025-06-30"
    east = PERIOD.model_copy(update={"timezone": "Asia/Tokyo"})
    assert last_day(east, "2025-06-30T23:59:59Z") == "2025-07-01"
