"""What messages say of titles, branches and reverts."""

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
