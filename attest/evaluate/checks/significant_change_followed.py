"""CHG-05: was each significant change evaluated and scanned afterwards, in time?"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from attest.evaluate.approval import merge_time
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, number, word, words
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.handed import Handed
from attest.evaluate.named_people import after, day_in, end_of, named_in
from attest.evaluate.scoped import SCOPE_UNKNOWN, reaches, scope_open
from attest.model.finding import Outcome
from attest.model.identity import ActorKind
from attest.model.imported import Imported
from attest.model.placement import Tier

SIGN_OFFS = "sign-offs"
SCANS = "scans"
_SHOWN = 20
"""Scans that a finding names where none of them covers the change."""
_REASONS = {
    "followed": Reason(
        Outcome.MET, "An evaluation after the change was signed as accepted in time, and a scan is on record."
    ),
    "not-evaluated": Reason(
        Outcome.DEVIATION, "No evaluation after the change was signed by the due day.", absence=True
    ),
    "evaluated-late": Reason(Outcome.DEVIATION, "The evaluation was signed after the due day.", absence=True),
    "rejected": Reason(Outcome.DEVIATION, "The last evaluation by the due day rejected the change."),
    "not-scanned": Reason(
        Outcome.DEVIATION, "No scan of the change or of what followed it is on record in time.", absence=True
    ),
    "follow-up": Reason(
        Outcome.NEEDS_REVIEW, "The evaluation left something to do; whether it was done is to be judged."
    ),
    "decision-not-stated": Reason(
        Outcome.INDETERMINATE, "The evaluation was signed, and what it came to is not stated."
    ),
    "scans-not-handed": Reason(
        Outcome.INDETERMINATE, "No register of scans was handed in, so whether one ran is open."
    ),
    "scan-revision-unknown": Reason(
        Outcome.INDETERMINATE,
        "Scans in time are of commits that are no landed changes of this run, so whether they cover it is "
        "open.",
    ),
    "not-due": Reason(Outcome.INDETERMINATE, "The days for it had not run out when the report was made."),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "When the change landed is not known by a server's clock, so what is due is open.",
    ),
    "scope-unknown": SCOPE_UNKNOWN,
    "not-significant": Reason(
        Outcome.NOT_APPLICABLE, "Neither a label nor the tier makes the change a significant one."
    ),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    within = _is_significant(facts, settings)
    if within is False:
        return Verdict("not-significant", "No label and no tier makes it significant.", (facts.change.id,))
    verdict = _followed(facts, settings)
    if within is None and verdict.reason != "followed":
        return scope_open(facts)
    return verdict


def _is_significant(facts: ChangeFacts, settings: Settings) -> bool | None:
    wanted = {label.casefold() for label in words(settings, "labels")}
    if not wanted.isdisjoint(label.casefold() for label in facts.change.labels):
        return True
    return reaches(facts.placement, (), Tier(word(settings, "from_tier")))


def _followed(facts: ChangeFacts, settings: Settings) -> Verdict:
    landed = merge_time(facts.change)
    if landed is None:
        return Verdict("time-unknown", "The change has no time by a server's clock.", (facts.change.id,))
    due = day_in(after(landed, days=number(settings, "days")), facts.timezone)
    verdict = _evaluated(facts, landed, due)
    if verdict is None and word(settings, "scan") == "required":
        verdict = _scanned(facts, landed, due)
    return verdict or Verdict(
        "followed", "Evaluation and what else is asked for are on record in time.", (facts.change.id,)
    )


def _evaluated(facts: ChangeFacts, landed: str, due: str) -> Verdict | None:
    """The verdict on the evaluations of a change, `None` where the last one in time accepted it."""
    rows = [row for row in facts.handed.about(facts.change.id) if _is_evaluation(row, facts)]
    later = sorted(
        (row for row in rows if _is_since(row.values["at"], landed, facts.timezone)),
        key=lambda row: (row.values["at"], row.id),
    )
    timely = [row for row in later if _day(row.values["at"], facts.timezone) <= due]
    evidence = (facts.change.id, *(row.id for row in (timely or later)))
    if not timely:
        if _is_open(facts, due):
            return Verdict("not-due", f"Due by {due}; the report speaks for {facts.as_of}.", evidence)
        if later:
            return Verdict("evaluated-late", f"Due by {due}; signed later.", evidence)
        return Verdict("not-evaluated", f"Evaluations by {due}: 0.", evidence)
    decision = timely[-1].values.get("decision", "")
    match decision:
        case "accepted":
            return None
        case "rejected":
            return Verdict("rejected", "The evaluation rejected the change.", evidence)
        case "accepted-with-follow-up":
            return Verdict(
                "follow-up", "The evaluation accepted the change and left something to do.", evidence
            )
        case _:
            return Verdict("decision-not-stated", "The evaluation states no decision.", evidence)


def _is_evaluation(row: Imported, facts: ChangeFacts) -> bool:
    """Whether a row is a person's word on what the change came to."""
    if row.kind != SIGN_OFFS or row.values.get("subject") != "evaluation" or "at" not in row.values:
        return False
    person = named_in(row, "person", facts)
    return person is not None and person.kind is ActorKind.PERSON


