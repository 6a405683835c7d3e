"""The part on AI principals: who acted, how it went, and the register beside it."""

from dataclasses import replace

from attest.model.agent import AGENT_PATHS, Support
from attest.model.control import Assertion
from attest.model.finding import Finding, Outcome, Tally
from attest.model.report import Block, Bullets, Callout, Heading, Paragraph, Report, SpanKind, Table
from attest.report.text import words
from tests.support import report_inputs
from tests.support.report_inputs import Inputs, with_principals

TEST = Assertion(
    id="AGT-01", title="Within", statement="Within.", check="agent_within_register", applies_to="all",
    kind="detective", parameters=(), evidence=(), limits="",
)  # fmt: skip


def part(report: Report) -> list[Block]:
    """The blocks from its heading to the next one."""
    section = next(item for item in report.sections if item.anchor == "involvement")
    places = [place for place, block in enumerate(section.blocks) if isinstance(block, Heading)]
    start = next(place for place in places if _heading(section.blocks[place]) == "involvement-principals")
    return list(section.blocks[start : next(place for place in places if place > start)])


def _heading(block: Block) -> str:
    return block.anchor if isinstance(block, Heading) else ""


def tables(report: Report) -> list[Table]:
    """Its tables."""
    return [block for block in part(report) if isinstance(block, Table)]


def value(report: Report, name: str) -> tuple[int, int | None]:
    """A figure and its denominator."""
    figure = report.figures[name]
    return figure.value, figure.denominator


def judged(inputs: Inputs, *reasons: str) -> Inputs:
    """The same run, its first changes with a deviation from the register for these reasons."""
    changes = inputs.view.changes
    findings = tuple(
        Finding(
            id=f"AGT-01:{change.id}", assertion="AGT-01", subject=change.id,
            outcome=Outcome.DEVIATION if place < len(reasons) else Outcome.NOT_APPLICABLE,
            reason=reasons[place] if place < len(reasons) else "no-principal",
            message="m", evidence=(change.id,), declared=True,
        )
        for place, change in enumerate(changes)
    )  # fmt: skip
    tally = Tally(
        assertion="AGT-01", total=len(changes), met=0, deviation=len(reasons), indeterminate=0,
        needs_review=0, not_applicable=len(changes) - len(reasons), design_gap=0,
    )  # fmt: skip
    found = inputs.evaluation
    evaluation = found.model_copy(
        update={"findings": (*found.findings, *findings), "tallies": (*found.tallies, tally)}
    )
    catalog = inputs.catalog.model_copy(update={"assertions": (*inputs.catalog.assertions, TEST)})
    return replace(inputs, evaluation=evaluation, catalog=catalog)


def test_each_principal_is_a_row(year: Report) -> None:
    """As evaluation found them, in its order."""
    seen = [item.id for item in year.evaluation.principals]

    assert len(seen) > 1
    assert [words(row[0]) for row in tables(year)[0].rows] == seen
    assert [words(row[0]) for row in tables(year)[1].rows] == seen


def test_counts_have_their_denominators(year: Report) -> None:
    """Changes of the population; what fared how, of the changes made; signed, of the commits authored."""
    first = year.evaluation.principals[0]
    name = f"principal.{first.id}"

    assert value(year, f"{name}.changes") == (first.changes, 60)
    assert value(year, f"{name}.made") == (first.made, 60)
    assert value(year, f"{name}.reverted") == (first.reverted, first.made)
    assert value(year, f"{name}.deviating") == (first.deviating, first.made)
    assert value(year, f"{name}.unanswered") == (first.unanswered, first.made)
    assert value(year, f"{name}.signed") == (first.signed, first.authored)
    assert value(year, f"{name}.pushed") == (first.pushed, first.changes)
    assert value(year, f"{name}.merged") == (first.merged, first.changes)
    assert value(year, f"{name}.people") == (first.people, value(year, "principals.answering")[0])


def test_no_count_of_a_principal_stands_without_its_denominator(year: Report) -> None:
    """In both tables, every figure of every row."""
    spans = [span for table in tables(year)[:2] for row in table.rows for cell in row for span in cell]
    shown = {span.text for span in spans if span.kind is SpanKind.FIGURE}

    assert shown == {"of"}


