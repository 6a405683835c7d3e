"""Links to an agent's session that stand alone on a line, or after a short label."""

from attest.detect.readers import Lines
from attest.detect.rule import Kind


class Reader(Lines):
    """Reads links to sessions."""

    __slots__ = ()

    kind = Kind.SESSION_LINK
