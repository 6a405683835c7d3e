"""Reviewer-comprehension evidence, graded C0 to C4. It shows what was demonstrated, never a state of mind."""

from enum import StrEnum

from attest.model.base import Digest, Record, Sha, UtcTime
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


class Reference(Record):
    """A place in the change that a record points at."""

    path: str
    in_diff: bool | None
    """Whether the change touches that place; `None` where nobody could tell."""


class Assessment(Record):
    """What became of questions that were put to a reviewer; what was not kept is not there."""

    questions: Digest | None = None
    """SHA-256 of the set of questions."""
    answers: Digest | None = None
    """Commitment to what was answered."""
    revision: Sha | None = None
    """The revision from whose diff the questions were made."""
    score: int | None = None
    """Share of questions answered rightly, in percent."""
    attempts: int | None = None
    grader: Actor | None = None
    model: str = ""
    """Name and version of the model that graded, where one did."""
    validator: Actor | None = None
    """Who looked at what a model graded."""


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
    answered: tuple[str, ...] | None = None
    """Prompts to which the record says something, sorted; `None` where that was not taken down."""
    likeness: str = ""
    """A keyed digest of what was said, apart from case, punctuation and spaces, so equal where the same was.
    Empty where nothing was said, or it was not taken down."""
    references: tuple[Reference, ...] | None = None
    """Places that it points at; `None` where nobody looked for any."""
    assessment: Assessment | None = None
