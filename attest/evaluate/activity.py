"""Who acted on the changes of a period: authors, openers, mergers and reviewers, each once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from attest.evaluate.acts import acts
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import RunFacts
from attest.model.identity import Actor, ActorKind


@dataclass(slots=True)
class Active:
    """One actor and what there is of them on record."""

    kind: ActorKind
    linked: bool = False
    """Whether an account of the forge is tied to them anywhere."""
    days: list[str | None] = field(default_factory=list)
    """When they acted, by a server's clock or the landing; `None` where that is not known."""
    evidence: dict[str, None] = field(default_factory=dict)
    changes: dict[str, bool] = field(default_factory=dict)
    """Changes that they are an author of, and whether an AI had a part in them."""


def active(whole: RunFacts) -> Mapping[str, Active]:
    """By id, in the order of ids."""
    found: dict[str, Active] = {}
    for facts in whole.changes:
        for actor, at, evidence in _acted(facts):
            one = found.setdefault(actor.id, Active(actor.kind))
            one.linked |= actor.linked
            one.days.append(at)
            one.evidence[evidence] = None
        assisted = any(act.making for act in acts(facts))
        for author in facts.change.authors:
            found[author.id].changes[facts.change.id] = assisted
    return dict(sorted(found.items()))


def _acted(facts: ChangeFacts) -> Iterator[tuple[Actor, str | None, str]]:
    """Actor, time and record; what an author did before the landing is dated by the landing."""
    change = facts.change
    for author in change.authors:
        yield author, change.landed_at, change.id
    for actor in (change.opener, change.merger):
        if actor is not None:
            yield actor, change.landed_at, change.id
    for review in facts.reviews:
        yield review.reviewer, review.submitted_at, review.id
