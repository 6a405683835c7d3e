"""The worlds that the simulator's tests ask about."""

from pathlib import Path

import pytest

from tests.simulator.generated import generate
from tests.simulator.telling import Told, tell
from tests.simulator.world import World

PULLS, COMMITS = 120, 1400


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of this machine is not asked for 127.0.0.1."""
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """The small world with one of everything."""
    return tell(tmp_path)


@pytest.fixture(scope="session")
def generated() -> World:
    """A generated world of several pages, without a repository; not to be changed."""
    return generate(pulls=PULLS, commits=COMMITS)


@pytest.fixture
def many(generated: World) -> World:
    """The same, for a test to change."""
    return generated.copy()
