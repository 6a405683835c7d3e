"""From a period to its evidence: one run of a store, or the runs that lie end to end in it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from shlex import quote
from zoneinfo import ZoneInfo

from attest.collect.period import parse
from attest.errors import UsageError
from attest.ledger.joined.selecting import Found, crossing, select
from attest.ledger.layout import KINDS
from attest.ledger.store import StoredRun, find, read_store
from attest.model.joined import Hole
from attest.model.population import Period
from attest.pipeline.evidence import Evidence, ManyRuns, OneRun, of_store

_COMMANDS = 12
_CONFIG = "config/attest.yaml"


def choose(
    store: Path,
    *,
    period: str | None = None,
    run: str | None = None,
    repositories: Sequence[str] = (),
    partial: bool = False,
) -> Evidence:
    """The evidence that is meant.

    Args:
        store: The folder of runs.
        period: A period. Where one run alone saw it, that run is read; else the runs that lie in it.
        run: A run's id, or the start of it: that run alone.
        repositories: Names of the repositories to read; all of the store's when empty.
        partial: Whether a part of the period of which there is no run is a Gap and not a fault.

    Raises:
        UsageError: Nothing fits, or the runs do not cover the period; the message says how to fill it.
        AttestError: A run cannot be read, or is not what it claims to be.
    """
    if run is not None or period is None:
        return OneRun(find(store, period=period, run=run))
    runs, faults = read_store(store)
    for fault in faults.values():
        raise type(fault)(fault.what, where=fault.where, hint=f"{fault.hint}, or name a run with --run")
    found = _found(runs, period, repositories)
    if found is None:
        return OneRun(find(store, period=period))
    if not partial:
        _refuse_holes(found, runs, store)
    _refuse_two_configurations(found, {item.run_id: item for item in runs})
    selection = found.selection
    holes = any(chain.holes for chain in selection.chains)
    if len(selection.order) == 1 and not holes:
        return OneRun(store / selection.order[0])
    joined = of_store(store, selection)
    only = {part for chain in selection.chains for part in chain.parts}
    if len(only) == 1 and not holes and _adds_nothing(joined, only):
        return OneRun(store / only.pop())
    return joined


def _found(runs: Sequence[StoredRun], text: str, repositories: Sequence[str]) -> Found | None:
    """The selection under the time zone of the runs; of several zones the one whose days they cover."""
    zones = dict.fromkeys(run.manifest.period.timezone for run in reversed(runs))
    best: Found | None = None
    for zone in zones or ("UTC",):
        found = select(runs, parse(text, zone), repositories)
        if found is not None and (best is None or not _missed(found)):
            best = found
            if not _missed(found):
                break
    return best


def _missed(found: Found) -> tuple[Hole, ...]:
    return tuple(hole for chain in found.selection.chains for hole in chain.holes)


def _adds_nothing(joined: ManyRuns, only: set[str]) -> bool:
    """Whether the observers of one run saw what it saw, so that it stands for itself."""
    (run,) = only
    view = joined.view
    alone = OneRun(joined.place / run).view.manifest.counts
    remembered = [kind.name for kind in KINDS.values() if kind.source]
    return not view.differences and all(
        view.manifest.counts[name] == alone.get(name, 0) for name in remembered
    )


def _refuse_holes(found: Found, runs: Sequence[StoredRun], store: Path) -> None:
    missed = _missed(found)
    if not missed:
        return
    period = found.selection.period
    commands = [command for hole in missed for command in _commands(hole, runs, period, store)]
    more = f"; and {len(commands) - _COMMANDS} more" if len(commands) > _COMMANDS else ""
    raise UsageError(
        _what(found, runs),
        where=f"{store}, {period.label}: {_stretches(missed)}",
        hint=(
            "collect what is missing, each repository by the path of its clone: "
            f"{'; '.join(commands[:_COMMANDS])}{more}; or leave it out with --partial"
        ),
    )


def _what(found: Found, runs: Sequence[StoredRun]) -> str:
    if found.missing:
        return "the runs of the store do not cover the period"
    pairs = {
        f"{_run(one)} and {_run(other)}": None
        for hole in found.overlapping
        for one, other in crossing(runs, hole)
    }
    return f"runs of the store overlap and do not lie end to end: {'; '.join(pairs)}"


def _run(run: StoredRun) -> str:
    period = run.manifest.period
    return f"{run.run_id} ({period.first_day}..{period.last_day})"


def _stretches(missed: Sequence[Hole]) -> str:
    return ", ".join(f"{hole.repository} {hole.since} <= t < {hole.until}" for hole in missed)


def _commands(hole: Hole, runs: Sequence[StoredRun], period: Period, store: Path) -> Iterator[str]:
    """What collects a stretch: month by month where it is made of months."""
    zone = ZoneInfo(period.timezone)
    # `fromisoformat` of Python 3.11 reads the final Z.
    first = datetime.fromisoformat(hole.since).astimezone(zone).date()
    after = datetime.fromisoformat(hole.until).astimezone(zone).date()
    forges = {
        scope.forge
        for run in runs
        for scope in run.manifest.repositories
        if scope.name == hole.repository and scope.branch == hole.branch
    }
    options = [f"--branch {quote(hole.branch)}", *map(_forge, sorted(forges - {"git"}))]
    if period.timezone != "UTC":
        options.append(f"--timezone {period.timezone}")
    options.append(f"--store {quote(str(store))}")
    for name in _named(first, after):
        yield f"attest collect {quote(hole.repository)} --period {name} {' '.join(options)}"


def _forge(name: str) -> str:
    return f"--forge {name}:DIR" if name == "recorded" else f"--forge {name}"


def _named(first: date, after: date) -> Iterator[str]:
    """The periods of a stretch of days: its months, and what lies before and after whole months."""
    while first < after:
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        if first.day == 1 and following <= after:
            yield f"{first:%Y-%m}"
            first = following
            continue
        end = min(following, after)
        yield f"{first.isoformat()}..{(end - timedelta(days=1)).isoformat()}"
        first = end


def _refuse_two_configurations(found: Found, runs: dict[str, StoredRun]) -> None:
    """One report has one set of declarations: that of the runs at the end of the period."""
    ends = [runs[chain.parts[-1]] for chain in found.selection.chains if chain.parts]
    latest = max(run.manifest.period.until for run in ends)
    texts = {
        run.run_id: next((entry.sha256 for entry in run.manifest.files if entry.path == _CONFIG), "")
        for run in ends
        if run.manifest.period.until == latest
    }
    if len(set(texts.values())) > 1:
        raise UsageError(
            "the runs of the period were collected under attest.yaml files that differ",
            where=", ".join(f"{name} ({_repositories(runs[name])})" for name in sorted(texts)),
            hint="name the repositories of one of them with --repository, or collect with one --config",
        )


def _repositories(run: StoredRun) -> str:
    return " and ".join(scope.name for scope in run.manifest.repositories)
