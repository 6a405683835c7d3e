"""CHG-03, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Change, Review, ReviewState
from attest.model.control import Catalog
from attest.model.description import TopicState
from attest.model.finding import Outcome
from attest.model.placement import INFRASTRUCTURE, InventoryEntry
from tests.support.imported import row
from tests.support.placing import CARDS, CLAIMS, CORE, SITE, placed_outcome, placed_run, touched
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    CYD,
    NOT_CONNECTED,
    STRANGER,
    described,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)

FILLED, NONE_STATED = TopicState.FILLED, TopicState.NONE_STATED
MET = (Outcome.MET, "documented")
SAFE: dict[str, Any] = {"in_service": True, "roles": ("Security Reviewer",)}
HIGH: dict[str, Any] = {"reviewer_from": "T2"}


def of(
    catalog: Catalog,
    entry: InventoryEntry = CARDS,
    text: dict[str, Any] | None = None,
    change: Change | None = None,
    run: dict[str, Any] | None = None,
    **more: Any,
) -> tuple[Outcome, str]:
    """Outcome of CHG-03 for a change that touches an entry; its text is filled unless given."""
    change = change or pull()
    told = {"security": FILLED} if text is None else text
    fields: dict[str, Any] = {
        "descriptions": (described(change, **told),),
        "touches": [touched(change, entry)],
        **(run or {}),
    }
    return placed_outcome(catalog, "CHG-03", placed_run(change, **fields), **more)


@pytest.mark.parametrize("entry", [CARDS, CLAIMS, CORE])
def test_met_by_a_filled_section(catalog: Catalog, entry: InventoryEntry) -> None:
    """Of a change that reaches cards, health data, or a system of the tier."""
    assert of(catalog, entry) == MET


def test_met_by_none_with_a_reason(catalog: Catalog) -> None:
    """Where only the tier asks for it."""
    assert of(catalog, CORE, {"security": NONE_STATED}) == MET


@pytest.mark.parametrize("section", ["risk", "impact"])
def test_met_by_the_section_that_management_names(catalog: Catalog, section: str) -> None:
    """And only by that."""
    assert of(catalog, CARDS, {section: FILLED}, section=section) == MET
    assert of(catalog, CARDS, section=section) == (Outcome.DEVIATION, "missing")


def test_met_with_a_reviewer_in_a_role_of_security(catalog: Catalog) -> None:
    """By the persons file or the roster, on that day."""
    change = pull()
    by_file = {"reviews": [review(change, **SAFE)]}
    told = row("roster", person=BEN, role="security", since="2025-03-10", until="2025-03-10")
    by_roster = {"reviews": [review(change)], "imported": (told,)}
    assert of(catalog, CORE, run=by_file, **HIGH) == MET
    assert of(catalog, CORE, run=by_roster, **HIGH) == MET


def test_met_below_the_tier_that_asks_for_a_reviewer(catalog: Catalog) -> None:
    """No approval at all is then none of this test."""
    assert of(catalog, CORE) == MET
    assert of(catalog, CORE, reviewer_from="T3") == MET


@pytest.mark.parametrize(
    "text",
    [{}, {"security": TopicState.EMPTY}, {"security": TopicState.PLACEHOLDER}, {"risk": FILLED}],
)
def test_deviation_without_the_section(catalog: Catalog, text: dict[str, Any]) -> None:
    """No heading, nothing under it, the template's words, or another topic."""
    assert of(catalog, text=text) == (Outcome.DEVIATION, "missing")


def test_deviation_where_files_speak_against_it(catalog: Catalog) -> None:
    """It touches infrastructure and says that there is no effect."""
    change = pull()
    infra = touched(change, CORE, number=2).model_copy(update={"path_class": INFRASTRUCTURE})
    run = {"touches": [touched(change, CORE), infra]}
    assert of(catalog, CORE, {"security": NONE_STATED}, run=run) == (Outcome.DEVIATION, "contradicted")
    assert of(catalog, CORE, run=run) == MET


@pytest.mark.parametrize(
    "made",
    [
        (),
        (review(pull(), roles=("designer",)),),
        (review(pull(), submitted_at=AFTER, **SAFE), review(pull(), CYD, roles=("designer",))),
        (review(pull(), ADA, **SAFE),),
        (review(pull(), CLAUDE, **SAFE),),
    ],
)
def test_deviation_without_a_reviewer_of_security(catalog: Catalog, made: tuple[Review, ...]) -> None:
    """Nobody, somebody in another role, too late, an author, or a machine."""
    found = of(catalog, CORE, run={"reviews": made}, **HIGH)
    assert found == (Outcome.DEVIATION, "no-security-reviewer")


