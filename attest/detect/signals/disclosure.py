"""People's own statements that a tool made or helped to make the change.

Anchored tightly, at the start of a line or sentence: a tool that found a problem, or that the change is
about, is not in these words.
"""

from collections.abc import Iterator
from dataclasses import replace

from attest.detect.context import Text
from attest.detect.denial import NEGATED
from attest.detect.message import Line
from attest.detect.readers import Lines
from attest.detect.rule import Kind
from attest.detect.sentences import sentences


class Reader(Lines):
    """Reads disclosures in free text."""

    __slots__ = ()

    kind = Kind.DISCLOSURE

    def lines(self, text: Text) -> Iterator[Line]:
        """Lines and sentences, and what a ticked box says with its tick, which rules can ask for."""
        for line in sentences(text.message.lines):
            yield line
            if line.ticked and not NEGATED.search(line.text):
                yield replace(line, text=f"[x] {line.text}")
