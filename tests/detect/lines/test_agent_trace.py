import json
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.detect.lines.stated import Claim
from tests.detect.lines.notes import OTHER, PARENT, SHA, at, attachment, judged, stated, trace


def test_a_record_is_read_whole() -> None:
    """Ranges of a conversation, with the tool of the record and the model of the contributor."""
    found = stated(json.dumps(trace((1, 50), (60, 60), vcs=at(SHA))))

    assert (found.format, found.version) == ("agent-trace", "0.1.0")
    assert found.claims == tuple(
        Claim("dose.py", lines, "ai", "cursor", "anthropic/claude-opus-4-5", revision=SHA)
        for lines in (((1, 50),), ((60, 60),))
    )


@pytest.mark.parametrize(
    ("kind", "by"),
    [("ai", "ai"), ("mixed", "ai"), ("human", "person"), ("unknown", "unknown"), ("robot", "unknown")],
)
def test_a_contributor_is_one_of_four(kind: str, by: str) -> None:
    """What an AI and a person wrote together is an AI's, for it would not be there without."""
    (claim,) = stated(json.dumps(trace((1, 2), by=kind))).claims

    assert claim.by == by
    assert bool(claim.tool) == (by == "ai")


def test_a_range_has_its_own_contributor() -> None:
    """It overrides the conversation's, as at a handover between agents."""
    record = trace((1, 2), (3, 4))
    ranges = record["files"][0]["conversations"][0]["ranges"]
    ranges[1]["contributor"] = {"type": "human"}

    assert [claim.by for claim in stated(json.dumps(record)).claims] == ["ai", "person"]


@pytest.mark.parametrize(
    ("vcs", "verdict"),
    [
        (None, "valid"),
        (at(SHA), "valid"),
        (at(PARENT), "valid"),
        (at(PARENT.upper()), "valid"),
        (at(SHA[:12]), "valid"),
        (at(OTHER), "stale"),
        (at("kkmpptxz", "jj"), "valid"),
        (at("main"), "valid"),
        ({"type": "git", "revision": 4}, "valid"),
    ],
)
def test_the_revision_is_the_commit_or_its_parent(vcs: Any, verdict: str) -> None:
    """The reference hook writes what stood there at the time; what is no id contradicts nothing."""
    record = trace((1, 2), **({} if vcs is None else {"vcs": vcs}))

    assert judged(json.dumps(record), dose=((1, 2),)).verdict == verdict


def test_of_many_records_those_of_the_commit_count() -> None:
    """The reference hook appends to one file for the whole of a history."""
    records = [trace((1, 2), vcs=at(PARENT)), trace((5, 9), vcs=at(OTHER)), trace((3, 3), vcs=at(SHA))]
    found = judged("\n".join(json.dumps(record) for record in records) + "\n", dose=((1, 9),))

    assert (found.verdict, found.attested, found.confirmed) == ("valid", 3, 3)


def test_a_broken_line_costs_itself_and_is_told() -> None:
    """An append that broke off is no reason to lose the others."""
    found = stated(json.dumps(trace((1, 2))) + '\n{"version":"0.1\n' + json.dumps(trace((3, 4))) + "\n")

    assert len(found.claims) == 2
    assert found.problems == ("broken lines of the file, left out: 1",)


@pytest.mark.parametrize("path", [".sessions", ".shell-history", ".unknown"])
def test_events_that_touch_no_file_claim_nothing(path: str) -> None:
    """The reference hook records them under names of files that are not there."""
    record = trace((1, 1), version="1.0")
    record["files"][0]["path"] = path

    assert (stated(json.dumps(record)).version, stated(json.dumps(record)).claims) == ("1.0", ())


def test_a_path_outside_the_repository_is_told_and_confirms_nothing() -> None:
    """The reference hook leaves paths outside the folder as they are."""
    record = trace((1, 2))
    record["files"][0]["path"] = "/home/ada/other/dose.py"
    found = judged(json.dumps(record), dose=((1, 2),))

    assert found.verdict == "inconsistent"
    assert "it names a path outside the repository" in found.problems


@pytest.mark.parametrize(
    "span",
    [{"start_line": 0, "end_line": 2}, {"start_line": 3, "end_line": 2}, {"start_line": 1}, {}, 4, None],
)
def test_a_range_that_is_none_makes_the_record_unreadable(span: Any) -> None:
    """Positions of the form begin at 1."""
    record = trace()
    record["files"][0]["conversations"][0]["ranges"] = [span]

    assert stated(json.dumps(record)).fault


@pytest.mark.parametrize(
    "changed",
    [{"version": ""}, {"id": 4}, {"timestamp": None}, {"files": {}}, {"files": [{"relative_path": "a"}]}],
)
def test_another_shape_is_another_form(changed: dict[str, Any]) -> None:
    """Four fields are required, and each file has conversations."""
    assert read(attachment(json.dumps(trace((1, 2), **changed)))) is None


def test_a_record_of_no_files_claims_nothing() -> None:
    """It is one all the same."""
    assert stated(json.dumps(trace(files=[]))).claims == ()
