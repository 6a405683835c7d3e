import pytest

from attest.detect.engine import load
from attest.detect.gate import Gate
from attest.model.collected import PullText, Trace
from tests.detect.commits import CLAUDE, SHA, commit, engine, rules, traces

DEPENDABOT = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"
ACTIONS = "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>"
CODERABBIT = "Co-authored-by: coderabbitai[bot] <136622811+coderabbitai[bot]@users.noreply.github.com>"
EDITOR = "Mend\n\nCo-authored-by: Copilot <copilot@github.com>\n"
FOOTER = "🤖 Generated with [Claude Code](https://claude.com/claude-code)"


def test_a_trace_tells_what_where_and_by_which_rule() -> None:
    """Every field of a trace, for a co-author line."""
    assert traces(f"Mend the parser\n\n{CLAUDE}\n") == (
        Trace(
            "agent.claude-code", 2, "B", "coauthor", "claude-code", "Claude Opus 4.6", "trailer",
            "co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>", SHA, "agent-identity",
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("message", "model"),
    [
        ("Co-authored-by: Claude <noreply@anthropic.com>", None),
        ("Co-authored-by: Claude Opus 4.8 (1M context) <noreply@anthropic.com>", "Claude Opus 4.8"),
        ("Co-authored-by: mayor <noreply@anthropic.com>", None),
        ("Co-authored-by: aider (openai/gpt-4.1) <aider@aider.chat>", "openai/gpt-4.1"),
        ("Co-authored-by: GPT-5 Codex <codex@openai.com>", "GPT-5 Codex"),
        ("Assisted-by: Claude:claude-3-opus sparse", "claude-3-opus"),
        ("Assisted-by: GLM-5 via Crush", "GLM-5"),
        ("Assisted-by: Quill:quill-coder-2", "quill-coder-2"),
    ],
)
def test_the_model_is_told_where_the_text_names_it(message: str, model: str | None) -> None:
    """A model is copied as written and never guessed."""
    assert [trace.model for trace in traces(f"Mend\n\n{message}\n")] == [model]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        (CLAUDE, "coauthor"),
        (CLAUDE.replace("Co-authored", "Signed-off"), "assistant"),
        (CLAUDE.replace("Co-authored", "Assisted"), "assistant"),
        (CLAUDE.replace("Co-authored", "Reviewed"), "reviewer"),
        (CLAUDE.replace("Co-authored", "Reported"), "mention"),
    ],
)
def test_the_trailer_says_what_the_agent_did(line: str, role: str) -> None:
    """Being named as a reviewer or reporter is no part in making the change."""
    assert [trace.role for trace in traces(f"Mend\n\n{line}\n")] == [role]


def test_a_review_agent_is_the_co_author_of_its_suggestion() -> None:
    """A commit that is one accepted suggestion was written by the agent."""
    assert [trace.role for trace in traces(f"Update parser.py\n\n{CODERABBIT}\n")] == ["coauthor"]


def test_a_review_agent_in_a_squash_is_a_reviewer() -> None:
    """A squash does not show which part a review agent's suggestion was."""
    assert [trace.role for trace in traces(f"Mend the parser (#12)\n\n{CODERABBIT}\n")] == ["reviewer"]


def test_an_agent_that_only_committed_is_mentioned() -> None:
    """Aider commits a person's unsaved edits under its own committer name."""
    found = engine().scan(commit(committer="Ada Example (aider) <ada@mail.example>"))

    assert [(trace.where, trace.role, trace.grade) for trace in found] == [("committer", "mention", "D")]


def test_an_agent_that_authored_and_committed_is_told_once() -> None:
    """The committer line of the author's own tool adds nothing."""
    found = engine().scan(
        commit(author="Ada (aider) <ada@mail.example>", committer="Ada (aider) <ada@work.example>")
    )

    assert [trace.where for trace in found] == ["author"]


def test_a_dependency_robot_pastes_other_peoples_text() -> None:
    """Release notes in a bump hold traces of another project."""
    message = f"Bump quill from 1 to 2\n\nRelease notes:\n\n{FOOTER}\n\n{CLAUDE}\n\nmore notes\n"

    assert rules(message, DEPENDABOT) == ["robot.dependabot"]


def test_a_trailer_of_a_dependency_robots_commit_counts() -> None:
    """Its trailer block is its own."""
    message = f"Bump quill from 1 to 2\n\nSigned-off-by: dependabot[bot] <support@github.com>\n{CLAUDE}\n"

    assert rules(message, DEPENDABOT) == ["robot.dependabot", "agent.claude-code"]


def test_a_robot_that_writes_its_own_text_is_read_whole() -> None:
    """A workflow that runs an agent commits as the workflow's robot."""
    assert rules(f"Mend\n\n{FOOTER}\n", ACTIONS) == ["robot.github-actions", "footer.claude-code"]


def test_a_robot_beside_a_person_is_no_trace() -> None:
    """Automation is a commit's author, not a name in its message."""
    assert rules(f"Mend\n\nCo-authored-by: {DEPENDABOT}\n") == []


