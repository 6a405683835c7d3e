"""What a fetch costs is counted and told, and kept within the budget on a large repository."""

from pathlib import Path

from attest.collect.github.budget import Budget
from tests.collect.github.fetched import run
from tests.collect.github.stub import SECRET
from tests.simulator import Simulator
from tests.simulator.generated import generate


def test_the_line_says_points_calls_and_budget() -> None:
    """As whoever runs it reads it."""
    quiet = Budget(points=212, calls=143, pulls=1004)
    waited = Budget(points=1, calls=2, pulls=3, retries=4, waits=5, waited_s=61.4)

    assert quiet.told() == (
        "GitHub: 212 points, 143 calls for 1,004 pull requests (budget 251 points, 201 calls)"
    )
    assert waited.told() == (
        "GitHub: 1 points, 2 calls for 3 pull requests (budget 250 points, 200 calls)"
        "; asked again 4 times, waited 5 times, 61 s"
    )


def test_a_thousand_pull_requests_stay_within_the_budget(tmp_path: Path) -> None:
    """All that is asked for: 250 points by GitHub's formula and 200 calls, as the forge counts them."""
    world = generate(pulls=1000, commits=8000, seed=5)
    with Simulator(world, token=SECRET, hourly=10**6) as forge:
        _, budget = run(forge.url, tmp_path, landed=[f"{at:040x}" for at in range(1000)])
        points, calls = forge.points, forge.calls

    assert (budget.points, budget.calls, budget.pulls) == (points, calls, 1000)
    assert points <= 250
    assert calls <= 200
