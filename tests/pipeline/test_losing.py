"""Changes that a run held and the runs that give the population do not: they are named, and a deviation."""

from pathlib import Path

import pytest

from attest.ledger.store import read_store, write_receipt
from attest.model.finding import Outcome
from attest.model.joined import DifferenceKind
from attest.model.population import Gap
from attest.model.progress import silent
from attest.pipeline.choosing import choose
from attest.pipeline.collecting import collect
from attest.pipeline.evidence import Evidence
from attest.pipeline.reporting import evaluate
from attest.pipeline.scope import Request
from tests.support.history import History

KINDS = ("changes-left-the-branch", "changes-seen-by-another-run")


def read(history: History, period: str, now: str) -> None:
    """One run into the store beside the repository."""
    asked = Request(
        repositories=(history.path,), period=period, store=history.path.parent / "st", now=now, forge="git"
    )
    collect(asked, silent)


def year(history: History) -> Evidence:
    """The store's evidence of the year."""
    return choose(history.path.parent / "st", period="2025")


def told(evidence: Evidence) -> list[tuple[DifferenceKind, str, str]]:
    """Differences about changes: what, which, and that the runs are two."""
    found = [one for one in evidence.view.differences if one.kind == "changes"]
    assert all(one.earlier != one.later for one in found)
    return [(one.what, one.record, one.fields[0].partition(":")[0]) for one in found]


def gaps(evidence: Evidence) -> list[Gap]:
    """Gaps of changes that only an observer holds."""
    return [gap for gap in evidence.view.gaps if gap.kind in KINDS]


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A branch with a commit before the year and one of January."""
    made = History(tmp_path / "shop")
    made.commit("start", files={"a": "1"}, at="2024-12-01T00:00:00Z")
    made.commit("keep", files={"k": "1"}, at="2025-01-03T10:00:00Z")
    return made


def dropped(history: History, at: str = "2025-01-10T10:00:00Z") -> str:
    """A commit that the run of January holds, and that is then taken from the branch."""
    kept = history.tip("main")
    sha = history.commit("gone", files={"x": "1"}, at=at)
    read(history, "2025-01", "2025-02-01T01:00:00Z")
    history.ref("refs/heads/main", kept)
    return sha


def test_a_change_that_left_the_branch_is_a_deviation(history: History) -> None:
    """One run covers the year, and the run of January alone knows of the change."""
    sha = dropped(history)
    history.commit("clean", files={"y": "1"}, at="2025-01-11T10:00:00Z")
    read(history, "2025", "2026-01-02T01:00:00Z")

    evidence = year(history)
    verdicts = {
        (one.outcome, one.reason)
        for one in evaluate(evidence, ()).evaluation.findings
        if one.assertion == "POP-01"
    }
    assert told(evidence) == [(DifferenceKind.GONE, f"shop:{sha}", "on the branch, then not")]
    assert [(gap.kind, gap.affects) for gap in gaps(evidence)] == [(KINDS[0], (f"shop:{sha}",))]
    assert verdicts == {(Outcome.DEVIATION, "history-rewritten")}
    assert f"shop:{sha}" not in {change.id for change in evidence.view.changes}


def test_a_period_collected_twice_names_what_the_first_run_held(history: History) -> None:
    """Whichever of them gives the population of the same days."""
    sha = dropped(history)
    store = history.path.parent / "st"
    (first,) = (run.run_id for run in read_store(store)[0])
    read(history, "2025-01", "2025-02-03T01:00:00Z")
    (second,) = {run.run_id for run in read_store(store)[0]} - {first}
    write_receipt(store, first, "2025-02-01T01:00:00Z")
    write_receipt(store, second, "2025-02-03T01:00:00Z")

    assert told(choose(store, period="2025-01")) == [
        (DifferenceKind.GONE, f"shop:{sha}", "on the branch, then not")
    ]


def test_a_later_run_of_fewer_days_that_lacks_a_change_tells(history: History) -> None:
    """The run of the year gives the population and holds it; January was collected again afterwards."""
    kept = history.tip("main")
    sha = history.commit("gone", files={"x": "1"}, at="2025-01-10T10:00:00Z")
    read(history, "2025", "2026-01-02T01:00:00Z")
    store = history.path.parent / "st"
    (first,) = (run.run_id for run in read_store(store)[0])
    history.ref("refs/heads/main", kept)
    read(history, "2025-01", "2026-02-03T01:00:00Z")
    (second,) = {run.run_id for run in read_store(store)[0]} - {first}
    write_receipt(store, first, "2026-01-02T01:00:00Z")
    write_receipt(store, second, "2026-02-03T01:00:00Z")

    evidence = year(history)
    assert told(evidence) == [(DifferenceKind.GONE, f"shop:{sha}", "on the branch, then not")]
    assert [gap.kind for gap in gaps(evidence)] == [KINDS[0]]
    assert f"shop:{sha}" in {change.id for change in evidence.view.changes}


def test_a_date_of_other_days_hides_nothing(history: History) -> None:
    """It landed after a commit of January, whatever its date says."""
    sha = dropped(history, at="2024-12-30T10:00:00Z")
    history.commit("clean", files={"y": "1"}, at="2025-01-11T10:00:00Z")
    read(history, "2025", "2026-01-02T01:00:00Z")
    held = (history.path.parent / "st").glob("*/records/changes.jsonl")

    assert any(sha in path.read_text() for path in held)
    assert [what for what, _, _ in told(year(history))] == [DifferenceKind.GONE]


def test_a_commit_that_a_merge_brought_back_has_not_left(history: History) -> None:
    """It is on the branch, and counts in the change that brought it."""
    sha = dropped(history)
    history.ref("refs/heads/work", sha)
    history.commit("clean", files={"y": "1"}, at="2025-01-11T10:00:00Z")
    history.merge("work", "Merge branch 'work'", at="2025-01-12T10:00:00Z")
    read(history, "2025", "2026-01-02T01:00:00Z")

    evidence = year(history)
    assert [what for what, _, _ in told(evidence)] == [DifferenceKind.CHANGED]
    assert gaps(evidence) == []


def test_runs_that_agree_say_nothing(history: History) -> None:
    """The run of the year holds what that of January held, and stands for itself."""
    history.commit("more", files={"x": "1"}, at="2025-01-10T10:00:00Z")
    read(history, "2025-01", "2025-02-01T01:00:00Z")
    history.commit("later", files={"y": "1"}, at="2025-03-11T10:00:00Z")
    read(history, "2025", "2026-01-02T01:00:00Z")

    evidence = year(history)
    assert (told(evidence), gaps(evidence), evidence.view.runs) == ([], [], ())
