"""Lists every file of a tree, however deep, up to a number of entries: a tree can be larger than it is."""

from collections.abc import Iterator
from typing import NamedTuple

from attest.collect.gitdir import CleanRepository
from attest.collect.process import ChildError

MOST_ENTRIES = 1_000_000
"""Entries of one tree that are listed; a few objects can make a tree of any size."""
_STALL_S = 120
_ROW_LIMIT = 1 << 16
_FILES = frozenset({b"100644", b"100755", b"100664"})


class Entry(NamedTuple):
    """One entry of a tree that is no tree itself; `is_file` is false for symbolic links and submodules."""

    path: bytes
    object_id: str
    is_file: bool


def list_tree(repository: CleanRepository, object_id: str) -> Iterator[Entry]:
    """The entries below a commit's or tree's root, folders joined, in git's order.

    Raises:
        ChildError: It is no tree, a part of it is missing, or there are too many entries.
    """
    options = ("ls-tree", "-r", "-z", "--full-tree", "--end-of-options", object_id)
    with repository.git(*options, stall_s=_STALL_S) as child:
        count = 0
        while not child.at_end():
            count += 1
            if count > MOST_ENTRIES:
                raise ChildError("limit", "git", f"a tree holds more than {MOST_ENTRIES} entries")
            facts, _, path = child.until(b"\0", _ROW_LIMIT).partition(b"\t")
            mode, _, name = facts.split(b" ", 2)
            yield Entry(path, name.decode("ascii"), mode in _FILES)
        child.finish()
