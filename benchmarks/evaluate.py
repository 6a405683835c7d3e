"""`evaluate` with every pack over simulated years, against its budget: 0.003 s of processor time a change.

    python -m benchmarks.evaluate [--sizes 5000 10000 20000]

Every control is declared operated, since a result of a declared control also enters the register. The sizes
run one after another in one process, twice, and the quicker round counts, with the pace at which the command
line looks for garbage; what they show beside the budget is whether the price of a change stays what it is as
there are more.
"""

import argparse
import gc
import sys
import time

from attest.catalog import load
from attest.cli.process import rare_garbage_collection
from attest.evaluate.engine import evaluate
from attest.evaluate.registry import IDS
from attest.model.control import Catalog, Declaration, Operation
from attest.model.evidence import RunView
from tests.support.report_inputs import year

BUDGET_S = 0.003
GROWTH = 1.25
"""How much dearer a change may be in the largest run than in the smallest, for what is called linear."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[5000, 10000, 20000])
    catalog = load(known_checks=IDS)
    price = {size: _price(catalog, year(size).view) for size in parser.parse_args().sizes}
    for size, (seconds, findings) in price.items():
        print(f"{size:>6} changes, {findings:>9,} findings: {seconds * 1000:.3f} ms a change", flush=True)
    first, *_, last = (seconds for seconds, _ in price.values())
    dearest = max(seconds for seconds, _ in price.values())
    print(f"dearest {dearest * 1000:.3f} ms of {BUDGET_S * 1000:.0f}; last to first {last / first:.2f}")
    sys.exit(0 if dearest <= BUDGET_S and last / first <= GROWTH else 1)


def _price(catalog: Catalog, view: RunView) -> tuple[float, int]:
    """Seconds of processor time a change, and the number of findings."""
    declarations = tuple(_operated(item.id) for item in catalog.assertions)
    best, findings = float("inf"), 0
    for _ in range(2):
        gc.collect()
        began = time.process_time()
        with rare_garbage_collection():
            findings = len(evaluate(catalog, declarations, view, view.manifest.as_of).findings)
        best = min(best, time.process_time() - began)
    return best / len(view.changes), findings


def _operated(assertion: str) -> Declaration:
    return Declaration(
        control=f"C-{assertion}",
        assertion=assertion,
        operation=Operation.OPERATED,
        wording="It operates.",
        owner="Owner",
        since="",
        until="",
        repositories=(),
        parameters={},
    )


if __name__ == "__main__":
    main()
