"""EMG-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.branch import RuleSuite, SuiteResult
from attest.model.change import Basis, Change, ReviewState
from attest.model.control import Catalog
from attest.model.finding import Finding, Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from attest.model.signal import AiState
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    GONE,
    MERGED,
    NOT_CONNECTED,
    PERIOD,
    STRANGER,
    comprehension,
    gap,
    involved,
    only,
    operated,
    pull,
    push,
    review,
    run_of,
    status,
    undetermined,
)

DUE = "2025-03-11T12:00:00Z"
LATE = "2025-03-11T12:00:01Z"
MET = (Outcome.MET, "followed")
HOT = pull(labels=("Emergency",))


def incident(change: Change = HOT, /, place: int = 2, **more: Any) -> Imported:
    """An incident whose change Ben authorised and reviewed on the last second in time."""
    cells = {
        "id": "INC-1", "opened_at": "2025-03-10T09:00:00Z", "change": change.id, "authorised_by": BEN,
        "reviewed_by": BEN, "reviewed_at": DUE, **more,
    }  # fmt: skip
    return row("incidents", place, **{name: cell for name, cell in cells.items() if cell})


def ticket(change: Change = HOT, /, **more: Any) -> Imported:
    """A ticket for the fast path that Ben accepted in the second of the landing."""
    cells = {
        "ticket": "SHOP-1", "change": change.id, "created_at": "2025-03-10T09:00:00Z", "accepted_by": BEN,
        "accepted_at": MERGED, "kind": "emergency", **more,
    }  # fmt: skip
    return row("tickets", **{name: cell for name, cell in cells.items() if cell})


def bypass(change: Change, result: SuiteResult = SuiteResult.BYPASS) -> RuleSuite:
    """What the forge says of the push that landed a change."""
    return RuleSuite(
        id=f"suite:{change.id}", repository="shop", branch="main", landed_change=change.id, at=MERGED,
        actor=ADA, before=None, after=change.landed_sha, result=result,
    )  # fmt: skip


def found(catalog: Catalog, *rows: Imported, change: Change = HOT, **more: Any) -> Finding:
    """What EMG-01 finds of a change that was tested, with these rows."""
    as_of = more.pop("as_of", PERIOD.until)
    fields = {
        "checks": [status(change)],
        "involvements": [involved(change, AiState.NO_EVIDENCE)],
        **more.pop("run", {}),
    }
    view = run_of(change, imported=rows, **fields)
    declared = (operated("EMG-01", parameters=more),)
    return evaluate(only(catalog, "EMG-01"), declared, view, as_of).findings[0]


def of(catalog: Catalog, *rows: Imported, **more: Any) -> tuple[Outcome, str]:
    """Its outcome and reason."""
    first = found(catalog, *rows, **more)
    return first.outcome, first.reason


@pytest.mark.parametrize("change", [HOT, push()])
def test_met_by_an_incident_that_states_all(catalog: Catalog, change: Change) -> None:
    """A label, or a push: reviewed in the last second that is in time; a finding says what put it here."""
    first = found(catalog, incident(change), change=change)
    assert (first.outcome, first.reason) == MET
    assert first.message.startswith(
        "Signs of the fast path: label." if change is HOT else "Signs of the fast"
    )


@pytest.mark.parametrize(
    ("at", "state"),
    [("2025-03-10T11:00:00Z", "approved"), (DUE, "approved"), (DUE, "changes-requested")],
)
def test_met_by_a_ticket_and_a_review(catalog: Catalog, at: str, state: str) -> None:
    """Before the merge as after it; a review that asks for changes is one."""
    made = review(HOT, CYD, submitted_at=at, state=ReviewState(state))
    assert of(catalog, ticket(), run={"reviews": [made]}) == MET


def test_met_with_comprehension_where_ai_had_a_part(catalog: Catalog) -> None:
    """Left afterwards, by somebody who is no author."""
    run = {"involvements": [involved(HOT)], "comprehension": [comprehension(HOT, CYD, recorded_at=LATE)]}
    assert of(catalog, incident(), run=run) == MET


def test_met_without_it_where_management_asks_for_none(catalog: Catalog) -> None:
    """The choice is management's, and printed."""
    run = {"involvements": [involved(HOT)]}
    assert of(catalog, incident(), run=run, comprehension="not-required") == MET


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((incident(pull(2)),), "no-incident"),
        ((ticket(kind="standard"),), "no-incident"),
        ((incident(authorised_by=None),), "no-authoriser"),
        ((incident(authorised_by=CLAUDE),), "no-authoriser"),
        ((incident(authorised_by=ADA),), "self-authorised"),
        ((ticket(accepted_at=AFTER), incident(authorised_by=None)), "authorised-late"),
    ],
)
def test_deviation_of_incident_and_authoriser(
    catalog: Catalog, rows: tuple[Imported, ...], reason: str
) -> None:
    """None, nobody, a machine, the only author, or a ticket that was accepted a second after the landing."""
    assert of(catalog, *rows, run={"reviews": [review(HOT)]}) == (Outcome.DEVIATION, reason)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"reviewed_by": None}, "not-reviewed"),
        ({"reviewed_by": ADA}, "not-reviewed"),
        ({"reviewed_by": DEPENDABOT}, "not-reviewed"),
        ({"reviewed_at": LATE}, "reviewed-late"),
    ],
)
def test_deviation_of_the_review(catalog: Catalog, more: dict[str, Any], reason: str) -> None:
    """Nobody, the author, a machine, or a second too late."""
    assert of(catalog, incident(**more)) == (Outcome.DEVIATION, reason)


