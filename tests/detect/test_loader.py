import pytest

from attest.detect.loader import read
from attest.errors import CatalogError

RULE = """format_version: 1
rules:
  - id: agent.quill
    version: 1
    title: Quill
    kind: agent-identity
    grade: B
    role: author
    tool: quill
    identities: [quill@agents.example]
    source: https://wiki.example/quill
    examples:
      match: ['author: Quill <quill@agents.example>']
"""
FOOTER = """format_version: 1
rules:
  - id: footer.quill
    version: 1
    title: Footer of Quill
    kind: footer
    grade: B
    role: coauthor
    tool: quill
    contains: [quill]
    pattern: 'made by quill$'
    source: https://wiki.example/quill
    examples:
      match: ['Made by Quill']
"""

NOTE = """format_version: 1
rules:
  - id: line-record.quill
    version: 1
    title: Notes of Quill
    kind: line-record
    grade: A
    role: coauthor
    format: git-ai
    source: https://wiki.example/quill
    examples:
      match: [x]
"""


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        (RULE.replace("grade: B", "grade: E"), 7, "grade"),
        (RULE.replace("agent-identity", "hunch"), 6, "kind"),
        (RULE.replace("    tool: quill\n", ""), 3, "needs tool"),
        (RULE.replace("[quill@agents.example]", "[]"), 3, "needs identities or name"),
        (RULE.replace("version: 1\n    title", "version: 0\n    title"), 4, "version"),
        (RULE.replace("format_version: 1", "format_version: 2"), 1, "format_version 1"),
        (RULE + "    surprise: yes\n", 14, "surprise"),
        (RULE + "    since: 2026-13-01\n", 14, "since"),
        (RULE + RULE.split("rules:\n")[1], 14, "stands twice"),
        (FOOTER.replace("made by quill$", "(made"), 11, "not a regular expression"),
        (FOOTER.replace("made by quill$", "(?:a+)+"), 11, "exponential"),
        (FOOTER.replace("    contains: [quill]\n", ""), 3, "needs contains"),
        (FOOTER.replace("[quill]", "[Quill]"), 10, "contains"),
        (FOOTER.replace("    tool: quill\n", ""), 3, "name the tool"),
        (FOOTER.replace("made by", "\tmade: ["), 11, ""),
        (NOTE.replace("    format: git-ai\n", ""), 3, "needs format"),
        (NOTE.replace("git-ai", "git-hub"), 9, "format"),
        ("rules: 5", 1, ""),
    ],
)
def test_a_faulty_rule_file_is_refused_with_its_line(text: str, line: int, problem: str) -> None:
    """Whoever wrote the file is told where to look."""
    with pytest.raises(CatalogError) as caught:
        read([("own.yaml", text.encode())])

    assert caught.value.where == f"own.yaml:{line}"
    assert problem in caught.value.what


def test_a_rule_of_a_team_replaces_the_built_in_one() -> None:
    """A team can correct a rule under its own id."""
    own = RULE.replace("agent.quill", "agent.devin")
    chosen = {loaded.rule.id: loaded for loaded in read([("own.yaml", own.encode())]).rules}

    assert chosen["agent.devin"].rule.title == "Quill"
    assert chosen["agent.devin"].origin != "built-in"


def test_two_files_cannot_hold_the_same_rule() -> None:
    """Which of them ran would depend on their order."""
    with pytest.raises(CatalogError, match="stands twice"):
        read([("one.yaml", RULE.encode()), ("two.yaml", RULE.encode())])


def test_a_rule_can_be_switched_off() -> None:
    """Under the id of a built-in rule, which then neither runs nor is recorded as having run."""
    own = RULE.replace("agent.quill", "agent.devin") + "    enabled: false\n"

    assert "agent.devin" not in {loaded.rule.id for loaded in read([("own.yaml", own.encode())]).rules}
    assert "agent.devin" in {loaded.rule.id for loaded in read().rules}
