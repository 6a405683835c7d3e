"""From what is attached to a change's commits to its line records: read, judged by the diff, numbered."""

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import NamedTuple

from attest.detect.lines import registry
from attest.detect.lines.stated import Stated
from attest.detect.lines.verdict import Judged, judge
from attest.model.attached import Attachment
from attest.model.collected import CollectedChange
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord

ActorOf = Callable[[str, str], Actor]
_OF_RECORDS = re.compile(
    r"refs/notes/(?:ai(?:[-/].*)?|whogitit|agentblame)|refs/ai/authorship/.*|entire/.*|\.agent-trace/.*"
)
"""Where tools keep line records. Elsewhere, as in `refs/notes/commits`, people write notes of their own:
what no format knows there is no line record."""
_UNHAD = "its content could not be had, or is too large"


class Examined(NamedTuple):
    """One line record with what it was made from."""

    record: LineRecord
    attachment: Attachment
    judged: Judged


def examine(collected: CollectedChange, actor_of: ActorOf) -> tuple[Examined, ...]:
    """The line records of a change, in the order of its commits, then as found."""
    if not collected.attachments:
        return ()
    return tuple(_examined(collected, actor_of))


def _examined(collected: CollectedChange, actor_of: ActorOf) -> Iterator[Examined]:
    parents = {raw.sha: raw.parents for raw in collected.raw}
    number = 0
    for attachment in collected.attachments:
        stated = registry.read(attachment)
        if stated is None and attachment.data is not None and not _OF_RECORDS.fullmatch(attachment.source):
            continue
        number += 1
        # A followed record counts lines where it was made: what it says is held against that commit's diff.
        added = collected.added.get(attachment.followed_from or attachment.sha)
        judged = judge(
            stated,
            added,
            attachment.sha,
            parents=parents[attachment.sha],
            followed_from=attachment.followed_from,
        )
        name = f"{collected.change.id}/lines/{number}"
        record = _record((name, collected.change.id), attachment, stated or Stated(""), judged, actor_of)
        yield Examined(record, attachment, judged)


def _record(
    ids: tuple[str, str], attachment: Attachment, stated: Stated, judged: Judged, actor_of: ActorOf
) -> LineRecord:
    data, share = attachment.data, stated.share
    return LineRecord(
        id=ids[0],
        change=ids[1],
        commit=attachment.sha,
        source=attachment.source,
        object_id=attachment.object_id,
        digest=None if data is None else sha256(data).hexdigest(),
        size=attachment.size,
        format=stated.format,
        verdict=judged.verdict,
        reason=judged.reason if data is not None else _UNHAD,
        tools=judged.tools,
        models=judged.models,
        attested=judged.attested,
        confirmed=judged.confirmed,
        people=judged.people,
        added=judged.added,
        unresolved=stated.unresolved,
        transcripts=stated.transcripts,
        transcript_digest=stated.transcript_digest or None,
        followed_from=attachment.followed_from,
        initiators=_people(stated, actor_of),
        stated_ai=share.ai if share is not None else None,
        stated_total=share.total if share is not None else None,
        problems=judged.problems,
    )


def _people(stated: Stated, actor_of: ActorOf) -> tuple[Actor, ...]:
    """Whoever set the agent to work, each once; agents and robots that a record names so are left out."""
    actors = [actor_of(name, email) for name, email in stated.initiators]
    people = {actor.id: actor for actor in actors if actor.kind is ActorKind.PERSON}
    return tuple(people.values())
