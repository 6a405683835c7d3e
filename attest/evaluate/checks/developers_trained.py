"""TRN-01: had everybody who wrote or reviewed a change a training that counted on each day they acted?"""

from collections.abc import Iterator, Sequence

from attest.evaluate.activity import Active, active
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, words
from attest.evaluate.days import months_after
from attest.evaluate.dispositions import day_of
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.identity import ActorKind
from attest.model.imported import Imported

TRAINING = "training"
PULLS = "pull-requests"
REVIEWS = "reviews"
_REASONS = {
    "trained": Reason(
        Outcome.MET,
        "On each day that the person acted, trainings that counted covered every topic asked for.",
    ),
    "no-record": Reason(Outcome.DEVIATION, "The register has no training of the person.", absence=True),
    "not-in-time": Reason(
        Outcome.DEVIATION,
        "On a day that the person acted no training of theirs counted: too old, run out, or completed later.",
        absence=True,
    ),
    "topic-missing": Reason(
        Outcome.DEVIATION,
        "On a day that the person acted the trainings that counted left a topic out.",
        absence=True,
    ),
    "person-unknown": Reason(
        Outcome.INDETERMINATE,
        "No account is tied to the person, or it is gone, and the register has no training under what is "
        "known of them.",
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "When the person acted is not known, so which trainings counted is open."
    ),
}


def _items(whole: RunFacts) -> Iterator[Item]:
    for name, one in whole.once(active).items():
        if one.kind is ActorKind.PERSON:
            yield Item(f"person:{name}", name)
        elif one.kind is ActorKind.UNKNOWN:
            yield Item(name, name)


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    one = whole.once(active)[item.label]
    rows = whole.handed.by(TRAINING, "person", item.label) if one.kind is ActorKind.PERSON else ()
    evidence = (*one.evidence, *(row.id for row in rows))
    if not rows:
        reason = "no-record" if one.linked and one.kind is ActorKind.PERSON else "person-unknown"
        return Verdict(reason, "Trainings of the person in the register: 0.", evidence)
    days = sorted({day_of(at, whole.view.manifest.period) for at in one.days if at is not None})
    late = topics = 0
    for day in days:
        counted = _counted(rows, day, number(settings, "months"))
        late += not counted
        topics += bool(
            _asked(one, settings).difference(name for row in counted for name in row.words("topic"))
        )
    message = f"Days on which the person acted: {len(days)}; trainings in the register: {len(rows)}; "
    if late:
        return Verdict("not-in-time", f"{message}days without one that counted: {late}.", evidence)
    if topics:
        return Verdict("topic-missing", f"{message}days with a topic left out: {topics}.", evidence)
    if None in one.days:
        return Verdict("time-unknown", f"{message}acts without a day: {one.days.count(None)}.", evidence)
    return Verdict("trained", f"{message}days without one that counted: 0.", evidence)


def _asked(one: Active, settings: Settings) -> frozenset[str]:
    """The topics asked for; more of whoever wrote changes that an AI had a part in."""
    more = words(settings, "ai_topics") if any(one.changes.values()) else ()
    return frozenset((*words(settings, "topics"), *more))


def _counted(rows: Sequence[Imported], day: str, months: int) -> tuple[Imported, ...]:
    """Trainings that were completed by a day, no longer ago than asked for, and have not run out."""
    return tuple(
        row
        for row in rows
        if row.day("completed") <= day <= months_after(row.day("completed"), months)
        and day <= (row.day("valid_until") or day)
    )


CHECK = ItemCheck(
    id="developers_trained",
    version=1,
    question="Had everybody who wrote or reviewed a change a training that counted on each day they acted?",
    procedure=(
        "List every person who wrote, opened, merged or reviewed a change of the period, each once, and one "
        "subject for all whose account is gone. Agents and robots are no subjects.",
        "Take the person's rows of the training register (records/imported.jsonl, kind training). Somebody "
        "whom no account is tied to may have rows under another name: none is then open.",
        "Take the days on which the person acted, in the period's time zone: the landing of a change, and "
        "the submission of a review.",
        "On each of them a training must have been completed, be no more than `months` old and not have run "
        "out. The last day of each is in it.",
        "Those that counted on a day must together cover `topics`; and `ai_topics` too for whoever is an "
        "author of a change that an AI had a part in.",
    ),
    reasons=_REASONS,
    parameters=("months", "topics", "ai_topics"),
    sources=(TRAINING,),
    consulted=(PULLS, REVIEWS),
    population="people",
    items=_items,
    run=_run,
    listed_from=(PULLS, REVIEWS),
)
