"""Reviewer-comprehension evidence, graded C0 to C4. It shows what was demonstrated, never a state of mind."""

from enum import StrEnum

from attest.model.base import Record, Sha, UtcTime
from attest.model.identity import Actor


class Level(StrEnum):
    """What a reviewer's evidence is worth, weakest first.

    C0: an approval is on record. C1: nothing on record refutes a real review. C2: a named person
    made a structured statement that refers to this change. C3: questions about this change were
    answered. C4: a second person or source corroborates it.
    """

    C0 = "C0"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"


class ComprehensionRecord(Record):
    """A reviewer's evidence for one change, bound to the tree that was reviewed."""

    id: str
    change: str
    reviewer: Actor
    level: Level
    sha: Sha | None
    tree: Sha | None
    recorded_at: UtcTime | None
    method: str
    """`statement` in a review body, `interview`, ..."""
    commitment: str
