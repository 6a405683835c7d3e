"""whogitit notes, `refs/notes/whogitit`: every line of each file with its source and its content.

`AIModified` is an AI's line that a person changed; `Original` stood there before. The content makes a line
comparable; it and the prompts, which are there in full, are not kept.
"""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any, Final

from attest.detect.lines import fields
from attest.detect.lines.payload import Payload, digest
from attest.detect.lines.stated import AI, PERSON, UNKNOWN, Claim, Stated

FORMAT: Final = "whogitit"
TOOL: Final = "claude-code"
"""The only agent whose edits it captures."""
_BY = {"AI": AI, "AIModified": AI, "Human": PERSON, "Unknown": UNKNOWN}
_VERSIONS = (1, 2, 3)


def read(payload: Payload) -> Stated | None:
    """What such a note says; `None` for any other text.

    Raises:
        Malformed: It is such a note, and broken.
    """
    document = payload.document
    session = fields.table(document, "session")
    version = fields.whole(document, "version")
    if "session_id" not in session or not isinstance(document.get("files"), list) or version not in _VERSIONS:
        return None
    model = fields.name(fields.text(fields.table(session, "model"), "id"))
    prompts = fields.listed(document, "prompts")
    claims = tuple(claim for file in document["files"] for claim in _claims(file, model))
    return Stated(
        format=FORMAT,
        version=str(version),
        claims=claims,
        transcripts=len(prompts),
        transcript_digest=digest(prompts) if prompts else "",
    )


def _claims(file: Any, model: str) -> Iterator[Claim]:
    """One claim for each run of lines of one source."""
    path = fields.text(file, "path")
    run: list[tuple[int, str]] = []
    held = ""
    for line in fields.listed(file, "lines"):
        by = _BY.get(fields.text(fields.table(line, "source"), "type"), "")
        number, _ = fields.span(fields.whole(line, "line_number"), fields.whole(line, "line_number"))
        if run and (by != held or number != run[-1][0] + 1):
            yield from _run(path, run, held, model)
            run = []
        run.append((number, _hash(fields.text(line, "content"))))
        held = by
    if run:
        yield from _run(path, run, held, model)


def _run(path: str, run: list[tuple[int, str]], by: str, model: str) -> Iterator[Claim]:
    lines = ((run[0][0], run[-1][0]),)
    if by == AI:
        yield Claim(path, lines, AI, TOOL, model, tuple(content for _, content in run))
    elif by:
        yield Claim(path, lines, by)


def _hash(content: str) -> str:
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
