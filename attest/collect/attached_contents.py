"""Reads what is attached to the commits of a change, change by change, with the lines that they added.

Two children work on all changes: one hands out contents, one compares commits. Whether something is read
is settled before, from sizes alone, so that a large object costs nothing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from attest.collect.added_lines import added_lines
from attest.collect.attachments import Attached
from attest.collect.gitdir import CleanRepository
from attest.collect.pointers import Pointer
from attest.collect.small_objects import Facts, contents, facts
from attest.model.attached import AddedLines, Attachment

LARGEST = 4 << 20
"""Bytes of one object."""
MOST_OF_CHANGE = 64 << 20
"""Bytes of all objects of one change, which are held at once."""
MOST_BYTES = 2 << 30
MOST_OBJECTS = 500_000
"""Over all changes; an object counts as often as it is read."""
_ASKS_FOR_TEXTS = re.compile(rb'"content(?:_?[hH]ash(?:es)?)?"')


class Holding(NamedTuple):
    """What is attached to the commits of one change."""

    attachments: tuple[Attachment, ...] = ()
    added: Mapping[str, AddedLines] = {}
    unread: tuple[str, ...] = ()
    """Commits to which something is attached, or may be, that could not be read."""


NOTHING = Holding()
"""What nearly every change holds."""
ShasOf = Callable[[int], Iterable[str]]


class _Item(NamedTuple):
    """One attachment that is to be made."""

    sha: str
    pointer: Pointer
    size: int
    refused: str = ""
    """Why it is not read, or nothing."""


@dataclass(slots=True)
class _Limits:
    """What may still be read."""

    objects: int
    left: int
    of_change: int = 0

    def refusal(self, fact: Facts | None) -> str:
        """Why an object is not read, or nothing; what is read counts."""
        if fact is None or fact.kind != "blob":
            return "note-unreadable"
        if fact.size > LARGEST:
            return "note-too-large"
        if fact.size > min(self.left, self.of_change) or self.objects <= 0:
            return "notes-stopped"
        self.left -= fact.size
        self.of_change -= fact.size
        self.objects -= 1
        return ""


_WHAT = {
    "note-unreadable": "a note or other record of a commit's lines is missing from the clone, or damaged",
    "note-too-large": f"a note or other record of a commit's lines is larger than {LARGEST >> 20} MiB",
    "notes-stopped": f"the records of lines take more than {MOST_OF_CHANGE >> 20} MiB for one change, "
    f"or {MOST_BYTES >> 30} GiB for all",
}
"""By the kind of the Gap."""


def attached_contents(
    repository: CleanRepository, attached: Attached, places: int, shas_of: ShasOf
) -> Iterator[Holding]:
    """One holding for each change, in their order."""
    if not attached.index:
        for place in range(places):
            yield Holding(unread=tuple(shas_of(place))) if attached.blind else NOTHING
        return
    items = _items(repository, attached, places, shas_of)
    reader = _Reader(repository, items)
    for place in range(places):
        found = reader.read(items[place]) if place in items else NOTHING
        missed = attached.crowded.union(found.unread)
        unread = (sha for sha in shas_of(place) if attached.blind or sha in missed)
        yield found._replace(unread=tuple(unread)) if attached.blind or missed else found


def _items(
    repository: CleanRepository, attached: Attached, places: int, shas_of: ShasOf
) -> dict[int, list[_Item]]:
    """What is to be read for each change that has anything, and what is not, settled in their order."""
    ids = sorted({one.object_id for pointers in attached.index.values() for one in pointers})
    known = dict(zip(ids, facts(repository, ids), strict=True))
    limits = _Limits(MOST_OBJECTS, MOST_BYTES)
    found: dict[int, list[_Item]] = {}
    for place in range(places):
        limits.of_change = MOST_OF_CHANGE
        items = [
            _item(sha, pointer, known[pointer.object_id], limits)
            for sha in shas_of(place)
            for pointer in attached.index.get(sha, ())
        ]
        if items:
            found[place] = items
    return found


def _item(sha: str, pointer: Pointer, known: Facts | None, limits: _Limits) -> _Item:
    fact = known if pointer.data is None else Facts("blob", len(pointer.data))
    return _Item(sha, pointer, fact.size if fact is not None else 0, limits.refusal(fact))


class _Reader:
    """Both children, fed with all changes in their order."""

    def __init__(self, repository: CleanRepository, items: Mapping[int, Sequence[_Item]]) -> None:
        self._repository = repository
        self._texts: set[str] = set()
        """Commits of which a record with hashes of lines speaks, in the change at hand."""
        in_order = [items[place] for place in sorted(items)]
        wanted = (item.pointer.object_id for share in in_order for item in share if _is_asked(item))
        self._contents = contents(repository, wanted, "blob", LARGEST)
        compared = (sha for share in in_order for sha in _compared(share))
        self._lines = added_lines(repository, compared, self._texts.__contains__)

    def read(self, items: Sequence[_Item]) -> Holding:
        """The next change that has anything."""
        attachments: list[Attachment] = []
        unread: list[str] = []
        self._texts.clear()
        for item in items:
            data = next(self._contents) if _is_asked(item) else None if item.refused else item.pointer.data
            if data is None:
                _note(self._repository, item)
                unread.append(item.sha)
            elif _ASKS_FOR_TEXTS.search(data):
                self._texts.update((item.sha, item.pointer.followed_from))
            attachments.append(_attachment(item, data))
        lines = {sha: next(self._lines) for sha in _compared(items)}
        added = {sha: found for sha, found in lines.items() if found is not None}
        return Holding(tuple(attachments), added, tuple(unread))


def _is_asked(item: _Item) -> bool:
    return not item.refused and item.pointer.data is None


def _compared(items: Iterable[_Item]) -> Iterator[str]:
    """The commits whose lines are wanted, each once."""
    read = [item for item in items if not item.refused]
    yield from dict.fromkeys(sha for item in read for sha in (item.sha, item.pointer.followed_from) if sha)


def _attachment(item: _Item, data: bytes | None) -> Attachment:
    pointer = item.pointer
    return Attachment(item.sha, pointer.source, pointer.object_id, item.size, data, pointer.followed_from)


def _note(repository: CleanRepository, item: _Item) -> None:
    kind = item.refused or "note-unreadable"
    repository.gaps.note(
        "notes",
        kind,
        what=_WHAT[kind],
        effect="what it says of the commit's lines is not known",
        affects=f"{repository.name}:{item.sha}",
    )
