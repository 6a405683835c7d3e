"""HTML comments of a text, and what is left without them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.comments import uncommented

PIECES = ("a", "<!--", "-->", "\n", "```", "> ", "`", " ", "--", "<!", "\ud800")
ROWS = st.lists(st.sampled_from(PIECES), max_size=30).map(lambda parts: "".join(parts).split("\n"))


@pytest.mark.parametrize(
    ("text", "left", "notes"),
    [
        ("a <!-- b --> c", "a  c", ["<!-- b -->"]),
        ("a<!-- b -->c<!-- d -->e", "ace", ["<!-- b -->", "<!-- d -->"]),
        ("a <!-- b\nc\nd --> e", "a \n\n e", []),
        ("a <!-- b\nc", "a <!-- b\nc", []),
        ("a -->\nb <!-- c", "a -->\nb <!-- c", []),
        ("`<!--` a -->", "`<!--` a -->", []),
        ("```\n<!--\n```\na -->", "```\n<!--\n```\na -->", []),
        ("> <!-- a\nb -->", "> <!-- a\nb -->", []),
        ("<!-- <!-- a --> b", " b", ["<!-- <!-- a -->"]),
    ],
)
def test_what_is_left_of_a_text(text: str, left: str, notes: list[str]) -> None:
    """A comment ends at its first end; one that nothing closes, or that is only shown, is none."""
    rows, found = uncommented(text.split("\n"))

    assert ("\n".join(rows), [note for _, note in found]) == (left, notes)


@given(ROWS)
def test_rows_keep_their_places(rows: list[str]) -> None:
    """So that a trace is told with the line on which it stands."""
    left, notes = uncommented(rows)

    assert len(left) == len(rows)
    assert all(note in rows[index] for index, note in notes)
    assert all(len(after) <= len(before) for before, after in zip(rows, left, strict=True))
