"""What no shipped font can draw is printed as its code, and counted."""

import pytest

from attest.report.renderers.glyphs import drawable


@pytest.mark.parametrize(
    ("text", "expected", "replaced"),
    [
        ("Tomás", "Tomás", 0),
        ("مراجعة", "مراجعة", 0),
        ("תיקון", "תיקון", 0),
        ("⟨U+4E2D⟩ ≤ …", "⟨U+4E2D⟩ ≤ …", 0),
        ("支付", "⟨U+652F⟩⟨U+4ED8⟩", 2),
        ("🚀", "⟨U+1F680⟩", 1),
        ("✅✅", "⟨U+2705⟩⟨U+2705⟩", 2),
    ],
)
def test_uncovered_characters_become_codes(text: str, expected: str, replaced: int) -> None:
    """Scripts that the fonts hold stay; Chinese and emoji become codes."""
    result = drawable(text)

    assert (result.text, result.replaced) == (expected, replaced)
