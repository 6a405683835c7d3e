"""Who is who: accounts and addresses of each person, when they served, and in which roles.

Entries stand in attest.yaml, or in a file of their own (`PERSONS_FILE`) at the tip of the release branch.
Days are inclusive, in the configuration's time zone; an empty one leaves that side open.
"""

from typing import Annotated, Final, Literal

from pydantic import StringConstraints

from attest.config.texts import Day, Name
from attest.model.base import Record

PERSONS_FILE: Final = ".attest/persons.yaml"


_Account = Annotated[
    Name,
    StringConstraints(pattern=r"^[a-z0-9-]+:(?:[1-9][0-9]*|[0-9]*[A-Za-z_-][A-Za-z0-9_-]*(?:\[bot\])?)$"),
]


class Role(Record):
    """A role that a person holds from one day to another."""

    role: Name
    since: Day = ""
    until: Day = ""


class PersonEntry(Record):
    """One person's addresses and accounts (`github:12345` or `github:login`), to be read as one."""

    id: Name
    addresses: tuple[Name, ...] = ()
    accounts: tuple[_Account, ...] = ()
    since: Day = ""
    """First day in service."""
    until: Day = ""
    """Last day in service."""
    roles: tuple[Role, ...] = ()


class PersonsFile(Record):
    """A persons file."""

    format: Literal["attest-persons/1"]
    persons: tuple[PersonEntry, ...]
