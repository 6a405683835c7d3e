"""The checkpoint of a run, as text that others can sign: <https://c2sp.org/tlog-checkpoint>.

    attest.run/1/<run id>
    <number of records, decimal>
    <base64 of the RFC 6962 root over all records>
    manifest sha256:<hexadecimal digest of manifest.json>

Each line ends in a line feed. The fourth line is an extension line in the sense of that format. An
unsigned checkpoint is this text alone; a signed note adds an empty line and signature lines.
"""

import base64
import binascii
import re

from attest.model.base import Digest, Record

ORIGIN = "attest.run/1/"
RUN_ID_DIGITS = 16

_TEXT = re.compile(
    r"attest\.run/1/(?P<run_id>[0-9a-f]{16})\n"
    r"(?P<size>0|[1-9][0-9]{0,17})\n"
    r"(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"manifest sha256:(?P<manifest>[0-9a-f]{64})\n",
    re.ASCII,
)


class Checkpoint(Record):
    """What a run's checkpoint commits to."""

    size: int
    """The number of records, all kinds together."""
    root: Digest
    manifest: Digest

    @property
    def run_id(self) -> str:
        """The first sixteen hexadecimal digits of the manifest's digest."""
        return run_id(self.manifest)


def run_id(manifest_digest: str) -> str:
    """The id of the run with that manifest."""
    return manifest_digest[:RUN_ID_DIGITS]


def write(checkpoint: Checkpoint) -> bytes:
    """The checkpoint's text."""
    root = base64.b64encode(bytes.fromhex(checkpoint.root)).decode()
    return (
        f"{ORIGIN}{checkpoint.run_id}\n{checkpoint.size}\n{root}\nmanifest sha256:{checkpoint.manifest}\n"
    ).encode()


def read(data: bytes) -> Checkpoint | None:
    """The checkpoint that a text states, or `None` when it is not exactly the text `write` gives."""
    found = _TEXT.fullmatch(data.decode("ascii", "replace"))
    if found is None:
        return None
    try:
        root = base64.b64decode(found["root"], validate=True)
    except binascii.Error:
        return None
    checkpoint = Checkpoint(size=int(found["size"]), root=root.hex(), manifest=found["manifest"])
    return checkpoint if write(checkpoint) == data else None
