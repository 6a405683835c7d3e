"""People's own statements that a tool made or helped to make the change.

Anchored tightly, at the start of a line or sentence: a tool that found a problem, or that the change is
about, is not in these words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from attest.detect.context import Text
from attest.detect.denial import NEGATED
from attest.detect.message import LINE_LIMIT, Line
from attest.detect.readers import Lines
from attest.detect.rule import Kind
from attest.detect.sentences import sentences

_YES = re.compile(r"yes\s?[,:;.\u2013\u2014-]\s{1,3}", re.IGNORECASE)

_NEAR = 3
"""Rows from a question or heading to its answer."""
_ASIDE = "*_ \t"
_REMOVES = re.compile(
    r"(?:[\w-]{1,20}(?:\([^)]{1,60}\))?!?: )?(?:remov|delet|drop|purg|get(?:ting)? rid of|clean)\w{0,3}\b",
    re.IGNORECASE,
)
_OF_FILES = re.compile(
    r"(?:this|these|those|the)(?: \w{1,20}){0,2}? (?:code|file|test|script|module|function|doc|version"
    r"|draft)s? (?:was|were|is|are|has been|have been)\b",
    re.IGNORECASE,
)
"""Of a change that removes something, this tells of what is gone."""


class Reader(Lines):
    """Reads disclosures in free text."""

    __slots__ = ()

    kind = Kind.DISCLOSURE

    def lines(self, text: Text) -> Iterator[Line]:
        """Lines, sentences, answers with their questions; what a ticked box says, its yes left out."""
        lines = text.message.lines
        removes = bool(lines) and _REMOVES.match(lines[0].text) is not None
        yield from _answers(lines)
        for line in sentences(lines):
            if removes and _OF_FILES.match(line.text):
                continue
            yield line
            if line.ticked and (yes := _YES.match(line.text)):
                yield replace(line, text=line.text[yes.end() :])
            if line.ticked and not NEGATED.search(line.text):
                yield replace(line, text=f"[x] {line.text}")


def _answers(lines: Sequence[Line]) -> Iterator[Line]:
    """What stands below a question, or below a heading, as one line with it."""
    for above, line in pairwise(lines):
        asked = above.text.rstrip(_ASIDE)
        if line.number - above.number > _NEAR or line.heading:
            continue
        if asked.endswith("?"):
            yield replace(line, text=f"{asked} {line.text}"[:LINE_LIMIT], ticked=False)
        elif above.heading:
            yield replace(line, text=f"{asked.rstrip(':')}: {line.text}"[:LINE_LIMIT], ticked=False)
