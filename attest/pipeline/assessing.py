"""From a collected change to what its traces add up to: where detection asks collection who somebody is."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from attest.detect import audited
from attest.detect.accountable import sign_offs
from attest.detect.engine import Engine
from attest.detect.initiators import find
from attest.detect.involvement import Assessment, assess
from attest.detect.lines.pointers import weighed
from attest.detect.said import Said
from attest.model.collected import CollectedChange, Trace
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord
from attest.pipeline.handed_in import HandedIn
from attest.pipeline.line_records import examine
from attest.proof.commitment import Sealer


class Lookup(Protocol):
    """Who is who in a repository, as its records have it."""

    def actor(self, name: str, email: str) -> Actor:
        """Who stands behind a name and an address."""

    def account(self, login: str) -> Actor:
        """Who stands behind an account of the forge."""


class Assessed(NamedTuple):
    """A change as it goes into the run, with what was found on the way."""

    assessment: Assessment
    records: tuple[LineRecord, ...]
    traces: tuple[tuple[Trace, ...], ...]
    """Of each commit, aligned with the change's."""
    pull_traces: tuple[Trace, ...]


def assess_change(
    collected: CollectedChange, engine: Engine, lookup: Lookup, sealer: Sealer, handed_in: HandedIn
) -> Assessed:
    """Scan a change's texts, examine what is attached to its commits, and weigh it all."""
    examined = examine(collected, engine.lines, lookup.actor)
    records = tuple(one.record for one in examined)
    traces = tuple(
        (
            *weighed(engine.scan(raw), [one for one in records if one.commit == raw.sha]),
            *(trace for one in examined if one.record.commit == raw.sha for trace in one.traces),
            *handed_in.traces(raw.sha),
        )
        for raw in collected.raw
    )
    entries = handed_in.entries(collected.change)
    pull_traces = (
        *(engine.scan_pull(collected.pull, collected.change.id) if collected.pull else ()),
        *(trace for text in collected.beside for trace in engine.scan_pull(text, collected.change.id)),
        *audited.traces(entries, engine.classify_login),
    )

    def account(login: str) -> Actor:
        return _account(login, engine, lookup)

    initiators = (
        *audited.initiators(collected, entries, engine.classify_login, account),
        *find(collected, engine.initiators, records, lambda said: _resolve(said, lookup, account)),
    )
    assessment = assess(
        collected,
        traces,
        pull_traces,
        sealer,
        line_records=records,
        initiators=initiators,
        signers=_signers(collected, lookup),
    )
    return Assessed(assessment, records, traces, pull_traces)


def _signers(collected: CollectedChange, lookup: Lookup) -> Iterator[Actor]:
    """Who signed its commits off, the landed one first; each is looked up when it is asked for."""
    for raw in collected.raw:
        for name, address in sign_offs(raw):
            yield lookup.actor(name, address)


def _account(login: str, engine: Engine, lookup: Lookup) -> Actor:
    """Who stands behind an account; that of an agent or robot may be known by its login alone."""
    kind, slug = engine.classify_login(login)
    if kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return Actor(id=f"{kind.value}:{slug}", kind=kind)
    return lookup.account(login)


def _resolve(said: Said, lookup: Lookup, account: Callable[[str], Actor]) -> Actor | None:
    """By account, then by address; two people can bear one name."""
    if said.login:
        return account(said.login)
    return lookup.actor(said.name, said.email) if said.email else None
