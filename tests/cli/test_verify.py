"""`attest verify` and `attest store` as a user meets them."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from attest.cli import attest
from attest.errors import UsageError
from tests.support.runs import Story, write_run


def asked(*arguments: str) -> Result:
    """The command's result; exit codes are what it returns."""
    return CliRunner().invoke(attest, list(arguments), standalone_mode=False)


def test_every_step_is_printed_with_its_number(tmp_path: Path) -> None:
    """Twelve steps, what is not proven, and a last line with its denominator."""
    result = asked("verify", str(write_run(tmp_path)))
    lines = result.stdout.splitlines()

    assert result.return_value == 0
    assert [line[:4].strip() for line in lines if line[:4].strip().isdigit()] == [
        str(number) for number in range(1, 13)
    ]
    assert "detects accident, not forgery" in result.stdout
    assert "What this does not prove:" in lines
    assert lines[-1] == "1 of 1 runs hold together."


def test_a_failed_step_names_file_and_line_and_exits_4(tmp_path: Path) -> None:
    """The step that fails is marked, and its problem stands below it."""
    run = write_run(tmp_path)
    place = run / "records" / "reviews.jsonl"
    place.write_bytes(place.read_bytes().replace(b"approved", b"disproved", 1))
    result = asked("verify", str(run))

    assert result.return_value == 4
    assert "   6  FAILED   Each line is a record of its kind" in result.stdout
    assert "records/reviews.jsonl, line 1: state:" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("1 of 1 runs failed")


def test_json_has_the_published_shape(tmp_path: Path) -> None:
    """One object: schema, path, kind, verdict, runs with their steps."""
    run = write_run(tmp_path)
    found = json.loads(asked("verify", "--json", str(run)).stdout)

    assert found["schema"] == "attest.verify/1"
    assert (found["kind"], found["ok"]) == ("run", True)
    assert found["runs"][0]["run_id"] == run.name
    assert found["runs"][0]["steps"][0] == {
        "number": 1,
        "id": "layout",
        "title": "Manifest and checkpoint are there and well formed",
        "status": "passed",
        "detail": "format version 1, manifest in canonical form",
        "problem_count": 0,
        "problems": [],
    }


def test_hostile_names_are_printed_visibly(tmp_path: Path) -> None:
    """A file name with control characters cannot draw on the terminal."""
    run = write_run(tmp_path)
    (run / "\x1b[2Jx").write_text("")
    result = asked("verify", str(run))

    assert result.return_value == 4
    assert "\x1b" not in result.stdout
    assert "\\x1b[2Jx" in result.stdout


def test_what_is_no_evidence_is_a_usage_error(tmp_path: Path) -> None:
    """The exit code of a wrong path is not that of damaged evidence."""
    fault = asked("verify", str(tmp_path)).exception

    assert isinstance(fault, UsageError)
    assert fault.exit_code == 2


def test_a_store_is_listed(tmp_path: Path) -> None:
    """Each run with period, scope and counts, as text and as JSON."""
    run = write_run(tmp_path)
    text = asked("store", "list", "--store", str(tmp_path)).stdout
    found = json.loads(asked("store", "list", "--json", "--store", str(tmp_path)).stdout)

    assert text.startswith(f"{run.name}  2025-Q1  clinic@main\n")
    assert "2 changes" in text
    assert found["runs"][0]["counts"]["changes"] == 2


@pytest.mark.parametrize(("damaged", "code"), [(False, 0), (True, 4)])
def test_a_store_is_checked(tmp_path: Path, damaged: bool, code: int) -> None:
    """Every run of the store is verified, and one that fails fails the store."""
    write_run(tmp_path, Story(changes=1))
    run = write_run(tmp_path)
    if damaged:
        (run / "checkpoint").unlink()
    result = asked("store", "check", "--store", str(tmp_path))

    assert result.return_value == code
    assert f"Run {run.name}" in result.stdout


def test_a_missing_predecessor_is_printed(tmp_path: Path) -> None:
    """A hole in the chain of runs is told, and is no damage of what is there."""
    run = write_run(tmp_path, Story(manifest={"previous_run": "f" * 64}))

    for command in (
        ("store", "check", "--store", str(tmp_path)),
        ("verify", str(tmp_path)),
        ("verify", str(run)),
    ):
        result = asked(*command)
        assert result.return_value == 0
        assert f"Run {run.name} follows a run that is not here: sha256 {'f' * 64}" in result.stdout
    found = json.loads(asked("verify", "--json", str(tmp_path)).stdout)
    assert found["missing_predecessors"] == [{"run_id": run.name, "previous_run": "f" * 64}]


def test_what_is_foreign_is_named(tmp_path: Path) -> None:
    """A zip of somebody else's in the folder is no damage of the evidence, and is said to be none."""
    write_run(tmp_path / "store")
    with zipfile.ZipFile(tmp_path / "holiday.zip", "w") as archive:
        archive.writestr("a picture.jpg", b"")
    result = asked("verify", str(tmp_path))

    assert result.return_value == 0
    assert "looked at by no step: holiday.zip (a zip that holds no run)." in result.stdout
