"""Choosing evidence from a store: a run by its id, or what a period is read from."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from attest.cli import options

if TYPE_CHECKING:
    from attest.pipeline.evidence import Evidence

choosing = options.options(
    click.option(
        "--store",
        type=options.path,
        default=options.DEFAULT_OUT / "store",
        show_default=True,
        help="Folder of evidence runs.",
    ),
    click.option(
        "--period",
        default=None,
        help="One run's period, or one that several runs cover end to end, as 2025 of twelve months.",
    ),
    click.option("--run", "run", default=None, help="A run's id, or the start of it: that run alone."),
    click.option(
        "--repository",
        "repositories",
        multiple=True,
        help="With --period: read this repository of the store; may be repeated [default: all].",
    ),
    click.option(
        "--partial", is_flag=True, help="With --period: where no run covers a part of it, leave a gap."
    ),
)


def chosen_evidence(
    store: Path, period: str | None, run: str | None, repositories: tuple[str, ...], *, partial: bool
) -> "Evidence":
    """The run that is meant, or the runs that the period is read from.

    Raises:
        UsageError: No run or several runs fit, or the runs do not cover the period; the message says which.
    """
    from attest.pipeline.choosing import choose

    return choose(store, period=period, run=run, repositories=repositories, partial=partial)
