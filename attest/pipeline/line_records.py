"""From what is attached to a change's commits to its line records: read, judged by the diff, numbered."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from attest.detect.lines.stated import Stated
from attest.detect.lines.traces import LineRules
from attest.model.collected import CollectedChange, Trace
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord, LineVerdict

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


def unreadable(records: Iterable[LineRecord]) -> Iterator[LineRecord]:
    """Those whose bytes were had and could not be read; of others collection itself has said why."""
    return (one for one in records if one.verdict is LineVerdict.UNREADABLE and one.digest is not None)


def _examined(collected: CollectedChange, rules: LineRules, actor_of: ActorOf) -> Iterator[Examined]:
    raws = {raw.sha: raw for raw in collected.raw}
    told: set[tuple[str, str, bytes | None]] = set()
    for attachment in collected.attachments:
        raw = raws[attachment.sha]
        # The same note under several refs is one record, of the first under which it is one.
        key = (attachment.sha, attachment.object_id, attachment.data)
        examined = rules.examine(attachment, collected.added, raw.parents) if key not in told else None
        if examined is None:
            continue
        told.add(key)
        number = len(told)
        initiators = _people(examined.stated, actor_of)
        record = rules.record(examined, collected.change.id, number, initiators)
        yield Examined(record, rules.traces(examined, raw.author.when))


def _people(stated: Stated | None, actor_of: ActorOf) -> tuple[Actor, ...]:
    """Whoever set the agent to work, each once; agents and robots that a record names so are left out."""
    actors = [actor_of(name, email) for name, email in (stated.initiators if stated else ())]
    people = {actor.id: actor for actor in actors if actor.kind is ActorKind.PERSON}
    return tuple(people.values())
