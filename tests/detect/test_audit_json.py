"""Entries of a log in JSON: whichever way they are put into a file, and what is left of a broken one."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.audit_json import UNREADABLE, Broken, entries

ONE, TWO = {"a": 1}, {"b": [1, {"c": None}]}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps([ONE, TWO]), id="an array"),
        pytest.param(json.dumps([ONE, TWO], indent=2), id="an array, indented"),
        pytest.param(json.dumps([ONE]) + json.dumps([TWO]), id="pages one after the other"),
        pytest.param(json.dumps([[ONE], [TWO]]), id="pages gathered in an array"),
        pytest.param(f"{json.dumps(ONE)}\n{json.dumps(TWO)}\n", id="one a line"),
        pytest.param(f"{json.dumps(ONE)}\r\n\r\n{json.dumps(TWO)}", id="one a line, as Windows ends them"),
    ],
)
def test_entries_are_read_whichever_way_they_are_written(text: str) -> None:
    """As the forge's page, its interface and tools that gather pages write them."""
    assert list(entries(text)) == [ONE, TWO]


@pytest.mark.parametrize("text", ["", "\n \n", "[]", "[][]", "[[], []]"])
def test_no_entry_is_none(text: str) -> None:
    """Which is no fault of the form."""
    assert list(entries(text)) == []


@pytest.mark.parametrize(
    "line",
    [
        "{", '{"a": }', "no json", '{"a": 1, "a": 2}', '"' + "x" * (1 << 20) + '"', '{"a":' * 5_000,
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_costs_itself_alone(line: str) -> None:
    """Broken, of two minds about a key, or too large."""
    assert list(entries(f"{json.dumps(ONE)}\n{line}\n{json.dumps(TWO)}\n")) == [ONE, UNREADABLE, TWO]


def test_an_entry_of_an_array_that_names_a_key_twice_is_unreadable() -> None:
    """Readers differ on what it says; the others are read."""
    assert list(entries('[{"a": 1}, {"x": 1, "x": 2}]')) == [ONE, UNREADABLE]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('[{"a": 1},\n', 2, id="cut off between entries"),
        pytest.param('[\n{"a": 1},\n{"a": ', 3, id="cut off in an entry"),
        pytest.param("[]\n]", 2, id="one end too many"),
        pytest.param("[\n[[1]]]", 2, id="arrays without end"),
        pytest.param("[" * 100_000, 1, id="nothing but beginnings"),
        pytest.param('["' + "x" * (1 << 21) + '"]', 1, id="an entry larger than a mebibyte"),
    ],
)
def test_an_array_that_cannot_be_read_to_its_end_has_no_rest(text: str, line: int) -> None:
    """What is missing cannot be counted; the line is told."""
    with pytest.raises(Broken) as fault:
        list(entries(text))

    assert fault.value.line == line


def test_a_large_entry_of_an_array_is_read() -> None:
    """Of any size below a mebibyte."""
    large = {"text": "x" * 200_000}

    assert list(entries(json.dumps([large, ONE]))) == [large, ONE]


@given(st.text(st.sampled_from('[]{}",:\n a1\\u\ud800'), max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    """It is entries, or one fault."""
    try:
        found: list[Any] = list(entries(text))
    except Broken:
        return

    assert len(found) <= len(text)
