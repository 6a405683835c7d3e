"""The bundled catalog, read once."""

import pytest

from attest.catalog import load
from attest.model.control import Catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """Every framework in force, with all assertions."""
    return load()
