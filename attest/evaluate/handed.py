"""Rows of files that were handed in, indexed for checks: by kind, by column, by the change they speak of.

A row says what another system says. Which rows belong to whom is told by pseudonym; which to a change, by its
id, by its number, or by a commit that landed as it or was its last revision.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attest.model.change import Change
from attest.model.evidence import RunView
from attest.model.imported import Form, Imported, ImportedFile
from attest.model.imports import KINDS
from attest.model.population import Gap

SOURCE = "import"
"""The source of Gaps about rows."""

Made = TypeVar("Made")

_Key = tuple[str, str, str]
"""Kind, column and value."""


class Handed:
    """The rows of every file of a run. Rows that say the same thing twice count once."""

    def __init__(
        self,
        rows: Iterable[Imported] = (),
        files: Sequence[ImportedFile] = (),
        changes: Collection[Change] = (),
    ) -> None:
        self._files = tuple(files)
        ordered = sorted(rows, key=lambda row: row.id)
        self._kinds = frozenset((*(one.kind for one in files), *(row.kind for row in ordered)))
        self._missing = frozenset(
            name for name, kind in KINDS.items() if not kind.of_forge and name not in self._kinds
        )
        self._of: dict[str, list[Imported]] = defaultdict(list)
        self._by: dict[_Key, list[Imported]] = defaultdict(list)
        self._about: dict[str, list[Imported]] = defaultdict(list)
        self._made: dict[Callable[..., Any], Any] = {}
        names = _names(changes)
        seen: set[tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]] = set()
        for row in ordered:
            said = (row.kind, tuple(row.people.items()), tuple(row.values.items()))
            if said not in seen:
                seen.add(said)
                self._take(row, names)

    def has(self, kind: str) -> bool:
        """Whether a file of that kind was handed in, be it without rows."""
        return kind in self._kinds

    def of(self, kind: str) -> tuple[Imported, ...]:
        """Its rows, by file and place in it."""
        return tuple(self._of.get(kind, ()))

    def by(self, kind: str, column: str, value: str) -> tuple[Imported, ...]:
        """Those with a value in a column: a pseudonym, a normalised text, or the id of a change."""
        return tuple(self._by.get((kind, column, value), ()))

    def about(self, change: str) -> tuple[Imported, ...]:
        """Rows of every kind that name a change."""
        return tuple(self._about.get(change, ()))

    def unconnected(self, stated: Iterable[str]) -> frozenset[str]:
        """Sources that were not connected: those stated, and kinds of files that nobody handed in.

        A file connects the source that a forge has under the same name, and so does the forge alone.
        """
        return (frozenset(stated) - self._kinds) | self._missing

    def once(self, make: Callable[["Handed"], Made]) -> Made:
        """What a pure function makes of the rows: made on the first call, so that no change pays for all."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made

    def unread(self, kind: str) -> int:
        """How many rows of its files could not be read."""
        return sum(one.unreadable for one in self._files if one.kind == kind)

    def _take(self, row: Imported, names: Mapping[str, tuple[str, ...]]) -> None:
        self._of[row.kind].append(row)
        for column, text in (*row.people.items(), *row.values.items()):
            values = {text: None, **dict.fromkeys(names.get(text, ()) if _is_change(row, column) else ())}
            for value in values:
                self._by[row.kind, column, value].append(row)
        for change in _changes_of(row, names):
            self._about[change].append(row)


def handed_in(view: RunView) -> Handed:
    """What was handed in with a run."""
    return Handed(view.imported, view.manifest.imports, view.changes)


def hides(gap: Gap, sought: Collection[str]) -> bool:
    """Whether rows that could not be read are of one of the kinds that are sought."""
    return gap.source == SOURCE and any(gap.kind == f"{kind}-unreadable" for kind in sought)


def _names(changes: Iterable[Change]) -> dict[str, tuple[str, ...]]:
    """What a row may call changes, to their ids."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for change in changes:
        numbered = f"{change.repository}#{change.number}" if change.number is not None else ""
        for name in (change.id, numbered, change.landed_sha, change.head_sha or ""):
            if name:
                found[name][change.id] = None
    return {name: tuple(ids) for name, ids in found.items()}


def _is_change(row: Imported, column: str) -> bool:
    kind = KINDS.get(row.kind)
    about = kind.column(column) if kind is not None else None
    return about is not None and about.form is Form.CHANGE


def _changes_of(row: Imported, names: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    found = [
        change
        for column, text in row.values.items()
        if _is_change(row, column)
        for change in names.get(text, ())
    ]
    yield from dict.fromkeys(found)


NOTHING = Handed()
"""No file."""
