"""The coverage basis of a repository at collection: files of its tip held against what its changes show."""

from collections.abc import Sequence
from typing import Protocol

from attest.detect.coverage import registry
from attest.detect.coverage.basis import basis
from attest.ledger.run import RunWriter
from attest.model.change import Change
from attest.model.coverage import SeenChange, Sought, TipFile
from attest.model.population import NotesRef
from attest.model.signal import AiState, Involvement


class Branch(Protocol):
    """What is asked of a collection once its changes have been read."""

    @property
    def notes(self) -> tuple[NotesRef, ...]:
        """Every notes ref of the clone."""

    def files_at_end(self, sought: Sequence[Sought]) -> tuple[TipFile, ...]:
        """Files of the branch at the end of the period."""


class SeenTools:
    """Gathers, change by change, which tools left evidence."""

    def __init__(self) -> None:
        self._changes: list[SeenChange] = []

    def note(self, change: Change, involvement: Involvement) -> None:
        """Take in one change."""
        evidenced = involvement.state is AiState.AI_EVIDENCED
        self._changes.append(SeenChange(change.landed_at, involvement.tools if evidenced else ()))

    def write(self, repository: str, branch: Branch, writer: RunWriter) -> None:
        """Write the basis of the repository into the run, and what of it could not be read."""
        files = branch.files_at_end(registry.sought())
        records, gaps = basis(repository, files, self._changes, branch.notes)
        for record in records:
            writer.add("coverage", record)
        for gap in gaps:
            writer.add("gaps", gap)
