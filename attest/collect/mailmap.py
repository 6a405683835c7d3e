"""Reads a `.mailmap`: which addresses the repository says are one person's. Names in it are not taken over.

The file is a claim of whoever could land it: `Directory` lets it join people and never lets it vouch for
one. Format: git's documentation, gitmailmap(5).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

MOST_LINES = 50_000
_LINE = re.compile(r"([^<>]{0,400})<([^<>]{1,400})>(?:([^<>]{0,400})<([^<>]{1,400})>)?\s*(?:#.*)?", re.DOTALL)


class Mapping(NamedTuple):
    """One line that leads from an address in commits to the person's own. `name` limits it to that name."""

    address: str
    name: str
    own: str


class MailMap(NamedTuple):
    """The lines that join two addresses, in the order of the file; how many lines are in no known form."""

    mappings: tuple[Mapping, ...] = ()
    unread: int = 0


def parse(data: bytes) -> MailMap:
    """The mappings of a file. Lines that only give an address another name join nothing and are left out.

    Addresses and names are in lower case, since git compares both without regard to it.
    """
    mappings: list[Mapping] = []
    unread = 0
    lines = data.decode("utf-8", "backslashreplace").split("\n")
    for line in lines[:MOST_LINES]:
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        match = _LINE.fullmatch(text)
        if match is None:
            unread += 1
        else:
            mappings.extend(_mapping(match))
    return MailMap(tuple(mappings), unread + max(0, len(lines) - MOST_LINES))


def _mapping(match: re.Match[str]) -> Iterator[Mapping]:
    _, own, name, address = (part.strip().lower() if part else "" for part in match.groups())
    if own and address and own != address:
        yield Mapping(address, name, own)
