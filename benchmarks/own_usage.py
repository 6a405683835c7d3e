"""Runs `attest` in this process, and writes at its end what this process alone has used.

    python -m benchmarks.own_usage REPORT ARGUMENT...

The peak that a parent learns of its child is that of the largest process below it, so git's mapped packs
would stand for the interpreter; a process that asks about itself is told of itself.
"""

import atexit
import json
import resource
import sys
from pathlib import Path

from attest.cli import main


def _tell(report: Path) -> None:
    own = resource.getrusage(resource.RUSAGE_SELF)
    below = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = {
        "peak_mib": round(own.ru_maxrss / 1024, 1),
        "cpu_s": round(own.ru_utime + own.ru_stime, 2),
        "children_cpu_s": round(below.ru_utime + below.ru_stime, 2),
    }
    report.write_text(json.dumps(used), encoding="ascii")


if __name__ == "__main__":
    atexit.register(_tell, Path(sys.argv[1]))
    sys.argv[:2] = ["attest"]
    main()
