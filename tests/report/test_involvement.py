"""The chapter on AI involvement: lower bound, matrix, witnesses, recovered traces, who answers."""

from dataclasses import replace
from typing import Any

import pytest

from attest.model.line_record import LineVerdict
from attest.model.population import NotesRef
from attest.model.report import Callout, Paragraph, Report, Table, Text
from attest.model.signal import AiState, Disclosure, Involvement
from attest.report.figures import printed
from attest.report.registry import companions
from attest.report.text import words
from tests.support import report_inputs
from tests.support.report_inputs import Inputs
from tests.support.runs import line_record


def shown(report: Report, text: Text) -> str:
    """A text with its figures as they are printed."""
    return "".join(
        printed(report.figures[span.target], span.text) if span.kind == "figure" else span.text
        for span in text
    )


def chapter(report: Report) -> list[Any]:
    """The blocks of the chapter."""
    return [
        block for section in report.sections if section.anchor == "involvement" for block in section.blocks
    ]


def table(report: Report, caption: str) -> list[list[str]]:
    """The rows of the one table whose caption begins so, as printed."""
    [found] = [one for one in chapter(report) if isinstance(one, Table) and one.caption.startswith(caption)]
    return [[shown(report, cell) for cell in row] for row in found.rows]


def prose(report: Report) -> str:
    """The running text of the chapter."""
    blocks = (one for one in chapter(report) if isinstance(one, Paragraph | Callout))
    return "\n".join(shown(report, block.text) for block in blocks)


def with_involvements(inputs: Inputs, change: Any) -> Inputs:
    """The inputs with each involvement replaced by what a function makes of it."""
    view = inputs.view
    made = tuple(item.model_copy(update=change(item)) for item in view.involvements)
    return replace(inputs, view=view.model_copy(update={"involvements": made}))


def of_year(year: Report) -> tuple[Involvement, ...]:
    """The involvements behind the year's report."""
    return report_inputs.year().view.involvements


def test_the_lower_bound_counts_the_unknown_apart(year: Report) -> None:
    """Beside the evidenced, with the same denominator."""
    states = [item.state for item in of_year(year)]
    evidenced, unknown = states.count(AiState.AI_EVIDENCED), states.count(AiState.UNKNOWN)

    assert prose(year).startswith(f"At least {evidenced} of 60 (")
    assert f"carry recorded AI evidence; {unknown} of 60 could not be read and are counted apart" in prose(
        year
    )


def test_why_changes_are_unknown_is_counted(year: Report) -> None:
    """Reasons that hold for none are left out."""
    unknown = sum(item.state is AiState.UNKNOWN for item in of_year(year))

    assert [row[0::2] for row in table(year, "Unknown")] == [["own commits unread", str(unknown)]]


def test_every_change_is_in_one_cell_of_the_matrix(year: Report) -> None:
    """Five cells that add up to the population."""
    cells = [int(row[2]) for row in table(year, "Every change, by what was said")]
    held = [sum(item.disclosure is cell for item in of_year(year)) for cell in Disclosure]

    assert (cells, sum(cells)) == (held, 60)


def test_contradicted_changes_are_listed(year: Report) -> None:
    """Each with what contradicts the author."""
    rows = table(year, "Changes whose author declared no AI")

    assert len(rows) == sum(item.disclosure is Disclosure.CONTRADICTED for item in of_year(year)) > 0
    assert {row[4] for row in rows} <= {"commit", "commit, disclosure", "commit, line record; independent"}


def test_sources_and_corroboration_are_counted(year: Report) -> None:
    """Families by change, and how many changes have two witnesses."""
    evidenced = [item for item in of_year(year) if item.state is AiState.AI_EVIDENCED]
    corroborated = sum(item.corroborated for item in evidenced)

    assert {row[0]: int(row[2]) for row in table(year, "What the evidence rests on")} == {
        name.replace("-", " "): sum(name in item.sources for item in evidenced)
        for name in ("commit", "pull-request", "disclosure", "line-record", "export")
    }
    assert f"Corroborated: {corroborated} of {len(evidenced)} (" in prose(year)


def test_lines_are_given_with_their_whole(year: Report) -> None:
    """Of the changes that have a record, no others."""
    counted = [item for item in of_year(year) if item.added_lines is not None]
    ai, added = sum(item.ai_lines or 0 for item in counted), sum(item.added_lines or 0 for item in counted)

    assert f"line records give at least {ai:,} of {added:,} (50.0 %) added lines to an AI" in prose(year)


def test_recovered_traces_are_listed_change_by_change(year: Report) -> None:
    """Label, tools, how many of the own commits, and where each trace was found."""
    rows = table(year, "Recovered evidence")
    recovered = [item for item in of_year(year) if item.recovered]

    assert len(rows) == len(recovered) > 0
    assert rows[1][1].startswith("#4")
    assert rows[1][3] == f"1 of {recovered[1].commits_seen}"
    assert "co-author-trailer-agent" in rows[1][4]


