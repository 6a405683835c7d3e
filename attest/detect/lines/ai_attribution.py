"""`refs/notes/ai-attribution`: several tools write there, each its own form. These two know files, not lines.

What an agent did not write is the remainder of a count, and so nobody's rather than a person's.
"""

from collections.abc import Iterator
from typing import Any, Final

from attest.detect.lines import fields
from attest.detect.lines.payload import Payload
from attest.detect.lines.stated import AI, UNKNOWN, Claim, Share, Stated

FORMAT: Final = "ai-attribution"
_KIRO = "kiro"
_CHARACTERS = ("aiChars", "aiCharsAdded", "aiCharsRemoved", "percent", "aiContributionPercent")


def read(payload: Payload) -> Stated | None:
    """What such a note says; `None` for any other text."""
    document = payload.document
    files = document.get("files")
    if isinstance(files, dict) and "generator" in document and isinstance(document.get("summary"), dict):
        return _by_characters(document, files)
    if "attribution_state" in document or ("ai_files" in document and "human_files" in document):
        return _by_files(document)
    return None


def _by_characters(document: dict[str, Any], files: dict[str, Any]) -> Stated:
    tool = fields.name(fields.text(document, "generator"))
    claims = tuple(
        Claim(path, None, AI, tool) if any(fields.whole(entry, key) for key in _CHARACTERS)
        else Claim(path, None, UNKNOWN)
        for path, entry in files.items()
    )  # fmt: skip
    return Stated(format=FORMAT, version=str(fields.whole(document, "version") or ""), claims=claims)


def _by_files(document: dict[str, Any]) -> Stated:
    ai, total = fields.whole(document, "ai_lines"), fields.whole(document, "total_lines")
    return Stated(
        format=FORMAT,
        claims=tuple(_file_claims(document)),
        share=Share(ai, total) if ai is not None and total is not None and ai <= total else None,
    )


def _file_claims(document: dict[str, Any]) -> Iterator[Claim]:
    for path in fields.texts(document, "ai_files"):
        yield Claim(path, None, AI, _KIRO)
    for path in fields.texts(document, "human_files"):
        yield Claim(path, None, UNKNOWN)
