"""`attest imports`, and `--import` with what is no kind, no file, or no table."""

import json
from pathlib import Path

import pytest

from attest.model.imports import KINDS
from tests.support.history import History
from tests.support.program import Ended, attest


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A repository with one commit of 2025."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"app.py": "one\n"}, at="2025-02-01T10:00:00Z")
    return history.path


def asked(shop: Path, text: str, folder: Path) -> Ended:
    """A collection with that import."""
    return attest("collect", shop, "--period", "2025", "--store", folder / "store", "--import", text)


def test_the_kinds_are_listed_with_their_titles() -> None:
    """One a line, sorted."""
    lines = attest("imports").out.splitlines()

    assert [line.split()[0] for line in lines] == list(KINDS)
    assert f"{'training':<18} Register of trainings" in lines


def test_the_columns_of_a_kind_are_listed() -> None:
    """With form, whether they are required, and meaning."""
    out = attest("imports", "scans").out

    assert out.startswith("scans: Security tests that ran\n")
    assert "  sha                sha         required  the commit that was tested\n" in out
    assert "what kind of test it is: sast, sca, secret, dast, pan\n" in out


def test_the_columns_are_printed_as_json() -> None:
    """For whoever makes such a file by program."""
    found = json.loads(attest("imports", "--json").out)

    assert found["schema"] == "attest.imports/1"
    assert [kind["name"] for kind in found["kinds"]] == list(KINDS)
    assert found["kinds"][-1]["columns"][0] == {
        "name": "person", "form": "person", "meaning": "who took it", "required": True, "choices": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "content", "said"),
    [
        ("training", "", "not a kind and a file: 'training'"),
        ("=table.csv", "", "not a kind and a file: '=table.csv'"),
        ("courses={}", "", "there is no kind of file called 'courses'"),
        ("training=missing.csv", "", "the file cannot be read: No such file or directory"),
        ("training={}", "course\n", "the file of kind training lacks the columns person, completed"),
    ],
)
def test_what_cannot_be_imported_ends_the_command_with_a_remedy(
    shop: Path, tmp_path: Path, text: str, content: str, said: str
) -> None:
    """Exit code 2, one message, and nothing in the store."""
    table = tmp_path / "table.csv"
    table.write_text(content)
    ended = asked(shop, text.format(table), tmp_path)

    assert ended.code == 2
    assert f"attest: {said}" in ended.err
    assert "to do: " in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "store").exists()


def test_a_file_is_imported(shop: Path, tmp_path: Path) -> None:
    """Its rows are counted among the records."""
    table = tmp_path / "table.csv"
    table.write_text("person,course,completed\nada@example.org,One,2025-01-20\n")
    ended = asked(shop, f"training={table}", tmp_path)
    (run,) = (tmp_path / "store").glob("*/manifest.json")

    assert ended.code == 0
    assert json.loads(run.read_bytes())["counts"]["imported"] == 1
