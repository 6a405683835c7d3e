"""`attest collect --forge github` against its budgets, from the simulated forge; and killed over and over.

    python -m benchmarks.github [--pulls 5000] [--commits 40000] [--seed 1] [--kills 10] [--folder FOLDER]

The forge is a process of its own, and so is each collection. Points and calls are those that the forge
counted. Memory is the peak of the interpreter that runs `attest` as it is told of itself, which leaves its
children out: git, whose mapped packs belong to no one, and the process that measures code.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from attest.collect.github.budget import CALLS_PER_THOUSAND, POINTS_PER_THOUSAND
from tests.support.killing import Collecting, Whole, differing, kill_at, moments

MOST_MIB = 400
_LONGEST_START_S = 600


@dataclass(frozen=True, slots=True)
class Forge:
    """A simulated forge in a process of its own, and the repository that it knows."""

    url: str
    repository: Path
    record: Path

    def asked(self) -> tuple[int, int, int]:
        """GraphQL points, GraphQL queries and REST calls so far."""
        rows = [json.loads(line) for line in self.record.read_text("utf-8").splitlines()]
        queries = [row for row in rows if row["operation"]]
        return sum(row["points"] for row in queries), len(queries), len(rows) - len(queries)


@contextmanager
def serving(folder: Path, pulls: int, commits: int, seed: int) -> Iterator[Forge]:
    """A forge until the end of the block."""
    forge = Forge("", folder / "large", folder / "asked.jsonl")
    ready = folder / "ready"
    options = {"--pulls": pulls, "--commits": commits, "--seed": seed, "--git": forge.repository}
    options |= {"--record": forge.record, "--ready": ready, "--hourly": 10**9}
    given = [str(part) for pair in options.items() for part in pair]
    command = [sys.executable, "-m", "tests.simulator", *given]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        ends = time.monotonic() + _LONGEST_START_S
        while not (ready.exists() and ready.read_text("ascii").endswith("\n")):
            if process.poll() is not None or time.monotonic() > ends:
                sys.exit("the simulator did not begin")
            time.sleep(0.2)
        yield Forge(ready.read_text("ascii").strip(), forge.repository, forge.record)
        assert process.stdin is not None
        process.stdin.close()


def measure(collecting: Collecting, forge: Forge, folder: Path, pulls: int) -> bool:
    """Collect in one go and print what it took; says whether the budgets were held."""
    report = folder / "used.json"
    started = time.perf_counter()
    process = collecting.start("--keep-answers", program=("-m", "benchmarks.own_usage", str(report)))
    fetched = _when_fetched(process, collecting) - started
    _, said = process.communicate()
    wall = time.perf_counter() - started
    if process.returncode:
        sys.exit(said.decode(errors="replace")[-1000:])
    used = json.loads(report.read_text("ascii"))
    points, queries, calls = forge.asked()
    held = _print_cost("GraphQL points", points, pulls, POINTS_PER_THOUSAND)
    held &= _print_cost("REST calls", calls, pulls, CALLS_PER_THOUSAND)
    print(f"wall {wall:.0f} s, of it {fetched:.0f} s until all was fetched ({queries + calls} requests)")
    print(f"processor {used['cpu_s']} s, its children {used['children_cpu_s']} s")
    within = used["peak_mib"] < MOST_MIB
    print(f"peak {used['peak_mib']} MiB; budget {MOST_MIB}: {'held' if within else 'NOT held'}")
    run = collecting.sealed
    print(f"spool {_mib(collecting.store / '.forge')}, run {_mib(run)} (answers {_mib(run / 'raw')}, "
          f"records {_mib(run / 'records')}, personal {_mib(run / 'personal')})", flush=True)  # fmt: skip
    return held and within


def kill(collecting: Collecting, whole: Collecting, forge: Forge, kills: int, seed: int) -> bool:
    """Kill a collection at so many moments, let it end, and say whether its records are the same."""
    before, size = forge.asked(), Whole.of(whole)
    killed = 0
    for moment in moments(seed, kills):
        runs = kill_at(moment, collecting, size)
        killed += runs
        print(f"  {moment}: {'killed' if runs else 'had ended'}, {collecting.had()} answers had", flush=True)
    collecting.run()
    after = forge.asked()
    wrong = differing(whole.sealed, collecting.sealed)
    print(f"killed {killed} times: {', '.join(wrong) if wrong else 'records and personal entries'} "
          f"{'DIFFER' if wrong else 'are the same, byte for byte'}")  # fmt: skip
    left = collecting.left()
    print(f"asked {after[1] - before[1]} queries and {after[2] - before[2]} calls; in one go "
          f"{before[1]} and {before[2]}; left in the store: {left or 'nothing'}", flush=True)  # fmt: skip
    return killed == kills and not wrong and not left


def _when_fetched(process: subprocess.Popen[bytes], collecting: Collecting) -> float:
    while process.poll() is None and not collecting.is_fetched():
        time.sleep(0.2)
    return time.perf_counter()


def _print_cost(name: str, cost: int, pulls: int, budget: int) -> bool:
    rate = cost * 1000 / pulls
    held = rate <= budget
    word = "held" if held else "NOT held"
    print(f"{name}: {cost}, {rate:.0f} for 1,000 pull requests; budget {budget}: {word}")
    return held


def _mib(folder: Path) -> str:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return f"{size / 2**20:.0f} MiB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pulls", type=int, default=5000)
    parser.add_argument("--commits", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--folder", type=Path, help="where it is done; else a temporary folder")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as place:
        folder = Path(place)
        with serving(folder, asked.pulls, asked.commits, asked.seed) as forge:
            whole = Collecting(forge.repository, forge.url, "octo/large", folder / "whole")
            held = measure(whole, forge, folder, asked.pulls)
            if asked.kills:
                again = Collecting(forge.repository, forge.url, "octo/large", folder / "again")
                held &= kill(again, whole, forge, asked.kills, asked.seed)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
