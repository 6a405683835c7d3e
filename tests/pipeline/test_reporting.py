"""From a run in a store to documents: what is read of it is what its manifest names."""

from pathlib import Path

import pytest

from attest.errors import IntegrityError
from attest.ledger.run import RunWriter
from attest.pipeline.reporting import config_of
from tests.support.runs import Story, manifest_fields

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
