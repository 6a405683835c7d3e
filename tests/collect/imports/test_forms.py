"""A cell has one form, however it was written; what does not fit is told without a word of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.collect.imports.forms import Unfit, read
from attest.model.imported import Column, Form

SHA = "4be1d0a9c47f2e6b83a5d7c1908e6f3b2a7d5c04"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def column(form: Form) -> Column:
    """A column of that form."""
    return Column("it", form, "", choices=("high", "low") if form is Form.CHOICE else ())


@pytest.mark.parametrize(
    ("form", "cell", "expected"),
    [
        (Form.TEXT, "  Ask   ada@example.org ", "Ask [address]"),
        (Form.TEXT, "a\x1b[31m\u202eb", "a\\x1b[31m\\u202eb"),
        (Form.TEXT, "x" * 300, "x" * 197 + "..."),
        (Form.SLUG, "Claude Code", "claude-code"),
        (Form.WORDS, "SAST; sca|sast , Secret", "sast sca secret"),
        (Form.DAY, "2025-03-01", "2025-03-01"),
        (Form.DAY, "2025-03-01T23:30:00-02:00", "2025-03-02"),
        (Form.TIME, "2025-03-01T09:30:00Z", "2025-03-01T09:30:00Z"),
        (Form.TIME, "2025-03-01 10:30:00.123+01:00", "2025-03-01T09:30:00Z"),
        (Form.TIME, "2025-03-01 10:30 +0100", "2025-03-01T09:30:00Z"),
        (Form.MOMENT, "2025-03-01", "2025-03-01"),
        (Form.MOMENT, "2025-03-01T10:30+01:00", "2025-03-01T09:30:00Z"),
        (Form.SHA, SHA.upper(), SHA),
        (Form.DIGEST, f"sha256:{DIGEST.upper()}", DIGEST),
        (Form.NUMBER, "007", "7"),
        (Form.YES_NO, "TRUE", "yes"),
        (Form.YES_NO, "n", "no"),
        (Form.CHOICE, "High", "high"),
        (Form.PERSON, "Ada@example.org", "Ada@example.org"),
        (Form.PERSON, "github:ada", "github:ada"),
        (Form.PERSON, "github:12345", "github:12345"),
        (Form.PERSON, "github:ship-it[bot]", "github:ship-it[bot]"),
        (Form.REPOSITORY, "acme/shop", "acme/shop"),
        (Form.CHANGE, "#12", "#12"),
        (Form.CHANGE, "Acme/shop#12", "Acme/shop#12"),
        (Form.CHANGE, "https://github.com/acme/shop/pull/12", "acme/shop#12"),
        (Form.CHANGE, SHA[:7].upper(), SHA[:7]),
    ],
)
def test_a_cell_in_its_form(form: Form, cell: str, expected: str) -> None:
    """The same fact is the same text, whatever wrote it."""
    assert read(column(form), cell) == expected


@pytest.mark.parametrize(
    ("form", "cell", "said"),
    [
        (Form.DAY, "01/02/2025", "no day as 2026-01-31"),
        (Form.DAY, "0001-01-01", "no day as 2026-01-31"),
        (Form.TIME, "2025-03-01T09:30:00", "no instant with a zone, as 2026-01-31T09:30:00Z"),
        (Form.TIME, "2025-03-01T25:30:00Z", "no instant with a zone, as 2026-01-31T09:30:00Z"),
        (Form.TIME, "2025-03-01", "no instant with a zone, as 2026-01-31T09:30:00Z"),
        (Form.MOMENT, "yesterday", "neither a day nor an instant with a zone"),
        (Form.SHA, SHA[:12], "no full id of a commit"),
        (Form.DIGEST, SHA, "no SHA-256"),
        (Form.NUMBER, "-1", "no whole number"),
        (Form.NUMBER, "1" * 10, "no whole number"),
        (Form.YES_NO, "maybe", "neither yes nor no"),
        (Form.CHOICE, "medium", "none of high, low"),
        (Form.SLUG, "=cmd", "no short name of letters, digits, dots and dashes"),
        (Form.PERSON, "Ada Lovelace", "neither an address nor github: with a login or a number"),
        (Form.PERSON, "Ada <ada@example.org>", "neither an address nor github: with a login or a number"),
        (Form.REPOSITORY, "a/b/c", "no name of a repository"),
        (Form.CHANGE, "12", "neither #12, nor owner/name#12, nor an id of a commit"),
        (Form.CHANGE, "#0", "neither #12, nor owner/name#12, nor an id of a commit"),
        (Form.TEXT, "a\0b", "no text"),
        (Form.WORDS, ",".join(f"w{number}" for number in range(51)), "more than 50 words"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_by_what_it_should_be(form: Form, cell: str, said: str) -> None:
    """What it is may name somebody."""
    with pytest.raises(Unfit) as fault:
        read(column(form), cell)

    assert str(fault.value) == said


@given(form=st.sampled_from(Form), cell=st.text(min_size=1, max_size=300))
def test_any_cell_is_read_or_unfit(form: Form, cell: str) -> None:
    """Nothing else comes of a cell; what is read prints, but for what stays personal."""
    try:
        found = read(column(form), cell)
    except Unfit:
        return
    assert form in (Form.NOTE, Form.PERSON) or found.isprintable()


@given(form=st.sampled_from([form for form in Form if form not in (Form.NOTE, Form.TEXT)]), cell=st.text())
def test_reading_what_was_read_changes_nothing(form: Form, cell: str) -> None:
    """Words apart, whose separator is another one."""
    try:
        once = read(column(form), cell)
    except Unfit:
        return
    again = once.replace(" ", "|") if form is Form.WORDS else once
    assert not once or read(column(form), again) == once
