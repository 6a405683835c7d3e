"""The companions of a report: JSON and CSV that machines and spreadsheets read."""

import csv
import io
import json

import pytest

from attest.errors import UsageError
from attest.model.report import Report
from attest.report.registry import FORMATS, companions, render
from attest.report.renderers.csv import render as render_csv


def test_a_cell_cannot_become_a_formula(hostile: Report) -> None:
    """A title that begins like a formula is preceded by an apostrophe."""
    rows = list(csv.reader(io.StringIO(render_csv(hostile).decode("utf-8-sig"))))
    titles = [row[rows[0].index("title")] for row in rows[1:]]

    assert [title for title in titles if title.startswith(("=", "+", "-", "@"))] == []
    assert [title for title in titles if title.startswith("'=HYPERLINK")] != []


def test_the_listing_keeps_rare_characters(hostile: Report) -> None:
    """What the PDF cannot draw stands in the listing as recorded."""
    text = render_csv(hostile).decode("utf-8-sig")

    assert ("修复支付网关" in text, "🚀🔥" in text) == (True, True)


def test_the_listing_has_one_line_a_change(hostile: Report) -> None:
    """No character of a title opens another row."""
    lines = render_csv(hostile).decode("utf-8-sig").split("\r\n")

    assert len(lines) == len(hostile.population) + 1


@pytest.mark.parametrize("story", ["year", "hostile", "empty"])
def test_companions_are_valid_and_named(story: str, request: pytest.FixtureRequest) -> None:
    """The JSON companions parse, whatever the run holds."""
    report: Report = request.getfixturevalue(story)
    files = companions(report)

    assert (
        sorted(files),
        [json.loads(files[name])["schema"] for name in ("figures.json", "findings.json")],
    ) == (
        ["figures.json", "findings.json", "manifest.json", "population.csv"],
        ["attest.figures/1", "attest.findings/1"],
    )


def test_findings_json_holds_every_result(year: Report) -> None:
    """Every finding, tally and register line is there."""
    found = json.loads(companions(year)["findings.json"])

    assert (len(found["findings"]), len(found["tallies"]), len(found["deviations"])) == (
        len(year.evaluation.findings),
        len(year.evaluation.tallies),
        len(year.evaluation.deviations),
    )


def test_report_json_round_trips_its_text(year: Report) -> None:
    """The printed content as JSON holds the same chapters."""
    content = json.loads(render(year, "json"))

    assert [item["title"] for item in content["sections"]] == [item.title for item in year.sections]


def test_an_unknown_form_is_refused(year: Report) -> None:
    """The message names the forms that exist."""
    with pytest.raises(UsageError) as fault:
        render(year, "docx")

    assert [form in fault.value.hint for form in FORMATS] == [True] * len(FORMATS)
