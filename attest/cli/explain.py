"""`attest explain`: every signal, check and outcome of one commit or change."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from attest.cli import bound, described, involved, options, placed
from attest.cli.console import visible
from attest.cli.stored import choosing, chosen_evidence


@click.command("explain")
@click.argument("item", metavar="SHA|CHANGE")
@choosing
@options.evaluating
@options.as_json
def command(
    item: str,
    store: Path,
    period: str | None,
    run: str | None,
    repositories: tuple[str, ...],
    partial: bool,
    frameworks: tuple[str, ...],
    packs: Path | None,
    as_json: bool,
) -> None:
    """Print all that a run holds about one change, with the evidence of each outcome.

    CHANGE is #12 or an id; SHA is the start of any commit of the period.
    """
    from attest.pipeline import explaining, reporting

    evidence = chosen_evidence(store, period, run, repositories, partial=partial)
    evaluated = reporting.evaluate(evidence, frameworks, packs=packs)
    data = explaining.explain(evaluated, item)
    if as_json:
        click.echo(json.dumps(data, indent=2))
        return
    for line in _lines(data):
        click.echo(visible(line))


def _lines(data: dict[str, Any]) -> Iterator[str]:
    change = data["change"]
    yield f"{change['label']}  {data['title'] or ''}".rstrip()
    yield f"  {change['id']}"
    yield f"  {change['type']} ({change['type_strength']}: {change['type_basis']}), {change['method']}"
    yield f"  landed {change['landed_at'] or 'at no readable date'} ({change['landed_basis']})"
    yield f"  tree that landed: {change['binding']}"
    yield from (f"  {line}" for line in placed.lines(data["placement"]))
    yield from (f"  {line}" for line in described.lines(data["description"]))
    yield from _people(data)
    yield from (f"  {line}" for line in involved.lines(data, lambda actor: _actor(data, actor)))
    for commit in data["commits"]:
        subject = (commit["personal"] or {}).get("message", "").lstrip("\n").partition("\n")[0]
        yield f"  commit {commit['sha'][:12]} {commit['via']}: {subject}"
    for review in data["reviews"]:
        yield f"  {_review(data, review)}"
        yield from (f"    {line}" for line in bound.lines(review["binding"]))
    yield from _forge_log(data)
    for check in data["checks"]:
        yield f"  check {check['name']}: {check['conclusion']} at {check['completed_at']}"
    for finding in data["findings"]:
        declared = "" if finding["declared"] else " (not declared operated)"
        yield f"  {finding['assertion']} {finding['outcome']}{declared}: {finding['message']}"
    for gap in data["gaps"]:
        yield f"  gap {gap['kind']}: {gap['what']}"


def _forge_log(data: dict[str, Any]) -> Iterator[str]:
    """What else the forge recorded of it, by its own clock."""
    for event in data["events"]:
        was = f", {event['previous_state']} before" if event["previous_state"] else ""
        yield f"  {event['kind']} by {_actor(data, event['actor'])} at {event['at']}{was}"
    begun = sum(comment["drafted_at"] is not None for comment in data["comments"])
    if data["comments"]:
        yield f"  comments on lines: {len(data['comments'])}, {begun} with the time when they were begun"
    for push in data["pushes"]:
        yield f"  {push['kind']} to {push['branch']} by {_actor(data, push['actor'])} at {push['at']}"
    for suite in data["rule_suites"]:
        yield f"  rules of {suite['branch']}: {suite['result']}, {_actor(data, suite['actor'])}"
    for deployment in data["deployments"]:
        when, state = deployment["created_at"], deployment["state"] or "state not known"
        yield f"  deployed to {deployment['environment']} at {when}: {state}"
    for task in data["agent_tasks"]:
        who = _actor(data, task["creator"])
        yield f"  task of the forge's agent, given by {who} at {task['created_at']}"


def _review(data: dict[str, Any], review: dict[str, Any]) -> str:
    who = _actor(data, review["reviewer"])
    if review["basis"] == "declared":
        return f"{review['trailer']} {who}, declared in the message of {review['commit'][:12]}"
    where = f" in #{review['pull']}" if review["pull"] else ""
    return f"review {review['state']} by {who} at {review['submitted_at']}{where}"


def _people(data: dict[str, Any]) -> Iterator[str]:
    authors = ", ".join(_actor(data, actor) for actor in data["change"]["authors"]) or "nobody"
    complete = "" if data["change"]["authors_complete"] else ", and somebody who is not known"
    yield f"  independence set: {authors}{complete}"


def _actor(data: dict[str, Any], actor: dict[str, Any]) -> str:
    return str(data["people"].get(actor["id"], actor["id"]))
