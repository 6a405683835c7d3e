"""Runs held against the runs that they follow."""

from pathlib import Path

import pytest

from attest.ledger.archive import write_archive
from attest.ledger.store import list_runs
from attest.ledger.verification import Status, Verification
from attest.ledger.verify import verify
from attest.model.population import Boundary, BoundaryBasis, Period
from tests.support.runs import TIME, Story, manifest_fields, sha, write_run

Q2 = Period(
    label="2025-Q2", first_day="2025-04-01", last_day="2025-06-30", timezone="UTC",
    since="2025-04-01T00:00:00Z", until="2025-07-01T00:00:00Z",
)  # fmt: skip


def first(store: Path) -> Path:
    """A run that ended at a tip."""
    (scope,) = manifest_fields(Story())["repositories"]
    end = scope.end.model_copy(update={"sha": sha(4)})
    return write_run(store, Story(manifest={"repositories": (scope.model_copy(update={"end": end}),)}))


def second(store: Path, previous: str, tip: str = sha(4), period: Period = Q2) -> Path:
    """A run that says it follows another, and begins at a tip because of that."""
    (scope,) = manifest_fields(Story())["repositories"]
    start = Boundary(sha=tip, at=TIME, basis=BoundaryBasis.PREVIOUS_RUN)
    scopes = (scope.model_copy(update={"start": start}),)
    stated = {"period": period, "previous_run": previous, "repositories": scopes}
    return write_run(store, Story(manifest=stated))


def chain(found: Verification) -> tuple[Status, str]:
    """How the step on the chain ended, and its first problem or else its detail."""
    (step,) = (step for step in found.packages if step.id == "chain")
    return step.status, step.problems[0].message if step.problems else step.detail


def digest(run: Path) -> str:
    """The digest of a run's manifest."""
    return next(item.digest for item in list_runs(run.parent) if item.run_id == run.name)


def test_a_run_that_begins_where_the_one_before_ended_passes(tmp_path: Path) -> None:
    """In a store, and in a folder of several stores."""
    second(tmp_path / "b", digest(first(tmp_path / "a")))
    found = verify(tmp_path)

    assert found.ok
    assert chain(found) == (Status.PASSED, "1 of 2 runs follow a run that is here")
    assert found.missing_predecessors == ()


def test_a_run_that_begins_at_another_tip_fails(tmp_path: Path) -> None:
    """Two runs that each hold together do not hold together."""
    second(tmp_path, digest(first(tmp_path)), tip=sha(2))
    found = verify(tmp_path)

    assert all(run.ok for run in found.runs)
    assert not found.ok
    assert chain(found)[0] is Status.FAILED
    assert "begins at another tip" in chain(found)[1]


def test_a_run_that_begins_at_another_instant_fails(tmp_path: Path) -> None:
    """A period between the two would be in neither."""
    later = Q2.model_copy(update={"since": "2025-05-01T00:00:00Z"})
    second(tmp_path, digest(first(tmp_path)), period=later)

    assert "begins at 2025-05-01T00:00:00Z" in chain(verify(tmp_path))[1]


@pytest.mark.parametrize("packed", [True, False])
def test_a_run_before_that_is_not_here_is_named(tmp_path: Path, packed: bool) -> None:
    """It is no damage of what is here: nothing fails."""
    run = second(tmp_path / "store", "f" * 64)
    place = write_archive(tmp_path / "evidence.zip", run, {}) if packed else run
    found = verify(place)

    assert found.ok
    assert chain(found)[0] is Status.ABSENT
    assert [(one.run_id, one.previous_run) for one in found.missing_predecessors] == [(run.name, "f" * 64)]


def test_runs_that_follow_none_have_no_chain(tmp_path: Path) -> None:
    """The step is there only where a run says that it follows another."""
    first(tmp_path)

    assert verify(tmp_path).packages == ()
