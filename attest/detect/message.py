"""Reads a commit message line by line, as no trailer parser does.

Git's own parser sees the last paragraph only; squash merges join messages, so evidence stands in any
paragraph. Every line is read here, and where it stood is told. Lines that are somebody else's words
are left out: quotations (`>`), and what `quoted` tells. So is what the author did not say: boxes without
a tick, text that is struck out, comments.
"""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from attest.detect.comments import uncommented
from attest.detect.quoted import quoted

LINE_LIMIT = 2_000
"""Characters of a line that are looked at; markers stand at the start of a line."""
LINES_LIMIT = 5_000
"""Lines of a message that are looked at, from the start, and as many again from the end."""

COAUTHOR_KEYS = frozenset({"co-authored-by", "co-developed-by", "co-author"})
TRAILER = "trailer"
BODY = "body"

_KEY = re.compile(r"(?:[*+-][ \t]{1,4})?([A-Za-z][A-Za-z0-9-]{1,40}(?: [Bb]y)?)[ \t]{0,10}:(?!//)[ \t]*")
_INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u00ad"
SPACE = " \t\v\f\u00a0\u3000" + _INVISIBLE
_HEADING = re.compile(r"#{1,6}[ \t]|\*\*[^*]{1,200}\*\*:?$")
_DECORATION = re.compile(r"(?:[^\w<]|_|</?\w{1,8}>){0,24}")
_BOX = re.compile(
    r"(?:(?:[*+-]|\d{1,3}[.)])[ \t]{1,4})?[*_| \t]{0,6}"
    r"(?:\\?\[[ \t]{0,2}(?P<mark>[xX\u2713\u2714\u2705]|[ \t_~.-]{0,2})[ \t]{0,2}\\?\](?=[\s*_]|$)"
    r"|(?P<sign>[\u2610-\u2612\u2705\u25a1\u25fb\u2b1c\u274c\u2717\u2718\U0001f532])\ufe0f?)[*_: \t]{0,6}"
)
_TICKS = "xX\u2611\u2612\u2705\u2713\u2714"
_EMPTY_BOX = re.compile(r"\[[ \t]{1,3}\]|\u2610")
_STRUCK = re.compile(
    r"(?<!~)~~(?=[^\s~])[^~]{1,2000}~~(?!~)|<(del|s|strike)>[^<]{0,2000}</\1>", re.IGNORECASE
)
_SQUASHED = re.compile(r"\([#!]\d{1,9}\)\s*$")
_GIT_MADE = ("signed-off-by", "co-authored-by")
PICKED = re.compile(r"\(cherry picked from commit [0-9a-f]{7,64}\)")
_LINK = re.compile(r"<?https?://\S{1,1000}$")
_JOINED = "Squashed commit of the following:"
_LISTED = re.compile(r"commit [0-9a-f]{40}(?:[0-9a-f]{24})?$")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message, or several folded into one.

    `text` is without leading decoration (emoji, bullets, markup), `key` the lower-case trailer key
    with hyphens, or empty, `value` what follows it; `number` counts from 1.
    """

    number: int
    text: str
    key: str
    value: str
    where: str
    marked: bool = False
    """Decoration stood before it, as before an item of a list."""
    ticked: bool = False
    """A box with a tick stood before it."""
    heading: bool = False
    """It was written as a heading, `#` before it or bold from end to end."""


@dataclass(frozen=True, slots=True)
class Message:
    """The lines of a message that are the author's own words."""

    lines: tuple[Line, ...]
    squash: bool
    """The subject ends as the forge ends the subject of a squash merge."""
    combined: bool
    """The message lists several commits."""
    comments: tuple[Line, ...] = ()
    """HTML comments of one line, delimiters included: nobody's words, but tools leave marks in them."""


def read(message: str) -> Message:
    """The author's own lines of a message, text after a NUL included."""
    rows, comments = uncommented(split(message))
    subject = next((row for row in rows if row.strip()), "")
    block = trailer_block(rows)
    others = quoted(rows, SPACE, block)
    joined = _JOINED in rows
    examples = 0 if joined else block if block < len(rows) else _prose_end(rows)
    lines: list[Line] = []
    void: int | None = None  # How deep the box without a tick stands whose text goes on.
    for index, row in enumerate(rows):
        bare = row.strip(SPACE)
        if not bare:
            void = None
            continue
        if index in others or bare.startswith(">"):
            continue
        depth = len(row) - len(row.lstrip())
        said, ticked = _said(bare)
        if ticked is False:
            void = depth
        if ticked is False or not said or (ticked is None and void is not None and depth > void):
            continue
        void = None
        if ticked is None and lines and _continues(rows, index, said, lines[-1]):
            lines[-1] = _folded(lines[-1], said)
        elif index >= examples or not row.startswith(("    ", "\t")):
            # An indented line amid the body shows something; agents indent whole closing paragraphs too.
            lines.append(_line(index + 1, said, TRAILER if index >= block else BODY, ticked=bool(ticked)))
    noted = tuple(Line(index + 1, text, "", "", BODY) for index, text in comments)
    return Message(tuple(lines), _SQUASHED.search(subject) is not None, _is_combined(rows), noted)


