"""Checkpoint texts."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.proof import checkpoint
from attest.proof.checkpoint import Checkpoint

ROOT = bytes(range(32)).hex()
MANIFEST = "0123456789abcdef" * 4
TEXT = (
    "attest.run/1/0123456789abcdef\n"
    "12\n"
    f"{base64.b64encode(bytes(range(32))).decode()}\n"
    f"manifest sha256:{MANIFEST}\n"
).encode()
HEX = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_text_is_the_published_form() -> None:
    """Origin, size, root, extension line, each ended by a line feed."""
    assert checkpoint.write(Checkpoint(size=12, root=ROOT, manifest=MANIFEST)) == TEXT


@given(st.integers(0, 10**18 - 1), HEX, HEX)
def test_reading_gives_what_was_written(size: int, root: str, manifest: str) -> None:
    """Read after write is the identity."""
    stated = Checkpoint(size=size, root=root, manifest=manifest)

    assert stated == checkpoint.read(checkpoint.write(stated))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        TEXT[:-1],
        TEXT + b"\n",
        TEXT.replace(b"\n12\n", b"\n012\n"),
        TEXT.replace(b"\n12\n", b"\n-1\n"),
        TEXT.replace(b"\n12\n", "\n\u0661\n".encode()),
        TEXT.replace(b"\n", b"\r\n"),
        TEXT.replace(b"0123456789abcdef\n12", b"1123456789abcdef\n12"),
        TEXT.replace(b"Hh8=", b"Hh9="),
        b"\xff" + TEXT[1:],
    ],
)
def test_anything_else_is_not_a_checkpoint(text: bytes) -> None:
    """A text that differs from the written form in any way is refused, loose base64 included."""
    assert checkpoint.read(text) is None
