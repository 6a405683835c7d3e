"""EXC-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.evaluate.register import deviation_id
from attest.model.control import Catalog
from attest.model.disposition import Cause, Compensation, Disposition, Response, Waiver
from attest.model.finding import Finding, Outcome
from tests.support.records import PERIOD, operated, pull, push, review, run_of, scope, undetermined

CHANGE = push(1)
LINE = deviation_id(f"REV-01:{CHANGE.id}")
WAIVER = Waiver(approver="board", granted="2025-04-01", expires="2025-12-31")
COVERING = Compensation(control="review after the merge", evidence=("TICKET-7", "TICKET-8"))
AS_OF = "2025-12-31T12:00:00Z"


def answer(**more: Any) -> Disposition:
    """A whole answer to the direct push, due at the end of the year."""
    fields = {
        "entry": 1, "deviation": LINE, "response": Response.REMEDIATED, "cause": Cause.SYSTEMATIC,
        "explanation": "no protection", "affected": "direct pushes", "owner": "CTO", "reason": "mended",
        "period": "2025", "opened": "2025-04-01", "due": "2025-12-31",
    }  # fmt: skip
    return Disposition.model_validate({**fields, **more})


def findings(catalog: Catalog, *answers: Disposition, **more: Any) -> tuple[Finding, ...]:
    """What EXC-01 finds where a direct push is the one deviation of REV-01, the one other test."""
    kept = tuple(item for item in catalog.assertions if item.id in ("REV-01", "EXC-01"))
    view = more.pop("view", run_of(CHANGE))
    given = more.pop("dispositions", answers)
    found = evaluate(
        catalog.model_copy(update={"assertions": kept}),
        (operated("REV-01"), operated("EXC-01")),
        view,
        more.pop("as_of", AS_OF),
        dispositions=given,
    )
    return tuple(item for item in found.findings if item.assertion == "EXC-01")


def of(catalog: Catalog, *answers: Disposition, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason for the one line."""
    (found,) = findings(catalog, *answers, **more)
    assert found.subject == LINE
    return found.outcome, found.reason


def test_met_on_the_due_day(catalog: Catalog) -> None:
    """A due day is itself in time."""
    assert of(catalog, answer()) == (Outcome.MET, "in-time")


def test_met_by_a_deviation_closed_on_its_due_day(catalog: Catalog) -> None:
    """In time to the day."""
    assert of(catalog, answer(due="2025-05-01", closed="2025-05-01")) == (Outcome.MET, "closed")


def test_met_by_a_waiver_in_force(catalog: Catalog) -> None:
    """Its last day is in force; no due day is asked for."""
    given = answer(response=Response.WAIVED, waiver=WAIVER, due="")
    assert of(catalog, given) == (Outcome.MET, "waived")


def test_deviation_without_an_answer(catalog: Catalog) -> None:
    """An empty file answers nothing."""
    assert of(catalog) == (Outcome.DEVIATION, "unanswered")


def test_deviation_the_day_after_the_due_day(catalog: Catalog) -> None:
    """Whatever else the answer says or leaves out."""
    late = answer(due="2025-12-30")
    assert of(catalog, late) == (Outcome.DEVIATION, "overdue")
    assert of(catalog, answer(due="2025-12-30", explanation="")) == (Outcome.DEVIATION, "overdue")
    assert of(catalog, late.model_copy(update={"closed": "2026-01-01"})) == (Outcome.DEVIATION, "overdue")


def test_deviation_the_day_after_a_waiver(catalog: Catalog) -> None:
    """A waiver is for a time."""
    given = answer(response=Response.WAIVED, waiver=WAIVER, due="")
    later = of(catalog, given, as_of="2026-01-01T00:00:00Z")
    assert later == (Outcome.DEVIATION, "waiver-expired")


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"explanation": ""}, "cause"),
        ({"affected": ""}, "class affected"),
        ({"due": ""}, "due day"),
        ({"explanation": "", "affected": "", "due": ""}, "cause, class affected, due day"),
        ({"due": "", "closed": "2025-05-01", "affected": ""}, "class affected"),
    ],
)
def test_deviation_of_an_answer_that_leaves_something_out(
    catalog: Catalog, more: dict[str, str], missing: str
) -> None:
    """The message says what."""
    (found,) = findings(catalog, answer(**more))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "incomplete")
    assert found.message == f"The answer does not state: {missing}."


def test_met_without_a_due_day_once_closed(catalog: Catalog) -> None:
    """What is closed is due no more."""
    assert of(catalog, answer(due="", closed="2025-05-01")) == (Outcome.MET, "closed")


def test_deviation_of_an_earlier_line_that_is_carried_forward(catalog: Catalog) -> None:
    """It is a subject of its own, beside the line of this period."""
    earlier = answer(deviation="DEV-0123456789", period="2024", opened="2024-05-01", due="2024-12-31")
    found = {item.subject: item.reason for item in findings(catalog, answer(), earlier)}
    assert found == {LINE: "in-time", "DEV-0123456789/2024": "overdue"}


def test_not_applicable_to_what_was_closed_before_the_period(catalog: Catalog) -> None:
    """Nor is an answer to a line that there is none of: both are listed in the report, and are no subject."""
    before = answer(deviation="DEV-0123456789", period="2024", opened="2024-05-01", closed="2024-12-31")
    unknown = answer(deviation="DEV-ffffffffff")
    assert [item.subject for item in findings(catalog, answer(), before, unknown)] == [LINE]


