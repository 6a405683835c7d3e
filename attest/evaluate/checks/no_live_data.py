"""DAT-01: was what landed searched for live card numbers and secrets, and was every hit answered?"""

from collections.abc import Sequence

from attest.evaluate.approval import merge_time
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, number, word
from attest.evaluate.dispositioned import DONE, answer_to
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import after
from attest.evaluate.scanned import FINDINGS, SCANS, is_in_time, landed_revisions, open_revisions, rows_of
from attest.evaluate.scoped import PROTECTED, SCOPE_UNKNOWN, reaches, scope_open
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DataClass

_SECRET, _PAN = "secret", "pan"
_REASONS = {
    "clean": Reason(
        Outcome.MET,
        "What landed was searched in time for what is asked for, and every hit had been answered.",
        absence=True,
    ),
    "not-searched": Reason(
        Outcome.DEVIATION,
        "No search of what landed for secrets, or for card numbers, is on record.",
        absence=True,
    ),
    "too-late": Reason(
        Outcome.DEVIATION, "What landed was searched later than the control allows.", absence=True
    ),
    "hit-open": Reason(
        Outcome.DEVIATION,
        "A hit in what landed was not shown in time to be none, to be mended, or to be accepted by somebody "
        "who may.",
    ),
    "hits-missing": Reason(
        Outcome.DEVIATION,
        "A search tells of more hits than were handed in as findings: nobody answered them.",
        absence=True,
    ),
    "hits-not-stated": Reason(
        Outcome.INDETERMINATE,
        "A search ran; how many hits it had is not stated, or findings were not handed in.",
    ),
    "acceptance-open": Reason(
        Outcome.INDETERMINATE,
        "A hit was answered; when, or whether by somebody who may, is not on record.",
    ),
    "revision-unverifiable": Reason(
        Outcome.INDETERMINATE,
        "The pull request's last revision was searched; whether that landed could not be recomputed.",
    ),
    "time-unknown": Reason(Outcome.INDETERMINATE, "When the change landed is not known by a server's clock."),
    "scope-unknown": SCOPE_UNKNOWN,
    "out-of-scope": Reason(Outcome.NOT_APPLICABLE, "The change reaches no card and no health data."),
}
_ORDER = (
    "hit-open",
    "hits-missing",
    "not-searched",
    "too-late",
    "time-unknown",
    "revision-unverifiable",
    "hits-not-stated",
    "acceptance-open",
    "clean",
)
"""What is shown to be amiss goes before what is open."""
_UNSURE = ("grant-not-stated", "undated")


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    within = True if word(settings, "changes") == "all" else reaches(facts.placement, PROTECTED)
    if within is False:
        evidence = (facts.change.id, *facts.placement.touches)
        return Verdict("out-of-scope", "The change reaches no card and no health data.", evidence)
    cards = facts.placement.holds(DataClass.PCI) is not False
    found = [_of_kind(facts, kind, settings) for kind in ((_SECRET, _PAN) if cards else (_SECRET,))]
    reason = min((one for one, _ in found), key=_ORDER.index)
    if within is None and reason in ("not-searched", "too-late"):
        return scope_open(facts)
    clean = sum(one == "clean" for one, _ in found)
    message = f"Searches that are asked for: {len(found)}; in time, with every hit answered: {clean}."
    evidence = (facts.change.id, *dict.fromkeys(row.id for _, rows in found for row in rows))
    return Verdict(reason, message, evidence)


def _of_kind(facts: ChangeFacts, kind: str, settings: Settings) -> tuple[str, Sequence[Imported]]:
    """What the searches of one kind come to, and the rows of them and of their hits."""
    change = facts.change
    revisions, limit, days = landed_revisions(change), merge_time(change), number(settings, "days")
    scans = rows_of(facts, SCANS, revisions, (kind,))
    hits = rows_of(facts, FINDINGS, revisions, (kind,))
    rows = (*scans, *hits)
    if limit is None:
        return ("time-unknown" if rows else "not-searched"), rows
    # A hit is one whoever found it, also where no search is on record.
    answers = {answer_to(row, after(limit, days=days), facts) for row in hits}
    if answers - {DONE, *_UNSURE}:
        return "hit-open", rows
    if not scans:
        maybe = rows_of(facts, SCANS, open_revisions(change), (kind,))
        return ("revision-unverifiable" if maybe else "not-searched"), (*rows, *maybe)
    in_time = [row for row in scans if is_in_time(row.values["at"], limit, days)]
    if not in_time:
        return "too-late", rows
    return _counted(facts, in_time, len(hits)) or ("clean" if answers <= {DONE} else "acceptance-open"), rows


def _counted(facts: ChangeFacts, scans: Sequence[Imported], known: int) -> str:
    """Why the hits that searches tell of are not all there, or nothing."""
    told = [row.values.get("findings") for row in scans]
    most = max((int(count) for count in told if count is not None), default=0)
    if most > known:
        return "hits-missing" if facts.handed.has(FINDINGS) else "hits-not-stated"
    return "hits-not-stated" if None in told else ""


CHECK = ChangeCheck(
    id="no_live_data",
    version=1,
    question="Was what landed searched for live card numbers and secrets, and was every hit answered?",
    procedure=(
        "Keep the changes that, by the inventory of attest.yaml, reach card or health data; with `changes` "
        "set to all, every change.",
        "Each is to be searched for secrets, and for card numbers unless it is known to reach no card data: "
        "rows of security tests (records/imported.jsonl, kind scans) of that kind and of what landed, no "
        "later than `days` after the merge.",
        "Take the hits that were handed in for what landed (kind findings). Each must have been closed by "
        "then as mended or as a false positive, or accepted by somebody who may, as in TST-03.",
        "Compare the number of hits that a search tells of with those handed in. More than those are a "
        "deviation where findings were handed in; a search that tells no number is open.",
    ),
    reasons=_REASONS,
    parameters=("changes", "days"),
    sources=(SCANS,),
    consulted=(FINDINGS,),
    run=_run,
)
