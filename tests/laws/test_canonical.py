"""One canonical form: the quick encoders of records give the bytes of RFC 8785, and nothing else passes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest import canonical
from attest.ledger.layout import KINDS
from attest.ledger.lines import Decoder, Fault, PersonalLine, decode_personal, encode, encode_personal
from attest.model.collected import PersonalEntry
from attest.model.identity import Person
from attest.model.population import Gap
from attest.proof.commitment import printable_unicode
from tests.support.runs import Story, write_run

KEYS = st.text(st.characters(max_codepoint=127), max_size=8)
INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
TEXT = st.text()
ANY_TEXT = st.text(st.characters())
JSON = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
)
# What RFC 8785 itself shows of strings: its example of section 3.2.2, without the numbers.
PUBLISHED = (
    {"string": '\u20ac$\u000f\nA\'B"\\\\"/', "literals": [None, True, False]},
    rb'{"literals":[null,true,false],"string":"' + "\u20ac".encode() + rb"""$\u000f\nA'B\"\\\\\"/"}""",
)


def test_both_encoders_give_the_published_bytes() -> None:
    """The example of the standard comes out as printed there."""
    value, expected = PUBLISHED

    assert expected == canonical.dumps(value)
    assert expected == canonical.dumps_record(value)


@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_the_quick_encoder_is_the_standard_one(fields: dict[str, object]) -> None:
    """For objects with ASCII keys and no floats, the quick encoder's bytes are those of the library."""
    assert canonical.dumps(fields) == canonical.dumps_record(fields)


@given(JSON)
def test_canonical_bytes_read_back_to_the_same_value(value: object) -> None:
    """Reading canonical bytes and writing them again changes neither value nor bytes."""
    data = canonical.dumps(value)

    assert value == json.loads(data)
    assert data == canonical.dumps(json.loads(data))


def gap(first: str, second: str, count: int, names: list[str]) -> Gap:
    """A record with free text, a number, a truth value and a list."""
    return Gap(
        id=first, source=second, kind="x", repository="", what=first + second, effect=second,
        affects=tuple(names), affected_count=count, not_connected=bool(count % 2),
    )  # fmt: skip


@given(TEXT, TEXT, INTEGERS, st.lists(TEXT, max_size=3))
def test_a_record_survives_its_line(first: str, second: str, count: int, names: list[str]) -> None:
    """A record's line is its RFC 8785 form, and the strict reader gives the record back."""
    record = gap(first, second, count, names)
    line = encode(record)

    assert canonical.dumps(record.model_dump(mode="json")) == line
    assert record.model_dump() == Decoder(Gap)(line).model_dump()


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=3))
def test_any_text_of_a_repository_makes_a_line(name: str, names: list[str]) -> None:
    """Lone surrogates are made visible, so that every name has a line, and the line reads back."""
    line = encode(Person(id="P-1", names=(name, *names), addresses=(), logins=()))

    assert printable_unicode(name) == Decoder(Person)(line).names[0]


@given(TEXT, st.dictionaries(KEYS, TEXT, max_size=4))
def test_a_personal_entry_survives_its_line(name: str, fields: dict[str, str]) -> None:
    """A personal entry's line is canonical, and the strict reader gives the entry back."""
    line = encode_personal(PersonalEntry(name, "0" * 32, fields))
    entry = decode_personal(Decoder(PersonalLine), line)

    assert canonical.dumps({"fields": fields, "id": name, "salt": "0" * 32}) == line
    assert (name, fields) == (entry.id, entry.fields)


def test_unsorted_personal_fields_are_not_canonical() -> None:
    """The strict reader looks inside a free map as well."""
    line = b'{"fields":{"b":"","a":""},"id":"x","salt":"%s"}' % (b"0" * 32)

    with pytest.raises(Fault, match="canonical"):
        decode_personal(Decoder(PersonalLine), line)


@given(st.data())
def test_the_strict_reader_takes_no_other_text(data: st.DataObject) -> None:
    """Whatever is put into, taken from or changed in a line, what is read writes itself back the same."""
    line = encode(gap("a", "b", 3, ["c"]))
    start = data.draw(st.integers(0, len(line)))
    end = data.draw(st.integers(start, min(len(line), start + 4)))
    filling = data.draw(st.sampled_from([b"", b" ", b"0", b"-", b".0", b"e1", b"\\u0061", b"\t", b"1"]))
    changed = line[:start] + filling + line[end:]
    try:
        record = Decoder(Gap)(changed)
    except Fault:
        return

    assert canonical.dumps(record.model_dump(mode="json")) == changed


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_a_strict_reader(tmp_path: Path, kind: str) -> None:
    """Fields of every kind are read and written in the order of their names, nested records included."""
    about = KINDS[kind]
    lines = (write_run(tmp_path, Story(training=True)) / about.path).read_bytes().splitlines()
    records = [Decoder(about.model)(line) for line in lines]

    assert lines == [canonical.dumps(record.model_dump(mode="json")) for record in records]
    assert lines
