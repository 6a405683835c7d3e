"""What notes refs annotate, however their trees are built."""

import time
from pathlib import Path

import pytest

from attest.collect import notes as module
from attest.collect import tree_listing
from attest.collect.gitdir import open_clean
from attest.collect.notes import Notes, list_notes
from attest.collect.pointers import Pointer
from tests.collect.annotations import FILE, annotate, plant, spread
from tests.support.history import Entry, History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"})
    return history


def listed(history: History, *inside: str) -> Notes:
    """What the notes of a story annotate; `inside` are the commits of the range."""
    with open_clean(history.path, "shop") as repository:
        notes = list_notes(repository, inside.__contains__)
        gaps = {(gap.kind, gap.what) for gap in repository.gaps.records()}
    assert len(gaps) == sum(tally.state == "unreadable" for tally in notes.tallies)
    return notes


@pytest.mark.parametrize("fan_out", [0, 1, 2, 5])
def test_folders_of_a_notes_tree_are_joined(history: History, fan_out: int) -> None:
    """Git spreads many notes over folders."""
    sha = history.tip()
    annotate(history, {sha: "text"}, fan_out=fan_out)
    blob = history.write("blob", b"text")
    assert listed(history, sha).inside == {sha: (Pointer("refs/notes/ai", blob),)}


def test_what_git_attached_is_found(history: History) -> None:
    """Made by git's own command."""
    sha = history.tip()
    history.git(
        "-c", "user.name=a", "-c", "user.email=a@b.example", "notes", "--ref=ai", "add", "-m", "x", sha
    )
    assert list(listed(history, sha).inside) == [sha]


def test_commits_apart_from_the_range_are_kept_apart(history: History) -> None:
    """They may have been rebased into it."""
    annotate(history, {history.tip(): "1", "3" * 40: "2"})
    found = listed(history, history.tip())
    assert (list(found.inside), list(found.apart), found.tallies[0].annotated) == (
        [history.tip()],
        ["3" * 40],
        ["3" * 40, history.tip()],
    )


def test_the_same_note_under_two_refs_is_found_under_both(history: History) -> None:
    """Tools keep what they fetched under a ref of its own; which of them counts is not decided here."""
    annotate(history, {history.tip(): "text"})
    annotate(history, {history.tip(): "text"}, "ai-remote/origin")
    pointers = listed(history, history.tip()).inside[history.tip()]
    assert [pointer.source for pointer in pointers] == ["refs/notes/ai", "refs/notes/ai-remote/origin"]


def test_different_notes_of_a_commit_are_all_found(history: History) -> None:
    """Whatever ref they stand in: the content tells what they are."""
    for ref in ("commits", "whogitit", "agentblame"):
        annotate(history, {history.tip(): ref}, ref)
    pointers = listed(history, history.tip()).inside[history.tip()]
    assert [pointer.source for pointer in pointers] == [
        "refs/notes/agentblame",
        "refs/notes/commits",
        "refs/notes/whogitit",
    ]


@pytest.mark.parametrize(
    "ref", ["textconv/pdf", "devtools/reviews", "review", "ai-stash", "agentblame-analytics"]
)
def test_refs_that_hold_something_else_are_left_out_and_named(history: History, ref: str) -> None:
    """They are no records of who wrote which lines."""
    annotate(history, {history.tip(): "text"}, ref)
    found = listed(history, history.tip())
    assert (found.inside, [tally.state for tally in found.tallies]) == ({}, ["left-out"])


def test_records_of_the_first_form_are_found(history: History) -> None:
    """A ref for each commit, that names the record itself."""
    blob = history.write("blob", b"{}")
    history.ref(f"refs/ai/authorship/{history.tip()}", blob)
    history.ref("refs/ai/authorship/other", blob)
    found = listed(history, history.tip())
    source = f"refs/ai/authorship/{history.tip()}"
    assert (found.inside, found.tallies[0].ref) == (
        {history.tip(): (Pointer(source, blob),)},
        "refs/ai/authorship/*",
    )


def test_entries_that_annotate_nothing_are_passed_over(history: History) -> None:
    """Names that are no ids, links, submodules, and ids of other lengths: git leaves them alone too."""
    blob, sha = history.write("blob", b"text"), history.tip()
    entries: dict[bytes, Entry] = {
        b"README": (FILE, blob),
        b"\xff\xfe": (FILE, blob),
        b"4" * 39: (FILE, blob),
        b"5" * 64: (FILE, blob),
        b"A" * 40: (FILE, blob),
        b"abc/" + b"6" * 37: (FILE, blob),
        b"7" * 40: ("120000", blob),
        b"8" * 40: ("160000", sha),
        spread(sha, 1): (FILE, blob),
    }
    plant(history, entries, "refs/notes/ai")
    found = listed(history, sha)
    assert (list(found.inside), found.apart) == ([sha], {})


def test_a_ref_that_leads_to_a_blob_is_named(history: History) -> None:
    """Any commit may have lost its note there."""
    history.ref("refs/notes/ai", history.write("blob", b"no tree"))
    assert listed(history).unreadable


def test_a_ref_whose_parts_are_missing_is_named(history: History) -> None:
    """What was listed before the break counts."""
    annotate(history, {"1" * 40: "a", "2" * 40: "b"})
    missing = history.git("rev-parse", "refs/notes/ai:22")
    (history.git_dir / "objects" / missing[:2] / missing[2:]).unlink()
    found = listed(history)
    assert (found.unreadable, list(found.apart)) == (True, ["1" * 40])


def test_a_ref_to_nothing_is_named(history: History) -> None:
    """The clone does not hold the commit."""
    history.ref("refs/notes/ai", "9" * 40)
    assert listed(history).unreadable


def test_a_tree_larger_than_is_listed_is_named(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few objects make a tree without end."""
    monkeypatch.setattr(tree_listing, "MOST_ENTRIES", 3000)
    entry = (FILE, history.write("blob", b"x"))
    tree = history.tree({b"%02x" % number: entry for number in range(256)})
    for _ in range(6):
        tree = history.tree({b"%02x" % number: ("40000", tree) for number in range(256)})
    history.ref("refs/notes/ai", tree)
    began = time.monotonic()
    assert (listed(history).unreadable, time.monotonic() - began < 20) == (True, True)


def test_a_hundred_thousand_notes_are_listed(history: History) -> None:
    """In seconds, and what is apart from the range is kept up to a bound and counted beyond."""
    blob = history.write("blob", b"x")
    entries = {b"%02x/%038x" % (number % 256, number): (FILE, blob) for number in range(100_000)}
    plant(history, entries, "refs/notes/ai")
    began = time.monotonic()
    found = listed(history)
    assert (len(found.apart), found.tallies[0].unplaced, time.monotonic() - began < 20) == (
        module.MOST_APART,
        100_000 - module.MOST_APART,
        True,
    )


def test_too_many_refs_are_named(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each costs a process."""
    monkeypatch.setattr(module, "MOST_REFS", 2)
    for number in range(3):
        annotate(history, {history.tip(): str(number)}, f"n{number}")
    assert [tally.state for tally in listed(history).tallies] == ["read", "read", "unreadable"]


def test_a_commit_with_too_many_notes_is_remembered(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are left out, and that is told of the commit."""
    monkeypatch.setattr(module, "_MOST_OF_ONE", 2)
    for number in range(3):
        annotate(history, {history.tip(): str(number)}, f"n{number}")
    found = listed(history, history.tip())
    assert (len(found.inside[history.tip()]), found.crowded) == (2, {history.tip()})
