"""Chainloop's record of a coding session, `ai-coding-session-0.1`, alone or in its envelope of evidence.

A session can bring several commits; their ids are in it, and any other commit is not its.
"""

from typing import Any, Final

from attest.detect.lines import fields
from attest.detect.lines.intervals import merged
from attest.detect.lines.payload import Payload, digest
from attest.detect.lines.stated import AI, PERSON, UNKNOWN, Claim, Share, Stated

FORMAT: Final = "chainloop"
_EVIDENCE = "CHAINLOOP_AI_CODING_SESSION"
_BY = {"ai": AI, "human": PERSON}


def read(payload: Payload) -> Stated | None:
    """What a session's record says; `None` for any other text.

    Raises:
        Malformed: It is such a record, and broken.
    """
    document = payload.document
    if fields.text(document, "chainloop.material.evidence.id") == _EVIDENCE:
        document = fields.table(document, "data")
    agent, session = fields.table(document, "agent"), fields.table(document, "session")
    if not all((fields.text(document, "schema_version"), fields.text(agent, "name"), session)):
        return None
    changes = fields.table(document, "code_changes")
    said = list(fields.table(document, "raw_session").values())
    return Stated(
        format=FORMAT,
        version=fields.name(fields.text(document, "schema_version")),
        claims=tuple(_claim(file, document) for file in fields.listed(changes, "files")),
        commits=_commits(fields.table(document, "git_context")),
        transcripts=sum(len(thread) for thread in said if isinstance(thread, list)),
        transcript_digest=digest(said) if said else "",
        share=_share(changes),
    )


def _claim(file: Any, document: dict[str, Any]) -> Claim:
    by = _BY.get(fields.text(file, "attribution"), UNKNOWN)
    ranges = merged(
        fields.span(fields.whole(item, "start"), fields.whole(item, "end"))
        for item in fields.listed(file, "line_ranges")
    )
    tool = fields.name(fields.text(fields.table(document, "agent"), "name")) if by == AI else ""
    model = fields.name(fields.text(fields.table(document, "model"), "primary")) if by == AI else ""
    return Claim(fields.text(file, "path"), ranges or None, by, tool, model)


def _commits(context: dict[str, Any]) -> tuple[str, ...]:
    """The commits that the session brought; the one that it began from is not among them."""
    named = fields.texts(context, "commits") or [fields.text(context, "commit_end")]
    return tuple(sorted({sha.strip().lower() for sha in named if sha.strip()}))


def _share(changes: dict[str, Any]) -> Share | None:
    ai = fields.whole(changes, "ai_lines_added")
    human = fields.whole(changes, "human_lines_added")
    return None if ai is None else Share(ai, ai + (human or 0))
