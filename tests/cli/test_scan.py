import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.history import History
from tests.support.program import attest

TRAILER = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"
ROBOT = "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>"
COPILOT = "Copilot <198982749+Copilot@users.noreply.github.com>"


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Path, list[str]]:
    """Four commits: a person's, an assisted one, a robot's, an agent's that names nobody."""
    history = History(tmp_path / "shop")
    shas = [
        history.commit("start", files={"a": "1"}),
        history.commit(f"mend\n\n{TRAILER}", files={"a": "2"}),
        history.commit("bump", files={"a": "3"}, author=ROBOT, committer="GitHub <noreply@github.com>"),
        history.commit("plan", author=COPILOT, committer="GitHub <noreply@github.com>"),
    ]
    return history.path, shas


def scanned(*arguments: str | Path) -> list[dict[str, Any]]:
    """The objects that a scan prints."""
    ended = attest("scan", "--json", *arguments)
    assert ended.code == 0, ended.err
    return [json.loads(line) for line in ended.out.splitlines()]


def test_every_commit_is_one_object_oldest_first(shop: tuple[Path, list[str]]) -> None:
    """All of HEAD, when no range is given."""
    path, shas = shop

    rows = scanned(path)

    assert [row["sha"] for row in rows] == shas
    assert [row["state"] for row in rows] == ["no_evidence", "ai_evidenced", "automation", "ai_evidenced"]


def test_the_published_shape(shop: tuple[Path, list[str]]) -> None:
    """Names, order and types of the fields are an interface."""
    path, shas = shop

    assert scanned(path)[1] == {
        "schema": "attest.scan/1",
        "kind": "commit",
        "sha": shas[1],
        "state": "ai_evidenced",
        "extent": "full",
        "grade": "B",
        "role": "coauthor",
        "tools": ["claude-code"],
        "models": ["Claude Opus 4.6"],
        "accountable": {"name": "Ada Lovelace", "email": "ada@example.org", "basis": "author"},
        "signals": [
            {
                "rule": "agent.claude-code",
                "version": 2,
                "grade": "B",
                "role": "coauthor",
                "tool": "claude-code",
                "model": "Claude Opus 4.6",
                "where": "trailer",
                "matched": "co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>",
                "source": shas[1],
            }
        ],
    }


def test_a_commit_without_a_trace_has_the_same_fields(shop: tuple[Path, list[str]]) -> None:
    """The short way of printing them leaves none out, in the same order."""
    silent, evidenced, *_ = scanned(shop[0])

    assert list(silent) == list(evidenced)
    assert (silent["extent"], silent["grade"], silent["role"], silent["signals"]) == (None, None, None, [])


def test_nobody_is_accountable_where_only_agents_are_named(shop: tuple[Path, list[str]]) -> None:
    """It is said, not guessed."""
    assert [row["accountable"] for row in scanned(shop[0])[2:]] == [None, None]


def test_a_range_is_scanned_alone(shop: tuple[Path, list[str]]) -> None:
    """START..END, as git has it."""
    path, shas = shop

    assert [row["sha"] for row in scanned(path, f"{shas[1]}..{shas[2]}")] == [shas[2]]


def test_rows_are_printed_for_people(shop: tuple[Path, list[str]]) -> None:
    """One row a commit on standard output; the count with its denominator on standard error."""
    ended = attest("scan", shop[0])

    assert [line[14:26].strip() for line in ended.out.splitlines()] == [
        "no evidence", "AI evidenced", "automation", "AI evidenced",
    ]  # fmt: skip
    assert "4 commits: 2 AI evidenced, 1 automation, 1 no evidence" in ended.err


def test_hostile_text_is_printed_escaped(tmp_path: Path) -> None:
    """Names and messages with control characters, NUL and undecodable bytes."""
    history = History(tmp_path / "odd")
    history.commit(
        b"s\x1b[31m\0\n\nCo-authored-by: \x07<noreply@anthropic.com>\xff\n", author=b"A\xff\x1b <a@x.example>"
    )

    (row,) = scanned(history.path)
    printed = attest("scan", history.path).out + attest("scan", "--json", history.path).out

    assert row["state"] == "ai_evidenced"
    assert row["signals"][0]["matched"] == "co-authored-by: \\x07<noreply@anthropic.com>\\xff"
    assert not {"\x1b", "\x07", "\0"} & set(printed)


def test_an_added_rule_file_is_used(shop: tuple[Path, list[str]], tmp_path: Path) -> None:
    """A faulty one is a usage error with its line."""
    rules = tmp_path / "own.yaml"
    rules.write_text("format_version: 1\nrules:\n  - id: x\n")

    ended = attest("scan", "--json", "--rules", rules, shop[0])

    assert (ended.code, ended.out) == (2, "")
    assert "own.yaml:3" in ended.err


def test_what_is_no_repository_is_told_in_one_message(tmp_path: Path) -> None:
    """Fact, place and remedy, no traceback."""
    ended = attest("scan", "--json", tmp_path / "nowhere")

    assert (ended.code, ended.out) == (3, "")
    assert "Traceback" not in ended.err


def test_rules_are_listed() -> None:
    """Each with its kind, grade, role and tool."""
    ended = attest("signals", "list", "--json")
    rules = {rule["id"]: rule for rule in json.loads(ended.out)["rules"]}

    assert rules["agent.claude-code"]["grade"] == "B"
    assert len(attest("signals", "list").out.splitlines()) == len(rules)


def test_rules_are_tried_on_a_text(tmp_path: Path) -> None:
    """The line is told, so that somebody can see why."""
    text = tmp_path / "message"
    text.write_text(f"mend\n\n{TRAILER}\nAssisted-by: AI\n")

    matches = json.loads(attest("signals", "test", text, "--json").out)["matches"]

    assert [(match["line"], match["rule"]) for match in matches] == [
        (3, "agent.claude-code"),
        (4, "assisted-by.tool"),
    ]
    assert "line 4: assisted-by.tool" in attest("signals", "test", text).out


CONTRADICTION = """format_version: 1
rules:
  - {id: x.quill, version: 1, title: Quill, kind: disclosure, grade: C, role: assistant, tool: quill,
     contains: [quill], pattern: 'quill was here', source: 'https://wiki.example/quill',
     examples: {match: ['Quill is here']}}
"""


@pytest.mark.parametrize("asked", [("list",), ("list", "--json"), ("test", "/dev/null")])
def test_added_rules_must_be_as_their_examples_say(asked: tuple[str, ...], tmp_path: Path) -> None:
    """Examples are tests, run wherever somebody tries the file."""
    rules = tmp_path / "own.yaml"
    rules.write_text(CONTRADICTION)

    ended = attest("signals", *asked, "--rules", rules)

    assert (ended.code, ended.out) == (2, "")
    assert "'Quill is here' must match" in ended.err
    assert "own.yaml:3" in ended.err


def test_the_listing_says_what_was_switched_off(tmp_path: Path) -> None:
    """As a record, and beside the list on standard error."""
    rules = tmp_path / "own.yaml"
    rules.write_text("format_version: 1\nrules:\n  - {id: agent.claude-code, enabled: false}\n")

    listed = json.loads(attest("signals", "list", "--json", "--rules", rules).out)

    assert [(one["id"], one["replaced"]) for one in listed["overridden"]] == [("agent.claude-code", False)]
    assert "agent.claude-code is switched off" in attest("signals", "list", "--rules", rules).err
