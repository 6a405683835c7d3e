import json
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.detect.lines.stated import Claim
from tests.detect.lines.notes import attachment, judged, stated


def entry(*authors: dict[str, Any], path: str = "dose.py", version: str = "authorship/0.0.1") -> str:
    """An entry of the old store on one file."""
    return json.dumps({"files": {path: {"file": path, "authors": list(authors)}}, "schema_version": version})


def author(label: str, *lines: Any, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """An author of lines, by label."""
    return {"author": label, "lines": list(lines), "agent_metadata": metadata}


def test_an_entry_is_read_whole() -> None:
    """Lines are numbers and pairs, in any order and more than once."""
    cursor = author("Cursor", 186, 186, [182, 183], [183, 183])
    found = stated(entry(cursor, author("Ada Example", 39, [8, 34])))

    assert (found.format, found.version) == ("ai-authorship", "authorship/0.0.1")
    assert found.claims == (
        Claim("dose.py", ((182, 183), (186, 186)), "ai", "Cursor"),
        Claim("dose.py", ((8, 34), (39, 39)), "person"),
    )


@pytest.mark.parametrize(
    ("label", "metadata", "by"),
    [
        ("Claude", None, "ai"),
        ("claude code", None, "ai"),
        ("Claude Paroz", None, "person"),
        ("Devin Fee", None, "person"),
        ("Ada Example", {"tool": "cursor", "model": "gpt-5"}, "ai"),
        ("mock_ai", None, "unknown"),
        ("Cursor", {"tool": "test-agent"}, "unknown"),
        ("", None, "unknown"),
        ("unknown", None, "unknown"),
    ],
)
def test_a_label_is_an_agents_when_it_is_the_agents_whole_name(label: str, metadata: Any, by: str) -> None:
    """Nothing else in an entry tells agents from people, and people are called Claude and Devin."""
    assert [claim.by for claim in stated(entry(author(label, 1, metadata=metadata))).claims] == [by]


def test_metadata_names_tool_and_model() -> None:
    """Where an agent left them."""
    found = stated(entry(author("Agent", 1, metadata={"tool": "cursor", "model": "gpt-5"})))

    assert found.claims == (Claim("dose.py", ((1, 1),), "ai", "cursor", "gpt-5"),)


def test_an_author_without_lines_claims_none() -> None:
    """Such authors stand in entries of deletions."""
    assert stated(entry(author("Cursor"))).claims == ()


@pytest.mark.parametrize(
    "line", [0, -1, "3", None, [1], [1, 2, 3], [3, 1], True, 1.5, [1, 9223372036854775807], 10**30]
)
def test_a_line_that_is_none_makes_the_entry_unreadable(line: Any) -> None:
    """Backwards, beyond any file, or no number."""
    assert stated(entry(author("Cursor", 1, line))).fault


@pytest.mark.parametrize("version", ["authorship/3.0.0", "gitintel/1.0.0", "", "0.0.1"])
def test_another_version_is_another_form(version: str) -> None:
    """Later versions are no JSON objects."""
    assert read(attachment(entry(author("Cursor", 1), version=version))) is None


def test_an_entry_is_held_against_the_diff() -> None:
    """As any other record with lines."""
    found = judged(entry(author("Cursor", [1, 4]), author("Ada Example", [3, 9])), dose=((1, 6),))

    assert (found.verdict, found.attested, found.confirmed, found.people) == ("valid", 4, 4, 2)
