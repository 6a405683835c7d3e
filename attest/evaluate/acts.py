"""What each AI principal did in a change, from its signals, its reviews, and who merged it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from attest.evaluate.facts import EVIDENCING, ChangeFacts
from attest.model.agent import RECORDERS, UNNAMED, Tier
from attest.model.change import ChangeType, ReviewState
from attest.model.identity import Actor, ActorKind
from attest.model.signal import Signal, SignalRole

_TIERS = {
    SignalRole.AUTHOR: Tier.AUTHOR,
    SignalRole.COAUTHOR: Tier.CO_AUTHOR,
    SignalRole.ASSISTANT: Tier.SUGGEST,
    SignalRole.REVIEWER: Tier.SUGGEST,
}
_RECORD = "line-record"
_AGENT = f"{ActorKind.AGENT.value}:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that a principal did, and the lowest tier that allows it."""

    principal: str
    tier: Tier
    role: SignalRole | None
    """`None` for a merge."""
    evidence: str
    """The id of a record."""
    identity: bool = False
    """Whether it acted under an identity of its own."""
    model: str | None = None
    commit: str = ""
    """The commit that it was done in; empty when the record ties it to none."""
    approval: bool = False
    recorded: bool = False
    """Whether a line record says so."""

    @property
    def making(self) -> bool:
        """Whether it had a part in making the change."""
        return self.role in EVIDENCING


def acts(facts: ChangeFacts) -> tuple[Act, ...]:
    """Every act on record, signals first, in the order of the records.

    AI that nothing names counts only where no named principal had a part in making the change: a declaration
    that AI assisted is of the tool that left a trace. What only a recorder of sessions marks is such AI.
    """
    found = (*_signals(facts), *_without_signal(facts), *_reviews(facts), *_merge(facts))
    if any(act.making and act.principal != UNNAMED for act in found):
        return tuple(act for act in found if act.principal != UNNAMED)
    return found


def is_own_push(act: Act, facts: ChangeFacts) -> bool:
    """Whether a principal authored, under its own identity, the commit that landed without a pull request.

    Who pushed is not in git. A commit whose author is the agent is taken for the agent's push.
    """
    landed = act.commit == facts.change.landed_sha
    return landed and act.identity and act.role is SignalRole.AUTHOR


def _signals(facts: ChangeFacts) -> Iterator[Act]:
    pushed = facts.change.type is ChangeType.DIRECT_PUSH
    for signal in facts.signals:
        tier = _TIERS.get(signal.role)
        if tier is None:
            continue
        act = Act(
            principal=UNNAMED if signal.tool in RECORDERS else signal.tool,
            tier=tier,
            role=signal.role,
            evidence=signal.id,
            identity=_is_identity(signal),
            model=signal.model,
            commit="" if ":" in signal.source else signal.source,
            recorded=signal.where == _RECORD or signal.rule.startswith(f"{_RECORD}."),
        )
        yield replace(act, tier=Tier.DIRECT) if pushed and is_own_push(act, facts) else act


def _is_identity(signal: Signal) -> bool:
    return signal.role is SignalRole.AUTHOR and signal.where in ("author", "pull-request-commit")


def _without_signal(facts: ChangeFacts) -> Iterator[Act]:
    """Agents among the authors for whom no signal speaks: nothing says that they did more than take part."""
    told = {signal.tool for signal in facts.signals}
    for actor in facts.change.authors:
        slug = slug_of(actor)
        if slug and slug not in told:
            yield Act(
                principal=slug,
                tier=Tier.CO_AUTHOR,
                role=SignalRole.COAUTHOR,
                evidence=facts.change.id,
            )


def _reviews(facts: ChangeFacts) -> Iterator[Act]:
    for review in facts.reviews:
        slug = slug_of(review.reviewer)
        if slug:
            yield Act(
                principal=slug,
                tier=Tier.SUGGEST,
                role=SignalRole.REVIEWER,
                evidence=review.id,
                identity=True,
                approval=review.state is ReviewState.APPROVED,
            )


def _merge(facts: ChangeFacts) -> Iterator[Act]:
    slug = slug_of(facts.change.merger)
    if slug:
        yield Act(principal=slug, tier=Tier.DIRECT, role=None, evidence=facts.change.id, identity=True)


def slug_of(actor: Actor | None) -> str:
    """The slug of an agent; empty for anybody else."""
    if actor is None or actor.kind is not ActorKind.AGENT:
        return ""
    return actor.id.removeprefix(_AGENT)
