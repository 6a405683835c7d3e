"""The reconciliation of a branch over a whole period, from those of its parts.

Each count is the sum of theirs. A pull request that was merged in one part, and whose change position puts
into another, was outside for one of them and is inside here.
"""

from collections.abc import Iterator, Mapping, Sequence

from attest.ledger.joined.scopes import Part
from attest.model.change import Change, ChangeType
from attest.model.population import Count, Reconciliation, RepositoryScope

_DISPLACED = "pull requests that position puts outside the period"
_THERE = " on the branch"
_ONE, _MANY = " in this run", " in these runs"
_BY_COLLECTION = "records made by this collection"


def join_ties(
    parts: Sequence[Part], changes: Sequence[Change], owners: Mapping[str, str], scope: RepositoryScope
) -> Reconciliation:
    """The counts over all parts, and what stays unmatched.

    Args:
        parts: The runs of the branch, in order.
        changes: Its changes.
        owners: By change: the run that gives it.
        scope: The branch over the whole period.
    """
    held = {change.number for change in changes if change.number is not None}
    apart = [pull for part in parts for pull in part.tie.unmatched_there]
    there = tuple(sorted({pull for pull in apart if _number(pull) not in held}))
    here = tuple(sorted({change for part in parts for change in part.tie.unmatched_here}))
    inside = _across(parts, changes, owners) - sum(_number(pull) in held for pull in apart)
    counts = tuple(_counts(parts, scope, inside))
    seconds = {part.tie.second_source for part in parts}
    second = seconds.pop() if len(seconds) == 1 else ""
    types = {change.id: change.type for change in changes}
    undeclared = sum(types.get(name) is not ChangeType.DIRECT_PUSH for name in here)
    return Reconciliation(
        repository=scope.name,
        first_source=parts[-1].tie.first_source,
        second_source=second,
        counts=counts,
        difference=_pairs(counts) + (undeclared + len(there) if second else 0),
        unmatched_here=here,
        unmatched_there=there,
    )


def _number(label: str) -> int | None:
    digits = label.removeprefix("#")
    return int(digits) if digits.isascii() and digits.isdigit() else None


def _across(parts: Sequence[Part], changes: Sequence[Change], owners: Mapping[str, str]) -> int:
    """Pull requests whose time of merge lies in one part and whose change is in another."""
    periods = {part.run: part.period for part in parts}
    found = set()
    for change in changes:
        merged, own = change.merged_at, periods.get(owners.get(change.id, ""))
        if merged is None or own is None or own.since <= merged < own.until:
            continue
        if any(period.since <= merged < period.until for period in periods.values()):
            found.add(change.number)
    return len(found)


def _counts(parts: Sequence[Part], scope: RepositoryScope, inside: int) -> Iterator[Count]:
    fullest = max(parts, key=lambda part: len(part.tie.counts))
    names = dict.fromkeys(
        count.what for part in (fullest, *parts) for count in part.tie.counts if count.what != _DISPLACED
    )
    for what in names:
        same = [(part, count) for part in parts for count in part.tie.counts if count.what == what]
        hows = dict.fromkeys(_how(part, count.how, parts, scope) for part, count in same)
        yield Count(
            what=what.replace(_ONE, _MANY), how="; ".join(hows), count=sum(count.count for _, count in same)
        )
    displaced = [count for part in parts for count in part.tie.counts if count.what == _DISPLACED]
    left = sum(count.count for count in displaced) - inside
    if displaced and left > 0:
        yield displaced[0].model_copy(update={"count": left})


def _how(part: Part, how: str, parts: Sequence[Part], scope: RepositoryScope) -> str:
    """The command or query over the whole period: with its tips and instants in the place of the part's."""
    first, last = parts[0].period, parts[-1].period
    words = how.replace(_range(part.scope), _range(scope)) if _range(part.scope) else how
    words = words.replace(part.period.until, last.until).replace(part.period.since, first.since)
    return words.replace(_BY_COLLECTION, "records of the runs").replace(_ONE, _MANY)


def _range(scope: RepositoryScope) -> str:
    """The range as a reconciliation writes it."""
    start, end = scope.start.sha, scope.end.sha
    return f"{start[:12]}..{end[:12]}" if start and end else (end or "no commit")[:12]


def _pairs(counts: Sequence[Count]) -> int:
    numbers = {count.what: count.count for count in counts}
    partners = {what: what.removesuffix(_THERE) + _MANY for what in numbers if what.endswith(_THERE)}
    return sum(abs(numbers[what] - numbers[own]) for what, own in partners.items() if own in numbers)
