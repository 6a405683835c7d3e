"""A process that writes a sample run and stops at one point for good: the tests kill it there."""

import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from attest.errors import AttestError
from tests.support.runs import Story, write_run


def stop_at_sync(number: int) -> None:
    """Wait for ever at the given call that forces something to disk, after saying so."""
    real, calls = os.fsync, iter(range(10_000))

    def counted(fd: Any) -> None:
        if next(calls) == number:
            print("waiting", flush=True)
            time.sleep(600)
        real(fd)

    os.fsync = counted


def main() -> int:
    """Write into the store of the first argument; stop at a sync, or under a limit on file sizes."""
    store, how, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    if how == "stop":
        stop_at_sync(number)
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
    try:
        write_run(store, Story(changes=40))
    except AttestError as fault:
        print(fault)
        return fault.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
