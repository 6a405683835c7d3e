"""Recomputed merges: clean, evil, conflicted, octopus bases, and without contents."""

from dataclasses import replace
from pathlib import Path

from attest.collect.gitdir import open_clean
from attest.collect.merges import Merged, merge_trees
from tests.support.history import History


def test_a_clean_merge_gives_the_tree_that_landed(tmp_path: Path) -> None:
    """The recomputed tree is the merge's own."""
    history = History(tmp_path / "r")
    history.commit("root", files={"a": "1\n", "b": "1\n"})
    head = history.commit("feature", files={"a": "2\n"}, branch="feature")
    base = history.commit("direct", files={"b": "2\n"})
    merge = history.merge("feature")
    with open_clean(history.path) as repository:
        read = list(merge_trees(repository, [(base, head)]))

    assert read == [Merged(history.git("rev-parse", f"{merge}^{{tree}}"), "clean")]


def test_an_evil_merge_shows(tmp_path: Path) -> None:
    """What a merge brought in on its own makes its tree differ from the recomputed one."""
    history = History(tmp_path / "r")
    history.commit("root", files={"a": "1\n", "b": "1\n"})
    head = history.commit("feature", files={"a": "2\n"}, branch="feature")
    base = history.commit("direct", files={"b": "2\n"})
    merge = history.merge("feature", files={"backdoor": "x\n"})
    with open_clean(history.path) as repository:
        (read,) = merge_trees(repository, [(base, head)])

    assert read.reason == "clean"
    assert read.tree != history.git("rev-parse", f"{merge}^{{tree}}")


def test_conflicts_and_failures_do_not_shift_the_answers(tmp_path: Path) -> None:
    """One answer for each pair, in order, whatever lies between."""
    history = History(tmp_path / "r")
    root = history.commit("root", files={"a": "1\n", "odd\n\tname": "1\n"})
    ours = history.commit("ours", files={"a": "2\n", "odd\n\tname": "2\n"})
    theirs = history.commit(
        "theirs", files={"a": "3\n", "odd\n\tname": "3\n"}, parents=[root], branch="theirs"
    )
    tree = history.git("rev-parse", f"{ours}^{{tree}}")
    pairs = [(root, ours), (ours, theirs), (ours, "1" * 40), (ours, root), (ours, theirs), (root, ours)]
    with open_clean(history.path) as repository:
        read = list(merge_trees(repository, iter(pairs)))
        gaps = [(gap.kind, gap.affected_count) for gap in repository.gaps.records()]

    clean, conflict = (tree, "clean"), (None, "conflict")
    assert [one[:2] for one in read] == [clean, conflict, (None, "unavailable"), clean, conflict, clean]
    assert gaps == [("merge-not-recomputed", 1)]


def test_a_conflict_leaves_a_tree_with_its_marks(tmp_path: Path) -> None:
    """It is what a resolution is compared with."""
    history = History(tmp_path / "r")
    root = history.commit("root", files={"a": "1\n"})
    ours = history.commit("ours", files={"a": "2\n"})
    theirs = history.commit("theirs", files={"a": "3\n"}, parents=[root], branch="theirs")
    with open_clean(history.path) as repository:
        (read,) = merge_trees(repository, [(ours, theirs)])
        with repository.git("cat-file", "-p", f"{read.marked}:a") as child:
            lines = list(child.lines())

    assert read.conflicts == (b"a",)
    assert lines == [f"<<<<<<< {ours}".encode(), b"2", b"=======", b"3", f">>>>>>> {theirs}".encode()]


def test_unrelated_histories_are_merged_as_git_would(tmp_path: Path) -> None:
    """An imported history has no common base and is no failure."""
    history = History(tmp_path / "r")
    ours = history.commit("ours", files={"a": "1\n"})
    theirs = history.commit("theirs", files={"b": "1\n"}, parents=[], branch="other")
    with open_clean(history.path) as repository:
        (read,) = merge_trees(repository, [(ours, theirs)])

    assert read.reason == "clean"


def test_an_old_git_degrades_to_a_reason(tmp_path: Path) -> None:
    """Nothing is claimed about merges that this git cannot recompute."""
    history = History(tmp_path / "r")
    sha = history.commit("root")
    with open_clean(history.path) as repository:
        read = list(merge_trees(replace(repository, git_version=(2, 34, 1)), [(sha, sha), (sha, sha)]))
        gaps = [gap.kind for gap in repository.gaps.records()]

    assert (read, gaps) == ([Merged(None, "git-too-old")] * 2, ["git-too-old"])


def test_merges_write_nothing_into_the_repository(tmp_path: Path) -> None:
    """New trees and contents land in the temporary directory."""
    history = History(tmp_path / "r")
    history.commit("root", files={"a": "1\n2\n3\n4\n5\n"})
    head = history.commit("feature", files={"a": "0\n2\n3\n4\n5\n"}, branch="feature")
    base = history.commit("direct", files={"a": "1\n2\n3\n4\n6\n"})
    before = sorted(path for path in history.path.rglob("*"))
    with open_clean(history.path) as repository:
        (read,) = merge_trees(repository, [(base, head)])
        written = list((repository.path / "objects").glob("??/*"))

    assert read.reason == "clean"
    assert len(written) == 2
    assert sorted(path for path in history.path.rglob("*")) == before
