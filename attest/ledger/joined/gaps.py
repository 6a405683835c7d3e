"""Gaps of several runs as one list: what is the same shortcoming is one Gap, as in one run."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from attest.model.population import Gap

_NUMBERED = re.compile(r":[0-9]{1,6}\Z", re.ASCII)


class _Same(NamedTuple):
    """What makes two Gaps one shortcoming."""

    repository: str
    source: str
    kind: str
    what: str
    effect: str
    not_connected: bool


def merge_gaps(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    """The Gaps, sorted by id; ids are numbered as one run would have numbered them."""
    groups: dict[_Same, list[Gap]] = {}
    for gap in gaps:
        same = _Same(gap.repository, gap.source, gap.kind, gap.what, gap.effect, gap.not_connected)
        groups.setdefault(same, []).append(gap)
    taken: dict[str, int] = {}
    merged = []
    for _, group in sorted(groups.items()):
        stem = _stem(group[0])
        taken[stem] = taken.get(stem, 0) + 1
        # A stem that is not made of source and kind belongs to a list that numbers every entry itself.
        name = group[0].id if taken[stem] == 1 else f"{stem}:{taken[stem]}"
        if taken[stem] == 1 and _is_logged(group[0]):
            name = stem
        merged.append(_joined(name, group))
    return tuple(sorted(_unique(merged), key=lambda gap: gap.id))


def _is_logged(gap: Gap) -> bool:
    """Whether its id is of the form that begins without a number and goes on with 2."""
    stem = f"gap:{gap.repository}:{gap.source}:{gap.kind}"
    number = gap.id.removeprefix(stem)
    return number == "" or (_NUMBERED.fullmatch(number) is not None and not number.startswith(":0"))


def _stem(gap: Gap) -> str:
    if _is_logged(gap):
        return f"gap:{gap.repository}:{gap.source}:{gap.kind}"
    return gap.id


def _joined(name: str, group: list[Gap]) -> Gap:
    first = group[0]
    affects = tuple(sorted({item for gap in group for item in gap.affects}))
    counts = [gap.affected_count for gap in group]
    # What names nothing and counts the same each time was met each time, and is no more for that.
    alike = not affects and len(set(counts)) == 1
    count = counts[0] if alike else sum(counts)
    return first.model_copy(update={"id": name, "affects": affects, "affected_count": count})


def _unique(gaps: Iterable[Gap]) -> Iterable[Gap]:
    seen: set[str] = set()
    for gap in gaps:
        name, number = gap.id, 1
        while name in seen:
            number += 1
            name = f"{gap.id}:{number}"
        seen.add(name)
        yield gap if name == gap.id else gap.model_copy(update={"id": name})
