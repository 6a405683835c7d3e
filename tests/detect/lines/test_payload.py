import contextlib
import time
import tracemalloc

import pytest

from attest.detect.lines.payload import SIZE_LIMIT, Payload, digest, parse
from attest.detect.lines.stated import Malformed

HOSTILE = {
    "lists": "[" + "[]," * 1_300_000 + "[]]",
    "objects": "[" + '{"a":1},' * 500_000 + "{}]",
    "numbers": "[" + "1," * 2_000_000 + "1]",
    "empty texts": "[" + '"",' * 1_300_000 + '""]',
    "escapes": '["' + "\\\\" * 2_000_000 + '"]',
    "open texts": '"' * 4_000_000,
    "one number": "[" + "9" * 4_000_000 + "]",
    "open lists": "[" * 4_000_000,
    "keys": "{" + ",".join(f'"{number}":{{}}' for number in range(280_000)) + "}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_four_megabytes_of_anything_cost_little(text: str) -> None:
    """A second or so, whether it is read or refused."""
    started = time.process_time()
    with contextlib.suppress(Malformed):
        parse(text)

    assert time.process_time() - started < 6


def test_what_a_document_grows_to_is_bounded() -> None:
    """An object takes some hundred bytes, so that the most that pass take tens of megabytes."""
    text = "[" + '{"a":1},' * 30_000 + "{}]"
    tracemalloc.start()
    parse(text)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 20 << 20


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"a":1,"a":2}', "a key stands twice"),
        ('{"a":{"b":1,"b":1}}', "a key stands twice"),
        ('{"a":NaN}', "not valid JSON"),
        ('{"a":-Infinity}', "not valid JSON"),
        ('{"a":\n"b"', "line 2"),
        ("[" * 65 + "]" * 65, "nested more than 64 deep"),
        ("[" * 100_000, "nested more than 64 deep"),
        ("[" + "[]," * 400_000 + "0]", "more than 1,000,000 parts"),
        ("", "not valid JSON"),
        ("{} {}", "not valid JSON"),
    ],
)
def test_what_is_no_plain_json_is_refused(text: str, why: str) -> None:
    """With the reason, and without the text itself."""
    with pytest.raises(Malformed, match=why):
        parse(text)


def test_numbers_are_whole_or_text() -> None:
    """A number that no line can have, and one with a fraction, stay as they are written."""
    huge = "9" * 5_000

    assert parse(f'{{"a":12,"b":{huge},"c":1.5,"d":1e999,"e":"\\ud800"}}') == {
        "a": 12, "b": huge, "c": "1.5", "d": "1e999", "e": "\ud800",
    }  # fmt: skip


def test_brackets_in_texts_are_text() -> None:
    """Depth is that of the document, not of what somebody quotes in it."""
    assert parse('{"a":"[[[\\"[[' + "{" * 100 + '"}') == {"a": '[[["[[' + "{" * 100}


def test_json_lines_are_documents_and_broken_ones_are_told() -> None:
    """An append that broke off costs its own line."""
    assert Payload(b'{"a":1}\n\n{"b":\n{"c":3}\n').documents == ({"a": 1}, None, {"c": 3})


def test_a_document_over_several_lines_is_one() -> None:
    """Indented JSON is no JSON lines, and broken it is broken."""
    assert Payload(b'{\n"a": 1\n}').document == {"a": 1}
    with pytest.raises(Malformed):
        _ = Payload(b'{\n"a": 1\n').documents


def test_text_that_is_no_object_has_no_document() -> None:
    """Notes in words are no JSON, and nothing is wrong with them."""
    assert [Payload(data).documents for data in (b"", b"reviewed", b"[1]", b"\xff\xfe")] == [()] * 4


def test_a_byte_order_mark_is_no_text() -> None:
    """Editors of some systems put one first."""
    assert Payload(b'\xef\xbb\xbf{"a":1}').document == {"a": 1}


def test_more_than_the_bound_is_not_looked_at() -> None:
    """Four megabytes are read, a byte more is not."""
    assert Payload(b" " * SIZE_LIMIT).documents == ()
    with pytest.raises(Malformed, match="4 MiB"):
        Payload(b" " * (SIZE_LIMIT + 1))


def test_a_digest_does_not_hang_on_the_order_of_keys() -> None:
    """The same messages have the same digest; others another; what is no text is no trouble."""
    assert digest([{"a": 1, "b": "\ud800"}]) == digest([{"b": "\ud800", "a": 1}])
    assert digest(["a"]) != digest(["b"])
