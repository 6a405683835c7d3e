"""`attest demo`: the sample repositories from nothing to a PDF."""

import shutil
from pathlib import Path

import click

from attest.cli import options
from attest.cli.console import Bar
from attest.cli.summary import run_summary

PERIOD = "2025"
SHOWN = ("clinic-merge", "pay-squash")
"""What an auditor's first look is for; the other samples are there to be asked for."""


@click.command("demo")
@click.option(
    "--story",
    "stories",
    multiple=True,
    metavar="NAME",
    default=SHOWN,
    show_default=True,
    help="A sample; may be repeated. There are also ledger-gerrit, odd and people-and-bots.",
)
@options.out
@options.formats
@options.quiet
def command(stories: tuple[str, ...], out: Path, formats: tuple[str, ...], quiet: bool) -> None:
    """Build the sample repositories, audit each for 2025, and say where the PDFs are."""
    from attest.ledger.store import write_receipt
    from attest.pipeline.collecting import collect
    from attest.pipeline.reporting import evaluate, write
    from attest.pipeline.scope import Request
    from attest.samples import forge

    bar = Bar(quiet=quiet)
    moment = options.now()
    for name in stories:
        place = out / name
        repository = _fresh(name, place / "repository")
        request = Request(
            repositories=(repository,),
            period=PERIOD,
            store=place / "store",
            now=moment,
            forge=forge(name),
            operator="attest demo",
        )
        run = collect(request, bar)
        write_receipt(place / "store", run.name, moment)
        evaluated = evaluate(run, ())
        files = write(evaluated, place, formats, bar)
        bar.close()
        click.echo(f"\n{name}")
        for line in run_summary(evaluated.view.manifest, evaluated.view.involvements):
            click.echo(f"  {line}")
        for path in files:
            click.echo(f"  wrote    {path}")


def _fresh(name: str, folder: Path) -> Path:
    """The sample built anew; what an earlier demo left is removed only where it is that bare repository."""
    from attest.samples import build

    earlier = folder / name
    if (earlier / "HEAD").is_file() and (earlier / "objects").is_dir():
        shutil.rmtree(earlier)
    return build(name, folder)
