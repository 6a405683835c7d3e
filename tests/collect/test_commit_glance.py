"""A glance at a commit object says what the whole reading says, or nothing."""

from hypothesis import given
from hypothesis import strategies as st

from attest.collect.commit_glance import glance
from attest.collect.commit_object import parse
from attest.model.commit import Ident

SHA = "a" * 40
TREE = b"tree " + b"b" * 40
PERSON = b"Ada <ada@example.org> 1735725600 +0000"
LINES = st.sampled_from(
    [
        TREE,
        b"parent " + b"c" * 40,
        b"author " + PERSON,
        b"committer " + PERSON,
        b"committer GitHub <noreply@github.com> 1 +0000",
        "author Zo\u00eb  <z@x>> 1 +0000".encode(),
        b"author <a<b@x> soon",
        b"author A\0 <a@x> 1 +0000",
        b"author Jos\xe9 <j@x> 1 +0000",
        b"author nobody",
        b"gpgsig -----BEGIN",
        b" abc",
        b"encoding latin1",
        b"mergetag object",
        b"",
        b"subject",
        b"\0",
    ]
)
USUAL = [TREE, b"author " + PERSON, b"committer " + PERSON, b"", b"subject"]


def _agrees(raw: bytes) -> bool:
    seen, read = glance(raw), parse(SHA, raw)
    if seen is None:
        return True
    (author, committer), message = seen
    whole = read is not None and (_named(read.author), _named(read.committer), read.message)
    return whole == (_parts(author), _parts(committer), message)


def _named(ident: Ident) -> tuple[str, str]:
    return ident.name, ident.email


def _parts(written: str) -> tuple[str, str]:
    name, _, rest = written.partition("<")
    return name.strip(" "), rest.partition(">")[0]


@given(st.lists(LINES, max_size=9))
def test_a_glance_agrees_with_the_reading_of_any_lines(lines: list[bytes]) -> None:
    """Names and addresses follow from the written text alone, and the message is the same to the letter."""
    assert _agrees(b"\n".join(lines))


@given(st.integers(0, 5), LINES, st.booleans())
def test_a_glance_agrees_with_the_reading_of_nearly_usual_commits(
    place: int, line: bytes, instead: bool
) -> None:
    """One line put in, or in the place of another."""
    assert _agrees(b"\n".join([*USUAL[:place], line, *USUAL[place + instead :]]))


def test_a_signed_merge_is_seen_at_a_glance() -> None:
    """What forges make is usual: several parents, a signature, any message."""
    parents = b"\nparent " + b"c" * 40 + b"\nparent " + b"d" * 40
    signature = b"\ngpgsig -----BEGIN\n \n abc\n -----END"
    raw = (
        TREE
        + parents
        + b"\nauthor "
        + PERSON
        + b"\ncommitter "
        + PERSON
        + signature
        + b"\n\nsubject\n\n\nend\n"
    )

    assert glance(raw) == (("Ada <ada@example.org>",) * 2, "subject\n\n\nend\n")


def test_a_declared_encoding_is_left_to_the_whole_reading() -> None:
    """Only there is it followed."""
    raw = b"\n".join([*USUAL[:3], b"encoding latin1", *USUAL[3:]])

    assert glance(raw) is None
