"""A sample with a register of trainings beside it: from the file to the report and its package."""

import json
import zipfile
from pathlib import Path

import pytest

from attest.evaluate.handed import handed_in
from attest.ledger.read import load
from attest.samples import bundled
from tests.support.program import attest

NAME = "pay-squash"
REGISTER = """Person;Course;Topic;Language;Completed;Valid until;Salary
ines@larkspur.example;Secure coding;secure-coding|ai-tools;Kotlin;2024-11-20;;1
github:trenner;Secure review;secure-review;Kotlin;2025-02-03;2026-02-02;2
somebody@elsewhere.example;Secure coding;secure-coding;;2025-01-10;;3
Priya Nair;Secure coding;secure-coding;;2025-01-10;;4
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole run."""
    folder = tmp_path_factory.mktemp("imports")
    repository = bundled.build(NAME, folder)
    register = folder / "register.csv"
    register.write_text(REGISTER)
    ended = attest(
        "run", repository, "--period", bundled.period(NAME), "--forge", bundled.forge(NAME),
        "--import", f"training={register}", "--out", folder / "out", "--format", "html", "--format", "csv",
    )  # fmt: skip
    assert (ended.code, ended.err[-400:] * bool(ended.code)) == (0, "")
    return folder / "out"


def run_in(out: Path) -> Path:
    """The one run."""
    (manifest,) = (out / "store").glob("*/manifest.json")
    return manifest.parent


def test_the_trained_are_the_people_of_the_record(out: Path) -> None:
    """By address and by login; and one who never acted here."""
    view = load(run_in(out))
    rows = handed_in(view).of("training")
    actors = {actor.id for change in view.changes for actor in change.authors}
    actors |= {review.reviewer.id for review in view.reviews}

    assert [row.people["person"] in actors for row in rows] == [True, True, False]
    assert [view.people[row.people["person"]] for row in rows[:2]] == ["Inés Valcárcel", "Tobias Renner"]
    assert rows[0].values == {
        "completed": "2024-11-20", "course": "Secure coding", "language": "kotlin",
        "topic": "ai-tools secure-coding",
    }  # fmt: skip


def test_the_report_lists_the_file_and_the_row_that_it_could_not_read(out: Path) -> None:
    """With its digest; the gap names row and column."""
    page = next(out.glob("*.html")).read_text(encoding="utf-8")
    [stated] = load(run_in(out)).manifest.imports
    told = json.loads((run_in(out) / "manifest.json").read_bytes())["imports"]

    assert told == [{**stated.model_dump(), "rows": 4, "unreadable": 1, "ignored": 1}]
    assert "Files of other systems that were handed in" in page
    assert "register.csv" in page
    assert "row 5: person is neither an address nor github: with a login or a number" in page


def test_nothing_personal_of_the_file_is_outside_the_personal_part(out: Path) -> None:
    """Neither in the records nor in the tables of the package."""
    run = run_in(out)
    packed = next(out.glob("*.zip"))
    with zipfile.ZipFile(packed) as package:
        names = [name for name in package.namelist() if "/records/" in name or name.endswith(".csv")]
        found = b"".join(package.read(name) for name in names)

    assert [word for word in (b"somebody@elsewhere", b"Priya Nair;Secure") if word in found] == []
    assert b"salary" not in (run / "records" / "imported.jsonl").read_bytes().lower()
