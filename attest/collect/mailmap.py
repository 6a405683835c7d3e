"""Reads a `.mailmap`: which addresses the repository says are one person's. Names in it are not taken over.

The file is a claim of whoever could land it: `Directory` lets it join people and never lets it vouch for
one. Format: git's documentation, gitmailmap(5).
"""

import re
from typing import NamedTuple

MOST_LINES = 50_000
_LINE = re.compile(r"[^<>]{0,400}<([^<>]{1,400})>(?:[^<>]{0,400}<([^<>]{1,400})>)?\s*(?:#.*)?", re.DOTALL)


class Mapping(NamedTuple):
    """An address in commits that leads to the person's own."""

    address: str
    own: str


class MailMap(NamedTuple):
    """The addresses that are joined, sorted; how many lines are in no known form.

    `shared` counts addresses that lead to several people, name by name: those join nobody.
    """

    mappings: tuple[Mapping, ...] = ()
    unread: int = 0
    shared: int = 0


def parse(data: bytes) -> MailMap:
    """The mappings of a file. Lines that only give an address another name join nothing and are left out.

    A line that git limits to one name in commits joins the address whatever the name, so that nobody can
    be made somebody else by it. Addresses are in lower case, since git compares them without regard to it.
    """
    owners: dict[str, set[str]] = {}
    unread = 0
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    for line in lines[:MOST_LINES]:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = _LINE.fullmatch(text)
        if match is None:
            unread += 1
            continue
        own, address = (part.strip().lower() if part else "" for part in match.groups())
        if own and address:
            owners.setdefault(address, set()).add(own)
    return MailMap(
        tuple(
            Mapping(address, own)
            for address, found in sorted(owners.items())
            for own in found
            if len(found) == 1 and own != address
        ),
        unread + max(0, len(lines) - MOST_LINES),
        sum(len(found) > 1 for found in owners.values()),
    )
