"""A chart's time axis covers the period exactly."""

from hypothesis import given
from hypothesis import strategies as st

from attest.report.months import buckets


def test_a_year_has_twelve_months() -> None:
    """A calendar year in UTC gives its months, the last ending where the period ends."""
    parts = buckets("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z")

    assert (len(parts), parts[0][0], parts[-1]) == (
        12,
        "2025-01",
        ("2025-12", "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z"),
    )


def test_a_period_in_another_zone_has_a_short_first_part() -> None:
    """A quarter in Tokyo begins in the evening of the month before, UTC."""
    parts = buckets("2025-03-31T15:00:00Z", "2025-06-30T15:00:00Z")

    assert [part[0] for part in parts] == ["2025-03", "2025-04", "2025-05", "2025-06"]


def test_long_periods_are_cut_into_quarters_and_years() -> None:
    """Three years give quarters, ten years give years."""
    three = buckets("2023-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
    ten = buckets("2015-01-01T00:00:00Z", "2025-01-01T00:00:00Z")

    assert (three[0][0], len(three), ten[0][0], len(ten)) == ("2023-Q1", 12, "2015", 10)


@given(st.integers(1990 * 12, 2090 * 12), st.integers(1, 400))
def test_parts_cover_the_period_without_overlap(first: int, months: int) -> None:
    """Each part begins where the one before ended, from the first instant to the last."""
    since, until = _instant(first), _instant(first + months)
    parts = buckets(since, until)

    assert [since, *(part[2] for part in parts)] == [*(part[1] for part in parts), until]


def _instant(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}-01T00:00:00Z"
