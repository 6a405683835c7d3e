"""REV-06: had a third person, entitled to release, approved before what reaches card data was released?"""

from collections.abc import Iterator, Mapping, Sequence

from attest.evaluate.approval import authors_known, merge_time
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, words
from attest.evaluate.dispositions import day_of
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.roster import ROSTER, entitles, in_force, slug
from attest.evaluate.run_facts import RUN, Item, RunFacts
from attest.model.change import ReviewState
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DataClass

KINDS = ("deployments", "releases")
RELEASE = "release"
"""The word of a roster's `authority` that entitles to release."""
_REASONS = {
    "approved": Reason(
        Outcome.MET,
        "Somebody who neither made nor reviewed what was released, and was entitled to release on that day, "
        "had approved it before.",
        absence=True,
    ),
    "not-approved": Reason(Outcome.DEVIATION, "The release has no approver on record."),
    "approved-by-machine": Reason(Outcome.DEVIATION, "The approver of the release is an agent or robot."),
    "had-a-part": Reason(
        Outcome.DEVIATION, "The approver of the release is an author or reviewer of a change in it."
    ),
    "approved-late": Reason(Outcome.DEVIATION, "The release was approved after it took place."),
    "approved-early": Reason(
        Outcome.DEVIATION, "The release was approved before a change in it had landed, so of something else."
    ),
    "not-entitled": Reason(
        Outcome.DEVIATION,
        "By the roster the approver was not entitled to release on the day of the approval.",
        absence=True,
    ),
    "approver-unknown": Reason(Outcome.INDETERMINATE, "The release was approved; who did is not known."),
    "independence-undecidable": Reason(
        Outcome.INDETERMINATE,
        "Whether the approver had a part in a change of the release is open: its authors or reviewers are "
        "not all known.",
    ),
    "time-unknown": Reason(Outcome.INDETERMINATE, "When the release was approved is not on record."),
    "grant-not-stated": Reason(
        Outcome.INDETERMINATE, "No roster was handed in: who is entitled to release is not stated."
    ),
    "revision-unknown": Reason(
        Outcome.INDETERMINATE,
        "What was released is no commit that landed in the period, so which changes it brought is open.",
    ),
    "scope-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether a change of the release reaches card data is not known: its files could not be read, or "
        "there is no inventory.",
    ),
    "releases-not-connected": Reason(
        Outcome.INDETERMINATE, "Neither releases nor deployments with their approvers were handed in."
    ),
    "no-card-data": Reason(Outcome.NOT_APPLICABLE, "The release brings no change that reaches card data."),
    "other-environment": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is to an environment that the control does not name."
    ),
}


def _items(whole: RunFacts) -> Iterator[Item]:
    if not any(whole.handed.has(kind) for kind in KINDS):
        yield Item(RUN, "the run")
    for row in _rows(whole):
        label = f"{row.kind.removesuffix('s')} of {row.values['sha'][:12]}, row {row.row}"
        yield Item(row.id, label, _repository(row, whole), row.values["at"])


def _rows(whole: RunFacts) -> Sequence[Imported]:
    return [row for kind in KINDS for row in whole.handed.of(kind)]


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    row = whole.once(_by_id).get(item.subject)
    if row is None:
        return Verdict("releases-not-connected", "Releases and deployments handed in: 0.", (item.subject,))
    environment, named = row.values.get("environment"), words(settings, "environments")
    if environment is not None and named and environment not in named:
        return Verdict("other-environment", "The deployment is to another environment.", (row.id,))
    brought = whole.once(_brought).get(row.id)
    if brought is None:
        return Verdict("revision-unknown", "No change of the period landed as what was released.", (row.id,))
    inside = [facts for facts in brought if facts.placement.holds(DataClass.PCI)]
    unread = [facts for facts in brought if not (facts.placement.known and facts.placement.inventoried)]
    if not inside:
        message = f"Changes in the release: {len(brought)}; open: {len(unread)}; reaching card data: 0."
        return Verdict("scope-unknown" if unread else "no-card-data", message, (row.id,))
    evidence = (row.id, *(facts.change.id for facts in inside))
    reason = _reason(row, inside, whole, settings)
    return Verdict(reason, f"Changes in the release that reach card data: {len(inside)}.", evidence)


