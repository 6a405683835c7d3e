"""Which characters the shipped fonts can draw; the others are printed as their code, and counted."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from attest.report.text import code_point
from attest.resources import folder

FONTS = {
    "Inter-Regular.otf": ("Attest Sans", "normal", 400),
    "Inter-Italic.otf": ("Attest Sans", "italic", 400),
    "Inter-SemiBold.otf": ("Attest Sans", "normal", 600),
    "JetBrainsMono-Regular.ttf": ("Attest Mono", "normal", 400),
    "DejaVuSans.ttf": ("Attest Fallback", "normal", 400),
}
_EMOJI = (
    (0x200D, 0x200D), (0x20E3, 0x20E3), (0x231A, 0x231B), (0x23E9, 0x23F3), (0x25FD, 0x25FE),
    (0x2614, 0x2615), (0x2648, 0x2653), (0x267F, 0x267F), (0x2693, 0x2693), (0x26A1, 0x26A1),
    (0x26AA, 0x26AB), (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26CE, 0x26CE), (0x26D4, 0x26D4),
    (0x26EA, 0x26EA), (0x26F2, 0x26F3), (0x26F5, 0x26F5), (0x26FA, 0x26FA), (0x26FD, 0x26FD),
    (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C), (0x274E, 0x274E),
    (0x2753, 0x2755), (0x2757, 0x2757), (0x2795, 0x2797), (0x27B0, 0x27B0), (0x27BF, 0x27BF),
    (0x2B1B, 0x2B1C), (0x2B50, 0x2B50), (0x2B55, 0x2B55), (0xFE00, 0xFE0F), (0x1F000, 0x1FFFF),
)  # fmt: skip
"""Characters of emoji presentation: the layout engine would fetch a colour font of the machine for them."""


@dataclass(frozen=True, slots=True)
class Drawable:
    """A text in which every character has a glyph, and how many were replaced for that."""

    text: str
    replaced: int


@cache
def covered() -> frozenset[int]:
    """The code points that a shipped font draws whatever the style: union of all fonts."""
    from fontTools.ttLib import TTFont

    points: set[int] = set()
    for name in FONTS:
        with TTFont(BytesIO((folder("templates") / "fonts" / name).read_bytes()), lazy=True) as font:
            points.update(font.getBestCmap())
    for first, last in _EMOJI:
        points.difference_update(range(first, last + 1))
    return frozenset(points | {0x0A})


def drawable(text: str) -> Drawable:
    """A text, or a page of markup, with characters that no shipped font holds replaced by their code."""
    missing = {character for character in set(text) if ord(character) not in covered()}
    if not missing:
        return Drawable(text, 0)
    table = {ord(character): code_point(character) for character in missing}
    return Drawable(text.translate(table), sum(text.count(character) for character in missing))
