"""`attest controls`: what is tested, how, and what each test reaches of which criterion."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from attest.cli import options
from attest.cli.console import visible
from attest.errors import CatalogError, UsageError
from attest.evaluate import registry
from attest.model.control import Assertion, Catalog, Criterion, Framework

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
        _print_json("list", {"frameworks": items, "assertions": _dump(catalog.assertions)})
        return
    for framework in catalog.frameworks:
        total = len(framework.criteria)
        reached = sum(bool(item.mappings) for item in framework.criteria)
        click.echo(f"{framework.id:<8} {framework.title}, {framework.edition}")
        click.echo(f"{'':<8} {reached} of {total} criteria have a test procedure")
    click.echo("")
    for assertion in catalog.assertions:
        click.echo(f"{assertion.id:<8} {assertion.title} ({assertion.applies_to}, {assertion.kind})")


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
def lint(folder: Path | None) -> None:
    """Check the bundled packs, and those of FOLDER beside them; exit 2 with file and line at a fault."""
    from attest.catalog import known_assertions, pack_files
    from attest.catalog import lint as examine

    files = pack_files(folder)
    examine(files, registry.IDS)
    assertions = known_assertions(folder)
    for assertion in assertions:
        check = registry.fitting(assertion)
        named = {item.name for item in assertion.parameters}
        unread = (named ^ set(check.parameters)) - (set(check.optional) - named)
        if unread:
            raise CatalogError(
                f"the parameters of {assertion.id} and of its check differ: {', '.join(sorted(unread))}",
                where=assertion.id,
                hint=f"`attest controls show` names the parameters that {assertion.check} reads",
            )
    click.echo(f"{len(files)} files, {len(assertions)} assertions: no fault found")


@command.command("coverage")
@_chosen
def coverage(frameworks: tuple[str, ...], packs: Path | None, as_json: bool) -> None:
    """Every criterion with its test procedures and their strength, or what to attach instead."""
    catalog = _load(frameworks, packs)
    if as_json:
        _print_json("coverage", {"frameworks": _dump(catalog.frameworks)})
        return
    for framework in catalog.frameworks:
        click.echo(f"{framework.title}, {framework.edition}")
        for criterion in framework.criteria:
            reached = ", ".join(f"{item.assertion} {item.strength}" for item in criterion.mappings)
            click.echo(visible(f"  {criterion.display:<58} {reached or 'external'}"))
            if not criterion.mappings:
                click.echo(visible(f"  {'':<58} attach: {criterion.attach}"))


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
    if criterion.designation:
        click.echo(f"  designation: {criterion.designation}")
    for mapping in criterion.mappings:
        click.echo(visible(f"  {mapping.assertion} ({mapping.strength}): {mapping.limits}"))
    if criterion.attach:
        click.echo(visible(f"  attach: {criterion.attach}"))
    click.echo(visible(f"  limits: {criterion.limits}"))


def _dump(records: tuple[Assertion, ...] | tuple[Framework, ...]) -> list[dict[str, object]]:
    return [record.model_dump(mode="json") for record in records]


def _print_json(kind: str, data: dict[str, Any]) -> None:
    click.echo(json.dumps({"schema": f"{_GROUP}.{kind}/1", **data}, indent=2))
