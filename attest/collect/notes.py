"""Lists what the notes refs of a clone annotate. Which of it speaks of AI, its content tells later.

Every `refs/notes/*` is listed but those that are known to hold something else: git's cache of converted
files, code review of other tools, and what two tools keep beside their records.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from attest.collect.gitdir import CleanRepository, shown
from attest.collect.pointers import Pointer
from attest.collect.process import ChildError
from attest.collect.survey import is_id
from attest.collect.tree_listing import MOST_ENTRIES, list_tree

MOST_APART = 50_000
"""Annotated commits outside of the range that are kept to be looked for; others are only counted."""
LEGACY = "refs/ai/authorship/"
"""Where git-ai kept its records before it used notes: a ref for each commit."""
MOST_REFS = 200
"""Refs that are listed, at a process each."""
_MOST_OF_ONE = 100
_PREFIX = "refs/notes/"
_PATH = re.compile(rb"(?:[0-9a-f]{2}/)*[0-9a-f]+")
_OTHER = re.compile(
    r"refs/notes/(?:textconv/.*|devtools/.*|review|bugzilla|svn|ai-stash|agentblame-analytics)"
)


@dataclass(slots=True)
class Tally:
    """One notes ref: what it annotates, by where that lies."""

    ref: str
    state: str = "read"
    """`read`, `left-out` or `unreadable`."""
    annotated: list[str] = field(default_factory=list)
    """What it annotates: of what is apart from the range, at most `MOST_APART` over all refs."""
    unplaced: int = 0
    """How many more."""


@dataclass(slots=True)
class Notes:
    """What is annotated, by id: inside of the range, and apart from it."""

    inside: dict[str, tuple[Pointer, ...]] = field(default_factory=dict)
    apart: dict[str, tuple[Pointer, ...]] = field(default_factory=dict)
    tallies: list[Tally] = field(default_factory=list)
    crowded: set[str] = field(default_factory=set)
    """Commits of the range that have more notes than are read."""

    @property
    def unreadable(self) -> bool:
        """Whether some ref could not be listed to its end, so that any commit may have a note unseen."""
        return any(tally.state == "unreadable" for tally in self.tallies)


def list_notes(repository: CleanRepository, is_inside: Callable[[str], bool]) -> Notes:
    """What every notes ref annotates, refs in the order of their names."""
    notes = Notes()
    for ref in sorted(name for name in repository.refs if name.startswith(_PREFIX)):
        tally = Tally(shown(ref))
        notes.tallies.append(tally)
        if _OTHER.fullmatch(ref):
            tally.state = "left-out"
        elif len(notes.tallies) > MOST_REFS:
            _lose(repository, tally, f"{MOST_REFS} others come before it")
        else:
            _list_ref(repository, ref, (notes, tally), is_inside)
    _list_legacy(repository, notes, is_inside)
    return notes


def _list_ref(
    repository: CleanRepository, ref: str, found: tuple[Notes, Tally], is_inside: Callable[[str], bool]
) -> None:
    notes, tally = found
    try:
        for sha, object_id in _annotations(repository, repository.refs[ref]):
            _take(notes, tally, sha, Pointer(tally.ref, object_id), inside=is_inside(sha))
    except ChildError as fault:
        limit = f"it holds more than {MOST_ENTRIES} entries"
        _lose(repository, tally, limit if fault.reason == "limit" else "it is no tree, or parts are missing")


def _lose(repository: CleanRepository, tally: Tally, why: str) -> None:
    tally.state = "unreadable"
    repository.gaps.note(
        "notes",
        "notes-ref-unreadable",
        what=f"the notes in {ascii(tally.ref)[1:-1]} could not be listed to their end: {why}",
        effect="any commit may have a note there that says who wrote which lines",
    )


def _annotations(repository: CleanRepository, tree: str) -> Iterator[tuple[str, str]]:
    """The annotated id and the note's, entry by entry: the id is the path without its slashes.

    Entries that annotate nothing, which git leaves alone as well, are passed over.
    """
    digits = 40 if repository.object_format == "sha1" else 64
    for entry in list_tree(repository, tree):
        if entry.is_file and _PATH.fullmatch(entry.path):
            sha = entry.path.replace(b"/", b"").decode("ascii")
            if len(sha) == digits:
                yield sha, entry.object_id


def _take(notes: Notes, tally: Tally, sha: str, pointer: Pointer, *, inside: bool) -> None:
    if inside:
        if not _add(notes.inside, sha, pointer):
            notes.crowded.add(sha)
    elif sha in notes.apart or len(notes.apart) < MOST_APART:
        _add(notes.apart, sha, pointer)
    else:
        tally.unplaced += 1
        return
    tally.annotated.append(sha)


def _add(known: dict[str, tuple[Pointer, ...]], sha: str, pointer: Pointer) -> bool:
    """Add a note; false where a commit has too many.

    The same note under two refs stays two: the name of a ref says what may be expected in it.
    """
    others = known.get(sha, ())
    if len(others) < _MOST_OF_ONE:
        known[sha] = (*others, pointer)
        return True
    return False


def _list_legacy(repository: CleanRepository, notes: Notes, is_inside: Callable[[str], bool]) -> None:
    refs = sorted(ref for ref in repository.refs if is_id(ref.removeprefix(LEGACY)))
    if refs:
        tally = Tally(LEGACY + "*")
        notes.tallies.append(tally)
        for ref in refs:
            sha = ref.removeprefix(LEGACY)
            _take(notes, tally, sha, Pointer(ref, repository.refs[ref]), inside=is_inside(sha))
