"""CFG-02, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.branch import RuleSuite, SuiteResult
from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    CYD,
    GONE,
    MERGED,
    STRANGER,
    evaluated,
    gap,
    only,
    operated,
    pull,
    push,
    run_of,
    undetermined,
)

PUSH = push()
DUE = "2025-03-13T12:00:00Z"
"""72 hours after the push."""
SECOND_LATER = "2025-03-13T12:00:01Z"


def ticket(person: Actor | None = CYD, change: Change = PUSH, place: int = 2, **more: Any) -> Imported:
    """A ticket for the bypass that was accepted when it was due."""
    cells: dict[str, Any] = {"ticket": "SHOP-1", "kind": "bypass", "accepted_at": DUE, "change": change.id}
    named = {"accepted_by": person} if person is not None else {}
    return row("tickets", place, **{**cells, **named, **more})


def incident(person: Actor = CYD, **more: Any) -> Imported:
    """An incident that was opened when a reason was due."""
    cells: dict[str, Any] = {"id": "INC-1", "opened_at": DUE, "change": PUSH.id, "authorised_by": person}
    return row("incidents", **{**cells, **more})


def suite(change: Change | None = PUSH, **more: Any) -> RuleSuite:
    """A push of Ben's past the rules."""
    fields: dict[str, Any] = {
        "id": "shop:rule-suite:1", "repository": "shop", "branch": "main",
        "landed_change": change.id if change is not None else "", "at": MERGED, "actor": BEN, "before": None,
        "after": None, "result": SuiteResult.BYPASS,
    }  # fmt: skip
    return RuleSuite(**{**fields, **more})


def run(*rows: Imported, change: Change = PUSH, **more: Any) -> RunView:
    """A run of one change to which both registers were handed in."""
    files = (file_of("tickets", 1), file_of("incidents", 1))
    return run_of(change, imported=rows, **{"imports": files, **more})


def findings(catalog: Catalog, view: RunView, **parameters: Any) -> tuple[Finding, ...]:
    """What CFG-02 finds."""
    return evaluated(catalog, "CFG-02", view, **parameters).findings


