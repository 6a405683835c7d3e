"""From a repository to what each commit shows by itself: detection alone, nothing stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from attest.collect.gitdir import CleanRepository, open_clean
from attest.collect.objects import Unreadable
from attest.collect.walk import scan as walk
from attest.detect.accountable import AUTHOR, of_commit
from attest.detect.engine import Engine
from attest.detect.engine import load as load_rules
from attest.detect.involvement import SILENT, CommitInvolvement, assess_commit
from attest.model.collected import Trace
from attest.model.commit import RawCommit
from attest.model.population import Gap
from attest.model.progress import Progress
from attest.model.signal import AiState
from attest.pipeline.documents import read_bounded

_PEOPLE_LIMIT = 200_000
_STEP = 1000
_UNREAD = CommitInvolvement(AiState.UNKNOWN)


class Scanned(NamedTuple):
    """One commit: what it shows, its accountable person (name, address, basis), and its traces."""

    sha: str
    raw: RawCommit | None
    """`None` when it could not be read."""
    involvement: CommitInvolvement
    accountable: tuple[str, str, str] | None
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """A repository ready to be scanned. Valid inside `open_scan` only."""

    repository: CleanRepository
    engine: Engine
    people: dict[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)

    def commits(self, revisions: str | None, progress: Progress) -> Iterator[Scanned]:
        """Every commit of a range, or of the default branch, oldest first.

        A commit that cannot be read is `unknown`, and a gap.
        """
        scan, people = self.engine.scan, self.people
        done = 0
        for done, raw in enumerate(walk(self.repository, revisions), start=1):
            if done % _STEP == 0:
                # Counting first would cost as much as a third of the scan.
                progress("scanning commits", done, None)
            if isinstance(raw, Unreadable):
                yield Scanned(raw.sha, None, _UNREAD, None, ())
                continue
            traces = scan(raw)
            involvement = assess_commit(raw, traces) if traces or raw.flags else SILENT
            author = raw.author
            person = people.get((author.name, author.email)) or self._answers(raw)
            yield Scanned(raw.sha, raw, involvement, person, traces)
        progress("scanning commits", done, done)

    def _answers(self, raw: RawCommit) -> tuple[str, str, str] | None:
        """The accountable person; kept where the author is one, which is nearly always."""
        person = of_commit(raw, self.engine.classify, self.engine.initiators)
        if person is not None and person[2] == AUTHOR and len(self.people) < _PEOPLE_LIMIT:
            self.people[person[:2]] = person
        return person

    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read so far."""
        return self.repository.gaps.records()


@contextmanager
def open_scan(path: Path, rules: tuple[Path, ...] = ()) -> Iterator[Scan]:
    """Open a repository for scanning, with further rule files.

    Raises:
        AttestError: It is not a repository, or a rule file is not valid.
    """
    engine = load_rules([(str(rule), read_bounded(rule)) for rule in rules])
    with open_clean(path) as repository:
        yield Scan(repository, engine)
