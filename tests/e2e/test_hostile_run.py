"""The main job on a repository that tries everything at once: a report, nothing run, nothing changed."""

import json
from pathlib import Path

from tests.collect.test_hostile import MISLEADING, PROGRAMS, story
from tests.support.program import attest
from tests.support.traps import snapshot

TRAPS = {**PROGRAMS, **MISLEADING}
FIRST = ("commit-graph", "pack-index")  # git writes these, and refuses to beside grafts
LATER = tuple(name for name in TRAPS if name not in (*FIRST, "other-owner"))


def test_a_hostile_repository_gives_a_whole_report_and_nothing_of_it_runs(tmp_path: Path) -> None:
    """Every trap in one repository, odd names and messages: PDF and HTML, git's count, no marker."""
    history = story(tmp_path / "shop")
    count = int(history.git("rev-list", "--first-parent", "--count", "main"))
    markers = {name: tmp_path / f"marker-{name}" for name in (*FIRST, *LATER)}
    for name, marker in markers.items():
        TRAPS[name][0](history, marker)
    for marker in markers.values():
        marker.unlink(missing_ok=True)
    history.ref("refs/heads/x<script>y", history.tip())
    before = snapshot(history.path)
    out = tmp_path / "out"

    ended = attest("run", history.path, "--period", "1990-01-01..2025-12-31", "--out", out, "--json")

    assert ended.code == 0, ended.err
    printed = json.loads(ended.out)
    assert printed["counts"]["changes"] == count
    assert [name for name, marker in markers.items() if marker.exists()] == []
    assert snapshot(history.path) == before
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert "<script>alert" not in (out / "report.html").read_text()
    assert attest("verify", out / "store").code == 0
    assert attest("verify", out / "evidence.zip").code == 0


def test_evidence_behind_a_nul_is_in_the_report(tmp_path: Path) -> None:
    """A trailer that `git log` does not show is found, and the commit is flagged."""
    history = story(tmp_path / "shop")
    out = tmp_path / "out"

    attest("run", history.path, "--period", "2025", "--out", out, "--format", "html")

    records = next((out / "store").glob("*/records/commits.jsonl")).read_text().splitlines()
    flagged = [row["sha"] for row in map(json.loads, records) if "nul-in-message" in row["flags"]]
    signals = next((out / "store").glob("*/records/signals.jsonl")).read_text()
    assert len(flagged) == 1
    assert flagged[0] in signals
