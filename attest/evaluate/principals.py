"""The agent register of a period: who acted, how it went, and what that says of the declared entries.

Pure: from the records of a run, the declared register and the deviations found.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from attest.evaluate.acts import Act, acts, slug_of
from attest.evaluate.facts import EVIDENCING, ChangeFacts, Register
from attest.model.agent import Principal, RegisteredAgent, RegisterEntry, Support, Tier
from attest.model.commit import Commit
from attest.model.finding import Deviation, Outcome
from attest.model.identity import ActorKind
from attest.model.signal import SignalRole

_ROLES = (*EVIDENCING, SignalRole.REVIEWER)
_SIGNED = "signed"


@dataclass(slots=True)
class _Seen:
    """What is known of one principal, change by change."""

    acts: dict[str, list[Act]] = field(default_factory=dict)
    landed: list[str] = field(default_factory=list)
    humans: dict[str, str] = field(default_factory=dict)
    """By change made: who answers for it, empty where nobody could be named."""

    @property
    def made(self) -> set[str]:
        """The changes that it had a part in making."""
        return set(self.humans)

    @property
    def every(self) -> list[Act]:
        """All its acts."""
        return [act for group in self.acts.values() for act in group]


@dataclass(frozen=True, slots=True)
class Observed:
    """The principals of a period, and the entries of the register beside what theirs did."""

    principals: tuple[Principal, ...]
    entries: tuple[RegisterEntry, ...]


def observe(
    changes: Sequence[ChangeFacts],
    commits: Iterable[Commit],
    deviations: Sequence[Deviation],
    register: Register | None,
) -> Observed:
    """The register as it was seen.

    Args:
        changes: Every change of the run.
        commits: Its commits; those that no agent authored and that revert nothing may be left out.
        deviations: Lines of the deviation register.
        register: What management declares.
    """
    seen = _seen(changes)
    written, reverting = _read(commits)
    reverted = _reverted(changes, reverting)
    deviating = {line.subject for line in deviations if line.outcome is Outcome.DEVIATION}
    principals = tuple(
        _principal(slug, seen[slug], written.get(slug, Counter()), (reverted, deviating), register or ())
        for slug in sorted(seen, key=lambda slug: (-len(seen[slug].made), -len(seen[slug].acts), slug))
    )
    entries = tuple(_entry(agent, seen, reverted, deviating) for agent in register or ())
    return Observed(principals, entries)


def _seen(changes: Sequence[ChangeFacts]) -> dict[str, _Seen]:
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    for facts in changes:
        for act in acts(facts):
            seen[act.principal].acts.setdefault(facts.change.id, []).append(act)
            if act.making:
                seen[act.principal].humans[facts.change.id] = _human(facts)
    landed = {facts.change.id: facts.change.landed_at for facts in changes}
    for found in seen.values():
        found.landed = sorted(when for change in found.acts if (when := landed[change]) is not None)
    return dict(seen)


def _human(facts: ChangeFacts) -> str:
    found = facts.involvement.accountable if facts.involvement is not None else None
    return found.id if found is not None and found.kind is ActorKind.PERSON else ""


def _read(commits: Iterable[Commit]) -> tuple[dict[str, Counter[str]], list[tuple[str, str]]]:
    """Commits by the agent that authored them, signed ones apart, and which change reverts which commit."""
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    reverting: list[tuple[str, str]] = []
    told: set[tuple[str, str]] = set()
    for commit in commits:
        reverting += ((sha, commit.change) for sha in commit.reverts)
        slug = slug_of(commit.author)
        key = (commit.repository, commit.sha)
        if slug and key not in told:
            told.add(key)
            written[slug]["authored"] += 1
            written[slug][_SIGNED] += _SIGNED in commit.flags
    return dict(written), reverting


def _reverted(changes: Sequence[ChangeFacts], reverting: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Changes of which a later one of the period says that it reverts what landed, or an agent's commit."""
    places = {facts.change.id: facts.change.ordinal for facts in changes}
    holders = dict(_holders(changes))
    found = set()
    for sha, change in reverting:
        repository = change.rpartition(":")[0]
        target = holders.get((repository, sha))
        if target is not None and places[target] < places.get(change, -1):
            found.add(target)
    return frozenset(found)


def _holders(changes: Iterable[ChangeFacts]) -> Iterator[tuple[tuple[str, str], str]]:
    for facts in changes:
        change = facts.change
        for signal in facts.signals:
            yield (change.repository, signal.source), change.id
    for facts in changes:
        yield (facts.change.repository, facts.change.landed_sha), facts.change.id


def _principal(
    slug: str,
    seen: _Seen,
    written: Mapping[str, int],
    fared: tuple[frozenset[str], set[str]],
    register: Register,
) -> Principal:
    made, every = seen.made, seen.every
    reverted, deviating = fared
    humans = sorted({human for human in seen.humans.values() if human})
    roles = {act.role for act in every}
    undone = sorted(made & reverted)
    return Principal(
        id=slug,
        entries=tuple(entry.id for entry in register if entry.means(slug)),
        identity=any(act.identity for act in every),
        roles=tuple(role for role in _ROLES if role in roles),
        models=tuple(sorted({act.model for act in every if act.model})),
        first_seen=seen.landed[0] if seen.landed else None,
        last_seen=seen.landed[-1] if seen.landed else None,
        changes=len(seen.acts),
        made=len(made),
        authored=written.get("authored", 0),
        signed=written.get(_SIGNED, 0),
        humans=tuple(humans),
        people=len(humans),
        unanswered=sum(not human for human in seen.humans.values()),
        reverted=len(undone),
        deviating=len(made & deviating),
        pushed=_holding(seen, _is_push),
        merged=_holding(seen, _is_merge),
        approved=_holding(seen, _is_approval),
        reverted_changes=tuple(undone),
        recorded=all(act.recorded for act in every),
    )


def _holding(seen: _Seen, holds: Callable[[Act], bool]) -> int:
    """Changes in which it did something of a kind."""
    return sum(any(holds(act) for act in group) for group in seen.acts.values())


def _is_push(act: Act) -> bool:
    return act.tier is Tier.DIRECT and act.role is not None


def _is_merge(act: Act) -> bool:
    return act.role is None


def _is_approval(act: Act) -> bool:
    return act.approval


def _entry(
    agent: RegisteredAgent, seen: Mapping[str, _Seen], reverted: frozenset[str], deviating: set[str]
) -> RegisterEntry:
    principals = tuple(sorted(slug for slug in seen if agent.means(slug)))
    made = {change for slug in principals for change in seen[slug].made}
    clean = made - reverted - deviating
    undone = made & reverted
    return RegisterEntry(
        id=agent.id,
        agent=agent,
        principals=principals,
        changes=len({change for slug in principals for change in seen[slug].acts}),
        made=len(made),
        clean=len(clean),
        reverted=len(undone),
        support=support(agent, len(made), len(clean), len(undone)),
    )


def support(agent: RegisteredAgent, made: int, clean: int, reverted: int) -> Support:
    """What so many changes made, clean and reverted say of the tier of an entry."""
    asked = agent.record
    if asked is None:
        return Support.NOT_ASKED
    if made < asked.clean_changes:
        return Support.TOO_FEW
    if clean < asked.clean_changes or reverted * 100 > asked.reverted_percent * made:
        return Support.NOT_SUPPORTED
    return Support.SUPPORTED