def of(catalog: Catalog, *rows: Imported, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason where there is one subject."""
    (found,) = findings(catalog, run(*rows, **more))
    return found.outcome, found.reason


def at(catalog: Catalog, view: RunView, as_of: str) -> str:
    """The reason by an earlier report."""
    (found,) = evaluate(only(catalog, "CFG-02"), (operated("CFG-02"),), view, as_of).findings
    return found.reason


def test_met_by_a_ticket_accepted_when_it_was_due(catalog: Catalog) -> None:
    """A push without a pull request, and somebody else's word in time."""
    (found,) = findings(catalog, run(ticket()))
    assert (found.subject, found.outcome, found.reason) == (PUSH.id, Outcome.MET, "justified")
    assert found.evidence == (PUSH.id, ticket().id)


@pytest.mark.parametrize("kind", ["emergency", "incident", "bypass", "waiver"])
def test_met_by_each_kind_of_ticket_that_is_meant(catalog: Catalog, kind: str) -> None:
    """Those that ask for a way past the rules."""
    assert of(catalog, ticket(kind=kind)) == (Outcome.MET, "justified")


def test_met_by_an_incident(catalog: Catalog) -> None:
    """Opened in time and authorised."""
    assert of(catalog, incident()) == (Outcome.MET, "justified")


def test_met_by_the_row_that_gets_farthest(catalog: Catalog) -> None:
    """Another that says less takes nothing away."""
    assert of(catalog, ticket(None), ticket(place=3)) == (Outcome.MET, "justified")


def test_met_for_a_merge_past_the_rules(catalog: Catalog) -> None:
    """The bypass is the subject, once, and its time counts."""
    change = pull()
    view = run(ticket(change=change), change=change, rule_suites=(suite(change),))
    (found,) = findings(catalog, view)
    assert (found.subject, found.reason) == ("shop:rule-suite:1", "justified")
    late = run(ticket(), rule_suites=(suite(at="2025-03-10T11:59:59Z"),))
    assert [one.reason for one in findings(catalog, late)] == ["accepted-late"]


def test_deviation_without_a_row_that_is_meant(catalog: Catalog) -> None:
    """An ordinary ticket asks for the change, not for the way past the rules."""
    assert of(catalog) == (Outcome.DEVIATION, "no-reason")
    assert of(catalog, ticket(kind="standard")) == (Outcome.DEVIATION, "no-reason")
    assert of(catalog, ticket(change=push(2))) == (Outcome.DEVIATION, "no-reason")


def test_deviation_where_nobody_or_a_machine_accepted(catalog: Catalog) -> None:
    """A reason that nobody accepted is a note."""
    assert of(catalog, ticket(None)) == (Outcome.DEVIATION, "nobody-accepted")
    assert of(catalog, ticket(CLAUDE)) == (Outcome.DEVIATION, "nobody-accepted")
    assert of(catalog, incident("robot:ship")) == (Outcome.DEVIATION, "nobody-accepted")  # type: ignore[arg-type]


def test_deviation_of_a_reason_accepted_late(catalog: Catalog) -> None:
    """A second after it was due; a shorter time may be set."""
    assert of(catalog, ticket(accepted_at=SECOND_LATER)) == (Outcome.DEVIATION, "accepted-late")
    assert of(catalog, incident(opened_at=SECOND_LATER)) == (Outcome.DEVIATION, "accepted-late")
    (found,) = findings(catalog, run(ticket()), reason_hours=71)
    assert found.reason == "accepted-late"


def test_indeterminate_before_it_is_due(catalog: Catalog) -> None:
    """At the instant that it is due it is late; a reason that is there counts before."""
    assert at(catalog, run(), "2025-03-13T11:59:59Z") == "not-due"
    assert at(catalog, run(), DUE) == "no-reason"
    assert at(catalog, run(ticket()), "2025-03-13T11:59:59Z") == "justified"
    (found,) = evaluate(only(catalog, "CFG-02"), (operated("CFG-02"),), run(), MERGED).findings
    assert found.outcome is Outcome.INDETERMINATE


def test_indeterminate_who_accepted(catalog: Catalog) -> None:
    """An account that is gone, and an author whom no account ties."""
    assert of(catalog, ticket(GONE)) == (Outcome.INDETERMINATE, "accepter-unknown")
    change = push(authors=(STRANGER,))
    assert of(catalog, ticket(change=change), change=change) == (Outcome.INDETERMINATE, "accepter-unknown")


def test_indeterminate_when(catalog: Catalog) -> None:
    """A ticket without a time, a push without one, or a date that whoever commits can set."""
    expected = (Outcome.INDETERMINATE, "time-unknown")
    assert of(catalog, row("tickets", kind="bypass", change=PUSH.id, accepted_by=CYD)) == expected
    change = push(landed_at=None)
    assert of(catalog, ticket(change=change), change=change) == expected


def test_indeterminate_without_registers(catalog: Catalog) -> None:
    """Nobody looked for a reason; one of the two is enough to look."""
    assert of(catalog, imports=()) == (Outcome.INDETERMINATE, "registers-not-handed")
    for kind in ("tickets", "incidents"):
        assert of(catalog, imports=(file_of(kind),)) == (Outcome.DEVIATION, "no-reason")


def test_indeterminate_for_a_push_of_no_change(catalog: Catalog) -> None:
    """It stays a subject: nothing can be held against it."""
    change = pull()
    view = run(change=change, rule_suites=(suite(None),))
    (found,) = findings(catalog, view)
    assert (found.subject, found.outcome, found.reason) == (
        "shop:rule-suite:1", Outcome.INDETERMINATE, "not-a-change",
    )  # fmt: skip


def test_indeterminate_how_it_landed(catalog: Catalog) -> None:
    """It may have been pushed; where the forge saw the bypass, that is known."""
    change = undetermined()
    assert of(catalog, change=change) == (Outcome.INDETERMINATE, "arrival-unknown")
    seen = run(ticket(change=change), change=change, rule_suites=(suite(change),))
    assert [one.reason for one in findings(catalog, seen)] != ["arrival-unknown"]


def test_indeterminate_where_nobody_asked_for_bypasses(catalog: Catalog) -> None:
    """Pushes are found without them; merges past the rules are not."""
    found = findings(catalog, run(ticket(), not_connected=("bypasses",)))
    assert [(one.subject, one.outcome, one.reason) for one in found] == [
        ("repository:shop", Outcome.INDETERMINATE, "bypasses-unseen"),
        (PUSH.id, Outcome.MET, "justified"),
    ]


def test_indeterminate_where_the_list_was_cut(catalog: Catalog) -> None:
    """The forge remembers bypasses for a month: there may be more."""
    found = findings(catalog, run(ticket(), gaps=[gap(source="rule-suites", kind="beyond-reach")]))
    assert [one.reason for one in found] == ["items-incomplete", "justified"]


def test_not_applicable_where_nothing_went_past(catalog: Catalog) -> None:
    """A pull request, and a push that passed by the rules."""
    change = pull()
    view = run(change=change, rule_suites=(suite(change, result=SuiteResult.PASS),))
    (found,) = findings(catalog, view)
    assert (found.subject, found.outcome, found.reason) == ("run", Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_reason_by_whoever_did_it(catalog: Catalog) -> None:
    """The author's own word, or that of whoever pushed."""
    assert of(catalog, ticket(ADA)) == (Outcome.DEVIATION, "self-accepted")
    view = run(ticket(BEN), rule_suites=(suite(),))
    assert [one.reason for one in findings(catalog, view)] == ["self-accepted"]
