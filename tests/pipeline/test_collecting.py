"""The instant a report speaks for."""

import pytest

from attest.collect.period import parse
from attest.errors import UsageError
from attest.pipeline.collecting import resolve_as_of

YEAR = parse("2025", "UTC")


def test_an_ended_period_speaks_for_its_end() -> None:
    """Whenever the tool is run, so that the bytes are the same on any day."""
    assert resolve_as_of("", YEAR, "2031-05-06T07:08:09Z") == ("2026-01-01T00:00:00Z", "end of the period")


def test_a_running_period_speaks_for_now() -> None:
    """Nothing later can have been seen."""
    assert resolve_as_of("", YEAR, "2025-03-01T00:00:00Z")[0] == "2025-03-01T00:00:00Z"


def test_what_is_given_counts() -> None:
    """Before the end and after it."""
    assert resolve_as_of("2025-06-30T00:00:00Z", YEAR, "2026-02-01T00:00:00Z") == (
        "2025-06-30T00:00:00Z",
        "given",
    )


@pytest.mark.parametrize(
    ("given", "now"), [("", "2024-12-31T23:59:59Z"), ("2024-01-01T00:00:00Z", "2026-01-01T00:00:00Z")]
)
def test_a_period_that_has_not_begun_is_refused(given: str, now: str) -> None:
    """An empty report on the future would look like one on a quiet year."""
    with pytest.raises(UsageError, match="has not begun"):
        resolve_as_of(given, YEAR, now)
