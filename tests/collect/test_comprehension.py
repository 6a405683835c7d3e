"""A reviewer's statement counts when it is one closed block of known fields about the reviewed revision."""

import pytest

from attest.collect.comprehension import read_statement
from attest.model.comprehension import Level

SHA = "a" * 40
GOOD = "```attest\nwhat: Retries stop after three attempts.\nwhy_safe: The queue keeps the message.\n```\n"


def test_a_statement_is_c2() -> None:
    """What, and why it is safe: a structured statement about this change."""
    assert (read_statement(GOOD, SHA).level, read_statement(GOOD, SHA).problem) == (Level.C2, "")


def test_an_approval_without_words_is_c0() -> None:
    """No block, no problem, no grade above an approval."""
    assert (read_statement("LGTM", SHA).level, read_statement("LGTM", SHA).problem) == (Level.C0, "")


@pytest.mark.parametrize(
    "body",
    [
        "```attest\nwhat: x\n```\n",
        "```attest\nwhat: ''\nwhy_safe: y\n```\n",
        "```attest\nwhat: x\nwhy_safe: y\nmood: good\n```\n",
        "```attest\nwhat: x\nwhat: y\nwhy_safe: z\n```\n",
        "```attest\nwhat: [x\n```\n",
        "```attest\nwhat: [x]\nwhy_safe: y\n```\n",
        "```attest\n- what\n```\n",
        "```attest\nwhat: &a x\nwhy_safe: *a\n```\n",
        f"```attest\nwhat: x\nwhy_safe: y\nsha: {'b' * 40}\n```\n",
        GOOD + GOOD,
        "```attest\nwhat: x\nwhy_safe: " + "y" * 30_000 + "\n```\n",
    ],
)
def test_a_block_that_cannot_count_is_c0_and_says_why(body: str) -> None:
    """The approval stands, the statement does not, and there is a reason."""
    found = read_statement(body, SHA)
    assert (found.level, bool(found.problem)) == (Level.C0, True)


def test_a_statement_about_no_revision_does_not_count() -> None:
    """Without the revision nobody knows what it is about."""
    assert read_statement(GOOD, "").level == Level.C0


def test_an_open_block_is_none() -> None:
    """A fence that is never closed is prose."""
    assert read_statement("```attest\nwhat: x\nwhy_safe: y\n", SHA).text == ""


def test_windows_line_ends_are_read() -> None:
    """The forge's editor writes them."""
    assert read_statement(GOOD.replace("\n", "\r\n"), SHA).level == Level.C2


def test_a_hundred_thousand_openings_cost_little() -> None:
    """The body is read once, line by line."""
    assert read_statement("```attest\n" * 100_000, SHA).level == Level.C0


def test_the_prompts_that_say_something_are_told() -> None:
    """An empty one is not answered, and the revision is no prompt."""
    body = GOOD.replace("why_safe", "rollback:\nunderstands: yes\nwhy_safe").replace(
        "```\n", f"sha: {SHA}\n```\n"
    )
    found = read_statement(body, SHA)

    assert (found.answered, found.problem) == (("understands", "what", "why_safe"), "")


def test_what_was_said_is_the_same_apart_from_case_and_punctuation() -> None:
    """Another word is another thing said."""
    same = GOOD.replace("Retries stop", '"retries,  STOP').replace("attempts.", 'attempts!"')
    other = GOOD.replace("three", "four")

    assert read_statement(same, SHA).words == read_statement(GOOD, SHA).words
    assert read_statement(other, SHA).words != read_statement(GOOD, SHA).words


def test_a_statement_that_does_not_count_tells_nothing() -> None:
    """Of two blocks, or of another revision."""
    bodies = (GOOD + GOOD, GOOD.replace("what:", f"sha: {'b' * 40}\nwhat:"))
    found = [read_statement(body, SHA) for body in bodies]

    assert [(one.answered, one.words) for one in found] == [((), ""), ((), "")]