def test_deviation_of_a_push(catalog: Catalog) -> None:
    """There is no text to say it in."""
    change = push()
    assert of(catalog, change=change, run={"descriptions": ()}) == (Outcome.DEVIATION, "direct-push")


@pytest.mark.parametrize("entry", [CARDS, CLAIMS])
def test_indeterminate_is_not_what_a_reasoned_none_is(catalog: Catalog, entry: InventoryEntry) -> None:
    """Of protected data a person is to judge it."""
    assert of(catalog, entry, {"security": NONE_STATED}) == (Outcome.NEEDS_REVIEW, "none-stated")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ({"security": FILLED, "edited_at": AFTER}, "edited-after"),
        ({"security": FILLED, "edits_known": False}, "edits-unknown"),
        ({"cut": True}, "text-unread"),
    ],
)
def test_indeterminate_what_stood_there(catalog: Catalog, text: dict[str, Any], reason: str) -> None:
    """Edited later, perhaps edited later, or in the part that was not read."""
    assert of(catalog, text=text) == (Outcome.INDETERMINATE, reason)


def test_indeterminate_without_a_text(catalog: Catalog) -> None:
    """None on record, or it is not known whose."""
    assert of(catalog, run={"descriptions": ()}) == (Outcome.INDETERMINATE, "text-unread")
    change = undetermined()
    found = of(catalog, change=change, run={"descriptions": ()})
    assert found == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody said what the change reaches; a text that meets the test does so anyway."""
    change = pull()
    assert outcome(catalog, "CHG-03", run_of(change, descriptions=(described(change),))) == (
        Outcome.INDETERMINATE,
        "scope-unknown",
    )
    view = placed_run(change, descriptions=(described(change),))
    assert outcome(catalog, "CHG-03", view) == (Outcome.INDETERMINATE, "scope-unknown")
    view = placed_run(change, descriptions=(described(change, security=FILLED),))
    assert outcome(catalog, "CHG-03", view) == MET


def test_indeterminate_where_files_were_not_read(catalog: Catalog) -> None:
    """The inventory may be touched unseen; that its tier is then the highest does not say so."""
    unlisted = gap(source="git", kind="touches-unknown")
    run = {"touches": (), "gaps": [unlisted]}
    assert of(catalog, text={}, run=run) == (Outcome.INDETERMINATE, "scope-unknown")


@pytest.mark.parametrize(
    "run",
    [
        {"reviews": [review(pull())]},
        {"reviews": [review(pull(), STRANGER, **SAFE)]},
        {"not_connected": ("reviews",)},
    ],
)
def test_indeterminate_where_no_role_is_stated(catalog: Catalog, run: dict[str, Any]) -> None:
    """No roster and no role in the persons file, an approver without an account, or no reviews."""
    assert of(catalog, CORE, run=run, **HIGH) == (Outcome.INDETERMINATE, "reviewer-role-unknown")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked."""
    found = of(catalog, run={"not_connected": NOT_CONNECTED})
    assert found == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_outside_the_scope(catalog: Catalog) -> None:
    """A known place below the tier, whatever its text; a stricter tier takes it in."""
    assert of(catalog, SITE, {}) == (Outcome.NOT_APPLICABLE, "outside-scope")
    assert of(catalog, SITE, {}, from_tier="T1") == (Outcome.DEVIATION, "missing")


def test_tempting_label_that_says_little_risk(catalog: Catalog) -> None:
    """Whoever opens a pull request can label it: nothing lowers what it reaches."""
    assert of(catalog, text={}, change=pull(labels=("trivial",))) == (Outcome.DEVIATION, "missing")


def test_tempting_role_of_somebody_whose_approval_was_replaced(catalog: Catalog) -> None:
    """Security approved first and asked for changes last."""
    change = pull()
    made = [
        review(change, submitted_at="2025-03-10T10:30:00Z", **SAFE),
        review(change, state=ReviewState.CHANGES_REQUESTED, **SAFE),
        review(change, CYD),
    ]
    found = of(catalog, CORE, run={"reviews": made}, **HIGH)
    assert found == (Outcome.DEVIATION, "no-security-reviewer")


def test_tempting_roles_that_entitle_nobody(catalog: Catalog) -> None:
    """An empty list does not put the step aside."""
    change = pull()
    found = of(catalog, CORE, run={"reviews": [review(change, **SAFE)]}, security_roles=(), **HIGH)
    assert found == (Outcome.DEVIATION, "no-security-reviewer")
