"""Twelve collections as a year passed, against one of the whole year: the forge forgets in between."""

import csv
import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from attest.model.joined import DifferenceKind
from attest.pipeline.choosing import choose
from attest.pipeline.reporting import evaluate, report_of
from attest.report.registry import companions
from tests.simulator.generated import generate
from tests.simulator.governance import Protection, RuleSuite
from tests.simulator.world import World
from tests.support.monthly import MONTHS, after, collect_at

pytestmark = pytest.mark.slow
APART = ("file.", "files.", "run.", "runs.", "observations.")
"""Figures about the package itself."""
AT_ONCE, LATE = "2026-01-01T02:00:00Z", "2026-07-15T00:00:00Z"
PULLS, COMMITS = 60, 300
FORGETFUL = {"pushes", "checks", "rule-suites"}
"""Kinds of records of what the forge keeps for a year, for four hundred days, and for a month."""


class Year:
    """A store of twelve runs, one of a run right after the year, one of a run half a year later."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        world = told(folder / "large")
        for month in MONTHS:
            collect_at(world, folder / "large", folder / "months", month, after(month))
        for name, at in (("at-once", AT_ONCE), ("late", LATE)):
            collect_at(world, folder / "large", folder / name, "2025", at)
        shutil.copytree(folder / "months", folder / "all")
        shutil.copytree(folder / "late", folder / "all", dirs_exist_ok=True)

    def documents(self, store: str) -> dict[str, bytes]:
        """The companions of the report of the year."""
        return companions(report_of(evaluate(choose(self.folder / store, period="2025"), ())))

    def figures(self, store: str) -> dict[str, Any]:
        """Its figures but those of the package."""
        rows = json.loads(self.documents(store)["figures.json"])["figures"]
        return {row["id"]: row for row in rows if not row["id"].startswith(APART)}

    def findings(self, store: str) -> dict[str, Any]:
        """Its findings by their ids."""
        return {row["id"]: row for row in json.loads(self.documents(store)["findings.json"])["findings"]}

    def held(self, store: str, kind: str) -> set[str]:
        """Ids of the records of a kind in the runs of a store."""
        lines = (
            line
            for path in (self.folder / store).glob(f"[0-9a-f]*/records/{kind}.jsonl")
            for line in path.read_text("utf-8").splitlines()
        )
        return {json.loads(line)["id"] for line in lines}


def told(folder: Path) -> World:
    """A generated year in which two checks are required, and each push was held against rules."""
    world = generate(pulls=PULLS, commits=COMMITS, seed=3, folder=folder)
    world.protections[world.branch] = Protection(required=("build", "lint"))
    world.rule_suites = tuple(
        RuleSuite(9000 + at, push.actor or "", push.before, push.after, push.ref, push.at,
                  "pass" if at % 7 else "bypass")
        for at, push in enumerate(world.pushes)
    )  # fmt: skip
    return world


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """Collected once."""
    return Year(tmp_path_factory.mktemp("year"))


def differing(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """What figures that are not equal in value, denominator and query are about: records, or an assertion."""
    apart = (name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    queries = [(one.get(name) or other[name])["query"] for name in apart]
    return {
        next((value for field, _, value in query["where"] if field == "assertion"), query["records"])
        for query in queries
    }


def forgotten(figures: dict[str, Any]) -> set[str]:
    """Of which things the report says that the forge had forgotten some."""
    return {name.split(":")[2] for name in figures if ":beyond-reach" in name}


BY_SUITES = ("CFG-02", "EMG-01", "EMG-02", "POP-04")
"""Tests that ask how the branch's rules were bypassed, which the forge forgets after a month."""


def resting_elsewhere(findings: dict[str, Any]) -> dict[str, Any]:
    """The findings of every other test."""
    return {name: row for name, row in findings.items() if row["assertion"] not in BY_SUITES}


def population(documents: dict[str, bytes]) -> list[dict[str, str]]:
    """The rows of the population without the columns of those tests."""
    rows = csv.DictReader(documents["population.csv"].decode("utf-8-sig").splitlines())
    return [{name: cell for name, cell in row.items() if not name.startswith(BY_SUITES)} for row in rows]


def test_figures_of_twelve_runs_are_those_of_one_where_the_forge_still_holds_the_facts(year: Year) -> None:
    """Right after the year only what is kept for a month is gone, and said to be; all else is equal."""
    many, one = year.figures("months"), year.figures("at-once")

    assert differing(many, one) == {"gaps", "rule_suites", *BY_SUITES}
    assert forgotten(one) - forgotten(many) == {"pushes"}
    assert (many["rule-suites"]["value"], many["rule-suites.bypassed"]["value"]) == (60, 9)
    assert (one["rule-suites"]["value"], one["rule-suites.bypassed"]["value"]) == (4, 1)
    assert len(many) > 400
    assert resting_elsewhere(year.findings("months")) == resting_elsewhere(year.findings("at-once"))
    assert population(year.documents("months")) == population(year.documents("at-once"))


def test_half_a_year_later_a_run_of_the_whole_lacks_what_the_forge_forgot(year: Year) -> None:
    """What rests on pushes, rule suites and checks is another figure; checks that are gone leave it open."""
    many, one = year.figures("months"), year.figures("late")
    answers = {store: resting_elsewhere(year.findings(store)) for store in ("months", "late")}
    lost = {name for name, row in answers["months"].items() if row != answers["late"][name]}

    assert differing(many, one) == {"gaps", "pushes", "rule_suites", "TST-01", *BY_SUITES}
    assert forgotten(one) == {"pushes", "rule-suites"}
    assert answers["months"].keys() == answers["late"].keys()
    assert {answers["months"][name]["assertion"] for name in lost} == {"TST-01"}
    assert {answers["months"][name]["outcome"] for name in lost} == {"met", "deviation"}
    assert {answers["late"][name]["outcome"] for name in lost} == {"indeterminate"}
    assert year.documents("months")["population.csv"] != year.documents("late")["population.csv"]


def test_what_the_forge_no_longer_holds_is_listed_and_counts(year: Year) -> None:
    """Each fact of the twelve runs that the later run does not find, by its id; the figures stay.

    That the later run came too late to find them is still said of it.
    """
    view = choose(year.folder / "all", period="2025").view
    gone = Counter(one.kind for one in view.differences if one.what is DifferenceKind.GONE)
    listed = {(one.kind, one.record) for one in view.differences if one.what is DifferenceKind.GONE}
    expired = {
        (kind, name) for kind in FORGETFUL for name in year.held("months", kind) - year.held("late", kind)
    }

    assert listed == expired
    assert gone.keys() == FORGETFUL
    assert {one.what for one in view.differences} == {DifferenceKind.GONE}
    # POP-02 is about what was seen twice, and POP-04 is opened by what the later run says was forgotten.
    assert differing(year.figures("all"), year.figures("months")) == {"gaps", "POP-02", "POP-04"}
