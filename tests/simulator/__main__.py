"""A simulator of a generated world in a process of its own.

    python -m tests.simulator --pulls 5000 --commits 40000 --seed 1 --git FOLDER --ready FILE --record FILE

`--ready` is written when it answers: one line, the address. It runs until it is ended or its standard input
is closed.
"""

import argparse
import json
import sys
from pathlib import Path

from tests.simulator.faults import named
from tests.simulator.generated import generate
from tests.simulator.server import Simulator


def main() -> None:
    """Serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__.split("\n")[0])
    parser.add_argument("--pulls", type=int, default=100)
    parser.add_argument("--commits", type=int, default=800)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--git", type=Path, help="where the matching repository is written")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", help="answer any other with 401")
    parser.add_argument("--hourly", type=int, default=5000)
    parser.add_argument("--record", type=Path, help="one JSON object a request")
    parser.add_argument("--ready", type=Path, help="written when it answers")
    parser.add_argument("--faults", type=Path, help="a JSON list: README.md shows it")
    asked = parser.parse_args()
    world = generate(pulls=asked.pulls, commits=asked.commits, seed=asked.seed, folder=asked.git)
    with Simulator(
        world, token=asked.token, port=asked.port, hourly=asked.hourly, record=asked.record
    ) as simulator:
        for entry in json.loads(asked.faults.read_text("utf-8")) if asked.faults else ():
            fault = named(entry.pop("fault"), **entry.pop("arguments", {}))
            simulator.script(fault, **entry)
        if asked.ready:
            asked.ready.write_text(f"{simulator.url}\n", encoding="ascii")
        print(simulator.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
