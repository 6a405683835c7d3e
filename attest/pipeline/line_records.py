"""From what is attached to a change's commits to its line records: read, judged by the diff, numbered."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from attest.detect.lines.stated import Stated
from attest.detect.lines.traces import LineRules
from attest.model.collected import CollectedChange, Trace
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord

ActorOf = Callable[[str, str], Actor]


class Examined(NamedTuple):
    """One line record with the traces that its commit bears out."""

    record: LineRecord
    traces: tuple[Trace, ...]


def examine(collected: CollectedChange, rules: LineRules, actor_of: ActorOf) -> tuple[Examined, ...]:
    """The line records of a change, in the order of its commits, then as found."""
    if not collected.attachments:
        return ()
    return tuple(_examined(collected, rules, actor_of))


def _examined(collected: CollectedChange, rules: LineRules, actor_of: ActorOf) -> Iterator[Examined]:
    raws = {raw.sha: raw for raw in collected.raw}
    number = 0
    for attachment in collected.attachments:
        raw = raws[attachment.sha]
        examined = rules.examine(attachment, collected.added, raw.parents)
        if examined is None:
            continue
        number += 1
        initiators = _people(examined.stated, actor_of)
        record = rules.record(examined, collected.change.id, number, initiators)
        yield Examined(record, rules.traces(examined, raw.author.when))


def _people(stated: Stated | None, actor_of: ActorOf) -> tuple[Actor, ...]:
    """Whoever set the agent to work, each once; agents and robots that a record names so are left out."""
    actors = [actor_of(name, email) for name, email in (stated.initiators if stated else ())]
    people = {actor.id: actor for actor in actors if actor.kind is ActorKind.PERSON}
    return tuple(people.values())
