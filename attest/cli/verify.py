"""`attest verify`: check evidence offline, step by step."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from attest.cli import options
from attest.cli.console import visible
from attest.ledger.verification import RunVerification, Status, Step, Verification

EXIT_INTEGRITY = 4
_WORDS = {
    Status.PASSED: "ok",
    Status.FAILED: "FAILED",
    Status.ABSENT: "none",
    Status.NOT_RUN: "not run",
}
_WIDTH = 100


@click.command("verify")
@click.argument("path", type=options.path)
@options.as_json
def command(path: Path, as_json: bool) -> int:
    """Check a run, a store, a zip of either, or the folder that `attest run` left. Needs no network.

    Exits 4 when a step fails.
    """
    from attest.pipeline.verifying import verify

    found = verify(path)
    if as_json:
        click.echo(json.dumps(as_data(found), indent=2))
    else:
        for line in told(found):
            click.echo(line)
    return 0 if found.ok else EXIT_INTEGRITY


def as_data(found: Verification) -> dict[str, object]:
    """The verification as the published JSON shape."""
    return {"schema": "attest.verify/1", **found.model_dump(mode="json")}


def told(found: Verification) -> Iterator[str]:
    """The verification on lines."""
    for step in found.packages:
        yield from _step(step)
    for run in found.runs:
        yield from _run(run)
    for one in found.missing_predecessors:
        yield f"Run {one.run_id} follows a run that is not here: sha256 {one.previous_run}"
    if found.missing_predecessors:
        yield ""
    if found.not_checked:
        names = ", ".join(_named(name, found.foreign) for name in found.not_checked[:10])
        more = f" and {len(found.not_checked) - 10:,} more" if len(found.not_checked) > 10 else ""
        yield from _wrapped(f"Beside the runs, looked at by no step: {names}{more}.", "", "  ")
        yield ""
    yield "What this does not prove:"
    for sentence in found.not_proven:
        yield from _wrapped(sentence, "  - ", "    ")
    yield ""
    yield _closing(found)


def _named(name: str, foreign: Mapping[str, str]) -> str:
    return f"{name} ({foreign[name]})" if name in foreign else name


def _run(run: RunVerification) -> Iterator[str]:
    yield visible(f"Run {run.run_id or 'without a manifest'} in {run.where}")
    for step in run.steps:
        yield from _step(step)
    yield ""


def _step(step: Step) -> Iterator[str]:
    yield visible(f"  {step.number:>2}  {_WORDS[step.status]:<7}  {step.title}")
    if step.detail and step.status is not Status.FAILED:
        yield from _wrapped(step.detail, " " * 15, " " * 15)
    for problem in step.problems:
        yield from _wrapped(str(problem), " " * 15, " " * 17)
    if step.problem_count > len(step.problems):
        yield f"{' ' * 15}and {step.problem_count - len(step.problems):,} more"


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _closing(found: Verification) -> str:
    failed = [run for run in found.runs if not run.ok]
    total = len(found.runs)
    if not found.ok:
        packages = sum(step.status is Status.FAILED for step in found.packages)
        around = f" and {packages} of {len(found.packages)} checks around them" if packages else ""
        return f"{len(failed):,} of {total:,} runs{around} failed: the evidence is not what it claims to be."
    return f"{total:,} of {total:,} runs hold together."
