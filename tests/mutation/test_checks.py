"""No comparison of a check can be got wrong without a test of that check noticing."""

import subprocess
import sys
from pathlib import Path

import pytest

from attest.evaluate.registry import IDS

ROOT = Path(__file__).resolve().parents[2]
HELD = (
    "access_reviewed",
    "activity_reviewed",
    "agents_confined",
    "approval_covers_landed_revision",
    "approver_authorised",
    "assessment_recorded",
    "authorised_before_build",
    "branch_rules_in_force",
    "comprehension_recorded",
    "critical_patches_in_time",
    "description_recorded",
    "findings_dispositioned",
    "incident_fixes_controlled",
    "new_components_reviewed",
    "no_live_data",
    "objections_resolved",
    "population_complete",
    "privacy_considered",
    "release_approved",
    "reviewed_before_merge",
    "reviewer_qualified",
    "significant_change_followed",
    "tests_independent",
)
"""The checks whose every mutant was seen to be noticed. One that is not here was not tried to the end yet."""


def test_what_is_held_against_its_mutants_is_a_check() -> None:
    """A name that no check has would hold nothing."""
    assert set(HELD) - IDS == set()


@pytest.mark.slow
@pytest.mark.parametrize("check", HELD)
def test_a_wrong_comparison_is_noticed(check: str) -> None:
    """Every mutant of the check's module fails the tests of the check; the last line counts them."""
    module, test = f"attest.evaluate.checks.{check}", f"tests/evaluate/checks/test_{check}.py"
    command = [sys.executable, "-m", "tests.mutation.survivors", module, test]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1200, check=True)
    *missed, total = told.stdout.splitlines()

    assert missed == []
    assert int(total) > 0
