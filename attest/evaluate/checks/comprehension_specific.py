"""CMP-02: does a comprehension record speak of this change, and answer what was asked?"""

from attest.evaluate.bound import is_edited_later
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, words
from attest.evaluate.comprehended import APPROVAL, LISTED_FROM, POPULATION, SOURCES, record_of, records, twins
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.comprehension import ComprehensionRecord
from attest.model.finding import Outcome

_REASONS = {
    "specific": Reason(
        Outcome.MET,
        "The record answers every prompt, points at places that the change touches, and no other record says "
        "the same.",
        absence=True,
    ),
    "prompts-unanswered": Reason(Outcome.DEVIATION, "The record leaves a prompt unanswered."),
    "same-words": Reason(
        Outcome.DEVIATION,
        "A record of another change, or of another reviewer, says the same in the same words.",
    ),
    "references-wanting": Reason(
        Outcome.DEVIATION,
        "The record points at fewer places that the change touches than the control asks for.",
    ),
    "statement-edited": Reason(
        Outcome.INDETERMINATE,
        "The review that the record was read from was edited after the merge: what it said then is not "
        "known.",
    ),
    "prompts-not-recorded": Reason(
        Outcome.INDETERMINATE, "Which prompts the record answers was not taken down."
    ),
    "likeness-not-recorded": Reason(
        Outcome.INDETERMINATE, "What the record says was not taken down so that it can be compared."
    ),
    "references-not-recorded": Reason(
        Outcome.INDETERMINATE, "Which places of the change the record points at was not taken down."
    ),
    "references-open": Reason(
        Outcome.INDETERMINATE, "The record points at places of which nobody could tell whether they changed."
    ),
    "no-prompts": Reason(Outcome.INDETERMINATE, "The control names no prompt, so nothing is to be answered."),
    "approval-only": Reason(
        Outcome.NOT_APPLICABLE,
        "The record holds an approval and nothing else.",
        absence=True,
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    facts, record = record_of(item, whole)
    prompts = frozenset(words(settings, "prompts"))
    if record.method == APPROVAL:
        return Verdict("approval-only", "The record holds an approval alone.", (record.id,))
    if not prompts:
        return Verdict("no-prompts", "Prompts that the control names: 0.", (record.id,))
    if is_edited_later(facts, record):
        message = "The review was edited after the merge."
        return Verdict("statement-edited", message, (record.id, facts.change.id))
    same = twins(record, whole)
    if same:
        return Verdict("same-words", f"Records that say the same: {len(same)}.", (record.id, *same))
    answered = prompts.intersection(record.answered or ())
    message = f"Prompts answered: {len(answered)} of {len(prompts)}."
    if record.answered is not None and answered != prompts:
        return Verdict("prompts-unanswered", message, (record.id,))
    reason, pointing = _references(record, number(settings, "references"))
    if _REASONS[reason].outcome is Outcome.INDETERMINATE and record.answered is None:
        reason = "prompts-not-recorded"
    elif reason == "specific":
        reason = _unrecorded(record)
    return Verdict(reason, f"{message} {pointing}", (record.id,))


def _references(record: ComprehensionRecord, least: int) -> tuple[str, str]:
    """What the places that a record points at come to, and their number in a sentence."""
    if record.references is None:
        return "references-not-recorded", "Places that it points at: not taken down."
    found = len({one.path for one in record.references if one.in_diff})
    doubtful = len({one.path for one in record.references if one.in_diff is None})
    message = f"Places of the change that it points at: {found}; open: {doubtful}; asked for: {least}."
    if found >= least:
        return "specific", message
    return "references-open" if found + doubtful >= least else "references-wanting", message


def _unrecorded(record: ComprehensionRecord) -> str:
    """What else is not known of a record that points at enough places."""
    if record.answered is None:
        return "prompts-not-recorded"
    return "specific" if record.likeness else "likeness-not-recorded"


CHECK = ItemCheck(
    id="comprehension_specific",
    version=1,
    question="Does the record speak of this change, in words of its own, and answer the prompts?",
    procedure=(
        "List every comprehension record. One that holds an approval and no more is left out.",
        "Where the review that it was read from was edited after the merge, what it said then is open.",
        "Compare the digest of what it says with those of all other records. The same words in the record of "
        "another change or of another reviewer are a deviation.",
        "See that it says something to each of `prompts`.",
        "Count the places it points at that the change touches: at least `references`. Places of which "
        "nobody could tell whether they changed leave the result open.",
        "What was not taken down (prompts, words, places) leaves the result open, by name.",
    ),
    reasons=_REASONS,
    parameters=("prompts", "references"),
    sources=SOURCES,
    population=POPULATION,
    items=records,
    run=_run,
    listed_from=LISTED_FROM,
)
