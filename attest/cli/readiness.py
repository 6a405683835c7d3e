"""`attest readiness`: what a team should see to before an audit."""

import json
from pathlib import Path

import click

from attest.cli import options
from attest.cli.console import visible
from attest.cli.stored import choosing, chosen_evidence


@click.command("readiness")
@choosing
@options.evaluating
@options.dispositions
@click.option("--as-of", default="", help="Instant to look from [default: the run's own].")
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
    as_of: str,
    as_json: bool,
) -> None:
    """What to see to before the audit: what bears on most results first, each with its remedy.

    For the team alone. No part of it stands in a report or in the package for the auditor.
    """
    from attest.pipeline import readying, reporting

    place = chosen_evidence(store, period, run, repositories, partial=partial)
    instant = options.instant(as_of, "--as-of")
    evaluated = reporting.evaluate(place, frameworks, packs=packs, as_of=instant, dispositions=dispositions)
    tasks = readying.tasks(evaluated)
    if as_json:
        listed = [task.model_dump(mode="json") for task in tasks]
        data = {"schema": "attest.readiness/1", "run": evaluated.view.run_id, "tasks": listed}
        click.echo(json.dumps(data, indent=2))
        return
    if not tasks:
        click.echo("nothing was found to see to; that says nothing of what this tool does not look at")
    for number, task in enumerate(tasks, 1):
        click.echo(visible(f"{number:>3}. {task.count:,} of {task.of:,} {task.unit}: {task.what}"))
        click.echo(visible(f"     to do: {task.remedy}"))
