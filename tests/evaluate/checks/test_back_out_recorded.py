"""CHG-04, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.change import Basis, Change
from attest.model.control import Catalog
from attest.model.description import TopicState
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import INFRASTRUCTURE, InventoryEntry, PlacementRules
from tests.support.imported import row
from tests.support.placing import CARDS, CORE, RULES, SITE, placed_run, touched
from tests.support.records import (
    AFTER,
    NOT_CONNECTED,
    PERIOD,
    described,
    gap,
    only,
    operated,
    outcome,
    pull,
    push,
    undetermined,
)

FILLED, NONE_STATED = TopicState.FILLED, TopicState.NONE_STATED
MET = (Outcome.MET, "recorded")


def runbook(**more: Any) -> Imported:
    """A version of a document that covers the way back and is in force on the day of the merge."""
    cells = {"id": "OPS-1", "version": "3", "effective_from": "2025-03-10", "covers": "back-out operations"}
    return row("policies", **{**cells, **more})


def of(
    catalog: Catalog,
    entry: InventoryEntry = CORE,
    text: dict[str, Any] | None = None,
    change: Change | None = None,
    run: dict[str, Any] | None = None,
    rules: PlacementRules = RULES,
    **more: Any,
) -> tuple[Outcome, str]:
    """Outcome of CHG-04 for a change that touches an entry; its text is filled unless given."""
    change = change or pull()
    told = {"rollback": FILLED} if text is None else text
    fields: dict[str, Any] = {
        "descriptions": (described(change, **told),),
        "touches": [touched(change, entry)],
        **(run or {}),
    }
    view = placed_run(change, **fields)
    declared = (operated("CHG-04", parameters=more),)
    found = evaluate(only(catalog, "CHG-04"), declared, view, PERIOD.until, placing=rules).findings[0]
    return found.outcome, found.reason


def irreversible(entry: InventoryEntry = CORE) -> PlacementRules:
    """The inventory with an entry whose effects cannot be undone."""
    kept = tuple(
        one.model_copy(update={"reversible": False}) if one.id == entry.id else one for one in RULES.entries
    )
    return RULES.model_copy(update={"entries": kept})


@pytest.mark.parametrize("entry", [CORE, CARDS, SITE])
def test_met_by_a_section(catalog: Catalog, entry: InventoryEntry) -> None:
    """Of whatever part of a system."""
    assert of(catalog, entry) == MET


def test_met_by_a_plan_where_effects_cannot_be_undone(catalog: Catalog) -> None:
    """It is what the test asks for."""
    assert of(catalog, rules=irreversible()) == MET


@pytest.mark.parametrize(
    "told", [runbook(), runbook(effective_until="2025-03-10"), runbook(covers="rollback")]
)
def test_met_by_a_runbook_in_force(catalog: Catalog, told: Imported) -> None:
    """On its first and its last day too."""
    assert of(catalog, text={}, run={"imported": (told,)}) == (Outcome.MET, "runbook")


@pytest.mark.parametrize(
    "text",
    [{}, {"rollback": TopicState.EMPTY}, {"rollback": TopicState.PLACEHOLDER}, {"migration": FILLED}],
)
def test_deviation_without_a_way_back(catalog: Catalog, text: dict[str, Any]) -> None:
    """No heading, nothing under it, the template's words, or another topic."""
    assert of(catalog, text=text) == (Outcome.DEVIATION, "missing")


@pytest.mark.parametrize(
    "told",
    [
        runbook(effective_from="2025-03-11"),
        runbook(effective_until="2025-03-09", effective_from="2025-01-01"),
        runbook(covers="change-management"),
    ],
)
def test_deviation_with_a_runbook_that_does_not_cover_it(catalog: Catalog, told: Imported) -> None:
    """A day too late or early, or about something else."""
    assert of(catalog, text={}, run={"imported": (told,)}) == (Outcome.DEVIATION, "missing")


def test_deviation_where_management_counts_no_runbook(catalog: Catalog) -> None:
    """Each change then needs its own section."""
    run = {"imported": (runbook(),)}
    assert of(catalog, text={}, run=run, runbook=()) == (Outcome.DEVIATION, "missing")


