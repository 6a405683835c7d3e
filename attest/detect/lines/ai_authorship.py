"""The store that git-ai had before notes: one JSON object for a commit, under `refs/ai/authorship`.

It names authors by a label, an agent's or a person's, often without anything that tells which it is.
"""

from collections.abc import Iterator
from typing import Any, Final

from attest.detect.lines import fields
from attest.detect.lines.intervals import merged
from attest.detect.lines.payload import Payload
from attest.detect.lines.stated import AI, PERSON, UNKNOWN, Claim, Stated

FORMAT: Final = "ai-authorship"
_VERSION = "authorship/0"
_AGENTS = frozenset(
    {
        "aider", "amp", "claude", "claude code", "cline", "codex", "continue", "copilot", "cursor", "devin",
        "factory droid", "gemini", "gemini cli", "github copilot", "opencode", "roo code", "windsurf",
    }
)  # fmt: skip


def read(payload: Payload) -> Stated | None:
    """What such an object says; `None` for any other text.

    Raises:
        Malformed: It is such an object, and broken.
    """
    document = payload.document
    version = fields.text(document, "schema_version")
    if not version.startswith(_VERSION):
        return None
    claims = tuple(
        claim
        for path, entry in fields.table(document, "files").items()
        for author in fields.listed(entry, "authors")
        for claim in _claims(path, author)
    )
    return Stated(format=FORMAT, version=fields.name(version), claims=claims)


def _claims(path: str, author: Any) -> Iterator[Claim]:
    label = fields.name(fields.text(author, "author"))
    metadata = fields.table(author, "agent_metadata")
    lines = merged(_span(item) for item in fields.listed(author, "lines"))
    if not lines:
        return
    tool = fields.name(fields.text(metadata, "tool")) or label
    if fields.is_test_tool(tool):
        yield Claim(path, lines, UNKNOWN, tool)
    elif metadata or label.casefold() in _AGENTS:
        yield Claim(path, lines, AI, tool, fields.name(fields.text(metadata, "model")))
    else:
        yield Claim(path, lines, PERSON if label else UNKNOWN)


def _span(item: Any) -> tuple[int, int]:
    if isinstance(item, list) and len(item) == 2:
        return fields.span(item[0], item[1])
    return fields.span(item, item)
