"""Reading objects: order, hashing, bounds, and objects that are not what they should be."""

from pathlib import Path

import pytest

from attest.collect import objects
from attest.collect.gitdir import open_clean
from attest.collect.objects import Unreadable, commits, raw_object, read_blob, read_objects
from attest.model.commit import RawCommit
from tests.support.history import ADA, History


def test_commits_come_in_the_order_asked(tmp_path: Path) -> None:
    """One for each id, also when an id is asked twice."""
    history = History(tmp_path / "r")
    shas = [history.commit(f"{n}") for n in range(600)]
    asked = [*reversed(shas), shas[0]]
    with open_clean(history.path) as repository:
        read = list(commits(repository, iter(asked)))

    assert [commit.sha for commit in read] == asked
    assert [commit.message for commit in read if isinstance(commit, RawCommit)] == [
        *(f"{n}\n" for n in reversed(range(600))),
        "0\n",
    ]


def test_a_reader_may_stop_early(tmp_path: Path) -> None:
    """Nothing hangs when the rest is not wanted."""
    history = History(tmp_path / "r")
    shas = [history.commit(f"{n}" * 1000) for n in range(300)]
    with open_clean(history.path) as repository:
        first = next(commits(repository, iter(shas * 5)))

    assert first.sha == shas[0]


def test_an_object_under_another_name_is_not_believed(tmp_path: Path) -> None:
    """A commit whose bytes do not hash to its id is unreadable, and a Gap says so."""
    history = History(tmp_path / "r")
    sha = history.commit("Co-Authored-By: Claude <noreply@anthropic.com>")
    content = f"tree {history.tree_of(sha)}\nauthor {ADA} 1 +0000\ncommitter {ADA} 1 +0000\n\ninnocent\n"
    history.write("commit", content.encode(), sha=sha)
    with open_clean(history.path, "shop") as repository:
        read = list(commits(repository, [sha]))
        gaps = repository.gaps.records()

    assert read == [Unreadable(sha, "hash-mismatch")]
    assert [(gap.kind, gap.affects) for gap in gaps] == [("commit-hash-mismatch", (f"shop:{sha}",))]


def test_missing_and_wrong_objects_are_named(tmp_path: Path) -> None:
    """The commits around them are read all the same."""
    history = History(tmp_path / "r")
    good = history.commit("good", files={"f": "x\n"})
    blob = history.git("rev-parse", "main:f")
    no_tree = history.raw_commit(b"author A <a> 1 +0000\n\nx", branch=None)
    absent = "1" * 40
    with open_clean(history.path) as repository:
        read = list(commits(repository, [good, absent, blob, no_tree, good]))

    assert [commit if isinstance(commit, Unreadable) else commit.message for commit in read] == [
        "good\n",
        Unreadable(absent, "missing"),
        Unreadable(blob, "not-a-commit"),
        Unreadable(no_tree, "no-tree"),
        "good\n",
    ]


def test_a_long_message_is_read_whole(tmp_path: Path) -> None:
    """Two megabytes are no reason to miss the trailer at the end."""
    history = History(tmp_path / "r")
    sha = history.commit("x" * 2_000_000 + "\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    with open_clean(history.path) as repository:
        (read,) = commits(repository, [sha])

    assert isinstance(read, RawCommit)
    assert (len(read.message), read.message[-30:-1]) == (2_000_049, "laude <noreply@anthropic.com>")


def test_an_oversize_message_is_skipped_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """People and parents are still read; the Gap names the commit; the next commit is not disturbed."""
    monkeypatch.setattr(objects, "LARGEST_COMMIT", 1 << 20)
    history = History(tmp_path / "r")
    large = history.commit("y" * 3_000_000)
    after = history.commit("after")
    with open_clean(history.path, "shop") as repository:
        read = list(commits(repository, [large, after]))
        gaps = repository.gaps.records()

    assert [(commit.message, commit.flags) for commit in read if isinstance(commit, RawCommit)] == [
        ("", ("oversize",)),
        ("after\n", ()),
    ]
    assert [(gap.kind, gap.affects) for gap in gaps] == [("oversize-message", (f"shop:{large}",))]


def test_files_are_read_at_a_commit_within_a_bound(tmp_path: Path) -> None:
    """Folders, missing files, odd names and files over the bound are no content."""
    history = History(tmp_path / "r")
    sha = history.commit("c", files={"a/b.yaml": "x: 1\n", "big": "z" * 5000, b"n\xff": "odd"})
    with open_clean(history.path) as repository:
        read = [
            read_blob(repository, sha, path, limit=4096)
            for path in ("a/b.yaml", "a", "none", "big", "a\nb", "-x")
        ]
        names = list(
            read_objects(repository, [f"{sha}:a/b.yaml", f"{sha}:x missing", f"{sha}:big"], limit=4096)
        )
        raw = raw_object(repository, sha)

    assert read == [b"x: 1\n", None, None, None, None, None]
    assert names == [b"x: 1\n", None, None]
    assert raw.decode() == history.git("cat-file", "commit", sha) + "\n"


def test_a_sha256_repository_is_read(tmp_path: Path) -> None:
    """Ids of 64 digits, hashed by SHA-256."""
    history = History(tmp_path / "r", object_format="sha256")
    sha = history.commit("modern", files={"f": "1\n"})
    with open_clean(history.path) as repository:
        read = list(commits(repository, [sha]))
        tip = repository.branch_tip()

    assert (len(sha), tip, [getattr(commit, "message", None) for commit in read]) == (
        64,
        ("main", sha),
        ["modern\n"],
    )
