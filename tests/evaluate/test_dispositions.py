"""Management's answers beside the register: where each belongs, and how it stands on the day."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.evaluate.dispositions import lay_beside, standing
from attest.evaluate.engine import evaluate
from attest.evaluate.register import deviation_id
from attest.model.control import Catalog
from attest.model.disposition import (
    Answer,
    Cause,
    Compensation,
    Disposition,
    Place,
    Response,
    Standing,
    Waiver,
)
from attest.model.evidence import RunView
from attest.model.finding import Deviation, Finding, Outcome
from tests.support.records import PERIOD, operated, pull, push, run_of

WAIVER = Waiver(approver="board", granted="2025-04-01", expires="2025-06-30")
CHANGE = pull(1)
OTHER = pull(2)
VIEW = run_of(CHANGE, OTHER)


def answer(deviation: str = "DEV-0123456789", **more: object) -> Disposition:
    """Management accepts a line of 2025."""
    fields = {
        "entry": 1, "deviation": deviation, "response": Response.ACCEPTED, "cause": Cause.RANDOM,
        "explanation": "", "affected": "", "owner": "CTO", "reason": "small", "opened": "2025-04-01",
        "period": "2025",
    }  # fmt: skip
    return Disposition.model_validate({**fields, **more})


def finding(subject: str, outcome: Outcome = Outcome.DEVIATION) -> Finding:
    """What REV-01 found for a subject."""
    return Finding(
        id=f"REV-01:{subject}", assertion="REV-01", subject=subject, outcome=outcome,
        reason="r", message="m", evidence=(), declared=True,
    )  # fmt: skip


def line(of: Finding) -> Deviation:
    """Its line of the register."""
    return Deviation(
        id=deviation_id(of.id), finding=of.id, assertion=of.assertion, control="CM-1", subject=of.subject,
        label="", outcome=of.outcome, reason=of.reason, message=of.message,
    )  # fmt: skip


def laid(*given: Disposition, findings: tuple[Finding, ...] = (), view: RunView = VIEW) -> tuple[Answer, ...]:
    """Answers laid beside the register of these findings, on the first day after the period."""
    lines = [line(one) for one in findings if one.outcome >= Outcome.INDETERMINATE]
    return lay_beside(given, lines, findings, view, PERIOD.until)


@pytest.mark.parametrize(
    ("more", "day", "expected"),
    [
        ({}, "2025-04-02", Standing.OPEN),
        ({"due": "2025-05-01"}, "2025-05-01", Standing.OPEN),
        ({"due": "2025-05-01"}, "2025-05-02", Standing.OVERDUE),
        ({"due": "2025-05-01", "closed": "2025-06-01"}, "2025-05-31", Standing.OVERDUE),
        ({"due": "2025-05-01", "closed": "2025-06-01"}, "2025-06-01", Standing.CLOSED),
        ({"waiver": WAIVER, "response": "waived"}, "2025-03-31", Standing.OPEN),
        ({"waiver": WAIVER, "response": "waived"}, "2025-04-01", Standing.WAIVED),
        ({"waiver": WAIVER, "response": "waived"}, "2025-06-30", Standing.WAIVED),
        ({"waiver": WAIVER, "response": "waived"}, "2025-07-01", Standing.EXPIRED),
        ({"waiver": WAIVER, "response": "waived", "due": "2025-05-01"}, "2025-05-02", Standing.WAIVED),
        ({"waiver": WAIVER, "response": "waived", "closed": "2025-07-05"}, "2025-07-05", Standing.CLOSED),
        ({"waiver": WAIVER, "response": "waived", "closed": "2025-07-05"}, "2025-07-04", Standing.EXPIRED),
    ],
)
def test_an_answer_stands_as_its_days_say(more: dict[str, Any], day: str, expected: Standing) -> None:
    """A due day and the last day of a waiver are themselves in time; what is closed is closed on its day."""
    assert standing(answer(**more), day) is expected


def test_an_answer_to_a_line_of_the_register_lies_beside_it() -> None:
    """With the test, and the outcome as found."""
    found = finding(CHANGE.id)
    (answered,) = laid(answer(deviation_id(found.id)), findings=(found,))
    assert (answered.place, answered.assertion, answered.outcome) == (
        Place.REGISTER,
        "REV-01",
        "deviation",
    )


def test_a_change_is_of_one_period_whichever_the_answer_states() -> None:
    """An answer to the register of a quarter holds in that of the year."""
    found = finding(CHANGE.id)
    (answered,) = laid(answer(deviation_id(found.id), period="2025-Q1"), findings=(found,))
    assert answered.place is Place.REGISTER


def test_an_answer_of_last_year_does_not_answer_this_years_test_of_a_repository() -> None:
    """Both lines have one id: the old answer is carried forward and leaves the new line unanswered."""
    found = finding("repository:shop")
    (answered,) = laid(answer(deviation_id(found.id), period="2024"), findings=(found,))
    assert answered.place is Place.CARRIED


def test_an_answer_to_no_line_of_this_register_is_listed_all_the_same() -> None:
    """An earlier period's, one of a finding that is met by now, one of nothing: after the register."""
    red, green = finding(CHANGE.id), finding(OTHER.id, Outcome.MET)
    given = (
        answer("DEV-ffffffffff"),
        answer(deviation_id(green.id)),
        answer("DEV-0000000000", period="2024"),
        answer(deviation_id(red.id)),
    )
    answers = laid(*given, findings=(red, green))
    assert [(one.place, one.outcome) for one in answers] == [
        (Place.REGISTER, "deviation"),
        (Place.CARRIED, ""),
        (Place.PAST, "met"),
        (Place.UNKNOWN, ""),
    ]


