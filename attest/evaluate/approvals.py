"""Approvals as subjects of tests: every one that the forge recorded, and which of them carry a change."""

from collections.abc import Iterator

from attest.evaluate.approval import Standing, last_words, may_be_of_change, merge_time, standing, verdict_at
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.change import Review, ReviewState

POPULATION = "approvals"
SOURCES = ("pull-requests", "reviews")
LISTED_FROM = ("reviews",)

_NOT_CARRYING = {
    Standing.MACHINE: "It is by an agent or robot.",
    Standing.AUTHOR: "It is by an author of the change.",
}


def approvals(whole: RunFacts) -> Iterator[Item]:
    """Every approval that stands in the forge's record, in the order of changes, then of time.

    One that was dismissed before the merge is none any more; one that is dismissed later stood until then.
    """
    for facts in whole.changes:
        limit = merge_time(facts.change)
        found = [review for review in facts.reviews if verdict_at(review, limit) is ReviewState.APPROVED]
        for number, review in enumerate(found, start=1):
            change = facts.change
            label = f"{change.label}, approval {number} of {len(found)}"
            yield Item(review.id, label, change.repository, review.submitted_at, change.id)


def approval(item: Item, whole: RunFacts) -> tuple[ChangeFacts, Review]:
    """The approval that a subject is, with everything about its change."""
    facts = whole.by_change[item.change]
    return facts, next(review for review in facts.reviews if review.id == item.subject)


def aside(facts: ChangeFacts, review: Review) -> str:
    """Why an approval carries nothing at the merge, in a sentence; empty for one that does or may.

    One by somebody who was out of service carries nothing in the test of independent approval, and is the
    very matter of the test of authority: it is kept here.
    """
    how = standing(facts.change, review.reviewer)
    if how in _NOT_CARRYING:
        return _NOT_CARRYING[how]
    limit = merge_time(facts.change)
    if limit is not None and review.submitted_at is not None and review.submitted_at > limit:
        return "It was submitted after the merge."
    words = last_words(facts.change, facts.reviews)
    if review.id in {one.id for one in words.revoked}:
        return "A later verdict of the same reviewer took its place."
    is_elsewhere = review.id in {one.id for one in words.elsewhere}
    if is_elsewhere and not may_be_of_change(facts.change, review):
        return "It is of another pull request, and does not cover what landed."
    return ""
