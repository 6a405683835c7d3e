"""What docs/formats/run.md tells a reader without this tool to type does what it says."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from attest.ledger.layout import FIXED, KINDS
from tests.support.runs import Story, write_run

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "formats" / "run.md").read_text()
TAMPERED = "records/reviews.jsonl"


def block(language: str) -> str:
    """The one block of the page in a language."""
    found = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def typed(language: str, run: Path) -> str:
    """What a reader sees who types a block in the folder of a run."""
    command = {"sh": ["bash", "-c"], "python": [sys.executable, "-I", "-c"]}[language]
    done = subprocess.run(
        [*command, block(language)], cwd=run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return done.stdout


def tampered(run: Path) -> None:
    """Change one word of one record."""
    place = run / TAMPERED
    place.write_bytes(place.read_bytes().replace(b"approved", b"dismissed", 1))


def test_sha256sum_prints_the_id_alone_for_a_whole_run(tmp_path: Path) -> None:
    """The first line begins with the run id, and there is no other."""
    run = write_run(tmp_path)

    assert re.fullmatch(rf"{run.name}[0-9a-f]{{48}}  manifest.json\n", typed("sh", run))


def test_sha256sum_names_the_file_that_differs(tmp_path: Path) -> None:
    """The changed file is named."""
    run = write_run(tmp_path)
    tampered(run)

    assert f"{TAMPERED}: FAILED" in typed("sh", run)


def test_the_script_prints_the_checkpoint(tmp_path: Path) -> None:
    """For a whole run the script's output is the checkpoint, to the byte."""
    run = write_run(tmp_path)

    assert (run / "checkpoint").read_text() == typed("python", run)


def test_the_script_names_the_file_that_differs(tmp_path: Path) -> None:
    """A changed record is named, and gives another root."""
    run = write_run(tmp_path)
    tampered(run)
    said = typed("python", run)

    assert said.startswith(f"differs or is missing: {TAMPERED}\n")
    assert (run / "checkpoint").read_text() not in said


@pytest.mark.parametrize("language", ["sh", "python"])
def test_the_missing_files_of_a_redacted_run_are_named(tmp_path: Path, language: str) -> None:
    """As the page says, the files of the personal part are named as missing."""
    run = write_run(tmp_path)
    shutil.rmtree(run / "personal")

    assert "personal/people.jsonl" in typed(language, run)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_described_with_its_model(kind: str) -> None:
    """The page lists each kind with the module that describes its fields."""
    module = KINDS[kind].model.__module__.replace(".", "/") + ".py"

    assert re.search(rf"\| `{kind}` \|.*`{module}`", PAGE)


def test_the_page_counts_the_files_right() -> None:
    """Twenty-two files of records and nine of the personal part."""
    assert len([path for path in FIXED if path.startswith("records/")]) == 22
    assert len([path for path in FIXED if path.startswith("personal/")]) == 9


@pytest.mark.parametrize("language", ["sh", "python"])
def test_answers_that_were_left_out_are_passed_over(tmp_path: Path, language: str) -> None:
    """A run from a package lacks `raw/`: nothing is said of it, and a changed answer is still named."""
    run = write_run(tmp_path, Story(raw=b"[]"))
    whole = typed(language, run)
    (answer,) = (run / "raw").iterdir()
    answer.write_bytes(b"[1]")
    changed = typed(language, run)
    shutil.rmtree(run / "raw")

    assert whole == typed(language, run)
    assert "raw/" not in whole
    assert f"raw/{answer.name}" in changed
