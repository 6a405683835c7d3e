"""How far a fetch goes back for who pushed to pull requests: no further than it must, or may."""

from pathlib import Path

import pytest

from attest.collect.github import whole_repository
from tests.collect.github.fetched import run
from tests.simulator import Simulator, WorldBuilder
from tests.support.history import History


def told(folder: Path, *, newer: int, older: int, fork: str | None = None) -> WorldBuilder:
    """A pull request of June 2025, whose push lies between others of the same day."""
    history = History(folder / "shop")
    start = history.commit("start", files={"a": "1"})
    work = history.commit("feature", files={"a": "2"}, branch="feature")
    landed = history.merge("feature", "Merge pull request #1 from octo/feature")
    world = WorldBuilder("octo", "large", now="2025-07-01T00:00:00Z")
    world.git(history.path)
    world.person("ada")
    pull = world.pull(1, by="ada", at="2025-06-10T00:00:00Z", head=work, base=start, fork=fork)
    pull.merged("ada", at="2025-06-20T00:00:00Z", sha=landed)
    for number in range(older):
        at = f"2025-02-01T00:{number % 60:02}:{number // 60:02}Z"
        world.pushed("ada", before=start, after=landed, at=at, ref="other")
    world.pushed("ada", before="0" * 40, after=work, at="2025-06-09T00:00:00Z", ref="feature")
    for number in range(newer):
        at = f"2025-06-21T00:{number % 60:02}:{number // 60:02}Z"
        world.pushed("ada", before=start, after=landed, at=at, ref="other")
    return world


def pages(folder: Path, world: WorldBuilder) -> list[str]:
    """Names of the pages that were had."""
    with Simulator(world.build()) as forge:
        spool, _ = run(forge.url, folder)
    return sorted(path.name for path in spool.glob("activity/*"))


def test_it_ends_where_every_pull_request_was_met_and_the_period_begins(tmp_path: Path) -> None:
    """Entries of long before it are not asked for once nobody is missing."""
    (tmp_path / "store").mkdir()
    world = told(tmp_path, newer=150, older=0)
    for number in range(1000):
        at = f"2024-12-01T00:{number % 60:02}:{number // 60:02}Z"
        world.pushed("ada", before="0" * 40, after="1" * 40, at=at, ref="other")

    assert pages(tmp_path / "store", world) == ["repository.page1.json", "repository.page2.json"]


def test_it_ends_where_the_budget_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is said by whoever reads the answers."""
    monkeypatch.setattr(whole_repository, "_PER_THOUSAND", 2)
    (tmp_path / "store").mkdir()

    found = pages(tmp_path / "store", told(tmp_path, newer=250, older=0))

    assert found == ["repository.page1.json", "repository.page2.json"]


def test_it_is_not_asked_for_where_all_came_from_forks(tmp_path: Path) -> None:
    """Their pushes are in the fork's own list, which the token may not see."""
    (tmp_path / "store").mkdir()

    assert pages(tmp_path / "store", told(tmp_path, newer=1, older=1, fork="eve/large")) == []
