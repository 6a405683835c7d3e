"""From lists of annotated commits to what is said of each notes ref: how many of them lie where."""

from collections import Counter
from collections.abc import Container
from typing import NamedTuple

from attest.collect.gitdir import CleanRepository
from attest.collect.notes import MOST_APART, Notes, Tally
from attest.collect.plan import Plan
from attest.collect.reach import Reach, reach
from attest.collect.small_objects import facts
from attest.model.population import NotesRef


class _Places(NamedTuple):
    """Commits by where they lie, the first that has one."""

    in_range: Container[str]
    pulls: Container[str]
    found: Reach
    elsewhere: Container[str]

    def of(self, sha: str) -> str:
        """Where a commit lies, by the name of the count it belongs to."""
        if sha in self.in_range:
            return "in_range"
        if sha in self.found.branch:
            return "on_branch"
        if sha in self.pulls or sha in self.found.pull_heads:
            return "on_pull_heads"
        return "elsewhere" if sha in self.elsewhere else "absent"


def notes_refs(repository: CleanRepository, notes: Notes, plan: Plan, tip: str) -> tuple[NotesRef, ...]:
    """What is said of every notes ref; `tip` is the branch's on the day of collection."""
    found = reach(repository, notes.apart, tip) if notes.apart else Reach()
    left = sorted(sha for sha in notes.apart if sha not in found.branch and sha not in found.pull_heads)
    held = {sha for sha, fact in zip(left, facts(repository, left), strict=True) if fact is not None}
    _note_unplaced(repository, sum(tally.unplaced for tally in notes.tallies))
    places = _Places(plan.within.graph, plan.pulls, found, held)
    return tuple(_record(tally, places) for tally in notes.tallies)


def _record(tally: Tally, places: _Places) -> NotesRef:
    counts = Counter(places.of(sha) for sha in tally.annotated)
    return NotesRef(
        ref=tally.ref,
        state=tally.state,
        annotated=len(tally.annotated) + tally.unplaced,
        in_range=counts["in_range"],
        on_branch=counts["on_branch"],
        on_pull_heads=counts["on_pull_heads"],
        elsewhere=counts["elsewhere"],
        absent=counts["absent"],
    )


def _note_unplaced(repository: CleanRepository, count: int) -> None:
    if count:
        repository.gaps.note(
            "notes",
            "notes-not-followed",
            what=f"{count} notes are beside the {MOST_APART} out of the range that are looked at",
            effect="notes of commits that were rebased or cherry-picked may be missing",
        )
