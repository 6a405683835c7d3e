"""What a run found, on a few lines or as JSON, and the exit code that follows from it."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from attest.cli.console import visible
from attest.model.evidence import Manifest
from attest.model.finding import Outcome
from attest.model.signal import AiState, Involvement
from attest.pipeline.reporting import Evaluated

EXIT_INCOMPLETE = 5
EXIT_DEVIATIONS = 10


def run_summary(manifest: Manifest, involvements: Iterable[Involvement]) -> Iterator[str]:
    """Lines on population, reconciliation, AI involvement and gaps of a run, fit for a terminal."""
    yield from map(visible, _found(manifest, involvements))


def _found(manifest: Manifest, involvements: Iterable[Involvement]) -> Iterator[str]:
    yield f"period   {manifest.period.label}: {manifest.period.since} <= t < {manifest.period.until}"
    if manifest.previous_run:
        yield f"follows  run {manifest.previous_run[:16]}"
    for scope, tie in zip(manifest.repositories, manifest.reconciliations, strict=True):
        counted = f"{scope.change_count:,} changes, {scope.commit_count:,} commits"
        yield f"{scope.name}: {counted} on {scope.branch}"
        for count in tie.counts:
            yield f"    {count.count:>8,}  {count.what}"
        second = f", {tie.second_source}" if tie.second_source else ", the only source"
        yield f"    {tie.difference:>8,}  difference ({tie.first_source}{second})"
    states = Counter(item.state for item in involvements)
    total, unknown = states.total(), states[AiState.UNKNOWN]
    evidenced = f"at least {states[AiState.AI_EVIDENCED]:,} of {total:,} changes"
    yield f"AI       {evidenced}; {unknown:,} of {total:,} could not be read"
    yield f"gaps     {manifest.counts.get('gaps', 0):,}"
    if manifest.not_connected:
        yield f"sources not connected: {', '.join(manifest.not_connected)}"


def print_summary(evaluated: Evaluated, files: Sequence[Path], *, as_json: bool) -> None:
    """Print what was found and where the documents are."""
    if as_json:
        click.echo(json.dumps(_as_data(evaluated, files), indent=2))
        return
    for line in run_summary(evaluated.view.manifest, evaluated.view.involvements):
        click.echo(line)
    for tally in evaluated.evaluation.tallies:
        parts = [
            f"{count:,} {word}"
            for word, count in (
                ("met", tally.met),
                ("deviation", tally.deviation),
                ("indeterminate", tally.indeterminate),
                ("needs review", tally.needs_review),
                ("not applicable", tally.not_applicable),
                ("not declared operated", tally.design_gap),
            )
            if count
        ]
        click.echo(f"{tally.assertion:<8} {', '.join(parts) or 'nothing to test'} of {tally.total:,}")
    for path in files:
        click.echo(f"wrote    {path}")
    click.echo(f"run      {evaluated.run}")


_UNREAD = ("source-not-connected", "evidence-missing")


def judge(evaluated: Evaluated, *, fail_on: str | None, require_complete: bool) -> int:
    """The exit code: 5 for evidence that is not whole, 10 for results at or above `fail_on`, else 0."""
    if require_complete and _is_incomplete(evaluated):
        return EXIT_INCOMPLETE
    if fail_on is None:
        return 0
    bar = Outcome[fail_on.upper()]
    worst = max((item.outcome for item in evaluated.evaluation.deviations), default=Outcome.MET)
    return EXIT_DEVIATIONS if worst >= bar else 0


def _is_incomplete(evaluated: Evaluated) -> bool:
    """Whether anything could not be read, or a declared control was tested without a source that it needs."""
    unread = any(line.reason in _UNREAD for line in evaluated.evaluation.deviations)
    return bool(evaluated.view.gaps) or unread


def _as_data(evaluated: Evaluated, files: Sequence[Path]) -> dict[str, object]:
    view = evaluated.view
    return {
        "schema": "attest.run/1",
        "run": view.run_id,
        "path": str(evaluated.run),
        "manifest_sha256": view.manifest_digest,
        "counts": view.manifest.counts,
        "reconciliations": [item.model_dump(mode="json") for item in view.manifest.reconciliations],
        "not_connected": list(view.manifest.not_connected),
        "gaps": [gap.model_dump(mode="json") for gap in view.gaps],
        "tallies": [tally.model_dump(mode="json") for tally in evaluated.evaluation.tallies],
        "deviations": [
            {**item.model_dump(mode="json"), "outcome": item.outcome.word}
            for item in evaluated.evaluation.deviations
        ],
        "files": [str(path) for path in files],
    }
