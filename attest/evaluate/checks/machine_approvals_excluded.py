"""REV-07: did an approval by a machine stand where that of a person was asked for?"""

from attest.evaluate.approval import (
    LastWords,
    count_persons,
    last_words,
    may_approve,
    may_be_of_change,
    merge_time,
)
from attest.evaluate.approvals import LISTED_FROM, POPULATION, SOURCES, approval, approvals
from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.change import Review
from attest.model.finding import Outcome
from attest.model.identity import ActorKind

_REASONS = {
    "by-person": Reason(Outcome.MET, "The approval is by the account of a person."),
    "enough-persons": Reason(
        Outcome.MET,
        "The approval is by no person, and enough persons who are not authors had approved without it.",
        absence=True,
    ),
    "stands-for-a-person": Reason(
        Outcome.DEVIATION,
        "The approval is by an agent or robot, and fewer persons than the control asks for had approved.",
        absence=True,
    ),
    "after-merge": Reason(
        Outcome.NOT_APPLICABLE, "The approval is by no person, and came after the merge: nothing rests on it."
    ),
    "account-unknown": Reason(
        Outcome.INDETERMINATE,
        "The approver's account is gone: whether a person approved is open, and too few others did.",
    ),
    "persons-undecided": Reason(
        Outcome.INDETERMINATE,
        "Whether enough persons had approved without it cannot be decided: of an approval that would make up "
        "the number the time, the account or the pull request is open.",
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "The approval is by an agent or robot; whether it came before the merge cannot be read from a "
        "server's clock.",
    ),
    "type-undetermined": TYPE_UNDETERMINED,
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    facts, review = approval(item, whole)
    if review.reviewer.kind is ActorKind.PERSON:
        return Verdict("by-person", "The approval is by the account of a person.", (review.id,))
    limit = merge_time(facts.change)
    if limit is not None and review.submitted_at is not None and review.submitted_at > limit:
        message = "The approval is by no person's account, and was submitted after the merge."
        return Verdict("after-merge", message, (review.id,))
    return unknown(facts.change) or _beside(facts, review, number(settings, "approvals"))


def _beside(facts: ChangeFacts, review: Review, needed: int) -> Verdict:
    """What an approval by no known person amounts to beside those of persons."""
    words = last_words(facts.change, facts.reviews)
    decided = _of_persons((*words.independent, *words.undecidable))
    persons = count_persons(decided)
    evidence = (review.id, *(one.id for one in decided))
    message = f"Persons who had approved at the merge, authors apart: {persons} of {needed} asked for."
    if persons >= needed:
        return Verdict("enough-persons", message, evidence)
    if review.reviewer.kind is ActorKind.UNKNOWN:
        return Verdict("account-unknown", message, evidence)
    doubtful = _doubtful(facts, words)
    if count_persons((*decided, *doubtful)) >= needed:
        more = f"{message} Approvals of which that is open: {len(doubtful)}."
        return Verdict("persons-undecided", more, (*evidence, *(one.id for one in doubtful)))
    if merge_time(facts.change) is None or review.submitted_at is None:
        return Verdict("time-unknown", message, evidence)
    return Verdict("stands-for-a-person", message, evidence)


def _of_persons(reviews: tuple[Review, ...]) -> tuple[Review, ...]:
    return tuple(one for one in reviews if one.reviewer.kind is ActorKind.PERSON)


def _doubtful(facts: ChangeFacts, words: LastWords) -> tuple[Review, ...]:
    """Approvals that may be by a person, of this change and before its merge."""
    gone = (one for one in words.undecidable if one.reviewer.kind is ActorKind.UNKNOWN)
    undated = (one for one in (*words.undated, *words.dismissals) if may_approve(one))
    elsewhere = (one for one in words.elsewhere if may_be_of_change(facts.change, one))
    return (*gone, *undated, *elsewhere)


CHECK = ItemCheck(
    id="machine_approvals_excluded",
    version=2,
    question="Did any approval by an agent or robot stand in the place of a person's?",
    procedure=(
        "List every approval of every change, whoever gave it. One that was dismissed before the merge is "
        "none any more.",
        "Classify each by its account: a person, an agent or robot by the rules that the run states, or an "
        "account that is gone. One by a person is a person's.",
        "Of the others, leave those after the merge, by the server's clock: nothing rests on them.",
        "Count the persons whose last word before the merge is an approval and who are not known to be "
        "authors, and compare with `approvals`. Enough of them, and the machine's approval was not needed.",
        "Where they are too few, the machine's approval stands for a person's: a deviation. Where the "
        "account is gone, or another approval that would make up the number is open, so is the result.",
    ),
    reasons=_REASONS,
    parameters=("approvals",),
    sources=SOURCES,
    population=POPULATION,
    items=approvals,
    run=_run,
    listed_from=LISTED_FROM,
)