def test_without_recovered_traces_there_is_no_list() -> None:
    """The count says none."""
    inputs = with_involvements(report_inputs.year(), lambda item: {"recovered": False})
    report = inputs.report()

    assert "Recovered: for 0 of " in prose(report)
    with pytest.raises(ValueError, match="not enough values"):
        table(report, "Recovered evidence")


def test_bases_are_counted_for_the_evidenced_and_for_agents_work(year: Report) -> None:
    """Every change of either kind has one basis."""
    rows = table(year, "What names the accountable human")
    evidenced = [item for item in of_year(year) if item.state is AiState.AI_EVIDENCED]
    agents = [item for item in of_year(year) if item.agent_authored]

    assert [sum(int(row[place]) for row in rows) for place in (2, 3)] == [len(evidenced), len(agents)]
    assert {row[0] for row in rows} >= {"audit log", "co author", "line record", "stated", "none"}


def test_whom_the_audit_log_names_is_counted_apart() -> None:
    """As somebody who set the agent to work: it is no fallback."""
    inputs = with_involvements(report_inputs.year(), lambda item: {"accountable_basis": "audit-log"})
    report = inputs.report()
    counts = {row[0]: row[3] for row in table(report, "What names the accountable human")}
    agents = sum(item.agent_authored for item in inputs.view.involvements)

    assert (counts["audit log"], counts["co author"]) == (str(agents), "0")
    assert f"For {agents} of {agents} of them somebody is named as having set it to work" in prose(report)


def test_orphans_are_listed(year: Report) -> None:
    """Changes of agents for which nobody could be named."""
    orphans = [item for item in of_year(year) if item.agent_authored and item.accountable is None]

    assert len(table(year, "Orphans")) == len(orphans) > 0


def test_a_year_without_agents_has_no_orphans() -> None:
    """And says that no agent wrote under its own identity."""
    inputs = with_involvements(report_inputs.year(), lambda item: {"agent_authored": False})
    report = inputs.report()

    assert "No change was written or opened under an agent's own identity." in prose(report)


def test_the_walked_change_tells_what_its_evidence_rests_on(year: Report) -> None:
    """State, extent, grade, sources and disclosure in one line."""
    [facts] = [
        dict(block.rows)
        for section in year.sections
        if section.anchor == "walkthrough"
        for block in section.blocks
        if block.kind == "facts"
    ]

    assert words(facts["AI involvement"]).startswith("AI evidenced, ")
    assert "; sources: commit" in words(facts["AI involvement"])


def test_the_listing_has_what_the_evidence_rests_on(year: Report) -> None:
    """A row for each change, empty where there is nothing."""
    header, *rows = (line.split(",") for line in companions(year)["population.csv"].decode().splitlines())
    place = header.index("ai_sources")

    assert header[place : place + 7] == [
        "ai_sources", "ai_corroborated", "ai_lines", "ai_lines_of", "ai_unknown_reason",
        "disclosed", "disclosure",
    ]  # fmt: skip
    assert {row[place + 6] for row in rows if len(row) == len(header)} >= {"none", "undisclosed"}


def test_line_records_are_counted_by_verdict_and_the_doubtful_listed() -> None:
    """Each verdict with its denominator, no evidence named as such; without a record that is said."""
    inputs = report_inputs.year()
    change = inputs.view.changes[0].id
    sample = line_record(change, inputs.view.changes[0].landed_sha)
    records = tuple(
        sample.model_copy(update={"id": f"{change}/lines/{number}", "verdict": verdict, "reason": "because"})
        for number, verdict in enumerate((LineVerdict.VALID, LineVerdict.VALID, LineVerdict.STALE), 1)
    )
    told = replace(inputs, view=inputs.view.model_copy(update={"line_records": records})).report()
    none = replace(inputs, view=inputs.view.model_copy(update={"line_records": ()})).report()

    assert {row[0]: row[2] for row in table(told, "Records of who wrote")} == {
        "valid": "2", "partial": "0", "inconsistent": "0", "empty": "0", "stale": "1", "unreadable": "0",
    }  # fmt: skip
    [listed] = table(told, "Line records that are not valid")
    assert listed[2:] == ["refs/notes/ai", "git-ai", "stale", "because"]
    assert "Line records: 0 were found on the commits of the period. What was read holds no notes" in prose(
        none
    )


def test_notes_without_a_record_of_the_period_are_not_called_absent() -> None:
    """The limit stands where no notes were at hand, and only there."""
    inputs = report_inputs.year()
    ref = NotesRef(
        ref="refs/notes/ai",
        state="read",
        annotated=1,
        in_range=0,
        on_branch=1,
        on_pull_heads=0,
        elsewhere=0,
        absent=0,
    )
    scopes = tuple(scope.model_copy(update={"notes": (ref,)}) for scope in inputs.view.manifest.repositories)
    manifest = inputs.view.manifest.model_copy(update={"repositories": scopes})
    view = inputs.view.model_copy(update={"line_records": (), "manifest": manifest})
    told = prose(replace(inputs, view=view).report())

    assert "Line records: 0 were found" in told
    assert "holds no notes" not in told
