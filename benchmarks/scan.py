"""`attest scan` against its budget: 0.2 of `git log` with the same fields and `--numstat`.

    python -m benchmarks.scan REPO [RANGE] [--runs N] [--user-rules N]

With `--user-rules`, a scan with that many rules of a user is held against the scan without: at most
1.5 times.

Whole processes in turn. The yardstick opens every blob of the range: in a clone that lacks some it ends
in the middle, and the benchmark says so instead of comparing with half of the history.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.paired import compare, run
from tests.support.user_rules import document

BUDGET = 0.2
WITH_RULES = 1.5
MEMORY_MIB = 150
FIELDS = "%x00".join(["%H", "%T", "%P", "%an", "%ae", "%at", "%ad", "%cn", "%ce", "%ct", "%cd", "%e", "%B"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("revisions", nargs="?", default="HEAD")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--user-rules", type=int, default=0)
    asked = parser.parse_args()
    scan = [sys.executable, "-m", "attest", "scan", "--json", "--quiet"]
    ours = [*scan, str(asked.repository), asked.revisions]
    yardstick = ["git", "-C", str(asked.repository), "log", "-z", "--numstat", f"--format={FIELDS}"]
    held = compare("attest scan", ours, [*yardstick, asked.revisions], runs=asked.runs, budget=BUDGET)
    # Git maps whole packs into memory: only the interpreter's own share has a budget.
    memory = run(ours).peak_mib
    print(f"peak of the interpreter: {memory:.0f} MiB; budget {MEMORY_MIB}")
    if asked.user_rules:
        held = with_rules(ours, asked.user_rules, asked.runs) and held
    sys.exit(0 if held and memory < MEMORY_MIB else 1)


def with_rules(ours: list[str], number: int, runs: int) -> bool:
    """The same scan with rules of a user, against itself without them."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(document(number))
        file.flush()
        rules = [*ours, "--rules", file.name]
        return compare(f"attest scan with {number} rules", rules, ours, runs=runs, budget=WITH_RULES)


if __name__ == "__main__":
    main()
