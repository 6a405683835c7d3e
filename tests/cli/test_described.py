"""What a pull request's text says by its headings, as a terminal shows it."""

from typing import Any

from attest.cli.described import lines

WHOLE: dict[str, Any] = {
    "topics": [{"topic": "testing", "state": "filled"}, {"topic": "rollback", "state": "placeholder"}],
    "words": 12, "ticked": 1, "unticked": 2, "edited_at": "2025-03-01T00:00:00Z", "edits_known": True,
    "cut": False,
}  # fmt: skip


def test_topics_boxes_and_the_last_edit_are_said() -> None:
    """On two lines."""
    assert list(lines(WHOLE)) == [
        "its text: 12 words, 1 of 3 boxes ticked; testing filled, rollback placeholder",
        "  last edited 2025-03-01T00:00:00Z",
    ]


def test_what_is_not_there_or_not_known_is_said() -> None:
    """A text without headings whose edits the forge does not tell; one that was never edited is silent."""
    bare = WHOLE | {"topics": [], "unticked": 0, "ticked": 0, "edited_at": None}

    assert list(lines(bare)) == ["its text: 12 words; no topic has a heading"]
    assert list(lines(bare | {"edits_known": False, "cut": True}))[1:] == [
        "  when it was last edited is not known",
        "  longer than what was read of it",
    ]
    assert list(lines(None)) == []
