"""Finds what is attached to the commits of a plan from outside of them: notes, checkpoints, trace files.

Everything is found before the first change is handed on, from lists of names alone; contents are read as
the changes go by (`attached_contents`). In a clone that holds none of it, this is over at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from attest.collect import checkpoints, followed
from attest.collect.agent_traces import read_traces
from attest.collect.gitdir import CleanRepository
from attest.collect.notes import Notes, list_notes
from attest.collect.notes_refs import notes_refs
from attest.collect.objects import LARGEST_COMMIT, read_objects
from attest.collect.plan import Plan
from attest.collect.pointers import MOST_OF_ONE, Pointer
from attest.model.population import NotesRef

Pointers = tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """What is attached to the commits of a plan."""

    index: Mapping[str, Pointers] = field(default_factory=dict)
    """By commit."""
    crowded: frozenset[str] = frozenset()
    """Commits of which something is left out, as there is too much."""
    blind: bool = False
    """Whether a notes ref could not be listed, so that any commit may have a note unseen."""
    checkpoints: frozenset[str] = frozenset()
    """Every checkpoint that the clone holds."""
    notes: tuple[NotesRef, ...] = ()
    sources: tuple[str, ...] = ()
    """What there was to read."""


def find_attached(repository: CleanRepository, plan: Plan, tip: str) -> Attached:
    """Look for everything that is attached; `tip` is the branch's on the day of collection."""
    graph, pulls = plan.within.graph, plan.pulls
    notes = list_notes(repository, lambda sha: sha in graph or sha in pulls)
    known = checkpoints.read_checkpoints(repository)
    traces = read_traces(repository, tip)
    if not notes.tallies and known is None and not traces:
        return Attached()
    listed = list(dict.fromkeys(sha for place in range(len(plan.landings)) for sha in shas_of(plan, place)))
    found = _Found({sha: notes.inside[sha] for sha in listed if sha in notes.inside}, notes.crowded)
    found.add_all(_read_commits(repository, listed, notes, known or {}))
    found.add_all(_at_revisions(plan, listed, traces))
    found.note_crowds(repository)
    return Attached(
        found.index,
        frozenset(found.crowded),
        notes.unreadable,
        frozenset(known or ()),
        notes_refs(repository, notes, plan, tip),
        _sources(notes, known, traces),
    )


def shas_of(plan: Plan, place: int) -> Iterator[str]:
    """The commits of a change, then those seen only on its pull request's head."""
    yield from plan.within.members[place]
    own = plan.own.get(place)
    yield from own.unseen if own is not None else ()


@dataclass(slots=True)
class _Found:
    """What was found so far, bounded for each commit."""

    index: dict[str, Pointers]
    crowded: set[str]

    def add_all(self, more: Iterable[tuple[str, Pointers]]) -> None:
        """Add further pointers to commits."""
        for sha, pointers in more:
            joined = (*self.index.get(sha, ()), *pointers[:MOST_OF_ONE])
            self.index[sha] = joined[:MOST_OF_ONE]
            if len(pointers) > MOST_OF_ONE or len(joined) > MOST_OF_ONE:
                self.crowded.add(sha)

    def note_crowds(self, repository: CleanRepository) -> None:
        """Say what was left out."""
        for sha in sorted(self.crowded):
            repository.gaps.note(
                "notes",
                "too-many-notes",
                what="a commit has more notes or other records of its lines than are read",
                effect="what the others say of its lines is not known",
                affects=f"{repository.name}:{sha}",
            )


def _read_commits(
    repository: CleanRepository, listed: list[str], notes: Notes, known: checkpoints.Checkpoints
) -> Iterator[tuple[str, Pointers]]:
    """What a commit names in its message, and what is followed to it from another commit."""
    annotated = notes.apart | notes.inside
    trail = followed.begin(repository, annotated)
    if not trail.sources and not known:
        return
    named: list[tuple[str, Pointers]] = []
    for sha, content in zip(listed, read_objects(repository, listed, limit=LARGEST_COMMIT), strict=True):
        if content is None:
            continue
        if sha not in notes.inside:
            trail.look(sha, content)
        if known and checkpoints.may_name(content):
            message = content.partition(b"\n\n")[2].decode("utf-8", "replace")
            named += [(sha, known[name]) for name in checkpoints.named_in(message) if name in known]
    yield from followed.follow(repository, trail, annotated).items()
    yield from named


def _at_revisions(
    plan: Plan, listed: list[str], traces: Mapping[str, Pointers]
) -> Iterator[tuple[str, Pointers]]:
    """The records of a trace file at the revision that they name and at what was committed upon it."""
    for sha in listed if traces else ():
        parents = plan.pulls[sha] if sha in plan.pulls else plan.within.graph[sha]
        yield from ((sha, traces[at]) for at in (sha, *parents[:1]) if at in traces)


def _sources(notes: Notes, known: object, traces: object) -> tuple[str, ...]:
    read = {
        "refs/notes": any(tally.state == "read" for tally in notes.tallies),
        checkpoints.BRANCH: known is not None,
        "agent-trace": bool(traces),
    }
    return tuple(name for name, is_read in read.items() if is_read)
