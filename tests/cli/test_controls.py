"""`attest controls` as people and programs use it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from attest.cli.controls import command
from attest.errors import CatalogError, UsageError


def run(*arguments: str) -> Result:
    """The result of a command that is not caught by the outermost handler."""
    return CliRunner().invoke(command, arguments, catch_exceptions=True)


def data(*arguments: str) -> dict[str, Any]:
    """The JSON that a command prints."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    loaded: dict[str, Any] = json.loads(result.output)
    return loaded


def test_list_names_frameworks_and_assertions() -> None:
    """How many criteria of each edition have a test procedure, with the denominator."""
    lines = run("list").output.splitlines()

    assert lines[0].startswith("hipaa")
    assert lines[3].strip() == "8 of 22 criteria have a test procedure"
    assert lines[-1].startswith("AGT-01")


def test_list_gives_json() -> None:
    """Under a schema with a version."""
    listed = data("list", "--framework", "pci")

    assert listed["schema"] == "attest.controls.list/1"
    assert [item["id"] for item in listed["frameworks"]] == ["pci"]


def test_show_explains_an_assertion() -> None:
    """Steps, reasons, mappings and limits."""
    output = run("show", "rev-02").output

    assert "    1. Take the change's type." in output
    assert "deviation      approved-by-author:" in output
    assert "6.2.3.1 (direct)" in output


def test_show_gives_an_assertion_as_json() -> None:
    """With the check's reasons and their outcomes."""
    shown = data("show", "REV-02")

    assert shown["schema"] == "attest.controls.assertion/1"
    assert shown["check"]["reasons"]["approved"]["outcome"] == "met"
    assert {"criterion", "display", "strength", "limits"} == set(shown["criteria"][0])


@pytest.mark.parametrize("name", ["soc2-cc8.1-approves", "CC8.1 (approves system changes)"])
def test_show_explains_a_criterion(name: str) -> None:
    """By its id or by what an auditor calls it."""
    assert "REV-02 (direct)" in run("show", name).output


def test_show_marks_a_quotation() -> None:
    """Public law is set in quotation marks."""
    assert (
        '"Implement hardware, software, and/or procedural mechanisms' in run("show", "hipaa-164.312-b").output
    )


def test_show_refuses_what_there_is_not() -> None:
    """With the remedy."""
    result = run("show", "nothing")

    assert isinstance(result.exception, UsageError)
    assert "attest controls list" in result.exception.hint


def test_coverage_lists_every_criterion() -> None:
    """Each with what reaches it, or with what to attach."""
    covered = data("coverage")
    total = sum(len(item["criteria"]) for item in covered["frameworks"])
    lines = run("coverage").output.splitlines()

    assert covered["schema"] == "attest.controls.coverage/1"
    assert total == sum(line.startswith("  ") and "attach:" not in line for line in lines)


def test_lint_passes_the_bundled_packs() -> None:
    """And says how many files it read."""
    assert run("lint").output == "10 files, 9 assertions: no fault found\n"


def test_lint_finds_a_parameter_that_the_check_does_not_read(tmp_path: Path) -> None:
    """A dead setting would look like an effect."""
    (tmp_path / "own.yaml").write_text(
        "format: attest-controls/1\n"
        "part_of: pci\n"
        "assertions:\n"
        "  - id: OWN-01\n"
        "    title: T\n"
        "    statement: S.\n"
        "    check: reviewed_before_merge\n"
        "    applies_to: all\n"
        "    kind: preventive\n"
        "    parameters:\n"
        "      - {name: dead, default: 1, why: None.}\n"
        "      - {name: review_evidence, default: forge, why: None.}\n"
        "    evidence: [e]\n"
        "    limits: L.\n"
        "criteria:\n"
        "  - id: own-1\n"
        "    display: Own\n"
        "    summary: S.\n"
        "    evidence: repository\n"
        "    limits: L.\n"
        "    mappings: [{assertion: OWN-01, strength: context, limits: L.}]\n"
    )
    result = run("lint", str(tmp_path))

    assert isinstance(result.exception, CatalogError)
    assert result.exception.what == "the parameters of OWN-01 and of its check differ: dead"
