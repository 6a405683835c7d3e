"""Where a change belongs, as a terminal shows it."""

from typing import Any

from attest.cli.placed import lines

PLAIN: dict[str, Any] = {
    "tier": "T1", "strata": ["standard"], "data": [], "systems": [], "entries": [], "known": True,
    "reversible": None, "outbound": [], "unread": [],
}  # fmt: skip


def test_a_plain_change_takes_one_line() -> None:
    """Tier and strata; nothing is said of what is not known."""
    assert list(lines(PLAIN)) == ["tier T1; standard"]
    assert list(lines(None)) == []


def test_what_a_change_reaches_is_said() -> None:
    """Entries, data and systems, effects outside, and what could not be read."""
    placement = PLAIN | {
        "tier": "T4",
        "strata": ["emergency", "ai-assisted"],
        "data": ["PHI", "PII"],
        "systems": ["Portal"],
        "entries": ["claims"],
        "reversible": False,
        "outbound": ["sends claims"],
        "unread": ["files", "labels"],
    }

    assert list(lines(placement)) == [
        "tier T4, not reversible; emergency, ai-assisted",
        "  touches claims of the inventory",
        "  reaches PHI, PII in Portal",
        "  effect outside: sends claims",
        "  not read: all of its files",
        "  not read: labels",
    ]


def test_an_entry_without_protected_data_says_so() -> None:
    """Rather than nothing."""
    placement = PLAIN | {"entries": ["help"], "systems": ["Portal"], "reversible": True}

    assert list(lines(placement))[-1] == "  reaches no protected data in Portal"
