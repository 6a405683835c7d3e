"""Recomputes a reconciliation: its counts of this run from the records, its difference from its counts.

The counts come as pairs, `X on the branch` (git's own count) and `X in this run` (what collection made).
The difference is the sum of what the pairs differ by and, where a second source was read, of the changes
that it does not know and that are no direct pushes, and of its merged pull requests that are not on the
branch. What git and the forge counted cannot be recomputed here: that needs a clone.
"""

from collections.abc import Iterator, Mapping

from attest.model.change import ChangeType
from attest.model.population import Reconciliation

_THERE = " on the branch"
_HERE = " in this run"
_TYPES = {
    "changes by pull request": ChangeType.PULL_REQUEST,
    "direct pushes": ChangeType.DIRECT_PUSH,
    "changes of undetermined type": ChangeType.UNDETERMINED,
}


def contradictions(
    tie: Reconciliation, held: Mapping[str, int], types: Mapping[str, ChangeType]
) -> Iterator[str]:
    """What a reconciliation states and the records deny.

    Args:
        tie: The reconciliation of one repository.
        held: Numbers of that repository in the records: `changes`, `commits`, and changes by type.
        types: Each change of the run with its type.
    """
    for count in tie.counts:
        word = _TYPES.get(count.what, count.what.removesuffix(_HERE))
        if word != count.what and count.count != held.get(word, 0):
            yield f"it states {count.count:,} {count.what} and the records hold {held.get(word, 0):,}"
    unknown = [name for name in tie.unmatched_here if name not in types]
    if unknown:
        yield f"{unknown[0]} is not a change of the run"
    difference = _difference(tie, types)
    if tie.difference != difference:
        yield f"it states a difference of {tie.difference:,} and its counts give {difference:,}"


def _difference(tie: Reconciliation, types: Mapping[str, ChangeType]) -> int:
    numbers = {count.what: count.count for count in tie.counts}
    pairs = (
        abs(number - numbers[what.removesuffix(_THERE) + _HERE])
        for what, number in numbers.items()
        if what.endswith(_THERE) and what.removesuffix(_THERE) + _HERE in numbers
    )
    if not tie.second_source:
        return sum(pairs)
    undeclared = sum(types.get(name) is not ChangeType.DIRECT_PUSH for name in tie.unmatched_here)
    return sum(pairs) + undeclared + len(tie.unmatched_there)
