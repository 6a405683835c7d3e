"""The layers, doors and purity that docs/adr/0002 states."""

from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_every_import_contract_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imports point down, stages never import each other, each heavy library has one door."""
    monkeypatch.chdir(ROOT)

    assert lint_imports(config_filename="pyproject.toml", no_cache=True) == 0
