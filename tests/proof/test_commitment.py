"""Commitments and pseudonyms."""

import hashlib
import hmac
import json

from hypothesis import given
from hypothesis import strategies as st

from attest.proof.commitment import Sealer, commitment, derive_key

KEY = b"k" * 32
TEXTS = st.dictionaries(st.sampled_from(["author_name", "message", "title"]), st.text())


def test_pseudonym_is_a_labelled_hmac() -> None:
    """A pseudonym is an HMAC over the documented label and the key of the person, cut to twelve digits."""
    mac = hmac.new(KEY, b"attest/person/1\x00ada@example.org", hashlib.sha256).hexdigest()

    assert f"P-{mac[:12]}" == Sealer(KEY).pseudonym("ada@example.org")


def test_pseudonyms_differ_between_people_and_keys() -> None:
    """Neither another person nor another key gives the same pseudonym."""
    first = Sealer(KEY).pseudonym("ada@example.org")

    assert first != Sealer(KEY).pseudonym("bob@example.org")
    assert first != Sealer(b"other").pseudonym("ada@example.org")


def test_commitment_follows_the_documented_recipe() -> None:
    """The commitment can be recomputed with the standard library from salt and fields."""
    digest, entry = Sealer(KEY).seal("repo:abc", {"title": "Fix ünit", "branch": "b"})
    text = json.dumps(
        {"fields": {"branch": "b", "title": "Fix ünit"}, "salt": entry.salt}, ensure_ascii=False
    )
    mac = hmac.new(KEY, b"attest/salt/1\x00repo:abc", hashlib.sha256).hexdigest()

    assert hashlib.sha256(text.replace(": ", ":").replace(", ", ",").encode()).hexdigest() == digest
    assert mac[:32] == entry.salt
    assert entry.id == "repo:abc"


def test_salts_differ_between_records() -> None:
    """The same text in two records gives two commitments, so equal texts cannot be told from outside."""
    sealer = Sealer(KEY)

    assert sealer.seal("a", {"title": "x"})[0] != sealer.seal("b", {"title": "x"})[0]


def test_lone_surrogates_become_visible() -> None:
    """Text that UTF-8 cannot hold is committed to in escaped form, and the entry holds that form."""
    digest, entry = Sealer(KEY).seal("a", {"message": "caf\udce9"})

    assert entry.fields == {"message": "caf\\udce9"}
    assert commitment(entry.salt, entry.fields) == digest


@given(TEXTS, TEXTS)
def test_other_fields_never_meet_a_commitment(first: dict[str, str], second: dict[str, str]) -> None:
    """Two different sets of fields under one salt have different commitments."""
    assert (first == second) == (commitment("s", first) == commitment("s", second))


def test_parts_of_a_derived_key_are_framed() -> None:
    """Moving a byte from one part to the next gives another key."""
    assert derive_key([b"ab", b"c"]) != derive_key([b"a", b"bc"])
    assert derive_key([b"ab"]) != derive_key([b"ab", b""])
    assert hashlib.sha256(b"\0" * 7 + b"\x02ab").digest() == derive_key(iter([b"ab"]))
