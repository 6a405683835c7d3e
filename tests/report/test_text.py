"""Foreign text is printed so that nothing in it hides, steers or crashes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.model.report import SpanKind
from attest.report.figures import FigureBook
from attest.report.text import code_point, foreign, marked, plain, say, visible

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("caf\udce9", "caf⟨0xE9⟩"),
        ("half \ud83d", "half ⟨U+D83D⟩"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("\x1b[31m", "⟨U+001B⟩[31m"),
        ("a\nb", "a⟨U+000A⟩b"),
        ("\x85", "⟨U+0085⟩"),
        ("a\u2028b\u2029", "a⟨U+2028⟩b⟨U+2029⟩"),
        ("user\u202etxt", "user⟨U+202E⟩txt"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("\ue000", "⟨U+E000⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
    ],
)
def test_hidden_characters_are_shown_as_codes(text: str, shown: str) -> None:
    """Surrogates, controls, line ends, bidirectional and invisible characters appear as their code."""
    assert visible(text) == shown


def test_ordinary_scripts_stay_as_they_are() -> None:
    """Accents, Arabic, Hebrew and Chinese are not touched."""
    text = "Tomás مراجعة תיקון 修复"

    assert visible(text) == text


def test_a_stack_of_combining_marks_is_cut_at_four() -> None:
    """A letter keeps four marks; the fifth is shown as a code, so that it cannot run over other lines."""
    assert visible("Z" + "\u0301" * 5) == "Z" + "\u0301" * 4 + "⟨U+0301⟩"


def test_long_text_is_cut_with_a_mark() -> None:
    """A text over the limit ends in an ellipsis and holds no more than the limit."""
    assert visible("W" * 400, 100) == "W" * 99 + "…"


@given(ANY_TEXT)
def test_visible_text_can_always_be_encoded(text: str) -> None:
    """Whatever is read, the printed form is UTF-8 without control characters."""
    shown = visible(text).encode().decode()

    assert [character for character in shown if ord(character) < 0x20 or 0x7F <= ord(character) < 0xA0] == []


@given(ANY_TEXT)
def test_visible_text_is_stable(text: str) -> None:
    """Making a short text visible twice changes nothing more."""
    once = visible(text, None)

    assert visible(once, None) == once


def test_a_byte_and_a_surrogate_have_different_codes() -> None:
    """An undecodable byte is shown as the byte, another lone surrogate as its code point."""
    assert (code_point("\udcff"), code_point("\ud800")) == ("⟨0xFF⟩", "⟨U+D800⟩")


def test_a_sentence_takes_spans_only() -> None:
    """A bare number or string cannot get into a sentence."""
    with pytest.raises(TypeError):
        say("{n} changes", n=("12",))  # type: ignore[arg-type]


def test_a_sentence_keeps_kinds_apart() -> None:
    """Our words are plain, a title put into them stays foreign."""
    text = say("Change {title}.", title=foreign("Fix"))

    assert [span.kind for span in text] == [SpanKind.PLAIN, SpanKind.FOREIGN, SpanKind.PLAIN]


def test_a_figure_prints_by_its_id() -> None:
    """The span of a figure holds its id and its form, never the number."""
    total = FigureBook({"changes": ()}).count("changes", "changes")

    assert (total.count.target, total.count.text) == ("changes", "count")


def test_backticks_set_off_code() -> None:
    """In the texts of packs and checks, what stands between backticks is set as code."""
    assert [(span.kind, span.text) for span in marked("Count with `approvals`.")] == [
        (SpanKind.PLAIN, "Count with "),
        (SpanKind.CODE, "approvals"),
        (SpanKind.PLAIN, "."),
    ]


def test_our_own_words_hide_nothing_either() -> None:
    """A path inside our words is made visible as well."""
    assert plain("src/\u202egpj.exe").text == "src/⟨U+202E⟩gpj.exe"
