"""CMP-05, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.checks.comprehension_reaches_risk import CHECK
from attest.model.change import Change
from attest.model.comprehension import Level, Reference
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.signal import AiState
from tests.support.placing import CORE, SITE, placed_findings, placed_outcome, placed_run, touched
from tests.support.records import (
    AFTER,
    MERGED,
    comprehension,
    gap,
    involved,
    outcome,
    pull,
    review,
    run_of,
)


def pointing(*names: str) -> tuple[Reference, ...]:
    """Places in files of the core."""
    return tuple(Reference(path=f"core/{name}.py", in_diff=True) for name in names)


def of(
    catalog: Catalog,
    references: tuple[Reference, ...] | None = (),
    state: AiState | None = AiState.AI_EVIDENCED,
    entry: Any = CORE,
    **more: Any,
) -> tuple[Outcome, str]:
    """Outcome of CMP-05 for a record of an agent's change to two files of tier T2."""
    change = more.pop("change", pull())
    record = comprehension(change, references=references, **more.pop("record", {}))
    parameters = {name: more.pop(name) for name in ("percent", "from_tier") if name in more}
    touches = [
        touched(change, entry, f"{name}.py", place) for place, name in enumerate("ab" if entry else "", 1)
    ]
    fields: dict[str, Any] = {"touches": touches, "comprehension": [record], **more}
    seen = [involved(change, state)] if state is not None else []
    return placed_outcome(catalog, "CMP-05", placed_run(change, involvements=seen, **fields), **parameters)


def test_met_at_the_share_that_is_asked_for(catalog: Catalog) -> None:
    """One of two at a half, both at all of them."""
    assert of(catalog, pointing("a")) == (Outcome.MET, "reached")
    assert of(catalog, pointing("a", "b"), percent=100) == (Outcome.MET, "reached")


def test_needs_review_below_the_share(catalog: Catalog) -> None:
    """None of two, and one of two where more than half is asked for."""
    assert of(catalog) == (Outcome.NEEDS_REVIEW, "below")
    assert of(catalog, pointing("a"), percent=51) == (Outcome.NEEDS_REVIEW, "below")


def test_deviation_is_nothing_that_an_indicator_gives() -> None:
    """A person judges."""
    assert Outcome.DEVIATION not in {reason.outcome for reason in CHECK.reasons.values()}


def test_indeterminate_where_places_were_not_taken_down(catalog: Catalog) -> None:
    """As of statements in reviews."""
    assert of(catalog, None) == (Outcome.INDETERMINATE, "references-not-recorded")


@pytest.mark.parametrize("state", [AiState.UNKNOWN, None])
def test_indeterminate_where_involvement_is_not_known(catalog: Catalog, state: AiState | None) -> None:
    """Whether the test asks for the change is open."""
    assert of(catalog, pointing("a"), state) == (Outcome.INDETERMINATE, "assistance-unknown")


def test_indeterminate_where_the_files_could_not_be_read(catalog: Catalog) -> None:
    """The tier is the highest because nobody knows better."""
    change = pull()
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,))

    assert of(catalog, pointing("a"), change=change, gaps=[hidden]) == (
        Outcome.INDETERMINATE,
        "scope-unknown",
    )


def test_indeterminate_where_not_every_file_is_listed(catalog: Catalog) -> None:
    """The share may be smaller."""
    assert of(catalog, pointing("a"), cut=1) == (Outcome.INDETERMINATE, "places-incomplete")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody said what is risky."""
    change = pull()
    view = run_of(change, involvements=[involved(change)], comprehension=[comprehension(change)])

    assert outcome(catalog, "CMP-05", view) == (Outcome.INDETERMINATE, "scope-unknown")


def test_indeterminate_where_a_tier_lists_no_file(catalog: Catalog) -> None:
    """Every change is of T1 by default; where that is risky, no file says where."""
    assert of(catalog, pointing("a"), entry=None, from_tier="T1") == (Outcome.INDETERMINATE, "no-places")


def test_not_applicable_to_other_changes(catalog: Catalog) -> None:
    """Below the tier, or without evidence of AI."""
    assert of(catalog, pointing("a"), entry=SITE) == (Outcome.NOT_APPLICABLE, "lower-tier")
    assert of(catalog, pointing("a"), AiState.NO_EVIDENCE) == (Outcome.NOT_APPLICABLE, "not-assisted")


def test_not_applicable_to_an_approval_alone(catalog: Catalog) -> None:
    """It points at nothing; where a block could not be read, it may have."""
    change = pull()
    bare: dict[str, Any] = {"method": "approval", "level": Level.C0}
    unread = gap(source="comprehension", kind="statement-unreadable", affects=(change.id,))
    view = placed_run(change, comprehension=[comprehension(change, **bare)], gaps=[unread])

    assert of(catalog, record=bare) == (Outcome.NOT_APPLICABLE, "approval-only")
    assert placed_findings(catalog, "CMP-05", view)[-1].reason == "evidence-missing"


def test_tempting_places_in_files_without_risk(catalog: Catalog) -> None:
    """Two references, none of them into the inventory; or the same file twice."""
    beside = tuple(Reference(path=f"docs/{name}.md", in_diff=True) for name in "ab")
    twice = (*pointing("a"), Reference(path="core/a.py", in_diff=True))

    assert of(catalog, beside) == (Outcome.NEEDS_REVIEW, "below")
    assert of(catalog, twice, percent=100) == (Outcome.NEEDS_REVIEW, "below")


def test_tempting_text_that_was_edited_after_the_merge(catalog: Catalog) -> None:
    """The places may have been added later; one that was edited before is as it was."""
    change = pull()
    found: list[tuple[Outcome, str]] = [_edited(catalog, change, at) for at in (AFTER, MERGED)]

    assert found == [(Outcome.INDETERMINATE, "statement-edited"), (Outcome.MET, "reached")]


def _edited(catalog: Catalog, change: Change, at: str) -> tuple[Outcome, str]:
    return of(catalog, pointing("a"), change=change, reviews=[review(change, edited_at=at)])
