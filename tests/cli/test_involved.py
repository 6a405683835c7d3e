"""What `attest explain` says of AI involvement: what it adds up to, what it rests on, and each piece."""

from typing import Any

import pytest

from attest.cli.involved import lines
from attest.model.line_record import LineVerdict
from attest.model.signal import AiState, Disclosure
from tests.detect.line_records import record
from tests.support.records import ADA, involved, pull, signal


def told(*records: Any, declaration: str = "", **fields: Any) -> list[str]:
    """The lines of a change with one co-author signal."""
    change = pull(declaration=declaration)
    seen = involved(change, AiState.AI_EVIDENCED).model_copy(update=fields)
    data = {
        "change": change.model_dump(mode="json"),
        "involvement": seen.model_dump(mode="json"),
        "signals": [{**signal(change).model_dump(mode="json"), "matched": "Co-authored-by: Claude"}],
        "line_records": [one.model_dump(mode="json") for one in records],
    }
    return list(lines(data, lambda actor: str(actor["id"])))


def test_the_sum_and_each_signal_are_told() -> None:
    """State, extent, grade, tools and commits; the basis of who answers; the signal with its worth."""
    found = told(extent="mixed", commits_evidenced=1, commits_seen=2)

    assert found[0] == "AI: ai_evidenced, extent mixed, grade B, claude-code; 1 of 2 commits"
    assert found[-2] == f"accountable: {ADA.id} (author)"
    assert found[-1].endswith(" (trailer; grade B, coauthor): 'Co-authored-by: Claude'")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"sources": ("commit",)}, "rests on: commit; no two independent sources"),
        (
            {"sources": ("commit", "line-record"), "corroborated": True},
            "rests on: commit, line-record; two independent sources",
        ),
        ({"disclosure": Disclosure.DISCLOSED_ONLY}, "disclosure: disclosed only"),
        (
            {"disclosure": Disclosure.CONTRADICTED, "declaration": "none"},
            "disclosure: contradicted; the author declared: none",
        ),
        (
            {"recovered": True},
            "recovered: the commits on the branch lost the evidence that the pull request's own commits hold",
        ),
        ({"ai_lines": 1200, "added_lines": 2000}, "lines that records give to an AI: 1,200 of 2,000 added"),
        (
            {"ai_lines": 3, "added_lines": None},
            "lines that records give to an AI: 3 of not known how many added",
        ),
    ],
)
def test_what_the_evidence_rests_on_is_told(fields: dict[str, Any], line: str) -> None:
    """Each in a line of its own."""
    assert f"  {line}" in told(**fields)


def test_nothing_is_said_of_what_is_not_there() -> None:
    """No source, no line record, nothing recovered."""
    found = told(sources=(), recovered=False, ai_lines=None)

    assert [line for line in found if "rests on" in line or "recovered" in line or "lines that" in line] == []


def test_the_reason_of_unknown_is_told() -> None:
    """In the words of the record."""
    found = told(
        state=AiState.UNKNOWN, extent=None, grade=None, tools=(), unknown_reason="own-commits-unread"
    )

    assert found[0].startswith("AI: unknown (own commits unread), grade none, no tool; ")


def test_each_line_record_is_told_with_its_verdict() -> None:
    """Why, the tool's own count where it states one, and what was wrong."""
    session = record(
        "a", format="entire", source="entire/checkpoints/v1:21/4e/0/metadata.json", reason="1 of 1 files",
        stated_ai=11, stated_total=34, problems=("a problem",),
    )  # fmt: skip
    broken = record("b", format="", verdict=LineVerdict.UNREADABLE, reason="no known format")

    assert told(session, broken)[-2:] == [
        f"  entire record of {session.commit[:12]} (entire/checkpoints/v1:21/4e/0/metadata.json): valid, "
        "1 of 1 files; its own count: 11 of 34; a problem",
        f"  unknown record of {broken.commit[:12]} (refs/notes/ai): unreadable, no known format",
    ]


def test_without_a_record_of_involvement_nothing_is_told() -> None:
    """A run may lack it."""
    assert list(lines({"involvement": None}, str)) == []
