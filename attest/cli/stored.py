"""Choosing a run from a store: by id, or by period."""

from pathlib import Path

import click

from attest.cli import options

choosing = options.options(
    click.option(
        "--store",
        type=options.path,
        default=options.DEFAULT_OUT / "store",
        show_default=True,
        help="Folder of evidence runs.",
    ),
    click.option("--period", default=None, help="The period's label, as it was collected."),
    click.option("--run", "run", default=None, help="A run's id, or the start of it."),
)


def chosen_run(store: Path, period: str | None, run: str | None) -> Path:
    """The one run that is meant.

    Raises:
        UsageError: No run or several runs fit; the message lists them.
    """
    from attest.ledger.store import find

    return find(store, period=period, run=run)
