"""A run names the built-in rules that a given file kept from running."""

from pathlib import Path

from attest.canonical import sha256
from attest.ledger.read import load
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.support.history import History

OFF = b"format_version: 1\nrules:\n  - {id: agent.claude-code, enabled: false}\n"


def test_the_manifest_names_rule_and_file(tmp_path: Path) -> None:
    """The copy of the file is among the run's own files, under the same digest."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2025-02-01T00:00:00Z")
    rules = tmp_path / "off.yaml"
    rules.write_bytes(OFF)

    asked = Request((history.path,), "2025", tmp_path / "store", now="2026-01-05T00:00:00Z", rules=(rules,))
    run = collect(asked, silent)

    manifest = load(run).manifest
    assert [(one.id, one.effect, one.origin) for one in manifest.overridden] == [
        ("agent.claude-code", "switched-off", sha256(OFF))
    ]
    assert "config/user-rules/00.yaml" in [
        entry.path for entry in manifest.files if entry.sha256 == sha256(OFF)
    ]
    assert "agent.claude-code" not in {one.id for one in manifest.rules}
