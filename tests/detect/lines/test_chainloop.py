import json
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.detect.lines.stated import Claim, Share
from tests.detect.lines.notes import OTHER, PARENT, SHA, attachment, judged, stated


def session(*files: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """A session's record."""
    return {
        "schema_version": "0.1", "agent": {"name": "claude-code", "version": "2.1"},
        "session": {"id": "7f3a", "started_at": "2026-01-25T10:00:00Z", "duration_seconds": 90},
        "git_context": {"repository": "clinic", "commit_start": PARENT, "commit_end": SHA, "commits": [SHA]},
        "code_changes": {"files": list(files), "ai_lines_added": 4, "human_lines_added": 2},
        "model": {"primary": "claude-opus-4-5", "provider": "anthropic"},
        **changed,
    }  # fmt: skip


def file(by: str = "ai", *ranges: tuple[int, int], path: str = "dose.py") -> dict[str, Any]:
    """A file of a session."""
    spans = [{"start": start, "end": end} for start, end in ranges]
    return {
        "path": path,
        "status": "modified",
        "attribution": by,
        "line_ranges": spans,
        "session_ids": ["7f3a"],
    }


def test_a_session_is_read_whole() -> None:
    """Ranges of each file, by an AI or a person, and the commits of the session."""
    found = stated(
        json.dumps(session(file("ai", (1, 3), (3, 4)), file("human", (9, 9)), file("ai", path="b")))
    )

    assert (found.format, found.version, found.commits) == ("chainloop", "0.1", (SHA,))
    assert found.share == Share(4, 6)
    assert found.claims == (
        Claim("dose.py", ((1, 4),), "ai", "claude-code", "claude-opus-4-5"),
        Claim("dose.py", ((9, 9),), "person"),
        Claim("b", None, "ai", "claude-code", "claude-opus-4-5"),
    )


def test_the_envelope_of_evidence_is_opened() -> None:
    """An attestation's material has the record within."""
    envelope = {"chainloop.material.evidence.id": "CHAINLOOP_AI_CODING_SESSION", "data": session(file())}

    assert stated(json.dumps(envelope)) == stated(json.dumps(session(file())))


@pytest.mark.parametrize(
    ("context", "verdict"),
    [
        ({"commits": [OTHER, SHA]}, "valid"),
        ({"commits": [OTHER]}, "stale"),
        ({"commit_end": OTHER}, "stale"),
        ({"commit_start": SHA, "commit_end": OTHER}, "stale"),
        ({"commit_end": SHA}, "valid"),
        ({}, "valid"),
        ({"commits": [4, None]}, "valid"),
    ],
)
def test_a_session_is_of_the_commits_that_it_names(context: dict[str, Any], verdict: str) -> None:
    """The one that it began from is not among them."""
    text = json.dumps(session(file("ai", (1, 2)), git_context=context))

    assert judged(text, dose=((1, 2),)).verdict == verdict


def test_chats_are_counted_and_digested() -> None:
    """The raw session is kept by thread."""
    raw = {"main": [{"text": "my password is hunter2"}, {}], "other": [{}], "odd": 4}
    found = stated(json.dumps(session(file(), raw_session=raw)))

    assert (found.transcripts, len(found.transcript_digest)) == (3, 64)
    assert "hunter2" not in repr(found)


def test_lines_and_files_are_judged_together() -> None:
    """All of both is valid, none of both inconsistent, anything else a part."""
    text = json.dumps(session(file("ai", (1, 2)), file("ai", path="b.py")))

    assert [judged(text, **files).verdict for files in (
        {"dose": ((1, 2),), "b": ()}, {"dose": ((1, 2),)}, {"b": ()}, {"c": ((1, 2),)},
    )] == ["valid", "partial", "partial", "inconsistent"]  # fmt: skip


@pytest.mark.parametrize("span", [{"start": 0, "end": 2}, {"start": 2, "end": 1}, {"start": 1}, 4])
def test_a_range_that_is_none_makes_the_record_unreadable(span: Any) -> None:
    """Backwards or no range at all."""
    assert stated(json.dumps(session({**file(), "line_ranges": [span]}))).fault


@pytest.mark.parametrize(
    "changed", [{"schema_version": 4}, {"agent": {}}, {"session": {}}, {"agent": "claude"}]
)
def test_another_shape_is_another_form(changed: dict[str, Any]) -> None:
    """Three fields are required."""
    assert read(attachment(json.dumps(session(file(), **changed)))) is None


def test_a_session_without_changes_claims_nothing() -> None:
    """The field is not required."""
    assert judged(json.dumps(session(code_changes={})), dose=((1, 2),)).verdict == "empty"
