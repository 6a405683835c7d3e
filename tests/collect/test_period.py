"""The audit period: forms, exact bounds, and what is refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.collect.period import parse
from attest.errors import UsageError


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q3", "2025-07-01", "2025-09-30"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-12", "2025-12-01", "2025-12-31"),
        ("2025-03-01..2025-03-01", "2025-03-01", "2025-03-01"),
    ],
)
def test_each_form_names_inclusive_days(text: str, first: str, last: str) -> None:
    """Both days belong to the period."""
    period = parse(text)

    assert (period.first_day, period.last_day, period.timezone) == (first, last, "UTC")


def test_bounds_are_midnights_of_the_zone_in_utc() -> None:
    """Summer time shifts one bound and not the other."""
    period = parse("2025-Q1", "Europe/Berlin")

    assert (period.since, period.until) == ("2024-12-31T23:00:00Z", "2025-03-31T22:00:00Z")


def test_a_day_without_midnight_begins_when_it_exists() -> None:
    """In Beirut the clocks of 2022-03-27 went from 24:00 straight to 01:00."""
    period = parse("2022-03-27..2022-03-27", "Asia/Beirut")

    assert (period.since, period.until) == ("2022-03-26T22:00:00Z", "2022-03-27T21:00:00Z")


def test_a_day_with_two_midnights_begins_at_the_first() -> None:
    """In Havana the clocks of 2025-11-02 went from 01:00 back to 00:00."""
    period = parse("2025-11-02..2025-11-02", "America/Havana")

    assert (period.since, period.until) == ("2025-11-02T04:00:00Z", "2025-11-03T05:00:00Z")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2025 ", "25", "2025-13", "2025-00", "2025-Q5", "2025-H3", "2025-q1", "2025-1", "Q1",
        "last year", "now", "2025-02-30..2025-03-01", "2025-03-01..2025-02-30", "2025-03-02..2025-03-01",
        "2025-01-01..", "..2025-01-01", "2025-01-01", "2025-01-01...2025-02-01", "2025..2026", "0000", "9999",
        "\u0662\u0660\u0662\u0665", "2025\n", "2025-01-01..2025-1-2",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_remedy(text: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UsageError) as caught:
        parse(text)

    assert caught.value.hint != ""


@pytest.mark.parametrize(
    "zone", ["", "Mars/Olympus", "../etc/passwd", "Europe", "/etc/localtime", "UTC\0", "x" * 5000]
)
def test_an_unknown_zone_is_refused(zone: str) -> None:
    """Names that are paths, folders or nothing at all are no zones."""
    with pytest.raises(UsageError):
        parse("2025", zone)


@given(
    st.integers(2, 9997),
    st.sampled_from(["UTC", "Europe/Berlin", "America/Havana", "Asia/Beirut", "Pacific/Apia"]),
)
def test_the_parts_of_a_year_share_it_out(year: int, zone: str) -> None:
    """Each quarter ends where the next begins; the first and last reach the year's own bounds."""
    whole = parse(f"{year:04}", zone)
    quarters = [parse(f"{year:04}-Q{n}", zone) for n in (1, 2, 3, 4)]
    bounds = [(quarter.since, quarter.until) for quarter in quarters]

    assert [until for _, until in bounds[:-1]] == [since for since, _ in bounds[1:]]
    assert (bounds[0][0], bounds[-1][1]) == (whole.since, whole.until)


def test_the_bounds_of_utc_are_its_days() -> None:
    """The half-open bounds are exact to the second."""
    period = parse("2025-07")
    read = [
        datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        for text in (period.since, period.until)
    ]

    assert read == [datetime(2025, 7, 1, tzinfo=UTC), datetime(2025, 8, 1, tzinfo=UTC)]
