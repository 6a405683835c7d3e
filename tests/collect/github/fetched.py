"""A fetch from the simulator, in this process or in one that can be killed."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from attest.collect.github.budget import Budget
from attest.collect.github.fetch import Clone, fetch
from attest.collect.github.place import Place
from attest.collect.github.sent import Limits
from attest.collect.github.spool import Asked, open_spool
from tests.collect.github.stub import Hands, client

UNHURRIED = Limits(connect_s=20, silence_s=20, whole_s=60, pause_s=0)
HASTY = Limits(connect_s=20, silence_s=1, whole_s=2, pause_s=0)
_FIGURES = re.compile(rb'"(?:remaining|resetAt|started_at|finished_at)": ?(?:\d+|"[^"]*"|null)')


def asked_of(url: str, name: str = "large", until: str = "2026-01-01T00:00:00Z") -> Asked:
    """Everything of the year 2025, or until a later instant."""
    return Asked(Place(url, "octo", name), "main", "2025-01-01T00:00:00Z", until)


def run(
    url: str,
    store: Path,
    *,
    name: str = "large",
    until: str = "2026-01-01T00:00:00Z",
    landed: Sequence[str] = (),
    hands: Hands | None = None,
    limits: Limits = UNHURRIED,
) -> tuple[Path, Budget]:
    """Fetch; the spool, and what it cost. The clone holds every commit whose id begins with 0 to 7."""
    asked, hands = asked_of(url, name, until), hands or Hands(at=Path(store).stat().st_mtime)
    asking = client(url, hands, limits=limits)
    clone = Clone(lambda shas: {sha for sha in shas if sha[0] < "8"}, lambda: landed)
    with open_spool(store, asked) as session:
        fetch(session, asked, asking, clone, hands.progress, hands.clock().now)
    return asked.folder(store), asking.budget


def contents(spool: Path) -> dict[str, bytes]:
    """Every file of a spool, without times and the figures of the rate limit."""
    files = sorted(path for path in spool.rglob("*") if path.is_file())
    return {str(path.relative_to(spool)): _FIGURES.sub(b"", path.read_bytes()) for path in files}


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]), landed=sys.argv[3:])
