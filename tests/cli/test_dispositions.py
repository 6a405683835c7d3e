"""`attest dispositions` as people and programs use it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from attest.cli.dispositions import command
from attest.errors import ConfigError
from attest.pipeline.reporting import evaluate
from tests.support.answered import answers, collected, entry, repository


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one run, whose register has one line."""
    place = tmp_path_factory.mktemp("answered")
    collected(repository(place / "shop"), place / "store")
    return place / "store"


@pytest.fixture(scope="module")
def deviation(store: Path) -> str:
    """The id of that line."""
    (run,) = (item for item in store.iterdir() if (item / "manifest.json").exists())
    (line,) = evaluate(run, ()).evaluation.deviations
    return line.id


def run(*arguments: str | Path) -> Result:
    """The result of a command that is not caught by the outermost handler."""
    return CliRunner().invoke(command, [str(item) for item in arguments])


def data(*arguments: str | Path) -> dict[str, Any]:
    """The JSON that a command prints."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    loaded: dict[str, Any] = json.loads(result.output)
    return loaded


def test_list_names_every_answer_and_counts_lines_without_one(
    store: Path, deviation: str, tmp_path: Path
) -> None:
    """Where its line is, how it stands, and whose it is."""
    file = tmp_path / "answers.yaml"
    file.write_text(answers(entry(deviation, due="2025-05-01"), entry("DEV-0000000000", period="'2024'")))

    assert run("list", "--store", store, "--dispositions", file).output.splitlines() == [
        f"{deviation} AGT-01 deviation  accepted, overdue; CTO; opened 2025-04-01, due 2025-05-01; "
        "2025: line of the register",
        "DEV-0000000000  accepted, open; CTO; opened 2025-04-01; 2024: carried forward",
        "0 of 1 lines of the register have no answer",
    ]
    listed = data("list", "--store", store, "--dispositions", file)
    assert listed["schema"] == "attest.dispositions.list/1"
    assert [item["place"] for item in listed["answers"]] == ["register", "carried-forward"]
    assert (listed["unanswered"], listed["lines"]) == ([], 1)


def test_list_says_that_there_is_no_file(store: Path, deviation: str) -> None:
    """No answer is not no deviation."""
    assert run("list", "--store", store).output.splitlines() == [
        "no file of answers was read",
        "1 of 1 lines of the register have no answer",
    ]
    assert data("list", "--store", store)["unanswered"] == [deviation]


def test_template_is_refused_until_it_is_filled_in(store: Path, deviation: str, tmp_path: Path) -> None:
    """A file that nobody has thought about answers nothing; filled in, it is read."""
    file = tmp_path / "answers.yaml"
    text = run("template", "--store", store).output
    file.write_text(text)

    with pytest.raises(ConfigError, match=r"dispositions\.0\.response"):
        CliRunner().invoke(command, ["check", str(file)], catch_exceptions=False)

    filled = text.replace("response: '?'", "response: accepted").replace("kind: '?'", "kind: unknown")
    filled = filled.replace("owner: ''", "owner: CTO").replace("reason: ''", "reason: small")
    file.write_text(filled.replace("opened: '?'", "opened: 2026-01-10"))
    assert run("check", file).output == "1 entries, 1 deviations: no fault found\n"
    assert data("check", file)["deviations"] == 1
    assert data("list", "--store", store, "--dispositions", file)["unanswered"] == []


def test_template_leaves_out_what_is_answered(store: Path, deviation: str, tmp_path: Path) -> None:
    """What is left is an empty file, which is valid."""
    file = tmp_path / "answers.yaml"
    file.write_text(answers(entry(deviation)))

    assert data("template", "--store", store, "--dispositions", file)["entries"] == []
    file.write_text(run("template", "--store", store, "--dispositions", file).output)
    assert run("check", file).output == "0 entries, 0 deviations: no fault found\n"


def test_template_names_the_facts(store: Path, deviation: str) -> None:
    """One entry for each, with every line that has it."""
    (stub,) = data("template", "--store", store)["entries"]
    assert (stub["assertion"], stub["control"], stub["period"], stub["deviations"]) == (
        "AGT-01",
        "CM-9",
        "2025",
        [deviation],
    )
