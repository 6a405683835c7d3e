"""The command line as a user has it: a process of its own, with its exit code and what it printed."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def attest(*arguments: str | Path, folder: Path | None = None, **environment: str) -> Ended:
    """Run `attest` in an environment of PATH and what is passed."""
    clean = {"PATH": os.defpath, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"} | environment
    done = subprocess.run(
        [sys.executable, "-m", "attest", *map(str, arguments)],
        cwd=folder,
        env=clean,
        capture_output=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
