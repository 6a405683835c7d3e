"""What evaluation and report start from: one run, or several that are read as one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from attest.config import Config, with_persons
from attest.config import load as load_config
from attest.detect.coverage.basis import recount
from attest.ledger.joined.people import Tie
from attest.ledger.joined.view import JoinedRuns
from attest.ledger.layout import MANIFEST
from attest.ledger.read import iter_personal, iter_records, load, read_config
from attest.ledger.source import Source, run_folder
from attest.model.collected import PersonalEntry
from attest.model.commit import Commit
from attest.model.evidence import RunView
from attest.model.joined import Selection
from attest.pipeline.scope import CONFIG_FILE

PERSONS_COPY = "persons.yaml"
"""The persons file as a run keeps it."""
DISPOSITIONS_COPY = "dispositions.yaml"
"""Management's answers to deviations, as a run keeps them."""


class Evidence(Protocol):
    """Sealed runs, read for one period."""

    @property
    def name(self) -> str:
        """What to call it in messages."""

    @property
    def place(self) -> Path:
        """The folder of the run, or the store of the runs."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folder of each run."""

    @property
    def selection(self) -> Selection | None:
        """Which runs are read as one; `None` for one run."""

    @property
    def view(self) -> RunView:
        """What may be read of it."""

    @property
    def manifest(self) -> bytes:
        """The manifest, byte for byte."""

    def config(self, name: str) -> bytes | None:
        """A file that steered the collection; `None` when there is none."""

    def commits(self, holding: Sequence[bytes] = ()) -> Iterator[Commit]:
        """The commits, one at a time; with `holding`, those whose line holds one of these texts."""

    def personal(self, kind: str) -> Iterator[PersonalEntry]:
        """The personal entries of a kind."""


class OneRun:
    """The evidence of one run."""

    selection: Selection | None = None

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.place = folder
        self.folders = (folder,)

    @cached_property
    def view(self) -> RunView:
        """What may be read of it."""
        return load(self.place)

    @property
    def manifest(self) -> bytes:
        """The manifest as it is stored."""
        return (self.place / MANIFEST).read_bytes()

    def config(self, name: str) -> bytes | None:
        """A file that steered the collection; `None` when there is none."""
        return read_config(self.place, name)

    def commits(self, holding: Sequence[bytes] = ()) -> Iterator[Commit]:
        """The commits, one at a time."""
        return iter_records(self.place, "commits", Commit, holding)

    def personal(self, kind: str) -> Iterator[PersonalEntry]:
        """The personal entries of a kind."""
        return iter_personal(self.place, kind)


class ManyRuns:
    """The evidence of several runs; `place` is the store or the zip that they lie in."""

    def __init__(self, place: Path, sources: Mapping[str, Source], selection: Selection) -> None:
        self.place = place
        self.name = str(place)
        self.selection: Selection | None = selection
        self.folders = tuple(place / run for run in sorted(selection.order))
        self._joined = JoinedRuns(selection, sources, ties=_ties, recount=recount)

    @property
    def view(self) -> RunView:
        """What may be read of them."""
        return self._joined.view

    @property
    def manifest(self) -> bytes:
        """The manifest that stands for all of them."""
        return self._joined.manifest

    def config(self, name: str) -> bytes | None:
        """A file that steered the last run of the period."""
        return self._joined.config(name)

    def commits(self, holding: Sequence[bytes] = ()) -> Iterator[Commit]:
        """The commits, one at a time."""
        return self._joined.commits(holding)

    def personal(self, kind: str) -> Iterator[PersonalEntry]:
        """The personal entries of a kind."""
        return self._joined.personal(kind)


def of_store(store: Path, selection: Selection) -> ManyRuns:
    """The runs of a store that a selection names; who is whom follows the last run's persons file."""
    return ManyRuns(store, {run: run_folder(store / run) for run in selection.order}, selection)


def _ties(read: Callable[[str], bytes | None]) -> tuple[Tie, ...]:
    """What attest.yaml and the persons file of the last run say of who is one person."""
    stated, persons = read(CONFIG_FILE), read(PERSONS_COPY)
    config = Config.empty(()) if stated is None else load_config(stated, f"config/{CONFIG_FILE}")
    if persons is not None:
        config = with_persons(config, persons, f"config/{PERSONS_COPY}")
    return tuple(Tie(tuple(person.addresses), tuple(person.accounts)) for person in config.persons)
