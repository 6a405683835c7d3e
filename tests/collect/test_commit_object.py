"""The raw commit parser against every trap that readers of git's own output fall into."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.collect.commit_object import parse, parse_unusual
from attest.model.commit import Ident, RawCommit

SHA = "a" * 40
TREE = "b" * 40
PARENT = "c" * 40
PERSON = b"Ada <ada@example.org> 1735725600 +0000"


def build(
    *,
    author: bytes = PERSON,
    committer: bytes = PERSON,
    extra: bytes = b"",
    body: bytes = b"subject\n",
) -> RawCommit:
    """Parse a commit with these parts."""
    head = (
        f"tree {TREE}\nparent {PARENT}\n".encode() + b"author " + author + b"\ncommitter " + committer + b"\n"
    )
    read = parse(SHA, head + extra + b"\n" + body)
    assert read is not None
    return read


def test_an_ordinary_commit_is_read_whole() -> None:
    """Ids, people, message; no flag."""
    person = Ident("Ada", "ada@example.org", 1735725600, "+0000")

    assert build() == RawCommit(SHA, TREE, (PARENT,), person, person, "subject\n", ())


def test_text_after_a_nul_is_part_of_the_message() -> None:
    """What `git log` hides is read, and flagged."""
    read = build(body=b"subject\n\0\nCo-Authored-By: Claude <noreply@anthropic.com>\n")

    assert "Co-Authored-By: Claude" in read.message
    assert read.flags == ("nul-in-message",)


@pytest.mark.parametrize("declared", [b"ISO-8859-1", b"latin1", b"'ISO-8859-1'", b'"iso8859-1"'])
def test_a_declared_encoding_is_followed(declared: bytes) -> None:
    """Latin-1 is decoded, also when its name was written in quotes."""
    read = build(
        extra=b"encoding " + declared + b"\n", author=b"Jos\xe9 <j@x.org> 1 +0000", body=b"caf\xe9\n"
    )

    assert (read.author.name, read.message, read.flags) == ("José", "café\n", ())


def test_a_quoted_utf8_is_utf8() -> None:
    """Real histories hold `encoding 'utf8'`."""
    read = build(extra=b"encoding 'utf8'\n", body="naïve\n".encode())

    assert (read.message, read.flags) == ("naïve\n", ())


@pytest.mark.parametrize(
    "declared",
    [b"klingon", b"hex", b"rot13", b"utf-16", b"utf-7", b"cp037", b"iso2022_jp", b"unicode_escape", b"\xff"],
)
def test_an_encoding_that_would_hide_ascii_is_not_followed(declared: bytes) -> None:
    """A commit cannot hide a trailer by declaring an encoding in which it reads as something else."""
    read = build(extra=b"encoding " + declared + b"\n", body=b"Co-Authored-By: Claude <c@x.org>\n")

    assert read.message == "Co-Authored-By: Claude <c@x.org>\n"
    assert read.flags == ("encoding-unknown",)


def test_undeclared_bytes_are_shown_in_hexadecimal() -> None:
    """No byte is lost or turned into a question mark."""
    read = build(author=b"Jos\xe9 <j\xff@x.org> 1 +0000", body=b"caf\xe9\xed\xa0\x80\n")

    assert (read.author.name, read.author.email) == ("Jos\\xe9", "j\\xff@x.org")
    assert (read.message, read.flags) == ("caf\\xe9\\xed\\xa0\\x80\n", ("undecodable",))


@pytest.mark.parametrize(
    ("line", "when", "zone"),
    [
        (b"A <a@b> 1735725600 +51800", 1735725600, "+51800"),
        (b"A <a@b> -86400 -0330", -86400, "-0330"),
        (b"A <a@b> 99999999999999 +0000", 99999999999999, "+0000"),
        (b"A <a@b> 0 -0000", 0, "-0000"),
    ],
)
def test_dates_and_zones_are_taken_as_written(line: bytes, when: int, zone: str) -> None:
    """Impossible zones and dates before 1970 or far ahead are what the commit says."""
    read = build(author=line)

    assert (read.author.when, read.author.zone, read.flags) == (when, zone, ())


def test_an_empty_address_and_name_are_no_fault() -> None:
    """Converted histories have people without an address or a name."""
    read = build(author=b" <> 1 +0000", committer=b"root <> 2 +0000")

    assert (read.author, read.committer) == (Ident("", "", 1, "+0000"), Ident("root", "", 2, "+0000"))
    assert read.flags == ()


@pytest.mark.parametrize(
    ("line", "ident"),
    [
        (b"no address at all", Ident("no address at all", "", 0, "")),
        (b"A <a@b", Ident("A", "a@b", 0, "")),
        (b"A <a@b>", Ident("A", "a@b", 0, "")),
        (b"A <a@b> soon", Ident("A", "a@b", 0, "")),
        (b"A <a@b> 12", Ident("A", "a@b", 12, "")),
        (b"A <x> <y> 12 +0100", Ident("A", "x", 12, "+0100")),
        (b"A <a@b> " + b"9" * 5000 + b" +0000", Ident("A", "a@b", 0, "+0000")),
    ],
)
def test_a_malformed_person_is_read_as_far_as_it_goes(line: bytes, ident: Ident) -> None:
    """Never an exception; always a flag."""
    read = build(author=line)

    assert (read.author, read.flags) == (ident, ("bad-header",))


def test_signatures_and_embedded_tags_are_not_the_message() -> None:
    """Continuation lines belong to the header, whatever they say."""
    extra = (
        b"mergetag object "
        + b"d" * 40
        + b"\n type commit\n author Eve <e@x> 1 +0000\n \n Co-Authored-By: Eve\n"
        b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n"
    )
    read = build(extra=extra)

    assert (read.message, read.flags) == ("subject\n", ("signed",))


@pytest.mark.parametrize(
    "second", [b"author Eve <e@x> 1 +0000\n", b"tree " + b"e" * 40 + b"\n", b"committer E <e> 1 +0\n"]
)
def test_a_second_header_of_a_kind_is_flagged(second: bytes) -> None:
    """Readers differ on which of two authors counts: the first is kept, and the reader is told."""
    read = build(extra=second)

    assert (read.author.name, read.tree, read.flags) == ("Ada", TREE, ("bad-header",))


def test_a_commit_without_people_is_flagged() -> None:
    """Missing headers are empty people, not a crash."""
    read = parse(SHA, f"tree {TREE}\n\nx".encode())

    assert read == RawCommit(SHA, TREE, (), Ident("", "", 0, ""), Ident("", "", 0, ""), "x", ("bad-header",))


def test_a_commit_without_a_message_or_final_line_end_is_read() -> None:
    """Neither a blank line nor a line end at the end is needed."""
    head = f"tree {TREE}\nauthor ".encode() + PERSON + b"\ncommitter " + PERSON

    messages = [read.message for tail in (b"", b"\n", b"\n\n", b"\n\nx") if (read := parse(SHA, head + tail))]

    assert messages == ["", "", "", "x"]


def test_carriage_returns_and_separators_stay_in_the_message() -> None:
    """CRLF and the control characters that naive readers split at are text."""
    body = b"subject\r\n\r\nbody\x1e\x1f\x1b[31m\r\n"

    assert build(body=body).message.encode() == body


def test_an_object_that_names_no_tree_is_no_commit() -> None:
    """It is reported as unreadable by the caller."""
    assert parse(SHA, b"author A <a> 1 +0000\n\nx") is None


@given(st.binary(max_size=300))
def test_no_bytes_crash_the_parser(data: bytes) -> None:
    """Any bytes after the tree line give a commit whose text can be encoded as UTF-8."""
    read = parse(SHA, b"tree " + TREE.encode() + b"\n" + data)

    assert read is not None
    assert read.message.encode() is not None
    assert (read.author.name + read.author.email + read.committer.name).encode() is not None


@given(
    name=st.text(st.characters(exclude_characters="<>\n\0", exclude_categories=["Cs"])),
    when=st.integers(-(10**18), 10**18),
    message=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
)
def test_what_is_written_is_what_is_read(name: str, when: int, message: str) -> None:
    """Names lose outer spaces only; dates and messages nothing."""
    read = build(author=f"{name} <a@b> {when} +0000".encode(), body=message.encode())

    assert (read.author, read.message) == (Ident(name.strip(" "), "a@b", when, "+0000"), message)


line_end = st.sampled_from([b"\n", b"\n\n", b"", b"\n \n"])
parts = st.sampled_from(
    [
        f"tree {TREE}".encode(), f"parent {PARENT}".encode(), b"author " + PERSON, b"committer " + PERSON,
        b"committer  <> -1 +51800", b"gpgsig x", b" continued", b" con\0tinued",
        b"encoding latin1",
        b"author E\xe9 <a> 1 +0",
        b"x\0y", b"subject", b"mergetag x", "Jos\u00e9".encode(),
    ]
)  # fmt: skip


@given(st.lists(st.tuples(parts, line_end), max_size=8), st.booleans())
def test_the_quick_way_gives_what_the_thorough_way_gives(
    pieces: list[tuple[bytes, bytes]], whole: bool
) -> None:
    """Usual commits are read by a shortcut, which must never tell anything else."""
    start = f"tree {TREE}\nauthor ".encode() + PERSON + b"\ncommitter " + PERSON + b"\n" if whole else b""
    raw = start + b"".join(piece + end for piece, end in pieces)

    assert parse(SHA, raw) == parse_unusual(SHA, raw)
