"""Management's answers on their way: from the release branch or the caller to findings and package."""

import json
import zipfile
from pathlib import Path

import pytest

from attest.errors import ConfigError, IntegrityError
from attest.model.disposition import Place, Standing
from attest.model.progress import silent
from attest.pipeline.reporting import evaluate, write
from tests.support.answered import answers, collected, entry, repository


def test_the_file_of_the_release_branch_is_kept_in_the_run_and_read(tmp_path: Path) -> None:
    """It was written after the period, and says how the line stands on the day of the report."""
    first = collected(repository(tmp_path / "one" / "shop"), tmp_path / "store")
    (line,) = evaluate(first, ()).evaluation.deviations

    told = answers(entry(line.id, due="2025-05-01"))
    again = collected(repository(tmp_path / "two" / "shop", told), tmp_path / "store")
    found = evaluate(again, ()).evaluation

    assert (again / "config" / "dispositions.yaml").read_text() == told
    assert [item.id for item in found.deviations] == [line.id]
    (answer,) = found.answers
    assert (answer.id, answer.place, answer.standing) == (line.id, Place.REGISTER, Standing.OVERDUE)
    assert evaluate(again, (), as_of="2025-05-01T00:00:00Z").evaluation.answers[0].standing is Standing.OPEN


def test_a_run_without_a_file_says_so(tmp_path: Path) -> None:
    """No file is not an empty file."""
    without = evaluate(collected(repository(tmp_path / "one" / "shop"), tmp_path / "store"), ())
    empty = collected(repository(tmp_path / "two" / "shop", answers()), tmp_path / "store")

    assert (without.evaluation.dispositions_given, without.evaluation.answers) == (False, ())
    assert evaluate(empty, ()).evaluation.dispositions_given


@pytest.mark.parametrize("told", ["format: attest-dispositions/1\n", ""])
def test_a_file_that_is_none_ends_the_collection(tmp_path: Path, told: str) -> None:
    """Before anything is written: with the place in the repository."""
    history = repository(tmp_path / "shop", told)

    with pytest.raises(ConfigError) as fault:
        collected(history, tmp_path / "store")
    assert fault.value.where.partition("@")[0] == "shop"
    assert ".attest/dispositions.yaml:1" in fault.value.where


def test_a_file_of_the_operator_goes_before_that_of_the_branch(tmp_path: Path) -> None:
    """Its bytes are those that the run keeps."""
    own = tmp_path / "own.yaml"
    own.write_text(answers(entry("DEV-0123456789")))
    run = collected(repository(tmp_path / "shop", answers()), tmp_path / "store", own)

    assert (run / "config" / "dispositions.yaml").read_bytes() == own.read_bytes()


def test_answers_changed_after_collection_are_refused(tmp_path: Path) -> None:
    """What the run keeps is sealed like everything else."""
    run = collected(repository(tmp_path / "shop", answers()), tmp_path / "store")
    (run / "config" / "dispositions.yaml").write_text(answers(entry("DEV-0123456789")))

    with pytest.raises(IntegrityError, match="not the one the manifest names"):
        evaluate(run, ())


def test_answers_handed_in_for_a_report_go_along_and_remove_no_line(tmp_path: Path) -> None:
    """A waived deviation is a deviation: findings.json has both, and the package the file."""
    run = collected(repository(tmp_path / "shop"), tmp_path / "store")
    (line,) = evaluate(run, ()).evaluation.deviations
    own = tmp_path / "own.yaml"
    waiver = "{approver: board, granted: 2025-03-01, expires: 2026-12-31}"
    own.write_text(answers(entry(line.id, response="waived", waiver=waiver)))

    write(evaluate(run, (), dispositions=own), tmp_path / "out", ("json",), silent)

    findings = json.loads((tmp_path / "out" / "findings.json").read_bytes())
    assert [row["id"] for row in findings["deviations"]] == [line.id]
    assert [(row["id"], row["standing"]) for row in findings["answers"]] == [(line.id, "waived")]
    with zipfile.ZipFile(tmp_path / "out" / "evidence.zip") as package:
        assert package.read("dispositions.yaml") == own.read_bytes()