def _reason(row: Imported, inside: Sequence[ChangeFacts], whole: RunFacts, settings: Settings) -> str:
    """What the approval of a release comes to: what is known to be wrong before what is not known."""
    approver, approved_at = row.people.get("approver", ""), row.values.get("approved_at", "")
    if not approver:
        return "approver-unknown" if approved_at else "not-approved"
    if not approver.startswith("P-"):
        return "approved-by-machine"
    if any(_had_a_part(facts, approver) for facts in inside):
        return "had-a-part"
    if approved_at > row.values["at"]:
        return "approved-late"
    if approved_at and any((merge_time(facts.change) or "") > approved_at for facts in inside):
        return "approved-early"
    granted = whole.handed.has(ROSTER)
    if granted and approved_at and not _is_entitled(approver, approved_at, whole, settings):
        return "not-entitled"
    if any(not authors_known(facts.change) or "reviews" in facts.not_connected for facts in inside):
        return "independence-undecidable"
    if not approved_at:
        return "time-unknown"
    return "approved" if granted else "grant-not-stated"


def _had_a_part(facts: ChangeFacts, person: str) -> bool:
    reviewers = [one.reviewer for one in facts.reviews if one.state is not ReviewState.PENDING]
    return any(person in (one.id, one.joined) for one in (*facts.change.authors, *reviewers))


def _is_entitled(person: str, at: str, whole: RunFacts, settings: Settings) -> bool:
    day, roles = day_of(at, whole.view.manifest.period), frozenset(map(slug, words(settings, "roles")))
    rows = whole.handed.by(ROSTER, "person", person)
    return any(in_force(row, day) and entitles(row, roles, RELEASE) for row in rows)


def _by_id(whole: RunFacts) -> Mapping[str, Imported]:
    return {row.id: row for row in _rows(whole)}


def _landed(whole: RunFacts) -> Mapping[str, ChangeFacts]:
    return {facts.change.landed_sha: facts for facts in whole.changes}


def _repository(row: Imported, whole: RunFacts) -> str:
    facts = whole.once(_landed).get(row.values["sha"])
    return facts.change.repository if facts is not None else row.values.get("repository", "")


def _brought(whole: RunFacts) -> Mapping[str, Sequence[ChangeFacts]]:
    """By row, the changes that it brought: those since what was released before it to the same place.

    The first brings everything of the period up to it, and one of an older commit than before brings nothing.
    """
    places: dict[tuple[str, str, str], list[Imported]] = {}
    for row in _rows(whole):
        place = (row.kind, _repository(row, whole), row.values.get("environment", ""))
        places.setdefault(place, []).append(row)
    by_repository: dict[str, list[ChangeFacts]] = {}
    for facts in whole.changes:
        by_repository.setdefault(facts.change.repository, []).append(facts)
    found: dict[str, Sequence[ChangeFacts]] = {}
    for (_, repository, _), rows in places.items():
        changes = by_repository.get(repository, [])
        number = {facts.change.landed_sha: place for place, facts in enumerate(changes, start=1)}
        done = 0
        for row in sorted(rows, key=lambda row: (row.values["at"], row.id)):
            until = number.get(row.values["sha"])
            if until is not None:
                found[row.id] = changes[done:until]
                done = max(done, until)
    return found


CHECK = ItemCheck(
    id="release_approved",
    version=1,
    question="Had a third person who may release approved whatever reaches card data before its release?",
    procedure=(
        "List the rows of releases and of deployments (records/imported.jsonl); of deployments keep those to "
        "an environment of `environments`.",
        "Find the change whose landed commit was released. The release brings the changes that landed since "
        "the one before it to the same place, and this one; the first brings all of the period up to it.",
        "Keep the releases that bring a change which, by the inventory of attest.yaml, reaches card data.",
        "See that the release has an approver who is a person, and who is neither an author nor a reviewer "
        "of any of those changes.",
        "Compare the time of the approval with that of the release, and with the merges of those changes by "
        "the server's clock: it lies between them. The same second counts.",
        "Look in the roster for a role of `roles`, or `release` among the words of `authority`, that the "
        "approver held on the day of the approval, in the period's time zone.",
    ),
    reasons=_REASONS,
    parameters=("environments", "roles"),
    consulted=(*KINDS, ROSTER, "reviews"),
    population="releases",
    items=_items,
    run=_run,
    listed_from=KINDS,
)
