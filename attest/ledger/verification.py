"""What `verify` says: numbered steps, the problems each found, and what none of them proves."""

from enum import StrEnum
from typing import NamedTuple

from pydantic import computed_field

from attest.model.base import Record

PROBLEMS_SHOWN = 20

NOT_PROVEN = (
    "That nobody sealed another run in this one's place: the run is not signed, so these steps detect "
    "accident, not forgery. Compare the run id with one that reached you another way.",
    "That the records say what the repository and the forge held: that needs a clone, and collecting again.",
    "That what somebody typed is true: names, dates of commits and declarations are as they were stated.",
    "When the run was made: it holds no clock and no trusted time.",
    "That a report says what this run holds: its figures are recomputed by evaluating the run again.",
)


class Status(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"
    """There is nothing to check, and that is allowed."""
    NOT_RUN = "not-run"
    """What it needs was not there; an earlier step says what."""


class Problem(Record):
    """One thing that is wrong, and where."""

    file: str
    line: int | None
    record: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}, line {self.line}"
        about = f" ({self.record})" if self.record else ""
        return f"{place}{about}: {self.message}" if place else self.message


class Problems:
    """Collects the problems of a step: the first of them in full, the others as a number."""

    def __init__(self) -> None:
        self.count = 0
        self.shown: list[Problem] = []

    def add(self, message: str, file: str = "", line: int | None = None, record: str = "") -> None:
        """Note a problem."""
        self.count += 1
        if len(self.shown) < PROBLEMS_SHOWN:
            self.shown.append(Problem(file=file, line=line, record=record, message=message))


class Said(NamedTuple):
    """A step's result: a status given outright, or the one that follows from the problems."""

    detail: str
    problems: Problems
    status: Status | None = None


class Step(Record):
    """One step of the verification of a run."""

    number: int
    id: str
    title: str
    status: Status
    detail: str
    """What was checked, with its counts; or why it was not."""
    problem_count: int
    problems: tuple[Problem, ...]
    """The first of them."""


class RunVerification(Record):
    """The steps of one run."""

    where: str
    run_id: str
    """Computed from the manifest's bytes, not taken from a name; empty without a manifest."""
    manifest_digest: str
    redacted: bool
    steps: tuple[Step, ...]

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Whether no step failed, and none had to be left out."""
        return all(step.status in (Status.PASSED, Status.ABSENT) for step in self.steps)


class Missing(Record):
    """A run whose manifest says that it follows one which is not here."""

    run_id: str
    previous_run: str
    """The digest of that one's manifest."""


class Verification(Record):
    """The verification of a path: a run, a store, a zip, or a folder of documents with a store."""

    path: str
    kind: str
    runs: tuple[RunVerification, ...]
    packages: tuple[Step, ...]
    """Around the runs: the check of each zip, of documents beside zips, and of runs that follow others."""
    not_checked: tuple[str, ...]
    """Files beside the runs that no step looks at, sorted."""
    foreign: dict[str, str]
    """Those of them that can be seen to be no evidence, and why: a zip without a run, a link."""
    missing_predecessors: tuple[Missing, ...]
    """Runs that follow a run which is not here: no damage of what is here, and a hole in the chain."""
    not_proven: tuple[str, ...] = NOT_PROVEN

    @computed_field  # type: ignore[prop-decorator]
    @property
    def ok(self) -> bool:
        """Whether every run and package passed. A path without a run never gets this far."""
        return all(run.ok for run in self.runs) and all(
            step.status is not Status.FAILED for step in self.packages
        )
