"""From a run in a store to documents: what is read of it is what its manifest names."""

import zipfile
from pathlib import Path

import pytest

from attest.errors import ConfigError, IntegrityError
from attest.ledger.run import RunWriter
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.reporting import config_of, evaluate, write
from attest.pipeline.scope import Request
from tests.support.history import History
from tests.support.runs import Story, manifest_fields

PACK = """\
format: attest-controls/1
part_of: soc2
criteria:
  - id: own-two-approvals
    display: Policy 4.2
    summary: Two engineers approve every change.
    evidence: repository
    limits: Approval is not deployment.
    mappings:
      - {assertion: REV-02, strength: direct, limits: Up to the release branch.}
"""
CONFIG = b"format: attest/1\nentity: Clinic\n"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run with a configuration."""
    with RunWriter(tmp_path / "store") as writer:
        writer.add_config("attest.yaml", CONFIG)
        return writer.seal(**manifest_fields(Story()))


def test_the_configuration_is_that_of_the_run(run: Path) -> None:
    """Declarations come from the file that the run was collected under."""
    assert config_of(run).entity == "Clinic"


@pytest.mark.parametrize("data", [CONFIG.replace(b"Clinic", b"Shop"), b"", None])
def test_a_changed_configuration_is_refused(run: Path, data: bytes | None) -> None:
    """Declarations changed or removed after collection would change outcomes: an integrity failure."""
    place = run / "config" / "attest.yaml"
    if data is None:
        place.unlink()
    else:
        place.write_bytes(data)

    with pytest.raises(IntegrityError, match="not the one the manifest names"):
        config_of(run)


def test_a_configuration_that_nobody_collected_is_refused(tmp_path: Path) -> None:
    """A file laid into a run without one declares nothing."""
    with RunWriter(tmp_path / "store") as writer:
        run = writer.seal(**manifest_fields(Story()))
    assert config_of(run).entity == ""

    (run / "config").mkdir(exist_ok=True)
    (run / "config" / "attest.yaml").write_bytes(CONFIG)

    with pytest.raises(IntegrityError):
        config_of(run)


def test_the_packs_of_ones_own_go_along(tmp_path: Path) -> None:
    """Findings can be recomputed from the zip: the user's packs that took part are in it."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"app.py": "one\n"}, at="2025-02-01T10:00:00Z")
    asked = Request(
        repositories=(history.path,), period="2025", store=tmp_path / "store", now="2026-01-01T00:00:00Z"
    )
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own.yaml").write_text(PACK)

    evaluated = evaluate(collect(asked, silent), (), packs=tmp_path / "own")
    files = write(evaluated, tmp_path / "out", ("json",), silent)

    with zipfile.ZipFile(files[-1]) as archive:
        assert archive.read("packs/00.yaml").decode() == PACK


TIGHTEN = """\
format: attest-controls/1
tighten:
  - {assertion: REV-02, parameter: approvals, to: 2, why: Our policy asks for two.}
"""
DECLARED = (
    b"format: attest/1\nentity: Clinic\ncontrols:\n  - id: CM-01\n    assertion: REV-02\n"
    b"    operation: operated\n    wording: One approves.\n    owner: Head\n    parameters: {approvals: 1}\n"
)


def test_what_a_pack_tightened_is_not_undercut_by_the_run(tmp_path: Path) -> None:
    """The run was collected without the pack, under a declaration that asks for less."""
    with RunWriter(tmp_path / "store") as writer:
        writer.add_config("attest.yaml", DECLARED)
        run = writer.seal(**manifest_fields(Story()))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "own.yaml").write_text(TIGHTEN)

    assert evaluate(run, ()).declarations[0].parameters == {"approvals": 1}
    with pytest.raises(ConfigError, match="approvals: must be at least 2"):
        evaluate(run, (), packs=tmp_path / "own")
