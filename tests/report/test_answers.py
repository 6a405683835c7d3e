"""Management's answers in the report: beside each line, marked as theirs, none left out."""

from dataclasses import replace
from typing import Any

import pytest

from attest.evaluate.dispositions import lay_beside
from attest.model.disposition import Cause, Compensation, Disposition, Response, Waiver
from attest.model.finding import Outcome
from attest.model.report import Block, Paragraph, Report, Section, Table
from attest.report.renderers import html, json
from attest.report.text import words
from tests.support import report_inputs

INPUTS = report_inputs.year()
LINES = [line.id for line in INPUTS.evaluation.deviations if line.outcome is Outcome.DEVIATION]


def answer(deviation: str, **more: Any) -> Disposition:
    """Management accepts a line of the year."""
    fields = {
        "entry": 1, "deviation": deviation, "response": Response.ACCEPTED, "cause": Cause.RANDOM,
        "explanation": "a slip", "affected": "", "owner": "Head of <b>Engineering</b>", "reason": "small",
        "opened": "2025-04-01", "period": INPUTS.view.manifest.period.label, "due": "2025-05-01",
    }  # fmt: skip
    return Disposition.model_validate({**fields, **more})


GIVEN = (
    answer(LINES[0]),
    answer(LINES[1]),
    answer(
        LINES[2], entry=2, response=Response.WAIVED, due="",
        waiver=Waiver(approver="Risk board", granted="2025-04-01", expires="2027-12-31"),
    ),
    answer(
        LINES[3], entry=3, response=Response.COMPENSATED, closed="2025-04-30", affected="pushes of August",
        compensation=Compensation(control="reading after the merge", evidence=("TICKET-7",)),
    ),
    answer("DEV-0000000000", entry=4, period="2023"),
    answer("DEV-1111111111", entry=5, period="2023", closed="2024-01-02", opened="2023-01-01"),
    answer("DEV-ffffffffff", entry=6),
)  # fmt: skip


def report(given: tuple[Disposition, ...] | None, *, own: bool = False) -> Report:
    """The year with these answers; `None` is no file."""
    found = INPUTS.evaluation
    answers = lay_beside(given or (), found.deviations, found.findings, INPUTS.view, found.as_of)
    beside = found.model_copy(update={"answers": answers, "dispositions_given": given is not None})
    presentation = INPUTS.presentation.model_copy(update={"own_dispositions": own})
    return replace(INPUTS, evaluation=beside, presentation=presentation).report()


@pytest.fixture(scope="module")
def answered() -> Report:
    """The year with some of its lines answered."""
    return report(GIVEN)


def register(of: Report) -> Section:
    """The chapter of the register."""
    return next(section for section in of.sections if section.anchor == "register")


def table(of: Report, caption: str) -> Table:
    """A table of the register by the start of its caption."""
    return next(
        block
        for block in register(of).blocks
        if isinstance(block, Table) and block.caption.startswith(caption)
    )


def said(blocks: tuple[Block, ...]) -> str:
    """The paragraphs of a section."""
    return "\n".join(words(block.text) for block in blocks if isinstance(block, Paragraph))


def cells(of: Report) -> dict[str, tuple[str, str]]:
    """Management's two cells beside each deviation, by its id."""
    rows = [row for row in table(of, "Deviations of declared").rows if len(row) > 1]
    return {words(row[0]): (words(row[-2]), words(row[-1])) for row in rows}


def test_the_answer_stands_beside_the_line(answered: Report) -> None:
    """Response and standing, owner and day, under a heading that says whose words they are."""
    found = cells(answered)

    assert [column.title for column in table(answered, "Deviations of").columns][-2:] == [
        "Management: response",
        "Owner, due",
    ]
    owner = "Head of <b>Engineering</b>"
    assert [found[name] for name in LINES[:4]] == [
        ("accepted; overdue", f"{owner}, due 2025-05-01"),
        ("accepted; overdue", f"{owner}, due 2025-05-01"),
        ("waived; waived", f"{owner}, waived to 2027-12-31"),
        ("compensated; closed", f"{owner}, closed 2025-04-30"),
    ]
    assert found[LINES[4]] == ("no answer", "")


def test_no_answer_removes_a_line_or_changes_a_count(answered: Report) -> None:
    """A waived deviation is counted and listed like any other."""
    without = report(None)

    assert list(cells(answered)) == list(cells(without))
    for name, figure in without.figures.items():
        assert answered.figures[name] == figure


def test_counts_have_their_denominator(answered: Report) -> None:
    """Answers of the deviations, standings of the answers."""
    figures = answered.figures

    total = figures["register.deviations"].value
    assert (figures["answers.register.deviation"].value, total) == (
        4,
        figures["answers.register.deviation"].denominator,
    )
    names = ("open", "overdue", "closed", "waived", "waiver-expired")
    assert [figures[f"answers.register.deviation.{name}"].value for name in names] == [0, 2, 1, 1, 0]


def test_each_entry_is_a_row_with_all_that_management_says(answered: Report) -> None:
    """Cause, class, compensating control with its evidence, waiver with its approver."""
    rows = [[words(cell) for cell in row] for row in table(answered, "Answers to lines of this").rows]

    assert [row[0] for row in rows] == [f"{LINES[0]}, {LINES[1]}", LINES[2], LINES[3]]
    assert rows[0][2] == "random: a slip; affected: not stated"
    assert rows[1][3] == "small; waiver by Risk board, granted 2025-04-01, to 2027-12-31"
    assert rows[2][2:] == [
        "random: a slip; affected: pushes of August",
        "small; compensating control: reading after the merge; its evidence: TICKET-7",
    ]


def test_what_is_no_line_of_this_register_is_listed(answered: Report) -> None:
    """Carried forward with the day it was opened; unknown ids; what was closed earlier is counted."""
    carried = [[words(cell) for cell in row] for row in table(answered, "Carried forward").rows]
    lineless = [words(row[0]) for row in table(answered, "Answers to no line").rows]

    assert [row[:3] for row in carried] == [["DEV-0000000000", "2023", "overdue; open since 2025-04-01"]]
    assert lineless == ["DEV-ffffffffff"]
    assert answered.figures["answers.settled"].value == 1


def test_where_the_answers_are_from_is_said(answered: Report) -> None:
    """From the run, from the caller, or not at all: absence is named."""
    assert "config/dispositions.yaml of the run" in said(register(answered).blocks)
    assert "handed in for this report" in said(register(report(GIVEN, own=True)).blocks)
    assert "No file of management's answers was handed in" in said(register(report(None)).blocks)


def test_without_answers_the_columns_are_left_to_be_filled() -> None:
    """As on paper."""
    columns = table(report(()), "Deviations of declared").columns
    assert [column.style for column in columns][-2:] == ["blank", "blank"]


def test_answers_are_in_findings_json_and_harmless_on_the_page(answered: Report) -> None:
    """An owner is somebody else's text."""
    assert b'"waiver-expired"' not in json.findings(answered)
    assert json.findings(answered).count(b'"disposition":') == len(GIVEN)
    assert b"<b>Engineering" not in html.render(answered)
