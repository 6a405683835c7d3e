"""`attest store`: list and check the runs of a store."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from attest.cli import options
from attest.cli.console import visible
from attest.ledger.store import StoredRun

_folder = click.option(
    "--store",
    type=options.path,
    default=options.DEFAULT_OUT / "store",
    show_default=True,
    help="Folder of evidence runs.",
)


@click.group("store")
def command() -> None:
    """List and check the runs of a store."""


@command.command("list")
@_folder
@options.as_json
def list_command(store: Path, as_json: bool) -> None:
    """The runs of a store: id, period, scope, counts. Reads manifests alone."""
    from attest.ledger.store import list_runs, unreadable_runs

    runs = list_runs(store)
    faults = unreadable_runs(store)
    if as_json:
        data = {
            "schema": "attest.store/1",
            "runs": [_as_data(run) for run in runs],
            "unreadable": {name: fault.what for name, fault in faults.items()},
        }
        click.echo(json.dumps(data, indent=2))
        return
    if not runs:
        click.echo("the store holds no run that can be read")
    for name, fault in faults.items():
        click.echo(visible(f"{name}  cannot be read: {fault.what}"))
    for run in runs:
        for line in _told(run):
            click.echo(visible(line))


@command.command("check")
@_folder
@options.as_json
def check_command(store: Path, as_json: bool) -> int:
    """Verify every run of a store, and that each run's predecessor is there. Exits 4 when one fails."""
    from attest.cli.verify import EXIT_INTEGRITY, as_data, told
    from attest.ledger.verify import verify

    found = verify(store)
    if as_json:
        click.echo(json.dumps(as_data(found), indent=2))
    else:
        for line in told(found):
            click.echo(line)
    return 0 if found.ok else EXIT_INTEGRITY


def _told(run: StoredRun) -> Iterator[str]:
    manifest = run.manifest
    scope = ", ".join(f"{scope.name}@{scope.branch}" for scope in manifest.repositories)
    collected = f", collected {run.collected_at}" if run.collected_at else ""
    yield f"{run.run_id}  {manifest.period.label}  {scope}"
    yield f"    as of {manifest.as_of} ({manifest.as_of_basis}){collected}"
    yield "    " + ", ".join(f"{count:,} {kind}" for kind, count in sorted(manifest.counts.items()))


def _as_data(run: StoredRun) -> dict[str, object]:
    manifest = run.manifest
    return {
        "run": run.run_id,
        "path": run.path,
        "manifest_sha256": run.digest,
        "period": manifest.period.model_dump(mode="json"),
        "as_of": manifest.as_of,
        "collected_at": run.collected_at or None,
        "repositories": [
            {"name": scope.name, "branch": scope.branch, "tip": scope.end.sha}
            for scope in manifest.repositories
        ],
        "counts": manifest.counts,
        "previous_run": manifest.previous_run,
    }
