"""The story builder makes repositories that git itself finds whole, with the same ids each time."""

from pathlib import Path

import pytest

from tests.support.history import History


def tell(path: Path, object_format: str) -> History:
    """A story with every kind of step."""
    history = History(path, object_format=object_format)
    first = history.commit("start", files={"a/b.txt": "1\n", "a.txt": "1\n", "c": "x"})
    history.commit(
        b"no line end", files={"a/b.txt": "2\n"}, branch="feature", author="Eve <e@x.org>", zone="-0930"
    )
    history.commit("direct", files={"c": None})
    history.merge("feature", files={"extra": "1\n"})
    history.note(first, "noted")
    history.ref("refs/pull/1/head", first)
    return history


@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_git_finds_the_story_whole(tmp_path: Path, object_format: str) -> None:
    """`git fsck --strict` has nothing to say, and the merge holds both sides' files."""
    history = tell(tmp_path / "r", object_format)

    assert history.git("fsck", "--strict", "--no-dangling", "--no-progress") == ""
    assert history.git("ls-tree", "-r", "--name-only", "main").split() == ["a.txt", "a/b.txt", "extra"]
    assert history.git("notes", "list") != ""


def test_the_same_story_has_the_same_ids(tmp_path: Path) -> None:
    """Nothing depends on the place, the clock or the caller."""
    assert tell(tmp_path / "one", "sha1").tip() == tell(tmp_path / "two", "sha1").tip()
