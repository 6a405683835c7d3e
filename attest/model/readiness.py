"""What a team should see to before an audit: advice to them, and no part of any report."""

from attest.model.base import Record


class Task(Record):
    """One thing to see to."""

    id: str
    """A slug, and what it is about: `design-gap:REV-02`."""
    what: str
    remedy: str
    count: int
    """How many it bears on; nought where that cannot be told."""
    of: int
    """Of how many in the run."""
    unit: str
    """Of what: `results`, `changes`, `answers`, or `gaps` of the evidence."""
