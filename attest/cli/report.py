"""`attest report`: the PDF and its companions from a store."""

from pathlib import Path

import click

from attest.cli import options
from attest.cli.console import Bar
from attest.cli.stored import choosing, chosen_evidence
from attest.cli.summary import print_summary


@click.command("report")
@choosing
@options.evaluating
@options.dispositions
@click.option(
    "--previous",
    multiple=True,
    metavar="RUN",
    help="A run of an earlier period in the store, whose counts stand beside; may be repeated.",
)
@options.out
@options.formats
@options.with_raw
@click.option("--as-of", default="", help="Instant the report speaks for [default: the run's own].")
@options.as_json
@options.quiet
def command(
    store: Path,
    period: str | None,
    run: str | None,
    repositories: tuple[str, ...],
    partial: bool,
    frameworks: tuple[str, ...],
    packs: Path | None,
    dispositions: Path | None,
    previous: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    with_raw: bool,
    as_of: str,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write the report of a run. Reads the store alone; needs no network and no repository."""
    from attest.pipeline import reporting
    from attest.pipeline.comparing import periods_before

    bar = Bar(quiet=quiet)
    place = chosen_evidence(store, period, run, repositories, partial=partial)
    instant = options.instant(as_of, "--as-of")
    evaluated = reporting.evaluate(
        place,
        frameworks,
        packs=packs,
        as_of=instant,
        dispositions=dispositions,
        earlier=periods_before(place, store, previous, frameworks, packs),
    )
    files = reporting.write(evaluated, out, formats, bar, raw=with_raw)
    bar.close()
    print_summary(evaluated, files, as_json=as_json)