def _is_since(moment: str, landed: str, timezone: str) -> bool:
    """Whether a moment is not before the landing; where only its day is known, the day decides."""
    return moment >= landed if len(moment) > len("2025-01-31") else moment >= day_in(landed, timezone)


def _day(moment: str, timezone: str) -> str:
    return day_in(moment, timezone) if len(moment) > len("2025-01-31") else moment


def _scanned(facts: ChangeFacts, landed: str, due: str) -> Verdict | None:
    """The verdict where no scan in time is of the change or of what followed it, `None` where one is."""
    change = facts.change
    if not facts.handed.has(SCANS):
        return Verdict("scans-not-handed", "Registers of scans handed in: 0.", (change.id,))
    by_repository = facts.handed.once(_scans)
    end = end_of(due, facts.timezone)
    rows = [
        row for name in (change.repository, "") for row in _between(by_repository.get(name, ()), landed, end)
    ]

    def place(row: Imported) -> int | None:
        return facts.ordinals.get(f"{change.repository}:{row.values.get('sha', '')}")

    # The latest scans are those that are likely to cover the change: most need no look at the others.
    if any((found := place(row)) is not None and found >= change.ordinal for row in reversed(rows)):
        return None
    evidence = (change.id, *(row.id for row in rows[:_SHOWN]))
    if any(place(row) is None for row in rows):
        message = f"Scans in time: {len(rows)}; of landed changes since: 0."
        return Verdict("scan-revision-unknown", message, evidence)
    if _is_open(facts, due):
        return Verdict("not-due", f"A scan is due by {due}; the report speaks for {facts.as_of}.", evidence)
    return Verdict("not-scanned", f"Scans by {due} of the change or of what followed: 0.", evidence)


def _is_open(facts: ChangeFacts, due: str) -> bool:
    """Whether the due day had not passed at the instant that the report speaks for."""
    return day_in(facts.as_of, facts.timezone) <= due


def _between(rows: Sequence[Imported], first: str, last: str) -> Sequence[Imported]:
    def at(row: Imported) -> str:
        return row.values["at"]

    return rows[bisect_left(rows, first, key=at) : bisect_left(rows, last, key=at)]


def _scans(handed: Handed) -> Mapping[str, Sequence[Imported]]:
    """Rows of the register of scans by repository (empty where they name none), by time."""
    found: dict[str, list[Imported]] = {}
    for row in sorted(handed.of(SCANS), key=lambda row: row.values.get("at", "")):
        found.setdefault(row.values.get("repository", ""), []).append(row)
    return found


CHECK = ChangeCheck(
    id="significant_change_followed",
    version=1,
    question="Was each significant change evaluated and scanned after it landed, within the days set for it?",
    procedure=(
        "Take the changes that bear a label of `labels` or whose tier is at least `from_tier`. Where not all "
        "files could be read, or no inventory is declared, a result that is not met is open.",
        "Add `days` to the landing by the server's clock: that day, in the period's time zone, is in time. "
        "Where the report speaks for an earlier instant, what is missing is open.",
        "Look for a sign-off of an evaluation of the change (records/imported.jsonl, kind sign-offs) by a "
        "person, dated at or after the landing. One before it says nothing of what the change came to.",
        "Of several in time the last decides: accepted meets the step, rejected is a deviation, one with a "
        "follow-up is for a person to judge.",
        "With `scan` set to required, look for a scan in time (kind scans) of the landed commit or of a "
        "later one of the same branch.",
    ),
    reasons=_REASONS,
    parameters=("labels", "from_tier", "days", "scan"),
    sources=("pull-requests", SIGN_OFFS),
    consulted=(SCANS,),
    run=_run,
)
