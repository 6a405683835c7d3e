"""Exports of vendors go into a run: as declared traces, kept by digest, without a word about people."""

import hashlib
import json
from pathlib import Path

import pytest

from attest.errors import ConfigError
from attest.ledger.read import load, read_config
from attest.ledger.verify import verify
from attest.model.coverage import CoverageKind
from attest.model.progress import silent
from attest.model.signal import AiState, Grade
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.support.history import History

HEADER = "commit_hash,user_email,total_lines_added,tab_lines_added,composer_lines_added\n"


def request(history: History, *exports: Path) -> Request:
    """The period in which the history lies."""
    return Request(
        repositories=(history.path,),
        period="2025",
        store=history.path.parent / "store",
        now="2026-06-01T00:00:00Z",
        ai_exports=exports,
    )


@pytest.fixture
def history(tmp_path: Path) -> History:
    """Two commits without a trace."""
    made = History(tmp_path / "shop")
    made.commit("one", files={"app.py": "1\n"})
    made.commit("two", files={"app.py": "2\n"})
    return made


def export(history: History, *rows: str) -> Path:
    """An export beside the repository."""
    path = history.path.parent / "cursor.csv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return path


def test_a_commit_of_an_export_is_evidenced_by_declaration(history: History) -> None:
    """The other is not; and the run says which rule read it."""
    sha = history.git("rev-parse", "main")
    view = load(collect(request(history, export(history, f"{sha},ada@shop.example,4,1,3")), silent))

    assert [(item.state, item.grade, item.tools) for item in view.involvements] == [
        (AiState.NO_EVIDENCE, None, ()),
        (AiState.AI_EVIDENCED, Grade.C, ("cursor",)),
    ]
    assert [(item.rule, item.where, item.source.split(":")[0]) for item in view.signals] == [
        ("export.commits", "export", "export")
    ]
    assert "export.commits" in {rule.id for rule in view.manifest.rules}


def test_what_an_export_says_is_no_disclosure_of_the_author(history: History) -> None:
    """It is a source of its own."""
    sha = history.git("rev-parse", "main")
    view = load(collect(request(history, export(history, f"{sha},,4,1,3")), silent))

    assert (view.involvements[1].disclosed, view.involvements[1].sources) == (False, ("export",))


def test_the_run_keeps_its_digest_and_how_it_fits(history: History) -> None:
    """Rows of other commits are counted and named, and are no gap."""
    sha, other = history.git("rev-parse", "main"), "9" * 40
    path = export(history, f"{sha},ada@shop.example,4,1,3", f"{other},ben@shop.example,4,4,0")
    run = collect(request(history, path), silent)
    view = load(run)

    assert verify(run).ok
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert json.loads(read_config(run, "ai-exports/00.json") or b"") == {
        "columns": ["commit_hash", "total_lines_added", "tab_lines_added", "composer_lines_added"],
        "columns_not_read": 1,
        "differing_commits": [],
        "differing_count": 0,
        "name": "cursor.csv",
        "rows": 2,
        "sha256": digest,
        "unknown_commits": [other],
        "unknown_count": 1,
    }
    assert [
        (item.kind, item.tool, item.count, item.of, item.setting)
        for item in view.coverage
        if item.kind is CoverageKind.EXPORT
    ] == [(CoverageKind.EXPORT, "cursor", 1, 2, "1 commit is not of the population: 999999999999")]
    assert view.gaps == load(collect(request(history), silent)).gaps


def test_rows_that_contradict_each_other_are_told(history: History) -> None:
    """The commit is named beside the export; both rows are its traces."""
    sha = history.git("rev-parse", "main")
    path = export(history, f"{sha},ada@shop.example,4,1,3", f"{sha},ada@shop.example,4,0,4")
    view = load(collect(request(history, path), silent))

    assert [item.setting for item in view.coverage if item.kind is CoverageKind.EXPORT] == [
        f"1 commit has rows with different counts: {sha[:12]}"
    ]
    assert len([one for one in view.signals if one.where == "export"]) == 2


def test_people_of_an_export_are_in_its_bytes_alone(history: History) -> None:
    """Which lie where they can be left out; what is left still verifies."""
    sha = history.git("rev-parse", "main")
    path = export(history, f"{sha},ada@private.example,4,1,3")
    run = collect(request(history, path), silent)

    holding = [file.relative_to(run).parts[0] for file in run.rglob("*") if _holds(file, b"private.example")]
    assert holding == ["raw"]
    assert (run / "raw" / hashlib.sha256(path.read_bytes()).hexdigest()).read_bytes() == path.read_bytes()


def _holds(file: Path, text: bytes) -> bool:
    return file.is_file() and text in file.read_bytes()


def test_a_faulty_export_ends_the_command_before_anything_is_collected(history: History) -> None:
    """It names file, line and remedy."""
    path = export(history, "abc,x,1,1,1")
    with pytest.raises(ConfigError) as fault:
        collect(request(history, path), silent)

    assert (fault.value.where, fault.value.exit_code) == (f"{path}:2", 2)
    assert not (history.path.parent / "store").exists()


def test_the_same_export_gives_the_same_run(history: History) -> None:
    """Wherever it lies."""
    sha = history.git("rev-parse", "main")
    path = export(history, f"{sha},,4,1,3")
    moved = history.path.parent / "other" / path.name
    moved.parent.mkdir()
    moved.write_bytes(path.read_bytes())

    assert collect(request(history, path), silent) == collect(request(history, moved), silent)
