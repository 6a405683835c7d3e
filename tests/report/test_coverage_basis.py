"""The part on the coverage basis: every item with file and line, every count with its denominator."""

from dataclasses import replace

from attest.detect.coverage.words import coverage_words
from attest.model.coverage import Coverage, CoverageBasis, CoverageKind
from attest.model.population import Gap
from attest.model.report import Block, Bullets, Heading, Paragraph, Report, SpanKind, Table
from attest.report.text import words
from tests.support import report_inputs


def item(number: int, kind: CoverageKind, **more: object) -> Coverage:
    """One item of the basis."""
    fields: dict[str, object] = {
        "id": f"coverage:portal:{number:04}", "repository": "portal", "kind": kind, "rule": "x", "tool": "",
        "path": "x", "line": 0, "setting": "", "since": None, "basis": CoverageBasis.SETTING,
    }  # fmt: skip
    return Coverage.model_validate({**fields, **more})


OFF = item(
    1, CoverageKind.SUPPRESSION, rule="claude-co-author", tool="claude-code", path=".claude/settings.json",
    line=7, setting="includeCoAuthoredBy: false",
)  # fmt: skip
TOLD = item(
    2, CoverageKind.SUPPRESSION, rule="instruction", path="AGENTS.md", line=12,
    setting="Never mention Claude in commits", basis=CoverageBasis.SENTENCE,
)  # fmt: skip
SET_UP = item(
    3, CoverageKind.CONFIGURATION, rule="configuration", tool="claude-code", path="CLAUDE.md", files=4,
    since="2025-02-01T00:00:00Z", basis=CoverageBasis.FIRST_PARENT, count=12, of=40,
)  # fmt: skip
STILL = item(
    4, CoverageKind.CONFIGURATION, rule="configuration", tool="cursor", path=".cursorrules", files=1,
    basis=CoverageBasis.TIP, count=0, of=40,
)  # fmt: skip
ODD = STILL.model_copy(update={"id": "coverage:portal:0005", "kind": CoverageKind.ANOMALY})
SILENT = STILL.model_copy(
    update={"id": "coverage:portal:0006", "tool": "windsurf", "path": ".windsurfrules", "of": 9}
)
NOTES = item(
    7, CoverageKind.UNREACHABLE_NOTES, path="refs/notes/ai", count=3, of=10, basis=CoverageBasis.RECOMPUTED
)
EXPORT = item(
    8, CoverageKind.EXPORT, repository="", path="cursor.csv", count=5, of=6, basis=CoverageBasis.DECLARED,
    setting="1 commit is not of the population: 999999999999",
)  # fmt: skip
LOG = item(
    9, CoverageKind.AUDIT_LOG, repository="", path="audit.json", count=2, of=40,
    basis=CoverageBasis.DECLARED, setting="37 of no agent, 1 unreadable",
)  # fmt: skip

IMPORT = item(
    10, CoverageKind.IMPORT, repository="", rule="import.training", path="courses.csv", count=1198, of=1203,
    basis=CoverageBasis.DECLARED, setting="ab" * 32,
)  # fmt: skip


def report(*items: Coverage, gaps: tuple[Gap, ...] = ()) -> Report:
    """The year with a coverage basis."""
    inputs = report_inputs.year()
    view = inputs.view.model_copy(update={"coverage": items, "gaps": (*inputs.view.gaps, *gaps)})
    presentation = inputs.presentation.model_copy(update={"coverage": coverage_words()})
    return replace(inputs, view=view, presentation=presentation).report()


def part(found: Report) -> list[Block]:
    """The blocks from its heading to the next one."""
    section = next(section for section in found.sections if section.anchor == "involvement")
    blocks = list(section.blocks)
    places = [place for place, block in enumerate(blocks) if isinstance(block, Heading)]
    start = next(place for place in places if _anchor(blocks[place]) == "involvement-coverage")
    return blocks[start : next((place for place in places if place > start), None)]


def _anchor(block: Block) -> str:
    return block.anchor if isinstance(block, Heading) else ""


def rows(found: Report, place: int) -> list[list[str]]:
    """The words of a table of the part; figures by their values as printed."""
    table = [block for block in part(found) if isinstance(block, Table)][place]
    return [[_said(found, cell) for cell in row] for row in table.rows]


def _said(found: Report, cell: object) -> str:
    said = []
    for span in cell if isinstance(cell, tuple) else ():
        if span.kind is SpanKind.FIGURE:
            figure = found.figures[span.target]
            said.append(f"{figure.value} of {figure.denominator}" if span.text == "of" else str(figure.value))
        elif span.kind is not SpanKind.EVIDENCE:
            said.append(span.text)
    return "".join(said).strip()


