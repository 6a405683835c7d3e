"""YAML from strangers: small, strict, with the line of each fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from attest.document import SIZE_LIMIT, examine, parse, problems, validate
from attest.errors import AttestError, CatalogError, ConfigError


class Shape(BaseModel):
    """A model to validate against."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str
    size: int
    parts: tuple[str, ...] = ()


def test_scalars_are_text_numbers_booleans_and_null() -> None:
    """YAML 1.2's core without floats and dates: what looks like a date stays text, `no` is a word."""
    document = parse(b"day: 2025-01-01\nword: no\nyes: true\nsize: 12\nratio: 1.5\nnone: ~\n", "f.yaml")

    assert document.value == {
        "day": "2025-01-01",
        "word": "no",
        "yes": True,
        "size": 12,
        "ratio": "1.5",
        "none": None,
    }


def test_quoted_scalars_stay_text() -> None:
    """Quotes make text of anything."""
    assert parse(b"a: '12'\nb: \"true\"\n", "f.yaml").value == {"a": "12", "b": "true"}


@pytest.mark.parametrize(
    ("data", "what", "where"),
    [
        (b"a: 1\nb:\n  c: 1\n  c: 2\n", "the key 'c' stands twice", "f.yaml:4"),
        (b"a: 1\nb: &x [1]\n", "anchors and aliases are not read", "f.yaml:2"),
        (b"a: !!python/object/apply:os.system ['id']\n", "tags are not read", "f.yaml:1"),
        (b"a: !x 1\n", "tags are not read", "f.yaml:1"),
        (b"[1, 2]: 3\n", "a key must be text", "f.yaml:1"),
        (b"a: 1\nb: \xff\n", "the file is not UTF-8", "f.yaml:2"),
        (b"[" * 200 + b"]" * 200, "the document is nested too deeply", "f.yaml:1"),
        (b"#" * (SIZE_LIMIT + 1), "the file is larger than 1 MiB", "f.yaml"),
    ],
)
def test_what_is_not_read_is_named_with_its_line(data: bytes, what: str, where: str) -> None:
    """Each refusal says what and where."""
    with pytest.raises(ConfigError) as caught:
        parse(data, "f.yaml")

    assert (what, where) == (caught.value.what, caught.value.where)


def test_broken_syntax_is_named_with_its_line() -> None:
    """A syntax fault carries the reader's reason and line."""
    with pytest.raises(CatalogError) as caught:
        parse(b"a: 1\nb: [1,\n", "pack.yaml", CatalogError)

    assert caught.value.what.startswith("not valid YAML: ")
    assert caught.value.where == "pack.yaml:3"


def test_a_field_that_does_not_fit_is_named_with_key_and_line() -> None:
    """Validation points at the line of the key."""
    with pytest.raises(ConfigError) as caught:
        validate(Shape, parse(b"name: x\nsize: many\n", "f.yaml"))

    assert caught.value.where == "f.yaml:2"
    assert caught.value.what.startswith("size: ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("name: x\nsize: 1\nparts: 3\n", "parts: must be a list"),
        ("name: x\nsize: 1\nparts: {a: 1}\n", "parts: must be a list"),
        ("- x\n", "the document: must be a map of keys to values"),
    ],
)
def test_a_field_of_another_kind_is_told_in_words_of_the_file(value: str, said: str) -> None:
    """Whoever writes YAML knows lists and maps, and no type of a language."""
    with pytest.raises(ConfigError) as caught:
        validate(Shape, parse(value.encode(), "f.yaml"))

    assert caught.value.what == said


def test_an_unknown_key_is_named_with_its_line() -> None:
    """A misspelt key is a fault, not a silence."""
    with pytest.raises(ConfigError) as caught:
        validate(Shape, parse(b"name: x\nsize: 1\nsise: 2\n", "f.yaml"))

    assert caught.value.where == "f.yaml:3"


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    """Any bytes give a document or a named fault."""
    said = "f.yaml"
    try:
        said = parse(data, "f.yaml").where
    except AttestError as fault:
        said = fault.where.partition(":")[0]

    assert said == "f.yaml"


def test_all_faults_of_a_document_can_be_had() -> None:
    """Keys that stand twice, of which the first counts, and every field that does not fit."""
    document, repeated = examine(b"a: 1\nb: 2\na: 3\nb: 4\n", "file")
    assert document is not None
    shape, problems_found = problems(Shape, document)

    assert [(fault.what, fault.where) for fault in repeated] == [
        ("the key 'a' stands twice", "file:3"),
        ("the key 'b' stands twice", "file:4"),
    ]
    assert document.value == {"a": 1, "b": 2}
    assert shape is None
    assert {"file:1", "file:2"} <= {fault.where for fault in problems_found}


@pytest.mark.parametrize(
    ("data", "where"), [(b"a: [", "file:1"), (b"\xff", "file:1"), (b"a: &b 1", "file:1")]
)
def test_of_what_cannot_be_read_there_is_one_fault(data: bytes, where: str) -> None:
    """Nothing is left to go on with."""
    document, faults = examine(data, "file")

    assert document is None
    assert [fault.where for fault in faults] == [where]


def test_a_plain_document_has_no_fault() -> None:
    """The quick reader is asked first here too."""
    document, faults = examine(b"a: 1\n", "file")

    assert document is not None
    assert (document.value, document.line(("a",)), faults) == ({"a": 1}, 1, ())
