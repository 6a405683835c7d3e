"""Line records as tools write them, and the added lines that they are held against. Names are invented."""

import json
from typing import Any

from attest.detect.lines.registry import read
from attest.detect.lines.stated import Stated
from attest.detect.lines.verdict import Judged, judge
from attest.model.attached import AddedLines, Attachment, Lines

SHA = "1" * 40
PARENT = "2" * 40
OTHER = "3" * 40
SESSION = "s_1f2e3d4c5b6a79"
ENTRY = f"{SESSION}::t_00112233445566"
PROMPT = "abcd1234abcd1234"
HUMAN = "h_31dce776f88375"
ADA = "Ada Example <ada@mail.example>"


def attachment(
    data: bytes | str | None, source: str = "refs/notes/ai", followed_from: str = ""
) -> Attachment:
    """A note on the commit; `None` for one that cannot be had."""
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return Attachment(SHA, source, "4" * 40, len(raw or b""), raw, followed_from)


def stated(data: bytes | str) -> Stated:
    """What a text says; a text that no format knows fails the test."""
    found = read(attachment(data))
    assert found is not None
    return found


def judged(data: bytes | str, texts: dict[str, tuple[str, ...]] | None = None, /, **files: Lines) -> Judged:
    """A text beside a commit that added some lines to files of Python, named without their ending."""
    return judge(read(attachment(data)), added(texts, **files), SHA, parents=(PARENT,))


def added(texts: dict[str, tuple[str, ...]] | None = None, /, **files: Lines) -> AddedLines:
    """The added lines of the commit."""
    return AddedLines(SHA, {f"{name}.py": lines for name, lines in files.items()}, texts)


def agent(tool: str = "claude", model: str = "claude-opus-4-6", human: str | None = ADA) -> dict[str, Any]:
    """A session or prompt of git-ai."""
    return {"agent_id": {"tool": tool, "id": "8c163980", "model": model}, "human_author": human}


def git_ai(entries: str, **metadata: Any) -> str:
    """A note of git-ai: its entries, and what departs from one session's metadata."""
    document = {
        "schema_version": "authorship/3.0.0", "git_ai_version": "1.6.10", "base_commit_sha": SHA,
        "prompts": {}, "sessions": {SESSION: agent()}, **metadata,
    }  # fmt: skip
    return f"{entries}---\n{json.dumps(document, indent=2)}"


def whogitit(*lines: tuple[int, str, str], version: int = 3, **changed: Any) -> str:
    """A note of whogitit on `dose.py`: number, source and content of each line."""
    document: dict[str, Any] = {
        "version": version,
        "session": {"session_id": "7f3a", "model": {"id": "claude-opus-4-5", "provider": "anthropic"}},
        "prompts": [{"index": 0, "text": "Halve the dose", "affected_files": ["dose.py"]}],
        "files": [
            {
                "path": "dose.py",
                "lines": [
                    {"line_number": number, "content": content, "source": {"type": source}}
                    for number, source, content in lines
                ],
            }
        ],
    }
    return json.dumps({**document, **changed})


def trace(*ranges: tuple[int, int], by: str = "ai", **changed: Any) -> dict[str, Any]:
    """A record of Agent Trace on `dose.py`."""
    return {
        "version": "0.1.0", "id": "550e8400-e29b-41d4-a716-446655440000", "timestamp": "2026-01-25T10:00:00Z",
        "tool": {"name": "cursor", "version": "2.4.0"},
        "files": [
            {
                "path": "dose.py",
                "conversations": [
                    {
                        "contributor": {"type": by, "model_id": "anthropic/claude-opus-4-5"},
                        "ranges": [{"start_line": start, "end_line": end} for start, end in ranges],
                    }
                ],
            }
        ],
        **changed,
    }  # fmt: skip


def at(revision: str, kind: str = "git") -> dict[str, str]:
    """Where a record of Agent Trace was made."""
    return {"type": kind, "revision": revision}
