"""From a path to a git directory, without running anything there."""

import os
from pathlib import Path

import pytest

from attest.collect.locate import locate, visible
from attest.errors import CollectionError
from tests.support.history import History, run


def test_a_work_tree_a_folder_of_it_and_a_bare_repository_are_found(tmp_path: Path) -> None:
    """Each leads to the directory that holds HEAD."""
    tree = History(tmp_path / "tree")
    (tree.path / "a" / "b").mkdir(parents=True)
    bare = History(tmp_path / "bare.git", bare=True)

    found = [
        locate(path).git_dir
        for path in (tree.path, tree.path / "a/b", tree.git_dir, bare.path, bare.path / "refs")
    ]

    assert found == [tree.git_dir, tree.git_dir, tree.git_dir, bare.path, bare.path]


def test_a_linked_work_tree_shares_the_common_directory(tmp_path: Path) -> None:
    """Its HEAD is its own; objects and refs are the main one's."""
    history = History(tmp_path / "tree")
    history.commit("root")
    run("git", "worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"), folder=history.path)
    found = locate(tmp_path / "linked")

    assert (found.git_dir, found.common_dir) == (history.git_dir / "worktrees" / "linked", history.git_dir)


def test_a_symbolic_link_to_a_repository_is_followed(tmp_path: Path) -> None:
    """What counts is where the link leads."""
    history = History(tmp_path / "tree")
    (tmp_path / "link").symlink_to(history.path)

    assert locate(tmp_path / "link").git_dir == history.git_dir


def _nothing(folder: Path) -> Path:
    return folder / "nothing"


def _file(folder: Path) -> Path:
    (folder / "file").write_text("x")
    return folder / "file"


def _empty(folder: Path) -> Path:
    return folder


def _hollow(folder: Path) -> Path:
    (folder / "x" / ".git").mkdir(parents=True)
    return folder / "x"


def _broken_link(folder: Path) -> Path:
    (folder / "y").mkdir()
    (folder / "y" / ".git").write_text("gitdir: /nonexistent\n")
    return folder / "y"


def _loop(folder: Path) -> Path:
    (folder / "loop").symlink_to(folder / "loop")
    return folder / "loop"


def _nul(folder: Path) -> Path:
    return Path(str(folder) + "\0")


def _pipe(folder: Path) -> Path:
    (folder / "z").mkdir()
    os.mkfifo(folder / "z" / "HEAD")
    return folder / "z"


@pytest.mark.parametrize("make", [_nothing, _file, _empty, _hollow, _broken_link, _loop, _nul, _pipe])
def test_what_is_no_repository_is_told_with_place_and_remedy(tmp_path: Path, make: object) -> None:
    """One message, never a traceback; a named pipe does not block."""
    assert callable(make)
    with pytest.raises(CollectionError) as caught:
        locate(make(tmp_path))

    assert "" not in (caught.value.where, caught.value.hint)


def test_a_path_is_always_printable() -> None:
    """Bytes that are no text and control characters are escaped."""
    assert visible(Path(os.fsdecode(b"/a\xff\x1b[31m\n"))) == "/a\\xff\\x1b[31m\\n"
