"""People's own statements that a tool made or helped to make the change.

Anchored tightly: a tool that found a problem, or that the change is about, is not in these words.
"""

from attest.detect.readers import Lines
from attest.detect.rule import Kind


class Reader(Lines):
    """Reads disclosures in free text."""

    __slots__ = ()

    kind = Kind.DISCLOSURE
