"""Lines that tools put under what they made: `Generated with [Claude Code](...)`.

The whole line is the footer; a sentence that goes on is about the footer.
"""

from collections.abc import Iterable

from attest.detect.context import Text
from attest.detect.message import Line
from attest.detect.readers import Lines
from attest.detect.rule import Kind
from attest.detect.sentences import undenied


class Reader(Lines):
    """Reads generated-with footers."""

    __slots__ = ()

    kind = Kind.FOOTER

    def lines(self, text: Text) -> Iterable[Line]:
        """Lines that do not end a denial: prose can end as a footer reads."""
        return undenied(text.message.lines)
