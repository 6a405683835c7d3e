"""Agent Trace records, one or one a line: ranges of each conversation, by an AI, a person or both.

The revision is a commit: the one described, or, as the reference hook has it, the one that stood there at
the time of the edit, which is the described one's parent. Ranges are as of the edit and may have moved since.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from attest.detect.lines import fields
from attest.detect.lines.payload import Payload
from attest.detect.lines.stated import AI, PERSON, UNKNOWN, Claim, Malformed, Stated

FORMAT: Final = "agent-trace"
_BY = {"ai": AI, "mixed": AI, "human": PERSON}
_NO_FILES = frozenset({".sessions", ".shell-history", ".unknown"})
"""Names under which the reference hook records events that touch no file."""


class _Source(NamedTuple):
    path: str
    tool: str
    revision: str


def read(payload: Payload) -> Stated | None:
    """What the records say; `None` for any other text.

    Raises:
        Malformed: They are such records, and one is broken.
    """
    documents = payload.documents
    if not documents or not all(_is_record(document) for document in documents if document is not None):
        return None
    records = [document for document in documents if document is not None]
    lost = len(documents) - len(records)
    claims = tuple(claim for record in records for claim in _claims(record))
    versions = sorted({fields.name(fields.text(record, "version")) for record in records})
    return Stated(
        format=FORMAT,
        version=", ".join(versions[:5]),
        claims=claims,
        problems=(f"broken lines of the file, left out: {lost:,}",) if lost else (),
    )


def _is_record(document: Any) -> bool:
    files = fields.listed(document, "files")
    return (
        all(fields.text(document, key) for key in ("version", "id", "timestamp"))
        and isinstance(document.get("files"), list)
        and all(isinstance(file, dict) and "conversations" in file for file in files)
    )


def _claims(record: dict[str, Any]) -> Iterator[Claim]:
    tool = fields.name(fields.text(fields.table(record, "tool"), "name"))
    vcs = fields.table(record, "vcs")
    revision = fields.text(vcs, "revision").strip().lower() if fields.text(vcs, "type") == "git" else ""
    for file in fields.listed(record, "files"):
        source = _Source(fields.text(file, "path"), tool, revision)
        if source.path in _NO_FILES:
            continue
        for conversation in fields.listed(file, "conversations"):
            for ranged in fields.listed(conversation, "ranges"):
                yield _claim(source, conversation, ranged)


def _claim(source: _Source, conversation: Any, ranged: Any) -> Claim:
    if not isinstance(ranged, dict):
        raise Malformed("a range in it is none")
    own = fields.table(ranged, "contributor") or fields.table(conversation, "contributor")
    by = _BY.get(fields.text(own, "type"), UNKNOWN)
    lines = fields.span(ranged.get("start_line"), ranged.get("end_line"))
    model = fields.name(fields.text(own, "model_id")) if by == AI else ""
    return Claim(
        source.path,
        (lines,),
        by,
        source.tool if by == AI else "",
        model,
        revision=source.revision,
    )