def test_not_applicable_where_nothing_deviates(catalog: Catalog) -> None:
    """The run has one finding, which says that there is no subject."""
    change = pull()
    (found,) = findings(catalog, view=run_of(change, reviews=[review(change)]))
    assert (found.subject, found.outcome, found.reason) == ("run", Outcome.NOT_APPLICABLE, "no-items")


def test_not_applicable_to_what_is_open(catalog: Catalog) -> None:
    """An indeterminate result is a line of the register, and evidence is what it asks for."""
    (found,) = findings(catalog, view=run_of(undetermined()))
    assert (found.subject, found.reason) == ("run", "no-items")


def test_not_applicable_outside_the_repositories_of_the_control(catalog: Catalog) -> None:
    """A deviation elsewhere is beside a design gap of the test of answers."""
    kept = tuple(item for item in catalog.assertions if item.id in ("REV-01", "EXC-01"))
    cut = catalog.model_copy(update={"assertions": kept})
    for repository, declared in (("shop", True), ("api", False)):
        control = operated("EXC-01", repositories=(repository,))
        found = evaluate(cut, (operated("REV-01"), control), run_of(CHANGE), AS_OF, dispositions=())
        assert [one.declared for one in found.findings if one.assertion == "EXC-01"] == [declared]


def test_indeterminate_without_a_file(catalog: Catalog) -> None:
    """Nobody looked, which is not that nobody answered."""
    (found,) = findings(catalog, dispositions=None)
    assert (found.subject, found.outcome, found.reason) == (
        "run",
        Outcome.INDETERMINATE,
        "source-not-connected",
    )


def test_indeterminate_before_the_answer_was_opened(catalog: Catalog) -> None:
    """The answer is of a later day than the report; on its own day it counts."""
    given = answer(opened="2026-01-01", due="2026-02-01")
    assert of(catalog, given) == (Outcome.INDETERMINATE, "opened-later")
    assert of(catalog, given, as_of="2026-01-01T00:00:00Z") == (Outcome.MET, "in-time")


def test_needs_review_of_a_compensating_control(catalog: Catalog) -> None:
    """Named evidence is a claim, closed or not; one that leaves something out is no better for it."""
    given = answer(response=Response.COMPENSATED, compensation=COVERING)
    expected = (Outcome.NEEDS_REVIEW, "compensation-untested")
    assert of(catalog, given) == expected
    assert of(catalog, given.model_copy(update={"closed": "2025-05-01"})) == expected
    assert of(catalog, given.model_copy(update={"affected": ""})) == (Outcome.DEVIATION, "incomplete")
    (found,) = findings(catalog, given)
    assert found.message == "References to evidence of the compensating control: 2; tested here: 0."


def test_needs_review_of_what_was_closed_the_day_after(catalog: Catalog) -> None:
    """It is closed, and was not in time."""
    given = answer(due="2025-05-01", closed="2025-05-02")
    assert of(catalog, given) == (Outcome.NEEDS_REVIEW, "closed-late")


def test_tempting_answer_of_another_period_to_the_same_id(catalog: Catalog) -> None:
    """A repository's test has one id for ever: last year's closing does not close this year's deviation."""
    kept = tuple(item for item in catalog.assertions if item.id in ("POP-01", "EXC-01"))
    view = run_of(pull(), repositories=(scope(changes=2),))
    declared = (operated("POP-01"), operated("EXC-01"))
    cut = catalog.model_copy(update={"assertions": kept})
    line = evaluate(cut, declared, view, AS_OF).deviations[0]
    past = answer(deviation=line.id, period="2024", opened="2024-05-01", closed="2024-06-01")
    found = evaluate(cut, declared, view, AS_OF, dispositions=(past,))

    assert (line.subject, line.outcome) == ("repository:shop", Outcome.DEVIATION)
    assert [(one.subject, one.reason) for one in found.findings if one.assertion == "EXC-01"] == [
        (line.id, "unanswered")
    ]


def test_tempting_answer_to_the_register_of_a_quarter(catalog: Catalog) -> None:
    """It is to this change, and counts; where this period has one of its own, that one counts."""
    quarter = answer(period="2025-Q1", due="2025-04-30")
    assert of(catalog, quarter) == (Outcome.DEVIATION, "overdue")
    assert of(catalog, quarter, answer()) == (Outcome.MET, "in-time")
    assert of(catalog, answer(), quarter) == (Outcome.MET, "in-time")


def test_tempting_deviation_of_the_test_itself(catalog: Catalog) -> None:
    """It is a line of the register, and no subject: answering deviations would have no end."""
    kept = tuple(item for item in catalog.assertions if item.id in ("REV-01", "EXC-01"))
    found = evaluate(
        catalog.model_copy(update={"assertions": kept}),
        (operated("REV-01"), operated("EXC-01")),
        run_of(CHANGE),
        PERIOD.until,
        dispositions=(),
    )
    assert [line.assertion for line in found.deviations] == ["REV-01", "EXC-01"]
    assert [item.subject for item in found.findings if item.assertion == "EXC-01"] == [LINE]
