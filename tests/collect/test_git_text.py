"""What messages and pull requests say of titles, branches and AI assistance."""

import pytest

from attest.collect import git_text


@pytest.mark.parametrize(
    ("title", "message"),
    [
        ("Add a queue", "Add a queue\n\nIt retries.\n"),
        ("Add a queue", "\n\nAdd a queue\n"),
        ("Add a queue", "Merge pull request #6 from ada/work\n\nAdd a queue\n"),
        ("Merge pull request #6 from ada/work", "Merge pull request #6 from ada/work\n"),
        ("", "\n \n"),
    ],
)
def test_a_message_has_a_title(title: str, message: str) -> None:
    """Its first line; of a pull request's merge, the line below."""
    assert git_text.title(message) == title


def test_a_merge_names_its_branch() -> None:
    """With the slashes that it may hold."""
    assert git_text.branch("Merge pull request #6 from ada/copilot/fix-1\n") == "copilot/fix-1"


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("assisted", "Adds b.\n\nAI-Assistance: assisted\n"),
        ("none", "**AI assistance:** none\r\n"),
        ("generated", "- ai-assistance: Generated\n"),
        ("", "AI-Assistance: <none|assisted|generated|autonomous>\n"),
        ("", "We ask for AI-Assistance: none in every text\n"),
        ("", "> AI-Assistance: none\n"),
        ("", "AI-Assistance: nonetheless\n"),
        ("none", "- [x] This contribution was NOT assisted or created by Generative AI tools.\n"),
        ("none", "* [X] I have not used any AI for this\n"),
        ("none", "- [x] No AI tools were used\r\n"),
        ("none", "**AI-Assisted**: no\n"),
        ("none", "Mend\n\nAI usage: None.\n"),
        ("assisted", "- [x] No AI was used\n\nAI-Assistance: assisted\n"),
        ("", "- [ ] This contribution was NOT assisted or created by Generative AI tools.\n"),
        ("", "- [x] This contribution was assisted or created by Generative AI tools.\n"),
        ("", "- [x] I have not used AI without reading what it wrote\n"),
        ("", "- [x] The docs do not mention AI\n"),
        ("", "- [x] I did not remove the AI section\n"),
        ("", "> - [x] No AI was used\n"),
        ("", "AI-Assisted: no longer needed\n"),
        ("", "AI-Assisted: yes\n"),
        ("", ""),
    ],
)
def test_a_declaration_is_a_line_of_its_own(declared: str, text: str) -> None:
    """One of four words; a template that was not filled in declares nothing."""
    assert git_text.declaration(text) == declared


def test_the_pull_requests_declaration_comes_before_the_messages() -> None:
    """It is the one that reviewers saw."""
    assert git_text.declaration("AI-Assistance: none", "AI-Assistance: assisted") == "none"


def test_a_denial_in_a_message_may_speak_of_one_commit_alone() -> None:
    """Only the whole declaration's own field counts there."""
    assert git_text.declaration("", "Mend (#1)\n\n* one\n\nAI-Assisted: no\n") == ""
    assert git_text.declaration("", "Mend\n\nAI-Assistance: none\n") == "none"


ONE, OTHER = "1" * 40, "2" * 64


@pytest.mark.parametrize(
    ("reverted", "message"),
    [
        ((ONE,), f'Revert "Add a queue"\n\nThis reverts commit {ONE}.\n'),
        ((ONE, OTHER), f"Undo both\n\nThis reverts commit {ONE}.\nThis reverts commit {OTHER}, reversing\n"),
        ((ONE,), f"This reverts commit {ONE}.\nThis reverts commit {ONE}.\n"),
        ((), f"Explain\n\n> This reverts commit {ONE}.\n"),
        ((), f"Explain that this reverts commit {ONE}\n"),
        ((), "This reverts commit 1234567.\n"),
        ((), f"This reverts commit {ONE}0.\n"),
        ((), ""),
    ],
)
def test_a_message_names_what_it_reverts(reverted: tuple[str, ...], message: str) -> None:
    """In git's own words, at the start of a line, with a whole id."""
    assert git_text.reverts(message) == reverted


def test_a_message_that_reverts_everything_is_bounded() -> None:
    """A hundred commits are read of ten thousand."""
    message = "".join(f"This reverts commit {number:040x}.\n" for number in range(10_000))

    assert len(git_text.reverts(message)) == 100
