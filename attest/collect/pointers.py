"""Where something lies that is attached to a commit, before it is read."""

from typing import NamedTuple

MOST_OF_ONE = 1000
"""Objects that may speak of one commit."""


class Pointer(NamedTuple):
    """An object in the clone that speaks of a commit."""

    source: str
    """`refs/notes/ai`, `entire/checkpoints/v1:ab/cdef/metadata.json`, ..."""
    object_id: str
    data: bytes | None = None
    """What it says, where that was read already: one of several records in a file."""
    followed_from: str = ""
    """The commit that it is attached to, where another has the same patch."""
