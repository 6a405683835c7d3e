"""A collection from the forge that is killed over and over gives the records of one that was not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.simulator import Simulator
from tests.simulator.generated import generate
from tests.support.killing import Collecting, Whole, differing, kill_at, moments

pytestmark = pytest.mark.slow
PULLS, COMMITS, KILLS = 300, 2400, 10
MOMENTS = KILLS + 1
"""So small a world may be sealed before the last one comes."""


class Uninterrupted(NamedTuple):
    """A collection in one go, its answers kept, and the forge, which still answers."""

    collecting: Collecting
    forge: Simulator
    requests: int


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Uninterrupted]:
    """Collected once."""
    folder = tmp_path_factory.mktemp("killed")
    world = generate(pulls=PULLS, commits=COMMITS, seed=4, folder=folder / "large")
    with Simulator(world) as forge:
        collecting = Collecting(folder / "large", forge.url, world.full_name, folder / "whole")
        collecting.run("--keep-answers")
        yield Uninterrupted(collecting, forge, len(forge.requests))


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_ten_moments_it_ends_with_the_same_records(
    whole: Uninterrupted, tmp_path: Path, seed: int
) -> None:
    """It goes on where it stopped: nothing is lost, doubled, left, or asked again but what was under way."""
    once, forge, requests = whole
    again = replace(once, store=tmp_path / "again")
    size = Whole.of(once)
    forge.forget()
    killed = [kill_at(moment, again, size) for moment in moments(seed, MOMENTS)]
    again.run()

    assert sum(killed) >= KILLS
    assert differing(once.sealed, again.sealed) == []
    assert (again.sealed / "records" / "changes.jsonl").read_bytes().count(b"\n") > PULLS * 0.9
    assert requests <= len(forge.requests) <= requests + MOMENTS
    assert again.left() == []
