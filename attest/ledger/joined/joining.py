"""The records of several runs in the order of one, its people under one name each.

Read as a stream, run after run; what is kept is what the view of one run keeps. Kinds of records are told
apart by their order and source alone, so that a new kind needs no word here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attest.ledger.joined.observing import Sight, merge_sights, record_id
from attest.ledger.joined.opening import Opened
from attest.ledger.joined.people import People
from attest.ledger.joined.populating import Population
from attest.ledger.joined.rewriting import with_actors
from attest.ledger.layout import KINDS, Kind, Order
from attest.model.base import Record
from attest.model.change import Change
from attest.model.collected import PersonalEntry
from attest.model.commit import Commit
from attest.model.imported import Form, Imported
from attest.model.imports import KINDS as IMPORTS
from attest.model.joined import Difference, DifferenceKind, Selection
from attest.model.population import Gap

_LOCAL = frozenset({"git", "refs/pull", "notes", "config", "store", "coverage", "audit-log", "import"})
"""Sources whose Gaps say nothing of what a forge still remembers."""
_OF_THE_BRANCH = frozenset(
    kind.name for kind in KINDS.values() if kind.source and "change" not in kind.model.model_fields
)
"""Kinds of what a forge remembers of the branch, which a Gap names as its source. It hides them alone."""
_OF_WHO_PUSHED = frozenset({"head-pushes"})
"""Gaps about who pushed a revision: they hide no record."""
_BEYOND_REACH = "beyond-reach"
_UNNAMED = "null-user"
"""The kind of Gap that hides who did something, and not that it was done."""


class Joiner:
    """The records of the runs of a selection."""

    def __init__(
        self, selection: Selection, runs: Mapping[str, Opened], people: People, population: Population
    ) -> None:
        self._selection = selection
        self._runs = runs
        self._people = people
        self._owners = population.owners
        self._places = {change.id: place for place, change in enumerate(population.changes)}
        self._ordinals = {change.id: change.ordinal for change in population.changes}
        self._every = frozenset(runs)
        self._givers = frozenset(population.owners.values())
        self._observed_again = any(chain.observers for chain in selection.chains)
        self._sighted = {run: Sighted(opened) for run, opened in runs.items()}
        self.differences: list[Difference] = list(population.differences)

    def records(self, kind: Kind) -> tuple[Record, ...]:
        """Every record of a kind, in the order that one run would have."""
        if kind.model is Imported:
            found = list(self._handed_in())
        elif "change" not in kind.model.model_fields and "repository" in kind.model.model_fields:
            found = self._of_repositories(kind)
        elif kind.source and self._observed_again:
            found = self._observed(kind)
        else:
            found = [record for _, record in self._given(kind)]
        if kind.order is Order.ID:
            found.sort(key=record_id)
        return tuple(found)

    def _handed_in(self) -> Iterator[Record]:
        """The rows of every file that a run of the period was handed, each once, whoever had it as well.

        A run ties a row to a change of its own days; another one does not know it.
        """
        parts = {run for chain in self._selection.chains for run in chain.parts}
        found: dict[str, Imported] = {}
        for run in (run for run in self._by_period() if run in parts):
            for record in self._runs[run].records("imported", Imported):
                known = found.setdefault(record.id, record)
                if tied := {name: text for name, text in record.values.items() if _ties(known, name, text)}:
                    found[record.id] = known.model_copy(update={"values": {**known.values, **tied}})
        for record in found.values():
            people = {name: self._people.name(actor) for name, actor in record.people.items()}
            yield record.model_copy(update={"people": people}) if people != record.people else record

    def commits(self, holding: Sequence[bytes] = ()) -> Iterator[Commit]:
        """The commits, one at a time, in the order of one run; with `holding`, those that hold a text."""
        for chain in self._selection.chains:
            base = 0
            for run in (*chain.parts, *(run for run in chain.observers if run in self._givers)):
                opened = self._runs[run]
                for commit in opened.records("commits", Commit, holding):
                    if commit.repository == chain.repository and self._owners.get(commit.change) == run:
                        moved = commit.model_copy(update={"ordinal": base + commit.ordinal})
                        yield with_actors(moved, self._people.actor)
                base += opened.commit_count(chain.repository)

    def personal(self, kind: str) -> Iterator[PersonalEntry]:
        """The personal entries of the runs that give something, in the order of the runs."""
        for run in self._selection.order:
            yield from self._runs[run].personal(kind)

    def connected(self, source: str, change: str) -> bool:
        """Whether any run that saw a change had a source connected."""
        repository = change.rpartition(":")[0]
        return any(
            source not in self._runs[run].manifest.not_connected for run in self._seers(repository, change)
        )

    def _seers(self, repository: str, change: str) -> Iterable[str]:
        observers = (
            run
            for chain in self._selection.chains
            if chain.repository == repository
            for run in chain.observers
        )
        return (self._owners[change], *(run for run in observers if change in self._sighted[run].changes))

    def _given(self, kind: Kind) -> Iterator[tuple[str, Record]]:
        """Run and record of what each change's own run says, in the order of the changes."""
        found: list[tuple[int, str, Record]] = []
        seen: dict[str, str] = {}
        for run in (run for run in self._by_period() if run in self._givers):
            for record in self._runs[run].records(kind.name, kind.model):
                change = change_of(record)
                if self._owners.get(change) == run:
                    made = self._renamed(self._placed(record, change), change, seen)
                    found.append((self._places[change], run, made))
        found.sort(key=lambda item: item[0])
        return ((run, record) for _, run, record in found)

    def _by_period(self) -> list[str]:
        return sorted(self._runs, key=lambda run: (self._runs[run].manifest.period.since, run))

    def _placed(self, record: Record, change: str) -> Record:
        named = with_actors(record, self._people.actor)
        if hasattr(named, "ordinal"):
            return named.model_copy(update={"ordinal": self._ordinals[change]})
        return named

    def _renamed(self, record: Record, change: str, seen: dict[str, str]) -> Record:
        """The record under an id of its own: one pull request can land in two runs' changes."""
        name = record_id(record)
        if seen.setdefault(name, change) == change:
            return record
        other = f"{name}@{change.rpartition(':')[2][:12]}"
        seen.setdefault(other, change)
        return record.model_copy(update={"id": other})

    def _observed(self, kind: Kind) -> list[Record]:
        """What each change's observations say together."""
        sights: dict[str, list[Sight]] = {}
        for run in self._selection.order:
            looked = self._looked(run, kind.source)
            grouped: dict[str, list[Record]] = {
                change: []
                for change in self._sighted[run].changes
                if (looked and change in self._owners) or self._owners.get(change) == run
            }
            for record in self._runs[run].records(kind.name, kind.model):
                if (change := change_of(record)) in grouped:
                    grouped[change].append(with_actors(record, self._people.actor))
            for change, records in grouped.items():
                whole = looked and self._sighted[run].is_whole(change)
                covers = self._every if whole else frozenset[str]()
                sights.setdefault(change, []).append(Sight(run, tuple(records), covers))
        found: list[Record] = []
        seen: dict[str, str] = {}
        for change in self._places:
            merged = merge_sights(kind.name, sights.get(change, ()))
            self.differences += merged.differences
            found += (self._renamed(record, change, seen) for _, record in merged.records)
        return found

    def _of_repositories(self, kind: Kind) -> list[Record]:
        """Records that are about no change, each as it was first seen."""
        sights = [
            Sight(run, tuple(self._own(run, kind)), self._covered(run, kind)) for run in self._selection.order
        ]
        merged = merge_sights(kind.name, sights)
        self.differences += (item for item in merged.differences if item.what is not DifferenceKind.NEW)
        return [record for _, record in merged.records]

    def _own(self, run: str, kind: Kind) -> Iterator[Record]:
        names = {
            chain.repository for chain in self._selection.chains if run in (*chain.parts, *chain.observers)
        }
        return (
            with_actors(record, self._people.actor)
            for record in self._runs[run].records(kind.name, kind.model)
            if getattr(record, "repository", "") in names
        )

    def _covered(self, run: str, kind: Kind) -> frozenset[str]:
        """The runs whose days a run speaks for as well: of other days it says nothing."""
        if kind.source and not (self._looked(run, kind.source) and self._sighted[run].is_whole_of(kind)):
            return frozenset()
        own = self._runs[run].manifest.period
        periods = {name: opened.manifest.period for name, opened in self._runs.items()}
        return frozenset(
            name
            for name, period in periods.items()
            if own.since <= period.since and period.until <= own.until
        )

    def _looked(self, run: str, source: str) -> bool:
        manifest = self._runs[run].manifest
        return manifest.forge != "git" and source not in manifest.not_connected


