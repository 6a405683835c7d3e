import json
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.model.attached import Lines
from tests.detect.lines.notes import attachment, judged, stated, whogitit

FOUR = (
    (1, "Original", "import dose"),
    (2, "AI", "half = 2"),
    (3, "AIModified", "third = 3"),
    (4, "Human", "fourth = 4"),
    (5, "Unknown", "fifth = 5"),
    (7, "AI", "seventh = 7"),
)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_note_is_read_whole(version: int) -> None:
    """Runs of one source become claims; what stood there before is claimed for nobody."""
    found = stated(whogitit(*FOUR, version=version))

    assert (found.format, found.version) == ("whogitit", str(version))
    assert [(claim.path, claim.lines, claim.by, claim.tool, claim.model) for claim in found.claims] == [
        ("dose.py", ((2, 3),), "ai", "claude-code", "claude-opus-4-5"),
        ("dose.py", ((4, 4),), "person", "", ""),
        ("dose.py", ((5, 5),), "unknown", "", ""),
        ("dose.py", ((7, 7),), "ai", "claude-code", "claude-opus-4-5"),
    ]


def test_prompts_and_contents_are_digested_and_not_kept() -> None:
    """Both are in the note in full."""
    found = stated(whogitit(*FOUR))

    assert found.transcripts == 1
    assert len(found.transcript_digest) == 64
    assert "Halve the dose" not in repr(found)
    assert "seventh" not in repr(found)


@pytest.mark.parametrize(
    ("texts", "confirmed"),
    [
        (None, 2),
        ({"dose.py": ("half = 2", "third = 3")}, 2),
        ({"dose.py": ("half = 2\r", "third = 3\r")}, 2),
        ({"dose.py": ("half = 2", "third = 4")}, 1),
        ({"dose.py": ("x", "y")}, 0),
        ({"other.py": ("x",)}, 2),
        ({"dose.py": ("half = 2",)}, 2),
    ],
)
def test_a_line_whose_content_differs_is_not_confirmed(
    texts: dict[str, tuple[str, ...]] | None, confirmed: int
) -> None:
    """The note holds each line's content; where the commit's is not at hand, the numbers decide."""
    found = judged(whogitit(*FOUR[1:3]), texts, dose=((2, 3),))

    assert (found.attested, found.confirmed) == (2, confirmed)
    assert any("not what it says" in problem for problem in found.problems) == (confirmed < 2)


def test_lines_that_the_commit_did_not_add_are_not_compared() -> None:
    """Their content is not at hand."""
    found = judged(whogitit(*FOUR[1:3]), {"dose.py": ("third = 3",)}, dose=((3, 3),))

    assert (found.verdict, found.confirmed, found.problems) == ("partial", 1, ())


@pytest.mark.parametrize("content", ["\ud800", "", "x" * 100_000, "\x00"])
def test_any_content_can_be_compared(content: str) -> None:
    """Lone surrogates among it."""
    note = whogitit((1, "AI", content))
    one: Lines = ((1, 1),)

    assert judged(note, {"dose.py": (content,)}, dose=one).confirmed == 1
    assert judged(note, {"dose.py": (content + "y",)}, dose=one).confirmed == 0


@pytest.mark.parametrize("number", [0, -1, None, "1", 2**31])
def test_a_line_without_a_number_makes_the_note_unreadable(number: Any) -> None:
    """Which line it means cannot be told."""
    note = json.loads(whogitit((1, "AI", "x")))
    note["files"][0]["lines"][0]["line_number"] = number

    assert stated(json.dumps(note)).fault


@pytest.mark.parametrize(
    "changed",
    [{"version": 4}, {"version": "3"}, {"session": {}}, {"session": "7f3a"}, {"files": {}}, {"files": None}],
)
def test_another_shape_is_another_form(changed: dict[str, Any]) -> None:
    """What tells a note of this form: a version, a session with an id, a list of files."""
    assert read(attachment(whogitit((1, "AI", "x"), **changed))) is None


def test_files_of_odd_shapes_claim_nothing() -> None:
    """A list of anything is gone through."""
    assert (
        stated(whogitit(files=[4, None, {"path": 4}, {"lines": 4}, {"path": "a", "lines": []}])).claims == ()
    )
