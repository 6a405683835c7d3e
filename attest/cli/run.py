"""`attest run`: collect, evaluate and report in one go."""

from pathlib import Path
from typing import Any

import click

from attest.cli import options
from attest.cli.collect import collected_run
from attest.cli.console import Bar
from attest.cli.summary import judge, print_summary


@click.command("run")
@options.collecting
@options.dispositions
@options.evaluating
@options.store
@options.out
@options.formats
@options.with_raw
@options.judging
@options.as_json
@options.quiet
def command(
    frameworks: tuple[str, ...],
    packs: Path | None,
    store: Path | None,
    out: Path,
    formats: tuple[str, ...],
    with_raw: bool,
    fail_on: str | None,
    require_complete: bool,
    as_json: bool,
    quiet: bool,
    **collecting: Any,
) -> int:
    """Collect a period of REPO..., test the controls, and leave a report with its evidence.

    The report goes to --out, the evidence run to --store. Nothing is written into REPO.
    """
    from attest.pipeline import reporting

    bar = Bar(quiet=quiet)
    reporting.catalog_of(frameworks, packs)  # a fault in what was asked for must not wait for collection
    run = collected_run(store or out / "store", bar, packs=packs, **collecting)
    evaluated = reporting.evaluate(run, frameworks, packs=packs)
    files = reporting.write(evaluated, out, formats, bar, raw=with_raw)
    bar.close()
    print_summary(evaluated, files, as_json=as_json)
    return judge(evaluated, fail_on=fail_on, require_complete=require_complete)