@pytest.mark.parametrize(
    ("when", "worth"),
    [
        (1_776_297_599, ("C", "coauthor")),  # 2026-04-15T23:59:59Z
        (1_776_297_600, ("D", "mention")),
        (1_780_271_999, ("D", "mention")),  # 2026-05-31T23:59:59Z
        (1_780_272_000, ("C", "coauthor")),
        (-(10**30), ("C", "coauthor")),
        (10**30, ("C", "coauthor")),
    ],
)
def test_a_trace_is_worth_less_in_a_bad_period(when: int, worth: tuple[str, str]) -> None:
    """An editor added its trailer to commits without AI for some weeks; inclusive days in UTC."""
    found = engine().scan(commit(EDITOR, when=when))

    assert [(trace.grade, trace.role) for trace in found] == [worth]


def test_an_author_stays_one_in_a_bad_period() -> None:
    """The editor wrote trailers, and made no commit of its own."""
    raw = commit("Mend\n", "Copilot <copilot@github.com>", when=1_776_297_600)

    assert [(trace.grade, trace.role) for trace in engine().scan(raw)] == [("D", "author")]


def test_the_same_line_twice_is_one_trace() -> None:
    """Squash merges repeat trailers."""
    assert rules(f"Mend (#1)\n\n{CLAUDE}\n\n{CLAUDE}\n") == ["agent.claude-code"]


def test_one_line_is_one_trace_of_its_tool() -> None:
    """A link inside a session trailer is not a second piece of evidence."""
    line = "Claude-Session: https://claude.ai/code/session_01AbCdEfGhIjKlMnOpQrStUv"

    assert rules(f"Mend\n\n{line}\n") == ["session.claude"]


def test_mentions_in_prose_are_no_trace() -> None:
    """Talking about a tool is not using it."""
    talk = (
        "fix codex prompt parser", "Add Claude hooks", "Restore cursor", "Bump openai from 1 to 2",
        "chore(claude): enable co-authored-by", "Merge branch 'main' of github.com:acme/aider",
        "docs: explain how to write commits with AI", "Improve Copilot behaviour", "Support gemini-2.5-pro",
        "Add .claude/settings.json", "So this change is manually written by a human.",
    )  # fmt: skip

    assert [rules(text) for text in talk] == [[]] * len(talk)


def test_the_branch_of_a_merge_is_a_mention() -> None:
    """The subject of a merge commit keeps the branch that a squash loses."""
    found = traces("Merge pull request #12 from acme/devin/1700000000-mend\n\nMend\n")

    assert [(trace.rule, trace.where, trace.role) for trace in found] == [
        ("branch.devin", "branch", "mention")
    ]


def test_a_pull_request_is_read_whole() -> None:
    """Opener, branch and body are three places."""
    pull = PullText(title="Mend", body=f"text\n\n{FOOTER}", branch="claude/mend", author_login="Copilot")

    assert [(trace.rule, trace.where) for trace in engine().scan_pull(pull, "pull/12")] == [
        ("agent.copilot-coding-agent", "author"),
        ("branch.claude", "branch"),
        ("footer.claude-code", "pull-request-body"),
    ]


def test_an_empty_pull_request_has_no_trace() -> None:
    """Nothing is made of nothing."""
    assert engine().scan_pull(PullText(), "pull/1") == ()


def test_a_gate_that_stays_shut_hides_nothing() -> None:
    """A literal opens the gate in any case and any place, whichever group it is in."""
    gate = Gate(["claude", "@vendor.example", "amp-thread"])

    texts = ("by CLAUDE", "x@VENDOR.example", "a\n\nAmp-Thread: 1", "plain-@")

    assert [gate.opens(text) for text in texts] == [True, True, True, False]


def test_a_team_adds_its_own_agent() -> None:
    """In-house agents are named in a file of rules, whose digest the run records."""
    own = b"""
format_version: 1
rules:
  - id: agent.quill
    version: 3
    title: Quill
    kind: agent-identity
    grade: B
    role: author
    tool: quill
    identities: [quill@agents.example]
    since: 2026-01-01
    until: 2026-01-01
    source: https://wiki.example/quill
    examples:
      match: ['author: Quill <quill@agents.example>']
"""
    added = load([("rules.yaml", own)])

    def found(when: int) -> list[tuple[str, int, str]]:
        raw = commit(author="Quill <quill@agents.example>", when=when)
        return [(trace.rule, trace.version, trace.tool) for trace in added.scan(raw)]

    assert found(1_767_225_600) == [("agent.quill", 3, "quill")]
    assert found(1_767_311_999) == [("agent.quill", 3, "quill")]
    assert found(1_767_225_599) == []
    assert found(1_767_312_000) == []
    assert {ran.origin for ran in added.rules if ran.id == "agent.quill"} != {"built-in"}


def test_own_lines_leave_out_what_is_quoted_or_pasted() -> None:
    """A person's own co-author lines in any paragraph; of a robot that pastes, the trailer block alone."""
    robot = ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
    message = (
        "Bump shop from 1 to 2\n\n> Co-authored-by: Quoted <q@upstream.example>\n\n"
        "Co-authored-by: Ben Okri <ben@shop.example>\n\nwords\n\nSigned-off-by: Ada <ada@shop.example>\n"
    )
    engine = load()

    assert engine.own_lines(message, "Ada", "ada@shop.example").splitlines() == [
        "co-authored-by: Ben Okri <ben@shop.example>",
        "signed-off-by: Ada <ada@shop.example>",
    ]
    assert engine.own_lines(message, *robot).splitlines() == ["signed-off-by: Ada <ada@shop.example>"]
