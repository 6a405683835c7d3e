"""What is attached to a commit from outside it, as it was read: bytes and added lines, never stored."""

from collections.abc import Mapping
from typing import NamedTuple

Lines = tuple[tuple[int, int], ...]
"""Ranges of lines, 1-based and inclusive, sorted and disjoint."""


class Attachment(NamedTuple):
    """One object that says something of a commit: a note, a checkpoint's file, a trace file."""

    sha: str
    """The commit that it is attached to."""
    source: str
    """`refs/notes/ai`, `entire/checkpoints/v1:ab/cdef/metadata.json`, `.agent-trace/traces.jsonl`."""
    object_id: str
    size: int
    data: bytes | None
    """`None`: too large or not to be had; a gap says so."""
    followed_from: str = ""
    """The commit that it annotates, where that is another one with the same patch."""


class AddedLines(NamedTuple):
    """The lines that a commit added, by path, as a diff without context has them."""

    sha: str
    files: Mapping[str, Lines]
    """Every path of the diff; a file that lost lines alone, or is binary, has no ranges."""
    texts: Mapping[str, tuple[str, ...]] | None = None
    """The added lines themselves, one for each line of `files` in order, without their line ends; only
    for paths and commits of which a format with content hashes speaks."""
