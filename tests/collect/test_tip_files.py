"""Files at the tip: found in one listing, read by one child, dated by the first-parent line."""

from pathlib import Path

import pytest

from attest.collect import tip_files as module
from attest.collect.gitdir import open_clean
from attest.collect.tip_files import tip_files
from attest.model.coverage import Sought, TipFile
from attest.model.population import Gap
from tests.support.history import History

NOTES = Sought("notes", ("**/CLAUDE.md",), read=True, dated=True)
FOLDER = Sought("folder", ("**/.claude/**",), read=False, dated=True)
PLAIN = Sought("plain", ("*.txt",), read=True)


def read(
    history: History, *sought: Sought, tip: str = "refs/heads/main"
) -> tuple[tuple[TipFile, ...], tuple[Gap, ...]]:
    """The files of a tip, and the Gaps."""
    with open_clean(history.path, "shop") as clean:
        found = tip_files(clean, clean.refs.get(tip, tip), sought)
        return found, clean.gaps.records()


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository whose first commit holds a file that is not sought."""
    made = History(tmp_path / "shop")
    made.commit("start", files={"app.py": "1\n"}, at="2024-01-01T10:00:00Z")
    return made


def test_files_are_given_with_content_and_the_day_they_came(history: History) -> None:
    """Sorted by path, with what they were sought for; another that matches nothing is not given."""
    history.commit("rules", files={"CLAUDE.md": "one\n"}, at="2024-02-01T10:00:00Z")
    history.commit("more", files={"a/.claude/x.md": "x\n", "CLAUDE.md": "two\n"}, at="2024-03-01T10:00:00Z")

    assert read(history, NOTES, FOLDER)[0] == (
        TipFile("CLAUDE.md", ("notes",), b"two\n", "", "2024-02-01T10:00:00Z"),
        TipFile("a/.claude/x.md", ("folder",), None, "", "2024-03-01T10:00:00Z"),
    )


def test_the_last_coming_counts(history: History) -> None:
    """A file that went away and came back is there since it came back."""
    history.commit("one", files={"CLAUDE.md": "1\n"}, at="2024-02-01T10:00:00Z")
    history.commit("away", files={"CLAUDE.md": None}, at="2024-03-01T10:00:00Z")
    history.commit("back", files={"CLAUDE.md": "1\n"}, at="2024-04-01T10:00:00Z")

    assert [file.since for file in read(history, NOTES)[0]] == ["2024-04-01T10:00:00Z"]


def test_a_merge_brings_a_file_on_the_day_it_landed(history: History) -> None:
    """Not on the day it was written on its own branch."""
    history.commit("work", files={"CLAUDE.md": "1\n"}, branch="work", at="2024-02-01T10:00:00Z")
    history.merge("work", "Merge work", at="2024-05-01T10:00:00Z")

    assert [file.since for file in read(history, NOTES)[0]] == ["2024-05-01T10:00:00Z"]


def test_the_root_commit_dates_what_was_always_there(tmp_path: Path) -> None:
    """It has no parent to differ from."""
    made = History(tmp_path / "always")
    made.commit("start", files={"CLAUDE.md": "1\n"}, at="2023-01-01T10:00:00Z")

    assert [file.since for file in read(made, NOTES)[0]] == ["2023-01-01T10:00:00Z"]


def test_a_file_that_is_too_large_says_so(history: History) -> None:
    """And the others are read."""
    history.commit("files", files={"a.txt": b"x" * ((1 << 20) + 1), "b.txt": "b"})

    assert [(file.path, file.data, bool(file.problem)) for file in read(history, PLAIN)[0]] == [
        ("a.txt", None, True),
        ("b.txt", b"b", False),
    ]


def test_the_bytes_of_all_files_are_bounded(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit says so."""
    monkeypatch.setattr(module, "MOST_BYTES", 3)
    history.commit("files", files={"a.txt": "aa", "b.txt": "bb", "c.txt": "c"})

    assert [(file.path, file.data, bool(file.problem)) for file in read(history, PLAIN)[0]] == [
        ("a.txt", b"aa", False),
        ("b.txt", None, True),
        ("c.txt", None, True),
    ]


def test_a_link_is_a_file_without_content(history: History) -> None:
    """Where it leads is not followed."""
    blob = history.write("blob", b"/etc/passwd")
    tree = history.write("tree", b"120000 CLAUDE.md\0" + bytes.fromhex(blob))
    who = b"A <a@b.example> 1735725600 +0000"
    sha = history.raw_commit(b"tree %b\nauthor %b\ncommitter %b\n\nx\n" % (tree.encode(), who, who))

    assert read(history, NOTES, tip=sha)[0][0][:4] == ("CLAUDE.md", ("notes",), None, "")


def test_odd_names_are_shown_and_change_nothing(history: History) -> None:
    """Line breaks, undecodable bytes and the marks of globs."""
    names = (b"x\ny/CLAUDE.md", b"\xff/CLAUDE.md", b":(top)*/CLAUDE.md")
    history.commit("odd", files=dict.fromkeys(names, "1\n"), at="2024-02-01T10:00:00Z")

    assert [(file.path, file.data, file.since) for file in read(history, NOTES)[0]] == [
        (":(top)*/CLAUDE.md", b"1\n", "2024-02-01T10:00:00Z"),
        ("x\ny/CLAUDE.md", b"1\n", "2024-02-01T10:00:00Z"),
        ("\\xff/CLAUDE.md", b"1\n", "2024-02-01T10:00:00Z"),
    ]


def test_a_tree_that_cannot_be_listed_is_a_gap(history: History) -> None:
    """And no file of it is given."""
    found, gaps = read(history, NOTES, tip="0" * 39 + "1")

    assert found == ()
    assert [gap.kind for gap in gaps] == ["tree-unreadable"]
