"""`attest readiness`: the team's list, and that no document for the auditor holds any of it."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from attest.cli.readiness import command
from attest.model.progress import silent
from attest.pipeline.readying import tasks
from attest.pipeline.reporting import Evaluated, evaluate, write
from attest.report.registry import FORMATS
from tests.support.answered import collected, repository


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    """A run with a deviation, undeclared controls, and no forge."""
    place = tmp_path_factory.mktemp("ready")
    return evaluate(collected(repository(place / "shop"), place / "store"), ())


def test_each_thing_has_a_remedy_and_the_largest_is_first(evaluated: Evaluated) -> None:
    """In lines, and as JSON under a schema with a version."""
    store = evaluated.run.parent
    lines = CliRunner().invoke(command, ["--store", str(store)]).output.splitlines()
    data = json.loads(CliRunner().invoke(command, ["--store", str(store), "--json"]).output)

    assert data["schema"] == "attest.readiness/1"
    assert [task["id"] for task in data["tasks"]] == [task.id for task in tasks(evaluated)]
    counts = [task["count"] for task in data["tasks"]]
    assert counts == sorted(counts, reverse=True)
    assert {"unanswered", "no-persons", "source:dispositions"} <= {task["id"] for task in data["tasks"]}
    assert len(lines) == 2 * len(data["tasks"])
    assert [line for line in lines[1::2] if not line.startswith("     to do: ")] == []


def test_no_document_for_the_auditor_holds_any_of_it(evaluated: Evaluated, tmp_path: Path) -> None:
    """Neither the page in any form, nor its companions, nor the package."""
    found = tasks(evaluated)
    files = write(evaluated, tmp_path, [form for form in FORMATS if form != "pdf"], silent)
    texts = {path.name: path.read_bytes() for path in files if path.suffix != ".zip"}
    with zipfile.ZipFile(tmp_path / "evidence.zip") as package:
        texts.update({name: package.read(name) for name in package.namelist()})
        assert [name for name in package.namelist() if "readiness" in name] == []
    held = [
        (name, task.id)
        for name, data in texts.items()
        for task in found
        for told in (task.remedy, task.what)
        if told.encode() in data
    ]

    assert len(found) > 5
    assert held == []


def test_no_part_of_a_report_knows_of_the_list() -> None:
    """Nor does what writes it."""
    root = Path(__file__).resolve().parents[2] / "attest"
    places = [*(root / "report").rglob("*.py"), root / "pipeline/reporting.py", root / "evaluate/engine.py"]

    assert [path.name for path in places if "readiness" in path.read_text()] == []
