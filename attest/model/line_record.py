"""Line records: what tools recorded about who wrote which lines of a commit, judged by its diff."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from attest.model.base import Digest, Record, Sha
from attest.model.identity import Actor

Count = Annotated[int, Field(ge=0)]


class LineVerdict(StrEnum):
    """How a line record stands to the commit that it speaks of."""

    VALID = "valid"
    """Every line it gives to an AI is one that the commit added; or every file, where it names files only."""
    PARTIAL = "partial"
    """Some of them are."""
    INCONSISTENT = "inconsistent"
    """None of them is."""
    EMPTY = "empty"
    """It gives nothing to an AI."""
    STALE = "stale"
    """It names another commit as the one that it describes."""
    UNREADABLE = "unreadable"
    """No known format, broken, beyond the bounds of the reader, or without a diff to be held against."""


class LineRecord(Record):
    """One line record of one commit, without its content: chats and texts stay where they were.

    Lines are counted once however many claims name them. `attested` are the lines that the record gives
    to an AI, `confirmed` those of them that the commit added, `people` the added lines that it gives to
    people and not to an AI, `added` all that the commit added. A line that no claim covers is nobody's.
    Records of files or sessions give no lines: `attested` and `confirmed` are 0 there.
    """

    id: str
    """`<change>/lines/<number>`, counted from 1 in each change."""
    change: str
    commit: Sha
    source: str
    """The notes ref, or branch and path, that it was read from."""
    object_id: Sha
    digest: Digest | None
    """SHA-256 of its bytes; `None` where they could not be had."""
    size: Count
    format: str
    """The format's slug; empty where none knows it."""
    verdict: LineVerdict
    reason: str
    tools: tuple[str, ...]
    models: tuple[str, ...]
    attested: Count
    confirmed: Count
    people: Count
    added: Count | None
    """`None` where the commit's diff could not be had."""
    unresolved: Count
    """Entries whose author the record does not name."""
    transcripts: Count
    """Messages of chats in it, which are not kept."""
    transcript_digest: Digest | None = None
    """SHA-256 of those messages."""
    followed_from: str = ""
    """The commit that it was written for, where its patch has since moved to another."""
    initiators: tuple[Actor, ...] = ()
    """The people whom it names as those who set the agent to work."""
    stated_ai: Count | None = None
    """Of a session: how many lines it says an AI wrote, by its own count; not checked."""
    stated_total: Count | None = None
    """Of how many lines."""
    problems: tuple[str, ...] = ()
    """What was wrong with it, in plain words."""
