"""A branch over a whole period, from what each run says of its part: tips, numbers, what was watched."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from attest.model.change import Change
from attest.model.population import Boundary, NotesRef, Period, Reconciliation, RepositoryScope
from attest.model.touch import Watched


class Part(NamedTuple):
    """What one run says of one branch."""

    run: str
    period: Period
    scope: RepositoryScope
    tie: Reconciliation


def join_scope(parts: Sequence[Part], changes: Sequence[Change], commits: int) -> RepositoryScope:
    """The branch from the first part's start to the last part's end, as the last part describes it."""
    first, last = parts[0], parts[-1]
    early = [
        change.landed_sha
        for change in changes
        if change.landed_at is not None and change.landed_at < first.period.since
    ]
    return last.scope.model_copy(
        update={
            "start": _with(first.scope.start, early),
            "commit_count": commits,
            "change_count": len(changes),
            "facts": tuple(sorted({fact for part in parts for fact in part.scope.facts})),
            "watched": _watched([part.scope.watched for part in parts]),
            "notes": _notes([part.scope.notes for part in parts]),
        }
    )


def unwatched(parts: Sequence[Part]) -> tuple[str, ...]:
    """Kinds of files that some parts looked for and others did not, as `class/kind`, sorted."""
    looked = [frozenset(f"{item.path_class}/{item.kind}" for item in part.scope.watched) for part in parts]
    every = frozenset[str]().union(*looked)
    return tuple(sorted(every - frozenset.intersection(*looked)))


def _with(boundary: Boundary, shas: Iterable[str]) -> Boundary:
    known = boundary.out_of_order
    more = tuple(sha for sha in dict.fromkeys(shas) if sha not in known)
    return boundary.model_copy(update={"out_of_order": (*known, *more)}) if more else boundary


def _watched(lists: Sequence[Sequence[Watched]]) -> tuple[Watched, ...]:
    """What every part looked for, in the order of the last, with the sums of what they found."""
    found = []
    for item in lists[-1]:
        same = [other for listed in lists for other in listed if _key(other) == _key(item)]
        if len(same) == len(lists):
            named = tuple(sorted({glob for other in same for glob in other.named}))
            touched, listed_count = sum(one.touched for one in same), sum(one.listed for one in same)
            found.append(item.model_copy(update={"named": named, "touched": touched, "listed": listed_count}))
    return tuple(found)


def _key(item: Watched) -> tuple[str, str]:
    return item.path_class, item.kind


def _notes(lists: Sequence[Sequence[NotesRef]]) -> tuple[NotesRef, ...]:
    """The refs as the last part saw them; what earlier parts hold of them is in the period, too."""
    found = []
    for ref in lists[-1]:
        before = sum(one.in_range for listed in lists[:-1] for one in listed if one.ref == ref.ref)
        moved = min(before, ref.on_branch)
        found.append(
            ref.model_copy(update={"in_range": ref.in_range + moved, "on_branch": ref.on_branch - moved})
        )
    return tuple(found)