@pytest.mark.parametrize("text", [{}, {"rollback": NONE_STATED}])
def test_deviation_where_effects_cannot_be_undone(catalog: Catalog, text: dict[str, Any]) -> None:
    """Neither a runbook nor a reasoned none is a plan."""
    found = of(catalog, text=text, run={"imported": (runbook(),)}, rules=irreversible())
    assert found == (Outcome.DEVIATION, "irreversible-without-plan")


def test_deviation_of_a_push(catalog: Catalog) -> None:
    """There is no text to say it in."""
    assert of(catalog, change=push(), run={"descriptions": ()}) == (Outcome.DEVIATION, "direct-push")


def test_indeterminate_is_not_what_a_person_is_to_judge(catalog: Catalog) -> None:
    """A reasoned none, and a migration beside a runbook."""
    assert of(catalog, text={"rollback": NONE_STATED}) == (Outcome.NEEDS_REVIEW, "none-stated")
    found = of(catalog, text={"migration": FILLED}, run={"imported": (runbook(),)})
    assert found == (Outcome.NEEDS_REVIEW, "runbook-and-migration")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ({"rollback": FILLED, "edited_at": AFTER}, "edited-after"),
        ({"rollback": FILLED, "edits_known": False}, "edits-unknown"),
        ({"cut": True}, "text-unread"),
    ],
)
def test_indeterminate_what_stood_there(catalog: Catalog, text: dict[str, Any], reason: str) -> None:
    """Edited later, perhaps edited later, or in the part that was not read."""
    assert of(catalog, text=text) == (Outcome.INDETERMINATE, reason)


def test_indeterminate_without_a_text(catalog: Catalog) -> None:
    """None on record, or it is not known whose."""
    assert of(catalog, run={"descriptions": ()}) == (Outcome.INDETERMINATE, "text-unread")
    found = of(catalog, change=undetermined(), run={"descriptions": ()})
    assert found == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody said what a running system is, unless the text meets the test or all are asked."""
    change = pull()
    view = placed_run(change, descriptions=(described(change),))
    assert outcome(catalog, "CHG-04", view) == (Outcome.INDETERMINATE, "scope-unknown")
    assert outcome(catalog, "CHG-04", view, scope="all") == (Outcome.DEVIATION, "missing")
    view = placed_run(change, descriptions=(described(change, rollback=FILLED),))
    assert outcome(catalog, "CHG-04", view) == MET


def test_indeterminate_where_files_or_rows_were_not_read(catalog: Catalog) -> None:
    """A part of a system may be touched unseen, and a runbook be in a row that could not be read."""
    unlisted = gap(source="git", kind="touches-unknown")
    found = of(catalog, text={}, run={"touches": (), "gaps": [unlisted]})
    assert found == (Outcome.INDETERMINATE, "scope-unknown")
    unread = gap("", source="import", kind="policies-unreadable", affected_count=1)
    found = of(catalog, text={}, run={"gaps": [unread]})
    assert found == (Outcome.INDETERMINATE, "evidence-missing")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked."""
    found = of(catalog, run={"not_connected": NOT_CONNECTED})
    assert found == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_outside_the_scope(catalog: Catalog) -> None:
    """No part of a system; or none that handles cards, where management asks only for those."""
    found = of(catalog, text={}, run={"touches": ()})
    assert found == (Outcome.NOT_APPLICABLE, "outside-scope")
    assert of(catalog, text={}, scope="cards") == (Outcome.NOT_APPLICABLE, "outside-scope")
    assert of(catalog, CARDS, {}, scope="cards") == (Outcome.DEVIATION, "missing")


def test_tempting_infrastructure_outside_the_inventory(catalog: Catalog) -> None:
    """Nobody listed the pipeline; what it deploys runs all the same."""
    change = pull()
    infra = touched(change, CORE).model_copy(update={"path_class": INFRASTRUCTURE})
    assert of(catalog, text={}, run={"touches": [infra]}) == (Outcome.DEVIATION, "missing")


def test_tempting_runbook_where_the_merge_has_no_time(catalog: Catalog) -> None:
    """Whether it was in force then cannot be said; one about something else could not have helped anyway."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)
    found = of(catalog, text={}, change=change, run={"imported": (runbook(),)})
    assert found == (Outcome.INDETERMINATE, "runbook-day-unknown")
    found = of(catalog, text={}, change=change, run={"imported": (runbook(covers="training"),)})
    assert found == (Outcome.DEVIATION, "missing")
