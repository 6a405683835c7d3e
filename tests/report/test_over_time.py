"""Controls over time in the report: the date at which one stopped, and periods before with what differs."""

from dataclasses import replace
from xml.etree import ElementTree

from attest.evaluate.trends import stops
from attest.model.finding import Finding, Outcome
from attest.model.report import Chart, Paragraph, Report, Section, Table
from attest.model.trend import PeriodTally
from attest.report import charts
from attest.report.text import words
from tests.support import report_inputs

INPUTS = report_inputs.year()
LAST = INPUTS.view.changes[40]
ROW = PeriodTally(
    id="r1:REV-02", run="r1", manifest_digest="0" * 64, period="2023", first_day="2023-01-01",
    last_day="2023-12-31", assertion="REV-02", tested=8, met=6, deviation=1, indeterminate=1, needs_review=0,
    differs=("sources", "overlap"),
)  # fmt: skip


def told(one: Finding) -> Finding:
    """REV-02 met up to one change, and never after."""
    if one.assertion != "REV-02":
        return one
    ordinals = {change.id: change.ordinal for change in INPUTS.view.changes}
    met = ordinals[one.subject] <= LAST.ordinal
    return one.model_copy(update={"outcome": Outcome.MET if met else Outcome.DEVIATION})


def report(after: int = 5, *rows: PeriodTally) -> Report:
    """The year in which REV-02 stopped."""
    findings = tuple(told(one) for one in INPUTS.evaluation.findings)
    only = [one for one in findings if one.assertion == "REV-02"]
    found = stops(only, INPUTS.view.changes, after) if after else ()
    more = {"findings": findings, "stops": found, "stopped_after": after, "earlier": rows}
    return replace(INPUTS, evaluation=INPUTS.evaluation.model_copy(update=more)).report()


def register(of: Report) -> Section:
    """The chapter of the register."""
    return next(section for section in of.sections if section.anchor == "register")


def said(of: Report) -> str:
    """Its paragraphs."""
    return "\n".join(words(block.text) for block in register(of).blocks if isinstance(block, Paragraph))


def table(of: Report, caption: str) -> Table:
    """One of its tables."""
    return next(
        block
        for block in register(of).blocks
        if isinstance(block, Table) and block.caption.startswith(caption)
    )


def test_a_control_that_stopped_is_pointed_at_with_its_date() -> None:
    """The last change that met it, when the first after it landed, and what came after."""
    found = report()
    (row,) = table(found, "Controls that stopped").rows
    figure = found.figures["stops.REV-02:" + LAST.repository + ".deviations"]
    rest = len(INPUTS.view.changes) - 1 - 40

    assert words(row[0]) == "REV-02"
    assert words(row[2]) == f"{LAST.label}, {LAST.landed_at}"
    assert words(row[3]) == INPUTS.view.changes[41].landed_at
    assert (figure.value, figure.denominator) == (rest, rest)


def test_the_picture_has_words_and_a_line_where_it_stopped() -> None:
    """Each column is a figure, so that it can be counted again; the line is behind the month."""
    found = report()
    (chart,) = [block for block in register(found).blocks if isinstance(block, Chart)]
    drawn = charts.draw(chart, found.figures)
    total = sum(found.figures[name].value for series in chart.series for name in series.figures)

    assert chart.mark == (LAST.landed_at or "")[:7]
    assert f"the last change that met the test, {LAST.landed_at}" in chart.alternative
    assert drawn.count("stroke-dasharray") == 1
    assert ElementTree.fromstring(drawn).attrib["role"] == "img"  # noqa: S314 - our own drawing
    assert total == len(INPUTS.view.changes)


def test_no_stop_is_said_and_so_is_that_nobody_looked() -> None:
    """Absence is named."""
    assert "No control that management declares operated stopped so" in said(report(50))
    assert "was not looked at" in said(report(0))
    assert "once in 100,000" in said(report(50))


def test_periods_before_stand_beside_this_one_with_what_differs() -> None:
    """A row that is not to be compared says why; every count has its denominator."""
    found = report(5, ROW)
    head, before, now = table(found, "Declared controls in this period and").rows

    assert words(head[0]) == "REV-02"
    assert [words(before[place]) for place in (0, 4, 5)] == [
        "2023",
        "r1",
        "other sources connected, the periods overlap",
    ]
    assert words(now[4]) == "this report"
    figure = found.figures["earlier.r1:REV-02.met"]
    assert (figure.value, figure.denominator) == (6, 8)


def test_without_a_named_period_none_is_read() -> None:
    """What is in the store beside the run is no part of the report."""
    assert "No run of an earlier period was named" in said(report())
