"""The built wheel holds what it must, and works from any directory in an empty environment."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ("controls", "templates", "sample_repos")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_holds_the_tracked_data_and_nothing_else(wheel: Path) -> None:
    """Packs, templates and samples in the wheel are the tracked files, without strays."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z", "--", *DATA],
        check=True,
        capture_output=True,
    ).stdout
    tracked = {name.decode() for name in listing.split(b"\0") if name}
    prefix = "attest/_data/"
    packed = {
        name.removeprefix(prefix) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(prefix)
    }

    left_out = {
        "controls/README.md",
        "sample_repos/README.md",
        "sample_repos/__init__.py",
        "sample_repos/build.py",
    }
    assert tracked - packed <= left_out
    assert packed - tracked == set()


@pytest.mark.slow
def test_the_installed_wheel_runs_the_main_job_from_the_root_directory(wheel: Path, tmp_path: Path) -> None:
    """In a fresh environment with the locked packages, `attest demo` run from `/` leaves PDFs."""
    place = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = str(place / "bin" / "python")
    lock = str(ROOT / "requirements" / "run.txt")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)

    subprocess.run(
        [str(place / "bin" / "attest"), "demo", "--out", str(tmp_path / "out")], cwd="/", check=True
    )

    for sample in ("clinic-merge", "pay-squash"):
        assert (tmp_path / "out" / sample / "report.pdf").read_bytes().startswith(b"%PDF-")
