"""Writing runs: whole or not at all, the same bytes every time."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from attest.errors import IntegrityError, OutputError
from attest.ledger.run import RunWriter
from attest.ledger.verify import verify, verify_run
from attest.model.identity import Person
from tests.support import runs
from tests.support.memory import MemoryRun
from tests.support.runs import Story, write_run

ROOT = Path(__file__).resolve().parents[2]
SYNCS = 42
"""Calls that force the sample run to disk: its files, its folders, and the store."""


def child(store: Path, how: str, number: int) -> subprocess.Popen[str]:
    """A process that writes a larger run into the store."""
    command = [sys.executable, "-m", "tests.ledger.writer_child", str(store), how, str(number)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def names(store: Path) -> list[str]:
    """What lies in a store."""
    return sorted(path.name for path in store.iterdir())


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two stores that receive the same records hold the same run, to the byte."""
    first, second = write_run(tmp_path / "a"), write_run(tmp_path / "b")

    assert first.name == second.name
    assert MemoryRun.of(first).files == MemoryRun.of(second).files


def test_sealing_again_gives_the_run_that_is_there(tmp_path: Path) -> None:
    """The second writer returns the first one's run and leaves it untouched."""
    first = write_run(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*")}

    assert first == write_run(tmp_path)
    assert before == {path: path.stat().st_mtime_ns for path in first.rglob("*")}
    assert names(tmp_path) == [first.name]


def test_a_damaged_run_is_never_overwritten(tmp_path: Path) -> None:
    """A folder of the run's name that holds something else stays as it is, and sealing says so."""
    run = write_run(tmp_path)
    damaged = run / "config" / "attest.yaml"
    damaged.write_bytes(b"version: 9\n")

    with pytest.raises(IntegrityError, match="another folder under this run's name"):
        write_run(tmp_path)
    assert damaged.read_bytes() == b"version: 9\n"
    assert names(tmp_path) == [run.name]


def test_a_link_under_the_runs_name_is_never_taken_for_it(tmp_path: Path) -> None:
    """Not even where it leads to the same run."""
    run = write_run(tmp_path / "elsewhere")
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / run.name).symlink_to(run)

    with pytest.raises(IntegrityError, match="another folder under this run's name"):
        write_run(tmp_path / "store")
    assert names(tmp_path / "store") == [run.name]


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    """What is no file differs from one, and is never opened."""
    run = write_run(tmp_path)
    place = run / "config" / "attest.yaml"
    place.unlink()
    os.mkfifo(place)

    with pytest.raises(IntegrityError, match="another folder under this run's name"):
        write_run(tmp_path)


def test_gaps_metrics_and_people_are_sorted_for_the_caller(tmp_path: Path) -> None:
    """The kinds that are ordered by id may be added in any order."""
    forward = write_run(tmp_path / "a", Story(repositories=("a", "b")))
    story = Story(repositories=("a", "b"))
    with RunWriter(tmp_path / "b") as writer:
        writer.add("gaps", runs.gap("b"))
        runs.fill(writer, story)
        backward = writer.seal(**runs.manifest_fields(story))

    assert forward.name == backward.name


def test_leaving_without_sealing_leaves_nothing(tmp_path: Path) -> None:
    """A writer whose work fails removes what it wrote."""

    def fail() -> None:
        with RunWriter(tmp_path) as writer:
            runs.fill(writer, Story())
            raise RuntimeError("the collector failed")

    with pytest.raises(RuntimeError, match="the collector failed"):
        fail()
    assert names(tmp_path) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_at_any_point_leaves_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """Whichever call to force data to disk fails: the store holds nothing, or at the very end the run."""
    real = os.fsync
    for failing in range(SYNCS + 1):
        store = tmp_path / str(failing)
        calls = iter(range(100))

        def fail(handle: int, calls: Iterator[int] = calls, failing: int = failing) -> None:
            if next(calls) == failing:
                raise OSError(code, os.strerror(code))
            real(handle)

        monkeypatch.setattr(os, "fsync", fail)
        if failing == SYNCS:
            assert verify(write_run(store)).ok
            continue
        with pytest.raises(OutputError) as fault:
            write_run(store)
        assert fault.value.exit_code == 3
        assert ("free some space" in fault.value.hint) == (code == errno.ENOSPC)
        # The last call comes after the run took its name: it is whole then.
        assert all(verify(store / name).ok for name in names(store))
        assert (names(store) == []) == (failing < SYNCS - 1)


@pytest.mark.parametrize("limit", [0, 1, 500, 20_000])
def test_a_file_system_that_is_full_leaves_no_run(tmp_path: Path, limit: int) -> None:
    """When the system refuses to write on, the command ends with its message, and nothing is left."""
    process = child(tmp_path / "store", "limit", limit)
    said, _ = process.communicate(timeout=60)

    assert process.returncode == 3
    assert "there is no room to write" in said
    assert names(tmp_path / "store") == []


