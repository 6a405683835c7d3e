"""The quick reader of plain YAML: what it says is what the whole reader says, or it says nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect import path_classes
from attest.document import plain, whole
from attest.errors import AttestError
from tests.support.user_rules import document

_RULES = Path(path_classes.__file__).parent.parent / "rules"
_TEXTS = [path.read_text(encoding="utf-8") for path in sorted(_RULES.glob("*.yaml"))]
_MARKS = [
    *("- ", "-", ":", ": ", "#", " #", "'", '"', "[", "]", "{", "}", ", ", "\n", "\n  ", "\n    - ", "  "),
    *("a: ", "\\", "\\n", "\\u0041", "\\ud83e", "|", ">-", "~", "true", "12", "1.5", "&a", "*a", "!x", "? "),
    *("\t", "%", "@", "é", "\u2028", "\ufeff", "---", "...", "<<", "=", "''", "\n- ", "\n-\n", "\nb:\n", "*"),
]


@st.composite
def _nearly_plain(draw: st.DrawFn) -> str:
    """Some lines of a rule file with marks of YAML put in and letters taken out."""
    lines = draw(st.sampled_from(_TEXTS)).split("\n")
    first = draw(st.integers(0, len(lines) - 1))
    some = [line[:120] for line in lines[first : first + draw(st.integers(1, 8))]]
    depth = len(some[0]) - len(some[0].lstrip(" "))
    text = "\n".join(line[depth:] if not line[:depth].strip() else line for line in some)
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(_MARKS)) + text[at + draw(st.integers(0, 2)) :]
    return text


def _read_whole(text: str) -> object:
    try:
        return whole(text, "f.yaml")
    except AttestError as fault:
        return fault.what


def _agrees(text: str) -> bool:
    """Whether both say the same. `1 == True` in Python: the written form tells them apart."""
    found = plain.read(text)
    return found is None or (found == (said := _read_whole(text)) and repr(found) == repr(said))


@given(_nearly_plain())
def test_what_is_read_quickly_is_what_the_whole_reader_reads(text: str) -> None:
    """Value and lines are the same, and a text with a fault is always left to the whole reader."""
    assert _agrees(text)


@given(st.lists(st.sampled_from([*_MARKS, "b", "c: d", "e", " "]), max_size=14).map("".join))
def test_marks_alone_are_read_as_the_whole_reader_reads_them(text: str) -> None:
    """The same of texts that are nearly nothing but punctuation."""
    assert _agrees(text)


@pytest.mark.parametrize("text", [*_TEXTS, document(40)])
def test_rule_files_are_plain(text: str) -> None:
    """Every rule file of the package, and those that the benchmark makes up, are read quickly and alike."""
    assert plain.read(text) == whole(text, "f.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 1 # one\nb:\n- x\n-   'it''s'\nc:\n", {"a": 1, "b": ["x", "it's"], "c": None}),
        ('a: "\\u00e9\\n"\n', {"a": "é\n"}),
        ("- - a\n", None),
        ("- a: ~\n  b: [1, 'two', {\"c\": true}]\n- []\n", [{"a": None, "b": [1, "two", {"c": True}]}, []]),
        ("a: one\n  two\n", None),
        ("a: >-\n  one\n", None),
        ("a: 1\na: 2\n", None),
        ("a: {b: 1, b: 2}\n", None),
        ("a: &x 1\n", None),
        ("a: !x 1\n", None),
        ("a:\tb\n", None),
        ("a: '1'2\n", None),
        ("- [[[" + "[" * 60 + "]" * 60 + "]]]\n", None),
        ("", None),
    ],
)  # fmt: skip
def test_what_is_plain(text: str, value: object) -> None:
    """Maps, lists and scalars of a line are read; everything else is left to the whole reader."""
    found = plain.read(text)

    assert value == (found[0] if found is not None else None)


def test_lines_count_from_one_and_are_those_of_the_keys() -> None:
    """As messages name them."""
    assert plain.read("# c\na:\n  - b: 1\n    c: [x]\n") == (
        {"a": [{"b": 1, "c": ["x"]}]},
        {
            (): 2,
            ("a",): 2,
            ("a", 0): 3,
            ("a", 0, "b"): 3,
            ("a", 0, "c"): 4,
            ("a", 0, "c", 0): 4,
        },
    )
