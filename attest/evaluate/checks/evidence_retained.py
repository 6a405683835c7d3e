"""RET-01: could each run of evidence before this one be restored, unaltered, and is it kept long enough?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number
from attest.evaluate.days import months_after
from attest.evaluate.dispositions import day_of
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.imported import Imported

RESTORES = "restores"
_REASONS = {
    "retained": Reason(
        Outcome.MET, "The last restore in time verified, and the run is kept as long as asked for."
    ),
    "not-restored": Reason(
        Outcome.DEVIATION,
        "No restore of the run is on record by the day that the report speaks for.",
        absence=True,
    ),
    "restore-old": Reason(
        Outcome.DEVIATION, "The last restore of the run is older than asked for.", absence=True
    ),
    "altered": Reason(Outcome.DEVIATION, "The last restore of the run did not verify."),
    "kept-too-short": Reason(Outcome.DEVIATION, "The run is kept for a shorter time than asked for."),
    "age-unknown": Reason(
        Outcome.INDETERMINATE,
        "When the run was made is not on record here, so whether it is kept long enough is open.",
    ),
    "time-not-stated": Reason(Outcome.NEEDS_REVIEW, "No restore states until when the run is kept."),
}
_SHORT = 16
"""Digits of a manifest's digest that make a run's id."""


@dataclass(frozen=True, slots=True)
class _Before:
    """A run of before, and the day that it speaks for; empty where that is not known."""

    day: str = ""


def _items(whole: RunFacts) -> Iterator[Item]:
    for name in whole.once(_before):
        yield Item(f"run:{name}", f"run {name}")


def _before(whole: RunFacts) -> Mapping[str, _Before]:
    """The runs that the period is read from, the one before this, and every one that a restore names."""
    view = whole.view
    found = {run.run_id: _Before(day_of(run.as_of, view.manifest.period)) for run in view.runs}
    previous = view.manifest.previous_run
    names = [previous[:_SHORT]] if previous is not None else []
    for name in (*names, *(_named(row) for row in whole.handed.of(RESTORES))):
        found.setdefault(name, _Before())
    return dict(sorted(found.items()))


def _named(row: Imported) -> str:
    """The run's id; some write the whole digest."""
    return row.values.get("run", "").removeprefix("sha256:").lower()[:_SHORT]


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    name = item.subject.removeprefix("run:")
    day = day_of(whole.as_of, whole.view.manifest.period)
    rows = [row for row in whole.once(_restores).get(name, ()) if row.day("at") <= day]
    if not rows:
        return Verdict("not-restored", "Restores of the run on record: 0.", (item.subject,))
    last = rows[-1]
    message = f"Restores of the run on record: {len(rows)}; the last on {last.day('at')}."
    if last.values.get("verified") != "yes":
        return Verdict("altered", message, (item.subject, last.id))
    if months_after(last.day("at"), number(settings, "restore_months")) < day:
        return Verdict("restore-old", message, (item.subject, last.id))
    until = max(row.day("retain_until") for row in rows)
    if not until:
        return Verdict("time-not-stated", message, (item.subject, last.id))
    made = whole.once(_before)[name].day
    # A run of before was made by the day of this one: kept so long from then, it is kept long enough.
    needed = months_after(made or day, 12 * number(settings, "retain_years"))
    if until >= needed:
        return Verdict("retained", message, (item.subject, last.id))
    message = f"{message} Kept until {until}."
    return Verdict("kept-too-short" if made else "age-unknown", message, (item.subject, last.id))


def _restores(whole: RunFacts) -> Mapping[str, list[Imported]]:
    """Restores by run, earliest first; of those of one day one that did not verify is the last."""
    found: dict[str, list[Imported]] = {}
    order = sorted(
        whole.handed.of(RESTORES),
        key=lambda row: (row.day("at"), row.values.get("verified") != "yes", row.id),
    )
    for row in order:
        found.setdefault(_named(row), []).append(row)
    return found


CHECK = ItemCheck(
    id="evidence_retained",
    version=1,
    question="Can each run of evidence of before be restored unaltered, and is it kept long enough?",
    procedure=(
        "List the runs that the period is read from where it is read from several, the run of the same scope "
        "before this one, as the manifest names it, and every run that a restore names (records/"
        "imported.jsonl, kind restores).",
        "Take the last restore of each, by the day that the report speaks for. It must have verified: "
        "whoever restores runs `attest verify` on the copy.",
        "It must be no more than `restore_months` old on that day.",
        "The run must be kept for `retain_years` from the day that it speaks for; where that is not known "
        "here, from the day of this report, or the result is open.",
    ),
    reasons=_REASONS,
    parameters=("restore_months", "retain_years"),
    sources=(RESTORES,),
    population="runs",
    items=_items,
    run=_run,
)
