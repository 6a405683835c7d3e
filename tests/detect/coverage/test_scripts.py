"""Hooks and workflows that delete or reject an agent's trailer, and those that ask for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.coverage import scripts
from attest.detect.linear import fault
from attest.model.coverage import TipFile


def read(text: str, *, hook: bool = True) -> list[tuple[str, int]]:
    """Rule and line of what is found in a hook, or in a workflow."""
    sought = scripts.DELETES if hook else scripts.REJECTS
    return [
        (one.rule, one.line)
        for one in scripts.reader().read(TipFile("x", (sought,), text.encode("utf-8", "surrogatepass"))).found
    ]


@pytest.mark.parametrize(
    "line",
    [
        "sed -i '/^Co-Authored-By: Claude/d' \"$1\"",
        "sed -i '' '/Generated with \\[Claude Code\\]/d' \"$1\"",
        "sed -i '/[Cc]o-[Aa]uthored-[Bb]y/Id' \"$1\"",
        'grep -v \'Co-authored-by: Copilot\' "$1" > "$1.new"',
        "grep -viE 'co-authored-by:.*anthropic' \"$1\" > tmp",
        "perl -i -ne 's/^Co-authored-by: Cursor.*//' $1",
        "    text = re.sub(r'Co-Authored-By: Claude.*', '', text)",
        "message = message.replace(/Co-authored-by: .*anthropic.*/g, '')",
    ],
)
def test_a_hook_that_deletes_a_trailer_is_found(line: str) -> None:
    """By the tool it deletes with."""
    assert read(f"#!/bin/sh\n{line}\n") == [(scripts.DELETES, 2)]


@pytest.mark.parametrize(
    "text",
    [
        "if grep -qi 'co-authored-by:.*claude' \"$1\"; then\n  echo no\n  exit 1\nfi",
        "grep -q 'noreply@anthropic.com' msg && { echo no; exit 1; }",
        "if (/co-authored-by: .*copilot/i.test(message)) {\n  core.setFailed('no')\n}",
        "if re.search('Generated with', body):\n    sys.exit(1)",
    ],
)
def test_a_script_that_rejects_a_trailer_is_found(text: str) -> None:
    """In a hook and in a workflow alike."""
    assert read(text) == [(scripts.REJECTS, 1)]
    assert read(text, hook=False) == [(scripts.REJECTS, 1)]


@pytest.mark.parametrize(
    "text",
    [
        "if ! grep -q 'Co-authored-by: Claude' \"$1\"; then\n  exit 1\nfi",
        "grep -q 'Co-authored-by: Claude' \"$1\" || exit 1",
        "# sed -i '/Co-Authored-By: Claude/d'",
        "git log | grep 'Co-authored-by: Claude' | wc -l\necho done\n",
        "if grep -q 'Co-authored-by: Claude' m; then\n  label=ai\nelse\n  exit 1\nfi",
        "if grep -q 'Signed-off-by' m; then exit 1; fi",
        "echo 'Co-authored-by: Claude <c@vendor.example>' >> \"$1\"",
        "sed -i '/^#/d' \"$1\"",
    ],
)
def test_a_script_that_asks_for_one_or_only_counts_is_none(text: str) -> None:
    """Nor a comment, nor one that adds a trailer."""
    assert read(text) == []
    assert read(text, hook=False) == []


def test_a_workflow_has_no_message_to_delete_from() -> None:
    """It filters a changelog."""
    assert read("run: git log | grep -v 'Co-authored-by: dependabot[bot]'", hook=False) == []


@pytest.mark.parametrize(
    "line", ["aider --no-attribute-author --yes", "claude --settings '{\"includeCoAuthoredBy\": false}' -p x"]
)
def test_an_option_that_switches_attribution_off_is_found(line: str) -> None:
    """On the command line of a workflow."""
    assert read(f"run: {line}", hook=False) == [(scripts.OPTION, 1)]


def test_every_pattern_takes_linear_time() -> None:
    """Scripts are written by whoever proposes a change."""
    patterns = {name: getattr(scripts, name) for name in dir(scripts)}
    faults = {name: fault(one.pattern) for name, one in patterns.items() if hasattr(one, "pattern")}

    assert {name: said for name, said in faults.items() if said} == {}


@given(st.text(max_size=200))
def test_no_text_crashes_the_reader(text: str) -> None:
    """Whatever a file holds."""
    for _, line in read(f"grep co-authored-by claude {text} exit 1"):
        assert line >= 1


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('      - run: "! git log -1 --format=%B | grep -i co-authored-by.*claude"', [(scripts.REJECTS, 1)]),
        ("        run: ! grep -rq 'noreply@anthropic.com' messages", [(scripts.REJECTS, 1)]),
        ("        run: if ! grep -q 'co-authored-by.*claude' msg; then exit 1; fi", []),
        ("        run: git log -1 --format=%B | grep -i co-authored-by.*claude", []),
    ],
)
def test_a_step_that_is_one_negated_search_rejects_what_it_finds(
    line: str, found: list[tuple[str, int]]
) -> None:
    """A step fails with its only command, and this one fails where the trailer is."""
    assert read(line, hook=False) == found
