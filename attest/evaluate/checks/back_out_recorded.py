"""CHG-04: was the way back written down before the merge, of a change that reaches a running system?"""

from collections.abc import Sequence

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import DIRECT_PUSH, TYPE_UNDETERMINED
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, word, words
from attest.evaluate.described import EDITED_AFTER, EDITS_UNKNOWN, TEXT_UNREAD, best, cut, unread, unsettled
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import day_in
from attest.evaluate.placement import Placement
from attest.evaluate.scoped import SCOPE_UNKNOWN, scope_open
from attest.model.description import Description, Topic, TopicState
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DataClass, Stratum

POLICIES = "policies"
_REASONS = {
    "recorded": Reason(Outcome.MET, "Before the merge the text said how to get back."),
    "runbook": Reason(
        Outcome.MET,
        "A runbook in force on that day covers the way back, and nothing says that the change needs its own.",
    ),
    "missing": Reason(
        Outcome.DEVIATION, "No way back is written down, and no runbook in force covers it.", absence=True
    ),
    "irreversible-without-plan": Reason(
        Outcome.DEVIATION,
        "The inventory says that undoing the change does not undo its effects, and it has no plan of its "
        "own.",
        absence=True,
    ),
    "none-stated": Reason(
        Outcome.NEEDS_REVIEW, "The text says that there is no way back, or that none is needed, and why."
    ),
    "runbook-and-migration": Reason(
        Outcome.NEEDS_REVIEW,
        "A runbook covers the way back; the text tells of a migration, for which it may not be enough.",
    ),
    "runbook-day-unknown": Reason(
        Outcome.INDETERMINATE,
        "A runbook covers the way back; whether it was in force at the merge is not known, as that has no "
        "time.",
    ),
    "edited-after": EDITED_AFTER,
    "edits-unknown": EDITS_UNKNOWN,
    "text-unread": TEXT_UNREAD,
    "scope-unknown": SCOPE_UNKNOWN,
    "direct-push": DIRECT_PUSH,
    "type-undetermined": TYPE_UNDETERMINED,
    "outside-scope": Reason(
        Outcome.NOT_APPLICABLE, "The change touches no part of a system that is asked for."
    ),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    within = _is_within(facts.placement, word(settings, "scope"))
    if within is False:
        message = "The change touches no part of a system that is asked for."
        return Verdict("outside-scope", message, (facts.change.id, *facts.placement.touches))
    verdict = _recorded(facts, settings)
    if within is None and verdict.reason not in ("recorded", "runbook"):
        return scope_open(facts)
    return verdict


def _is_within(placement: Placement, scope: str) -> bool | None:
    """Whether a change is of a running system, or of one that handles cards; `None` where nobody can say."""
    if scope == "all" or DataClass.PCI in placement.data:
        return True
    if scope == "systems" and (placement.entries or Stratum.INFRASTRUCTURE in placement.strata):
        return True
    return False if placement.known and placement.inventoried else None


def _recorded(facts: ChangeFacts, settings: Settings) -> Verdict:
    verdict, description = unread(facts), facts.description
    if verdict is not None or description is None:
        return verdict or Verdict("text-unread", "The text is not on record.", (facts.change.id,))
    state = best(description, (Topic.ROLLBACK,))
    if state.rank < TopicState.NONE_STATED.rank:
        return _without_section(facts, description, settings)
    settled = unsettled(facts, description)
    if settled is not None:
        return settled
    evidence = (facts.change.id, description.id)
    if state is TopicState.FILLED:
        return Verdict("recorded", "The text says how to get back.", evidence)
    if facts.placement.reversible is False:
        return _irreversible(facts, description)
    return Verdict("none-stated", "The text says that there is no way back, and why.", evidence)


def _without_section(facts: ChangeFacts, description: Description, settings: Settings) -> Verdict:
    """The verdict on a text that says nothing of the way back."""
    if description.cut:
        return cut(facts, description) or _irreversible(facts, description)
    if facts.placement.reversible is False:
        return _irreversible(facts, description)
    runbooks = _runbooks(facts, words(settings, "runbook"))
    if runbooks and merge_time(facts.change) is None:
        message = "The merge has no time by a server's clock."
        return Verdict("runbook-day-unknown", message, (facts.change.id, *(row.id for row in runbooks)))
    evidence = (facts.change.id, description.id, *(row.id for row in runbooks))
    if not runbooks:
        return Verdict("missing", "Nothing is said of a way back; runbooks in force: 0.", evidence)
    if description.says(Topic.MIGRATION):
        message = "A runbook is in force, and the text tells of a migration."
        return Verdict("runbook-and-migration", message, evidence)
    return Verdict("runbook", f"Runbooks in force on that day: {len(runbooks)}.", evidence)


def _irreversible(facts: ChangeFacts, description: Description) -> Verdict:
    message = "Undoing the change does not undo its effects, and no plan for it is written down."
    evidence = (facts.change.id, description.id, *facts.placement.touches)
    return Verdict("irreversible-without-plan", message, evidence)


def _runbooks(facts: ChangeFacts, covering: Sequence[str]) -> tuple[Imported, ...]:
    """Versions of documents that cover the way back, in force on the day of the merge where that is known."""
    rows = [row for row in facts.handed.of(POLICIES) if not set(covering).isdisjoint(row.words("covers"))]
    limit = merge_time(facts.change)
    if limit is None:
        return tuple(rows)
    day = day_in(limit, facts.timezone)
    return tuple(
        row for row in rows if row.day("effective_from") <= day <= (row.day("effective_until") or day)
    )


CHECK = ChangeCheck(
    id="back_out_recorded",
    version=1,
    question="Was the way back written down before the merge, of each change that reaches a running system?",
    procedure=(
        "Take the changes that touch an entry of the inventory or infrastructure; with `scope` set to cards "
        "those alone that reach card data, with all every change. Where not all files could be read, or no "
        "inventory is declared, a result that is not met is open.",
        "A change that was pushed has no text of a pull request, which is a deviation; an undetermined type "
        "leaves the result open.",
        "Look at what stands under headings of the topic rollback (records/descriptions.jsonl). Filled in, "
        "it meets the test; that there is no way back, and why, is for a person to judge.",
        "Where nothing is said, a document that covers a word of `runbook` and was in force on the day of "
        "the merge does (records/imported.jsonl, kind policies). Where the text tells of a migration beside "
        "it, a person is to judge.",
        "A change that touches an entry which the inventory calls not reversible needs a plan of its own "
        "that is filled in, runbook or not.",
        "Where the text was edited after the merge, or the forge does not tell, what stood there is open.",
    ),
    reasons=_REASONS,
    parameters=("scope", "runbook"),
    sources=("pull-requests",),
    consulted=(POLICIES,),
    run=_run,
)
