"""What the report says, whatever the run."""

from dataclasses import replace

import pytest

from attest.model.finding import Outcome
from attest.model.report import AuditorBox, Callout, Facts, Heading, Paragraph, Report, Section, Table
from attest.report.build import walked_change
from attest.report.text import words
from tests.support import report_inputs
from tests.support.report_controls import catalog


def test_the_same_inputs_build_the_same_report(year: Report) -> None:
    """Building is a pure function."""
    assert report_inputs.year().report() == year


@pytest.mark.parametrize("story", ["year", "hostile", "empty"])
def test_chapters_stand_in_their_order(story: str, request: pytest.FixtureRequest) -> None:
    """Summary first, integrity last, then the appendices, in every report."""
    report: Report = request.getfixturevalue(story)

    assert [section.number for section in report.sections] == [*(str(n) for n in range(1, 12)), "A", "B", "C"]


def test_one_source_is_said_on_page_two(hostile: Report) -> None:
    """A run on git alone says in its summary that the population has one source."""
    titles = [block.title for block in _section(hostile, "summary").blocks if isinstance(block, Callout)]

    assert titles == ["The population has one source"]


def test_two_sources_need_no_such_sentence(year: Report) -> None:
    """With a second source the summary holds no warning of it."""
    assert [block for block in _section(year, "summary").blocks if isinstance(block, Callout)] == []


def test_an_unsigned_run_is_a_draft() -> None:
    """The mark follows the signature and nothing else."""
    inputs = report_inputs.year(3)

    assert (inputs.report().cover.draft, report_inputs.signed(inputs).report().cover.draft) == (True, False)


def test_nobody_is_named_who_did_not_say_so(empty: Report) -> None:
    """Without an operator the cover says that the preparer is not stated."""
    assert (empty.cover.prepared_by, empty.cover.entity) == ("not stated", "Entity not stated")


def test_every_auditor_box_is_blank(year: Report) -> None:
    """A box holds its title and the names of its fields, and nothing that could be a conclusion."""
    boxes = [block for section in year.sections for block in section.blocks if isinstance(block, AuditorBox)]

    assert (len(boxes), {field for box in boxes for field in box.model_dump()}) == (
        6,
        {"kind", "title", "lines"},
    )


def test_a_test_without_a_declaration_has_facts_and_no_box(empty: Report) -> None:
    """Where management declares nothing there is nothing to conclude on."""
    chapter = next(section for section in empty.sections if section.anchor == "controls")
    headings = [block for block in chapter.blocks if isinstance(block, Heading) and block.level == 2]
    gaps = [block for block in chapter.blocks if isinstance(block, Paragraph) and "gap" in words(block.text)]

    assert len(headings) == len(gaps) == 8
    assert [block for block in chapter.blocks if isinstance(block, AuditorBox)] == []


def test_each_test_of_the_catalog_has_a_workpaper(year: Report) -> None:
    """A test without a declared control is shown like any other."""
    anchors = _anchors(_section(year, "controls"))

    assert {f"control-{test.id.lower()}" for test in catalog().assertions} <= anchors


def test_long_tables_are_bounded_and_count_the_rest() -> None:
    """With thousands of deviations no table grows past its bound, and the rest is counted exactly."""
    report = report_inputs.year(3000).report()
    register = _tables(_section(report, "register"))[0]
    shown = sum(1 for row in register.rows if len(row) > 1)
    rest = report.figures["register.deviations.beyond"].value
    total = sum(1 for item in report.evaluation.deviations if item.outcome is Outcome.DEVIATION)

    assert (shown, shown + rest) == (60, total)


def test_every_table_row_has_its_columns(year: Report, hostile: Report, empty: Report) -> None:
    """A row has one cell for each column, or is the heading of those that follow."""
    odd = [
        (table.caption, len(row))
        for report in (year, hostile, empty)
        for section in report.sections
        for table in _tables(section)
        for row in (*table.rows, *((table.total,) if table.total else ()))
        if len(row) not in {1, len(table.columns)}
    ]

    assert odd == []


def test_column_widths_fill_the_line(year: Report) -> None:
    """The widths of each table add up to a hundred."""
    sums = {
        table.caption: sum(column.width for column in table.columns)
        for section in year.sections
        for table in _tables(section)
    }

    assert {caption: width for caption, width in sums.items() if not 99 <= width <= 102} == {}


def test_references_keep_their_record(year: Report) -> None:
    """Each record has one reference, numbered without a hole, in the index."""
    index = _tables(_section(year, "index"))[0]
    labels = [words(row[0]) for row in index.rows]
    records = [(words(row[1]), words(row[2])) for row in index.rows]

    assert (labels, len(set(records))) == ([f"EV-{n:04d}" for n in range(1, len(labels) + 1)], len(labels))


def test_the_walked_change_has_evidence_and_reviews() -> None:
    """The change that is walked through shows AI evidence, a review and a comprehension record."""
    view, found = report_inputs.year().view, report_inputs.year().evaluation
    chosen = walked_change(view, found)

    assert {
        "ai": next(item.state.value for item in view.involvements if item.id == chosen),
        "reviewed": chosen in {review.change for review in view.reviews},
        "recorded": chosen in {record.change for record in view.comprehension},
    } == {"ai": "ai_evidenced", "reviewed": True, "recorded": True}


def test_without_changes_there_is_nothing_to_walk_through() -> None:
    """An empty population has no change to choose."""
    inputs = report_inputs.empty()

    assert walked_change(inputs.view, inputs.evaluation) is None


def test_a_population_row_for_each_change(year: Report) -> None:
    """The listing holds a header and every change, each row as wide as the header."""
    assert (len(year.population), {len(row) for row in year.population}) == (61, {len(year.population[0])})


def test_the_order_of_findings_does_not_matter() -> None:
    """The report is the same when the engine hands findings and register on in another order."""
    inputs = report_inputs.year(20)
    turned = inputs.evaluation.model_copy(update={"deviations": inputs.evaluation.deviations[::-1]})

    assert replace(inputs, evaluation=turned).report().sections == inputs.report().sections


def _section(report: Report, anchor: str) -> Section:
    return next(section for section in report.sections if section.anchor == anchor)


def _tables(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def _anchors(section: Section) -> set[str]:
    return {block.anchor for block in section.blocks if isinstance(block, Heading)}


@pytest.mark.parametrize("chapter", ["cover", "integrity"])
def test_the_time_of_extraction_is_said_to_be_elsewhere(year: Report, chapter: str) -> None:
    """A run holds no clock: cover and integrity page lead to the receipt beside it."""
    facts = next(block for block in _section(year, "integrity").blocks if isinstance(block, Facts)).rows
    rows = dict(year.cover.facts if chapter == "cover" else facts)

    assert f"receipts/{year.cover.run_id}.json" in words(rows["Time of extraction"])
