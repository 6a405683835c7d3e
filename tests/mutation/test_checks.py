"""No comparison of a check can be got wrong without a test of that check noticing."""

import subprocess
import sys
from pathlib import Path

import pytest

from attest.evaluate.registry import CHECKS

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize("check", [check.id for check in CHECKS])
def test_a_wrong_comparison_is_noticed(check: str) -> None:
    """Every mutant of the check's module fails the tests of the check; the last line counts them."""
    module, test = f"attest.evaluate.checks.{check}", f"tests/evaluate/checks/test_{check}.py"
    command = [sys.executable, "-m", "tests.mutation.survivors", module, test]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1200, check=True)
    *missed, total = told.stdout.splitlines()

    assert missed == []
    assert int(total) > 0
