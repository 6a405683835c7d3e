"""Opens a repository at its release branch, and collects a period of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from attest.collect import branch_records, claims, clone_answers, forge_reading, mailmap_file, objects, walk
from attest.collect.agent_paths import AgentCommit, find_outside
from attest.collect.ahead import ahead
from attest.collect.attachments import Attached, find_attached
from attest.collect.changes import Changes, Setting, figures_of
from attest.collect.diffs import Totals
from attest.collect.forge import Account, Forge
from attest.collect.forge_records import BranchPush
from attest.collect.gitdir import CleanRepository, open_clean
from attest.collect.metrics import measure
from attest.collect.people import Directory, Identities
from attest.collect.period_bounds import Wanted, bounds
from attest.collect.plan import Span, make_plan, share
from attest.collect.pull_evidence import PullReader
from attest.collect.reconcile import Made, reconcile
from attest.collect.records import Recorder
from attest.collect.tip_files import tip_files
from attest.collect.touches import Touches, find_touches
from attest.collect.walk import Dated
from attest.collect.watch import Lookout, Watch
from attest.errors import CollectionError
from attest.model.agent import RegisteredAgent
from attest.model.base import Record
from attest.model.change import Change
from attest.model.collected import CollectedChange
from attest.model.commit import CodeMetrics
from attest.model.coverage import Sought, TipFile
from attest.model.identity import Actor, Person
from attest.model.population import (
    Boundary,
    BoundaryBasis,
    Gap,
    NotesRef,
    Period,
    Reconciliation,
    RepositoryScope,
)
from attest.model.progress import Progress, silent
from attest.model.touch import Touch
from attest.proof.commitment import Sealer

_NAMED_BRANCHES = 12


@dataclass(frozen=True, slots=True)
class OpenRepository:
    """A repository at the tip of its release branch. Valid inside `open_repository` only."""

    _clean: CleanRepository
    branch: str
    tip: str

    @property
    def name(self) -> str:
        """Short name; prefix of every id."""
        return self._clean.name

    @property
    def remote(self) -> str:
        """`owner/name` on the forge as the clone's remote names it, or empty."""
        return self._clean.remote

    @property
    def origin(self) -> str:
        """`host/owner/name` as the clone's remote names it, on whatever host, or empty."""
        return self._clean.origin

    @property
    def git_version(self) -> tuple[int, ...]:
        """Version of the git that reads it."""
        return self._clean.git_version

    def read_file(self, path: str) -> bytes | None:
        """A file at the branch's tip; `None` when there is none, or it is over a mebibyte."""
        return objects.read_blob(self._clean, self.tip, path)

    def tip_bytes(self) -> bytes:
        """The raw commit object at the tip."""
        return objects.raw_object(self._clean, self.tip)

    def pull_heads(self) -> Mapping[int, str]:
        """Heads of pull requests that the clone holds, by number."""
        return self._clean.pull_heads()

    def held(self, shas: Sequence[str]) -> frozenset[str]:
        """Those of some object ids that are commits of the clone."""
        return clone_answers.held(self._clean, shas)

    def landed(self, period: Period, previous_tip: str | None) -> tuple[str, ...]:
        """Landed commits of a period as git dates them, and some beside, for asking a forge about them."""
        return clone_answers.landed(self._clean, self.tip, period, previous_tip)

    def collect(
        self,
        period: Period,
        *,
        forge: Forge,
        identities: Identities,
        sealer: Sealer,
        progress: Progress = silent,
        statistics: bool = True,
        previous_tip: str | None = None,
        watch: Watch | None = None,
    ) -> "Collection":
        """The period of the branch, ready to be iterated once.

        `previous_tip` is the branch's tip at the end of a run of the period before, empty where that run
        found no commit; one that is not on the branch any more leaves a Gap. `watch` says whose
        files' changes are told apart.

        Raises:
            CollectionError: The history cannot be walked to its end.
        """
        asked = _Asked(
            period, forge, identities, sealer, progress, statistics, previous_tip, watch or Watch()
        )
        return Collection(self._clean, self.branch, self.tip, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    period: Period
    forge: Forge
    identities: Identities
    sealer: Sealer
    progress: Progress
    statistics: bool
    previous_tip: str | None
    watch: Watch


class Collection:
    """The changes of a period, oldest first, once; afterwards what is said of them as a whole."""

    def __init__(self, repository: CleanRepository, branch: str, tip: str, asked: _Asked) -> None:
        self._repository = repository
        self._asked = asked
        self._mail_map = mailmap_file.read(repository, tip)
        self._directory = Directory(asked.identities, asked.sealer, self._mail_map)
        asked.progress("walking the branch", 0, None)
        self._seen = forge_reading.view(asked.forge, repository, branch)
        self._told = branch_records.ask(asked.forge, branch)
        for account in self._told.accounts():
            self._directory.meet_account(account)
        self._pushed: Mapping[str, str] = {}
        self._start, self._end, self._span = self._bounds(branch, tip)
        declared = BoundaryBasis.DECLARED in (self._start.basis, self._end.basis)
        branch_records.note_shortfalls(self._told, repository.gaps, is_bound_declared=declared)
        self._tip = tip
        self._made = Made(0, 0)
        self._landed: dict[str, str] = {}
        self._numbers: dict[int, tuple[str, ...]] = {}
        self._touches = Touches()
        self._outside = Touches()
        self._attached = Attached()
        self._counted: Reconciliation | None = None

    def __iter__(self) -> Iterator[CollectedChange]:
        """The changes. What follows a change is read while it is being used.

        Raises:
            CollectionError: The history cannot be walked to its end.
        """
        asked, repository = self._asked, self._repository
        _note_remote(repository, asked.forge)
        within = share(repository, self._span)
        lookout = Lookout(asked.watch)
        figures = figures_of(repository, within, lookout) if asked.statistics else ()
        # Comparing files takes longest by far, so it goes on beside everything else from the start.
        with ahead(figures) as compared:
            plan = make_plan(
                repository,
                within,
                self._span.end or "",
                (asked.forge, self._seen),
                (self._directory, asked.progress),
            )
            mailmap_file.note_refused(repository, self._directory)
            self._attached = find_attached(repository, plan, self._tip)
            changes = Changes(plan, self._setting(compared if asked.statistics else None))
            for collected in changes:
                yield collected
                self._note_landed(collected.change)
                self._made = Made(self._made.changes + 1, changes.commit_count)
        seen = lookout if asked.statistics else None
        self._touches = find_touches(repository, within, asked.watch, seen, (self._span.start, self._tip))
        self._counted = reconcile(
            repository, self._span, plan, self._seen, self._made, asked.period, asked.forge.name
        )

    def _setting(self, figures: Iterator[Totals | None] | None) -> Setting:
        asked, repository = self._asked, self._repository
        recorder = Recorder(repository.name, self._directory, asked.sealer)
        required = asked.forge.required_checks(self._span.branch)
        for shortfall in required.shortfalls:
            repository.gaps.note("branch-rules", shortfall.kind, what=shortfall.what, effect=shortfall.effect)
        tasks = self._told.tasks.value
        pulls = PullReader(asked.forge, recorder, repository.gaps, required.value, tasks)
        return Setting(repository, recorder, pulls, figures, self._attached, asked.progress, self._pushed)

    def _bounds(self, branch: str, tip: str) -> tuple[Boundary, Boundary, Span]:
        line = walk.first_parents(self._repository, tip)
        self._pushed = _pushed(self._told.pushes.value, line)
        times = dict(self._pushed) | dict(claims.server_times(self._seen))
        wanted = Wanted(branch, tip, self._asked.period, self._asked.previous_tip)
        return bounds(self._repository, wanted, line, times)

    def _note_landed(self, change: Change) -> None:
        self._landed[change.landed_sha] = change.id
        if change.number is not None:
            known = self._numbers.get(change.number, ())
            self._numbers[change.number] = (*known, change.id)

    def branch_records(self) -> Iterator[tuple[str, Record]]:
        """What the forge recorded of the repository and its branch as a whole: kind and record, each."""
        self._finished()
        recorder = branch_records.BranchRecorder(
            self._repository.name,
            self._span.branch,
            self._asked.period,
            self._directory,
            self._asked.sealer,
        )
        yield from recorder.records(self._told, self._span.start, self._landed, self._numbers)

    @property
    def scope(self) -> RepositoryScope:
        """The repository, its branch and both tips."""
        self._finished()
        return RepositoryScope(
            name=self._repository.name,
            remote=self._repository.remote or self._asked.forge.remote,
            branch=self._span.branch,
            start=self._start,
            end=self._end,
            object_format=self._repository.object_format,
            forge=self._asked.forge.name,
            commit_count=self._made.commits,
            change_count=self._made.changes,
            facts=self._repository.facts,
            watched=(*self._touches.watched, *self._outside.watched),
            notes=self._attached.notes,
        )

    @property
    def touches(self) -> tuple[Touch, ...]:
        """The changes' files at places that were watched, in the order of the changes."""
        self._finished()
        return self._touches.records

    @property
    def notes(self) -> tuple[NotesRef, ...]:
        """Every notes ref of the clone, and how many of the commits it annotates lie where."""
        self._finished()
        return self._attached.notes

    def actor(self, name: str, email: str) -> Actor:
        """Who stands behind a name and an address, as in the records of commits; while changes are read."""
        return self._directory.actor(name, email)

    def account(self, login: str) -> Actor:
        """Who stands behind an account of the forge that a text names; while changes are read."""
        return self._directory.account(Account(0, login, "user"))

    def outside(self, agents: Sequence[RegisteredAgent], commits: Sequence[AgentCommit]) -> tuple[Touch, ...]:
        """Files that agents' commits touched outside the paths of the register, agent after agent."""
        self._finished()
        self._outside = find_outside(self._repository, agents, commits)
        return self._outside.records

    def files_at_end(self, sought: Sequence[Sought]) -> tuple[TipFile, ...]:
        """Files of the branch as it stood at the end of the period; none where it had no commit then."""
        return tip_files(self._repository, self._end.sha, sought) if self._end.sha is not None else ()

    @property
    def reconciliation(self) -> Reconciliation:
        """The counts that must agree, as git and the forge gave them at the end of the collection."""
        return self._finished()

    def note_unreadable_record(self, commit: str) -> None:
        """Name a Gap for a commit's line record that was had, and in which no reader found its way."""
        self._repository.gaps.note(
            "notes",
            "line-record-unreadable",
            what="a record of a commit's lines is in no known form, broken, or without a diff to compare",
            effect="what it says of AI involvement is not known; a change without other evidence is unknown",
            affects=f"{self._repository.name}:{commit}",
        )

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that was asked for and could not be had so far, sorted by id."""
        return self._repository.gaps.records()

    @property
    def directory(self) -> Directory:
        """Who is who here."""
        return self._directory

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody who was given a pseudonym so far, sorted by it."""
        return self._directory.people()

    @property
    def sources(self) -> tuple[str, ...]:
        """What was read, sorted."""
        found = {"git"}
        if self._repository.pull_heads():
            found.add("refs/pull")
        if self._mail_map:
            found.add(mailmap_file.SOURCE)
        found.update(self._attached.sources)
        if self._asked.forge.connected:
            found.add(f"forge:{self._asked.forge.name}")
        return tuple(sorted(found))

    def measure(self, shas_by_change: Iterable[tuple[str, str]]) -> Iterator[CodeMetrics]:
        """Code metrics of commits, each with the id of its change; what cannot be measured leaves a Gap."""
        return measure(self._repository, shas_by_change)

    def _finished(self) -> Reconciliation:
        if self._counted is None:
            raise RuntimeError("the changes of this collection have not been read to their end")
        return self._counted


@contextmanager
def open_repository(
    path: Path, *, branch: str | None = None, name: str | None = None
) -> Iterator[OpenRepository]:
    """Open a repository at the tip of a branch, by default the one that HEAD names.

    Raises:
        CollectionError: There is no repository or no such branch, it has no commit, its clone is
            shallow, or HEAD is detached and no branch is named.
    """
    with open_clean(path, name) as clean:
        if branch is None and clean.head_branch is None:
            raise CollectionError(
                "HEAD is detached, so it names no release branch",
                where=str(path),
                hint=_branch_hint(clean),
            )
        yield OpenRepository(clean, *_tip(clean, branch))


def _tip(clean: CleanRepository, branch: str | None) -> tuple[str, str]:
    try:
        return clean.branch_tip(branch)
    except CollectionError as fault:
        raise CollectionError(fault.what, where=fault.where, hint=_branch_hint(clean)) from fault


def _branch_hint(clean: CleanRepository) -> str:
    names = _branches(clean)
    known = ", ".join(names[:_NAMED_BRANCHES]) + (", ..." if len(names) > _NAMED_BRANCHES else "")
    return f"name one of its branches with --branch: {known}" if names else "commit to it, or fetch it, first"


def _branches(clean: CleanRepository) -> list[str]:
    prefixes = ("refs/heads/", "refs/remotes/origin/")
    found = {
        name.removeprefix(prefix) for name in clean.refs for prefix in prefixes if name.startswith(prefix)
    }
    return sorted(ascii(name)[1:-1] for name in found - {"HEAD"})


def _pushed(pushes: Sequence[BranchPush], line: Sequence[Dated]) -> dict[str, str]:
    """When landed commits came to the branch, as far as the forge remembers."""
    if not pushes:
        return {}
    places = {sha: at for at, (sha, _) in enumerate(line)}
    return branch_records.push_times(pushes, places.get, [sha for sha, _ in line])


def _note_remote(repository: CleanRepository, forge: Forge) -> None:
    """Recorded answers of another repository than the clone's would explain nothing."""
    if repository.remote and forge.remote and repository.remote.lower() != forge.remote.lower():
        repository.gaps.note(
            "forge",
            "other-repository",
            what=f"the clone comes from {repository.remote!a}, the forge's answers from {forge.remote!a}",
            effect="numbers of pull requests may be those of another repository",
        )
