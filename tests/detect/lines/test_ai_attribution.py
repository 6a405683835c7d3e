import json
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.detect.lines.stated import Claim, Share
from tests.detect.lines.notes import attachment, judged, stated


def by_characters(**files: dict[str, int]) -> str:
    """A note by characters of files of Python, named without their ending."""
    document = {
        "version": 1, "generator": "Qwen-Coder",
        "files": {f"{name}.py": file for name, file in files.items()},
        "summary": {"aiPercent": 38}, "excludedGenerated": ["package-lock.json"], "promptCount": 3,
    }  # fmt: skip
    return json.dumps(document)


def by_files(**changed: Any) -> str:
    """A note by files."""
    document = {
        "attribution_state": "measured", "ai_lines": 85, "human_lines": 12, "total_lines": 97,
        "ai_files": ["dose.py"], "human_files": ["README.md"],
    }  # fmt: skip
    return json.dumps({**document, **changed})


def test_a_note_by_characters_is_read_whole() -> None:
    """What the agent did not write is a remainder, and nobody's."""
    found = stated(
        by_characters(dose={"aiChars": 150, "humanChars": 50, "percent": 75}, other={"aiChars": 0})
    )

    assert (found.format, found.version) == ("ai-attribution", "1")
    assert found.claims == (
        Claim("dose.py", None, "ai", "Qwen-Coder"),
        Claim("other.py", None, "unknown"),
    )


@pytest.mark.parametrize(
    ("file", "by"),
    [
        ({"aiCharsAdded": 150, "aiCharsRemoved": 30, "aiCreated": True, "aiContributionPercent": 100}, "ai"),
        ({"aiCharsAdded": 0, "aiCharsRemoved": 30}, "ai"),
        ({"aiCharsAdded": 0, "aiCharsRemoved": 0, "aiContributionPercent": 0}, "unknown"),
        ({"aiChars": -5}, "unknown"),
        ({"aiChars": "150"}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_an_earlier_form_counts_otherwise(file: dict[str, int], by: str) -> None:
    """Removing characters is an AI's work too; none at all is not."""
    assert [claim.by for claim in stated(by_characters(dose=file)).claims] == [by]


def test_a_note_by_files_is_read_whole() -> None:
    """The hook does not name its tool, and nobody else writes this form."""
    found = stated(by_files())

    assert found.claims == (Claim("dose.py", None, "ai", "kiro"), Claim("README.md", None, "unknown"))
    assert found.share == Share(85, 97)


def test_what_could_not_be_measured_is_nobodys() -> None:
    """The hook says so rather than guess."""
    found = judged('{"attribution_state":"unknown"}', dose=((1, 2),))

    assert (found.verdict, found.reason) == ("empty", "it says nothing of any line or file")


@pytest.mark.parametrize(
    "changed", [{"ai_lines": None}, {"total_lines": 80}, {"ai_lines": "85"}, {"total_lines": -1}]
)
def test_counts_that_cannot_be_are_left_out(changed: dict[str, Any]) -> None:
    """More lines than there are, or none."""
    assert stated(by_files(**changed)).share is None


@pytest.mark.parametrize(
    ("files", "verdict"),
    [({"dose": ((1, 2),)}, "valid"), ({"dose": ()}, "valid"), ({"other": ((1, 2),)}, "inconsistent")],
)
def test_files_are_judged_by_whether_they_are_in_the_diff(files: Any, verdict: str) -> None:
    """And give no lines."""
    found = judged(by_files(), **files)

    assert (found.verdict, found.attested, found.confirmed) == (verdict, 0, 0)


def test_some_of_the_files_are_a_part() -> None:
    """Two files, one of them in the diff."""
    assert judged(by_files(ai_files=["dose.py", "else.py"]), dose=((1, 2),)).verdict == "partial"


@pytest.mark.parametrize(
    "document",
    [
        {"version": 1, "files": {}, "summary": {}},
        {"generator": "x", "files": [], "summary": {}},
        {"generator": "x", "files": {}},
        {"ai_files": []},
        {"version": 2, "AuthorshipLog": {}},
    ],
)
def test_look_alikes_are_not_taken_for_it(document: dict[str, Any]) -> None:
    """The ref is shared by tools whose forms differ; the content decides."""
    assert read(attachment(json.dumps(document), "refs/notes/ai-attribution")) is None
