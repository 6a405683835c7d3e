"""INC-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.checks.incident_fixes_controlled import CHECK
from attest.evaluate.engine import evaluate
from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.finding import Finding, Outcome
from attest.model.imported import Imported
from attest.model.signal import AiState
from tests.support.imported import file_of, row
from tests.support.records import (
    BEN,
    NOT_CONNECTED,
    PERIOD,
    gap,
    involved,
    operated,
    pull,
    push,
    review,
    run_of,
    sha,
    status,
)

CONTROLLED = (Outcome.MET, "controlled")
LISTED = (Outcome.NEEDS_REVIEW, "not-controlled")
ALL = ("INC-01", "REV-02", "TST-01", "EMG-01")


def incident(change: str = "", /, place: int = 2, **more: Any) -> Imported:
    """A closed incident that code had caused."""
    cells = {
        "id": "INC-1", "opened_at": "2025-03-10T09:00:00Z", "closed_at": "2025-03-11T09:00:00Z",
        "code_cause": "yes", "change": change, **more,
    }  # fmt: skip
    return row("incidents", place, **{name: cell for name, cell in cells.items() if cell})


def findings(
    catalog: Catalog, *rows: Imported, changes: tuple[Change, ...] = (), **more: Any
) -> tuple[Finding, ...]:
    """What INC-01 finds of these incidents; with the tests that it builds on, unless they are named."""
    kept = more.pop("assertions", ALL)
    settings = more.pop("settings", {})
    since = more.pop("since", "")
    fields = {"involvements": [involved(one, AiState.NO_EVIDENCE) for one in changes], **more}
    view = run_of(*changes, imported=rows, **fields)
    assertions = tuple(item for item in catalog.assertions if item.id in kept)
    declared = (operated("INC-01", parameters=settings, since=since),)
    cut = catalog.model_copy(update={"assertions": assertions})
    found = evaluate(cut, declared, view, PERIOD.until)
    return tuple(one for one in found.findings if one.assertion == "INC-01")


def of(catalog: Catalog, *rows: Imported, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of the first incident."""
    first = findings(catalog, *rows, **more)[0]
    return first.outcome, first.reason


def good(change: Change) -> dict[str, Any]:
    """An approval and a test that succeeded."""
    return {"changes": (change,), "reviews": [review(change)], "checks": [status(change)]}


@pytest.mark.parametrize("name", [pull().id, "shop#1", sha("landed 1")])
def test_met_by_a_change_on_the_ordinary_path(catalog: Catalog, name: str) -> None:
    """By any name of the change; the finding names the row and the change."""
    told = incident(name)
    (first,) = findings(catalog, told, **good(pull()))
    assert (first.outcome, first.reason) == CONTROLLED
    assert (first.subject, first.evidence) == (told.id, (told.id, pull().id))


def test_met_by_a_change_on_the_path_for_emergencies(catalog: Catalog) -> None:
    """A push that nobody approved before, and that was made up for."""
    change = push()
    told = incident(change.id, authorised_by=BEN, reviewed_by=BEN, reviewed_at="2025-03-11T08:00:00Z")
    assert of(catalog, told, changes=(change,), checks=[status(change)]) == CONTROLLED


def test_met_by_approval_alone_where_management_says_so(catalog: Catalog) -> None:
    """Tests are then none of this one."""
    more = {**good(pull()), "checks": [status(pull(), conclusion="failure")]}
    assert of(catalog, incident("shop#1"), **more) == LISTED
    assert of(catalog, incident("shop#1"), settings={"ordinary_path": "reviewed"}, **more) == CONTROLLED


def test_deviation_is_nothing_that_an_indicator_gives() -> None:
    """No incident fails by it."""
    assert Outcome.DEVIATION not in {reason.outcome for reason in CHECK.reasons.values()}


def test_deviation_stays_a_line_to_look_at(catalog: Catalog) -> None:
    """Nobody approved the fix; or nobody linked one."""
    assert of(catalog, incident("shop#1"), **{**good(pull()), "reviews": []}) == LISTED
    assert of(catalog, incident(), **good(pull())) == (Outcome.NEEDS_REVIEW, "unlinked")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (incident(code_cause=""), "cause-not-stated"),
        (incident(closed_at=""), "still-open"),
        (incident("shop#99"), "change-not-in-run"),
        (incident(sha("elsewhere")), "change-not-in-run"),
    ],
)
def test_indeterminate_what_the_register_leaves_open(catalog: Catalog, told: Imported, reason: str) -> None:
    """The cause, the end, or a change of which this run knows nothing."""
    assert of(catalog, told, **good(pull())) == (Outcome.INDETERMINATE, reason)


@pytest.mark.parametrize(
    "more", [{"not_connected": NOT_CONNECTED}, {"assertions": ("INC-01",)}, {"not_connected": ("checks",)}]
)
def test_indeterminate_where_the_tests_are_open(catalog: Catalog, more: dict[str, Any]) -> None:
    """Their sources were not connected, or the packs in force do not have them."""
    found = of(catalog, incident("shop#1"), **{**good(pull()), **more})
    assert found == (Outcome.INDETERMINATE, "results-open")


def test_indeterminate_without_a_register(catalog: Catalog) -> None:
    """Nobody handed one in; or a row that could not be read may be another incident."""
    assert of(catalog, **good(pull())) == (Outcome.INDETERMINATE, "source-not-connected")
    unread = gap("", source="import", kind="incidents-unreadable", affected_count=1)
    found = findings(catalog, incident("shop#1"), gaps=[unread], **good(pull()))
    assert found[0].reason == "items-incomplete"


def test_not_applicable_without_code_as_the_cause(catalog: Catalog) -> None:
    """Nor where the register is empty."""
    assert of(catalog, incident(code_cause="no")) == (Outcome.NOT_APPLICABLE, "no-code-cause")
    found = of(catalog, imports=(file_of("incidents"),))
    assert found == (Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_second_incident_of_the_same_name(catalog: Catalog) -> None:
    """Each row stands for itself: that one change was controlled says nothing of the other."""
    bad = push(2)
    more = {**good(pull()), "changes": (pull(), bad)}
    found = findings(catalog, incident("shop#1"), incident(bad.id, place=3), **more)
    assert [one.reason for one in found] == ["controlled", "not-controlled"]


def test_tempting_ordinary_change_that_was_no_emergency(catalog: Catalog) -> None:
    """The path for emergencies does not apply to it, which is no pass."""
    more = {**good(pull()), "reviews": []}
    assert of(catalog, incident("shop#1", authorised_by=BEN), **more) == LISTED


@pytest.mark.parametrize(("since", "expected"), [("2025-01-01", True), ("2025-01-02", False)])
def test_deviation_counts_under_the_control_of_its_day(catalog: Catalog, since: str, expected: bool) -> None:
    """What was opened in the first second of the period is of its first day."""
    (found,) = findings(catalog, incident(opened_at=PERIOD.since), since=since)
    assert found.declared is expected


def test_tempting_incident_opened_before_the_period(catalog: Catalog) -> None:
    """It is a subject all the same, under the control that was operated within the period."""
    told = incident(opened_at="2024-12-31T23:59:59Z")
    found = findings(catalog, told, since="2025-01-01", **good(pull()))
    assert [(one.reason, one.declared) for one in found] == [("unlinked", True)]
