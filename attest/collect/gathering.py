"""All that the forge recorded of a change, also where it says that several pull requests landed as it."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from attest.collect.origins import Origin
from attest.collect.plan import Plan
from attest.collect.pull_evidence import Evidence


class Asked(NamedTuple):
    """One of the pull requests of a change."""

    origin: Origin
    is_first: bool
    """Whether its records are named after this change."""
    with_checks: bool = True


def gather(plan: Plan, place: int, read: Callable[[Asked], Evidence]) -> Evidence:
    """The evidence of a change, as read of each of its pull requests.

    A review of a pull request that the change is not named after says which it is of; so does every one
    where nothing shows after which it should be.
    """
    origin = plan.origins[place]
    evidence = read(Asked(origin, plan.first.get(origin.number) == place))
    if place in plan.undecided:
        evidence = _named(evidence, origin.number)
    for other in plan.beside.get(place, ()):
        number = other.pull.number
        of_it = replace(origin, number=number, head=other.head, merged=None)
        is_named = other.pull.merge_sha == plan.landings[place].sha
        evidence = evidence.with_other(_named(read(Asked(of_it, is_named, with_checks=False)), number))
    return evidence


def _named(evidence: Evidence, number: int) -> Evidence:
    reviews = (review.model_copy(update={"pull": number}) for review in evidence.reviews)
    return replace(evidence, reviews=tuple(reviews))
