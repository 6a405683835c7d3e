"""INC-01: did the fix of each incident that code had caused go through change control? An indicator."""

from collections.abc import Iterator

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, word
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.imported import Imported

INCIDENTS = "incidents"
_EMERGENCY = "EMG-01"
_ORDINARY = {"reviewed": ("REV-02",), "reviewed-and-tested": ("REV-02", "TST-01")}
_BUILDS_ON = ("REV-02", "TST-01", _EMERGENCY)
_REASONS = {
    "controlled": Reason(
        Outcome.MET, "The change that mends it was approved and tested, or followed the path for emergencies."
    ),
    "unlinked": Reason(Outcome.NEEDS_REVIEW, "The incident is closed, and no change is linked to it."),
    "not-controlled": Reason(
        Outcome.NEEDS_REVIEW,
        "The change that mends it was not shown to be approved and tested, nor to follow the path for "
        "emergencies.",
    ),
    "results-open": Reason(
        Outcome.INDETERMINATE,
        "What those tests came to for the change is open, or they are not in the packs.",
    ),
    "change-not-in-run": Reason(
        Outcome.INDETERMINATE, "The change that is linked is none of this run, so nothing is known of it."
    ),
    "still-open": Reason(
        Outcome.INDETERMINATE, "The incident is not closed, and no change is linked to it so far."
    ),
    "cause-not-stated": Reason(
        Outcome.INDETERMINATE, "The register does not say whether code was the cause, and links no change."
    ),
    "no-code-cause": Reason(Outcome.NOT_APPLICABLE, "Code was not the cause, and no change is linked."),
}


def _items(whole: RunFacts) -> Iterator[Item]:
    for row in whole.handed.of(INCIDENTS):
        yield Item(row.id, f"incident, row {row.row}", at=_at(row, whole))


def _at(row: Imported, whole: RunFacts) -> str | None:
    """When it was opened; an incident from before the period concerns the period that it is in as well."""
    opened = row.values.get("opened_at", "")
    return opened if opened >= whole.view.manifest.period.since else None


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    row = whole.once(_by_id)[item.subject]
    named = row.values.get("change", "")
    evidence = (row.id,)
    if not named:
        return _unlinked(row)
    changes = whole.once(_linked).get(row.id, ())
    if not changes:
        return Verdict("change-not-in-run", "The change that is linked is none of this run.", evidence)
    outcomes = [_outcome(change, whole, _ORDINARY[word(settings, "ordinary_path")]) for change in changes]
    records = (*evidence, *changes)
    if Outcome.NEEDS_REVIEW in outcomes:
        return Verdict("not-controlled", "Neither path is shown for the change that mends it.", records)
    if Outcome.INDETERMINATE in outcomes:
        return Verdict("results-open", "What the tests came to for the change is open.", records)
    return Verdict("controlled", "The change that mends it took one of the two paths.", records)


def _unlinked(row: Imported) -> Verdict:
    cause = row.values.get("code_cause", "")
    if cause == "no":
        return Verdict("no-code-cause", "Code was not the cause.", (row.id,))
    if not cause:
        return Verdict("cause-not-stated", "Whether code was the cause is not stated.", (row.id,))
    if "closed_at" not in row.values:
        return Verdict("still-open", "The incident is not closed.", (row.id,))
    return Verdict("unlinked", "The incident is closed; changes linked to it: 0.", (row.id,))


def _outcome(change: str, whole: RunFacts, ordinary: tuple[str, ...]) -> Outcome:
    """Whether one of the two paths is met, shown not to be, or open."""
    told = [whole.results.get((test, change)) for test in ordinary]
    fast = whole.results.get((_EMERGENCY, change))
    if fast is Outcome.MET or all(outcome is Outcome.MET for outcome in told):
        return Outcome.MET
    closed = (Outcome.DEVIATION, Outcome.NEEDS_REVIEW)
    ordinary_fails = any(outcome in closed for outcome in told)
    fast_fails = fast in (*closed, Outcome.NOT_APPLICABLE)
    return Outcome.NEEDS_REVIEW if ordinary_fails and fast_fails else Outcome.INDETERMINATE


def _by_id(whole: RunFacts) -> dict[str, Imported]:
    return {row.id: row for row in whole.handed.of(INCIDENTS)}


def _linked(whole: RunFacts) -> dict[str, tuple[str, ...]]:
    """By row, the changes of the run that it names."""
    found: dict[str, list[str]] = {}
    for change in whole.by_change:
        for row in whole.handed.about(change):
            if row.kind == INCIDENTS:
                found.setdefault(row.id, []).append(change)
    return {row: tuple(changes) for row, changes in found.items()}


CHECK = ItemCheck(
    id="incident_fixes_controlled",
    version=1,
    question="Did the change that mends each incident take the ordinary path, or that for emergencies?",
    procedure=(
        "List every incident that was handed in (records/imported.jsonl, kind incidents). One that names no "
        "change and was not caused by code is left out; where the cause is not stated, or the incident is "
        "not closed, the result is open.",
        "A closed incident that code had caused and that names no change is listed for a person to look at.",
        "Take the results of that change: the test of independent approval (REV-02) and, with "
        "`ordinary_path` set to reviewed-and-tested, that of required checks (TST-01) must be met; or that "
        "of emergencies (EMG-01) must be.",
        "Where neither path is met and both are decided, the incident is listed for a person to look at; "
        "where one is open, so is the result. No incident fails by this test.",
    ),
    reasons=_REASONS,
    parameters=("ordinary_path",),
    sources=(INCIDENTS,),
    population="incidents",
    items=_items,
    run=_run,
    listed_from=(INCIDENTS,),
    builds_on=_BUILDS_ON,
)
