"""agentblame notes, `refs/notes/agentblame`: ranges with a hash of what they held, in two spellings."""

from collections.abc import Iterator
from typing import Any, Final

from attest.detect.lines import fields
from attest.detect.lines.payload import Payload
from attest.detect.lines.stated import AI, PERSON, UNKNOWN, Claim, Malformed, Stated

FORMAT: Final = "agentblame"
_BY = {"ai_generated": AI, "human": PERSON}
_COMPARABLE = ("exact_hash", "normalized_hash")
"""How a range was found; with any other, such as a move, the hash is of text that stood elsewhere."""
_HASH = "sha256:"


def read(payload: Payload) -> Stated | None:
    """What such a note says; `None` for any other text.

    Raises:
        Malformed: It is such a note, and broken.
    """
    document = payload.document
    version = fields.whole(document, "version")
    if version not in (1, 2) or not isinstance(document.get("attributions"), list):
        return None
    claims = tuple(_claims(document["attributions"]))
    return Stated(format=FORMAT, version=str(version), claims=claims)


def _claims(attributions: list[Any]) -> Iterator[Claim]:
    for entry in attributions:
        path = fields.text(entry, "path")
        if not path:
            raise Malformed("a range of it is of no file")
        start, end = (
            fields.whole(entry, "startLine", "start_line"),
            fields.whole(entry, "endLine", "end_line"),
        )
        by = _BY.get(fields.text(entry, "category"), UNKNOWN)
        yield Claim(
            path,
            (fields.span(start, end),),
            by,
            fields.name(fields.text(entry, "provider")) if by == AI else "",
            _model(entry) if by == AI else "",
            _hashes(entry) if by == AI else (),
        )


def _model(entry: Any) -> str:
    """The model where one is named: `claude` is what it writes when it knows none."""
    model = fields.name(fields.text(entry, "model"))
    return "" if model.casefold() == "claude" else model


def _hashes(entry: Any) -> tuple[str, ...]:
    found = fields.text(entry, "contentHash") or fields.text(entry, "content_hash")
    match = fields.text(entry, "matchType") or fields.text(entry, "match_type")
    return (found.removeprefix(_HASH),) if match in _COMPARABLE and found.startswith(_HASH) else ()
