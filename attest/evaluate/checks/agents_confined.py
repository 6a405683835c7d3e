"""CFG-04: does each agent act under its own identity, within the rights set for it, and for somebody?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from attest.evaluate.acts import Act, acts, slug_of
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, word
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.agent import UNNAMED, Tier
from attest.model.branch import Permission
from attest.model.finding import Outcome
from attest.model.identity import ActorKind

PULLS = "pull-requests"
REVIEWS = "reviews"
PERMISSIONS = "permissions"
_ROLES = ("read", "triage", "write", "maintain", "admin")
_REASONS = {
    "confined": Reason(
        Outcome.MET,
        "The agent acted under an identity of its own whose role is within the baseline, approved and merged "
        "nothing, and a person answers for each change that it had a part in.",
        absence=True,
    ),
    "approved": Reason(Outcome.DEVIATION, "The agent approved a change."),
    "merged": Reason(Outcome.DEVIATION, "The agent merged a change, or pushed to the release branch."),
    "over-scoped": Reason(Outcome.DEVIATION, "The agent's role is above the baseline."),
    "nobody-answers": Reason(
        Outcome.DEVIATION, "For a change that the agent had a part in no person is on record.", absence=True
    ),
    "role-unknown": Reason(
        Outcome.INDETERMINATE,
        "What the agent may do is not on record: nobody asked, the forge does not list it among its "
        "accounts, or its role is of the entity's own making.",
    ),
    "answerable-unknown": Reason(
        Outcome.INDETERMINATE, "Who answers for a change that the agent had a part in could not be read."
    ),
    "agent-unknown": Reason(
        Outcome.INDETERMINATE, "AI is on record that nothing names, so whose identity it had is open."
    ),
    "no-identity": Reason(
        Outcome.NEEDS_REVIEW,
        "The agent is on record only by what people's commits and texts name; whether it acted with a "
        "person's credentials is to be judged.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is on record of one agent."""

    acts: list[tuple[ChangeFacts, Act]] = field(default_factory=list)
    rights: list[Permission] = field(default_factory=list)


def _items(whole: RunFacts) -> Iterator[Item]:
    for slug in sorted(whole.once(_seen)):
        yield Item(f"agent:{slug}", slug)


def _seen(whole: RunFacts) -> Mapping[str, _Seen]:
    found: dict[str, _Seen] = {}
    for facts in whole.changes:
        for act in acts(facts):
            found.setdefault(act.principal, _Seen()).acts.append((facts, act))
    for one in sorted(whole.view.permissions, key=lambda one: one.id):
        slug = slug_of(one.account)
        if slug:
            found.setdefault(slug, _Seen()).rights.append(one)
    return found


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    seen = whole.once(_seen)[item.subject.removeprefix("agent:")]
    verdict = _beyond(seen, word(settings, "role")) or _unanswered(seen)
    if verdict is not None:
        return verdict
    changes = len({facts.change.id for facts, _ in seen.acts})
    message = f"Changes with an act of the agent: {changes}; approved, merged or pushed by it: 0."
    return Verdict(_open(item, seen), message, _evidence(seen))


def _beyond(seen: _Seen, role: str) -> Verdict | None:
    """What the agent did or may do that it should not."""
    approved = [act.evidence for _, act in seen.acts if act.approval]
    if approved:
        return Verdict("approved", f"Approvals by the agent: {len(approved)}.", tuple(approved))
    merged = [act.evidence for _, act in seen.acts if act.tier is Tier.DIRECT]
    if merged:
        return Verdict("merged", f"Changes that the agent merged or pushed: {len(merged)}.", tuple(merged))
    above = [one.id for one in seen.rights if one.role in _ROLES[_ROLES.index(role) + 1 :]]
    if above:
        message = f"Repositories in which the agent's role is above {role}: {len(above)}."
        return Verdict("over-scoped", message, tuple(above))
    return None


def _unanswered(seen: _Seen) -> Verdict | None:
    """Changes that the agent had a part in making and that no person answers for."""
    made = {facts.change.id: facts for facts, act in seen.acts if act.making}
    nobody = [name for name, facts in made.items() if _answers(facts) is False]
    if nobody:
        message = f"Changes that no person answers for: {len(nobody)} of {len(made)}."
        return Verdict("nobody-answers", message, tuple(nobody))
    unknown = [name for name, facts in made.items() if _answers(facts) is None]
    if unknown:
        message = f"Changes of which it is not known who answers: {len(unknown)} of {len(made)}."
        return Verdict("answerable-unknown", message, tuple(unknown))
    return None


def _answers(facts: ChangeFacts) -> bool | None:
    """Whether a person answers for a change; `None` where that could not be read."""
    if facts.involvement is None:
        return None
    found = facts.involvement.accountable
    if found is None:
        return False
    return None if found.kind is ActorKind.UNKNOWN else found.kind is ActorKind.PERSON


def _open(item: Item, seen: _Seen) -> str:
    """What is left to say of an agent that did nothing it should not."""
    if item.subject == f"agent:{UNNAMED}":
        return "agent-unknown"
    if not seen.rights and not any(act.identity for _, act in seen.acts):
        return "no-identity"
    return "confined" if seen.rights and all(one.role in _ROLES for one in seen.rights) else "role-unknown"


def _evidence(seen: _Seen) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(act.evidence for _, act in seen.acts), *(one.id for one in seen.rights))))


CHECK = ItemCheck(
    id="agents_confined",
    version=1,
    question="Did the agent act under its own identity, within the rights set for it, and for a person?",
    procedure=(
        "List every agent with an act on record in the period: by a signal, a review or a merge; and every "
        "agent's account among those that the forge lists for a repository.",
        "It must have approved nothing, merged nothing, and pushed nothing to the release branch. A commit "
        "that landed without a pull request and whose author is the agent is taken for its push.",
        "Its role in each repository must be `role` or below, in the order read, triage, write, maintain, "
        "admin. A role that the forge does not state is open.",
        "For each change that it had a part in making a person must be on record who answers for it.",
        "An agent that only people's commits and texts name had no identity of its own there: a person has "
        "to judge whose credentials it used.",
    ),
    reasons=_REASONS,
    parameters=("role",),
    sources=(PULLS, REVIEWS),
    consulted=(PERMISSIONS,),
    population="agents",
    items=_items,
    run=_run,
    listed_from=(PULLS, REVIEWS),
)
