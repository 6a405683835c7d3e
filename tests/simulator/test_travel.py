"""A world as it was at an instant, and its repository with it."""

from pathlib import Path

import pytest

from tests.simulator.generated import generate
from tests.simulator.travel import as_of, point
from tests.support.history import run

THEN = "2025-06-01T00:00:00Z"


def test_nothing_of_what_came_later_is_there() -> None:
    """Pull requests that were merged later are open, and no review, event or push is of a later day."""
    world = generate(pulls=60, commits=300, seed=3)
    then = as_of(world, THEN)
    later = [pull for pull in then.pulls.values() if (world.pulls[pull.number].merged_at or "") > THEN]
    times = [
        *(pull.updated for pull in then.pulls.values()),
        *(event.at for pull in then.pulls.values() for event in pull.events),
        *(review.submitted or "" for pull in then.pulls.values() for review in pull.reviews),
        *(push.at for push in then.pushes),
        *(check.started for checks in then.checks.values() for check in checks),
    ]

    assert later
    assert {(pull.state, pull.merged_by, pull.merge_commit, pull.landed) for pull in later} == {
        ("OPEN", None, None, ())
    }
    assert max(times) <= THEN
    assert then.heads["main"] == [push.after for push in then.pushes if push.ref == "refs/heads/main"][-1]
    assert then.clock.now == THEN
    assert len(then.pulls) < len(world.pulls) == 60


def test_the_world_of_the_last_day_is_the_world() -> None:
    """Nothing of it came later."""
    world = generate(pulls=30, commits=100)

    assert as_of(world, "2027-01-01T00:00:00Z").pulls == world.pulls


@pytest.mark.parametrize("instants", [(THEN,), (THEN, "2027-01-01T00:00:00Z")])
def test_a_repository_goes_back_and_forth_with_it(tmp_path: Path, instants: tuple[str, ...]) -> None:
    """The branch and each pull request's last revision are where the world has them; no other is there."""
    world = generate(pulls=60, commits=300, seed=3, folder=tmp_path / "large")
    then = world
    for instant in instants:
        then = as_of(world, instant)
        point(tmp_path / "large", then)
    shown = run(
        "git", "for-each-ref", "--format=%(refname) %(objectname)", folder=tmp_path / "large"
    ).decode()

    heads = {f"refs/pull/{pull.number}/head {pull.head_sha}" for pull in then.pulls.values()}
    assert set(shown.splitlines()) == {f"refs/heads/main {then.heads['main']}", *heads}
