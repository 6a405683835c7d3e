"""A collection from the forge that is killed over and over gives the records of one that was not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.simulator import Simulator
from tests.simulator.generated import generate
from tests.support.killing import Collecting, Whole, differing, kill_at, moments

pytestmark = pytest.mark.slow
PULLS, COMMITS = 300, 2400


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collecting]:
    """An uninterrupted collection, its answers kept, and a forge that still answers."""
    folder = tmp_path_factory.mktemp("killed")
    world = generate(pulls=PULLS, commits=COMMITS, seed=4, folder=folder / "large")
    with Simulator(world) as forge:
        collecting = Collecting(folder / "large", forge.url, world.full_name, folder / "whole")
        collecting.run("--keep-answers")
        yield collecting


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_ten_moments_it_ends_with_the_same_records(
    whole: Collecting, tmp_path: Path, seed: int
) -> None:
    """Each time it goes on where it stopped; nothing is lost, doubled, or left in the store."""
    again = replace(whole, store=tmp_path / "again")
    size = Whole.of(whole)
    killed = [kill_at(moment, again, size) for moment in moments(seed)]
    again.run()

    assert sum(killed) == 10
    assert differing(whole.sealed, again.sealed) == []
    assert (again.sealed / "records" / "changes.jsonl").read_bytes().count(b"\n") > PULLS * 0.9
    assert again.left() == []
