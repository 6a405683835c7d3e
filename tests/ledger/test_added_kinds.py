"""A run from before a kind of record was known is read and verified as it is."""

import json
from pathlib import Path

import pytest

from attest import canonical
from attest.ledger import layout
from attest.ledger.read import load
from attest.ledger.verification import Status
from attest.ledger.verify import verify, verify_run
from attest.proof import checkpoint
from tests.support.memory import MemoryRun
from tests.support.runs import Story, write_run

ADDED = ("imported",)
FIELDS = ("imports",)


def before(run: Path) -> Path:
    """The run as a version wrote it that knew none of these kinds and fields."""
    manifest = json.loads((run / "manifest.json").read_bytes())
    gone = {path for kind in ADDED for path in (f"records/{kind}.jsonl", f"personal/{kind}.jsonl")}
    manifest["files"] = [entry for entry in manifest["files"] if entry["path"] not in gone]
    manifest["counts"] = {kind: count for kind, count in manifest["counts"].items() if kind not in ADDED}
    for name in FIELDS:
        assert manifest.pop(name) == []
    for path in gone:
        assert (run / path).read_bytes() == b""
        (run / path).unlink()
    data = canonical.dumps(manifest)
    stated = checkpoint.read((run / "checkpoint").read_bytes())
    assert stated is not None
    note = checkpoint.write(
        checkpoint.Checkpoint(size=stated.size, root=stated.root, manifest=canonical.sha256(data))
    )
    (run / "manifest.json").write_bytes(data)
    (run / "checkpoint").write_bytes(note)
    return run.rename(run.parent / canonical.sha256(data)[:16])


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A lawful run of before."""
    return before(write_run(tmp_path, Story(changes=1)))


def test_it_verifies(old: Path) -> None:
    """Every step passes that passes for a run of today."""
    assert [problem for run in verify(old).runs for step in run.steps for problem in step.problems] == []
    assert verify(old).ok


def test_it_is_read_with_none_of_them(old: Path) -> None:
    """Nobody handed anything in."""
    view = load(old)

    assert (view.imported, view.manifest.imports) == ((), ())
    assert len(view.changes) == 1


def test_a_file_of_such_a_kind_is_no_part_of_it(old: Path) -> None:
    """Its manifest does not list it."""
    (old / "records" / "imported.jsonl").write_bytes(b"")
    found = {step.id for run in verify(old).runs for step in run.steps if step.status is Status.FAILED}

    assert found == {"files"}


@pytest.mark.parametrize("kind", sorted(layout.FIRST_KINDS))
def test_a_kind_that_every_run_has_must_be_there(old: Path, kind: str) -> None:
    """A manifest that does not count it is none."""
    run = MemoryRun.of(old)
    manifest = json.loads(run.files["manifest.json"])
    del manifest["counts"][kind]
    found = verify_run(run.but(**{"manifest.json": canonical.dumps(manifest)}))
    layouts = next(step for step in found.steps if step.id == "layout")

    assert "its counts do not name every kind of record" in "".join(map(str, layouts.problems))
