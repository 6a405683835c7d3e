"""Comprehension records as subjects of tests, and what another record says in the same words."""

from collections.abc import Iterable, Mapping

from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.comprehension import ComprehensionRecord

POPULATION = "comprehension"
SOURCES = ("reviews", "comprehension")
LISTED_FROM = ("reviews", "comprehension")
APPROVAL = "approval"
"""The method of a record that holds an approval and no more."""


def records(whole: RunFacts) -> Iterable[Item]:
    """Every comprehension record, in the order of changes, then of time."""
    for facts in whole.changes:
        change, found = facts.change, facts.comprehension
        for place, record in enumerate(found, start=1):
            label = f"{change.label}, comprehension record {place} of {len(found)}"
            yield Item(record.id, label, change.repository, change.landed_at, change.id)


def record_of(item: Item, whole: RunFacts) -> tuple[ChangeFacts, ComprehensionRecord]:
    """The record that a subject is, with everything about its change."""
    facts = whole.by_change[item.change]
    return facts, next(record for record in facts.comprehension if record.id == item.subject)


def twins(record: ComprehensionRecord, whole: RunFacts) -> tuple[str, ...]:
    """Records that say the same and are of another change or another reviewer."""
    alike = whole.once(_alike).get(record.likeness, ()) if record.likeness else ()
    return tuple(
        one.id for one in alike if one.change != record.change or not one.reviewer.is_same(record.reviewer)
    )


def _alike(whole: RunFacts) -> Mapping[str, list[ComprehensionRecord]]:
    found: dict[str, list[ComprehensionRecord]] = {}
    for facts in whole.changes:
        for record in facts.comprehension:
            if record.likeness:
                found.setdefault(record.likeness, []).append(record)
    return found
