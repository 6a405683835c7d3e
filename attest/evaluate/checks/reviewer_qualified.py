"""REV-05: had whoever approved a change of risk a record of training in review that was valid that day?"""

from collections.abc import Mapping, Sequence

from attest.evaluate.approvals import LISTED_FROM, POPULATION, SOURCES, approval, approvals, aside
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, word, words
from attest.evaluate.dispositions import day_of
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.languages import families_of, family
from attest.evaluate.placement import Placement
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.identity import ActorKind
from attest.model.imported import Imported
from attest.model.placement import INVENTORY, DataClass, Tier

TRAINING = "training"
_REASONS = {
    "qualified": Reason(
        Outcome.MET,
        "Records that were valid on that day cover every topic, and every language that the change is in.",
    ),
    "no-record": Reason(Outcome.DEVIATION, "The register has no training of the approver.", absence=True),
    "not-valid": Reason(
        Outcome.DEVIATION,
        "The register has trainings of the approver, each completed later or run out by that day.",
        absence=True,
    ),
    "topic-missing": Reason(
        Outcome.DEVIATION, "The trainings that were valid on that day leave a topic out.", absence=True
    ),
    "language-missing": Reason(
        Outcome.DEVIATION,
        "The trainings that were valid on that day leave out a language that the change is in.",
        absence=True,
    ),
    "language-open": Reason(
        Outcome.NEEDS_REVIEW,
        "The trainings cover every topic; in which languages the change is was not recorded or named.",
    ),
    "scope-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether the change asks for a qualified reviewer is not known, as its files could not be read or "
        "there is no inventory, and the approver's record is not whole.",
    ),
    "approver-unknown": Reason(
        Outcome.INDETERMINATE, "The approver's account is gone or not known, so their trainings are open."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "The approval has no time by a server's clock, so its day is open."
    ),
    "out-of-scope": Reason(
        Outcome.NOT_APPLICABLE, "The change reaches no card or health data and lies below the tier asked for."
    ),
    "not-counted": Reason(
        Outcome.NOT_APPLICABLE,
        "The approval carries nothing at the merge: by a machine or an author, too late, replaced, or of "
        "another pull request.",
    ),
}
_PROTECTED = frozenset({DataClass.PCI, DataClass.PHI})


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    facts, review = approval(item, whole)
    why = aside(item, whole)
    if why:
        return Verdict("not-counted", why, (review.id,))
    within = _is_within(facts.placement, Tier(word(settings, "from_tier")))
    if within is False:
        message = "The change reaches no data of cards or health and no system of such a tier."
        return Verdict("out-of-scope", message, (facts.change.id, *facts.placement.touches))
    if review.reviewer.kind is ActorKind.UNKNOWN or not review.reviewer.linked:
        return Verdict("approver-unknown", "No account tells who approved.", (review.id,))
    if review.submitted_at is None:
        return Verdict("time-unknown", "The approval has no time by a server's clock.", (review.id,))
    rows = whole.handed.by(TRAINING, "person", review.reviewer.id)
    valid = _valid(rows, day_of(review.submitted_at, whole.view.manifest.period))
    asked = words(settings, "languages")
    languages = frozenset(map(family, asked)) if asked else _languages(facts, whole)
    verdict = _judge(review.id, rows, valid, frozenset(words(settings, "topics")), languages)
    if within is None and verdict.reason not in ("qualified", "language-open"):
        message = f"Whether the change asks for a qualified reviewer is not known. {verdict.message}"
        return Verdict("scope-unknown", message, (*verdict.evidence, *facts.placement.gaps))
    return verdict


def _judge(
    review: str,
    rows: Sequence[Imported],
    valid: Sequence[Imported],
    topics: frozenset[str],
    languages: frozenset[str] | None,
) -> Verdict:
    """What an approver's rows of the register come to; `languages` is `None` where they are not known."""
    evidence = (review, *(row.id for row in valid or rows))
    if not rows:
        return Verdict("no-record", "Trainings of the approver in the register: 0.", evidence)
    if not valid:
        message = f"Trainings of the approver: {len(rows)}; valid on that day: 0."
        return Verdict("not-valid", message, evidence)
    missing = topics.difference(topic for row in valid for topic in row.words("topic"))
    if missing:
        message = f"Topics that trainings of that day cover: {len(topics) - len(missing)} of {len(topics)}."
        return Verdict("topic-missing", message, evidence)
    if languages is None:
        message = f"Trainings valid on that day: {len(valid)}; the languages of the change are not known."
        return Verdict("language-open", message, evidence)
    covered = languages.intersection(family(one) for row in valid for one in row.words("language"))
    message = f"Languages of the change that trainings of that day cover: {len(covered)} of {len(languages)}."
    return Verdict("qualified" if covered == languages else "language-missing", message, evidence)


def _is_within(placement: Placement, from_tier: Tier) -> bool | None:
    """Whether the test asks for the change; a tier that is high only for want of reading does not say so."""
    if not placement.data.isdisjoint(_PROTECTED):
        return True
    if not placement.known:
        return None
    return True if placement.tier >= from_tier else False if placement.inventoried else None


def _valid(rows: Sequence[Imported], day: str) -> tuple[Imported, ...]:
    return tuple(
        row for row in rows if row.day("completed") <= day and day <= (row.day("valid_until") or day)
    )


def _languages(facts: ChangeFacts, whole: RunFacts) -> frozenset[str] | None:
    """The languages of the files of the inventory that a change touched, where all of them are listed."""
    paths = whole.once(_paths).get(facts.change.id, ())
    if not facts.placement.known or not paths or facts.change.repository in whole.once(_cut):
        return None
    return families_of(paths)


def _paths(whole: RunFacts) -> Mapping[str, Sequence[str]]:
    """By change, the files of the inventory that it touched."""
    found: dict[str, list[str]] = {}
    for touch in whole.view.touches:
        if touch.path_class == INVENTORY:
            found.setdefault(touch.change, []).append(touch.path)
    return found


def _cut(whole: RunFacts) -> frozenset[str]:
    """Repositories of which not every file of the inventory that was touched is listed."""
    return frozenset(
        scope.name
        for scope in whole.view.manifest.repositories
        for one in scope.watched
        if one.path_class == INVENTORY and one.listed < one.touched
    )


CHECK = ItemCheck(
    id="reviewer_qualified",
    version=1,
    question="Had everybody who approved a change of risk a valid record of training in what they reviewed?",
    procedure=(
        "List every approval. Leave out those that carry nothing at the merge: by agents, robots and "
        "authors, after the merge, replaced by a later verdict, or of another pull request.",
        "Keep those of changes that, by the inventory of attest.yaml, reach card or health data or lie in "
        "`from_tier` or above.",
        "Take the approver's rows of the training register (records/imported.jsonl, kind training) that were "
        "completed by the day of the approval, in the period's time zone, and had not run out. The last day "
        "of a record is in it.",
        "See that these rows together cover every topic of `topics`.",
        "Take the languages of the change: those of `languages`, or else the families of the files of the "
        "inventory that it touched, by their names. See that the rows cover each. Where neither says, a "
        "person has to judge.",
    ),
    reasons=_REASONS,
    parameters=("topics", "languages", "from_tier"),
    sources=(*SOURCES, TRAINING),
    population=POPULATION,
    items=approvals,
    run=_run,
    listed_from=LISTED_FROM,
)
