"""One canonical form of JSON (RFC 8785) and one digest (SHA-256) for everything that is hashed."""

import hashlib
from operator import attrgetter
from typing import Any

import orjson
import rfc8785

_FIELDS = attrgetter("__dict__")


def dumps(value: Any) -> bytes:
    """The RFC 8785 bytes of any JSON value, without a line end.

    Raises:
        rfc8785.CanonicalizationError: For values outside I-JSON: integers of 2**53 and more,
            lone surrogates, NaN.
    """
    return rfc8785.dumps(value)


def dumps_record(record: object) -> bytes:
    """The RFC 8785 bytes of a record: what `dumps` gives of its fields, many times as fast.

    Valid for objects with ASCII keys that hold no floats, and for models of such fields, which is every
    record of a run (`attest.model.base.Record`). Under that rule the encoder gives the bytes of
    RFC 8785; `tests/laws/test_canonical.py` holds the two against each other.

    Raises:
        ValueError: A text holds a lone surrogate, or a whole number is beyond 64 bits.
    """
    try:
        return orjson.dumps(record, _FIELDS, orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as cause:
        raise ValueError(f"a record has no canonical form: {cause}") from cause


def sha256(data: bytes) -> str:
    """The lower-case hexadecimal SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def digest(value: Any) -> str:
    """The SHA-256 of a JSON value's canonical bytes."""
    return sha256(dumps(value))
