"""`attest controls`: what is tested, how, and what each test reaches of which criterion."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from attest.cli import options
from attest.cli.console import visible
from attest.cli.coverage import details, facts, lines, page
from attest.errors import CatalogError, UsageError
from attest.evaluate import registry
from attest.model.control import Assertion, Catalog, Criterion, Framework, PackChange

if TYPE_CHECKING:
    from attest.catalog import Fault, KnownCheck

_GROUP = "attest.controls"


@click.group("controls")
def command() -> None:
    """List, show and check control packs."""


_chosen = options.options(options.evaluating, options.as_json)


@command.command("list")
@_chosen
def list_all(frameworks: tuple[str, ...], packs: Path | None, as_json: bool) -> None:
    """Frameworks with their editions, and the test procedures they map to."""
    catalog = _load(frameworks, packs)
    if as_json:
        items = [item.model_dump(mode="json", exclude={"criteria"}) for item in catalog.frameworks]
        changes = _dump(catalog.changes)
        listed = {"frameworks": items, "assertions": _dump(catalog.assertions), "changes": changes}
        _print_json("list", listed)
        return
    for framework in catalog.frameworks:
        total = len(framework.criteria)
        reached = sum(bool(item.mappings) for item in framework.criteria)
        click.echo(f"{framework.id:<8} {framework.title}, {framework.edition}")
        click.echo(f"{'':<8} {reached} of {total} criteria have a test procedure")
    click.echo("")
    for assertion in catalog.assertions:
        click.echo(f"{assertion.id:<8} {assertion.title} ({assertion.applies_to}, {assertion.kind})")
    for change in catalog.changes:
        click.echo(visible(f"{change.effect}: {change.kind} {change.id}, by {change.file}: {change.detail}"))


@command.command("show")
@click.argument("item", metavar="ID")
@_chosen
def show(item: str, frameworks: tuple[str, ...], packs: Path | None, as_json: bool) -> None:
    """One test procedure (REV-02), or one criterion (soc2-cc8.1-approves)."""
    catalog = _load(frameworks, packs)
    assertion = next((found for found in catalog.assertions if found.id == item.upper()), None)
    if assertion is not None:
        _show_assertion(catalog, assertion, as_json=as_json)
        return
    for framework in catalog.frameworks:
        for criterion in framework.criteria:
            if item in (criterion.id, criterion.display):
                _show_criterion(framework, criterion, as_json=as_json)
                return
    raise UsageError(
        f"nothing is called {item!r}", where="ID", hint="see `attest controls list` and `coverage` for ids"
    )


@command.command("lint")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@options.as_json
@click.pass_context
def lint(context: click.Context, folder: Path | None, as_json: bool) -> None:
    """Check the bundled packs, and those of FOLDER beside them; exit 2 with file and line of every fault."""
    from attest.catalog import lint as examine
    from attest.catalog import pack_files

    files = pack_files(folder)
    faults = examine(files, _known_checks())
    if as_json:
        _print_json("lint", {"files": len(files), "faults": [_fault(fault) for fault in faults]})
    else:
        for fault in faults:
            click.echo(visible(f"{fault.file.where}:{fault.line}: {fault.what} [{fault.rule}]"))
            click.echo(visible(f"  to do: {fault.hint}"))
        click.echo(f"{len(files)} files: {_faults(len(faults))}")
    if faults:
        context.exit(CatalogError.exit_code)


def _faults(number: int) -> str:
    if number == 0:
        return "no fault found"
    return "1 fault" if number == 1 else f"{number} faults"


def _fault(fault: "Fault") -> dict[str, object]:
    return {
        "rule": fault.rule,
        "file": fault.file.where,
        "line": fault.line,
        "what": fault.what,
        "hint": fault.hint,
    }


def _known_checks() -> dict[str, "KnownCheck"]:
    from attest.catalog import KnownCheck

    return {
        check.id: KnownCheck(
            frozenset(check.parameters), frozenset(check.optional), registry.populations(check)
        )
        for check in registry.CHECKS
    }


@command.command("schema")
def schema() -> None:
    """The JSON Schema of a pack file."""
    from attest.catalog import json_schema

    click.echo(json_schema(), nl=False)


@command.command("coverage")
@_chosen
@click.option("--markdown", is_flag=True, help="Print a page in Markdown.")
def coverage(frameworks: tuple[str, ...], packs: Path | None, as_json: bool, markdown: bool) -> None:
    """Every criterion with its test procedures, their strength and limits, and what to attach."""
    catalog = _load(frameworks, packs)
    if as_json:
        _print_json("coverage", {"frameworks": _dump(catalog.frameworks)})
        return
    if markdown:
        click.echo(page(catalog), nl=False)
        return
    for line in lines(catalog):
        click.echo(visible(line))


def _load(frameworks: tuple[str, ...], packs: Path | None) -> Catalog:
    from attest.catalog import load

    return load(frameworks or None, packs, known_checks=registry.IDS)


def _show_assertion(catalog: Catalog, assertion: Assertion, *, as_json: bool) -> None:
    check = registry.named(assertion.check)
    if as_json:
        described = {
            "id": check.id,
            "version": check.version,
            "question": check.question,
            "procedure": list(check.procedure),
            "sources": list(check.sources),
            "reasons": {
                name: {"outcome": reason.outcome.word, "meaning": reason.meaning}
                for name, reason in check.reasons.items()
            },
        }
        mapped = [
            {"criterion": criterion.id, "display": criterion.display, "strength": strength, "limits": limits}
            for criterion, strength, limits in _mapped(catalog, assertion.id)
        ]
        data = {"assertion": assertion.model_dump(mode="json"), "check": described, "criteria": mapped}
        _print_json("assertion", data)
        return
    for line in _assertion_lines(catalog, assertion):
        click.echo(visible(line))


def _assertion_lines(catalog: Catalog, assertion: Assertion) -> Iterator[str]:
    check = registry.named(assertion.check)
    yield f"{assertion.id}  {assertion.title}"
    yield f"  {assertion.statement}"
    yield f"  applies to: {assertion.applies_to}, {assertion.kind}"
    yield f"  check: {check.id}, version {check.version}. {check.question}"
    for number, step in enumerate(check.procedure, 1):
        yield f"    {number}. {step}"
    for parameter in assertion.parameters:
        yield f"  parameter {parameter.name}, default {parameter.default!r}: {parameter.why}"
    for name, reason in check.reasons.items():
        yield f"  {reason.outcome.word:<14} {name}: {reason.meaning}"
    for criterion, strength, limits in _mapped(catalog, assertion.id):
        yield f"  {criterion.display} ({strength}): {limits}"
    yield f"  limits: {assertion.limits}"


def _mapped(catalog: Catalog, assertion_id: str) -> Iterator[tuple[Criterion, str, str]]:
    for framework in catalog.frameworks:
        for criterion in framework.criteria:
            for mapping in criterion.mappings:
                if mapping.assertion == assertion_id:
                    yield criterion, mapping.strength.value, mapping.limits


def _show_criterion(framework: Framework, criterion: Criterion, *, as_json: bool) -> None:
    if as_json:
        head = framework.model_dump(mode="json", exclude={"criteria"})
        _print_json("criterion", {"framework": head, "criterion": criterion.model_dump(mode="json")})
        return
    quoted = f'"{criterion.summary}"' if criterion.verbatim else criterion.summary
    click.echo(visible(f"{criterion.display}  ({framework.title}, {framework.edition})"))
    click.echo(visible(f"  {quoted}"))
    click.echo(visible(f"  {criterion.reference}"))
    for line in (*facts(criterion), *details(criterion)):
        click.echo(visible(f"  {line}"))


def _dump(records: Sequence[Assertion | Framework | PackChange]) -> list[dict[str, object]]:
    return [record.model_dump(mode="json") for record in records]


def _print_json(kind: str, data: dict[str, Any]) -> None:
    click.echo(json.dumps({"schema": f"{_GROUP}.{kind}/1", **data}, indent=2))
