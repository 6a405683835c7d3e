"""`Assisted-by` and its like, which old projects use to credit people.

Only a value in the vocabulary of agents and models counts, or the kernel's `AGENT:MODEL` form. A value
with an address belongs to whoever owns the address, and is read with the co-authors.
"""

from attest.detect.message import Line
from attest.detect.readers import Keyed
from attest.detect.rule import Kind


class Reader(Keyed):
    """Reads trailers whose value names a tool."""

    __slots__ = ()

    kind = Kind.ASSISTED_BY

    def reads(self, line: Line) -> bool:
        """Not where the value holds an address."""
        return "@" not in line.value
