"""Verification against its budget: at most 2.5 times `sha256sum` over the same bytes plus parsing.

    python -m benchmarks.verify [RUN] [--changes N] [--rounds N]

Without RUN, a sample run is written to a temporary folder first. Both sides run in turn, in one process
tree on one machine, and the quickest round of each counts: what is compared is a ratio, not a time.
Parsing is `json.loads` of every line, which is the least that a reader of the files can do.
"""

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from attest.ledger.verify import verify
from tests.support.runs import Story, write_run

BUDGET = 2.5


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process and its children: another load of the machine counts less."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def checksum(files: list[Path]) -> None:
    subprocess.run(["sha256sum", *map(str, files)], stdout=subprocess.DEVNULL, check=True)


def parse(files: list[Path]) -> None:
    for path in files:
        if path.suffix == ".jsonl":
            with path.open("rb") as stream:
                for line in stream:
                    json.loads(line)


def measure(run: Path, rounds: int) -> dict[str, float | int]:
    """The quickest of some rounds, both sides in turn."""
    files = sorted(path for path in run.rglob("*") if path.is_file())
    base, ours = [], []
    for _ in range(rounds):
        base.append(seconds(lambda: checksum(files)) + seconds(lambda: parse(files)))
        ours.append(seconds(lambda: verify(run)))
    assert verify(run).ok, "the run does not verify"
    return {
        "bytes": sum(path.stat().st_size for path in files),
        "baseline_s": round(min(base), 3),
        "verify_s": round(min(ours), 3),
        "ratio": round(min(ours) / min(base), 3),
        "budget": BUDGET,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("run", nargs="?", type=Path)
    parser.add_argument("--changes", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        started = time.process_time()
        run = asked.run or write_run(Path(folder), Story(changes=asked.changes))
        written = round(time.process_time() - started, 3)
        found = measure(run, asked.rounds)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"bench": "verify", **found, "written_s": written, "peak_mib": memory}))


if __name__ == "__main__":
    main()
