"""What a reader must not have to guess: denominators, what a count leaves out, whose word a fact is."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from attest.model.control import Declaration, Operation
from attest.model.finding import Evaluation, Outcome
from attest.model.report import Block, Bullets, Callout, Facts, Paragraph, Report, Table, Text
from attest.model.signal import AiState
from attest.report.registry import companions
from attest.report.text import words
from tests.support import report_inputs
from tests.support.report_inputs import Inputs


def test_the_summary_s_columns_add_up_to_the_subjects(year: Report) -> None:
    """Subjects without a declared control are a column of their own."""
    table = _table(year, "summary", "Tests of controls")
    rows = [[year.figures[cell[0].target].value for cell in row[1:]] for row in table.rows]

    assert [sum(row[:-1]) for row in rows] == [row[-1] for row in rows]


def test_the_summary_names_the_tests_that_it_leaves_out(year: Report) -> None:
    """A test without an operated control is not in the table, and is named beneath it."""
    inputs = report_inputs.year()
    operated = {item.assertion for item in inputs.declarations if item.operation is Operation.OPERATED}
    tests = [test.id for test in inputs.catalog.assertions if test.id not in operated]

    assert f"No control is declared operated for {', '.join(tests)} (chapter 2)" in _text(year, "summary")


def test_the_summary_counts_changes_beside_results(year: Report) -> None:
    """One change can deviate under several tests: their number is printed with the population's."""
    deviating = {
        item.subject
        for item in year.evaluation.deviations
        if item.outcome is Outcome.DEVIATION and not item.subject.startswith("repository:")
    }
    figure = year.figures["register.changes"]

    assert (figure.value, figure.denominator) == (len(deviating), 60)


def test_a_control_that_began_late_leaves_a_design_gap() -> None:
    """Subjects before the first day of an operated control are listed where gaps in the design are."""
    report = _partly_declared("REV-02").report()
    table = _table(report, "scope", "Subjects without")
    row = next(row for row in table.rows if words(row[0]) == "REV-02")

    assert (words(row[2]), report.figures[row[3][0].target].value) == ("operated in part", 1)


def test_a_file_of_the_operator_is_not_taken_for_a_reviewed_one(year: Report) -> None:
    """Declarations from outside the release branch are said to be from outside it."""
    inputs = report_inputs.year(3)
    manifest = inputs.view.manifest.model_copy(update={"config_origin": "a file given by the operator"})
    report = replace(inputs, view=inputs.view.model_copy(update={"manifest": manifest})).report()

    assert "a file given by the operator, not from the release branch" in _text(report, "scope")
    assert "config/attest.yaml" in _text(report, "scope")


def test_every_declaration_is_printed_or_said_to_be_left_out() -> None:
    """A table of declarations that is cut leads to the file that has them all."""
    inputs = report_inputs.year(3)
    many = tuple(
        Declaration(
            control=f"X-{place:03}",
            assertion="TST-01",
            operation=Operation.PLANNED,
            wording="",
            owner="",
            since="",
            until="",
            repositories=(),
            parameters={},
        )
        for place in range(60)
    )
    report = replace(inputs, declarations=(*inputs.declarations, *many)).report()

    assert "config/attest.yaml" in words(_table(report, "scope", "Management's declarations").more)
    assert "further declarations in chapter 2" in _text(report, "controls")


def test_a_fact_beside_a_design_gap_is_not_called_a_deviation(year: Report) -> None:
    """Deviations arise under a declared control; elsewhere the statement holds or does not hold."""
    tables = [
        block
        for block in _blocks(year, "controls")
        if isinstance(block, Table) and block.caption.startswith("Whether the statement")
    ]
    said = {words(row[0]) for table in tables for row in table.rows}

    assert (said & {"met", "deviation"}, said >= {"holds", "does not hold"}) == (set(), True)


def test_a_criterion_is_named_with_its_framework(year: Report) -> None:
    """Numbers like 6.2.3 are those of a standard, and not of this document's chapters."""
    titles = [item.title for item in report_inputs.year().catalog.frameworks]
    bears = [
        words(text)
        for block in _blocks(year, "controls")
        if isinstance(block, Facts)
        for name, text in block.rows
        if name == "Bears on"
    ]

    assert [text for text in bears if not any(text.startswith(f"{title}: ") for title in titles)] == []


