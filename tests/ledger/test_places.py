"""What a path may be, and what is found there."""

import shutil
import zipfile
from pathlib import Path

import pytest

from attest.errors import IntegrityError, UsageError
from attest.ledger.archive import write_archive
from attest.ledger.store import write_receipt
from attest.ledger.verification import Status
from attest.ledger.verify import verify
from tests.support.runs import Story, write_run


def test_a_store_is_verified_run_by_run(tmp_path: Path) -> None:
    """Every run counts; receipts and what a killed writer left are no part of them; strays are named."""
    first = write_run(tmp_path, Story(changes=1))
    write_run(tmp_path, Story(changes=2))
    write_receipt(tmp_path, first.name, "2025-04-02T00:00:00Z")
    (tmp_path / ".staging-0").mkdir()
    (tmp_path / "stray.txt").write_text("")
    found = verify(tmp_path)

    assert found.kind == "store"
    assert found.ok
    assert len(found.runs) == 2
    assert found.not_checked == ("stray.txt",)


def test_one_bad_run_fails_the_store(tmp_path: Path) -> None:
    """A store holds together only when each run does; an emptied run is a failure, not an absence."""
    write_run(tmp_path, Story(changes=1))
    (tmp_path / "0123456789abcdef").mkdir()
    found = verify(tmp_path)

    assert [run.ok for run in found.runs] == [False, True]
    assert not found.ok


def test_the_folder_of_a_report_is_searched(tmp_path: Path) -> None:
    """Store and zip inside an output folder are found; what lies beside them is named as not checked.

    A copy of a manifest beside a report is no run.
    """
    run = write_run(tmp_path / "clinic" / "store")
    manifest = (run / "manifest.json").read_bytes()
    write_archive(tmp_path / "clinic" / "evidence.zip", run, {"manifest.json": manifest})
    (tmp_path / "clinic" / "manifest.json").write_bytes(manifest)
    (tmp_path / "clinic" / "report.pdf").write_bytes(b"")
    found = verify(tmp_path)

    assert found.kind == "folder"
    assert found.ok
    assert len(found.runs) == 2
    assert "clinic/report.pdf" in found.not_checked


def test_a_link_in_a_run_is_named(tmp_path: Path) -> None:
    """A file replaced by a link to an equal file is not followed."""
    run = write_run(tmp_path / "store")
    place = run / "config" / "attest.yaml"
    place.rename(tmp_path / "moved")
    place.symlink_to(tmp_path / "moved")
    steps = {step.id: step for step in verify(run).runs[0].steps}

    assert steps["layout"].problems[0].file == "config/attest.yaml"
    assert steps["files"].status is Status.FAILED


@pytest.mark.parametrize("make", ["nothing", "file", "folder"])
def test_a_path_without_evidence_is_a_usage_error(tmp_path: Path, make: str) -> None:
    """Nothing, some file, or some folder: a message with the place and what to name instead."""
    place = tmp_path / "x"
    if make == "file":
        place.write_text("hello")
    if make == "folder":
        (place / "y").mkdir(parents=True)
    with pytest.raises(UsageError) as fault:
        verify(place)

    assert fault.value.where == str(place)
    assert fault.value.hint.startswith("name a run, a store, a zip")


def left_by_a_run(out: Path) -> Path:
    """An output folder: a store, documents, and the zip that holds both. Gives the run."""
    run = write_run(out / "store")
    documents = {"report.pdf": b"the report", "findings.json": b"[]"}
    write_archive(out / "evidence.zip", run, documents)
    for name, data in documents.items():
        (out / name).write_bytes(data)
    return run


def test_documents_beside_a_package_are_held_against_it(tmp_path: Path) -> None:
    """The copies that people open are those that the zip lists; a changed one fails and is named."""
    left_by_a_run(tmp_path)
    clean = verify(tmp_path)
    (tmp_path / "report.pdf").write_bytes(b"another report")
    found = verify(tmp_path)

    assert clean.ok
    assert clean.not_checked == ()
    assert not found.ok
    assert [problem.file for step in found.packages for problem in step.problems] == [
        str(tmp_path / "report.pdf")
    ]


def test_a_copy_of_an_older_package_does_no_harm(tmp_path: Path) -> None:
    """A document need be that of one of the packages beside it."""
    run = left_by_a_run(tmp_path)
    write_archive(tmp_path / "older.zip", run, {"report.pdf": b"an older report"})

    assert verify(tmp_path).ok