def test_what_keeps_traces_away_has_file_and_line() -> None:
    """With what stands there, as a quotation, and how it was read."""
    assert rows(report(OFF, TOLD), 0) == [
        [
            ".claude/settings.json:7",
            "includeCoAuthoredBy: false",
            "Claude Code adds no co-author trailer and no footer",
            "a setting",
        ],
        [
            "AGENTS.md:12",
            "Never mention Claude in commits",
            "agents are told to leave no attribution",
            "a sentence, read by a rule",
        ],
    ]


def test_what_stands_there_is_set_as_a_quotation() -> None:
    """It is text of the repository."""
    table = next(block for block in part(report(OFF)) if isinstance(block, Table))

    assert [span.kind for span in table.rows[0][1]] == [SpanKind.FOREIGN]


def test_each_tool_that_is_set_up_has_its_changes_with_their_denominator() -> None:
    """And a remark where the count is nought: strange, to be expected, or of few."""
    few = STILL.model_copy(update={"id": "coverage:portal:0008", "tool": "codex", "path": ".codex", "of": 9})
    none = few.model_copy(update={"id": "coverage:portal:0009", "of": 0})

    assert rows(report(SET_UP, STILL, SILENT, ODD, few, none), 1) == [
        ["Claude Code", "CLAUDE.md, the first of 4 files", "2025-02-01", "12 of 40", ""],
        ["Cursor", ".cursorrules", "not known", "0 of 40", "no trace since"],
        ["Windsurf", ".windsurfrules", "not known", "0 of 9", "leaves no trace by default"],
        ["OpenAI Codex", ".codex", "not known", "0 of 9", "no trace since, of few changes"],
        ["OpenAI Codex", ".codex", "not known", "0 of 0", "no change since"],
    ]


def test_a_tool_that_is_strangely_silent_is_named() -> None:
    """Once, with what it may mean."""
    texts = [words(block.text) for block in part(report(STILL, ODD)) if isinstance(block, Paragraph)]

    assert [text for text in texts if "each is worth a question" in text and "Cursor" in text] != []


def test_notes_and_exports_are_counted_against_their_whole() -> None:
    """Where there are any."""
    found = report(NOTES, EXPORT, LOG)

    assert rows(found, 2)[0][0] == "refs/notes/ai"
    assert (
        found.figures["coverage:portal:0007.count"].value,
        found.figures["coverage:portal:0007.of"].value,
    ) == (
        3,
        10,
    )
    assert rows(found, 3) == [["cursor.csv", "5 of 6", "1 commit is not of the population: 999999999999"]]
    assert rows(found, 4) == [["audit.json", "2 of 40", "37 of no agent, 1 unreadable"]]


def test_files_of_other_systems_are_listed_with_their_rows_and_digests() -> None:
    """Kind, file, rows read of all, how many could not be, and the SHA-256 in full."""
    found = report(IMPORT)

    assert rows(found, 2) == [["training", "courses.csv", "1198 of 1203", "5", "ab" * 32]]


def test_nothing_found_is_said_and_the_bound_is_still_explained() -> None:
    """Silence of settings does not make the count whole."""
    found = part(report())
    tables = [block for block in found if isinstance(block, Table)]
    bullets = next(block for block in found if isinstance(block, Bullets))

    assert [table.empty for table in tables] == [
        "Nothing of the kind was found in the files that were looked at.",
        "No file that sets up a known tool lies on the release branches.",
    ]
    assert "lower bound" in words(next(block.text for block in found if isinstance(block, Paragraph)))
    assert [words(line) for line in bullets.items] == list(coverage_words().always)


def test_a_file_that_could_not_be_read_is_named() -> None:
    """With its reference."""
    torn = Gap(
        id="gap:portal:coverage:settings-unreadable:01", source="coverage", kind="settings-unreadable",
        repository="portal", what="x.json could not be read", effect="it is not known",
    )  # fmt: skip
    lists = [block for block in part(report(gaps=(torn,))) if isinstance(block, Bullets)]

    assert words(lists[-1].items[0]).startswith("x.json could not be read; it is not known EV-")


def test_a_list_is_bounded_and_counts_the_rest() -> None:
    """In the file that holds them all."""
    many = [OFF.model_copy(update={"id": f"coverage:portal:{n:04}"}) for n in range(40)]
    found = report(*many)
    table = next(block for block in part(found) if isinstance(block, Table))

    assert len(table.rows) == 25
    assert _said(found, table.more) == "and 15 more in records/coverage.jsonl"
