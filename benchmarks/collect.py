"""`attest collect` on the git forge, with file statistics, against its budget: 1.2 of the yardstick.

    python -m benchmarks.collect REPO --period P RANGE [--runs N]

RANGE is the same commits as git names them, for `git log` with the same fields and `--numstat`.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.paired import compare
from benchmarks.scan import FIELDS

BUDGET = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("revisions", help="the period's commits as a range of git")
    parser.add_argument("--period", required=True)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    yardstick = ["git", "-C", str(asked.repository), "log", "-z", "--numstat", f"--format={FIELDS}"]
    with tempfile.TemporaryDirectory() as store:
        ours = [sys.executable, "-m", "attest", "collect", "--quiet", "--period", asked.period]
        ours += ["--store", store, str(asked.repository)]
        held = compare("attest collect", ours, [*yardstick, asked.revisions], runs=asked.runs, budget=BUDGET)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