def test_a_run_beside_a_store_does_not_hide_it(tmp_path: Path) -> None:
    """A good run that somebody unpacked next to a damaged store and zip leaves both to be looked at."""
    run = left_by_a_run(tmp_path)
    shutil.copytree(run, tmp_path / run.name)
    (run / "records" / "gaps.jsonl").write_bytes(b"{}")
    found = verify(tmp_path)

    assert not found.ok
    assert len(found.runs) == 3
    assert len(found.packages) == 2


def test_what_lies_too_deep_is_named(tmp_path: Path) -> None:
    """Folders that are not searched are listed among what no step looked at."""
    left_by_a_run(tmp_path)
    (tmp_path / "one" / "two" / "three").mkdir(parents=True)

    assert verify(tmp_path).not_checked == ("one/two/three",)


def test_a_run_without_name_and_manifest_is_still_one(tmp_path: Path) -> None:
    """Renaming a folder and removing its manifest does not take it out of the verification."""
    run = left_by_a_run(tmp_path)
    (run / "manifest.json").unlink()
    run.rename(run.with_name("old"))

    assert [one.ok for one in verify(tmp_path).runs] == [True, False]


def zipped(path: Path, *names: str) -> Path:
    """A zip of empty files of these names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"")
    return path


def test_a_foreign_zip_is_named_and_no_damage(tmp_path: Path) -> None:
    """Whatever is in it: names that no package may hold, or far more than its size."""
    left_by_a_run(tmp_path)
    zipped(tmp_path / "holiday.zip", "our holiday/1.jpg", "../2.jpg")
    with zipfile.ZipFile(tmp_path / "log.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("log.txt", bytes(20 << 20))
    found = verify(tmp_path)

    assert found.ok
    assert found.not_checked == ("holiday.zip", "log.zip")
    assert set(found.foreign.values()) == {"a zip that holds no run"}


def test_a_foreign_zip_vouches_for_no_document(tmp_path: Path) -> None:
    """A report that was exchanged together with a zip that holds the new one still fails."""
    left_by_a_run(tmp_path)
    (tmp_path / "report.pdf").write_bytes(b"another report")
    with zipfile.ZipFile(tmp_path / "more.zip", "w") as archive:
        archive.write(tmp_path / "report.pdf", "report.pdf")

    assert not verify(tmp_path).ok


@pytest.mark.parametrize(
    "names",
    [
        ("SHA256SUMS", "../x"),
        ("0123456789abcdef/notes.txt", "../x"),
        ("run/manifest.json", "run/checkpoint", "../x"),
        ("run/manifest.json", "run/records/changes.jsonl", "../x"),
    ],
)
def test_a_zip_that_may_be_ours_is_not_foreign(tmp_path: Path, names: tuple[str, ...]) -> None:
    """What is named or built like a run, or lists digests, is held to what a package must be."""
    left_by_a_run(tmp_path)
    zipped(tmp_path / "older.zip", *names)

    with pytest.raises(IntegrityError, match="leads out of the zip"):
        verify(tmp_path)


def test_a_zip_that_cannot_be_read_is_not_foreign(tmp_path: Path) -> None:
    """It may be what is left of a package."""
    left_by_a_run(tmp_path)
    (tmp_path / "older.zip").write_bytes((tmp_path / "evidence.zip").read_bytes()[:-100])

    with pytest.raises(IntegrityError, match="the zip cannot be read"):
        verify(tmp_path)


def test_a_link_in_a_store_is_named_and_not_followed(tmp_path: Path) -> None:
    """A link that is named like a run leads to evidence that may change: it is none."""
    write_run(tmp_path / "store")
    run = write_run(tmp_path / "elsewhere", Story(changes=1))
    (tmp_path / "store" / run.name).symlink_to(run)
    found = verify(tmp_path / "store")

    assert (found.ok, len(found.runs)) == (True, 1)
    assert found.foreign == {run.name: "a link, which is not followed"}
    assert found.not_checked == (run.name,)


def test_a_file_added_to_a_run_fails_wherever_the_run_lies(tmp_path: Path) -> None:
    """A zip inside a run is a file too many, not a foreign one."""
    run = left_by_a_run(tmp_path)
    zipped(run / "holiday.zip", "1.jpg")

    assert not verify(tmp_path).ok
