"""EXC-01: whether every deviation, of this period and those carried forward, is owned and in time."""

from collections.abc import Iterator

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict
from attest.evaluate.dispositions import day_of
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.disposition import Answer, Disposition, Place, Response, Standing
from attest.model.finding import Outcome

_REASONS = {
    "closed": Reason(Outcome.MET, "The answer is whole, and the deviation was closed by its due day."),
    "in-time": Reason(Outcome.MET, "The answer is whole, and its due day has not passed."),
    "waived": Reason(Outcome.MET, "The answer is whole, and a waiver that names its approver is in force."),
    "unanswered": Reason(Outcome.DEVIATION, "The file of answers holds none to this deviation."),
    "incomplete": Reason(Outcome.DEVIATION, "The answer leaves out cause, class affected, or due day."),
    "overdue": Reason(Outcome.DEVIATION, "The due day has passed, and the deviation is not closed."),
    "waiver-expired": Reason(Outcome.DEVIATION, "The waiver has run out, and the deviation is not closed."),
    "closed-late": Reason(
        Outcome.NEEDS_REVIEW,
        "The deviation was closed after its due day; what stood in between is to be judged.",
    ),
    "compensation-untested": Reason(
        Outcome.NEEDS_REVIEW,
        "The answer rests on a compensating control, whose evidence it names and nobody has tested here.",
    ),
    "opened-later": Reason(
        Outcome.INDETERMINATE,
        "The answer was opened after the day that the report speaks for; how things stood then is open.",
    ),
}


def _items(facts: RunFacts) -> Iterator[Item]:
    for line in facts.lines:
        if line.outcome is Outcome.DEVIATION:
            facts_of_change = facts.by_change.get(line.subject)
            repository = facts_of_change.change.repository if facts_of_change else ""
            yield Item(line.id, line.id, repository)
    for subject, answer in facts.answers.items():
        if answer.place is Place.CARRIED:
            yield Item(subject, answer.id)


def _run(item: Item, facts: RunFacts, settings: Settings) -> Verdict:
    answer = facts.answers.get(item.subject)
    if answer is None:
        message = "No answer of management's to this deviation is in the file."
        return _verdict("unanswered", message, item)
    said = answer.disposition
    day = day_of(facts.as_of, facts.view.manifest.period)
    if said.opened > day:
        return _verdict("opened-later", f"The answer was opened on {said.opened}, after {day}.", item)
    if answer.standing is Standing.OVERDUE:
        return _verdict("overdue", f"Due on {said.due}, and not closed on {day}.", item)
    if answer.standing is Standing.EXPIRED and said.waiver is not None:
        message = f"Waived to {said.waiver.expires}, and not closed on {day}."
        return _verdict("waiver-expired", message, item)
    missing = _missing(answer)
    if missing:
        return _verdict("incomplete", f"The answer does not state: {', '.join(missing)}.", item)
    return _whole(answer, said, item)


def _missing(answer: Answer) -> tuple[str, ...]:
    said = answer.disposition
    stated = {"cause": said.explanation, "class affected": said.affected}
    if answer.standing is Standing.OPEN:
        stated["due day"] = said.due
    return tuple(name for name, text in stated.items() if not text)


def _whole(answer: Answer, said: Disposition, item: Item) -> Verdict:
    """The verdict on an answer that leaves nothing out and has not run over its days."""
    if answer.standing is Standing.CLOSED and said.due and said.closed > said.due:
        return _verdict("closed-late", f"Due on {said.due}, closed on {said.closed}.", item)
    if said.response is Response.COMPENSATED and said.compensation is not None:
        count = len(said.compensation.evidence)
        message = f"References to evidence of the compensating control: {count}; tested here: 0."
        return _verdict("compensation-untested", message, item)
    if answer.standing is Standing.CLOSED:
        return _verdict("closed", f"Closed on {said.closed}.", item)
    if answer.standing is Standing.WAIVED and said.waiver is not None:
        return _verdict("waived", f"Waived to {said.waiver.expires}.", item)
    return _verdict("in-time", f"Due on {said.due}.", item)


def _verdict(reason: str, message: str, item: Item) -> Verdict:
    return Verdict(reason, message, (item.label,))


CHECK = ItemCheck(
    id="exceptions_owned_and_closed",
    version=1,
    question="Does every deviation, of this period and of those before, have a whole answer that is in time?",
    procedure=(
        "List the deviations that the register has for all other tests, and the answers to lines of other "
        "periods' registers that were not closed before this period began. Indeterminate results are not "
        "listed: an answer to them is evidence, not a response.",
        "For each take the answer that the dispositions file has for its id; of several that to the register "
        "of this period. Where there is none, the deviation is nobody's.",
        "An answer opened after the day that the report speaks for says nothing of that day.",
        "Compare due day, closing day and the last day of a waiver with that day, in the period's time zone. "
        "Each of them is itself in time.",
        "See that the answer states cause in words and class affected, and a due day while it is open.",
        "An answer that rests on a compensating control, or was closed late, needs a person's judgement.",
    ),
    reasons=_REASONS,
    sources=("dispositions",),
    population="deviations",
    items=_items,
    run=_run,
    of_register=True,
)
