"""CFG-02: is every way past the branch's rules on record, with a reason somebody else accepted in time?"""

from collections.abc import Iterator

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import unknown
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number
from attest.evaluate.emergency import FAST, INCIDENTS, TICKETS
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import after, is_sole_author, named_in
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.branch import RuleSuite, SuiteResult
from attest.model.change import ChangeType
from attest.model.finding import Outcome
from attest.model.identity import Actor, ActorKind
from attest.model.imported import Imported

PULLS = "pull-requests"
BYPASSES = "bypasses"
SUITES = "rule-suites"
"""The source of Gaps about bypasses."""
_REASONS = {
    "justified": Reason(
        Outcome.MET, "A ticket or incident gives it a reason that somebody else accepted in time."
    ),
    "no-reason": Reason(
        Outcome.DEVIATION, "No ticket and no incident that is meant for it names the change.", absence=True
    ),
    "nobody-accepted": Reason(
        Outcome.DEVIATION, "Nobody is on record who accepted the reason, or a machine.", absence=True
    ),
    "self-accepted": Reason(
        Outcome.DEVIATION,
        "Whoever accepted the reason went past the rules themselves, or is the only author of the change.",
        absence=True,
    ),
    "accepted-late": Reason(
        Outcome.DEVIATION, "The reason was accepted or recorded after the time set for it.", absence=True
    ),
    "not-due": Reason(
        Outcome.INDETERMINATE, "The time for a reason had not run out when the report was made."
    ),
    "accepter-unknown": Reason(
        Outcome.INDETERMINATE, "Whether whoever accepted the reason made the change alone cannot be decided."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "When it took place is not known by a server's clock, or when it was accepted."
    ),
    "registers-not-handed": Reason(
        Outcome.INDETERMINATE, "Neither tickets nor incidents were handed in, so its reason is open."
    ),
    "not-a-change": Reason(
        Outcome.INDETERMINATE,
        "The push left a tip that no change of the run landed as, so no ticket can be held against it.",
    ),
    "arrival-unknown": Reason(
        Outcome.INDETERMINATE, "How the change landed is not known, so whether it went past a review is open."
    ),
    "bypasses-unseen": Reason(
        Outcome.INDETERMINATE,
        "Nobody asked the forge for bypasses: those of pull requests that were merged past the rules are "
        "not listed.",
    ),
}
_MEANT = FAST | {"waiver"}
"""Kinds of tickets that ask for a way past the rules."""
_ORDER = (
    "justified",
    "accepter-unknown",
    "time-unknown",
    "accepted-late",
    "self-accepted",
    "nobody-accepted",
)
"""Of several rows the one that gets farthest counts."""


def _items(whole: RunFacts) -> Iterator[Item]:
    """Bypasses that the forge saw, pushes without a pull request, and what may be one of them."""
    if BYPASSES in whole.not_connected:
        for scope in whole.view.manifest.repositories:
            yield Item(f"repository:{scope.name}", f"{scope.name}, bypasses", scope.name)
    for suite in whole.once(_suites).values():
        label = whole.by_change[suite.landed_change].change.label if _is_tied(suite, whole) else suite.id
        yield Item(suite.id, f"{label}, bypass", suite.repository, suite.at, suite.landed_change)
    for facts in whole.changes:
        change = facts.change
        pushed = change.type is ChangeType.DIRECT_PUSH or unknown(change) is not None
        if pushed and not facts.bypasses:
            yield Item(change.id, change.label, change.repository, change.landed_at, change.id)


def _suites(whole: RunFacts) -> dict[str, RuleSuite]:
    found = [suite for suite in whole.view.rule_suites if suite.result is SuiteResult.BYPASS]
    return {suite.id: suite for suite in sorted(found, key=lambda suite: (suite.at or "", suite.id))}


def _is_tied(suite: RuleSuite, whole: RunFacts) -> bool:
    return suite.landed_change in whole.by_change


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    suite = whole.once(_suites).get(item.subject)
    facts = whole.by_change.get(item.change)
    if facts is None:
        if suite is None:
            return Verdict("bypasses-unseen", "Bypasses were not asked for.", (item.subject,))
        return Verdict("not-a-change", "The push is of no change of the run.", (item.subject,))
    if suite is None and unknown(facts.change) is not None:
        return Verdict("arrival-unknown", "How the change landed is not known.", (item.subject,))
    if not facts.handed.has(TICKETS) and not facts.handed.has(INCIDENTS):
        return Verdict("registers-not-handed", "Registers that were handed in: 0.", (item.subject,))
    at = suite.at if suite is not None else merge_time(facts.change)
    until = after(at, hours=number(settings, "reason_hours")) if at is not None else None
    rows = [row for row in facts.handed.about(facts.change.id) if _is_meant(row)]
    judged = [(_by_row(row, facts, suite, until), row) for row in rows]
    if until is not None and whole.as_of < until and all(reason != "justified" for reason, _ in judged):
        return Verdict("not-due", f"A reason is due by {until}.", (item.subject,))
    if not judged:
        return Verdict("no-reason", "Tickets and incidents that are meant for it: 0.", (item.subject,))
    reason, row = min(judged, key=lambda pair: (_ORDER.index(pair[0]), pair[1].id))
    return Verdict(
        reason, f"Tickets and incidents that name the change: {len(rows)}.", (item.subject, row.id)
    )


def _is_meant(row: Imported) -> bool:
    return row.kind == INCIDENTS or (row.kind == TICKETS and row.values.get("kind", "") in _MEANT)


def _by_row(row: Imported, facts: ChangeFacts, suite: RuleSuite | None, until: str | None) -> str:
    """What a row comes to."""
    is_ticket = row.kind == TICKETS
    person = named_in(row, "accepted_by" if is_ticket else "authorised_by", facts)
    if person is None or person.kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return "nobody-accepted"
    alone = _is_own(person, facts, suite)
    if alone:
        return "self-accepted"
    when = row.values.get("accepted_at" if is_ticket else "opened_at")
    if when is not None and until is not None and when > until:
        return "accepted-late"
    if alone is None or person.kind is ActorKind.UNKNOWN:
        return "accepter-unknown"
    return "time-unknown" if when is None or until is None else "justified"


def _is_own(person: Actor, facts: ChangeFacts, suite: RuleSuite | None) -> bool | None:
    """Whether whoever accepted it is whoever did it."""
    if suite is not None and person.is_same(suite.actor):
        return True
    return is_sole_author(facts.change, person)


CHECK = ItemCheck(
    id="bypasses_justified",
    version=1,
    question="Has every bypass of the branch's rules a reason on record that somebody else accepted in time?",
    procedure=(
        "List every push of the period that the forge saw land past the branch's rules, and every change "
        "that was pushed without a pull request. A change of which it is not known how it landed is listed "
        "as open; where nobody asked for bypasses, each repository is.",
        "Take the rows of tickets and incidents that name the change (records/imported.jsonl): every "
        "incident, and tickets of the kind emergency, incident, bypass or waiver. Of several the one that "
        "gets farthest counts.",
        "The row must name a person who accepted or authorised it, who is not whoever went past the rules "
        "and not the only author of the change.",
        "A ticket must have been accepted, an incident opened, no later than `reason_hours` after the push "
        "by the server's clock. Before that time is over a reason that is missing is open.",
    ),
    reasons=_REASONS,
    parameters=("reason_hours",),
    sources=(PULLS,),
    consulted=(BYPASSES, SUITES, TICKETS, INCIDENTS),
    population="bypasses",
    items=_items,
    run=_run,
    listed_from=(PULLS, BYPASSES, SUITES),
)
