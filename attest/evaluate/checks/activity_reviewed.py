"""HIP-01: did somebody entitled review the record of the period in time, and decide?"""

from collections.abc import Iterator, Sequence

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, words
from attest.evaluate.days import days_after
from attest.evaluate.dispositions import day_of
from attest.evaluate.named_people import ROSTER
from attest.evaluate.run_facts import ORGANISATION, Item, RunFacts
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DataClass

SIGN_OFFS = "sign-offs"
_REASONS = {
    "reviewed": Reason(
        Outcome.MET,
        "Somebody entitled signed, in time and with a decision, a package of evidence that this run knows, "
        "and each change that reaches health data has an evaluation with a decision.",
    ),
    "not-reviewed": Reason(
        Outcome.DEVIATION, "Nobody signed a review of the period by the day set for it.", absence=True
    ),
    "reviewed-late": Reason(
        Outcome.DEVIATION, "The review was signed after the day set for it.", absence=True
    ),
    "not-entitled": Reason(
        Outcome.DEVIATION, "Nobody who signed in time held a role that is asked for.", absence=True
    ),
    "not-decided": Reason(
        Outcome.DEVIATION, "The review states no decision, or wants a follow-up and names none.", absence=True
    ),
    "not-evaluated": Reason(
        Outcome.DEVIATION,
        "A change that reaches health data has no evaluation with a decision.",
        absence=True,
    ),
    "not-due": Reason(Outcome.INDETERMINATE, "The day set for the review had not passed."),
    "data-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether a change without an evaluation reaches health data is not known: its files could not be "
        "read, or there is no inventory.",
    ),
    "rejected": Reason(Outcome.NEEDS_REVIEW, "Whoever reviewed rejected what they saw."),
    "package-unknown": Reason(
        Outcome.NEEDS_REVIEW,
        "What was signed is not named by a digest that this run knows; whether it was the record of the "
        "period is to be judged.",
    ),
    "period-not-over": Reason(
        Outcome.NOT_APPLICABLE, "The report speaks for a day before the end of the period."
    ),
}
_REVIEW = ("activity-review", "report")
_FOLLOW_UP = "accepted-with-follow-up"
_MACHINES = ("agent:", "robot:", "unknown")


def _items(whole: RunFacts) -> Iterator[Item]:
    del whole
    yield Item(ORGANISATION, "the organisation")


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    period = whole.view.manifest.period
    if whole.as_of < period.until:
        return Verdict("period-not-over", f"The report speaks for {whole.as_of}.", (item.subject,))
    due = days_after(period.last_day, number(settings, "within_days"))
    rows = [row for row in whole.handed.of(SIGN_OFFS) if _is_review(row) and row.day("at") > period.last_day]
    timely = [row for row in rows if row.day("at") <= due]
    if not timely:
        return _missing(item, rows, due, day_of(whole.as_of, period))
    entitled = [row for row in timely if _holds(row, whole, words(settings, "roles"))]
    ids = tuple(row.id for row in entitled or timely)
    if not entitled:
        return Verdict("not-entitled", f"Sign-offs in time: {len(timely)}; by such a role: 0.", ids)
    decided = [row for row in entitled if _is_decided(row)]
    if not decided:
        return Verdict("not-decided", f"Sign-offs in time: {len(entitled)}; with a decision: 0.", ids)
    return _evaluated(whole, ids) or _signed(decided, whole)


def _missing(item: Item, rows: Sequence[Imported], due: str, day: str) -> Verdict:
    if rows:
        ids = tuple(row.id for row in rows)
        return Verdict("reviewed-late", f"Due on {due}; sign-offs after that: {len(rows)}.", ids)
    return Verdict(
        "not-due" if day <= due else "not-reviewed", f"Due on {due}; sign-offs: 0.", (item.subject,)
    )


def _is_review(row: Imported) -> bool:
    by_person = not row.people.get("person", "unknown").startswith(_MACHINES)
    return by_person and row.values.get("subject") in _REVIEW


def _holds(row: Imported, whole: RunFacts, roles: Sequence[str]) -> bool:
    """Whether whoever signed held a role: as the row states it, or by the roster of that day."""
    if row.values.get("role") in roles:
        return True
    day = row.day("at")
    return any(
        one.values.get("role") in roles and one.day("since") <= day <= (one.day("until") or day)
        for one in whole.handed.by(ROSTER, "person", row.people.get("person", ""))
    )


def _is_decided(row: Imported) -> bool:
    decision = row.values.get("decision")
    return decision is not None and (decision != _FOLLOW_UP or "follow_up" in row.values)


def _evaluated(whole: RunFacts, ids: tuple[str, ...]) -> Verdict | None:
    """What is amiss with evaluations of changes that reach health data."""
    missing, unknown = [], []
    for facts in whole.changes:
        reaches = facts.placement.holds(DataClass.PHI) if facts.placement.inventoried else None
        rows = [row for row in facts.handed.about(facts.change.id) if row.kind == SIGN_OFFS]
        if any(row.values.get("subject") == "evaluation" and _is_decided(row) for row in rows):
            continue
        if reaches:
            missing.append(facts.change.id)
        elif reaches is None:
            unknown.append(facts.change.id)
    if missing:
        return Verdict("not-evaluated", f"Changes without an evaluation: {len(missing)}.", (*ids, *missing))
    if unknown:
        return Verdict("data-unknown", f"Changes whose data are not known: {len(unknown)}.", (*ids, *unknown))
    return None


def _signed(rows: Sequence[Imported], whole: RunFacts) -> Verdict:
    """The verdict on decided reviews: the last one speaks."""
    last = max(rows, key=lambda row: (row.values["at"], row.id))
    if last.values["decision"] == "rejected":
        return Verdict("rejected", "The last review of the period rejected it.", (last.id,))
    view = whole.view
    known = {view.manifest_digest, view.root, view.manifest.previous_run}
    known.update(digest for run in view.runs for digest in (run.manifest_digest, run.root))
    is_known = last.values.get("digest", "") in known
    message = f"Reviews signed in time with a decision: {len(rows)}."
    return Verdict("reviewed" if is_known else "package-unknown", message, (last.id,))


CHECK = ItemCheck(
    id="activity_reviewed",
    version=1,
    question="Did somebody entitled review the record of the period in time, and decide?",
    procedure=(
        "Take the sign-offs by persons of the subject activity-review or report (records/imported.jsonl, "
        "kind sign-offs) of after the last day of the period: before it the record is not whole.",
        "One must be of no later than `within_days` after that day. Before that time is over a review that "
        "is missing is open.",
        "Whoever signed must hold one of `roles`, as the sign-off states it or by the roster on that day.",
        "It must state a decision; one that wants a follow-up must say which.",
        "Each change that reaches health data by the inventory must have a sign-off of the subject "
        "evaluation with a decision.",
        "Compare the digest that was signed with those of this run, of the run before it, and of the runs "
        "that are read with it. The last review decides; another digest, or a rejection, is for a person.",
    ),
    reasons=_REASONS,
    parameters=("within_days", "roles"),
    sources=(SIGN_OFFS,),
    consulted=(ROSTER,),
    population="organisation",
    items=_items,
    run=_run,
)
