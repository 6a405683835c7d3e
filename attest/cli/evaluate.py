"""`attest evaluate`: test the controls on a run from a store."""

from pathlib import Path

import click

from attest.cli import options
from attest.cli.stored import choosing, chosen_evidence
from attest.cli.summary import judge, print_summary


@click.command("evaluate")
@choosing
@options.evaluating
@options.dispositions
@options.judging
@click.option("--as-of", default="", help="Instant to test for [default: the run's own].")
@options.as_json
def command(
    store: Path,
    period: str | None,
    run: str | None,
    repositories: tuple[str, ...],
    partial: bool,
    frameworks: tuple[str, ...],
    packs: Path | None,
    dispositions: Path | None,
    fail_on: str | None,
    require_complete: bool,
    as_of: str,
    as_json: bool,
) -> int:
    """Test the controls on a run. Reads the store alone."""
    from attest.pipeline import reporting

    place = chosen_evidence(store, period, run, repositories, partial=partial)
    instant = options.instant(as_of, "--as-of")
    evaluated = reporting.evaluate(place, frameworks, packs=packs, as_of=instant, dispositions=dispositions)
    print_summary(evaluated, (), as_json=as_json)
    return judge(evaluated, fail_on=fail_on, require_complete=require_complete)
