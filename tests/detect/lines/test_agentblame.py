import json
from hashlib import sha256
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.detect.lines.stated import Claim
from tests.detect.lines.notes import attachment, judged, stated


def digest(*lines: str) -> str:
    """The hash of some lines as the tool makes it."""
    return "sha256:" + sha256("\n".join(lines).encode()).hexdigest()


def note(start: int, end: int, content: str, version: int = 2, **changed: Any) -> str:
    """A note with one range of `dose.py`."""
    snake = {"start_line": start, "end_line": end, "match_type": "exact_hash", "content_hash": content}
    camel = {"startLine": start, "endLine": end, "matchType": "exact_hash", "contentHash": content}
    entry = {
        "path": "dose.py", "category": "ai_generated", "provider": "cursor", "model": "gpt-5",
        **(snake if version == 1 else camel), **changed,
    }  # fmt: skip
    return json.dumps({"version": version, "timestamp": "2026-01-20T19:37:51Z", "attributions": [entry]})


@pytest.mark.parametrize("version", [1, 2])
def test_both_spellings_say_the_same(version: int) -> None:
    """The first version has snakes, the second camels."""
    found = stated(note(448, 454, digest("x"), version))

    assert (found.format, found.version) == ("agentblame", str(version))
    assert found.claims == (
        Claim("dose.py", ((448, 454),), "ai", "cursor", "gpt-5", (digest("x").removeprefix("sha256:"),)),
    )


@pytest.mark.parametrize(
    ("content", "confirmed"),
    [
        (digest("a = 1", "b = 2", "c = 3"), 3),
        (digest("a = 1"), 3),
        (digest("a = 1", "b = 2"), 3),
        (digest("a=1"), 3),
        (digest("a=1b=2"), 3),
        (digest("b = 2"), 0),
        (digest("a = 1", "b = 2", "c = 3", "d = 4"), 0),
        (digest(""), 0),
        ("sha256:", 0),
    ],
)
def test_a_range_is_confirmed_when_a_beginning_of_it_has_its_hash(content: str, confirmed: int) -> None:
    """Neighbouring ranges are merged under the first one's hash; white space may have been reformatted."""
    found = judged(note(5, 7, content), {"dose.py": ("a = 1", "b = 2", "c = 3")}, dose=((5, 7),))

    assert (found.attested, found.confirmed) == (3, confirmed)
    assert found.verdict == ("valid" if confirmed else "inconsistent")


@pytest.mark.parametrize(
    "changed",
    [
        {"matchType": "move_detected"},
        {"matchType": ""},
        {"contentHash": "murmur3:9f2e8a1b"},
        {"contentHash": ""},
        {"contentHash": 7},
    ],
)
def test_a_hash_of_other_text_is_not_compared(changed: dict[str, Any]) -> None:
    """Moved lines are hashed as they stood elsewhere, and other hashes cannot be relied on."""
    found = judged(note(5, 7, digest("x"), **changed), {"dose.py": ("a", "b", "c")}, dose=((5, 7),))

    assert (found.verdict, found.confirmed) == ("valid", 3)


def test_without_the_commits_texts_the_numbers_decide() -> None:
    """They are at hand only where somebody asked for them."""
    assert judged(note(5, 7, digest("x")), dose=((5, 7),)).verdict == "valid"


def test_a_range_that_was_not_added_whole_is_not_compared() -> None:
    """What the rest of it held is not at hand."""
    found = judged(note(5, 9, digest("x")), {"dose.py": ("a", "b", "c")}, dose=((5, 7),))

    assert (found.verdict, found.confirmed) == ("partial", 3)


def test_a_name_for_any_model_is_no_model() -> None:
    """It writes `claude` when it does not know which."""
    assert stated(note(1, 1, "", model="claude")).claims[0].model == ""


def test_lines_of_another_category_are_nobodys() -> None:
    """Only one is known to be an AI's."""
    assert [stated(note(1, 1, "", category=category)).claims[0].by for category in ("human", "x", 4)] == [
        "person", "unknown", "unknown",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [{"path": ""}, {"path": None}, {"startLine": 0}, {"endLine": 1}, {"startLine": "5"}, {"endLine": 2**40}],
)
def test_a_range_that_is_none_makes_the_note_unreadable(changed: dict[str, Any]) -> None:
    """Of no file, backwards, or beyond any file."""
    assert stated(note(5, 7, "", **changed)).fault


def test_the_summary_under_the_other_ref_is_no_record() -> None:
    """It counts over many commits, and lies on a commit of no meaning."""
    summary = {"v": 3, "updated": "", "summary": {"aiLines": 4}, "contributors": {}, "recentPRs": []}

    assert read(attachment(json.dumps(summary), "refs/notes/agentblame-analytics")) is None
    assert read(attachment(json.dumps({"version": 3, "attributions": []}))) is None
