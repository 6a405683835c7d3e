"""Sentences of a message's prose: people disclose amid a paragraph, over the end of a line. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from attest.detect.denial import is_no_statement
from attest.detect.message import LINE_LIMIT, Line

LINES_LIMIT = 100
"""Lines of a paragraph that are read as one."""
_NEAR = 40
_ANSWER = r"(?<=\?)\s{1,4}(?:yes|yep|no|none|nope|never)\b"
_END = re.compile(rf"[.!?](?!{_ANSWER})[)\"'\u2019*_]{{0,3}}\s{{1,4}}(?=[\w\"'(*_])", re.IGNORECASE)
_AFFIRMED = re.compile(r"\?[)\"'\u2019*_]{0,3}\s{1,4}(?:yes|yep)\b", re.IGNORECASE)
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|approx|no|nr|\w)\.\Z", re.IGNORECASE)
_OPENING = " \t\"'(*_"
_DENIED = re.compile(r"(?:\b(?:not|never|no|nor|without|neither|hardly|barely)|n't)\W{0,3}\Z", re.IGNORECASE)


def sentences(lines: Sequence[Line]) -> Iterator[Line]:
    """Every line that `undenied` gives, and every sentence that is no line.

    A sentence goes on over the ends of lines of a paragraph, and ends before an item of a list. A question
    goes on with its answer; one that is answered with yes is told as what it asks.
    """
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and not _goes_on(paragraph, line):
            yield from _of(paragraph)
            paragraph = []
        paragraph.append(line)
    yield from _of(paragraph)


def undenied(lines: Sequence[Line]) -> Iterator[Line]:
    """Every line whose first words are not denied by the line above."""
    for above, line in zip((None, *lines), lines, strict=False):
        follows = above is not None and line.number == above.number + 1
        if above is None or not follows or not _DENIED.search(above.text[-_NEAR:]):
            yield line


def _goes_on(paragraph: Sequence[Line], line: Line) -> bool:
    follows = line.number == paragraph[-1].number + 1 and not line.marked and not line.key
    return follows and len(paragraph) < LINES_LIMIT


def _of(paragraph: Sequence[Line]) -> Iterator[Line]:
    text = " ".join(line.text for line in paragraph)
    starts = list(accumulate((len(line.text) + 1 for line in paragraph[:-1]), initial=0))
    told = [(paragraph[bisect_right(starts, place) - 1], words) for place, words in _spoken(text)]
    # A line can read as a statement while its sentence goes on, and asks.
    asking = {
        line.number for line, words in told if "?" in words and words != line.text and is_no_statement(words)
    }
    yield from (line for line in undenied(paragraph) if line.number not in asking)
    for line, words in told:
        said = _AFFIRMED.split(words, maxsplit=1)[0]
        if said != line.text:
            yield Line(line.number, said, "", "", line.where)


def _spoken(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, and where each begins."""
    ends = [
        match.end()
        for match in _END.finditer(text)
        if not _ABBREVIATED.search(text[max(0, match.start() - _NEAR) : match.start() + 1])
    ]
    for start, end in pairwise((0, *ends, len(text))):
        words = text[start:end].strip().lstrip(_OPENING)[:LINE_LIMIT]
        if words:
            yield start, words
