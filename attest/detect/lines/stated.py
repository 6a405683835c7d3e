"""What a line record says, in one form for all formats, before anybody compares it with a diff."""

from dataclasses import dataclass
from typing import Final, NamedTuple

from attest.model.attached import Lines

AI: Final = "ai"
PERSON: Final = "person"
UNKNOWN: Final = "unknown"


class Malformed(Exception):
    """A record of a known format that breaks it, or goes beyond the bounds of the reader."""


class Claim(NamedTuple):
    """One statement: these lines of this file are by an AI, by a person, or by nobody named."""

    path: str
    lines: Lines | None
    """`None`: the whole file, as formats have it that know no lines."""
    by: str
    tool: str = ""
    """As the record spells it; empty where it names none."""
    model: str = ""
    hashes: tuple[str, ...] = ()
    """SHA-256 of the lines' content: one for each line, or a single one of how the lines begin."""
    revision: str = ""
    """The commit that the lines are counted in, or that stood there when they were written."""


class Share(NamedTuple):
    """How many lines a tool says an AI wrote, by its own count, of how many. Not checkable."""

    ai: int
    total: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A line record as it was read."""

    format: str
    """The format's slug; empty where the text is broken before a format can be known."""
    version: str = ""
    claims: tuple[Claim, ...] = ()
    base_commit: str = ""
    """The commit that the record says it describes."""
    commits: tuple[str, ...] = ()
    """Where it says that it describes several: each of them."""
    initiators: tuple[tuple[str, str], ...] = ()
    """Name and address of the people who set the agent to work, sorted."""
    unresolved: int = 0
    """Entries whose author the record does not name."""
    transcripts: int = 0
    """Messages of chats in it: counted and digested, never kept."""
    transcript_digest: str = ""
    share: Share | None = None
    problems: tuple[str, ...] = ()
    fault: str = ""
    """Why it cannot be read. Nothing else of it then counts."""
