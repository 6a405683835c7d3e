"""Checkpoints on a branch of their own, and the commits that name them."""

from pathlib import Path

import pytest

from attest.collect.checkpoints import named_in, read_checkpoints
from attest.collect.gitdir import open_clean
from tests.collect.annotations import checkpoint
from tests.collect.stories import tell
from tests.support.history import History

ID = "ab0123456789"
FILES = {
    "ab/0123456789/metadata.json": '{"checkpoint_id": "ab0123456789"}',
    "ab/0123456789/1/metadata.json": '{"session_id": "s"}',
    "ab/0123456789/1/full.jsonl": "secret chat",
    "ab/0123456789/1/prompt.txt": "secret prompt",
    "ab/0123456789/1/context.md": "secret context",
    "README.md": "not a checkpoint",
}


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    return history


@pytest.mark.parametrize("place", ["heads", "remotes/origin"])
def test_what_describes_a_checkpoint_is_attached_to_the_commit_that_names_it(
    history: History, place: str
) -> None:
    """Here or as fetched; chats, prompts and context are not read."""
    checkpoint(history, FILES, place)
    sha = history.commit(f"work\n\nEntire-Checkpoint: {ID}", files={"a": "2\n"})
    found = tell(history).collected[0]
    assert [(one.sha, one.source.rpartition("ab/")[2], one.data) for one in found.attachments] == [
        (sha, "0123456789/1/metadata.json", b'{"session_id": "s"}'),
        (sha, "0123456789/metadata.json", b'{"checkpoint_id": "ab0123456789"}'),
    ]


def test_a_branch_of_the_clone_wins_over_the_remotes(history: History) -> None:
    """As for every branch."""
    checkpoint(history, {"ab/0123456789/metadata.json": "here"})
    checkpoint(history, {"ab/0123456789/metadata.json": "there"}, "remotes/origin")
    history.commit(f"work\n\nEntire-Checkpoint: {ID}")
    assert [one.data for one in tell(history).collected[0].attachments] == [b"here"]


@pytest.mark.parametrize("has_branch", [True, False])
def test_a_checkpoint_that_is_not_in_the_clone_is_named(history: History, has_branch: bool) -> None:
    """The commit's state is not unknown for it: the trailer itself was read."""
    if has_branch:
        checkpoint(history, FILES)
    sha = history.commit("work\n\nEntire-Checkpoint: ffffffffffff")
    told = tell(history)
    gaps = {gap.kind: gap.affects for gap in told.collection.gaps}
    assert (gaps, told.collected[0].unread) == ({"checkpoint-not-in-clone": (f"shop:{sha}",)}, ())


def test_a_checkpoint_that_is_there_leaves_no_gap(history: History) -> None:
    """Nothing is missing then."""
    checkpoint(history, FILES)
    history.commit(f"work\n\nEntire-Checkpoint: {ID}")
    told = tell(history)
    assert (told.kinds, "entire/checkpoints/v1" in told.collection.sources) == (set(), True)


@pytest.mark.parametrize(
    ("message", "names"),
    [
        (f"x\n\nEntire-Checkpoint: {ID}", [ID]),
        (
            f"x\n\nEntire-Checkpoint: {ID}\r\nEntire-Checkpoint: {ID}\nEntire-Checkpoint: 000000000000",
            [ID, "0" * 12],
        ),
        (f"x\n\n> Entire-Checkpoint: {ID}", []),
        (f"x\n\nEntire-Checkpoint: {ID}0", []),
        ("x\n\nEntire-Checkpoint: ../../etc/x", []),
        ("x", []),
    ],
)
def test_names_are_read_from_whole_lines(message: str, names: list[str]) -> None:
    """Twelve hexadecimal digits and nothing else."""
    assert list(named_in(message)) == names


def test_a_branch_that_cannot_be_listed_is_named(history: History) -> None:
    """The branch leads to something that is no tree."""
    history.ref("refs/heads/entire/checkpoints/v1", history.write("blob", b"x"))
    with open_clean(history.path) as repository:
        found = read_checkpoints(repository)
        kinds = [gap.kind for gap in repository.gaps.records()]
    assert (found, kinds) == ({}, ["checkpoints-unreadable"])
