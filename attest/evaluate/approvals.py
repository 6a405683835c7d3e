"""Approvals as subjects of tests: every one that the forge recorded, and which of them carry a change."""

from collections.abc import Iterable, Mapping

from attest.evaluate.approval import (
    LastWords,
    Standing,
    last_words,
    may_be_of_change,
    merge_time,
    standing,
    verdict_at,
)
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.change import Change, Review, ReviewState

POPULATION = "approvals"
SOURCES = ("pull-requests", "reviews")
LISTED_FROM = ("reviews",)

_NOT_CARRYING = {
    Standing.MACHINE: "It is by an agent or robot.",
    Standing.AUTHOR: "It is by an author of the change.",
}


def approvals(whole: RunFacts) -> Iterable[Item]:
    """Every approval that stands in the forge's record, in the order of changes, then of time.

    One that was dismissed before the merge is none any more; one that is dismissed later stood until then.
    """
    return whole.once(_items)


def approval(item: Item, whole: RunFacts) -> tuple[ChangeFacts, Review]:
    """The approval that a subject is, with everything about its change."""
    facts = whole.by_change[item.change]
    return facts, next(review for review in facts.reviews if review.id == item.subject)


def aside(item: Item, whole: RunFacts) -> str:
    """Why an approval carries nothing at the merge, in a sentence; empty for one that does or may.

    One by somebody who was out of service carries nothing in the test of independent approval, and is the
    very matter of the test of authority: it is kept here.
    """
    return whole.once(_asides)[item.subject]


def _standing(facts: ChangeFacts) -> tuple[Review, ...]:
    limit = merge_time(facts.change)
    return tuple(one for one in facts.reviews if verdict_at(one, limit) is ReviewState.APPROVED)


def _items(whole: RunFacts) -> tuple[Item, ...]:
    found = []
    for facts in whole.changes:
        standing_ones, change = _standing(facts), facts.change
        for number, review in enumerate(standing_ones, start=1):
            label = f"{change.label}, approval {number} of {len(standing_ones)}"
            found.append(Item(review.id, label, change.repository, review.submitted_at, change.id))
    return tuple(found)


def _asides(whole: RunFacts) -> Mapping[str, str]:
    """By approval; the last words of a change are sorted out once for all tests and all of its approvals."""
    found: dict[str, str] = {}
    for facts in whole.changes:
        approved = _standing(facts)
        if approved:
            words = last_words(facts.change, facts.reviews)
            found |= {review.id: _aside(facts.change, words, review) for review in approved}
    return found


def _aside(change: Change, words: LastWords, review: Review) -> str:
    how = standing(change, review.reviewer)
    if how in _NOT_CARRYING:
        return _NOT_CARRYING[how]
    limit = merge_time(change)
    if limit is not None and review.submitted_at is not None and review.submitted_at > limit:
        return "It was submitted after the merge."
    if any(review.id == one.id for one in words.revoked):
        return "A later verdict of the same reviewer took its place."
    if any(review.id == one.id for one in words.elsewhere) and not may_be_of_change(change, review):
        return "It is of another pull request, and does not cover what landed."
    return ""
