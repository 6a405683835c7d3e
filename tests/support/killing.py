"""A collection from the forge in a process of its own, killed at chosen moments and gone on with."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

_LOOK_S = 0.01
_LONGEST_PAUSE_S = {"fetch": 0.8, "reading": 0.02}
"""Longer than what lies between two requests in the fetch, so that some are killed while they are asked."""
_FETCHING = 0.6
"""The part of the moments that lie in the fetch."""
_WRITTEN = ("records", "personal")


@dataclass(frozen=True, slots=True)
class Collecting:
    """What is collected, and into which store."""

    repository: Path
    url: str
    name: str
    """`owner/name` on the forge."""
    store: Path
    period: str = "2025"

    def start(self, *options: str, program: Sequence[str] = ("-m", "attest")) -> subprocess.Popen[bytes]:
        """The process, which leads a group of its own."""
        asked = ["collect", str(self.repository), "--period", self.period, "--forge", "github"]
        asked += ["--github-url", self.url, "--repository", self.name, "--store", str(self.store), "--quiet"]
        return subprocess.Popen(
            [sys.executable, *program, *asked, *options],
            env={"PATH": os.defpath, "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "GITHUB_TOKEN": "t"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *options: str) -> str:
        """Collect to the end; gives what was said on standard error."""
        process = self.start(*options)
        _, said = process.communicate()
        text = said.decode(errors="replace")
        assert process.returncode == 0, text[-2000:]
        return text

    @property
    def sealed(self) -> Path:
        """The one run of the store."""
        (run,) = (path.parent for path in self.store.glob("*/manifest.json") if path.parent.name[0] != ".")
        return run

    def had(self) -> int:
        """Answers that lie in the spool."""
        return sum(1 for _ in self.store.glob(".forge/**/*.json"))

    def is_fetched(self) -> bool:
        """Whether everything was asked."""
        return any(
            b'"finished_at":"' in _bytes(path) for path in self.store.glob(".forge/*/*/*/recorded.json")
        )

    def written(self) -> int:
        """Bytes of the records of the run that is being written."""
        return sum(_size(path) for part in _WRITTEN for path in self.store.glob(f".staging-*/{part}/*"))

    def left(self) -> list[str]:
        """What lies in the store beside runs and the list of them."""
        return sorted(path.name for path in self.store.iterdir() if path.name[0] == ".")


@dataclass(frozen=True, slots=True)
class Whole:
    """How much an uninterrupted collection had and wrote."""

    answers: int
    record_bytes: int

    @classmethod
    def of(cls, collecting: Collecting) -> "Whole":
        """Of one that is sealed, with its answers kept."""
        files = (path for part in _WRITTEN for path in (collecting.sealed / part).iterdir())
        return cls(collecting.had(), sum(map(_size, files)))


@dataclass(frozen=True, slots=True)
class Moment:
    """When to kill: after so much of the fetch, or of the reading that follows it, and a pause."""

    stage: str
    share: float
    pause_s: float

    def __str__(self) -> str:
        return f"{self.stage} {self.share:.0%} + {self.pause_s:.3f} s"

    def is_come(self, collecting: Collecting, whole: Whole) -> bool:
        """Whether so much is done."""
        if self.stage == "fetch":
            return collecting.had() >= self.share * whole.answers or collecting.is_fetched()
        return collecting.is_fetched() and collecting.written() >= self.share * whole.record_bytes


def moments(seed: int, count: int = 10) -> Iterator[Moment]:
    """Moments over the whole of a collection, one in each of so many equal parts, the same for a seed."""
    chance = Random(seed)  # noqa: S311 - the same each time
    for part in range(count):
        share, pause = (part + chance.random()) / count, chance.random()
        if share < _FETCHING:
            yield Moment("fetch", share / _FETCHING, pause * _LONGEST_PAUSE_S["fetch"])
        else:
            rest = (share - _FETCHING) / (1 - _FETCHING)
            yield Moment("reading", rest, pause * _LONGEST_PAUSE_S["reading"])


def kill_at(moment: Moment, collecting: Collecting, whole: Whole) -> bool:
    """Begin, or go on, and kill the process with all that it started; says whether it still ran then."""
    process = collecting.start()
    while process.poll() is None and not moment.is_come(collecting, whole):
        time.sleep(_LOOK_S)
    time.sleep(moment.pause_s)
    runs = process.poll() is None
    if runs:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return runs


def differing(one: Path, other: Path) -> list[str]:
    """Files of records and of personal entries of two runs that are not byte for byte the same."""
    names = sorted(
        {
            str(path.relative_to(run))
            for run in (one, other)
            for part in _WRITTEN
            for path in (run / part).iterdir()
        }
    )
    return [name for name in names if _bytes(one / name) != _bytes(other / name)]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
