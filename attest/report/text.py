"""Running text of the report, and foreign text made safe to print.

`say` is the one way to write a sentence: its wording is ours, and whatever is put into it is a span
that says what it is. A bare number or a bare foreign string cannot get in.
"""

import re
import unicodedata
from collections.abc import Iterable

from attest.model.report import Span, SpanKind, Text

FOREIGN_LIMIT = 160
_OWN_LIMIT = 2000
_MARKS_LIMIT = 4
_HOLE = re.compile(r"\{([a-z_]+)\}")

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2028\u2029"
    "\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
)


def _shown(code: int) -> bool:
    """Whether a character is printed as its code: it would be invisible, or steer the text around it."""
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code < 0xF900  # surrogates and private use
        or 0x206A <= code <= 0x206F
        or 0xFFF0 <= code <= 0xFFFC
        or code & 0xFFFE == 0xFFFE
        or code >= 0xE0000  # tags, variation selectors, private planes
        or chr(code) in _BIDI
        or chr(code) in _HIDDEN
    )


def code_point(character: str) -> str:
    """A character by its code, in brackets that no record uses: `⟨U+202E⟩`.

    Git's undecodable bytes arrive as lone surrogates (PEP 383) and are shown as the byte: `⟨0xFF⟩`.
    """
    code = ord(character)
    return f"⟨0x{code - 0xDC00:02X}⟩" if 0xDC80 <= code <= 0xDCFF else f"⟨U+{code:04X}⟩"


def visible(value: str, limit: int | None = FOREIGN_LIMIT) -> str:
    """Foreign text in one line, cut to `limit` characters of the original, nothing in it hidden.

    Surrogates, control characters, line ends, invisible and bidirectional controls and private use
    are shown by their code, as is a combining mark after the fourth on one letter.
    """
    cut = value if limit is None or len(value) <= limit else value[: limit - 1]
    pieces: list[str] = []
    marks = 0
    for character in cut:
        marks = marks + 1 if unicodedata.combining(character) else 0
        hidden = marks > _MARKS_LIMIT or _shown(ord(character))
        pieces.append(code_point(character) if hidden else character)
    return "".join(pieces) + ("…" if len(cut) < len(value) else "")


def plain(text: str) -> Span:
    """Our own words, which may hold a path or a slug; nothing in them is hidden."""
    return Span(kind=SpanKind.PLAIN, text=visible(text, _OWN_LIMIT))


def strong(text: str) -> Span:
    """Our own words, stressed."""
    return Span(kind=SpanKind.STRONG, text=visible(text, _OWN_LIMIT))


def foreign(text: str, limit: int | None = FOREIGN_LIMIT) -> Span:
    """Somebody else's words, set as a quotation."""
    return Span(kind=SpanKind.FOREIGN, text=visible(text, limit))


def named(text: str, limit: int | None = 80) -> Span:
    """A name that somebody else chose."""
    return Span(kind=SpanKind.NAME, text=visible(text, limit))


def code(text: str, limit: int | None = 240) -> Span:
    """An id, a digest, a command or a path."""
    return Span(kind=SpanKind.CODE, text=visible(text, limit))


def link(text: str, anchor: str) -> Span:
    """Our own words, leading to an anchor of the report."""
    return Span(kind=SpanKind.LINK, text=visible(text), target=anchor)


def marked(text: str) -> Text:
    """Our own words in which backticks set off names and commands."""
    return tuple(
        code(part) if place % 2 else plain(part) for place, part in enumerate(text.split("`")) if part
    )


def anchor(label: str) -> Span:
    """The place that references of this label lead to."""
    return Span(kind=SpanKind.ANCHOR, text=label, target=label.lower())


def say(wording: str, /, **parts: Span | Text) -> Text:
    """A sentence of ours with spans in its holes: `say("{n} changes", n=figure.count)`.

    Raises:
        KeyError: A hole has no part.
        TypeError: A part is not a span.
    """
    spans: list[Span] = []
    for index, piece in enumerate(_HOLE.split(wording)):
        if index % 2 == 0:
            if piece:
                spans.append(plain(piece))
            continue
        part = parts[piece]
        spans.extend(_checked((part,) if isinstance(part, Span) else part))
    return tuple(spans)


def _checked(part: Text) -> Text:
    for span in part:
        if not isinstance(span, Span):
            raise TypeError(f"only spans go into a sentence, not {span!r}")
    return part


def join(texts: Iterable[Span | Text], between: str = ", ") -> Text:
    """Texts one after the other."""
    spans: list[Span] = []
    for text in texts:
        if spans:
            spans.append(plain(between))
        spans.extend((text,) if isinstance(text, Span) else text)
    return tuple(spans)


def words(text: Text) -> str:
    """The characters of a text, figures left out: for anchors, titles and tests."""
    return "".join(span.text for span in text if span.kind is not SpanKind.FIGURE)
