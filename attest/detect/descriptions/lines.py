"""The lines of a Markdown text: which are headings, and which topics the others stand under.

Bounded: only the beginning of a very long text is read, and no pattern here looks back over a line twice.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from attest.detect.descriptions import Vocabulary, words_of
from attest.model.description import Topic

LONGEST = 1 << 17
"""Characters of a text that are read; the forge itself allows half as many."""
_LONGEST_LINE = 2000
_BOLD_LEVEL = 7
_KEY_LEVEL = 8
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*))?\Z")
_HTML_HEADING = re.compile(r"\s{0,9}<h([1-6])\b[^<>]{0,200}>([^<>]{1,200})</h[1-6]>\s*\Z", re.IGNORECASE)
_SUMMARY = re.compile(r"\s{0,9}(?:<details>\s{0,9})?<summary>(.{1,300})</summary>\s*\Z", re.IGNORECASE)
_BOLD = re.compile(r"\s{0,9}(?:[-*+] )?(\*\*|__)([^*_\n]{1,200})\1[ \t]{0,9}:?[ \t]*(.*)\Z")
_KEY = re.compile(r"\s{0,9}(?:[-*+] )?([^:`<>\[\]|]{1,60}):(?!//)[ \t]*(.*)\Z")
_UNDERLINE = re.compile(r" {0,3}(=+|-{3,})[ \t]*\Z")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)\Z")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>")


class Line(NamedTuple):
    """A line that is no heading, and the topics of the headings that it stands under."""

    text: str
    topics: frozenset[Topic]


class Section(NamedTuple):
    """A heading that names topics: what says that they have one, be there nothing under it."""

    topics: frozenset[Topic]


def read(text: str, vocabulary: Vocabulary) -> Iterator[Line | Section]:
    """Headings that name a topic, and every line of content, in the order of the text."""
    return _Reader(vocabulary).read(_plain(text[:LONGEST]))


class _Plain(NamedTuple):
    """A line without comments; `fenced` where it is code."""

    text: str
    fenced: bool


def _plain(text: str) -> list[_Plain]:
    """The lines, without HTML comments and the marks of fences; an open comment or fence goes to the end."""
    found: list[_Plain] = []
    fence = ""
    hidden = False
    for line in text.splitlines():
        line = line[:_LONGEST_LINE]
        if fence:
            closes = _FENCE.match(line)
            if closes and closes[1].startswith(fence) and not closes[2].strip():
                fence = ""
            else:
                found.append(_Plain(line, fenced=True))
            continue
        line, hidden = _uncommented(line, hidden=hidden)
        opens = _FENCE.match(line)
        if opens and not hidden:
            fence = opens[1]
            continue
        found.append(_Plain(line, fenced=False))
    return found


def _uncommented(line: str, *, hidden: bool) -> tuple[str, bool]:
    """A line without what is in comments, and whether one is open at its end."""
    kept = []
    at = 0
    while at < len(line):
        mark = "-->" if hidden else "<!--"
        end = line.find(mark, at)
        if not hidden:
            kept.append(line[at : end if end >= 0 else len(line)])
        if end < 0:
            return "".join(kept), hidden
        at = end + len(mark)
        hidden = not hidden
    return "".join(kept), hidden


class _Reader:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._open: list[tuple[int, frozenset[Topic]]] = []
        self._indent: int | None = None
        """Of the key that is open and has text behind it: only what is indented further belongs to it."""
        self._has_lines = False

    def read(self, lines: list[_Plain]) -> Iterator[Line | Section]:
        skipped = False
        for number, line in enumerate(lines):
            if skipped:
                skipped = False
                continue
            if line.fenced:
                yield self._line(line.text)
                continue
            after = lines[number + 1] if number + 1 < len(lines) else _Plain("", fenced=True)
            underline = _UNDERLINE.match(after.text) if line.text.strip() and not after.fenced else None
            if underline and not _ATX.match(line.text):
                skipped = True
                yield from self._heading(1 if underline[1][0] == "=" else 2, line.text)
                continue
            yield from self._one(line.text)

    def _one(self, text: str) -> Iterator[Line | Section]:
        if not text.strip():
            if self._has_lines:
                self._close(_KEY_LEVEL)
            return
        if self._indent is not None and _indent(text) <= self._indent:
            self._close(_KEY_LEVEL)
        if atx := _ATX.match(text):
            yield from self._heading(len(atx[1]), atx[2] or "")
        elif titled := _HTML_HEADING.match(text):
            yield from self._heading(int(titled[1]), titled[2])
        elif summary := _SUMMARY.match(text):
            yield from self._heading(_BOLD_LEVEL, TAG.sub(" ", summary[1]))
        else:
            yield from self._inline(text)

    def _inline(self, text: str) -> Iterator[Line | Section]:
        """A bold line, `Topic: text`, or content."""
        bold = _BOLD.match(text)
        if bold and words_of(bold[2]) in self._vocabulary.placeholders and not bold[3]:
            yield self._line(text)
            return
        if bold and not bold[3]:
            yield from self._heading(_BOLD_LEVEL, bold[2])
            return
        key = bold or _KEY.match(text)
        topics = self._vocabulary.named(key[2] if bold else key[1]) if key else frozenset[Topic]()
        if key is None or not topics:
            yield self._line(text)
            return
        yield from self._enter(_KEY_LEVEL, topics)
        rest = key[3] if bold else key[2]
        if rest.strip():
            yield self._line(rest)
            self._indent = _indent(text)

    def _heading(self, level: int, text: str) -> Iterator[Section]:
        yield from self._enter(level, self._vocabulary.within(TAG.sub(" ", text)))

    def _enter(self, level: int, topics: frozenset[Topic]) -> Iterator[Section]:
        self._close(level)
        self._open.append((level, topics))
        if topics:
            yield Section(topics)

    def _close(self, level: int) -> None:
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._indent = None
        self._has_lines = False

    def _line(self, text: str) -> Line:
        self._has_lines = True
        return Line(text, frozenset(topic for _, topics in self._open for topic in topics))


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())
