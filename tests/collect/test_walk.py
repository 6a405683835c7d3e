"""The walk against `git rev-list`, with clocks that run backwards and histories that are cut."""

from pathlib import Path

import pytest

from attest.collect.gitdir import open_clean
from attest.collect.walk import Dated, Link, count_commits, first_parents, parse_range, range_commits
from attest.errors import CollectionError, UsageError
from tests.collect.scans import scan
from tests.support.history import ADA, History


def story(path: Path) -> History:
    """Two merged branches beside direct commits."""
    history = History(path)
    history.commit("root", files={"a": "1\n"})
    history.commit("one", files={"b": "1\n"}, branch="one")
    history.commit("two", files={"c": "1\n"}, branch="two")
    history.commit("direct", files={"a": "2\n"})
    history.merge("one")
    history.merge("two")
    return history


def test_the_first_parent_line_is_the_branch_oldest_first(tmp_path: Path) -> None:
    """Brought-in commits are not on it; dates are the committer's."""
    history = story(tmp_path / "r")
    with open_clean(history.path) as repository:
        line = first_parents(repository, history.tip())

    expected = history.git("log", "--first-parent", "--reverse", "--format=%H %ct", "main").splitlines()
    assert line == [Dated(row.split()[0], int(row.split()[1])) for row in expected]


def test_a_range_is_exactly_what_git_counts(tmp_path: Path) -> None:
    """Every commit once, parents before children, parents as the objects name them."""
    history = story(tmp_path / "r")
    start, end = history.git("rev-parse", "main~1"), history.tip()
    with open_clean(history.path) as repository:
        links = list(range_commits(repository, end, start))
        counted = count_commits(repository, end, start)
        lines = count_commits(repository, end, None, first_parent=True)

    rows = history.git("rev-list", "--parents", f"{start}..{end}").splitlines()
    assert sorted(links) == sorted(Link(row.split()[0], tuple(row.split()[1:])) for row in rows)
    assert (counted, lines) == (len(rows), 4)


def test_clock_skew_hides_no_commit(tmp_path: Path) -> None:
    """A commit older than its parents ends a walk by date, not this one."""
    history = History(tmp_path / "r")
    for when in (
        "2025-05-01T00:00:00Z",
        "2019-01-01T00:00:00Z",
        "2025-05-02T00:00:00Z",
        "2001-01-01T00:00:00Z",
    ):
        history.commit(when, at=when, files={"f": when})
    with open_clean(history.path) as repository:
        subjects = [read.message for read in scan(repository, None) if hasattr(read, "message")]

    assert subjects == [f"{when}\n" for when in history.git("log", "--format=%s", "--reverse").splitlines()]
    assert len(subjects) == 4


@pytest.mark.parametrize("when", [b"-86400", b"0", b"99999999999999", b"9" * 17])
def test_impossible_dates_are_read_from_the_object(tmp_path: Path, when: bytes) -> None:
    """Git prints something else for a negative or huge date; the line holds what the commit says."""
    history = History(tmp_path / "r")
    root = history.commit("root")
    person = ADA.encode() + b" " + when + b" +0000"
    content = f"tree {history.tree_of(root)}\nparent {root}\n".encode()
    odd = history.raw_commit(content + b"author " + person + b"\ncommitter " + person + b"\n\nodd\n")
    with open_clean(history.path) as repository:
        line = first_parents(repository, odd)

    assert line[-1] == Dated(odd, int(when))


def test_a_missing_parent_stops_the_walk_with_a_remedy(tmp_path: Path) -> None:
    """Part of a history is never taken for the whole."""
    history = story(tmp_path / "r")
    root = history.git("rev-list", "--max-parents=0", "main")
    (history.git_dir / "objects" / root[:2] / root[2:]).unlink()
    with open_clean(history.path) as repository:
        for walk in (
            lambda: first_parents(repository, history.tip()),
            lambda: list(range_commits(repository, history.tip(), None)),
            lambda: list(scan(repository, None)),
        ):
            with pytest.raises(CollectionError) as caught:
                walk()
            assert "clone" in caught.value.hint


def test_scan_reads_a_range_oldest_first(tmp_path: Path) -> None:
    """`A..B`, an open end, and a single revision."""
    history = story(tmp_path / "r")
    root = history.git("rev-list", "--max-parents=0", "main")
    with open_clean(history.path) as repository:
        ranges = {
            text: len(list(scan(repository, text)))
            for text in (f"{root}..main", f"{root}..", "one", "HEAD~2..main")
        }

    assert ranges == {f"{root}..main": 5, f"{root}..": 5, "one": 2, "HEAD~2..main": 4}


@pytest.mark.parametrize("text", ["a...b", "main one", "^main", "main\nHEAD"])
def test_what_is_no_range_is_a_usage_error(tmp_path: Path, text: str) -> None:
    """Forms that would mean something else are refused."""
    history = story(tmp_path / "r")
    with open_clean(history.path) as repository, pytest.raises(UsageError):
        parse_range(repository, text)


@pytest.mark.parametrize(
    "text", ["nowhere", "main..nowhere", "--all", "-h", "--output=/tmp/x", "main:a", "main\0"]
)
def test_an_unknown_revision_is_told_with_the_default_branch(tmp_path: Path, text: str) -> None:
    """Options, files and typing errors are not commits."""
    history = story(tmp_path / "r")
    with (
        open_clean(history.path) as repository,
        pytest.raises(CollectionError, match="there is no commit") as caught,
    ):
        parse_range(repository, text)

    assert "'main'" in caught.value.hint