def test_deviation_by_a_shorter_time(catalog: Catalog) -> None:
    """What management sets holds."""
    assert of(catalog, incident(), review_hours=23) == (Outcome.DEVIATION, "reviewed-late")


@pytest.mark.parametrize(
    "made", [[], [status(HOT, conclusion="failure")], [status(HOT, conclusion="skipped")]]
)
def test_deviation_without_a_test_that_succeeded(catalog: Catalog, made: list[Any]) -> None:
    """None, or none that succeeded."""
    assert of(catalog, incident(), run={"checks": made}) == (Outcome.DEVIATION, "not-tested")


@pytest.mark.parametrize("by", [None, ADA, CLAUDE])
def test_deviation_without_comprehension(catalog: Catalog, by: Actor | None) -> None:
    """AI had a part, and nobody but its author or a machine left anything."""
    records = [] if by is None else [comprehension(HOT, by)]
    run = {"involvements": [involved(HOT)], "comprehension": records}
    assert of(catalog, incident(), run=run) == (Outcome.DEVIATION, "no-comprehension")


@pytest.mark.parametrize(
    ("rows", "run", "reason"),
    [
        ((), {"reviews": [review(HOT)]}, "incidents-not-handed"),
        ((incident(),), {"not_connected": ("checks",)}, "tests-unknown"),
        ((incident(),), {"involvements": []}, "comprehension-unknown"),
        (
            (incident(),),
            {"involvements": [involved(HOT)], "not_connected": ("comprehension",)},
            "comprehension-unknown",
        ),
        (
            (incident(),),
            {"involvements": [involved(HOT)], "comprehension": [comprehension(HOT, STRANGER)]},
            "comprehension-unknown",
        ),
        ((incident(reviewed_by=None),), {"not_connected": ("reviews",)}, "reviews-not-connected"),
        ((incident(reviewed_by=None),), {"reviews": [review(HOT, GONE)]}, "reviewer-unknown"),
        ((incident(reviewed_at=None),), {}, "reviewer-unknown"),
    ],
)
def test_indeterminate_what_nobody_can_say(
    catalog: Catalog, rows: tuple[Imported, ...], run: dict[str, Any], reason: str
) -> None:
    """A source that was not there, or somebody who is not known."""
    assert of(catalog, *rows, run=run) == (Outcome.INDETERMINATE, reason)


def test_indeterminate_authoriser(catalog: Catalog) -> None:
    """The other author is an address that may be the authoriser's own."""
    change = pull(labels=("hotfix",), authors=(STRANGER,))
    told = incident(change, authorised_by=ADA)
    assert of(catalog, told, change=change, run={"reviews": []})[1] == "authoriser-unknown"


