"""Credits that are no trailer, and names under addresses that no rule knows."""

import pytest

from attest.detect.engine import load
from tests.detect.commits import commit, rules, traces

PASTES = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"


def test_a_slip_of_the_pen_tells_the_tool_and_the_model() -> None:
    """By the address, which nobody else has; the grade is of what somebody wrote by hand."""
    (found,) = traces("Mend\n\n**Co-Authored-By:** Claude Opus 4.6 <noreply@anthropic.com>\n")

    assert (found.tool, found.model, found.grade, found.role) == (
        "claude-code", "Claude Opus 4.6", "C", "coauthor",
    )  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Coauthored-by: Ada Example <ada@anthropic.com>",
        "Never add `Co-authored-by Claude <noreply@anthropic.com>`",
        "An example: Coauthored-by: Claude <noreply@anthropic.com>",
        "> Coauthored-by: Claude <noreply@anthropic.com>",
        "The pico_authored-by Claude <noreply@anthropic.com>",
    ],
)
def test_a_line_about_a_credit_is_none(line: str) -> None:
    """Somebody else's address, a sentence that goes on to it, what is shown or quoted."""
    assert rules(f"Mend\n\n{line}\n") == []


def test_a_slip_in_what_a_robot_pastes_is_another_projects() -> None:
    """As any line of its text that is no trailer."""
    assert rules("Bump quill\n\nCoauthored-by: Claude <noreply@anthropic.com>\n\nend\n", PASTES) == [
        "robot.dependabot"
    ]


def test_a_trailer_is_told_once() -> None:
    """What is well formed is no slip, also beside a remark behind it."""
    assert rules("Mend\n\nCo-authored-by: Claude <noreply@anthropic.com>.\n") == ["agent.claude-code"]


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Co-authored-by: GPT-5 <gpt@mail.example>", "coauthor"),
        ("Assisted-by: Claude Code <claude@mail.example>", "assistant"),
        ("Reviewed-by: Claude Opus 4.6 <claude@mail.example>", "reviewer"),
    ],
)
def test_a_products_name_is_credited_under_any_address(line: str, role: str) -> None:
    """The trailer says what it did, as with an address that is known."""
    assert [(one.rule, one.role) for one in traces(f"Mend\n\n{line}\n")] == [("agent.product-name", role)]


def test_a_products_name_means_nothing_before_there_was_one() -> None:
    """Whoever had the name in 2012 was somebody else."""
    raw = commit("Mend\n\nCo-authored-by: GPT-5 <gpt@mail.example>\n", when=1_339_502_400)

    assert load().scan(raw) == ()
