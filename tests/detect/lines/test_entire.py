import json
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.detect.lines.stated import Claim, Share
from tests.detect.lines.notes import attachment, judged, stated


def session(attribution: dict[str, Any] | None = None, **changed: Any) -> str:
    """A session's metadata."""
    document = {
        "cli_version": "0.5.3", "checkpoint_id": "214e9cd12196", "session_id": "b9480160",
        "strategy": "manual-commit", "files_touched": ["dose.py"], "agent": "Claude Code",
        "model": "claude-sonnet-4-6", "token_usage": {"input_tokens": 151},
    }  # fmt: skip
    if attribution is not None:
        document["initial_attribution"] = attribution
    return json.dumps({**document, **changed})


def test_a_session_is_read_whole() -> None:
    """Its files as a whole, and its own count of lines."""
    found = stated(session({"agent_lines": 11, "human_added": 23, "total_committed": 34}))

    assert (found.format, found.version, found.share) == ("entire", "0.5.3", Share(11, 34))
    assert found.claims == (Claim("dose.py", None, "ai", "Claude Code", "claude-sonnet-4-6"),)
    assert found.problems == ()


def test_nought_of_an_ai_is_no_ai() -> None:
    """A commit can have a checkpoint and be a person's throughout."""
    found = judged(
        session({"agent_lines": 0, "human_added": 125, "human_modified": 63, "total_committed": 125}),
        dose=((1, 125),),
    )

    assert (found.verdict, found.reason) == ("empty", "it counts no line as an AI's")


def test_an_agent_that_only_removed_took_part() -> None:
    """A later version counts removed lines beside those written."""
    assert judged(session({"agent_lines": 0, "agent_removed": 17}), dose=()).verdict == "valid"


@pytest.mark.parametrize(
    ("attribution", "share"),
    [
        ({"agent_lines": 2, "human_added": 3, "metric_version": 2}, Share(2, 5)),
        ({"agent_lines": 9, "total_committed": 4}, Share(9, 9)),
        ({"agent_lines": 2}, Share(2, 2)),
        ({"agent_lines": "2"}, None),
        ({"agent_lines": -2}, None),
        ({}, None),
    ],
)
def test_the_count_is_of_what_was_committed(attribution: dict[str, Any], share: Share | None) -> None:
    """Never more than all of it, nor less than nothing."""
    assert stated(session(attribution)).share == share


def test_a_session_without_a_count_says_so() -> None:
    """Older ones have none; the agent touched the files all the same."""
    found = stated(session())

    assert [claim.by for claim in found.claims] == ["ai"]
    assert found.problems == ("it holds no count of the agent's lines",)


def test_the_checkpoints_own_metadata_says_nothing_of_who_wrote() -> None:
    """It lists sessions and files; agents are named in the sessions."""
    root = {
        "checkpoint_id": "214e9cd12196", "strategy": "manual-commit", "checkpoints_count": 1,
        "files_touched": ["dose.py"], "sessions": [{"metadata": "/21/4e9cd12196/0/metadata.json"}],
    }  # fmt: skip
    found = judged(json.dumps(root), dose=((1, 2),))

    assert (found.verdict, found.reason) == ("empty", "it gives nothing to an AI")


def test_files_are_judged_by_whether_they_are_in_the_diff() -> None:
    """A session's lines cannot be told apart, by design."""
    text = session({"agent_lines": 4, "total_committed": 4}, files_touched=["dose.py", "other.py"])

    assert [judged(text, **files).verdict for files in (
        {"dose": ((1, 4),), "other": ()}, {"dose": ((1, 4),)}, {"third": ((1, 4),)},
    )] == ["valid", "partial", "inconsistent"]  # fmt: skip


@pytest.mark.parametrize("changed", [{"checkpoint_id": ""}, {"strategy": 4}])
def test_another_shape_is_another_form(changed: dict[str, Any]) -> None:
    """What tells it: a checkpoint's id and a strategy."""
    assert read(attachment(session(**changed))) is None
