"""Sentences of prose: where one begins, and whose words deny it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.message import read
from attest.detect.quoted import quoted
from attest.detect.sentences import LINES_LIMIT, sentences
from tests.detect.commits import rules

PIECES = (
    "Mend it", "not", "- a", ". ", "! Written with Claude. ", "\n", "\n\n", "Key: x", "e.g. x", '"', "> q",
    "```", "<details>", "</details>", "Release notes", "This reverts commit ab", 'Revert "a"', "\ud800", "\0",
    "* Merge branch 'x'", "\u202e", "Bump a from 1 to 2", "https://x.example",
    "<!--", "-->", "- [ ] ", "- [x] Yes, ", "~~", "? Yes", "? No", "## 1.9",
    "Squashed 'a/' changes from 1..2",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def told(text: str) -> list[str]:
    """What is read from its start."""
    return [line.text for line in sentences(read(text).lines)]


def test_a_sentence_goes_on_over_the_end_of_a_line() -> None:
    """Each line is read too, for not everybody ends a sentence."""
    assert told("One is\nhere. Two is\nthere") == [
        "One is",
        "here. Two is",
        "there",
        "One is here.",
        "Two is there",
    ]


def test_a_sentence_that_is_a_line_is_told_once() -> None:
    """Nothing is read twice."""
    assert told("One.\n\nTwo") == ["One.", "Two"]


@pytest.mark.parametrize("break_", ["\n\n", "\n- ", "\n* ", "\nFixes: 12\n"])
def test_a_sentence_ends_where_another_thing_begins(break_: str) -> None:
    """A paragraph, an item of a list, a trailer."""
    assert "One two" not in told(f"One{break_}two")


def test_an_abbreviation_ends_no_sentence() -> None:
    """Nor does the initial of a name."""
    assert told("Read it, e.g. by hand, as J. Doe does. Then go.") == [
        "Read it, e.g. by hand, as J. Doe does. Then go.",
        "Read it, e.g. by hand, as J. Doe does.",
        "Then go.",
    ]


@pytest.mark.parametrize("above", ["It was not", "It wasn't", "None of it was ever", "It came without code"])
def test_a_line_whose_beginning_the_line_above_denies(above: str) -> None:
    """A denial may stand at the end of a line; what only resembles one denies nothing."""
    text = f"Mend\n\n{above}\nwritten with Claude Code."

    assert bool(rules(text)) is (above in ("None of it was ever", "It came without code"))


def test_a_sentence_stands_on_the_line_where_it_begins() -> None:
    """So that a reader finds it."""
    lines = list(sentences(read("s\n\nOne is\nhere. Two is\nthere.").lines))

    assert [(line.number, line.text) for line in lines[-2:]] == [(3, "One is here."), (4, "Two is there.")]


def test_a_paragraph_without_end_is_read_in_pieces() -> None:
    """What a message may cost is bounded."""
    lengths = [len(line) for line in told("word\n" * (2 * LINES_LIMIT))]

    assert max(lengths) == LINES_LIMIT * len("word ") - 1


@given(TEXTS)
def test_no_word_is_made_up(text: str) -> None:
    """Every sentence stands in the message, line ends read as spaces; nothing stops the reading."""
    message = read(text)
    whole = " ".join(line.text for line in message.lines)

    assert all(sentence in whole for sentence in told(text))


@given(TEXTS, st.integers(min_value=0, max_value=40))
def test_only_rows_of_the_message_are_quoted(text: str, block: int) -> None:
    """Wherever the trailer block is said to begin."""
    rows = text.split("\n")

    assert quoted(rows, " \t", min(block, len(rows))) <= set(range(len(rows)))