def test_indeterminate_until_the_time_is_over(catalog: Catalog) -> None:
    """At the last second it is not over; then it is."""
    told = incident(reviewed_by=None)
    assert of(catalog, told, as_of=DUE) == (Outcome.INDETERMINATE, "not-due")
    assert of(catalog, told, as_of=LATE) == (Outcome.DEVIATION, "not-reviewed")


def test_indeterminate_without_a_time_of_landing(catalog: Catalog) -> None:
    """What is in time is then open; an incident that is missing is not."""
    change = push(landed_basis=Basis.DECLARED)
    assert of(catalog, incident(change), change=change) == (Outcome.INDETERMINATE, "time-unknown")
    found_ = of(catalog, incident(pull(2)), change=change)
    assert found_ == (Outcome.DEVIATION, "no-incident")


def test_indeterminate_path(catalog: Catalog) -> None:
    """How it landed is open; or nobody could see a bypass, and nobody had approved."""
    open_ = (Outcome.INDETERMINATE, "path-unknown")
    assert of(catalog, incident(), change=undetermined()) == open_
    for run in (
        {"not_connected": ("bypasses",)},
        {"gaps": [gap(source="bypasses")]},
        {"gaps": [gap()]},
        {"gaps": [gap("", source="import", kind="tickets-unreadable")]},
    ):
        assert of(catalog, incident(), change=pull(), run=run) == open_
        approved = {**run, "reviews": [review(pull())]}
        assert of(catalog, incident(), change=pull(), run=approved) == (Outcome.NOT_APPLICABLE, "ordinary")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """No label is known."""
    found_ = of(catalog, incident(), run={"not_connected": NOT_CONNECTED})
    assert found_ == (Outcome.INDETERMINATE, "source-not-connected")


def test_indeterminate_where_a_row_could_not_be_read(catalog: Catalog) -> None:
    """It may be the incident."""
    unread = gap("", source="import", kind="incidents-unreadable", affected_count=1)
    run = {"gaps": [unread], "reviews": [review(HOT)], "imports": (file_of("incidents", 1, 1),)}
    assert of(catalog, run=run) == (Outcome.INDETERMINATE, "evidence-missing")


@pytest.mark.parametrize(
    "run",
    [
        {},
        {"rule_suites": (bypass(pull(), SuiteResult.PASS), bypass(pull(), SuiteResult.FAIL))},
        {"gaps": [gap(kind="checks-incomplete")]},
    ],
)
def test_not_applicable_to_an_ordinary_change(catalog: Catalog, run: dict[str, Any]) -> None:
    """Bypasses were read and none is of it; an incident that it mends puts it here as little."""
    found_ = of(catalog, incident(pull()), change=pull(), run=run)
    assert found_ == (Outcome.NOT_APPLICABLE, "ordinary")


def test_tempting_bypass_without_a_label(catalog: Catalog) -> None:
    """Nobody called it an emergency: the forge saw it go past the rules, or a ticket says so."""
    change = pull()
    run = {"rule_suites": (bypass(change),)}
    assert of(catalog, incident(pull(2)), change=change, run=run) == (Outcome.DEVIATION, "no-incident")
    late = ticket(change, kind="bypass", accepted_at=AFTER)
    assert of(catalog, late, change=change, run={"reviews": [review(change)]})[1] == "authorised-late"


def test_tempting_late_review_of_a_good_change(catalog: Catalog) -> None:
    """A review in time by the author's other word does not count, nor a comment, nor one by who had left."""
    for made in (
        review(HOT, CYD, state=ReviewState.COMMENTED),
        review(HOT, CYD, in_service=False),
        review(HOT, CYD, submitted_at=LATE),
    ):
        reason = of(catalog, incident(reviewed_by=None), run={"reviews": [made]})[1]
        assert reason in ("not-reviewed", "reviewed-late")


def test_tempting_open_question_before_what_is_missing(catalog: Catalog) -> None:
    """Checks were not connected; that nobody authorised it is sure."""
    found_ = of(catalog, incident(authorised_by=None), run={"not_connected": ("checks",)})
    assert found_ == (Outcome.DEVIATION, "no-authoriser")


def test_tempting_second_incident(catalog: Catalog) -> None:
    """The one that gets farthest decides."""
    assert of(catalog, incident(authorised_by=None), incident(place=3)) == MET