def test_text_of_pull_requests_that_nobody_read_is_named() -> None:
    """Without a forge neither detection nor disclosure rests on the text of pull requests."""
    inputs = report_inputs.hostile()
    missing = ("checks", "comprehension", "pull-requests", "reviews")
    manifest = inputs.view.manifest.model_copy(update={"not_connected": missing})
    report = replace(inputs, view=inputs.view.model_copy(update={"manifest": manifest})).report()
    lower_bound = next(block for block in _blocks(report, "involvement") if isinstance(block, Callout))

    assert "of pull requests were not read" in words(lower_bound.text)
    assert "no person's word means: none in the commits" in _text(report, "involvement")


def test_outcomes_in_findings_json_are_words(year: Report) -> None:
    """The queries of figures.json ask for an outcome by its word."""
    found = json.loads(companions(year)["findings.json"])
    figure = year.figures["results.declared"]
    counted = [item for item in found["findings"] if item["declared"] and item["outcome"] != "not_applicable"]

    assert len(counted) == figure.value
    assert {item["outcome"] for item in found["deviations"]} <= {"deviation", "indeterminate"}


def test_the_listing_tells_deviations_from_facts_beside_a_gap(year: Report) -> None:
    """Who filters the listing for deviations gets those of the register."""
    header, *rows = year.population
    register = {
        (item.assertion, item.subject)
        for item in year.evaluation.deviations
        if item.outcome is Outcome.DEVIATION and not item.subject.startswith("repository:")
    }
    listed = {
        (test, row[header.index("id")])
        for row in rows
        for test, value in zip(header, row, strict=True)
        if value == "deviation"
    }

    assert listed == register


def test_the_register_says_when_a_change_landed(year: Report) -> None:
    """Each line that names a change has its day."""
    table = _table(year, "register", "Deviations of declared")
    days = [words(row[2]) for row in table.rows if len(row) > 1 and words(row[3]).startswith("#")]

    assert days != []
    assert [day for day in days if not day.startswith("2025-")] == []


def test_the_integrity_page_lists_every_file_of_the_manifest(year: Report) -> None:
    """A digest that is not printed cannot be compared with paper."""
    table = _table(year, "integrity", "Files that the manifest")

    assert (len(table.rows), words(table.more)) == (len(report_inputs.year().view.manifest.files), "")


def _partly_declared(assertion: str) -> Inputs:
    """The year with one subject of a test before its control's first day."""
    inputs = report_inputs.year()
    found = inputs.evaluation
    first = next(item for item in found.findings if item.assertion == assertion)
    findings = tuple(
        item.model_copy(update={"declared": item.declared and item is not first}) for item in found.findings
    )
    tallies = tuple(
        item.model_copy(
            update={
                first.outcome.word: getattr(item, first.outcome.word) - 1,
                "design_gap": item.design_gap + 1,
            }
        )
        if item.assertion == assertion
        else item
        for item in found.tallies
    )
    updated: dict[str, Any] = {"findings": findings, "tallies": tallies}
    changed: Evaluation = found.model_copy(update=updated)
    return replace(inputs, evaluation=changed)


def _blocks(report: Report, anchor: str) -> Sequence[Block]:
    return next(section.blocks for section in report.sections if section.anchor == anchor)


def _table(report: Report, anchor: str, caption: str) -> Table:
    return next(
        block
        for block in _blocks(report, anchor)
        if isinstance(block, Table) and block.caption.startswith(caption)
    )


def _text(report: Report, anchor: str) -> str:
    """The words of a chapter's paragraphs, lists and facts, figures left out."""
    texts: list[Text] = []
    for block in _blocks(report, anchor):
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Bullets):
            texts += block.items
        elif isinstance(block, Facts):
            texts += [text for _, text in block.rows]
    return " ".join(words(text) for text in texts)


def test_the_chart_s_numbers_stand_in_a_table(year: Report) -> None:
    """Each month's states add up to the changes that landed in it, and the months to the period."""
    table = _table(year, "involvement", "The numbers of the chart")
    rows = [[year.figures[cell[0].target].value for cell in row[1:]] for row in (*table.rows, table.total)]

    assert [sum(row[:-1]) for row in rows] == [row[-1] for row in rows]
    assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1]


