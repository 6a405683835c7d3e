"""Trailers that tools write for themselves: sessions, checkpoints, `Made-with`."""

from attest.detect.readers import Keyed
from attest.detect.rule import Kind


class Reader(Keyed):
    """Reads trailers by their key, and then by the form of their value."""

    __slots__ = ()

    kind = Kind.TOOL_TRAILER
