"""`attest imports`: the kinds of files that `--import` reads, and their columns."""

import json
from collections.abc import Iterator

import click

from attest.cli import options
from attest.model.imported import Column, ImportKind


@click.command("imports")
@click.argument("kinds", metavar="[KIND]...", nargs=-1)
@options.as_json
def command(kinds: tuple[str, ...], as_json: bool) -> None:
    """List the kinds of files that --import reads; of each KIND its columns."""
    from attest.collect.imports.reading import kind_named
    from attest.model.imports import KINDS

    chosen = [kind_named(name) for name in kinds] or list(KINDS.values())
    if as_json:
        click.echo(json.dumps({"schema": "attest.imports/1", "kinds": list(map(_data, chosen))}, indent=2))
        return
    for kind in chosen:
        if kinds:
            click.echo("\n".join(_described(kind)))
        else:
            click.echo(f"{kind.name:<18} {kind.title}")


def _data(kind: ImportKind) -> dict[str, object]:
    return {
        "name": kind.name,
        "title": kind.title,
        "columns": [
            {**column._asdict(), "form": column.form.value, "choices": list(column.choices)}
            for column in kind.columns
        ],
    }


def _described(kind: ImportKind) -> Iterator[str]:
    yield f"{kind.name}: {kind.title}"
    for column in kind.columns:
        needed = "required" if column.required else ""
        yield f"  {column.name:<18} {column.form.value:<11} {needed:<9} {_meaning(column)}"


def _meaning(column: Column) -> str:
    return f"{column.meaning}: {', '.join(column.choices)}" if column.choices else column.meaning
