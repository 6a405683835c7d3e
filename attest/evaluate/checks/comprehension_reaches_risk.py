"""CMP-05: do records of risky AI-evidenced changes point at the risky parts? An indicator."""

from attest.evaluate.bound import is_edited_later
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, word
from attest.evaluate.comprehended import APPROVAL, LISTED_FROM, POPULATION, SOURCES, record_of, records
from attest.evaluate.run_facts import Item, RunFacts
from attest.evaluate.scoped import SCOPE_UNKNOWN, reaches, scope_open
from attest.model.comprehension import ComprehensionRecord
from attest.model.finding import Outcome
from attest.model.placement import INVENTORY, Tier
from attest.model.signal import AiState
from attest.model.touch import Touch

_REASONS = {
    "reached": Reason(
        Outcome.MET,
        "The record points at the set share of the files of the inventory that the change touched.",
    ),
    "below": Reason(
        Outcome.NEEDS_REVIEW,
        "The record points at a smaller share of them; whether it reaches what matters is to be judged.",
    ),
    "statement-edited": Reason(
        Outcome.INDETERMINATE, "The review that the record was read from was edited after the merge."
    ),
    "references-not-recorded": Reason(
        Outcome.INDETERMINATE, "Which places of the change the record points at was not taken down."
    ),
    "no-places": Reason(
        Outcome.INDETERMINATE, "The change has its tier by a label alone: no file of it is in the inventory."
    ),
    "places-incomplete": Reason(
        Outcome.INDETERMINATE, "Not every file of the inventory that changes touched is listed."
    ),
    "assistance-unknown": Reason(
        Outcome.INDETERMINATE, "Whether AI had a part in the change could not be read."
    ),
    "scope-unknown": SCOPE_UNKNOWN,
    "approval-only": Reason(
        Outcome.NOT_APPLICABLE, "The record holds an approval and nothing else.", absence=True
    ),
    "lower-tier": Reason(Outcome.NOT_APPLICABLE, "The change is below the tier that the control sets."),
    "not-assisted": Reason(
        Outcome.NOT_APPLICABLE, "The record shows no evidence of AI involvement in the change."
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    facts, record = record_of(item, whole)
    if record.method == APPROVAL:
        return Verdict("approval-only", "The record holds an approval alone.", (record.id,))
    within = reaches(facts.placement, (), Tier(word(settings, "from_tier")))
    evidence = (record.id, facts.change.id)
    if within is None:
        return scope_open(facts)
    if not within:
        return Verdict("lower-tier", f"The change is of tier {facts.placement.tier.value}.", evidence)
    state = facts.involvement.state if facts.involvement is not None else AiState.UNKNOWN
    if state is AiState.UNKNOWN:
        return Verdict("assistance-unknown", "Whether AI had a part is not known.", evidence)
    if state is not AiState.AI_EVIDENCED:
        return Verdict("not-assisted", "Evidence of AI involvement: none.", evidence)
    if is_edited_later(facts, record):
        return Verdict("statement-edited", "The review was edited after the merge.", evidence)
    if record.references is None:
        return Verdict("references-not-recorded", "Places that it points at: not taken down.", evidence)
    if facts.change.repository in whole.once(_incomplete):
        return Verdict("places-incomplete", "Files of the inventory that are listed: not all.", evidence)
    touches = whole.once(_inventoried).get(facts.change.id, ())
    if not touches:
        return Verdict("no-places", "Files of the change in the inventory: 0.", evidence)
    return _share(record, touches, number(settings, "percent"))


def _share(record: ComprehensionRecord, touches: tuple[Touch, ...], percent: int) -> Verdict:
    named = {one.path for one in record.references or ()}
    paths = {touch.path for touch in touches}
    reached = paths & named
    message = f"Files of the inventory that it points at: {len(reached)} of {len(paths)}."
    evidence = (record.id, *(touch.id for touch in touches))
    return Verdict("reached" if len(reached) * 100 >= percent * len(paths) else "below", message, evidence)


def _inventoried(whole: RunFacts) -> dict[str, tuple[Touch, ...]]:
    """Files of the inventory, by the change that touched them."""
    found: dict[str, list[Touch]] = {}
    for touch in whole.view.touches:
        if touch.path_class == INVENTORY:
            found.setdefault(touch.change, []).append(touch)
    return {change: tuple(touches) for change, touches in found.items()}


def _incomplete(whole: RunFacts) -> frozenset[str]:
    """Repositories of which the inventory's files were counted and not all listed."""
    return frozenset(
        scope.name
        for scope in whole.view.manifest.repositories
        if any(one.path_class == INVENTORY and one.listed < one.touched for one in scope.watched)
    )


CHECK = ItemCheck(
    id="comprehension_reaches_risk",
    version=1,
    question="Do comprehension records of risky AI-evidenced changes point at the risky parts?",
    procedure=(
        "List every comprehension record. One that holds an approval and no more is left out.",
        "Keep those of changes that, by the inventory and the labels of attest.yaml, are of `from_tier` or "
        "above and show evidence of AI involvement. Where either could not be read, the result is open.",
        "List the files of the inventory that the change touched (records/touches.jsonl). Where a run "
        "counted more of them than it lists, the result is open.",
        "Count those that the record points at. Fewer than `percent` in 100 are listed for a person to look "
        "at; nobody fails by this test. Where places were not taken down, the result is open.",
    ),
    reasons=_REASONS,
    parameters=("from_tier", "percent"),
    sources=SOURCES,
    population=POPULATION,
    items=records,
    run=_run,
    listed_from=LISTED_FROM,
)
