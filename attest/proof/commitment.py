"""Salted commitments to personal text, and pseudonyms of people.

A record names people by pseudonym and holds a commitment to the text about them; the text and its salt
lie in the run's personal part. Whoever removes that part leaves every commitment in place: it can be
neither opened without the salt nor met by another text.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping

from attest import canonical
from attest.model.collected import PersonalEntry

_PERSON = b"attest/person/1\x00"
_SALT = b"attest/salt/1\x00"
_SALT_DIGITS = 32
_PSEUDONYM_DIGITS = 12


class Sealer:
    """Gives pseudonyms and commitments under one key. The key is never written to a run."""

    def __init__(self, key: bytes) -> None:
        # Begun once and copied: setting up the key anew for each record costs several times the rest.
        self._person = hmac.new(key, _PERSON, "sha256")
        self._salt = hmac.new(key, _SALT, "sha256")

    def pseudonym(self, person_key: str) -> str:
        """`P-` and twelve hexadecimal digits; the same for the same person under the same key."""
        return "P-" + _mac(self._person, person_key)[:_PSEUDONYM_DIGITS]

    def seal(self, record_id: str, fields: Mapping[str, str]) -> tuple[str, PersonalEntry]:
        r"""The commitment to the personal text of one record, and the entry that opens it.

        Lone surrogates become visible `\udcXX` escapes first: the entry holds the text as committed.
        """
        salt = _mac(self._salt, record_id)[:_SALT_DIGITS]
        visible = {name: printable_unicode(text) for name, text in fields.items()}
        return commitment(salt, visible), PersonalEntry(record_id, salt, visible)


def _mac(begun: hmac.HMAC, text: str) -> str:
    state = begun.copy()
    state.update(printable_unicode(text).encode())
    return state.hexdigest()


def commitment(salt: str, fields: Mapping[str, str]) -> str:
    """SHA-256 of the canonical JSON `{"fields": fields, "salt": salt}`."""
    return canonical.sha256(canonical.dumps_record({"fields": dict(fields), "salt": salt}))


def printable_unicode(text: str) -> str:
    r"""The text with each lone surrogate written out as a `\udcXX` escape, so that UTF-8 can hold it."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def derive_key(parts: Iterable[bytes]) -> bytes:
    """The key of a run for which none is configured: SHA-256 over length-framed parts.

    Each part is preceded by its length as eight bytes, the highest first. Anyone who holds the parts
    can derive the key, so such pseudonyms keep names out of the records but not from an insider.
    """
    state = hashlib.sha256()
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.digest()