@pytest.mark.parametrize("sync", [0, 7, 15, 16, 20, 24])
def test_a_killed_writer_leaves_no_run(tmp_path: Path, sync: int) -> None:
    """Kill -9 at any point leaves a staging folder at most, which the next writer removes."""
    process = child(tmp_path, "stop", sync)
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    process.kill()
    process.communicate(timeout=60)

    assert all(name.startswith(".staging-") for name in names(tmp_path))
    assert len(names(tmp_path)) == 1
    run = write_run(tmp_path)
    assert names(tmp_path) == [run.name]


def test_a_writer_at_work_is_left_alone(tmp_path: Path) -> None:
    """Another writer of the same store does not take a folder in use for an abandoned one."""
    story = Story(changes=3)
    with RunWriter(tmp_path) as slow:
        other = write_run(tmp_path)
        runs.fill(slow, story)
        run = slow.seal(**runs.manifest_fields(story))

    assert names(tmp_path) == sorted([other.name, run.name])
    assert verify(tmp_path).ok


def test_many_writers_share_a_store(tmp_path: Path) -> None:
    """Writers of the same and of different runs, at once, leave each run once and whole."""
    sizes = [1, 2, 3] * 4
    with ThreadPoolExecutor(6) as pool:
        written = list(pool.map(lambda size: write_run(tmp_path, Story(changes=size)).name, sizes))

    assert names(tmp_path) == sorted(set(written))
    assert len(set(written)) == 3
    assert verify(tmp_path).ok


def test_a_store_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A file where the store should be ends in a message with the place and what to do."""
    place = tmp_path / "store"
    place.write_text("a file")

    with pytest.raises(OutputError) as fault:
        write_run(place)
    assert fault.value.where == str(place)
    assert fault.value.hint == "name a folder that you may write to"


def test_ordinals_may_not_skip(tmp_path: Path) -> None:
    """A commit out of order is a bug of the caller and told as one."""
    story = Story(commit={"ordinal": 5})
    with pytest.raises(ValueError, match="ordinal 5 follows 5"):
        write_run(tmp_path, story)


def test_a_commitment_needs_its_text(tmp_path: Path) -> None:
    """A record with a commitment and no personal entry, or the other way round, is refused."""
    _, entry = runs.SEALER.seal("clinic:no-checks", {"body": ""})
    with RunWriter(tmp_path) as writer:
        with pytest.raises(ValueError, match="go together"):
            writer.add("gaps", runs.gap("clinic"), entry)
        with pytest.raises(ValueError, match="go together"):
            writer.add("changes", runs.change(0, "d" * 64))


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a//b", "a/./b", "", "a\\b", "a\n", ".hidden", "x."])
def test_configuration_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    """A file name that leads elsewhere, or that some system cannot hold, is refused."""
    with RunWriter(tmp_path) as writer, pytest.raises(ValueError, match="cannot hold a file"):
        writer.add_config(name, b"")


def test_text_that_utf8_cannot_hold_is_written_visibly(tmp_path: Path) -> None:
    """A lone surrogate in a name becomes an escape, and the run verifies."""
    with RunWriter(tmp_path) as writer:
        runs.fill(writer, Story())
        writer.add_person(Person(id="P-z", names=("Z\udcff",), addresses=(), logins=()))
        run = writer.seal(**runs.manifest_fields(Story()))

    assert b'"Z\\\\udcff"' in (run / "personal" / "people.jsonl").read_bytes()
    assert verify(run).ok


def test_raw_answers_lie_under_their_digest_and_may_be_left_out(tmp_path: Path) -> None:
    """An answer is kept once under its SHA-256; a run without its raw folder still verifies."""
    story = Story(raw=b"[]")
    with RunWriter(tmp_path) as writer:
        runs.fill(writer, story)
        digest = writer.add_raw(b"[]")
        assert digest == writer.add_raw(b"[]")
        run = writer.seal(**runs.manifest_fields(story))

    assert (run / "raw" / digest).read_bytes() == b"[]"
    assert verify(run).ok
    shutil.rmtree(run / "raw")
    found = verify(run)
    assert found.ok
    assert "left out" in found.runs[0].steps[2].detail


def test_a_run_of_nothing_verifies(tmp_path: Path) -> None:
    """A period without a change is a run too, with the root of the empty tree."""
    story = Story(changes=0, repositories=())
    with RunWriter(tmp_path) as writer:
        run = writer.seal(**runs.manifest_fields(story))
    found = verify_run(MemoryRun.of(run))

    assert found.ok
    assert "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" in found.steps[7].detail
