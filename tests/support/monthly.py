"""A simulated year collected month by month as it passed, and as a whole afterwards."""

from pathlib import Path

from attest.collect.github.access import Access
from attest.collect.github.auth import Token
from attest.collect.github.sent import Limits
from attest.collect.github.waiting import Clock
from attest.ledger.store import write_receipt
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.simulator import Simulator
from tests.simulator.clock import moment
from tests.simulator.travel import as_of, point
from tests.simulator.world import World

KEY = b"one key for the whole year"
MONTHS = tuple(f"2025-{month:02}" for month in range(1, 13))


def after(month: str) -> str:
    """The second hour of the month that follows."""
    year, number = map(int, month.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02}-01T02:00:00Z"


def collect_at(world: World, repository: Path, store: Path, period: str, at: str) -> Path:
    """Collect a period on a day: the forge and the clone are as they were then."""
    then = as_of(world, at)
    point(repository, then)
    with Simulator(then, simulated_date=True) as forge:
        access = Access(
            Token("t"),
            Clock(lambda: moment(at).timestamp(), lambda seconds: None),
            lambda text: None,
            url=forge.url,
            repository=then.full_name,
            limits=Limits(pause_s=0),
        )
        asked = Request((repository,), period, store, at, forge="github", access=access, key=KEY)
        run = collect(asked, silent)
    write_receipt(store, run.name, at)
    return run
