"""A subject claims a pull request in the two forms that the forge writes, and in no other."""

import pytest

from attest.collect.pulls import Head, Landing, claimed_number, explained


@pytest.mark.parametrize(
    ("number", "subject", "parents"),
    [
        (12, "Merge pull request #12 from owner/branch", 2),
        (12, "Merge pull request #12 from owner/feature/deep", 2),
        (0, "Merge pull request #12 from owner/branch", 1),
        (0, "Merge pull request #12 from owner", 2),
        (0, "Revert Merge pull request #12 from owner/branch", 2),
        (12, "Add a queue (#12)", 1),
        (12, "Add a queue (#12) ", 1),
        (12, "Add a queue (#12)", 2),
        (15, 'Revert "Add a queue (#12)" (#15)', 1),
        (0, 'Revert "Add a queue (#12)"', 1),
        (0, "Add a queue (#12), really", 1),
        (0, "Fix #12", 1),
        (0, "Add a queue (#012)", 1),
        (0, "Add a queue (#0)", 1),
        (0, "Add a queue (#12)", 3),
        (0, "Add a queue (#1234567890)", 1),
        (0, "", 1),
    ],
)
def test_a_subject_names_a_number(number: int, subject: str, parents: int) -> None:
    """Of several numbers at the end the last counts; a number elsewhere is no claim."""
    assert number == claimed_number(subject, parents)


def test_a_huge_subject_is_read_at_its_end() -> None:
    """Two megabytes of text cost nothing and hide nothing."""
    assert claimed_number("x" * 2_000_000 + " (#12)", 1) == 12


LANDED = Landing("l" * 40, "t" * 40, ("b" * 40,), 12)


def test_the_heads_tree_explains_a_squash() -> None:
    """Same tree, same content."""
    assert explained(LANDED, Head("h" * 40, "t" * 40), None).words


def test_a_clean_merge_explains_a_squash_onto_a_moved_branch() -> None:
    """The recomputed merge gives exactly what landed."""
    assert explained(LANDED, Head("h" * 40, "u" * 40), "t" * 40).words


def test_another_tree_explains_nothing() -> None:
    """A head whose merge gives something else is not evidence."""
    assert not explained(LANDED, Head("h" * 40, "u" * 40), "v" * 40).words


def test_a_head_that_is_not_in_the_clone_explains_nothing() -> None:
    """An empty tree is not equal to anything."""
    assert not explained(LANDED._replace(tree=""), Head("h" * 40, ""), None).words


def test_the_second_parent_explains_a_merge() -> None:
    """A merge of two whose second parent is the head brought that head in."""
    landed = Landing("l" * 40, "t" * 40, ("b" * 40, "h" * 40), 12)
    assert explained(landed, Head("h" * 40, "u" * 40), None).words
