"""Line records for tests of detection: five lines of ten, all confirmed, unless said otherwise."""

from typing import Any

from attest.model.line_record import LineRecord, LineVerdict
from tests.support.records import pull, sha


def record(word: str, **more: Any) -> LineRecord:
    """The line record of a commit that a word stands for."""
    fields: dict[str, Any] = {
        "id": f"{pull().id}/lines/{word}", "change": pull().id, "commit": sha(word),
        "source": "refs/notes/ai", "object_id": sha("note"), "digest": "0" * 64, "size": 1,
        "format": "git-ai",
        "verdict": LineVerdict.VALID, "reason": "", "tools": ("claude-code",), "models": (),
        "attested": 5,
        "confirmed": 5, "people": 0, "added": 10, "unresolved": 0, "transcripts": 0,
    }  # fmt: skip
    return LineRecord(**{**fields, **more})
