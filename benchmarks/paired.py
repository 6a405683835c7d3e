"""Two commands in turn, A B A B ..., whole processes, with the ratio pair by pair.

Absolute times drift with the machine; the ratio of neighbours does not.
"""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Cost:
    """One run of a command: wall and processor seconds, and its own peak memory in MiB.

    Processor time counts the command's children too; memory is that of the largest process.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float


def run(command: Sequence[str]) -> Cost:
    """Run a command to its end with its output thrown away.

    Raises:
        SystemExit: When it fails: a figure of a failed run means nothing.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    message = process.stderr.read().decode(errors="replace") if process.stderr else ""
    if process.stderr:
        process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} ended with {process.returncode}: {message[-500:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(
    name: str, ours: Sequence[str], yardstick: Sequence[str], *, runs: int = 3, budget: float
) -> bool:
    """Print the median, least and greatest ratio of `ours` to `yardstick`; say whether it is in budget."""
    run(ours)
    run(yardstick)
    pairs = [(run(ours), run(yardstick)) for _ in range(runs)]
    wall = sorted(a.wall_s / b.wall_s for a, b in pairs)
    cpu = sorted(a.cpu_s / b.cpu_s for a, b in pairs)
    held = median(wall) <= budget
    print(
        f"{name}: wall {median(wall):.3f} [{wall[0]:.3f}-{wall[-1]:.3f}] of the yardstick, "
        f"cpu {median(cpu):.3f} [{cpu[0]:.3f}-{cpu[-1]:.3f}], "
        f"peak {max(a.peak_mib for a, _ in pairs):.0f} MiB; "
        f"yardstick {median(b.wall_s for _, b in pairs):.2f} s; "
        f"budget {budget}: {'held' if held else 'NOT held'}",
        flush=True,
    )
    return held
