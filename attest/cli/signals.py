"""`attest signals`: the detection rules, and what they say of a text."""

import json
from pathlib import Path
from typing import BinaryIO

import click

from attest.cli import options
from attest.errors import UsageError

_LARGEST = 16 << 20

_rules = click.option(
    "--rules", multiple=True, type=options.existing_file, help="Further detection rules; may be repeated."
)


@click.group("signals")
def command() -> None:
    """List detection rules, or try them on a text."""


@command.command("list")
@_rules
@options.as_json
def list_rules(rules: tuple[Path, ...], as_json: bool) -> None:
    """Every rule with its kind, grade, role and tool."""
    from attest.detect.loader import read
    from attest.pipeline.documents import read_bounded

    loaded = read([(str(path), read_bounded(path)) for path in rules]).rules
    if as_json:
        rows = [{**one.rule.model_dump(mode="json"), "origin": one.origin} for one in loaded]
        click.echo(json.dumps({"schema": "attest.signals/1", "rules": rows}, indent=2))
        return
    for one in loaded:
        rule = one.rule
        tool = rule.tool or "(as named)"
        origin = "" if one.origin == "built-in" else f"  [{one.origin[:12]}]"
        click.echo(
            f"{rule.id:<28} {rule.version:>2}  {rule.kind.value:<15} {rule.grade.value}  "
            f"{rule.role.value:<10} {tool:<18} {rule.title}{origin}"
        )


@command.command("test")
@click.argument("file", metavar="FILE|-", type=click.File("rb"))
@_rules
@options.as_json
def test_text(file: BinaryIO, rules: tuple[Path, ...], as_json: bool) -> None:
    """Which rules match which line of a commit message or pull request text."""
    from attest.detect.engine import load
    from attest.pipeline.documents import read_bounded

    engine = load([(str(path), read_bounded(path)) for path in rules])
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise UsageError("the text is larger than 16 MiB", where=str(file.name), hint="give one message")
    found = engine.explain(data.decode("utf-8", "backslashreplace"))
    if as_json:
        rows = [
            {
                "line": line,
                **{
                    name: getattr(trace, name)
                    for name in trace.__dataclass_fields__
                    if name not in ("source", "kind")
                },
            }
            for line, trace in found
        ]
        click.echo(json.dumps({"schema": "attest.signals.test/1", "matches": rows}, indent=2))
        return
    for line, trace in found:
        model = f", model {trace.model}" if trace.model else ""
        click.echo(
            f"line {line}: {trace.rule} v{trace.version}  grade {trace.grade}  "
            f"{trace.role} by {trace.tool}{model}  ({trace.where})\n    {trace.matched}"
        )
    click.echo(f"{len(found)} matches", err=True)
