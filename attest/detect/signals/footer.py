"""Lines that tools put under what they made: `Generated with [Claude Code](...)`.

The whole line is the footer; a sentence that goes on is about the footer.
"""

from attest.detect.readers import Lines
from attest.detect.rule import Kind


class Reader(Lines):
    """Reads generated-with footers."""

    __slots__ = ()

    kind = Kind.FOOTER
