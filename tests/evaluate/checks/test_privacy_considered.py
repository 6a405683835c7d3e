"""CHG-06, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.checks.privacy_considered import CHECK
from attest.model.change import Basis, Change, Review
from attest.model.control import Catalog
from attest.model.description import TopicState
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import InventoryEntry
from tests.support.imported import row
from tests.support.placing import CARDS, CLAIMS, CORE, placed_outcome, placed_run, touched
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    MERGED,
    NOT_CONNECTED,
    PERIOD,
    described,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)

OFFICER: dict[str, Any] = {"in_service": True, "roles": ("Privacy Official",)}
REVIEWED = (Outcome.MET, "reviewed")
LISTED = (Outcome.NEEDS_REVIEW, "not-considered")


def assessment(change: Change, /, at: str = "2025-03-10", **more: Any) -> Imported:
    """An assessment of the change's effect on privacy, on the day of the merge."""
    return row(
        "risk-assessments", **{"id": "RA-1", "subject": "privacy", "change": change.id, "at": at, **more}
    )


def of(
    catalog: Catalog,
    *reviews: Review,
    entry: InventoryEntry = CLAIMS,
    change: Change | None = None,
    rows: tuple[Imported, ...] = (),
    run: dict[str, Any] | None = None,
    **more: Any,
) -> tuple[Outcome, str]:
    """Outcome of CHG-06 for a change that touches an entry."""
    change = change or pull()
    fields = {"touches": [touched(change, entry)], "reviews": reviews, "imported": rows, **(run or {})}
    return placed_outcome(catalog, "CHG-06", placed_run(change, **fields), **more)


@pytest.mark.parametrize("entry", [CLAIMS, CARDS])
def test_met_by_an_approval_in_a_role_of_data_protection(catalog: Catalog, entry: InventoryEntry) -> None:
    """By the persons file or the roster, on that day."""
    change = pull()
    told = row("roster", person=BEN, role="privacy", since="2025-03-10", until="2025-03-10")
    assert of(catalog, review(change, **OFFICER), entry=entry) == REVIEWED
    assert of(catalog, review(change), entry=entry, rows=(told,)) == REVIEWED


@pytest.mark.parametrize("at", ["2025-03-10", MERGED, "2025-01-01"])
def test_met_by_an_assessment(catalog: Catalog, at: str) -> None:
    """Up to the second of the merge; of a day alone the day decides. A push may have one too."""
    for change in (pull(), push()):
        told = assessment(change, at, valid_until="2025-03-10")
        assert of(catalog, change=change, rows=(told,)) == (Outcome.MET, "assessed")


def test_met_by_an_assessment_of_the_day_in_the_periods_time_zone(catalog: Catalog) -> None:
    """A merge late in the evening of the tenth in UTC is one of the eleventh in Berlin."""
    change = pull(merged_at="2025-03-10T23:30:00Z")
    run = {"period": PERIOD.model_copy(update={"timezone": "Europe/Berlin"})}
    told = assessment(change, "2025-03-11")
    assert of(catalog, change=change, rows=(told,), run=run) == (Outcome.MET, "assessed")
    assert of(catalog, change=change, rows=(told,)) == (Outcome.NEEDS_REVIEW, "assessed-later")


def test_deviation_is_nothing_that_an_indicator_gives() -> None:
    """Nobody fails by it."""
    assert Outcome.DEVIATION not in {reason.outcome for reason in CHECK.reasons.values()}


@pytest.mark.parametrize(
    "made",
    [
        (),
        (review(pull(), roles=("developer",)),),
        (review(pull()),),
        (review(pull(), ADA, **OFFICER),),
        (review(pull(), CLAUDE, **OFFICER),),
        (review(pull(), submitted_at=AFTER, **OFFICER),),
    ],
)
def test_deviation_stays_a_line_to_look_at(catalog: Catalog, made: tuple[Review, ...]) -> None:
    """Nobody, another role or none, an author, a machine, or too late."""
    assert of(catalog, *made) == LISTED


@pytest.mark.parametrize("change", [push(), undetermined()])
def test_deviation_stays_a_line_to_look_at_for_what_was_pushed(catalog: Catalog, change: Change) -> None:
    """However it landed, its data was nobody's."""
    assert of(catalog, change=change) == LISTED


@pytest.mark.parametrize("state", [TopicState.FILLED, TopicState.NONE_STATED])
def test_indeterminate_is_not_what_an_author_says(catalog: Catalog, state: TopicState) -> None:
    """A section is listed apart, and meets nothing."""
    run = {"descriptions": (described(pull(), privacy=state),)}
    assert of(catalog, run=run) == (Outcome.NEEDS_REVIEW, "section-only")


def test_indeterminate_without_a_time_of_the_merge(catalog: Catalog) -> None:
    """Whether the assessment came first is open."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)
    found = of(catalog, change=change, rows=(assessment(change),))
    assert found == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody said where protected data is; what was reviewed is met anyway."""
    change = pull()
    open_ = (Outcome.INDETERMINATE, "scope-unknown")
    assert outcome(catalog, "CHG-06", run_of(change)) == open_
    assert outcome(catalog, "CHG-06", placed_run(change)) == open_
    view = placed_run(change, reviews=[review(change, **OFFICER)])
    assert outcome(catalog, "CHG-06", view) == REVIEWED


def test_indeterminate_where_files_were_not_read(catalog: Catalog) -> None:
    """An entry may be touched unseen."""
    run = {"touches": (), "gaps": [gap(source="git", kind="touches-unknown")]}
    assert of(catalog, run=run) == (Outcome.INDETERMINATE, "scope-unknown")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for approvals."""
    found = of(catalog, run={"not_connected": NOT_CONNECTED})
    assert found == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_without_protected_data(catalog: Catalog) -> None:
    """Whatever its tier."""
    assert of(catalog, entry=CORE) == (Outcome.NOT_APPLICABLE, "no-protected-data")


@pytest.mark.parametrize("at", [AFTER, "2025-03-11"])
def test_tempting_assessment_after_the_merge(catalog: Catalog, at: str) -> None:
    """It was made for a change that was there already."""
    found = of(catalog, rows=(assessment(pull(), at),))
    assert found == (Outcome.NEEDS_REVIEW, "assessed-later")


@pytest.mark.parametrize(
    "more", [{"subject": "ai-tools"}, {"change": pull(2).id}, {"valid_until": "2025-03-09"}]
)
def test_tempting_assessment_of_something_else(catalog: Catalog, more: dict[str, Any]) -> None:
    """Of tools, of another change, or run out on the day of the merge."""
    found = of(catalog, rows=(assessment(pull(), **more),))
    assert found[0] is Outcome.NEEDS_REVIEW


def test_tempting_lists_that_name_nothing(catalog: Catalog) -> None:
    """An empty list entitles nobody and counts no assessment."""
    change = pull()
    made = review(change, **OFFICER)
    assert of(catalog, made, privacy_roles=()) == LISTED
    assert of(catalog, rows=(assessment(change),), subjects=()) == LISTED
