"""People's own statements that a tool made or helped to make the change.

Anchored tightly, at the start of a line or sentence: a tool that found a problem, or that the change is
about, is not in these words.
"""

from collections.abc import Iterable

from attest.detect.context import Text
from attest.detect.message import Line
from attest.detect.readers import Lines
from attest.detect.rule import Kind
from attest.detect.sentences import sentences


class Reader(Lines):
    """Reads disclosures in free text."""

    __slots__ = ()

    kind = Kind.DISCLOSURE

    def lines(self, text: Text) -> Iterable[Line]:
        """Lines and sentences."""
        return sentences(text.message.lines)
