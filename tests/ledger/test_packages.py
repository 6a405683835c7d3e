"""Zips: the same bytes every time, verified where they lie, refused when made to mislead."""

import hashlib
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from attest.errors import IntegrityError, OutputError, UsageError
from attest.ledger.archive import write_archive
from attest.ledger.verification import Status, Verification
from attest.ledger.verify import verify
from tests.support.runs import Story, write_run

DOCUMENTS = {"report.pdf": b"%PDF", "figures.json": b"{}"}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A lawful package."""
    return write_archive(tmp_path / "evidence.zip", write_run(tmp_path / "store"), DOCUMENTS)


def rewritten(package: Path, edit: Callable[[str, bytes], bytes | None]) -> Path:
    """The package with each entry's content passed through a function; `None` leaves it out."""
    target = package.with_name("rewritten.zip")
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as place:
        for entry in source.infolist():
            data = edit(entry.filename, source.read(entry))
            if data is not None:
                place.writestr(entry.filename, data)
    return target


def failed(found: Verification) -> list[str]:
    """The steps that failed."""
    steps = [*found.packages, *(step for run in found.runs for step in run.steps)]
    return [step.id for step in steps if step.status is Status.FAILED]


def test_two_packages_of_one_run_are_equal(tmp_path: Path, package: Path) -> None:
    """The same run and documents give the same bytes, whatever the files' own times are."""
    run = next((tmp_path / "store").iterdir())
    copy = shutil.copytree(run, tmp_path / "elsewhere" / run.name)
    second = write_archive(tmp_path / "second.zip", copy, dict(reversed(DOCUMENTS.items())))

    assert package.read_bytes() == second.read_bytes()


def test_a_package_verifies_where_it_lies(package: Path) -> None:
    """The run in it passes, and its sums hold every file beside the run."""
    found = verify(package)

    assert found.ok
    assert found.kind == "zip"
    assert [run.ok for run in found.runs] == [True]
    assert found.not_checked == ()
    assert [step.status for step in found.packages] == [Status.PASSED]


def test_the_sums_suffice_without_this_tool(tmp_path: Path, package: Path) -> None:
    """`sha256sum --check` accepts the unpacked package, and every file is listed."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "out")
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    files = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")}
    listed = (tmp_path / "out" / "SHA256SUMS").read_text().splitlines()

    assert subprocess.run(check, cwd=tmp_path / "out", check=False).returncode == 0
    assert files <= {line[66:] for line in listed}


def test_compressing_it_anew_changes_nothing(package: Path) -> None:
    """A package that somebody packed again still verifies: evidence is its files, not the zip."""
    assert verify(rewritten(package, lambda name, data: data)).ok


def test_a_changed_document_is_named(package: Path) -> None:
    """The report beside the run is held by the sums."""
    found = verify(rewritten(package, lambda name, data: b"%PDX" if name == "report.pdf" else data))

    assert failed(found) == ["package"]
    assert found.packages[0].problems[0].file == "report.pdf"


def test_documents_that_no_listing_speaks_of_are_not_verified(package: Path) -> None:
    """Whoever drops the listing can put anything beside the run: that is a failure, not something absent."""
    forged = rewritten(
        package, lambda name, data: None if name == "SHA256SUMS" else b"forged" if "/" not in name else data
    )

    found = verify(forged)

    assert failed(found) == ["package"]
    assert found.packages[0].problems[0].file == "SHA256SUMS"


def test_an_added_document_is_named(package: Path) -> None:
    """A file that the sums do not list is not part of the package."""
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr("notes.txt", b"")
    found = verify(package)

    assert [problem.file for problem in found.packages[0].problems] == ["notes.txt"]


def test_a_changed_record_fails_run_and_package(package: Path) -> None:
    """A record changed inside the zip fails the sums and the run's own steps."""
    found = verify(rewritten(package, lambda name, data: data.replace(b"ai_evidenced", b"no_evidence")))

    assert {"package", "digests", "checkpoint"} <= set(failed(found))


def test_a_redacted_package_verifies(package: Path) -> None:
    """A package that lost the personal part as a whole passes and says so."""
    found = verify(rewritten(package, lambda name, data: None if "/personal/" in name else data))

    assert found.ok
    assert found.runs[0].redacted


def test_damage_to_the_bytes_of_a_zip_fails(package: Path) -> None:
    """A flipped byte in stored content is damage of that file."""
    data = bytearray(package.read_bytes())
    data[data.index(b"Fix the dose")] ^= 1
    package.write_bytes(data)

    assert {"digests", "personal"} <= set(failed(verify(package)))


