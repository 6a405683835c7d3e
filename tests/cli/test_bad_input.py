"""Bad input ends in one clear message (fact, place, remedy), the right exit code and no traceback."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.history import History
from tests.support.program import Ended, attest


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with one commit of 2025."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"app.py": "one\n"}, at="2025-02-01T10:00:00Z")
    return history.path


def said(ended: Ended) -> tuple[int, str]:
    """Code and message; fails when the message is not of the three parts, or holds a traceback."""
    assert "Traceback" not in ended.err
    message = ended.err[ended.err.index("attest: ") :] if "attest: " in ended.err else ended.err
    assert "to do: " in message
    return ended.code, message


def test_what_is_not_a_repository_is_named(tmp_path: Path) -> None:
    """A folder without a repository is code 3 and names the folder."""
    code, message = said(attest("run", tmp_path, "--period", "2025", "--out", tmp_path / "out"))

    assert code == 3
    assert str(tmp_path) in message


def test_an_unknown_branch_is_named(shop: Path, tmp_path: Path) -> None:
    """A branch that is not there is code 3 and the message says which there is."""
    code, message = said(
        attest("run", shop, "--period", "2025", "--branch", "prod", "--out", tmp_path / "out")
    )

    assert code == 3
    assert "prod" in message
    assert "main" in message


@pytest.mark.parametrize(
    "period", ["", "2025-13", "soon", "2025-02-30..2025-03-01", "2025-03-02..2025-03-01"]
)
def test_a_malformed_period_is_named(shop: Path, tmp_path: Path, period: str) -> None:
    """An empty, impossible or reversed period is code 2."""
    code, message = said(attest("run", shop, "--period", period, "--out", tmp_path / "out"))

    assert code == 2
    assert repr(period) in message
    assert "--period" in message


def test_an_unknown_time_zone_is_named(shop: Path, tmp_path: Path) -> None:
    """A zone that is none is code 2, and the message says which option holds it."""
    asked = ("--period", "2025", "--timezone", "Europe/Paradise", "--out", tmp_path / "out")
    code, message = said(attest("run", shop, *asked))

    assert code == 2
    assert "'Europe/Paradise' is not a time zone" in message
    assert "--timezone" in message


@pytest.mark.parametrize(
    ("text", "line"),
    [("format: attest/1\nentity: [\n", ":"), ("format: attest/1\nentiti: x\n", ":2"), ("a: 1\na: 2\n", ":2")],
)
def test_invalid_configuration_is_named_with_file_and_line(
    shop: Path, tmp_path: Path, text: str, line: str
) -> None:
    """Broken YAML, an unknown key and a key that stands twice are code 2 with file and line."""
    config = tmp_path / "attest.yaml"
    config.write_text(text)

    code, message = said(
        attest("run", shop, "--period", "2025", "--config", config, "--out", tmp_path / "out")
    )

    assert code == 2
    assert f"{config}{line}" in message


def test_a_missing_configuration_file_is_named(shop: Path, tmp_path: Path) -> None:
    """A file that is not there is code 2."""
    missing = tmp_path / "none.yaml"

    code, message = said(
        attest("run", shop, "--period", "2025", "--config", missing, "--out", tmp_path / "out")
    )

    assert code == 2
    assert str(missing) in message


def test_an_unknown_framework_is_named_before_anything_is_collected(shop: Path, tmp_path: Path) -> None:
    """A framework that is not there is code 2, lists those there are, and leaves no run."""
    out = tmp_path / "out"

    code, message = said(attest("run", shop, "--period", "2025", "--framework", "iso", "--out", out))

    assert code == 2
    assert "soc2" in message
    assert not list(out.glob("store/*"))


def test_an_unknown_forge_is_named(shop: Path, tmp_path: Path) -> None:
    """A forge that is not there is code 2."""
    code, message = said(
        attest("run", shop, "--period", "2025", "--forge", "gitea", "--out", tmp_path / "out")
    )

    assert code == 2
    assert "recorded:DIR" in message


def test_a_folder_of_recorded_answers_that_is_not_there_is_named(shop: Path, tmp_path: Path) -> None:
    """Recorded answers that cannot be read are code 3, never an empty forge."""
    place = tmp_path / "nowhere"

    ended = attest("run", shop, "--period", "2025", "--forge", f"recorded:{place}", "--out", tmp_path / "out")
    code, message = said(ended)

    assert code == 3
    assert str(place) in message


def test_an_output_folder_that_is_a_file_is_named(shop: Path, tmp_path: Path) -> None:
    """Output that cannot be written is code 3."""
    blocked = tmp_path / "out"
    blocked.write_text("in the way")

    code, message = said(attest("run", shop, "--period", "2025", "--out", blocked))

    assert code == 3
    assert str(blocked) in message


def test_a_full_disk_leaves_no_run(shop: Path, tmp_path: Path) -> None:
    """When writing fails half-way, code 3, and the store holds no run and no leftovers."""
    out = tmp_path / "out"
    limit = 3_000

    done = subprocess.run(
        [sys.executable, "-m", "attest", "run", str(shop), "--period", "2025", "--out", str(out)],
        env={"PATH": os.defpath, "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    code, message = said(Ended(done.returncode, done.stdout.decode(), done.stderr.decode()))

    assert code == 3
    assert "store" in message
    assert [path for path in out.rglob("*") if path.is_file()] == []


def test_a_run_that_is_not_in_the_store_is_named(tmp_path: Path) -> None:
    """Asking a store for what it does not hold says what it holds."""
    store = tmp_path / "store"
    store.mkdir()

    ended = attest("report", "--store", store, "--period", "2025", "--out", tmp_path / "out")

    assert ended.code == 2
    assert str(store) in said(ended)[1]


@pytest.mark.parametrize("name", ["--version", "--help"])
def test_help_loads_no_heavy_library(name: str) -> None:
    """`attest --help` imports neither WeasyPrint, PyDriller, GitPython nor Jinja."""
    script = (
        "import sys\nfrom attest.cli import attest\n"
        f"try:\n    attest([{name!r}])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('weasyprint', 'pydriller', 'git', 'jinja2', 'pydantic') if m in sys.modules])"
    )

    printed = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    ).stdout

    assert printed.splitlines()[-1] == "[]"
