"""`attest init` writes a file that the tool itself reads, and never over another."""

from pathlib import Path

from tests.support.history import History
from tests.support.program import attest


def test_the_file_written_is_read_by_a_run(tmp_path: Path) -> None:
    """What `init` wrote loads as configuration, and every control in it is planned."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2025-02-01T10:00:00Z")
    config = tmp_path / "attest.yaml"

    written = attest("init", history.path, "--out", config, "--entity", "Acme")
    ended = attest("collect", history.path, "--period", "2025", "--config", config, "--out", tmp_path / "out")

    assert (written.code, ended.code) == (0, 0), ended.err
    assert "operation: planned" in config.read_text()
    assert "operation: operated" not in config.read_text()


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """Code 2, and not a byte changed."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"})
    config = tmp_path / "attest.yaml"
    config.write_text("mine")

    ended = attest("init", history.path, "--out", config)

    assert ended.code == 2
    assert config.read_text() == "mine"
