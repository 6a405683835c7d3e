"""Which runs of a store a period is read from: for each release branch those that lie end to end in it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attest.errors import UsageError
from attest.ledger.joined.tiling import Missed, Piece, lay, uncovered
from attest.ledger.store import StoredRun
from attest.model.joined import Chain, Hole, Selection
from attest.model.population import Period, RepositoryScope

_NAMED = 6


class Found(NamedTuple):
    """What the runs of a store say of a period."""

    selection: Selection
    missing: tuple[Hole, ...]
    """Stretches of which no run is there."""
    overlapping: tuple[Hole, ...]
    """Stretches that runs reach into, none of which fits between the others."""


def select(runs: Sequence[StoredRun], period: Period, repositories: Sequence[str] = ()) -> Found | None:
    """The runs that a period is read from; `None` where no run lies in it.

    Of several ways to lay runs end to end the one with the fewest counts, of those the newest. Every other
    run that saw a part of the same branch in the period is an observer: what it saw is compared.

    Args:
        runs: Those of the store.
        period: The days that are asked for.
        repositories: Names of the repositories to read; all that have a run in the period when empty.

    Raises:
        UsageError: Two branches or two remotes are called by one repository's name.
    """
    inside = [run for run in runs if _is_inside(run, period)]
    branches = sorted(_branches(inside, repositories))
    if not branches:
        return None
    _refuse_mixed(inside, branches)
    found = [_chain(inside, name, branch, period) for name, branch in branches]
    used = {run for chain, _, _ in found for run in (*chain.parts, *chain.observers)}
    order = tuple(run.run_id for run in sorted(inside, key=_observed) if run.run_id in used)
    return Found(
        Selection(period=period, chains=tuple(chain for chain, _, _ in found), order=order),
        tuple(hole for _, missing, _ in found for hole in missing),
        tuple(hole for _, _, overlapping in found for hole in overlapping),
    )


def _is_inside(run: StoredRun, period: Period) -> bool:
    return run.manifest.period.since >= period.since and run.manifest.period.until <= period.until


def _branches(runs: Iterable[StoredRun], repositories: Sequence[str]) -> set[tuple[str, str]]:
    return {
        (scope.name, scope.branch)
        for run in runs
        for scope in run.manifest.repositories
        if not repositories or scope.name in repositories
    }


def _refuse_mixed(runs: Sequence[StoredRun], branches: Sequence[tuple[str, str]]) -> None:
    for name in {name for name, _ in branches}:
        scopes = [scope for run in runs for scope in run.manifest.repositories if scope.name == name]
        for what, values in (
            ("release branch", {scope.branch for scope in scopes}),
            ("owner/name", {scope.remote.casefold() for scope in scopes if scope.remote}),
        ):
            if len(values) > 1:
                raise UsageError(
                    f"runs of the period read {name!r} with more than one {what}",
                    where=", ".join(sorted(values)[:_NAMED]),
                    hint="keep their runs in stores of their own, or name one run with --run",
                )


def _chain(
    runs: Sequence[StoredRun], name: str, branch: str, period: Period
) -> tuple[Chain, tuple[Hole, ...], tuple[Hole, ...]]:
    pieces = [_piece(run, scope) for run in runs for scope in run.manifest.repositories if scope.name == name]
    way = lay(pieces, period.since, period.until)
    parts = tuple(piece.name for piece in way.pieces)
    others = [run for run in sorted(runs, key=_observed) if run.run_id not in parts]
    missing = tuple(bare for missed in way.missed for bare in uncovered(missed, pieces))
    overlapping = [missed for missed in way.missed if not uncovered(missed, pieces)]
    chain = Chain(
        repository=name,
        branch=branch,
        parts=parts,
        observers=tuple(run.run_id for run in others if _reads(run, name)),
        holes=_holes(name, branch, way.missed),
    )
    return chain, _holes(name, branch, missing), _holes(name, branch, overlapping)


def _reads(run: StoredRun, name: str) -> bool:
    return any(scope.name == name for scope in run.manifest.repositories)


def _piece(run: StoredRun, scope: RepositoryScope) -> Piece:
    period = run.manifest.period
    rank = (run.manifest.as_of, run.collected_at, f"{scope.change_count:012}", run.digest)
    return Piece(run.run_id, period.since, period.until, scope.start.sha or "", scope.end.sha or "", rank)


def _observed(run: StoredRun) -> tuple[str, str, str]:
    """When a run looked: this machine's clock where there is a receipt, else what it speaks for."""
    return run.collected_at or run.manifest.as_of, run.manifest.as_of, run.digest


def _holes(repository: str, branch: str, missed: Iterable[Missed]) -> tuple[Hole, ...]:
    return tuple(
        Hole(repository=repository, branch=branch, since=part.since, until=part.until) for part in missed
    )


def crossing(runs: Sequence[StoredRun], hole: Hole) -> Iterator[tuple[StoredRun, StoredRun]]:
    """Pairs of runs of a branch of which one begins within the other and ends after it."""
    own = [run for run in runs if _reads(run, hole.repository)]
    for one in own:
        for other in own:
            first, second = one.manifest.period, other.manifest.period
            if first.since < second.since < first.until < second.until:
                yield one, other
