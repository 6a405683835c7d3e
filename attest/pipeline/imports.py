"""Files that other systems gave in a run: read before anything is collected, tied to it at its end.

Whom a row names is known when every repository was read, and so is which change it speaks of.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from attest.collect.forge import Keep, Received
from attest.collect.imports.people import actor_of
from attest.collect.imports.reading import Handed, kind_named, read
from attest.collect.people import Directory
from attest.errors import UsageError
from attest.ledger.run import RunWriter
from attest.model.collected import CollectedChange, PersonalEntry
from attest.model.coverage import Coverage, CoverageBasis, CoverageKind
from attest.model.identity import ActorKind
from attest.model.imported import Form, Imported, ImportedFile, Readable
from attest.model.population import Gap, RepositoryScope
from attest.pipeline.documents import read_bounded
from attest.proof.commitment import Sealer

LARGEST = 16 << 20
SOURCE = "import"
_NAMED = 5
_GIVEN = "given"


class Imports:
    """The files of one run, each given as a kind and a path."""

    def __init__(self, given: Sequence[tuple[str, Path]]) -> None:
        """Read them all.

        Raises:
            AttestError: There is no such kind, or a file is not one of its kind; names file and line.
        """
        self._bytes: list[bytes] = []
        self._files: list[Handed] = []
        for name, path in given:
            kind = kind_named(name)
            data = read_bounded(path, LARGEST)
            handed = read(kind, data, str(path), path.name)
            if any((one.kind, one.digest) == (kind, handed.digest) for one in self._files):
                raise UsageError(
                    f"the same file is given twice as {name}", where=str(path), hint="name it once"
                )
            self._bytes.append(data)
            self._files.append(handed)
        self._commits = Commits(_commits_in(self._files))

    @property
    def files(self) -> tuple[ImportedFile, ...]:
        """What the manifest says of each, in the order given."""
        return tuple(
            ImportedFile(
                kind=one.kind.name,
                name=one.name,
                sha256=one.digest,
                rows=len(one.rows) + len(one.unreadable),
                unreadable=len(one.unreadable),
                ignored=one.ignored,
            )
            for one in self._files
        )

    def keep(self, keep: Keep) -> None:
        """Hand their bytes on, as answers of a source about a repository."""
        for number, (data, one) in enumerate(zip(self._bytes, self._files, strict=True)):
            name = f"{SOURCE}/{number:02}"
            keep(Received(SOURCE, name, None, f"{name}/{one.name}", data))

    def note(self, collected: CollectedChange) -> None:
        """Take in the commits of a change."""
        self._commits.note(collected)

    def gaps(self) -> Iterator[Gap]:
        """Rows that could not be read, by file."""
        for number, one in enumerate(self._files):
            if one.unreadable:
                yield _unreadable(number, one)

    def write(
        self,
        writer: RunWriter,
        sealer: Sealer,
        directories: Sequence[Directory],
        scopes: Sequence[RepositoryScope],
    ) -> None:
        """Write each row, and how many of each file were read."""
        tying = _Tying(sealer, directories, scopes, self._commits.found())
        for number, one in enumerate(self._files):
            for row in one.rows:
                writer.add("imported", *tying.record(one, row))
            writer.add("coverage", _coverage(number, one))


class Commits:
    """Which changes the commits are of that rows name, in full or by their first digits."""

    def __init__(self, named: frozenset[str]) -> None:
        self._named = named
        self._lengths = sorted({len(sha) for sha in named})
        self._landed: dict[str, set[str]] = {}
        self._brought: dict[str, set[str]] = {}

    def note(self, collected: CollectedChange) -> None:
        """Take in a change, whose landed commit says more than others it shares with a second one."""
        if not self._lengths:
            return
        change = collected.change
        for sha in {raw.sha for raw in collected.raw} | {change.landed_sha}:
            found = self._landed if sha == change.landed_sha else self._brought
            for start in (sha[:length] for length in self._lengths):
                if start in self._named:
                    found.setdefault(start, set()).add(change.id)

    def found(self) -> dict[str, str]:
        """The change of each commit that leads to one alone."""
        both = {sha: self._landed.get(sha) or changes for sha, changes in self._brought.items()}
        return {
            sha: next(iter(changes)) for sha, changes in {**both, **self._landed}.items() if len(changes) == 1
        }


class _Tying:
    """Rows to records, with what the collected repositories say of people and changes."""

    def __init__(
        self,
        sealer: Sealer,
        directories: Sequence[Directory],
        scopes: Sequence[RepositoryScope],
        commits: Mapping[str, str],
    ) -> None:
        self._sealer = sealer
        self._directories = directories
        self._commits = commits
        self._only = scopes[0].name if len(scopes) == 1 else ""
        self._names = {scope.remote.lower(): scope.name for scope in scopes if scope.remote}
        self._names |= {scope.name.lower(): scope.name for scope in scopes}

    def record(self, one: Handed, row: Readable) -> tuple[Imported, PersonalEntry | None]:
        """The record of a row, and what opens its commitment."""
        name = f"imported:{one.kind.name}:{one.digest[:12]}:{row.row:06}"
        people: dict[str, str] = {}
        values: dict[str, str] = {}
        personal: dict[str, str] = {}
        for column in one.kind.columns:
            text = row.cells.get(column.name)
            if text is None:
                continue
            match column.form:
                case Form.PERSON:
                    actor = actor_of(text, self._directories)
                    personal[column.name] = text
                    if actor.kind is not ActorKind.UNKNOWN:
                        people[column.name] = actor.id
                case Form.NOTE:
                    personal[column.name] = text
                    values[column.name] = _GIVEN
                case Form.REPOSITORY:
                    values[column.name] = self._names.get(text.lower(), text)
                case Form.CHANGE:
                    values[column.name] = self._change(text)
                case _:
                    values[column.name] = text
        commitment, opening = self._sealer.seal(name, personal) if personal else ("", None)
        made = Imported(
            id=name, kind=one.kind.name, row=row.row, people=people, values=values, commitment=commitment
        )
        return made, opening

    def _change(self, text: str) -> str:
        repository, mark, number = text.partition("#")
        if not mark:
            return self._commits.get(text, text)
        known = self._names.get(repository.lower(), repository) if repository else self._only
        return f"{known}#{number}"


def _commits_in(files: Sequence[Handed]) -> frozenset[str]:
    """Commits that rows give for changes."""
    return frozenset(
        text
        for one in files
        for column in one.kind.columns
        if column.form is Form.CHANGE
        for row in one.rows
        if (text := row.cells.get(column.name)) and "#" not in text
    )


def _unreadable(number: int, one: Handed) -> Gap:
    count = len(one.unreadable)
    noun = "1 row" if count == 1 else f"{count:,} rows"
    named = "; ".join(f"row {row.row}: {row.problem}" for row in one.unreadable[:_NAMED])
    more = f"; and {count - _NAMED:,} more" if count > _NAMED else ""
    what = f"{noun} of the {one.kind.name} file '{one.name}' could not be read, of {len(one.rows) + count:,}"
    return Gap(
        id=f"gap::{SOURCE}:{one.kind.name}-unreadable:{number:02}",
        source=SOURCE,
        kind=f"{one.kind.name}-unreadable",
        repository="",
        what=f"{what}: {named}{more}",
        effect="what such a row says is not in this evidence; a test that needs it may find nothing",
        affected_count=count,
    )


def _coverage(number: int, one: Handed) -> Coverage:
    return Coverage(
        id=f"coverage::{SOURCE}:{number:02}",
        repository="",
        kind=CoverageKind.IMPORT,
        rule=f"{SOURCE}.{one.kind.name}",
        tool="",
        path=one.name,
        line=0,
        setting=one.digest,
        since=None,
        basis=CoverageBasis.DECLARED,
        count=len(one.rows),
        of=len(one.rows) + len(one.unreadable),
    )
