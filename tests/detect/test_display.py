import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.display import LIMIT, shown


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain words", "plain words"),
        ("a\x1b[31mred", "a\\x1b[31mred"),
        ("tab\tand\nline", "tab\\tand\\nline"),
        ("right\u202eleft", "right\\u202eleft"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("lone \udc80", "lone \\udc80"),
        ("Grüße 👁", "Grüße 👁"),
        ("https://host.example/a?token=1234 end", "https://host.example/a?[removed] end"),
        ("https://ada:secret@host.example/", "https://[removed]@host.example/"),
        ("key ghp_0123456789abcdefghijABCDEFGHIJ012345", "key [removed]"),
        ("aws AKIAABCDEFGHIJKLMNOP", "aws [removed]"),
        ("digest " + "0a" * 32, "digest [removed]"),
        ("commit " + "0a" * 20, "commit " + "0a" * 20),
        ("session_01AbCdEfGhIjKlMnOpQrStUv", "session_01AbCdEfGhIjKlMnOpQrStUv"),
        ("T-0b9f3c1e-6f0a-4d3e-8f4f-1c2d3e4f5a6b", "T-0b9f3c1e-6f0a-4d3e-8f4f-1c2d3e4f5a6b"),
    ],
)
def test_text_is_made_safe_to_show(text: str, printed: str) -> None:
    """Control characters are visible, secrets are gone, ids of sessions and commits stay."""
    assert shown(text) == printed


@given(st.text(max_size=3000))
def test_shown_text_is_short_and_prints(text: str) -> None:
    """Whatever was matched, what is stored is at most 200 characters that UTF-8 can hold."""
    printed = shown(text)

    assert len(printed) <= LIMIT
    assert not any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in printed)
    printed.encode()
