"""Periods before beside the one that is reported: only those that were named, each tested again."""

from collections.abc import Sequence
from pathlib import Path

from attest.errors import UsageError
from attest.evaluate.trends import earlier
from attest.ledger.store import find
from attest.model.trend import PeriodTally
from attest.pipeline.evidence import Evidence, OneRun
from attest.pipeline.reporting import config_of, evaluate


def periods_before(
    evidence: Evidence, store: Path, runs: Sequence[str], frameworks: Sequence[str], packs: Path | None
) -> tuple[PeriodTally, ...]:
    """The counts of the runs that are named, by period, then test.

    A store may hold any number of runs: what is not named is not read, so that the same evidence and the
    same words give the same report. Each run is tested with the checks and packs of this report, under
    what management declared then.

    Raises:
        UsageError: A run is not in the store, is named twice, or is the one that is reported.
        AttestError: A run cannot be read.
    """
    now = evidence.view
    declarations = config_of(evidence).declarations
    rows: list[PeriodTally] = []
    reported = {now.run_id, *(folder.name for folder in evidence.folders)}
    for name in runs:
        before = OneRun(find(store, period=None, run=name))
        if before.view.run_id in reported:
            raise UsageError(
                f"the run {before.view.run_id} is compared with itself or stands twice",
                where="--previous",
                hint="name each run of an earlier period once",
            )
        reported.add(before.view.run_id)
        tested = evaluate(before, frameworks, packs=packs)
        rows += earlier(tested.view, tested.evaluation, tested.declarations, now.manifest, declarations)
    return tuple(sorted(rows, key=lambda row: (row.first_day, row.last_day, row.run)))
