"""`attest scan` against its budget: 0.2 of `git log` with the same fields and `--numstat`.

    python -m benchmarks.scan REPO [RANGE] [--runs N]

Whole processes in turn. The yardstick opens every blob of the range: in a clone that lacks some it ends
in the middle, and the benchmark says so instead of comparing with half of the history.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.paired import compare, run

BUDGET = 0.2
MEMORY_MIB = 150
FIELDS = "%x00".join(["%H", "%T", "%P", "%an", "%ae", "%at", "%ad", "%cn", "%ce", "%ct", "%cd", "%e", "%B"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("revisions", nargs="?", default="HEAD")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    ours = [
        sys.executable,
        "-m",
        "attest",
        "scan",
        "--json",
        "--quiet",
        str(asked.repository),
        asked.revisions,
    ]
    yardstick = ["git", "-C", str(asked.repository), "log", "-z", "--numstat", f"--format={FIELDS}"]
    held = compare("attest scan", ours, [*yardstick, asked.revisions], runs=asked.runs, budget=BUDGET)
    # Git maps whole packs into memory: only the interpreter's own share has a budget.
    memory = run(ours).peak_mib
    print(f"peak of the interpreter: {memory:.0f} MiB; budget {MEMORY_MIB}")
    sys.exit(0 if held and memory < MEMORY_MIB else 1)


if __name__ == "__main__":
    main()