def test_a_cut_zip_is_refused(package: Path) -> None:
    """A zip that lost its end is told as damage."""
    package.write_bytes(package.read_bytes()[:-100])

    with pytest.raises(IntegrityError, match="the zip cannot be read"):
        verify(package)


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "a/../../evil",
        "C:/evil",
        "a\\b",
        "a//b",
        "evil\n",
        "a/./b",
        "x" * 300,
        "\u202ex",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(package: Path, name: str) -> None:
    """No entry may be called what some system would unpack elsewhere, or print misleadingly."""
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr(name, b"")

    with pytest.raises(IntegrityError, match="leads out of the zip"):
        verify(package)


@pytest.mark.parametrize("name", ["report.pdf", "REPORT.pdf"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_entries_of_one_name_are_refused(package: Path, name: str) -> None:
    """What one reader takes for the file and another does not is refused, letter case aside."""
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr(name, b"other")

    with pytest.raises(IntegrityError, match="two entries have one name"):
        verify(package)


def test_a_link_is_refused(package: Path) -> None:
    """A symbolic link in a zip is refused."""
    entry = zipfile.ZipInfo("link")
    entry.create_system = 3
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(package, "a") as archive:
        archive.writestr(entry, "/etc/passwd")

    with pytest.raises(IntegrityError, match="a link or a device"):
        verify(package)


def test_a_bomb_is_refused_before_it_unfolds(package: Path) -> None:
    """A zip that would unfold to far more than its size is refused by its directory alone."""
    with zipfile.ZipFile(package, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", bytes(60 << 20))

    with pytest.raises(IntegrityError, match="would unfold to"):
        verify(package)


def test_an_unread_compression_is_refused(package: Path) -> None:
    """Only stored and deflated entries are read."""
    with zipfile.ZipFile(package, "a", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("x", b"x" * 100)

    with pytest.raises(IntegrityError, match="compressed in a way"):
        verify(package)


def test_a_zip_of_a_store_verifies_each_run(tmp_path: Path) -> None:
    """A store packed by any zip program is verified run by run."""
    for changes in (1, 2):
        write_run(tmp_path / "store", Story(changes=changes))
    (tmp_path / "store" / "stray").write_text("")
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", tmp_path, "store"))
    found = verify(packed)

    assert found.ok
    assert len(found.runs) == 2
    assert [step.status for step in found.packages] == [Status.ABSENT]
    assert found.not_checked == ("packed.zip:store/stray",)


def test_a_document_may_not_pose_as_part_of_the_run(tmp_path: Path) -> None:
    """Documents lie beside the run: never in its folder, never outside the package."""
    run = write_run(tmp_path / "store")
    for name in (f"{run.name}/x", "../x", "SHA256SUMS"):
        with pytest.raises(UsageError, match="cannot be called"):
            write_archive(tmp_path / "x.zip", run, {name: b""})
    assert not (tmp_path / "x.zip").exists()


def test_a_package_that_cannot_be_written_is_not_left(tmp_path: Path) -> None:
    """A missing folder ends in a message, and no file."""
    run = write_run(tmp_path / "store")
    with pytest.raises(OutputError):
        write_archive(tmp_path / "missing" / "x.zip", run, {})
    assert not (tmp_path / "missing").exists()


def test_raw_answers_stay_behind_by_default(tmp_path: Path) -> None:
    """Answers as received may hold secrets: they are packed only when asked for."""
    run = write_run(tmp_path / "store", Story(raw=b"token"))
    digest = hashlib.sha256(b"token").hexdigest()
    without = write_archive(tmp_path / "a.zip", run, {})
    with_raw = write_archive(tmp_path / "b.zip", run, {}, raw=True)

    assert f"{run.name}/raw/{digest}" not in zipfile.ZipFile(without).namelist()
    assert f"{run.name}/raw/{digest}" in zipfile.ZipFile(with_raw).namelist()
    assert verify(without).ok
    assert verify(with_raw).ok


def test_a_package_may_lose_its_answers_as_a_whole(tmp_path: Path) -> None:
    """One that was packed with them passes without them; with one altered it fails."""
    run = write_run(tmp_path / "store", Story(raw=b"[]"))
    package = write_archive(tmp_path / "evidence.zip", run, DOCUMENTS, raw=True)

    assert verify(rewritten(package, lambda name, data: None if "/raw/" in name else data)).ok
    found = verify(rewritten(package, lambda name, data: b"[1]" if "/raw/" in name else data))
    assert {"package", "digests"} == set(failed(found))
