"""CMP-04: was a comprehension record made while its change was open, by a clock its writer does not set?"""

from attest.evaluate.approval import merge_time
from attest.evaluate.bound import is_edited_later
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict
from attest.evaluate.comprehended import APPROVAL, LISTED_FROM, POPULATION, SOURCES, record_of, records
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome

_REASONS = {
    "at-the-time": Reason(
        Outcome.MET, "The record was made between the opening and the merge, by the server's clock."
    ),
    "retrospective": Reason(Outcome.DEVIATION, "The record was made after the merge."),
    "before-opening": Reason(
        Outcome.DEVIATION, "The record has a time before the pull request was opened: it is backdated."
    ),
    "edited-after": Reason(
        Outcome.INDETERMINATE,
        "The review that the record was read from was edited after the merge: when it was written is open.",
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "The record, the opening or the merge has no time by a server's clock."
    ),
    "approval-only": Reason(
        Outcome.NOT_APPLICABLE, "The record holds an approval, and no evidence that has a time.", absence=True
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    del settings
    facts, record = record_of(item, whole)
    evidence = (record.id, facts.change.id)
    opened, landed, made = facts.change.created_at, merge_time(facts.change), record.recorded_at
    if record.method == APPROVAL:
        return Verdict("approval-only", "The record holds an approval alone.", (record.id,))
    if made is not None and landed is not None and made > landed:
        return Verdict("retrospective", "The record was made after the merge.", evidence)
    if made is not None and opened is not None and made < opened:
        return Verdict("before-opening", "The record has a time before the opening.", evidence)
    if is_edited_later(facts, record):
        return Verdict("edited-after", "The review was edited after the merge.", evidence)
    if made is None or landed is None or opened is None:
        return Verdict("time-unknown", "A time that is compared is not known.", evidence)
    return Verdict("at-the-time", "The record was made between opening and merge.", evidence)


CHECK = ItemCheck(
    id="comprehension_contemporaneous",
    version=1,
    question="Was the record made between opening and merge, by a clock that its writer does not set?",
    procedure=(
        "List every comprehension record. One that holds an approval and no more is left out.",
        "Take its time as the forge's server has it; dates of commits are never taken.",
        "Compare it with the opening of the pull request and with the merge, by the same clock. The second "
        "of either is in time. After the merge it is retrospective; before the opening it is backdated.",
        "Where the review that it was read from was edited after the merge, or a time is not known, the "
        "result is open.",
    ),
    reasons=_REASONS,
    sources=SOURCES,
    population=POPULATION,
    items=records,
    run=_run,
    listed_from=LISTED_FROM,
)
