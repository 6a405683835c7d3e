"""What holds of every registered check."""

import ast
import re
from pathlib import Path

import pytest

from attest.catalog import known_assertions
from attest.evaluate.check import Check, Reason
from attest.evaluate.judging import REASONS
from attest.evaluate.registry import CHECKS, IDS, fitting, procedure
from attest.model.finding import Outcome
from attest.model.imports import KINDS

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("arrival", "described", "entries", "named", "scoped")
"""Modules in which several checks' reasons are given."""
CASES = ("met", "deviation", "indeterminate", "not_applicable", "tempting")
SOURCES = {"reviews", "checks", "comprehension", "pull-requests", "dispositions", "rules", "bypasses", *KINDS}

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def text_of(check: Check) -> str:
    """The text of a check's tests."""
    return (ROOT / f"tests/evaluate/checks/test_{check.id}.py").read_text()


def row(name: str, reason: Reason) -> str:
    """A reason as the tables of docs/checks/ have it."""
    absence = " (absence)" if reason.absence else ""
    return f"| `{name}` | {reason.outcome.word.replace('_', ' ')}{absence} | {reason.meaning} |"


@each_check
@pytest.mark.parametrize("case", CASES)
def test_every_check_has_each_kind_of_case(check: Check, case: str) -> None:
    """Met, deviation, indeterminate, not applicable, and the met that tempts: by the names of tests."""
    names = [node.name for node in ast.walk(ast.parse(text_of(check))) if isinstance(node, ast.FunctionDef)]

    assert [name for name in names if name.startswith(f"test_{case}_")] != []


@each_check
def test_every_reason_of_a_check_is_expected_by_a_test(check: Check) -> None:
    """A reason that no test expects could be given for anything."""
    assert [reason for reason in check.reasons if f'"{reason}"' not in text_of(check)] == []


@each_check
def test_every_reason_can_be_given_and_no_other(check: Check) -> None:
    """The reasons listed are the ones that the check's own text gives."""
    text = (ROOT / f"attest/evaluate/checks/{check.id}.py").read_text()
    text += "".join((ROOT / f"attest/evaluate/{name}.py").read_text() for name in SHARED)
    counted = {reason: text.count(f'"{reason}"') for reason in check.reasons}

    assert [reason for reason, count in counted.items() if count < 2] == []


@each_check
def test_every_check_is_documented(check: Check) -> None:
    """docs/checks/ has question, steps, reasons, outcomes and parameters as the code has them."""
    pages = "\n".join(page.read_text() for page in sorted((ROOT / "docs/checks").glob("*.md")))
    sections = re.split(r"^## ", pages, flags=re.MULTILINE)
    section = next((text for text in sections if text.split("\n", 1)[0].endswith(f"`{check.id}`")), "")
    missing = [name for name in check.parameters if f"Parameter `{name}`" not in section]
    missing += [name for name, reason in check.reasons.items() if row(name, reason) not in section]
    missing += [step for step in (check.question, *check.procedure) if step not in section]

    assert missing == []


def test_reasons_of_the_engine_are_documented() -> None:
    """docs/checks/README.md explains the reasons that stand in place of a check's own."""
    text = (ROOT / "docs/checks/README.md").read_text()

    assert [name for name, reason in REASONS.items() if row(name, reason) not in text] == []


@each_check
def test_what_is_open_does_not_rest_on_absence(check: Check) -> None:
    """An open result has its own reason, which another one must not cover."""
    found = [reason.outcome for reason in check.reasons.values() if reason.absence]

    assert set(found) <= {Outcome.DEVIATION, Outcome.MET, Outcome.NOT_APPLICABLE}


@each_check
def test_a_check_names_sources_that_a_manifest_knows(check: Check) -> None:
    """A source by another name would never be missing."""
    assert set(check.sources) <= SOURCES


@each_check
def test_a_procedure_can_be_followed(check: Check) -> None:
    """A question and at least three steps, each a sentence."""
    assert check.question.endswith("?")
    assert len(procedure(check.id)) >= 3
    assert [step for step in check.procedure if not step.endswith((".", ".)"))] == []


def test_every_assertion_has_a_fitting_check_with_its_parameters() -> None:
    """Parameters of assertion and check are the same, none is dead."""
    pairs = [(assertion, fitting(assertion)) for assertion in known_assertions()]

    assert [
        assertion.id
        for assertion, check in pairs
        if {item.name for item in assertion.parameters} != set(check.parameters)
    ] == []
    assert {check.id for _, check in pairs} == IDS
