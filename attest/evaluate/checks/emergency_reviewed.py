"""EMG-01: was the fast path taken with an incident and an authoriser, and made up for in time?"""

from collections.abc import Iterator, Sequence

from attest.evaluate.approval import Standing, merge_time, standing
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, number, word
from attest.evaluate.emergency import BYPASSES, FAST, INCIDENTS, REVIEWS, TICKETS, fast_path
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import after, is_sole_author, named_in
from attest.model.change import ReviewState
from attest.model.finding import Outcome
from attest.model.identity import Actor, ActorKind
from attest.model.imported import Imported
from attest.model.signal import AiState

CHECKS = "checks"
COMPREHENSION = "comprehension"
_REASONS = {
    "followed": Reason(
        Outcome.MET,
        "An incident and an authoriser are on record, and an independent review, tests and what AI asks for "
        "are there in time.",
    ),
    "no-incident": Reason(
        Outcome.DEVIATION, "No incident and no ticket for the fast path names the change.", absence=True
    ),
    "no-authoriser": Reason(
        Outcome.DEVIATION, "Nobody is on record who authorised the fast path, or a machine.", absence=True
    ),
    "self-authorised": Reason(
        Outcome.DEVIATION, "Whoever authorised the fast path is the only author of the change.", absence=True
    ),
    "authorised-late": Reason(
        Outcome.DEVIATION,
        "The ticket for the fast path was accepted after the change had landed.",
        absence=True,
    ),
    "not-reviewed": Reason(
        Outcome.DEVIATION, "Nobody who is no author reviewed the change by the time set for it.", absence=True
    ),
    "reviewed-late": Reason(
        Outcome.DEVIATION,
        "The review of somebody who is no author came after the time set for it.",
        absence=True,
    ),
    "not-tested": Reason(
        Outcome.DEVIATION, "No check that succeeded is on record for the change.", absence=True
    ),
    "no-comprehension": Reason(
        Outcome.DEVIATION,
        "AI had a part in the change, and nobody who is no author left comprehension evidence, be it "
        "afterwards.",
        absence=True,
    ),
    "incidents-not-handed": Reason(
        Outcome.INDETERMINATE, "Neither incidents nor tickets were handed in, so who authorised it is open."
    ),
    "authoriser-unknown": Reason(
        Outcome.INDETERMINATE, "Whether the authoriser is the only author of the change cannot be decided."
    ),
    "reviewer-unknown": Reason(
        Outcome.INDETERMINATE,
        "A review is on record; whether its reviewer is an author, or when it was, cannot be decided.",
    ),
    "reviews-not-connected": Reason(
        Outcome.INDETERMINATE, "Reviews were not connected, and no incident states one."
    ),
    "tests-unknown": Reason(
        Outcome.INDETERMINATE, "Checks were not connected, so whether tests ran is open."
    ),
    "comprehension-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether AI had a part, or whether comprehension evidence was left, could not be read.",
    ),
    "not-due": Reason(
        Outcome.INDETERMINATE, "The time for the review had not run out when the report was made."
    ),
    "time-unknown": Reason(Outcome.INDETERMINATE, "When the change landed is not known by a server's clock."),
    "path-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether the change took the fast path is open: how it landed is not known, or nobody could see a "
        "bypass and no independent approval stood at the merge.",
    ),
    "ordinary": Reason(
        Outcome.NOT_APPLICABLE,
        "No label, push, bypass or ticket says that the change took the fast path.",
    ),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    path = fast_path(facts)
    if path.taken is False:
        return Verdict("ordinary", "Signs of the fast path: 0.", (facts.change.id,))
    if path.taken is None:
        return Verdict("path-unknown", "Whether the fast path was taken is open.", (facts.change.id,))
    landed = merge_time(facts.change)
    found = [
        *_authorised(facts, landed),
        *_reviewed(facts, landed, settings),
        *_tested(facts),
        *_comprehension(facts, settings),
    ]
    signs = f"Signs of the fast path: {', '.join(path.signs)}."
    if not found:
        return Verdict("followed", signs, path.evidence)
    # What is shown to be amiss goes before what is open; within each the order of the steps.
    first = min(found, key=lambda verdict: _REASONS[verdict.reason].outcome is not Outcome.DEVIATION)
    evidence = tuple(dict.fromkeys((*path.evidence, *first.evidence)))
    return Verdict(first.reason, f"{signs} {first.message}", evidence)


def _authorised(facts: ChangeFacts, landed: str | None) -> Iterator[Verdict]:
    """What is amiss with incident and authoriser: the ticket or incident that gets farthest decides."""
    change = facts.change
    rows = [
        row
        for row in facts.handed.about(change.id)
        if row.kind == INCIDENTS or (row.kind == TICKETS and row.values.get("kind", "") in FAST)
    ]
    if not rows:
        if not facts.handed.has(INCIDENTS) and not facts.handed.has(TICKETS):
            message = "Registers of incidents and tickets handed in: 0."
            yield Verdict("incidents-not-handed", message, (change.id,))
        else:
            yield Verdict("no-incident", "Incidents and tickets for the fast path: 0.", (change.id,))
        return
    order = ("", "authoriser-unknown", "authorised-late", "self-authorised", "no-authoriser")
    reason, row = min(
        ((_by_row(row, facts, landed), row) for row in rows),
        key=lambda pair: (order.index(pair[0]), pair[1].id),
    )
    if reason:
        yield Verdict(reason, f"Incidents and tickets that name the change: {len(rows)}.", (row.id,))


