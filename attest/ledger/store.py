"""A store: a folder of runs. Lists them, finds one, and keeps receipts beside them."""

import json
from pathlib import Path

from attest import canonical
from attest.errors import AttestError, IntegrityError, OutputError, UsageError
from attest.ledger import layout
from attest.ledger.read import read_manifest
from attest.ledger.source import open_plain, reading_faults, run_folder
from attest.ledger.staging import output_faults, replace_file
from attest.model.base import Digest, Record
from attest.model.evidence import Manifest

_RECEIPT_LIMIT = 1 << 16


class StoredRun(Record):
    """A run of a store, by its manifest; its records are not read."""

    run_id: str
    path: str
    manifest: Manifest
    digest: Digest
    collected_at: str
    """From the receipt beside the run: this machine's clock when it was collected; empty without one."""


def list_runs(store: Path) -> tuple[StoredRun, ...]:
    """Every run that can be read, ordered by first day of the period, as-of, collection and id.

    What looks like a run and cannot be read is in `unreadable_runs`.

    Raises:
        UsageError: There is no such folder.
        CollectionError: The folder cannot be read.
    """
    return read_store(store)[0]


def unreadable_runs(store: Path) -> dict[str, AttestError]:
    """What is named like a run and has no manifest that can be read, a link above all, with the reason.

    Raises:
        AttestError: As `list_runs`.
    """
    return read_store(store)[1]


def read_store(store: Path) -> tuple[tuple[StoredRun, ...], dict[str, AttestError]]:
    """What `list_runs` and `unreadable_runs` give, read once.

    Raises:
        AttestError: As `list_runs`.
    """
    found: list[StoredRun] = []
    faults: dict[str, AttestError] = {}
    for folder in run_folders(store):
        try:
            found.append(_stored(store, folder))
        except AttestError as fault:
            faults[folder.name] = fault
    return tuple(sorted(found, key=_age)), faults


def run_folders(store: Path) -> tuple[Path, ...]:
    """The folders of a store that are named like runs, and links of such a name, sorted.

    Raises:
        UsageError: There is no such folder.
        CollectionError: The folder cannot be read.
    """
    with reading_faults(str(store)):
        if not store.is_dir():
            raise UsageError(
                "there is no store here", where=str(store), hint="name one with --store, or make a run first"
            )
        return tuple(
            sorted(
                path
                for path in store.iterdir()
                if layout.RUN_ID.fullmatch(path.name) and (path.is_symlink() or path.is_dir())
            )
        )


def find(store: Path, *, period: str | None = None, run: str | None = None) -> Path:
    """The folder of the one run that is meant.

    Args:
        store: The folder of runs.
        period: A period's label, or its days as `2025-01-01..2025-03-31`. Of several runs of one
            scope the newest is taken: by as-of, then by receipt.
        run: A run's id, or the start of it.

    Raises:
        UsageError: No run fits, or runs of several scopes or periods do; the message lists them.
        AttestError: A run that may be the one meant cannot be read: an older one must not stand in for it.
    """
    runs, faults = read_store(store)
    for name, fault in faults.items():
        if name.startswith(run or ""):
            hint = f"{fault.hint}, or name another run with --run" if runs else fault.hint
            raise type(fault)(fault.what, where=fault.where, hint=hint)
    fitting = [item for item in runs if _fits(item, period, run)]
    if not fitting:
        raise UsageError(
            "no run of the store fits" if runs else "the store holds no run",
            where=str(store),
            hint=f"it holds: {_listing(runs)}" if runs else "make one with attest collect or attest run",
        )
    if len({_scope(item) for item in fitting}) > 1 or (run and len(fitting) > 1):
        raise UsageError(
            f"{len(fitting)} runs fit",
            where=str(store),
            hint=f"name one with --run or --period: {_listing(tuple(fitting))}",
        )
    return Path(fitting[-1].path)


def write_receipt(store: Path, run_id: str, collected_at: str) -> Path:
    """Note beside a run when it was collected. The first time stays: the run is that old at least.

    The receipt is no part of the run: runs hold no clock, so that the same input gives the same run.

    Raises:
        OutputError: The store cannot be written, or its receipts lie behind a link.
    """
    place = store / layout.RECEIPTS / f"{run_id}.json"
    if place.parent.is_symlink():
        raise OutputError(
            "a link stands in the place of the folder of receipts, and is not followed",
            where=str(place.parent),
            hint="make it a folder of the store itself",
        )
    if _collected_at(store, run_id):
        return place
    with output_faults(store):
        place.parent.mkdir(exist_ok=True)
        replace_file(place, canonical.dumps({"collected_at": collected_at, "run": run_id}) + b"\n")
    return place


def _stored(store: Path, folder: Path) -> StoredRun:
    if folder.is_symlink():
        raise IntegrityError(
            "a link stands in the place of a run, and is not followed",
            where=str(folder),
            hint="copy the run itself into the store, or remove the link",
        )
    manifest, digest = read_manifest(run_folder(folder))
    return StoredRun(
        run_id=folder.name,
        path=str(folder),
        manifest=manifest,
        digest=digest,
        collected_at=_collected_at(store, folder.name),
    )


def _collected_at(store: Path, run_id: str) -> str:
    place = store / layout.RECEIPTS / f"{run_id}.json"
    try:
        if place.parent.is_symlink():
            return ""
        with open_plain(place) as stream:
            stated = json.loads(stream.read(_RECEIPT_LIMIT))
    except (OSError, ValueError, RecursionError):
        return ""
    moment = stated.get("collected_at") if isinstance(stated, dict) else None
    return moment if isinstance(moment, str) else ""


def _age(item: StoredRun) -> tuple[str, str, str, str]:
    return item.manifest.period.since, item.manifest.as_of, item.collected_at, item.run_id


def _fits(item: StoredRun, period: str | None, run: str | None) -> bool:
    stated = item.manifest.period
    names = {stated.label, f"{stated.first_day}..{stated.last_day}"}
    return (period is None or period in names) and (run is None or item.run_id.startswith(run))


def _scope(item: StoredRun) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    repositories = tuple(sorted((scope.name, scope.branch) for scope in item.manifest.repositories))
    return item.manifest.period.since, item.manifest.period.until, repositories


def _listing(runs: tuple[StoredRun, ...]) -> str:
    shown = [f"{item.run_id} ({item.manifest.period.label}, {_names(item)})" for item in runs[-10:]]
    more = f", and {len(runs) - 10} more" if len(runs) > 10 else ""
    return ", ".join(shown) + more


def _names(item: StoredRun) -> str:
    return " and ".join(scope.name for scope in item.manifest.repositories)