class Sighted:
    """What one run saw of which changes, read when it is first asked for."""

    def __init__(self, run: Opened) -> None:
        self._run = run

    @cached_property
    def changes(self) -> frozenset[str]:
        """The changes in it."""
        return frozenset(change.id for change in self._run.records("changes", Change))

    def is_whole(self, change: str) -> bool:
        """Whether nothing is on record that may hide what a forge remembers of a change."""
        repository = change.rpartition(":")[0]
        return not any(
            change in gap.affects or (gap.repository in ("", repository) and not gap.affects)
            for gap in self._gaps
        )

    def is_whole_of(self, kind: Kind) -> bool:
        """Whether nothing is on record that may hide what a forge remembers of the branch.

        That it remembers no more from before some day hides nothing: it is why things are gone.
        """
        return not any(gap.source == kind.name and gap.kind != _BEYOND_REACH for gap in self._told)

    @cached_property
    def _gaps(self) -> tuple[Gap, ...]:
        hiding = (gap for gap in self._told if gap.kind != _UNNAMED)
        return tuple(gap for gap in hiding if gap.source not in _LOCAL | _OF_THE_BRANCH | _OF_WHO_PUSHED)

    @cached_property
    def _told(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self._run.records("gaps", Gap) if not gap.not_connected)


def change_of(record: Record) -> str:
    """The change that a record is about: the one it names, or the one whose id it has."""
    return str(getattr(record, "change", "") or record_id(record))


def _ties(known: Imported, column: str, text: str) -> bool:
    """Whether a cell names a change of the run where the same cell of another run names a bare commit."""
    kind = IMPORTS.get(known.kind)
    about = kind.column(column) if kind is not None else None
    return about is not None and about.form is Form.CHANGE and ":" in text and ":" not in known.values[column]
