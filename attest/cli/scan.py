"""`attest scan`: the traces of AI involvement of each commit, one JSON object or row a commit."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from attest.cli import options
from attest.cli.console import Bar
from attest.cli.process import rare_garbage_collection

if TYPE_CHECKING:
    from attest.model.signal import AiState
    from attest.pipeline.scanning import Scan, Scanned

SCHEMA = "attest.scan/1"
_BATCH = 500
_STATES = {
    "ai_evidenced": "AI evidenced",
    "human_declared": "declared without AI",
    "automation": "automation",
    "no_evidence": "no evidence",
    "unknown": "unknown",
}


@click.command("scan")
@click.argument("repository", metavar="REPO", type=options.path)
@click.argument("revisions", metavar="[RANGE]", required=False)
@click.option(
    "--rules", multiple=True, type=options.existing_file, help="Further detection rules; may be repeated."
)
@options.as_json
@options.quiet
def command(
    repository: Path, revisions: str | None, rules: tuple[Path, ...], as_json: bool, quiet: bool
) -> None:
    """AI-assistance signals of each commit of RANGE (START..END or END; all of HEAD), oldest first.

    No signal means no evidence, not that a person wrote the change.
    """
    from attest.pipeline.scanning import open_scan

    bar = Bar(quiet=quiet)
    counts: Counter[str] = Counter()
    with open_scan(repository, revisions, rules) as scan, rare_garbage_collection():
        found = _counted(scan.commits(bar), counts)
        _print(_json_lines(found) if as_json else _rows(found))
        bar.close()
        if not quiet:
            _summarise(scan, counts)


def _print(lines: Iterator[str]) -> None:
    """Lines to standard output in batches, as UTF-8 whatever the locale."""
    stream = sys.stdout.buffer
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == _BATCH:
            stream.write("".join(batch).encode("utf-8", "backslashreplace"))
            batch.clear()
    stream.write("".join(batch).encode("utf-8", "backslashreplace"))
    stream.flush()


def _counted(found: "Iterator[Scanned]", counts: Counter[str]) -> "Iterator[Scanned]":
    from attest.detect.involvement import SILENT

    silent = 0
    for commit in found:
        if commit.involvement is SILENT:
            silent += 1
        else:
            counts[commit.involvement.state.value] += 1
        yield commit
    counts[SILENT.state.value] += silent


def _json_lines(found: "Iterator[Scanned]") -> Iterator[str]:
    """The published shape. Most commits differ in their id and person alone, which are written in."""
    start = f'{{"schema": "{SCHEMA}", "kind": "commit", "sha": "'
    ends: dict[tuple[AiState, tuple[str, str, str] | None], str] = {}
    for commit in found:
        involvement = commit.involvement
        if not commit.traces:
            key = (involvement.state, commit.accountable)
            yield f"{start}{commit.sha}{ends.get(key) or ends.setdefault(key, _silent(*key))}"
            continue
        person = _person(commit.accountable)
        head = {
            "schema": SCHEMA,
            "kind": "commit",
            "sha": commit.sha,
            "state": involvement.state.value,
            "extent": involvement.extent,
            "grade": involvement.grade.value if involvement.grade else None,
            "role": involvement.role.value if involvement.role else None,
            "tools": involvement.tools,
            "models": involvement.models,
        }
        signals = [
            {name: getattr(trace, name) for name in trace.__dataclass_fields__ if name != "kind"}
            for trace in commit.traces
        ]
        yield f'{json.dumps(head)[:-1]}, "accountable": {person}, "signals": {json.dumps(signals)}}}\n'


def _silent(state: "AiState", accountable: tuple[str, str, str] | None) -> str:
    """The line of a commit without a trace, from its id on."""
    return (
        f'", "state": "{state.value}", "extent": null, "grade": null, "role": null, '
        f'"tools": [], "models": [], "accountable": {_person(accountable)}, "signals": []}}\n'
    )


def _person(accountable: tuple[str, str, str] | None) -> str:
    if accountable is None:
        return "null"
    return json.dumps(dict(zip(("name", "email", "basis"), accountable, strict=True)))


def _rows(found: "Iterator[Scanned]") -> Iterator[str]:
    from attest.detect.display import shown

    for commit in found:
        involvement = commit.involvement
        grade = involvement.grade.value if involvement.grade else "-"
        tools = ", ".join(involvement.tools) or "-"
        state = _STATES[involvement.state.value]
        message = "(could not be read)" if commit.message is None else commit.message
        subject = shown(message.lstrip("\n").split("\n", 1)[0])[:80]
        yield f"{commit.sha[:12]}  {state:<19}  {grade}  {tools:<24}  {subject}\n"


def _summarise(scan: "Scan", counts: Counter[str]) -> None:
    total = sum(counts.values())
    parts = [f"{counts[state]:,} {word}" for state, word in _STATES.items() if counts[state]]
    click.echo(f"{total:,} commits: {', '.join(parts) or 'none'}", err=True)
    click.echo("read: commits alone; notes and pull requests' own commits are not read by scan", err=True)
    for gap in scan.gaps():
        click.echo(f"gap: {gap.what}; {gap.effect}", err=True)
