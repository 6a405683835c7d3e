"""`attest controls` as people and programs use it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from attest.cli.controls import command
from attest.errors import UsageError


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
    assert re.fullmatch(r"\d+ of 33 criteria have a test procedure", lines[3].strip())
    assert [line for line in lines if line.startswith("AGT-01")] != []


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


def test_show_tells_a_criterion_that_is_not_in_force_any_more() -> None:
    """With what took its place, and how an assessor tests it."""
    lines = [line.strip() for line in run("show", "pci-6.4.1").output.splitlines()]

    assert [word for word in ("superseded", "by pci-6.4.2", "until 2025-03-31") if word not in lines] == []
    assert "pci/4.0.1/6.4.1" in lines
    assert "external: no test reaches it" in lines


def test_show_tells_what_documents_an_alternative() -> None:
    """And why nothing is mapped to it on purpose."""
    output = run("show", "hipaa-164.310-a-2-iv").output

    assert "attach where an alternative stands in for it: why the specification is not" in output
    assert "not mapped on purpose: Maintenance records" in output


def test_coverage_lists_every_criterion() -> None:
    """Each with what reaches it and how far, or with what to attach."""
    covered = data("coverage")
    criteria = [item for framework in covered["frameworks"] for item in framework["criteria"]]
    output = run("coverage").output

    assert covered["schema"] == "attest.controls.coverage/1"
    assert [item["id"] for item in criteria if f"\n  {item['display']}" not in output] == []
    assert output.count("    external: no test reaches it\n") == sum(
        not item["mappings"] for item in criteria
    )
    assert output.count("    attach: ") == len(criteria)
    assert [
        mapping
        for item in criteria
        for mapping in item["mappings"]
        if f"    {mapping['assertion']} ({mapping['strength']}): {mapping['limits']}\n" not in output
    ] == []


def test_a_proposed_rule_is_covered_only_when_it_is_named() -> None:
    """And is said not to be in force."""
    assert "proposed rule of January" not in run("coverage").output
    assert (
        "  proposed, not in force from 2025-01-06" in run("coverage", "--framework", "hipaa-nprm-2025").output
    )


def test_coverage_gives_a_page_in_markdown() -> None:
    """One table for each framework."""
    assert run("coverage", "--framework", "pci", "--markdown").output.count("\n| --- |") == 1


def test_schema_prints_the_json_schema() -> None:
    """Of one pack file."""
    assert json.loads(run("schema").output)["title"] == "Pack"


def test_lint_passes_the_bundled_packs() -> None:
    """And says how many files it read."""
    assert re.fullmatch(r"\d+ files: no fault found\n", run("lint").output)


FAULTY = """\
format: attest-controls/1
part_of: pci
assertions:
  - id: OWN-01
    title: T
    statement: S.
    check: reviewed_before_merge
    applies_to: all
    kind: preventive
    parameters:
      - {name: dead, default: 1, why: None.}
      - {name: review_evidence, default: forge, why: None.}
    evidence: [e]
    limits: L.
criteria:
  - id: own-1
    display: Own
    summary: S.
    evidence: repository
    limits: L.
    mappings: [{assertion: OWN-02, strength: context, limits: L.}]
"""


def test_lint_tells_every_fault_with_file_and_line(tmp_path: Path) -> None:
    """In order, each with what to do, and ends as a fault of the user's."""
    (tmp_path / "own.yaml").write_text(FAULTY)
    result = run("lint", str(tmp_path))
    told = [line for line in result.output.splitlines() if line.startswith(str(tmp_path))]
    where = f"{tmp_path}/own.yaml"

    assert result.exit_code == 2
    assert told[0] == f"{where}:4: no criterion maps to assertion OWN-01 [unmapped-assertion]"
    assert told[1] == (
        f"{where}:11: check reviewed_before_merge of assertion OWN-01 does not read parameter dead "
        "[dead-parameter]"
    )
    assert told[2].startswith(f"{where}:21: criterion own-1 maps to an unknown assertion OWN-02")
    assert len(told) == 3
    assert result.output.endswith(" files: 3 faults\n")


def test_lint_gives_json(tmp_path: Path) -> None:
    """One object for each fault, and the same end."""
    (tmp_path / "own.yaml").write_text(FAULTY)
    result = run("lint", str(tmp_path), "--json")
    faults = json.loads(result.output)["faults"]

    assert result.exit_code == 2
    assert [(item["rule"], item["line"]) for item in faults] == [
        ("unmapped-assertion", 4),
        ("dead-parameter", 11),
        ("unknown", 21),
    ]
    assert {"rule", "file", "line", "what", "hint"} == set(faults[0])


def test_list_names_what_a_pack_of_ones_own_changed(tmp_path: Path) -> None:
    """So that nobody takes the packs for those that ship."""
    (tmp_path / "own.yaml").write_text(
        "format: attest-controls/1\n"
        "tighten:\n"
        "  - {assertion: REV-02, parameter: approvals, to: 2, why: Our policy.}\n"
    )
    result = run("list", "--controls", str(tmp_path))

    assert result.output.splitlines()[-1] == (
        "tightened: parameter REV-02 approvals, by own.yaml: from 1 to 2: Our policy."
    )