def _prose_end(rows: list[str]) -> int:
    """Index of the last row of prose that is not set in; what is set in above it is shown amid a text."""
    for index in range(len(rows) - 1, 0, -1):
        row = rows[index]
        if row[:1].isalnum() and _KEY.match(row) is None:
            return index
    return 0


def _is_combined(rows: list[str]) -> bool:
    """Whether several commits are listed, as forges do it or git's own squash."""
    log = _JOINED in rows
    listed = (row for row in rows[1:] if row.startswith(("* ", "-----")) or (log and _LISTED.match(row)))
    return next(listed, None) is not None and next(listed, None) is not None


def coauthors(message: str) -> Iterator[tuple[str, str]]:
    """Names and addresses of co-author lines, in the order of the lines."""
    return credited(message, COAUTHOR_KEYS)


def credited(message: str, keys: Container[str]) -> Iterator[tuple[str, str]]:
    """Names and addresses of the lines with one of some keys, in the order of the lines."""
    for line in read(message).lines:
        if line.key in keys:
            name, bracket, rest = line.value.partition("<")
            if bracket and ">" in rest:
                yield name.strip(), rest.partition(">")[0].strip()


def split(message: str) -> list[str]:
    """The rows of a message, bounded in number and length."""
    # A NUL hides what follows it from git's own output: here it ends a line like any other.
    if "\0" in message:
        message = message.replace("\0", "\n")
    if "\r" in message:
        message = message.replace("\r\n", "\n").replace("\r", "\n")
    rows = message.split("\n")
    if len(rows) > 2 * LINES_LIMIT:
        rows = rows[:LINES_LIMIT] + rows[-LINES_LIMIT:]
    return [row[:LINE_LIMIT] for row in rows]


def trailer_block(rows: list[str]) -> int:
    """Index of the first line of the last paragraph when that is trailers, else past the end.

    As git has it: all lines are trailers, or a quarter are and one is of git's own making.
    """
    end = len(rows)
    while end and not rows[end - 1].strip(SPACE):
        end -= 1
    start = end
    while start and rows[start - 1].strip(SPACE):
        start -= 1
    if start == end or not any(row.strip(SPACE) for row in rows[:start]):
        return len(rows)
    found = made = other = 0
    for row in rows[start:end]:
        bare = row.strip(SPACE)
        match = _KEY.match(bare)
        if match or PICKED.match(bare):
            found += 1
            made += match is None or match[1].lower() in _GIT_MADE
        elif row[0] not in " \t" or not found:
            other += 1
    is_block = found and (not other or (made and found * 3 >= other))
    return start if is_block else len(rows)


def _said(bare: str) -> tuple[str, bool | None]:
    """A row without its box and what is struck out; whether the box is ticked, `None` where there is none."""
    if "~~" in bare or "</" in bare:
        bare = _STRUCK.sub("", bare).strip(SPACE)
    box = _BOX.match(bare)
    ticked = None if box is None else (box["mark"] or box["sign"] or " ") in _TICKS
    said = bare if box is None else bare[box.end() :]
    empty = _EMPTY_BOX.search(said)
    if empty:
        # Boxes side by side: what follows an empty one is not said, nor clear what stands before it.
        said, ticked = said[: empty.start()].rstrip(), ticked or False
    return said, ticked


def _continues(rows: list[str], index: int, bare: str, last: Line) -> bool:
    """Whether a row goes on with the line before: a folded value, or the link of a label."""
    above = rows[index - 1].strip(SPACE)
    if not above:
        return False
    if above.endswith(":") and _LINK.match(bare):
        return last.text.endswith(":")
    is_folded = rows[index][0] in " \t" and bool(last.key)
    return is_folded and _KEY.match(bare) is None and not bare.startswith(("* ", "- "))


def _folded(line: Line, more: str) -> Line:
    joined = f"{line.value} {more}"[:LINE_LIMIT]
    text = f"{line.text} {more}"[:LINE_LIMIT]
    return Line(line.number, text, line.key, joined, line.where, line.marked, line.ticked)


def _line(number: int, bare: str, where: str, *, ticked: bool = False) -> Line:
    match = _KEY.match(bare)
    key, value = (
        ("", "") if match is None else (match[1].lower().replace(" ", "-"), bare[match.end() :].rstrip())
    )
    decoration = _DECORATION.match(bare)
    text = bare[decoration.end() :] if decoration else bare
    marked, heading = ticked or len(text) < len(bare), _HEADING.match(bare) is not None
    return Line(number, text, key, value, where, marked, ticked, heading)