def test_the_register_stands_beside_what_was_seen(year: Report) -> None:
    """With its limits, its tier and what the period says of it; an entry that nobody acted under too."""
    rows = {words(row[0]): [words(cell) for cell in row] for row in tables(year)[2].rows}
    entry = next(item for item in year.evaluation.register_entries if item.id == "claude-code")

    assert rows["in-house"][2:5] == ["direct", "none beyond its tier", "not seen"]
    assert rows["claude-code"][1] == "Ruth Abelson; Head of Engineering"
    assert rows["claude-code"][3] == (
        "models: claude-opus-*; paths: src/**, tests/, docs/, …; since 2025-01-01"
    )
    assert entry.support in (Support.SUPPORTED, Support.NOT_SUPPORTED)
    assert "the record of the period" in rows["claude-code"][2]


def test_a_principal_that_no_entry_means_is_said_to_be_outside(year: Report) -> None:
    """Beside the entry's name where there is one."""
    said = {words(row[0]): words(row[2]) for row in tables(year)[0].rows}

    assert said["claude-code"] == "claude-code"
    assert {name for name, entry in said.items() if entry == "not in it"} == set(said) - {"claude-code"}


def test_without_a_register_nobody_is_said_to_be_outside() -> None:
    """Nothing was declared: the principals are listed, and there is no table of entries."""
    inputs = report_inputs.year()
    report = replace(inputs, evaluation=with_principals(inputs.evaluation, inputs.view, None)).report()

    assert {words(row[2]) for row in tables(report)[0].rows} == {"no register"}
    assert len(tables(report)) == 2
    assert "Management declares no register" in _intro(report)


def test_an_empty_register_is_not_no_register() -> None:
    """None may act, so that everybody is outside."""
    inputs = report_inputs.year()
    report = replace(inputs, evaluation=with_principals(inputs.evaluation, inputs.view, ())).report()

    assert {words(row[2]) for row in tables(report)[0].rows} == {"not in it"}
    assert "none may act" in _intro(report)


def test_a_run_without_principals_says_none(empty: Report) -> None:
    """And that silence is no finding."""
    assert [(table.rows, "Silence" in table.empty) for table in tables(empty)] == [((), True)]


def test_files_outside_the_paths_are_told() -> None:
    """Once for each change and entry, with a reference to the record; what is left out is counted."""
    inputs = report_inputs.year()
    change = inputs.view.changes[0]
    touches = tuple(
        inputs.view.touches[0].model_copy(
            update={
                "id": f"{change.id}:touch:claude-code:{number}",
                "change": change.id,
                "path_class": AGENT_PATHS,
                "kind": "claude-code",
                "path": f"deploy/{number}.yaml",
            }
        )
        for number in range(1, 6)
    )
    view = inputs.view.model_copy(update={"touches": touches})
    rows = [[words(cell) for cell in row] for row in tables(replace(inputs, view=view).report())[3].rows]

    assert [row[1:] for row in rows] == [["claude-code", "deploy/1.yaml, deploy/2.yaml, deploy/3.yaml, …"]]
    assert rows[0][0].startswith("EV-")


def test_deviations_must_not_be_overlooked() -> None:
    """They stand before the list, by reason, with the test's total as denominator."""
    report = judged(report_inputs.year(), "direct-push", "outside-paths", "direct-push").report()
    callout = next(block for block in part(report) if isinstance(block, Callout))
    reasons = next(block for block in part(report) if isinstance(block, Bullets))

    assert callout.title == "AI principals beyond the register"
    assert value(report, "principals.beyond") == (3, 60)
    assert value(report, "principals.beyond.direct-push") == (2, 3)
    assert len(reasons.items) == 2


def test_no_deviation_needs_no_warning(year: Report) -> None:
    """Neither does a report on a framework without the test."""
    none = judged(report_inputs.year()).report()

    assert [block for block in (*part(none), *part(year)) if isinstance(block, Callout)] == []


def test_hostile_names_are_shown_as_what_they_are(hostile: Report) -> None:
    """Sponsors and models are somebody else's text."""
    cells = [words(cell) for table in tables(hostile) for row in table.rows for cell in row]

    assert [cell for cell in cells if "\u202e" in cell or "\x1b" in cell] == []
    assert any("⟨U+202E⟩" in cell for cell in cells)


def _intro(report: Report) -> str:
    return words(next(block for block in part(report) if isinstance(block, Paragraph)).text)
