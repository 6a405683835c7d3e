"""The samples collected month by month and read as one: figure by figure what one run of the period gives."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from attest.cli import attest
from attest.ledger.verification import Status
from attest.model.progress import silent
from attest.pipeline.choosing import choose
from attest.pipeline.collecting import collect
from attest.pipeline.evidence import Evidence, OneRun
from attest.pipeline.reporting import evaluate, report_of, write
from attest.pipeline.scope import Request
from attest.pipeline.verifying import verify
from attest.report.registry import companions
from attest.samples import build, forge_folder

PARTS = {
    "clinic-merge": tuple(f"2025-{month:02}" for month in range(1, 13)),
    "people-and-bots": ("2025-Q1", "2025-04", "2025-05", "2025-06", "2025-H2"),
}
APART = ("file.", "files.", "run.", "runs.", "observations.")
"""Figures about the package itself: how many runs and files it has, and how large they are."""


class Year:
    """A sample with a store of parts of the year, and one of the whole."""

    def __init__(self, name: str, folder: Path) -> None:
        self.folder = folder
        self.months, self.whole = folder / "months", folder / "whole"
        repository = build(name, folder)
        self.parts = PARTS[name]
        for store, periods in ((self.whole, ("2025",)), (self.months, self.parts)):
            for period in periods:
                asked = Request(
                    repositories=(repository,), period=period, store=store, now="2026-01-05T00:00:00Z",
                    forge=f"recorded:{forge_folder(name)}",
                )  # fmt: skip
                self.last = collect(asked, silent)

    @property
    def joined(self) -> Evidence:
        """The runs of the parts as one."""
        return choose(self.months, period="2025")

    @property
    def full(self) -> Evidence:
        """The one run."""
        return choose(self.whole, period="2025")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """A sample of twelve months, collected once."""
    return Year("clinic-merge", tmp_path_factory.mktemp("clinic-merge"))


def documents(evidence: Evidence) -> dict[str, bytes]:
    """The companions of its report."""
    return companions(report_of(evaluate(evidence, ())))


def figures(evidence: Evidence) -> dict[str, Any]:
    """Every figure of its report but those of the package."""
    rows = json.loads(documents(evidence)["figures.json"])["figures"]
    return {row["id"]: row for row in rows if not row["id"].startswith(APART)}


def test_twelve_runs_give_the_figures_of_one(year: Year) -> None:
    """Each value, denominator and query; and the same listing and findings."""
    _assert_equal(year)


def test_quarters_and_months_give_them_too(tmp_path: Path) -> None:
    """With people who were known by an address first and by an account later."""
    _assert_equal(Year("people-and-bots", tmp_path))


def _assert_equal(year: Year) -> None:
    one, many = documents(year.full), documents(year.joined)
    assert [run.period.label for run in year.joined.view.runs] == list(year.parts)
    assert figures(year.joined) == figures(year.full)
    assert many["population.csv"] == one["population.csv"]
    assert json.loads(many["findings.json"])["findings"] == json.loads(one["findings.json"])["findings"]


def asked(*arguments: str) -> Result:
    """The command's result."""
    return CliRunner().invoke(attest, list(arguments), standalone_mode=False)


def test_the_package_of_a_year_holds_its_runs_and_is_counted_again(year: Year, tmp_path: Path) -> None:
    """SHA256SUMS over all runs, each verified; figures that were changed are named."""
    out = tmp_path / "out"
    evaluated = evaluate(year.joined, ("soc2",))
    write(evaluated, out, ("json",), silent)
    found = verify(out)

    assert found.ok
    assert len(found.runs) == 12
    assert [step.id for step in found.packages] == ["package", "documents", "chain", "figures"]
    assert found.packages[-1].detail == "4 documents made again from 12 runs"

    forged = _with_another_figure(out / "evidence.zip", tmp_path / "forged.zip")
    last = verify(forged).packages[-1]
    assert last.status is Status.FAILED
    assert [str(problem) for problem in last.problems] == [
        "figures.json: these figures are not what the runs give: population.changes"
    ]


def _with_another_figure(package: Path, target: Path) -> Path:
    """The package with one figure changed, and no listing of digests that would tell."""
    with zipfile.ZipFile(package) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "figures.json":
                rows = json.loads(data)
                for row in rows["figures"]:
                    row["value"] += row["id"] == "population.changes"
                data = json.dumps(rows).encode()
            if name != "SHA256SUMS":
                new.writestr(name, data)
    return target


def test_the_commands_read_a_year(year: Year, tmp_path: Path) -> None:
    """`report`, `evaluate` and `explain` with the period of twelve runs; a run's id is that run alone."""
    store = str(year.months)
    out = tmp_path / "out"
    report = asked(
        "report", "--store", store, "--period", "2025", "--out", str(out), "--format", "html", "-q"
    )
    page = (out / "report.html").read_text()

    assert report.exit_code == 0, report.output
    for run in year.joined.view.runs:
        assert run.run_id in page
        assert run.manifest_digest in page
        assert run.root in page
    assert "The runs of the period" in page

    evaluated = json.loads(asked("evaluate", "--store", store, "--period", "2025", "--json").stdout)
    assert evaluated["counts"]["changes"] == len(year.full.view.changes)
    assert "44 changes" in asked("evaluate", "--store", store, "--period", "2025").stdout
    alone = json.loads(asked("evaluate", "--store", store, "--run", year.last.name, "--json").stdout)
    assert alone["run"] == year.last.name

    item = year.full.view.changes[7].landed_sha[:12]
    there = json.loads(asked("explain", item, "--store", store, "--period", "2025", "--json").stdout)
    here = json.loads(asked("explain", item, "--store", str(year.whole), "--period", "2025", "--json").stdout)
    assert {**there, "run": ""} == {**here, "run": ""}


def test_the_report_of_one_run_says_nothing_of_others(year: Year) -> None:
    """A period that one run covers is read from it alone, whatever else is in the store."""
    month = choose(year.months, period="2025-03")
    assert isinstance(month, OneRun)
    assert "runs.count" not in json.loads(documents(month)["figures.json"])
    assert not any(row.startswith(APART[2:]) for row in figures(month))
