"""Roles that a roster gives people, for some days."""

from collections.abc import Collection

from attest.model.imported import Imported

ROSTER = "roster"


def in_force(row: Imported, day: str) -> bool:
    """Whether a row holds on a day; its first and last day are in it."""
    until = row.day("until")
    return row.day("since") <= day and (not until or day <= until)


def entitles(row: Imported, roles: Collection[str], authority: str) -> bool:
    """Whether a row gives one of the roles, or authority by that word."""
    return row.values.get("role", "") in roles or authority in row.words("authority")


def slug(role: str) -> str:
    """A role as a roster writes it."""
    return "-".join(role.casefold().split())
