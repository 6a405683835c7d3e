"""`attest dispositions`: management's answers to deviations, listed, checked, and begun."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from attest.cli import options
from attest.cli.console import visible
from attest.cli.stored import choosing, chosen_evidence
from attest.model.disposition import Answer, Place

if TYPE_CHECKING:
    from attest.pipeline.reporting import Evaluated

_PLACES = {
    Place.REGISTER: "line of the register",
    Place.CARRIED: "carried forward",
    Place.SETTLED: "closed before this period",
    Place.PAST: "no line of the register any more",
    Place.UNKNOWN: "no such finding",
}

_about_a_run = options.options(
    choosing,
    options.evaluating,
    options.dispositions,
    click.option("--as-of", default="", help="Day they stand on, as an instant [default: the run's own]."),
    options.as_json,
)


@click.group("dispositions")
def command() -> None:
    """List and check management's answers to deviations, or begin a file of them."""


@command.command("list")
@_about_a_run
def list_command(as_json: bool, **asked: Any) -> None:
    """Every answer, where the register of a run has its line, and how it stands."""
    evaluated = _evaluated(**asked)
    found = evaluated.evaluation
    answered = {answer.id for answer in found.answers if answer.place is Place.REGISTER}
    unanswered = [line.id for line in found.deviations if line.id not in answered]
    if as_json:
        data = {
            "given": found.dispositions_given,
            "answers": [answer.model_dump(mode="json") for answer in found.answers],
            "unanswered": unanswered,
            "lines": len(found.deviations),
        }
        _print_json("list", data)
        return
    if not found.dispositions_given:
        click.echo("no file of answers was read")
    for answer in found.answers:
        click.echo(visible(_line(answer)))
    click.echo(f"{len(unanswered):,} of {len(found.deviations):,} lines of the register have no answer")


@command.command("check")
@click.argument("file", type=options.existing_file)
@options.as_json
def check_command(file: Path, as_json: bool) -> None:
    """Check that FILE is a file of answers; exit 2 with file and line at a fault."""
    from attest.config.dispositions import load_dispositions
    from attest.pipeline.documents import read_bounded

    found = load_dispositions(read_bounded(file), str(file))
    entries = len({one.entry for one in found})
    if as_json:
        _print_json("check", {"file": str(file), "entries": entries, "deviations": len(found)})
        return
    click.echo(f"{entries:,} entries, {len(found):,} deviations: no fault found")


@command.command("template")
@_about_a_run
def template_command(as_json: bool, **asked: Any) -> None:
    """Entries to fill in for the deviations of a run that have no answer: one for each fact, as YAML."""
    from attest.config.disposition_stubs import stubs, template

    evaluated = _evaluated(**asked)
    period = evaluated.view.manifest.period.label
    entries = stubs(evaluated.evaluation, period)
    if as_json:
        _print_json("template", {"entries": [stub.model_dump(mode="json") for stub in entries]})
        return
    click.echo(template(entries), nl=False)


def _evaluated(
    store: Path,
    period: str | None,
    run: str | None,
    repositories: tuple[str, ...],
    partial: bool,
    frameworks: tuple[str, ...],
    packs: Path | None,
    dispositions: Path | None,
    as_of: str,
) -> "Evaluated":
    from attest.pipeline import reporting

    place = chosen_evidence(store, period, run, repositories, partial=partial)
    instant = options.instant(as_of, "--as-of")
    return reporting.evaluate(place, frameworks, packs=packs, as_of=instant, dispositions=dispositions)


def _line(answer: Answer) -> str:
    said = answer.disposition
    days = ", ".join(
        f"{name} {day}"
        for name, day in (("opened", said.opened), ("due", said.due), ("closed", said.closed))
        if day
    )
    test = f" {answer.assertion} {answer.outcome}" if answer.assertion else ""
    standing = answer.standing.value.replace("-", " ")
    place = _PLACES[answer.place]
    return (
        f"{answer.id}{test}  {said.response.value}, {standing}; {said.owner}; {days}; {said.period}: {place}"
    )


def _print_json(kind: str, data: dict[str, Any]) -> None:
    click.echo(json.dumps({"schema": f"attest.dispositions.{kind}/1", **data}, indent=2))
