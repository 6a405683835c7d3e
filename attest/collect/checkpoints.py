"""Finds the checkpoints that Entire leaves on a branch of its own, and the commits that name them.

Only what describes a session is looked at. Its chat, prompts and context are never read.
"""

import re
from collections.abc import Container, Iterator

from attest.collect.gitdir import CleanRepository
from attest.collect.pointers import Pointer
from attest.collect.process import ChildError
from attest.collect.tree_listing import list_tree

BRANCH = "entire/checkpoints/v1"
_PLACES = (f"refs/heads/{BRANCH}", f"refs/remotes/origin/{BRANCH}")
"""A branch of this clone wins over one of its remote."""
_PATH = re.compile(rb"([0-9a-f]{2})/([0-9a-f]{10})/(?:[0-9]{1,6}/)?metadata\.json")
_KEY = "Entire-Checkpoint:"
_TRAILER = re.compile(r"^Entire-Checkpoint:[ \t]*([0-9a-f]{12})[ \t\r]*$", re.MULTILINE)
_MOST_NAMED = 1000

Checkpoints = dict[str, tuple[Pointer, ...]]
"""The files of each checkpoint that describe it and its sessions, by its id."""


def read_checkpoints(repository: CleanRepository) -> Checkpoints | None:
    """Every checkpoint of the clone; nothing where it holds no such branch.

    A branch that cannot be listed to its end leaves a Gap, and what was listed counts.
    """
    tip = next((repository.refs[place] for place in _PLACES if place in repository.refs), None)
    if tip is None:
        return None
    found: dict[str, list[Pointer]] = {}
    try:
        for entry in list_tree(repository, tip):
            match = _PATH.fullmatch(entry.path)
            if match is not None and entry.is_file:
                name = (match[1] + match[2]).decode("ascii")
                source = f"{BRANCH}:{entry.path.decode('ascii')}"
                found.setdefault(name, []).append(Pointer(source, entry.object_id))
    except ChildError:
        repository.gaps.note(
            "entire",
            "checkpoints-unreadable",
            what=f"the branch {BRANCH} could not be listed to its end",
            effect="what it says of commits that name a checkpoint may be missing",
        )
    return {name: tuple(pointers) for name, pointers in found.items()}


def may_name(content: bytes) -> bool:
    """Whether a commit object may name a checkpoint. Called for every commit."""
    return _KEY.encode() in content


def named_in(message: str) -> Iterator[str]:
    """The checkpoints that a commit message names. Called for every commit."""
    if _KEY in message:
        named = dict.fromkeys(match[1] for match in _TRAILER.finditer(message))
        yield from list(named)[:_MOST_NAMED]


def note_absent(repository: CleanRepository, sha: str, message: str, known: Container[str]) -> None:
    """Note a commit that names a checkpoint which the clone does not hold. Called for every commit."""
    if _KEY not in message or all(name in known for name in named_in(message)):
        return
    repository.gaps.note(
        "entire",
        "checkpoint-not-in-clone",
        what=f"a commit names a checkpoint of Entire that the branch {BRANCH} of this clone does not hold",
        effect="how much of the commit an AI wrote, as the tool recorded it, is not known",
        affects=f"{repository.name}:{sha}",
    )
