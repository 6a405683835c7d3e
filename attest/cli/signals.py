"""`attest signals`: the detection rules, and what they say of a text."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from attest.cli import options
from attest.errors import UsageError

if TYPE_CHECKING:
    from attest.detect.engine import Engine
    from attest.detect.loader import RuleSet

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
    loaded, _ = _checked(rules)
    listed = sorted(loaded.rules, key=lambda one: one.rule.id)
    if as_json:
        rows = [{**one.rule.model_dump(mode="json"), "origin": one.origin} for one in listed]
        off = [
            {"id": one.rule.id, "version": one.rule.version, "replaced": one.replaced, "origin": one.origin}
            for one in loaded.overridden
        ]
        click.echo(json.dumps({"schema": "attest.signals/1", "rules": rows, "overridden": off}, indent=2))
        return
    for one in listed:
        rule = one.rule
        tool = rule.tool or "(as named)"
        origin = "" if one.origin == "built-in" else f"  [{one.origin[:12]}]"
        click.echo(
            f"{rule.id:<28} {rule.version:>2}  {rule.kind.value:<15} {rule.grade.value}  "
            f"{rule.role.value:<10} {tool:<18} {rule.title}{origin}"
        )

    for override in loaded.overridden:
        did = "replaced" if override.replaced else "switched off"
        click.echo(f"the built-in rule {override.rule.id} is {did} [{override.origin[:12]}]", err=True)


def _checked(rules: tuple[Path, ...]) -> tuple["RuleSet", "Engine"]:
    """The rules and their engine; added rules have passed their own examples."""
    from attest.detect.engine import Engine
    from attest.detect.examples import check
    from attest.detect.loader import read
    from attest.pipeline.documents import read_bounded

    loaded = read([(str(path), read_bounded(path)) for path in rules])
    engine = Engine(loaded)
    check(engine, loaded.rules)
    return loaded, engine


@command.command("test")
@click.argument("file", metavar="FILE|-", type=click.File("rb"))
@_rules
@options.as_json
def test_text(file: BinaryIO, rules: tuple[Path, ...], as_json: bool) -> None:
    """Which rules match which line of a commit message or pull request text."""
    _, engine = _checked(rules)
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
