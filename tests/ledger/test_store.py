"""Stores: listing, finding, receipts."""

import os
from pathlib import Path
from typing import Any

import pytest

from attest.errors import CollectionError, IntegrityError, OutputError, UsageError
from attest.ledger.read import load
from attest.ledger.store import find, list_runs, unreadable_runs, write_receipt
from attest.model.population import Period
from tests.support.runs import Story, write_run

Q2 = Period(
    label="2025-Q2", first_day="2025-04-01", last_day="2025-06-30", timezone="UTC",
    since="2025-04-01T00:00:00Z", until="2025-07-01T00:00:00Z",
)  # fmt: skip


def sealed(store: Path, **manifest: Any) -> Path:
    """A run whose manifest says something else than the sample's."""
    return write_run(store, Story(manifest=manifest))


def test_runs_are_listed_by_period_and_age(tmp_path: Path) -> None:
    """The list is ordered by period, then by as-of; receipts give the time of collection."""
    later = sealed(tmp_path, period=Q2)
    newer = sealed(tmp_path, as_of="2025-05-01T00:00:00Z")
    older = sealed(tmp_path)
    write_receipt(tmp_path, older.name, "2025-04-02T00:00:00Z")
    found = list_runs(tmp_path)

    assert [older.name, newer.name, later.name] == [run.run_id for run in found]
    assert [run.collected_at for run in found] == ["2025-04-02T00:00:00Z", "", ""]


def test_the_newest_run_of_a_period_is_found(tmp_path: Path) -> None:
    """Of several runs of one scope and period the one with the latest as-of is meant."""
    sealed(tmp_path)
    newer = sealed(tmp_path, as_of="2025-05-01T00:00:00Z")
    sealed(tmp_path, period=Q2)

    assert newer == find(tmp_path, period="2025-Q1")
    assert newer == find(tmp_path, period="2025-01-01..2025-03-31")
    assert newer == find(tmp_path, run=newer.name[:8])


def test_what_is_not_there_or_not_clear_is_told_with_what_there_is(tmp_path: Path) -> None:
    """Several periods, an unknown period, an unknown id: the message lists the runs."""
    run = sealed(tmp_path)
    sealed(tmp_path, period=Q2)
    for asked in ({}, {"period": "2024"}, {"run": "ffffffff"}):
        with pytest.raises(UsageError) as fault:
            find(tmp_path, **asked)
        assert run.name in fault.value.hint


def test_an_older_run_does_not_stand_in_for_a_damaged_one(tmp_path: Path) -> None:
    """A run that cannot be read is told when it may be the one meant; another can still be named."""
    older = sealed(tmp_path)
    newer = sealed(tmp_path, as_of="2025-05-01T00:00:00Z")
    (newer / "manifest.json").write_bytes(b"{}")

    for asked in ({}, {"period": "2025-Q1"}, {"run": newer.name}):
        with pytest.raises(IntegrityError, match="this is not a manifest of a run") as fault:
            find(tmp_path, **asked)
        assert newer.name in fault.value.where
    assert older == find(tmp_path, run=older.name)
    assert list(unreadable_runs(tmp_path)) == [newer.name]


def test_a_store_that_is_none_is_told(tmp_path: Path) -> None:
    """Neither a missing nor an empty folder has runs."""
    with pytest.raises(UsageError, match="there is no store here"):
        find(tmp_path / "missing")
    with pytest.raises(UsageError, match="the store holds no run"):
        find(tmp_path)


def test_a_receipt_keeps_the_first_time(tmp_path: Path) -> None:
    """Collecting the same run again does not make it younger."""
    run = sealed(tmp_path)
    write_receipt(tmp_path, run.name, "2025-04-02T00:00:00Z")
    place = write_receipt(tmp_path, run.name, "2025-09-09T00:00:00Z")

    assert b'{"collected_at":"2025-04-02T00:00:00Z","run":"%s"}\n' % run.name.encode() == place.read_bytes()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"collected_at":7}', b"[" * 50_000])
def test_a_receipt_that_is_none_is_no_time(tmp_path: Path, data: bytes) -> None:
    """Receipts are no evidence: one that cannot be read is as good as none."""
    run = sealed(tmp_path)
    place = write_receipt(tmp_path, run.name, "2025-04-02T00:00:00Z")
    place.write_bytes(data)

    assert list_runs(tmp_path)[0].collected_at == ""


def test_a_link_that_is_named_like_a_run_is_not_followed(tmp_path: Path) -> None:
    """It is listed as what cannot be read, and stands in for no run."""
    run = sealed(tmp_path / "elsewhere")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / run.name).symlink_to(run)

    assert list_runs(tmp_path / "store") == ()
    assert "is not followed" in unreadable_runs(tmp_path / "store")[run.name].what
    with pytest.raises(IntegrityError, match="a link stands in the place of a run"):
        find(tmp_path / "store", run=run.name)


@pytest.mark.parametrize("path", ["manifest.json", "records"])
def test_a_link_inside_a_run_is_not_followed(tmp_path: Path, path: str) -> None:
    """What it leads to is not read, even where it is what was there before."""
    run = sealed(tmp_path / "store")
    (run / path).rename(tmp_path / "moved")
    (run / path).symlink_to(tmp_path / "moved")
    fault: type[Exception] = UsageError if path == "manifest.json" else CollectionError

    with pytest.raises(fault):
        load(run)


@pytest.mark.parametrize("kind", ["link", "pipe", "folder of links"])
def test_a_receipt_that_is_no_file_is_no_time(tmp_path: Path, kind: str) -> None:
    """It is neither followed nor waited for."""
    run = sealed(tmp_path / "store")
    place = write_receipt(tmp_path / "store", run.name, "2025-04-02T00:00:00Z")
    moved = (place.parent if kind == "folder of links" else place).rename(tmp_path / "moved")
    if kind == "pipe":
        os.mkfifo(place)
    else:
        (place.parent if kind == "folder of links" else place).symlink_to(moved)

    assert list_runs(tmp_path / "store")[0].collected_at == ""


def test_no_receipt_is_written_through_a_link(tmp_path: Path) -> None:
    """A folder of receipts that leads out of the store is told, and nothing is written there."""
    run = sealed(tmp_path / "store")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "store" / "receipts").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OutputError, match="is not followed"):
        write_receipt(tmp_path / "store", run.name, "2025-04-02T00:00:00Z")
    assert list((tmp_path / "elsewhere").iterdir()) == []
