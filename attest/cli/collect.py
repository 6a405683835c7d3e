"""`attest collect`: facts and signals of a period into a run."""

import json
from pathlib import Path
from typing import Any

import click

from attest.cli import options
from attest.cli.console import Bar
from attest.cli.process import rare_garbage_collection
from attest.model.evidence import Manifest


def collected_run(
    store: Path,
    bar: Bar,
    *,
    repositories: tuple[Path, ...],
    period: str,
    timezone: str,
    branch: str | None,
    forge: str,
    config: Path | None,
    dispositions: Path | None = None,
    rules: tuple[Path, ...],
    ai_exports: tuple[Path, ...] = (),
    audit_logs: tuple[Path, ...] = (),
    imports: tuple[str, ...] = (),
    packs: Path | None = None,
    as_of: str,
    operator: str,
    key_file: Path | None,
    no_statistics: bool,
    **github: Any,
) -> Path:
    """Collect as the shared options say, leave a receipt with this machine's time, give the run."""
    from attest.cli.forge_access import access
    from attest.ledger.store import write_receipt
    from attest.pipeline.collecting import collect
    from attest.pipeline.scope import Request

    moment = options.now()
    request = Request(
        repositories=repositories,
        period=period,
        store=store,
        now=moment,
        as_of=options.instant(as_of, "--as-of"),
        timezone=timezone,
        branch=branch,
        forge=forge,
        config=config,
        dispositions=dispositions,
        rules=rules,
        ai_exports=ai_exports,
        audit_logs=audit_logs,
        imports=options.imports(imports),
        packs=packs,
        operator=options.line(operator, "--operator"),
        key=options.key(key_file),
        statistics=not no_statistics,
        access=access(bar.tell, **github) if forge == "github" else None,
    )
    with rare_garbage_collection():
        run = collect(request, bar)
    write_receipt(store, run.name, moment)
    return run


@click.command("collect")
@options.collecting
@options.dispositions
@options.store
@options.out
@options.as_json
@options.quiet
def command(store: Path | None, out: Path, as_json: bool, quiet: bool, **collecting: Any) -> None:
    """Collect a period of REPO... into a run of the store. Nothing is written into REPO."""
    from attest.cli.summary import run_summary
    from attest.ledger.read import iter_records, manifest_of
    from attest.model.signal import Involvement

    bar = Bar(quiet=quiet)
    run = collected_run(store or out / "store", bar, **collecting)
    bar.close()
    manifest = manifest_of(run)
    if as_json:
        click.echo(json.dumps(_as_data(run, manifest), indent=2))
        return
    for line in run_summary(manifest, iter_records(run, "involvements", Involvement)):
        click.echo(line)
    click.echo(f"run      {run}")


def _as_data(run: Path, manifest: Manifest) -> dict[str, object]:
    return {
        "run": run.name,
        "path": str(run),
        "counts": manifest.counts,
        "previous_run": manifest.previous_run,
    }
