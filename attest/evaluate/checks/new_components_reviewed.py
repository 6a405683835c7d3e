"""VUL-02: is there an inventory of components for each release, and was each new component looked at?"""

from collections.abc import Iterator, Mapping

from attest.evaluate.approval import Standing, standing
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, word
from attest.evaluate.named_people import named_in
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DEPENDENCIES
from attest.model.touch import Effect

RELEASES, COMPONENTS = "releases", "components"
_REASONS = {
    "inventory-kept": Reason(Outcome.MET, "The digest of the release's bill of materials is on record."),
    "reviewed": Reason(
        Outcome.MET,
        "The new component was there before the change, and a list allows it, or a person who is no author "
        "of the change looked at it.",
    ),
    "no-inventory": Reason(Outcome.DEVIATION, "The release has no bill of materials on record."),
    "not-reviewed": Reason(
        Outcome.DEVIATION, "No list allows the new component, and nobody who is on record looked at it."
    ),
    "reviewed-by-author": Reason(
        Outcome.DEVIATION, "An author of the change, or a machine, alone looked at the new component."
    ),
    "not-in-registry": Reason(
        Outcome.DEVIATION,
        "The registry did not have the component before the change: its name may be made up.",
    ),
    "registry-not-stated": Reason(
        Outcome.INDETERMINATE, "Whether the registry had the component before the change is not stated."
    ),
    "independence-undecidable": Reason(
        Outcome.INDETERMINATE, "Whether whoever looked at the component is an author cannot be decided."
    ),
    "change-not-in-run": Reason(
        Outcome.INDETERMINATE, "The change that the component is stated for is none of this run."
    ),
    "components-not-listed": Reason(
        Outcome.INDETERMINATE,
        "The change touched a list of dependencies, and no component is stated for it: whether it added none "
        "is open.",
    ),
    "only-deleted": Reason(
        Outcome.NOT_APPLICABLE, "The change did no more than delete lists of dependencies."
    ),
    "other-repository": Reason(Outcome.NOT_APPLICABLE, "The release is of a repository outside this run."),
}


def _items(whole: RunFacts) -> Iterator[Item]:
    for row in whole.handed.of(RELEASES):
        yield Item(row.id, f"release, row {row.row}", row.values.get("repository", ""), row.values["at"])
    told: set[str] = set()
    named = whole.once(_named)
    for row in whole.handed.of(COMPONENTS):
        changes = named.get(row.id, ())
        told.update(changes)
        first = whole.by_change[changes[0]].change if changes else None
        label = f"new component, row {row.row}"
        yield Item(row.id, label, first.repository, first.landed_at) if first else Item(row.id, label)
    touching = whole.once(_touching)
    for facts in whole.changes:
        one = facts.change
        if one.id in touching and one.id not in told:
            yield Item(one.id, f"dependencies of {one.label}", one.repository, one.landed_at, one.id)


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    row = whole.once(_by_id).get(item.subject)
    if row is None:
        if whole.once(_touching)[item.subject] == {Effect.DELETED}:
            return Verdict("only-deleted", "Lists of dependencies that were not deleted: 0.", (item.subject,))
        return Verdict("components-not-listed", "Components stated for the change: 0.", (item.subject,))
    if row.kind == RELEASES:
        return _release(row, whole)
    changes = whole.once(_named).get(row.id, ())
    if not changes:
        return Verdict("change-not-in-run", "The change is none of this run.", (row.id,))
    reasons = [_component(row, change, whole, settings) for change in changes]
    reason = max(reasons, key=_WORST.index)
    return Verdict(reason, f"Changes of the run that it is stated for: {len(changes)}.", (row.id, *changes))


_WORST = (
    "reviewed",
    "registry-not-stated",
    "independence-undecidable",
    "reviewed-by-author",
    "not-reviewed",
    "not-in-registry",
)


def _release(row: Imported, whole: RunFacts) -> Verdict:
    repository = row.values.get("repository", "")
    if repository and repository not in {one.name for one in whole.repositories}:
        return Verdict("other-repository", "The release is of another repository.", (row.id,))
    if "sbom_digest" in row.values:
        return Verdict("inventory-kept", "Digests of a bill of materials: 1.", (row.id,))
    return Verdict("no-inventory", "Digests of a bill of materials: 0.", (row.id,))


def _component(row: Imported, change: str, whole: RunFacts, settings: Settings) -> str:
    """What is on record of a component that a change added."""
    if row.values.get("existed_before") == "no":
        return "not-in-registry"
    looked = _looked(row, change, whole)
    is_allowed = row.values.get("allowed") == "yes" and word(settings, "allowed_list") == "counts"
    if not is_allowed and looked != "reviewed":
        return looked
    return "reviewed" if row.values.get("existed_before") == "yes" else "registry-not-stated"


def _looked(row: Imported, change: str, whole: RunFacts) -> str:
    facts = whole.by_change[change]
    person = named_in(row, "reviewed_by", facts)
    if person is None:
        return "not-reviewed"
    how = standing(facts.change, person)
    if how in (Standing.AUTHOR, Standing.MACHINE):
        return "reviewed-by-author"
    return "independence-undecidable" if how is Standing.UNDECIDABLE else "reviewed"


def _by_id(whole: RunFacts) -> Mapping[str, Imported]:
    return {row.id: row for kind in (RELEASES, COMPONENTS) for row in whole.handed.of(kind)}


def _named(whole: RunFacts) -> Mapping[str, tuple[str, ...]]:
    """By component, the changes of the run that it is stated for."""
    found: dict[str, list[str]] = {}
    for change in whole.by_change:
        for row in whole.handed.about(change):
            if row.kind == COMPONENTS:
                found.setdefault(row.id, []).append(change)
    return {row: tuple(changes) for row, changes in found.items()}


def _touching(whole: RunFacts) -> Mapping[str, set[Effect]]:
    """Changes that touched lists of dependencies, and what they did to them; what came to nothing aside."""
    found: dict[str, set[Effect]] = {}
    for touch in whole.view.touches:
        if touch.path_class == DEPENDENCIES and touch.effect is not Effect.NONE:
            found.setdefault(touch.change, set()).add(touch.effect)
    return found


CHECK = ItemCheck(
    id="new_components_reviewed",
    version=1,
    question="Is there an inventory of components for each release, and was each new component looked at?",
    procedure=(
        "List the releases that were handed in (records/imported.jsonl, kind releases). Each of a repository "
        "of this run must have the digest of its bill of materials.",
        "List the components that changes brought in (kind components). The registry must have had each of "
        "them before the change; where that is not stated, the result is open.",
        "A list must allow the component, unless `allowed_list` says that this does not count, or a person "
        "who is no author of the change must have looked at it.",
        "List the changes that touched a list of dependencies (records/touches.jsonl) and for which no "
        "component is stated: whether they added none is open, but for those that only deleted such lists.",
    ),
    reasons=_REASONS,
    parameters=("allowed_list",),
    sources=(RELEASES, COMPONENTS),
    population=RELEASES,
    items=_items,
    run=_run,
    listed_from=(RELEASES, COMPONENTS),
)
