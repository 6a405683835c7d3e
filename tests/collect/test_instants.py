"""Epoch seconds become the UTC times of records, or nothing."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from attest.collect.instants import instant


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31, 23, 59, 59)))  # noqa: DTZ001
def test_a_time_is_written_as_records_write_it(when: datetime) -> None:
    """To the second, in UTC, for every year that has four digits."""
    exact = when.replace(microsecond=0, tzinfo=UTC)
    seconds = (exact - datetime(1970, 1, 1, tzinfo=UTC)).days * 86_400 + exact.hour * 3600
    written = instant(seconds + exact.minute * 60 + exact.second)
    assert exact.isoformat().replace("+00:00", "Z") == written


@given(st.one_of(st.integers(max_value=-62_135_596_801), st.integers(min_value=253_402_300_800)))
def test_a_time_outside_the_calendar_is_none(when: int) -> None:
    """Real histories hold such dates."""
    assert instant(when) is None
