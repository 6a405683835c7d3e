"""The coverage basis goes into the run: what was found at the branch's end, held against its changes."""

from pathlib import Path

import pytest

from attest.ledger.read import load
from attest.ledger.verify import verify
from attest.model.coverage import Coverage, CoverageKind
from attest.model.evidence import RunView
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.support.history import History

OFF = '{\n  "includeCoAuthoredBy": false\n}\n'
MARKED = "fix\n\nCo-Authored-By: Claude <noreply@anthropic.com>"


def run(history: History, period: str = "2025") -> RunView:
    """A run of one repository."""
    store = history.path.parent / "store"
    request = Request(repositories=(history.path,), period=period, store=store, now="2026-06-01T00:00:00Z")
    path = collect(request, silent)
    assert verify(path).ok
    return load(path)


def told(view: RunView) -> list[tuple[CoverageKind, str, str, int, int, int]]:
    """Kind, tool, path, line, and the two counts."""
    return [_short(item) for item in view.coverage]


def _short(item: Coverage) -> tuple[CoverageKind, str, str, int, int, int]:
    return item.kind, item.tool, item.path, item.line, item.count, item.of


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository that has told Claude Code to leave no trace since before the period."""
    made = History(tmp_path / "shop")
    made.commit("start", files={".claude/settings.json": OFF}, at="2024-06-01T10:00:00Z")
    return made


def test_a_setting_is_in_the_run_with_its_line(history: History) -> None:
    """And the tool that it silences is strangely silent."""
    for day in range(1, 11):
        history.commit("work", files={"app.py": f"{day}\n"}, at=f"2025-02-{day:02}T10:00:00Z")

    assert told(run(history)) == [
        (CoverageKind.SUPPRESSION, "claude-code", ".claude/settings.json", 2, 0, 0),
        (CoverageKind.CONFIGURATION, "claude-code", ".claude/settings.json", 0, 0, 10),
        (CoverageKind.ANOMALY, "claude-code", ".claude/settings.json", 0, 0, 10),
    ]


def test_a_trace_of_the_tool_is_no_anomaly(history: History) -> None:
    """It is counted among the changes since."""
    history.commit("work", files={"app.py": "1\n"}, at="2025-02-01T10:00:00Z")
    history.commit(MARKED, files={"app.py": "2\n"}, at="2025-02-02T10:00:00Z")

    assert told(run(history))[1:] == [
        (CoverageKind.CONFIGURATION, "claude-code", ".claude/settings.json", 0, 1, 2)
    ]


def test_what_came_after_the_period_says_nothing_of_it(history: History) -> None:
    """The files are those of the period's end, whenever it is collected."""
    history.commit("work", files={"app.py": "1\n"}, at="2025-02-01T10:00:00Z")
    before = run(history)
    history.commit("later", files={".cursor/mcp.json": "{}\n"}, at="2026-02-01T10:00:00Z")

    assert run(history).coverage == before.coverage


def test_a_settings_file_that_cannot_be_read_is_a_gap(history: History) -> None:
    """It names the file."""
    history.commit("torn", files={".claude/settings.json": "{"}, at="2025-02-01T10:00:00Z")

    assert [gap.what for gap in run(history).gaps if gap.source == "coverage"] == [
        ".claude/settings.json on the release branch could not be read: it ends before its end"
    ]
