"""Controls over time. Pure: a stop follows from one run, a row of an earlier period from that run."""

from collections.abc import Iterator, Sequence

from attest.model.change import Change
from attest.model.control import Declaration, Operation
from attest.model.evidence import Manifest, RunView
from attest.model.finding import Evaluation, Finding, Outcome
from attest.model.trend import PeriodTally, Stop

STOPPED_AFTER = 5
"""Results in a row that say that a control has stopped. Five misses of one that works every other time come
together by chance 3 times in 100, of one that works nine times in ten once in 100,000."""

_MISSED = (Outcome.DEVIATION, Outcome.INDETERMINATE)


def stops(
    findings: Sequence[Finding], changes: Sequence[Change], after: int = STOPPED_AFTER
) -> tuple[Stop, ...]:
    """Where declared controls stopped: in the order of findings, then of repositories.

    The order is that of landing on the branch, which dates cannot change. What a test does not apply to
    says nothing of whether it operates; what needs a person's judgement may have met it. A test of which
    nothing was ever decided has not stopped: it is open from the start.
    """
    known = {change.id: change for change in changes}
    series: dict[tuple[str, str], list[tuple[Change, Outcome]]] = {}
    for finding in findings:
        change = known.get(finding.subject)
        if change is not None and finding.declared and finding.outcome is not Outcome.NOT_APPLICABLE:
            series.setdefault((finding.assertion, change.repository), []).append((change, finding.outcome))
    found = (_stop(*name, sorted(rows, key=_landing), after) for name, rows in series.items())
    return tuple(stop for stop in found if stop is not None)


def _landing(row: tuple[Change, Outcome]) -> tuple[int, str]:
    return row[0].ordinal, row[0].id


def _stop(assertion: str, repository: str, rows: list[tuple[Change, Outcome]], after: int) -> Stop | None:
    met = max((place for place, row in enumerate(rows) if row[1] is Outcome.MET), default=-1)
    following = rows[met + 1 :]
    outcomes = [outcome for _, outcome in following]
    missed = all(outcome in _MISSED for outcome in outcomes)
    if len(following) < after or not missed or (met < 0 and Outcome.DEVIATION not in outcomes):
        return None
    last = rows[met][0] if met >= 0 else None
    return Stop(
        id=f"{assertion}:{repository}",
        assertion=assertion,
        repository=repository,
        last_met=last.id if last else "",
        last_met_at=last.landed_at if last else None,
        since=following[0][0].landed_at,
        following=len(following),
        deviations=outcomes.count(Outcome.DEVIATION),
        indeterminate=outcomes.count(Outcome.INDETERMINATE),
    )


def earlier(
    before: RunView,
    tested: Evaluation,
    declared: Sequence[Declaration],
    now: Manifest,
    declarations: Sequence[Declaration],
) -> Iterator[PeriodTally]:
    """The counts of a period before, by test, with what keeps them from being compared.

    Args:
        before: The run of that period.
        tested: What its tests found, with the checks and packs of this report.
        declared: What management declared then.
        now: The manifest of the period that is reported.
        declarations: What management declares now.
    """
    manifest = before.manifest
    common = tuple(_differing(manifest, now))
    for tally in tested.tallies:
        same = _settings(declared, tally.assertion) == _settings(declarations, tally.assertion)
        yield PeriodTally(
            id=f"{before.run_id}:{tally.assertion}",
            run=before.run_id,
            manifest_digest=before.manifest_digest,
            period=manifest.period.label,
            first_day=manifest.period.first_day,
            last_day=manifest.period.last_day,
            assertion=tally.assertion,
            tested=tally.met + tally.deviation + tally.indeterminate + tally.needs_review,
            met=tally.met,
            deviation=tally.deviation,
            indeterminate=tally.indeterminate,
            needs_review=tally.needs_review,
            differs=common if same else (*common, "declaration"),
        )


def _differing(before: Manifest, now: Manifest) -> Iterator[str]:
    if _branches(before) != _branches(now):
        yield "repositories"
    if before.not_connected != now.not_connected:
        yield "sources"
    if before.period.until > now.period.since:
        yield "overlap"


def _branches(manifest: Manifest) -> list[tuple[str, str]]:
    return sorted((scope.name, scope.branch) for scope in manifest.repositories)


def _settings(declarations: Sequence[Declaration], assertion: str) -> list[tuple[object, ...]]:
    """What changes what a test asks for, or of what; wording, owner and days change neither."""
    operated = (
        item for item in declarations if item.assertion == assertion and item.operation is Operation.OPERATED
    )
    return sorted((sorted(item.repositories), sorted(item.parameters.items())) for item in operated)
