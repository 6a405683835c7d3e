"""`attest collect` and what it leaves for the run after, and the answers that a package may hold."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from attest.cli import attest
from tests.collect.stories import Answers
from tests.support.history import History


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """A branch with a change in each of two quarters, and a pull request for the second."""
    history = History(tmp_path / "shop")
    history.commit("first", at="2025-02-01T00:00:00Z")
    landed = history.commit("second", at="2025-05-01T00:00:00Z")
    Answers(tmp_path / "forge", history).pull(1, landed, [landed])
    return history


def asked(*arguments: str | Path) -> Result:
    """The command's result."""
    return CliRunner().invoke(attest, [str(item) for item in arguments], standalone_mode=False)


def test_the_run_that_is_followed_is_printed(shop: History, tmp_path: Path) -> None:
    """As text and as JSON; the first run follows none."""
    store = tmp_path / "store"
    first = asked("collect", shop.path, "--period", "2025-Q1", "--store", store)
    second = asked("collect", shop.path, "--period", "2025-Q2", "--store", store)
    found = json.loads(asked("collect", shop.path, "--period", "2025-Q2", "--store", store, "--json").stdout)

    assert "follows" not in first.stdout
    assert f"follows  run {found['previous_run'][:16]}\n" in second.stdout
    assert first.stdout.endswith(f"/{found['previous_run'][:16]}\n")


def test_whom_an_audit_log_names_is_told_of_the_change(shop: History, tmp_path: Path) -> None:
    """Among the authors, as who answers for it, and with the entry."""
    log = tmp_path / "audit.json"
    entry = {"action": "pull_request.create", "actor": "Copilot", "actor_is_agent": True, "user": "cy"}
    log.write_text(json.dumps([{**entry, "pull_request_url": "https://github.com/acme/shop/pull/1"}]))
    store = ("--store", tmp_path / "store")
    forge = f"recorded:{tmp_path / 'forge'}"
    asked("collect", shop.path, "--period", "2025-Q2", "--forge", forge, "--audit-log", log, *store)
    told = asked("explain", "#1", *store).stdout

    assert "cy" in told.split("independence set: ")[1].split("\n")[0]
    assert "  accountable: cy (audit log)\n" in told
    assert "'pull_request.create by Copilot for cy'" in told


@pytest.mark.parametrize("with_raw", [False, True])
def test_answers_are_packed_only_when_asked_for(shop: History, tmp_path: Path, with_raw: bool) -> None:
    """By `run` and by `report`; the store has them, the documents never do."""
    out = tmp_path / "out"
    more = ["--with-raw"] if with_raw else []
    forge = f"recorded:{tmp_path / 'forge'}"
    asked("run", shop.path, "--period", "2025-Q2", "--forge", forge, "--out", out, "--format", "json", *more)
    asked("report", "--store", out / "store", "--out", tmp_path / "again", "--format", "json", *more)

    assert list((out / "store").glob("*/raw/*")) != []
    for folder in (out, tmp_path / "again"):
        names = zipfile.ZipFile(folder / "evidence.zip").namelist()
        assert any("/raw/" in name for name in names) == with_raw
        assert asked("verify", folder).return_value == 0
        assert not (folder / "raw").exists()
