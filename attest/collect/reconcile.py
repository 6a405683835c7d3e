"""Counts that must agree, each from a reading of its own. A difference is printed, never forced."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from attest.collect.claims import claimants
from attest.collect.forge import Landed
from attest.collect.gitdir import CleanRepository
from attest.collect.origins import ForgeView, Origin
from attest.collect.plan import Plan, Span
from attest.collect.walk import count_commits
from attest.model.change import ChangeType
from attest.model.population import Count, Period, Reconciliation

_NAMED = 20
"""Numbers that a count lists."""


@dataclass(frozen=True, slots=True)
class Made:
    """What collection made of a range: how many changes, and how many commits in them."""

    changes: int
    commits: int


def reconcile(
    repository: CleanRepository,
    span: Span,
    plan: Plan,
    seen: ForgeView,
    made: Made,
    period: Period,
    forge: str,
) -> Reconciliation:
    """Hold the changes that were made against git's own counts and, where there is one, the forge's list."""
    counts = list(_git_counts(repository, span, made))
    difference = sum(abs(counts[at].count - counts[at + 1].count) for at in range(0, len(counts), 2))
    here: tuple[str, ...] = ()
    there: tuple[str, ...] = ()
    if seen.connected:
        merged = _merged(seen, period)
        here_places = _unknown_there(plan.origins)
        here = tuple(sorted(f"{repository.name}:{plan.landings[place].sha}" for place in here_places))
        several = claimants(seen.by_number.values())
        away = [pull for pull in merged if not _is_on_branch(pull, plan, several)]
        numbers = [pull.number for pull in away if pull.merge_sha not in span.displaced]
        there = tuple(f"#{number}" for number in sorted(numbers))
        counts.extend(_forge_counts(plan, seen, merged, period))
        counts.extend(_displaced_counts(len(away) - len(numbers)))
        undeclared = sum(plan.origins[place].type is not ChangeType.DIRECT_PUSH for place in here_places)
        difference += undeclared + len(there)
    return Reconciliation(
        repository=repository.name,
        first_source="git",
        second_source=f"forge:{forge}" if seen.connected else "",
        counts=tuple(counts),
        difference=difference,
        unmatched_here=here,
        unmatched_there=tuple(sorted(there)),
    )


def _git_counts(repository: CleanRepository, span: Span, made: Made) -> Iterator[Count]:
    """Pairs: what git counts in a process of its own, and what collection made."""
    words = (
        f"{span.start[:12]}..{span.end[:12]}" if span.start and span.end else (span.end or "no commit")[:12]
    )
    for what, option, count in (
        ("changes", "--first-parent ", made.changes),
        ("commits", "", made.commits),
    ):
        counted = _count(repository, span, first_parent=bool(option))
        yield Count(what=f"{what} on the branch", how=f"git rev-list {option}--count {words}", count=counted)
        yield Count(what=f"{what} in this run", how="records made by this collection", count=count)


def _count(repository: CleanRepository, span: Span, *, first_parent: bool) -> int:
    if span.end is None or span.start == span.end:
        return 0
    return count_commits(repository, span.end, span.start, first_parent=first_parent)


def _displaced_counts(count: int) -> Iterator[Count]:
    """Pull requests that another period's run holds: the branch's order decides, not their time of merge."""
    if count:
        how = "merged in the period, and listed out of date order at one of its bounds"
        yield Count(what="pull requests that position puts outside the period", how=how, count=count)


def _merged(seen: ForgeView, period: Period) -> tuple[Landed, ...]:
    pulls = seen.by_number.values()
    return tuple(pull for pull in pulls if pull.merged_at and period.since <= pull.merged_at < period.until)


def _unknown_there(origins: Sequence[Origin]) -> list[int]:
    """Places of the changes that the forge's list does not explain; direct pushes are among them."""
    return [place for place, origin in enumerate(origins) if not origin.stated]


def _is_on_branch(pull: Landed, plan: Plan, several: Mapping[str, Sequence[Landed]]) -> bool:
    """Whether a merged pull request is among the changes, or its merge was brought in by one of them.

    Where the forge names one commit as the merge of several, that explains one of them; each of the
    others must be explained by its own last revision.
    """
    if pull.number in _stated(plan.origins) or pull.number in _explained(plan):
        return True
    if pull.merge_sha in several:
        is_landed = plan.within.owner.get(pull.merge_sha) is None or pull.merge_sha in plan.within.line
        return not is_landed and pull.head_sha in plan.within.owner
    return pull.merge_sha in plan.within.owner


def _explained(plan: Plan) -> frozenset[int]:
    """Pull requests that landed with a change that is named after another."""
    return frozenset(one.pull.number for others in plan.beside.values() for one in others if one.is_explained)


def _stated(origins: Sequence[Origin]) -> frozenset[int]:
    return frozenset(origin.number for origin in origins if origin.stated)


def _forge_counts(plan: Plan, seen: ForgeView, merged: Sequence[Landed], period: Period) -> Iterator[Count]:
    bounds = f"{period.since} <= merged_at < {period.until}"
    listed = "list of closed pull requests of the branch"
    if seen.since:
        listed = f"list of the branch's pull requests updated since {seen.since}"
    listed += "" if seen.complete else ", not whole"
    yield Count(
        what="pull requests merged in the period", how=f"forge: {listed}, {bounds}", count=len(merged)
    )
    yield Count(
        what="pull requests among the changes",
        how="numbers that the forge ties to them",
        count=len(_stated(plan.origins)),
    )
    beside = _explained(plan) - _stated(plan.origins)
    if beside:
        words = ", ".join(f"#{number}" for number in sorted(beside)[:_NAMED])
        more = f" and {len(beside) - _NAMED} more" if len(beside) > _NAMED else ""
        yield Count(
            what="pull requests that landed with another's commit",
            how=f"numbers that the forge ties to it too, and whose last revision it holds: {words}{more}",
            count=len(beside),
        )
    for kind, what in (
        (ChangeType.PULL_REQUEST, "changes by pull request"),
        (ChangeType.DIRECT_PUSH, "direct pushes"),
        (ChangeType.UNDETERMINED, "changes of undetermined type"),
    ):
        count = sum(origin.type is kind for origin in plan.origins)
        yield Count(what=what, how="types of the changes in this run", count=count)
