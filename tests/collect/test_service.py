"""On which days somebody served, and in which roles."""

from attest.collect.service import Roll, Service
from attest.config import PersonEntry, Role

ADA = PersonEntry(
    id="ada",
    since="2025-02-01",
    until="2025-09-30",
    roles=(
        Role(role="reviewer", since="2025-03-01"),
        Role(role="author"),
        Role(role="release", until="2025-03-31"),
    ),
)


def test_roles_hold_on_their_days_within_service() -> None:
    """Sorted by name."""
    roll = Roll([ADA], "UTC")
    assert roll.on("ada", "2025-02-10T09:00:00Z") == Service(True, ("author", "release"))
    assert roll.on("ada", "2025-04-01T00:00:00Z") == Service(True, ("author", "reviewer"))


def test_both_days_of_a_term_are_within_it() -> None:
    """From the first instant of the first day to the last of the last."""
    roll = Roll([ADA], "UTC")
    times = ("2025-01-31T23:59:59Z", "2025-02-01T00:00:00Z", "2025-09-30T23:59:59Z", "2025-10-01T00:00:00Z")
    assert [roll.on("ada", at).is_in_service for at in times] == [False, True, True, False]


def test_days_are_those_of_the_time_zone() -> None:
    """In Auckland the first of February begins on the last of January in UTC."""
    assert Roll([ADA], "Pacific/Auckland").on("ada", "2025-01-31T12:00:00Z").is_in_service


def test_nobody_holds_a_role_outside_service() -> None:
    """A role without a last day ends with the service."""
    assert Roll([ADA], "UTC").on("ada", "2025-11-01T00:00:00Z") == Service(False, ())
