"""What a gap says of the period's bounds where the forge's log of pushes could not be read."""

from pathlib import Path

import pytest

from attest.model.population import Boundary, BoundaryBasis
from tests.collect.stories import Answers, Told, tell
from tests.support.history import History

UNDATED = "landed commits that no merged pull request dates are dated by their committers"
BOUNDS = "a bound of the period rests on such dates, which whoever commits can set"
UNREADABLE = "oops"


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """A push before the period, one in it and one after it."""
    history = History(tmp_path / "shop")
    for at in ("2024-12-01T00:00:00Z", "2025-02-01T00:00:00Z", "2026-02-01T00:00:00Z"):
        history.commit("push", files={"a": at}, at=at)
    return history


def told(shop: History, *, merged: bool, folder: Path) -> Told:
    """A collection without the log of pushes; with `merged` a pull request dates every landed commit."""
    answers = Answers(folder, shop)
    answers.write("recorded.json", {"format": 1, "connected": ["pull-requests", "pushes"]})
    answers.write("activity.page1.json", UNREADABLE)
    for number, sha in enumerate(shop.git("rev-list", "--reverse", "main").split(), 1):
        if merged:
            answers.pull(number, sha, [sha])
    return tell(shop, answers.forge())


def effect(found: Told) -> str:
    """What the gap of the pushes says that it means."""
    (gap,) = (gap for gap in found.collection.gaps if gap.source == "pushes")
    return gap.effect


def bases(found: Told) -> set[BoundaryBasis]:
    """What the bounds of the period rest on."""
    scope = found.collection.scope
    bounds: tuple[Boundary, Boundary] = (scope.start, scope.end)
    return {bound.basis for bound in bounds}


def test_bounds_on_committer_dates_are_named(shop: History, tmp_path: Path) -> None:
    """A commit that was dated back may lie in another period than the one in which it landed."""
    found = told(shop, merged=False, folder=tmp_path / "forge")
    assert bases(found) == {BoundaryBasis.DECLARED}
    assert effect(found).endswith(f"; {UNDATED}, and {BOUNDS}")


def test_nothing_is_said_of_bounds_that_merges_date(shop: History, tmp_path: Path) -> None:
    """The guard: the forge dates the commits on both sides of each bound."""
    found = told(shop, merged=True, folder=tmp_path / "forge")
    assert bases(found) == {BoundaryBasis.SERVER}
    assert effect(found).endswith(f"; {UNDATED}")