def _by_row(row: Imported, facts: ChangeFacts, landed: str | None) -> str:
    """Why a row does not show who authorised the fast path; empty where it does."""
    column = "authorised_by" if row.kind == INCIDENTS else "accepted_by"
    person = named_in(row, column, facts)
    if person is None or person.kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return "no-authoriser"
    is_alone = is_sole_author(facts.change, person)
    if is_alone:
        return "self-authorised"
    if row.kind == TICKETS and landed is not None and row.values.get("accepted_at", "") > landed:
        return "authorised-late"
    return "authoriser-unknown" if is_alone is None else ""


def _reviewed(facts: ChangeFacts, landed: str | None, settings: Settings) -> Iterator[Verdict]:
    """What is amiss with the review by somebody else, before the landing or in time after it."""
    change = facts.change
    if landed is None:
        yield Verdict("time-unknown", "The change has no time by a server's clock.", (change.id,))
        return
    due = after(landed, hours=number(settings, "review_hours"))
    told = list(_reviews(facts))
    known = [(at, one) for at, one, how in told if how is Standing.INDEPENDENT and at]
    if any(at <= due for at, _ in known):
        return
    open_ones = [one for at, one, how in told if how is Standing.UNDECIDABLE or not at]
    if open_ones:
        yield Verdict("reviewer-unknown", "Reviewer or time of a review is not known.", tuple(open_ones))
    elif facts.as_of <= due:
        yield Verdict(
            "not-due", f"A review is due by {due}; the report speaks for {facts.as_of}.", (change.id,)
        )
    elif known:
        message = f"A review was due by {due}; the first came later."
        yield Verdict("reviewed-late", message, tuple(one for _, one in known))
    elif REVIEWS in facts.not_connected:
        yield Verdict("reviews-not-connected", "Reviews were not connected.", (change.id,))
    else:
        yield Verdict("not-reviewed", f"Reviews by somebody else until {due}: 0.", (change.id,))


def _reviews(facts: ChangeFacts) -> Iterator[tuple[str, str, Standing]]:
    """Time, record and standing of every review that says something, machines and authors left out."""
    change = facts.change
    found: list[tuple[str, str, Actor]] = [
        (review.submitted_at or "", review.id, review.reviewer)
        for review in facts.reviews
        if review.state in (ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED)
        and review.in_service is not False
    ]
    for row in facts.handed.about(change.id):
        person = named_in(row, "reviewed_by", facts) if row.kind == INCIDENTS else None
        if person is not None:
            found.append((row.values.get("reviewed_at", ""), row.id, person))
    for at, record, person in found:
        how = standing(change, person)
        if how in (Standing.INDEPENDENT, Standing.UNDECIDABLE):
            yield at, record, how


def _tested(facts: ChangeFacts) -> Iterator[Verdict]:
    if CHECKS in facts.not_connected:
        yield Verdict("tests-unknown", "Checks were not connected.", (facts.change.id,))
    elif not any(check.conclusion == "success" for check in facts.checks):
        message = f"Checks on record: {len(facts.checks)}; that succeeded: 0."
        yield Verdict("not-tested", message, _evidence(facts, [check.id for check in facts.checks]))


def _comprehension(facts: ChangeFacts, settings: Settings) -> Iterator[Verdict]:
    """What is amiss with comprehension of a change that AI had a part in."""
    if word(settings, "comprehension") == "not-required":
        return
    state = facts.involvement.state if facts.involvement is not None else AiState.UNKNOWN
    if state is AiState.UNKNOWN:
        yield Verdict("comprehension-unknown", "Whether AI had a part is not known.", (facts.change.id,))
    if state is not AiState.AI_EVIDENCED:
        return
    if COMPREHENSION in facts.not_connected:
        message = "Comprehension records were not connected."
        yield Verdict("comprehension-unknown", message, (facts.change.id,))
        return
    how = [standing(facts.change, record.reviewer) for record in facts.comprehension]
    records = _evidence(facts, [record.id for record in facts.comprehension])
    if Standing.INDEPENDENT in how:
        return
    if Standing.UNDECIDABLE in how:
        message = "Whether whoever left comprehension evidence is an author is not known."
        yield Verdict("comprehension-unknown", message, records)
        return
    yield Verdict("no-comprehension", "Comprehension records by somebody else: 0.", records)


def _evidence(facts: ChangeFacts, records: Sequence[str]) -> tuple[str, ...]:
    return tuple(records) or (facts.change.id,)


CHECK = ChangeCheck(
    id="emergency_reviewed",
    version=1,
    question="Was the fast path taken with an incident and an authoriser, and made up for in time?",
    procedure=(
        "Take the changes with a label of emergencies, those that were pushed without a pull request, those "
        "that the forge saw land past the branch's rules, and those that a ticket of the kind emergency, "
        "incident or bypass names. How a change landed may be open; where bypasses were not connected, an "
        "independent approval at the merge shows that none was needed.",
        "An incident or such a ticket must name the change (records/imported.jsonl).",
        "It must name a person who authorised it and is not the only author of the change; a ticket must "
        "have been accepted by the landing.",
        "Somebody who is no author must have reviewed it with a verdict, or be named in the incident as who "
        "did, no later than `review_hours` after the landing by the server's clock. Before that time is "
        "over, a review that is missing is open.",
        "A check that succeeded must be on record for the change.",
        "Where the record holds evidence of AI involvement, a person who is no author must have left "
        "comprehension evidence, before or after; with `comprehension` set to not-required this is left out.",
        "What is shown to be missing or late decides before what is open.",
    ),
    reasons=_REASONS,
    parameters=("review_hours", "comprehension"),
    sources=("pull-requests",),
    consulted=(INCIDENTS, TICKETS, BYPASSES, REVIEWS, CHECKS, COMPREHENSION),
    run=_run,
)
