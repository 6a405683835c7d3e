import pytest

from attest.canonical import sha256
from attest.detect.engine import load
from attest.detect.loader import read
from attest.errors import CatalogError
from tests.detect.commits import commit

CLAUDE = "noreply@anthropic.com"

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
        (RULE + "    since: 2026-05-01\n    until: 2026-01-01\n", 3, "no day is left"),
        (RULE.replace("agent.quill", "agent.devin") + "    enabled: 'no'\n", 14, "enabled"),
        ("format_version: 1\nrules:\n  - enabled: false\n", 3, "id"),
        ("format_version: 1\nrules:\n\n  - {id: agent.devon, enabled: false}\n", 4, "no built-in rule"),
        (RULE + RULE.split("rules:\n")[1], 14, "stands twice"),
        (FOOTER.replace("made by quill$", "(made"), 11, "not a regular expression"),
        (FOOTER.replace("made by quill$", "(?:a+)+"), 11, "exponential"),
        (FOOTER.replace("made by quill$", "(?:a|a)*b"), 11, "too many ways"),
        (
            "format_version: 1\ntools:\n - {slug: q, title: Q, contains: [aaa],\n    names: ['(?:a|a)+']}\n",
            4,
            "too many ways",
        ),
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


OFF = b"format_version: 1\nrules:\n  - {id: agent.devin, enabled: false}\n"


def test_a_rule_can_be_switched_off_by_its_id_alone() -> None:
    """Under the id of a built-in rule, which then neither runs nor is recorded as having run."""
    loaded = read([("own.yaml", OFF)])

    assert "agent.devin" not in {one.rule.id for one in loaded.rules}
    assert "agent.devin" in {one.rule.id for one in read().rules}


def test_an_entry_that_switches_off_may_be_a_whole_rule() -> None:
    """Somebody who adds `enabled: false` to a copy of a rule means the same."""
    own = RULE.replace("agent.quill", "agent.devin") + "    enabled: false\n"

    assert "agent.devin" not in {one.rule.id for one in read([("own.yaml", own.encode())]).rules}


def test_a_mistyped_id_is_refused_with_the_nearest_one() -> None:
    """Else the rule that somebody meant would run on."""
    with pytest.raises(CatalogError) as caught:
        read([("own.yaml", OFF.replace(b"devin", b"devni"))])

    assert caught.value.hint == "did you mean agent.devin?"


def test_what_a_file_takes_away_is_told() -> None:
    """The built-in rule, whether it was replaced, and the file by its digest."""
    weaker = RULE.replace("agent.quill", "agent.cursor").encode()
    told = read([("off.yaml", OFF), ("own.yaml", weaker), ("more.yaml", RULE.encode())]).overridden

    assert [(one.rule.title, one.replaced, one.origin) for one in told] == [
        ("Cursor", True, sha256(weaker)),
        ("Devin", False, sha256(OFF)),
    ]
    assert read().overridden == ()


def test_an_added_rule_hides_no_built_in_one() -> None:
    """Whatever its id sorts before: only what is told can make a trace worth less."""
    robot = RULE.replace("agent.quill", "a.robot").replace("agent-identity", "robot-identity")
    robot = robot.replace("role: author", "role: automation").replace("quill@agents.example", CLAUDE)
    mention = RULE.replace("agent.quill", "a.mention").replace("role: author", "role: reviewer")
    mention = mention.replace("quill@agents.example", CLAUDE)
    own = load([("one.yaml", robot.encode()), ("two.yaml", mention.encode())])
    found = own.scan(commit("Mend\n", f"Claude <{CLAUDE}>"))

    assert [(one.rule, one.role) for one in found] == [("agent.claude-code", "author")]
