"""From a repository to what each commit shows by itself: detection alone, nothing stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from attest.collect.commit_glance import People, glance
from attest.collect.commit_object import parse
from attest.collect.gitdir import CleanRepository, open_clean
from attest.collect.objects import Unreadable, commits_as
from attest.collect.walk import ids
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
    message: str | None
    """`None` when it could not be read."""
    involvement: CommitInvolvement
    accountable: tuple[str, str, str] | None
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Scan:
    """A repository ready to be scanned. Valid inside `open_scan` only."""

    repository: CleanRepository
    engine: Engine
    shas: Iterator[str]
    people: dict[People, tuple[str, str, str]] = field(default_factory=dict)
    """Who answers for the commits of people whose identity lines hold no trace."""

    def commits(self, progress: Progress) -> Iterator[Scanned]:
        """Every commit of the range, oldest first; to be asked for once.

        A commit that cannot be read is `unknown`, and a gap.
        """
        done = 0
        for done, found in enumerate(commits_as(self.repository, self.shas, self._look), start=1):
            if done % _STEP == 0:
                # Counting first would cost as much as a third of the scan.
                progress("scanning commits", done, None)
            if isinstance(found, Scanned):
                yield found
            elif isinstance(found, Unreadable):
                yield Scanned(found.sha, None, _UNREAD, None, ())
            else:
                yield self._scanned(found)
        progress("scanning commits", done, done)

    def _look(self, sha: str, content: bytes) -> Scanned | None:
        """What a commit shows; at a glance where its people are known and its message says nothing."""
        seen = glance(content)
        if seen is not None:
            person = self.people.get(seen[0])
            if person is not None and self.engine.is_silent(seen[1]):
                return Scanned(sha, seen[1], SILENT, person, ())
        raw = parse(sha, content)
        if raw is None:
            return None
        scanned = self._scanned(raw)
        if seen is not None and not self.engine.knows(raw.author, raw.committer):
            self._remember(seen[0], scanned.accountable)
        return scanned

    def _remember(self, people: People, person: tuple[str, str, str] | None) -> None:
        if person is not None and person[2] == AUTHOR and len(self.people) < _PEOPLE_LIMIT:
            self.people[people] = person

    def _scanned(self, raw: RawCommit) -> Scanned:
        traces = self.engine.scan(raw)
        involvement = assess_commit(raw, traces) if traces or raw.flags else SILENT
        person = of_commit(raw, self.engine.classify, self.engine.initiators)
        return Scanned(raw.sha, raw.message, involvement, person, traces)

    def gaps(self) -> tuple[Gap, ...]:
        """What could not be read so far."""
        return self.repository.gaps.records()


@contextmanager
def open_scan(path: Path, revisions: str | None = None, rules: tuple[Path, ...] = ()) -> Iterator[Scan]:
    """Open a repository for scanning a range, or its default branch, with further rule files.

    Raises:
        AttestError: It is not a repository, there is no such range, or a rule file is not valid.
    """
    files = [(str(rule), read_bounded(rule)) for rule in rules]
    # Git walks the history while the rules are read.
    with open_clean(path) as repository, ids(repository, revisions) as shas:
        yield Scan(repository, load_rules(files), shas)