def test_the_day_is_that_of_the_periods_time_zone() -> None:
    """In Auckland the year was over before it was in London."""
    zone = {"timezone": "Pacific/Auckland"}
    manifest = VIEW.manifest.model_copy(update={"period": PERIOD.model_copy(update=zone)})
    view = VIEW.model_copy(update={"manifest": manifest})
    (answered,) = lay_beside([answer(due="2025-12-31")], (), (), view, "2025-12-31T11:00:00Z")
    assert answered.standing is Standing.OVERDUE
    (answered,) = lay_beside([answer(due="2025-12-31")], (), (), VIEW, "2025-12-31T11:00:00Z")
    assert answered.standing is Standing.OPEN


OF_ANSWERS = "EXC-01"
"""The one test whose subjects are the lines of the register, and their answers."""
SUBJECTS = (CHANGE.id, OTHER.id, push(3).id, "repository:shop", "run")


@st.composite
def dispositions(draw: st.DrawFn, tests: tuple[str, ...]) -> Disposition:
    """Any answer, mostly to a finding that there is."""
    one = st.builds("{}:{}".format, st.sampled_from(tests), st.sampled_from(SUBJECTS)).map(deviation_id)
    days = st.sampled_from(["", "2025-04-01", "2025-12-31", "2026-01-02"])
    waiver = draw(st.none() | st.just(WAIVER))
    return answer(
        draw(one | st.just("DEV-0123456789")),
        response=draw(st.sampled_from(Response)) if waiver is None else Response.WAIVED,
        due=draw(days),
        closed=draw(days),
        period=draw(st.sampled_from(["2024", "2025", "2025-Q1"])),
        waiver=waiver,
    )


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_answer_changes_what_was_found(catalog: Catalog, data: st.DataObject) -> None:
    """Findings, counts and lines of every test but that of the answers are the same with and without them."""
    tests = tuple(assertion.id for assertion in catalog.assertions)
    declared = tuple(operated(test) for test in tests)
    view = run_of(CHANGE, OTHER, push(3))
    given_ = data.draw(st.lists(dispositions(tests), max_size=8))

    without = evaluate(catalog, declared, view, PERIOD.until)
    beside = evaluate(catalog, declared, view, PERIOD.until, dispositions=given_)

    for name in ("findings", "tallies", "deviations"):
        rest, same = (
            [row for row in getattr(one, name) if row.assertion != OF_ANSWERS] for one in (without, beside)
        )
        assert rest == same
    assert without.deviations
    assert len(beside.answers) == len(given_)


def test_a_compensating_control_keeps_its_evidence() -> None:
    """It is a claim to be tested, and says where."""
    covering = Compensation(control="review after the merge", evidence=("TICKET-7",))
    (answered,) = laid(answer(response="compensated", compensation=covering))
    assert answered.disposition.compensation == covering
