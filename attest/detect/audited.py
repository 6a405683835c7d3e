"""What a forge's audit log says of a change: that an agent had a part in it, and for whom. Pure.

The forge writes the log and authenticates who acts, so that nobody on a branch can write into it. The
file is handed in all the same: nothing in it shows that it is the forge's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from attest.detect.audit_log import OPENED, Entry
from attest.detect.initiators import AUDITED, Initiator, agents_of
from attest.detect.vocabulary import UNNAMED
from attest.model.collected import CollectedChange, Trace
from attest.model.identity import Actor, ActorKind
from attest.model.signal import Grade, SignalRole

RULE: Final = "audit-log.agent"
VERSION: Final = 1
WHERE: Final = "audit-log"
MOST_TRACES: Final = 50
"""Entries of one change that become signals; whom further ones name still counts."""
DELETED: Final = "ghost"
"""The account that stands in for every deleted one."""

OfLogin = Callable[[str], tuple[ActorKind, str]]
"""What stands behind an account of the forge, and the slug of the agent or robot."""


def traces(entries: Iterable[Entry], classify: OfLogin) -> tuple[Trace, ...]:
    """A trace for each act, agent and user; evidence where the agent opened the pull request."""
    told: dict[tuple[str, str, str], Trace] = {}
    for entry in entries:
        key = (entry.action, entry.agent.lower(), entry.user.lower())
        if key not in told:
            told[key] = _trace(entry, tool(entry, classify))
        if len(told) == MOST_TRACES:
            break
    return tuple(told.values())


def initiators(
    collected: CollectedChange,
    entries: Sequence[Entry],
    classify: OfLogin,
    account: Callable[[str], Actor],
) -> tuple[Initiator, ...]:
    """Everybody for whom an agent acted, each once; an agent or robot as the user is nobody."""
    own = agents_of(collected) if entries else frozenset()
    found = {(one.actor, one.agents, one.partly): one for one in _named(entries, own, classify, account)}
    return tuple(found.values())


def tool(entry: Entry, classify: OfLogin) -> str:
    """The slug of the agent that acted; the forge may know an agent that no rule knows."""
    kind, slug = classify(entry.agent)
    return slug if kind is ActorKind.AGENT else UNNAMED


def _named(
    entries: Iterable[Entry], own: frozenset[str], classify: OfLogin, account: Callable[[str], Actor]
) -> Iterator[Initiator]:
    for entry in entries:
        if not entry.user:
            continue
        agent = f"agent:{tool(entry, classify)}"
        opened = entry.action == OPENED
        # An agent that neither wrote nor opened was set to work beside the authors, and not to write.
        agents = frozenset({agent}) if opened or agent in own else frozenset()
        actor = None if entry.user.lower() == DELETED else account(entry.user)
        if actor is None or actor.kind is ActorKind.UNKNOWN:
            yield Initiator(None, AUDITED, agents)
        elif actor.kind is ActorKind.PERSON:
            yield Initiator(actor, AUDITED, agents, partly=not opened)


def _trace(entry: Entry, slug: str) -> Trace:
    role = SignalRole.AUTHOR if entry.action == OPENED else SignalRole.MENTION
    return Trace(RULE, VERSION, Grade.B.value, role.value, slug, None, WHERE, entry.shown, entry.source)
