"""A GitHub on 127.0.0.1, for tests. README.md says what it can do."""

from tests.simulator import faults, lies
from tests.simulator.builder import WorldBuilder
from tests.simulator.pull_builder import PullBuilder
from tests.simulator.server import Elsewhere, Simulator
from tests.simulator.world import World

__all__ = ["Elsewhere", "PullBuilder", "Simulator", "World", "WorldBuilder", "faults", "lies"]