def test_the_population_s_listing_is_named_where_it_is_counted(year: Report) -> None:
    """Chapter 3 leads to the file that lists every change."""
    assert "Every change is listed in population.csv" in _text(year, "population")


@pytest.mark.parametrize("size", [60, 600])
def test_evidenced_changes_are_listed_and_the_rest_is_counted(size: int) -> None:
    """Chapter 4 lists up to 25 changes with AI evidence and counts exactly those that it leaves out."""
    report = report_inputs.year(size).report()
    table = _table(report, "involvement", "Changes with AI evidence")
    rest = report.figures["ai.evidenced.beyond"].value

    assert len(table.rows) == min(25, report.figures["ai.evidenced"].value)
    assert len(table.rows) + rest == report.figures["ai.evidenced"].value
    assert words(table.more) == ("and  more in population.csv" if rest else "")


def test_an_evidenced_change_is_quoted_with_its_tools(year: Report) -> None:
    """A row holds label, title, day, tools, grade and extent as the records have them."""
    inputs = report_inputs.year()
    found = next(item for item in inputs.view.involvements if item.state is AiState.AI_EVIDENCED)
    change = next(item for item in inputs.view.changes if item.id == found.id)
    row = _table(year, "involvement", "Changes with AI evidence").rows[0]

    assert [words(cell) for cell in row[1:]] == [
        f"{change.label} {inputs.view.titles[change.id]}",
        (change.landed_at or "")[:10],
        ", ".join(found.tools),
        found.grade.value if found.grade else "none",
        found.extent,
    ]


def test_a_reason_is_printed_in_words() -> None:
    """Workpaper and register print what a reason means, and the workpaper the slug to look it up by."""
    inputs = report_inputs.year(12)
    found = next(item for item in inputs.evaluation.deviations if item.outcome is Outcome.DEVIATION)
    meanings = {found.assertion: {found.reason: "Said in words."}}
    presentation = inputs.presentation.model_copy(update={"reasons": meanings})
    report = replace(inputs, presentation=presentation).report()

    assert f"Said in words. Fact: {found.message}" in _cells(report, "register")
    assert "Said in words." in _cells(report, "controls")
    assert found.reason in _cells(report, "controls")


def test_levels_are_explained_once_where_they_are_first_used() -> None:
    """The first workpaper that speaks of a level says what C0 to C4 are; no other does."""
    inputs = report_inputs.year(12)
    steps = dict.fromkeys(("CMP-01", "TST-01"), ("Its level is at least C2.",))
    presentation = inputs.presentation.model_copy(update={"procedures": steps})
    text = _text(replace(inputs, presentation=presentation).report(), "controls")

    assert text.count("C0, an approval is on record") == 1
    assert text.index("C0, an approval is on record") < text.index("Its level is at least C2.")


def test_a_failed_check_is_named_where_it_deviates(year: Report) -> None:
    """A finding that rests on a status check prints the check's name as a quotation, and its conclusion."""
    inputs = report_inputs.year()
    line = next(item for item in inputs.evaluation.deviations if item.outcome is Outcome.DEVIATION)
    check = inputs.view.checks[0].model_copy(update={"name": "unit tests", "conclusion": "failure"})
    findings = tuple(
        item.model_copy(update={"evidence": (check.id,)}) if item.id == line.finding else item
        for item in inputs.evaluation.findings
    )
    view = inputs.view.model_copy(update={"checks": (check, *inputs.view.checks[1:])})
    evaluation = inputs.evaluation.model_copy(update={"findings": findings})
    report = replace(inputs, view=view, evaluation=evaluation).report()

    assert "; check: unit tests failure" in _cells(report, "register")
    assert "; check: unit tests failure" in _cells(report, "controls")
    assert "; check: " not in _cells(year, "register")


def test_jargon_has_a_plain_word_beside_it(year: Report) -> None:
    """Sources and facts of a clone are named with what they are."""
    assert "refs/pull (pull requests' own commits" in _text(year, "summary")
    assert "replace-refs:2 (names objects" in _text(year, "scope")


def _cells(report: Report, chapter: str) -> str:
    section = next(section for section in report.sections if section.anchor == chapter)
    tables = [block for block in section.blocks if isinstance(block, Table)]
    return "\n".join(words(cell) for table in tables for row in table.rows for cell in row)
