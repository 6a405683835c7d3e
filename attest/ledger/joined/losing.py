"""Changes that none of the runs hold that give the population, and that another run saw on the branch.

What an earlier run held and a later one of the same days does not was taken from the branch in between.
Where the runs that give the population came first, it was put there later with a date of theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from attest.ledger.joined.observing import told
from attest.ledger.joined.opening import Opened
from attest.model.change import Change
from attest.model.commit import Commit
from attest.model.joined import Chain, Difference, DifferenceKind
from attest.model.population import Gap

LOST, UNCOUNTED = "changes-left-the-branch", "changes-seen-by-another-run"
"""Kinds of the Gaps: of what went, and of what came with a date of days that were already read."""
_LISTED = 1_000
_BROUGHT_IN = "landed by itself, then brought in by another change"
_GONE = "on the branch, then not"
_NEW = "not on the branch, then there"


class Loss(NamedTuple):
    """A change that one run of its days holds, and another does not."""

    repository: str
    difference: Difference
    brought_in: bool = False
    """Its commit is on the branch all the same, in the history of a change that the other run holds."""


class _Pair(NamedTuple):
    """A run that holds a change, and one of the same days that does not."""

    holder: str
    other: str
    change: Change
    counted: bool


def losses(
    chain: Chain,
    order: Sequence[str],
    runs: Mapping[str, Opened],
    own: Mapping[str, Change],
    owners: Mapping[str, str],
) -> Iterator[Loss]:
    """Each change of the same days that parts and observers do not both hold, once.

    What a part holds and an observer does not is told where the observer came later: what came on the
    branch after a run was made is no news.
    """
    places = {run: place for place, run in enumerate(order)}
    found: dict[str, _Pair] = {}
    for run in chain.observers:
        seen = _changes(runs[run], chain.repository)
        for pair in (*_unowned(chain, runs, run, seen, own), *_unseen(chain, runs, run, seen, own, owners)):
            if not pair.counted or places[pair.holder] < places[run]:
                found.setdefault(pair.change.id, pair)
    for pair in found.values():
        yield _told(chain, runs, pair, is_gone=places[pair.holder] < places[pair.other])


def _told(chain: Chain, runs: Mapping[str, Opened], pair: _Pair, *, is_gone: bool) -> Loss:
    others = (pair.other,) if pair.counted else chain.parts
    between = (pair.holder, pair.other) if is_gone else (pair.other, pair.holder)
    if _is_brought_in(runs, others, pair.change):
        told_as = told("changes", pair.change, DifferenceKind.CHANGED, between, (_BROUGHT_IN,))
        return Loss(chain.repository, told_as, brought_in=True)
    way = _GONE if is_gone else _NEW
    field = f"{way}: in {'the' if pair.counted else 'no figure of the'} population"
    what = DifferenceKind.GONE if is_gone else DifferenceKind.NEW
    return Loss(chain.repository, told("changes", pair.change, what, between, (field,)))


def loss_gaps(found: Sequence[Loss]) -> Iterator[Gap]:
    """A Gap for each repository and direction; which changes they are stands in it."""
    wordings = {
        (LOST, DifferenceKind.GONE): (
            "changes that an earlier run held are not on the branch any more: its history was rewritten",
            "they reached the release branch in the period; of those that no run holds which gives the "
            "population, no test speaks",
        ),
        (UNCOUNTED, DifferenceKind.NEW): (
            "a later run holds changes of days that the runs of this period had read before",
            "they are not in this population; their dates were set by whoever committed them",
        ),
    }
    for repository in dict.fromkeys(loss.repository for loss in found):
        for (kind, what), (wording, effect) in wordings.items():
            lost = sorted(
                loss.difference.record
                for loss in found
                if loss.repository == repository and loss.difference.what is what and not loss.brought_in
            )
            if lost:
                yield Gap(
                    id=f"gap:{repository}:git:{kind}",
                    source="git",
                    kind=kind,
                    repository=repository,
                    what=wording,
                    effect=effect,
                    affects=tuple(lost[:_LISTED]),
                    affected_count=len(lost),
                )


def _changes(run: Opened, repository: str) -> list[Change]:
    return [change for change in run.records("changes", Change) if change.repository == repository]


def _unowned(
    chain: Chain, runs: Mapping[str, Opened], run: str, seen: Sequence[Change], own: Mapping[str, Change]
) -> Iterator[_Pair]:
    """What an observer holds and no part does, of the days of the parts."""
    first, last = runs[chain.parts[0]], runs[chain.parts[-1]]
    (start, _), (_, end) = _tips(first, chain.repository), _tips(last, chain.repository)
    for change in _between(seen, start, end, last.manifest.period.until):
        part = _part_of(chain, runs, runs[run], change)
        if part and change.id not in own:
            yield _Pair(run, part, change, counted=False)


def _unseen(
    chain: Chain,
    runs: Mapping[str, Opened],
    run: str,
    seen: Sequence[Change],
    own: Mapping[str, Change],
    owners: Mapping[str, str],
) -> Iterator[_Pair]:
    """What parts hold of an observer's days, and the observer does not."""
    period, held = runs[run].manifest.period, {change.id for change in seen}
    start, end = _tips(runs[run], chain.repository)
    for change in _between(list(own.values()), start, end, period.until):
        landed = change.landed_at
        if landed is not None and period.since <= landed < period.until and change.id not in held:
            yield _Pair(owners[change.id], run, change, counted=True)


def _tips(run: Opened, repository: str) -> tuple[str, str]:
    scope = next(scope for scope in run.manifest.repositories if scope.name == repository)
    return scope.start.sha or "", scope.end.sha or ""


def _between(changes: Sequence[Change], start: str, end: str, until: str) -> Iterator[Change]:
    """Those after the tip at which another run begins, as far as its days reach.

    Its tips decide before dates do: a commit may be younger than one above it. What stands above its last
    tip is of its days still until a commit is of later ones: a branch that was set back ends too early.
    """
    places = {change.landed_sha: place for place, change in enumerate(changes)}
    last = places.get(end, -1)
    for place, change in enumerate(changes):
        if place > last and change.landed_at is not None and change.landed_at >= until:
            return
        if place > places.get(start, -1):
            yield change


def _part_of(chain: Chain, runs: Mapping[str, Opened], observer: Opened, change: Change) -> str:
    """The part in whose days a change landed; empty for one in a hole.

    A change whose date is of other days than its run landed in that run's days all the same.
    """
    seen, landed = observer.manifest.period, change.landed_at
    at = landed if landed is not None and seen.since <= landed < seen.until else seen.since
    for part in chain.parts:
        period = runs[part].manifest.period
        if period.since <= at < period.until:
            return part
    return ""


def _is_brought_in(runs: Mapping[str, Opened], others: Sequence[str], change: Change) -> bool:
    """Whether a run holds the commit of a change as one that another change brought in."""
    holding = (f'"{change.landed_sha}"'.encode(),)
    return any(
        commit.sha == change.landed_sha and commit.repository == change.repository
        for run in others
        for commit in runs[run].records("commits", Commit, holding)
    )
