"""`attest init`: write attest.yaml after looking at the repository."""

from pathlib import Path

import click

from attest.cli import options
from attest.errors import UsageError


@click.command("init")
@click.argument("repository", metavar="[REPO]", required=False, type=options.path, default=Path())
@click.option(
    "--out", type=options.path, default=Path("attest.yaml"), show_default=True, help="File to write."
)
@click.option("--entity", default="", help="The organisation's name.")
@click.option("--system", default="", help="The system that the repository belongs to.")
@click.option("--branch", default=None, help="Release branch [default: HEAD's].")
def command(repository: Path, out: Path, entity: str, system: str, branch: str | None) -> None:
    """Look at REPO and write a first attest.yaml: scope, and each control as planned.

    The file counts when it is on the release branch: review it, commit it, and say there which
    controls you operate, since when, and who owns them.
    """
    from attest.catalog import known_assertions
    from attest.collect.collector import open_repository
    from attest.config import Seen, starter
    from attest.pipeline.reporting import replace

    if out.exists():
        raise UsageError("the file is already there", where=str(out), hint="name another with --out")
    with open_repository(repository, branch=branch) as opened:
        seen = Seen(name=opened.name, branch=opened.branch, remote=opened.remote)
        text = starter(entity, system or opened.name, [seen], known_assertions())
    replace(out, text.encode())
    click.echo(f"wrote {out}", err=True)
    click.echo(
        f"next: edit it, commit it to {opened.branch}, then: attest run {repository} --period 2025", err=True
    )
