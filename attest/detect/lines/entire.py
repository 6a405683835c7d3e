"""Entire's checkpoints: a session's own count of an agent's lines. It attributes no single line, by design.

A commit with a checkpoint may hold nothing of the agent's: its count is then 0, and 0 of an AI is no AI. The
checkpoint's own metadata lists sessions and files, and says nothing of who wrote them.
"""

from typing import Any, Final

from attest.detect.lines import fields
from attest.detect.lines.payload import Payload
from attest.detect.lines.stated import AI, UNKNOWN, Claim, Share, Stated

FORMAT: Final = "entire"


def read(payload: Payload) -> Stated | None:
    """What a checkpoint's or a session's metadata says; `None` for any other text."""
    document = payload.document
    if not fields.text(document, "checkpoint_id") or not fields.text(document, "strategy"):
        return None
    attribution = document.get("initial_attribution")
    share = _share(attribution)
    tool = fields.name(fields.text(document, "agent"))
    is_session = "session_id" in document
    removed = fields.whole(attribution, "agent_removed") or 0
    by = AI if is_session and (share is None or share.ai + removed > 0) else UNKNOWN
    model = fields.name(fields.text(document, "model"))
    claims = tuple(
        Claim(path, None, by, tool if by == AI else "", model if by == AI else "")
        for path in fields.texts(document, "files_touched")
    )
    problems = () if share is not None or not is_session else ("it holds no count of the agent's lines",)
    return Stated(
        format=FORMAT,
        version=fields.name(fields.text(document, "cli_version")),
        claims=claims,
        share=share,
        problems=problems,
    )


def _share(attribution: Any) -> Share | None:
    ai = fields.whole(attribution, "agent_lines")
    if ai is None:
        return None
    human = fields.whole(attribution, "human_added") or 0
    total = fields.whole(attribution, "total_committed")
    return Share(ai, max(ai, ai + human if total is None else total))
