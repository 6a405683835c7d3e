"""What `attest sample` says: of a population, of a sample, of one drawn again."""

import json
from pathlib import Path

import click

from attest.cli.console import visible
from attest.errors import IntegrityError
from attest.model.sample import LogEntry, Workpaper


def print_entry(entry: LogEntry, files: tuple[Path, ...], *, as_json: bool) -> None:
    """A population that was written."""
    if as_json:
        told = entry.model_dump(mode="json") | {"files": [str(path) for path in files]}
        click.echo(json.dumps(told, indent=2))
        return
    click.echo(f"population  {entry.population_size:,} changes")
    click.echo(f"sha-256     {entry.population}")
    click.echo(f"on record   entry {entry.number:,} of the log, {entry.at}")
    for path in files:
        click.echo(f"wrote       {visible(str(path))}")
    click.echo("Tell the auditor the digest, and draw with the seed that they give: attest sample --seed ...")


def print_sample(paper: Workpaper, files: tuple[Path, ...], *, as_json: bool) -> None:
    """A sample that was drawn."""
    draw = paper.draw
    if as_json:
        told = {
            "schema": "attest.sample/1",
            "number": paper.number,
            "at": paper.at,
            "draw": draw.model_dump(mode="json"),
            "attributes": [item.model_dump(mode="json") for item in paper.attributes],
            "files": [str(path) for path in files],
        }
        click.echo(json.dumps(told, indent=2))
        return
    tried = sum(1 for entry in paper.log if entry.draw and entry.population == draw.population)
    click.echo(f"sample    {len(draw.tested):,} of {draw.population_size:,} changes, {draw.method.value}")
    click.echo(f"digest    {draw.population}")
    click.echo(f"on record entry {paper.number:,} of the log; samples of this population: {tried:,}")
    for path in files:
        click.echo(f"wrote     {visible(str(path))}")


def print_held(held: dict[str, bool], out: Path, *, as_json: bool) -> None:
    """What came of drawing a sample again.

    Raises:
        IntegrityError: It is not the one that was written.
    """
    if as_json:
        click.echo(json.dumps({"schema": "attest.sample-verification/1", "held": held}, indent=2))
    else:
        for what, same in held.items():
            click.echo(f"{'yes' if same else 'NO':<4} {what}")
    if not all(held.values()):
        raise IntegrityError(
            "the sample drawn again is not the one that was written",
            where=str(out),
            hint="look at the lines that say NO; write the sample again from the run and the log",
        )
