"""Co-authors are found in every paragraph, and only where a line begins with the trailer."""

import pytest

from attest.collect.coauthors import MOST, coauthors

BEN = ("Ben Okri", "ben@example.org")


@pytest.mark.parametrize(
    "message",
    [
        "s\n\nCo-authored-by: Ben Okri <ben@example.org>",
        "s\n\nCo-Authored-By: Ben Okri <ben@example.org>\n\nmore prose below\n",
        "s\n\nco-authored-by : Ben Okri <ben@example.org>\r\n",
        "s\n\n* one\n\n  Co-authored-by: Ben Okri <ben@example.org>\n\n* two\n",
        "s\0hidden\nCo-authored-by: Ben Okri <ben@example.org>\n",
        "s\n\nCo-authored-by: Ben Okri <ben@example.org>\nCo-authored-by: Ben Okri <ben@example.org>",
    ],
)
def test_a_co_author_is_found(message: str) -> None:
    """In any case, paragraph and position, after a NUL too; once when written twice."""
    assert coauthors(message) == (BEN,)


@pytest.mark.parametrize(
    "message",
    [
        "s\n\nthe line Co-authored-by: Ben <ben@example.org> is prose",
        "s\n\n> Co-authored-by: Ben <b@x>",
        "s\n",
    ],
)
def test_a_mention_is_no_co_author(message: str) -> None:
    """A line that does not begin with the trailer says nothing, and a quotation is somebody else's."""
    assert coauthors(message) == ()


def test_a_name_with_brackets_keeps_its_address() -> None:
    """The last pair of angle brackets holds the address."""
    assert coauthors("Co-authored-by: Ben <the> Okri <ben@example.org>") == (
        ("Ben <the> Okri", "ben@example.org"),
    )


def test_a_co_author_without_address_is_a_name_alone() -> None:
    """Nothing is guessed."""
    assert coauthors("Co-authored-by: Claude Opus") == (("Claude Opus", ""),)


def test_a_list_without_end_is_cut() -> None:
    """One more than the limit says that there are more."""
    message = "\n".join(f"Co-authored-by: N <n{at}@example.org>" for at in range(MOST + 50))
    assert len(coauthors(message)) == MOST + 1
