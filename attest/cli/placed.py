"""Where a change belongs, in lines for a terminal."""

from collections.abc import Iterator
from typing import Any

_UNREAD = {
    "authority": "whether it touches what agents may do",
    "files": "all of its files",
    "inventory": "the files of every entry of the inventory",
    "involvement": "whether AI was involved",
    "labels": "labels",
}


def lines(placement: dict[str, Any] | None) -> Iterator[str]:
    """Tier, strata, what it reaches, and what could not be read."""
    if placement is None:
        return
    reversible = {True: ", reversible", False: ", not reversible", None: ""}[placement["reversible"]]
    yield f"tier {placement['tier']}{reversible}; {', '.join(placement['strata'])}"
    for entry in placement["entries"]:
        yield f"  touches {entry} of the inventory"
    if placement["entries"]:
        data = ", ".join(placement["data"]) or "no protected data"
        yield f"  reaches {data} in {', '.join(placement['systems'])}"
    for effect in placement["outbound"]:
        yield f"  effect outside: {effect}"
    for name in placement["unread"]:
        yield f"  not read: {_UNREAD.get(name, name)}"
