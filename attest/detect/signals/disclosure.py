"""People's own statements that a tool made or helped to make the change.

Anchored tightly, at the start of a line or sentence: a tool that found a problem, or that the change is
about, is not in these words.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from attest.detect.context import Text
from attest.detect.denial import NEGATED
from attest.detect.message import Line
from attest.detect.readers import Lines
from attest.detect.rule import Kind
from attest.detect.sentences import sentences

_YES = re.compile(r"yes\s?[,:;.\u2013\u2014-]\s{1,3}", re.IGNORECASE)


class Reader(Lines):
    """Reads disclosures in free text."""

    __slots__ = ()

    kind = Kind.DISCLOSURE

    def lines(self, text: Text) -> Iterator[Line]:
        """Lines and sentences; what a ticked box says after its yes, and with its tick, as rules can ask."""
        for line in sentences(text.message.lines):
            yield line
            if line.ticked and (yes := _YES.match(line.text)):
                yield replace(line, text=line.text[yes.end() :])
            if line.ticked and not NEGATED.search(line.text):
                yield replace(line, text=f"[x] {line.text}")
