"""Notes follow a change to where it was rebased or cherry-picked, and nowhere else."""

from pathlib import Path

import pytest

from attest.collect import followed, patch_ids
from attest.collect.gitdir import open_clean
from tests.collect.annotations import annotate
from tests.collect.stories import Told, tell
from tests.support.history import Files, History

BODY = "".join(f"{number}\n" for number in range(40))
WORK = BODY + "written by a tool\n"
MOVED = "moved\n" + WORK
AT = "2025-02-01T10:00:00Z"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": BODY}, at="2024-12-01T00:00:00Z")
    return history


def notes(told: Told) -> list[tuple[str, str]]:
    """Commit and the commit that its note was written for, of what was followed."""
    return [
        (one.sha, one.followed_from)
        for item in told.collected
        for one in item.attachments
        if one.followed_from
    ]


def rebased(history: History, beside: str | None = None) -> tuple[str, str]:
    """Work on a branch with a note, and the same on main after main had moved: (landed, before)."""
    before = history.commit("work", files={"a": WORK}, branch="work", authored=AT, at=AT)
    annotate(history, {before: "note"})
    history.commit("meanwhile", files={"a": "moved\n" + BODY})
    files: Files = {"a": MOVED, "b": beside}
    return history.commit("work", files=files, authored=AT, committer="Ben Okri <ben@example.org>"), before


def test_a_note_follows_a_rebase(history: History) -> None:
    """The lines moved, and the change is the same."""
    landed, before = rebased(history)
    assert notes(tell(history)) == [(landed, before)]


def test_lines_of_both_commits_are_known(history: History) -> None:
    """The note counts lines where it was made."""
    landed, before = rebased(history)
    added = tell(history).collected[1].added
    assert {sha: lines.files for sha, lines in added.items()} == {
        before: {"a": ((41, 41),)},
        landed: {"a": ((42, 42),)},
    }


def test_a_note_follows_a_rebase_that_git_makes(history: History) -> None:
    """By its own command, with the original left to the notes alone."""
    before = history.commit("work", files={"a": WORK}, branch="work", at=AT)
    annotate(history, {before: "note"})
    history.commit("meanwhile", files={"b": "1\n"})
    history.git("checkout", "-q", "-f", "work")
    person = ("-c", "user.name=b", "-c", "user.email=b@example.org")
    history.git(*person, "rebase", "-q", "main", GIT_COMMITTER_DATE="2025-03-01T00:00:00Z")
    history.ref("refs/heads/main", history.tip("work"))
    assert notes(tell(history)) == [(history.tip(), before)]


def test_a_note_follows_a_cherry_pick_within_the_range(history: History) -> None:
    """Both commits have it then."""
    before = history.commit("work", files={"a": WORK}, authored=AT)
    annotate(history, {before: "note"})
    history.commit("undo", files={"a": BODY})
    picked = history.commit("work again", files={"a": WORK}, authored=AT)
    assert notes(tell(history)) == [(picked, before)]


def test_a_note_follows_to_a_pull_requests_own_commit(history: History) -> None:
    """A branch that was rebased before it was squashed keeps no note otherwise."""
    before = history.commit("work", files={"a": WORK}, branch="old", authored=AT)
    annotate(history, {before: "note"})
    history.commit("meanwhile", files={"b": "1\n"})
    head = history.commit("work", files={"a": WORK}, branch="new", authored=AT)
    history.ref("refs/pull/7/head", head)
    history.commit("Add (#7)", files={"a": WORK})
    assert notes(tell(history)) == [(head, before)]


def test_a_commit_of_another_patch_is_not_followed_to(history: History) -> None:
    """The tempting case: amended after the note was written."""
    rebased(history, "smuggled\n")
    assert notes(tell(history)) == []


@pytest.mark.parametrize("difference", ["author", "time"])
def test_a_commit_of_another_author_or_time_is_not_followed_to(history: History, difference: str) -> None:
    """The same lines may be written twice."""
    before = history.commit("work", files={"a": WORK}, branch="work", authored=AT, at=AT)
    annotate(history, {before: "note"})
    author = "Ben Okri <ben@example.org>" if difference == "author" else "Ada Lovelace <ada@example.org>"
    when = "2025-02-01T10:00:01Z" if difference == "time" else AT
    history.commit("work", files={"a": WORK}, author=author, authored=when)
    assert notes(tell(history)) == []


def test_a_commit_with_a_note_of_its_own_keeps_to_it(history: History) -> None:
    """Tools rewrite their notes when they see the rebase."""
    before = history.commit("work", files={"a": WORK}, branch="work", authored=AT)
    landed = history.commit("work", files={"a": WORK}, authored=AT)
    annotate(history, {before: "old", landed: "new"})
    assert [one.data for item in tell(history).collected for one in item.attachments] == [b"new"]


def test_of_several_originals_the_latest_counts(history: History) -> None:
    """A change rebased twice has its notes twice, and lines count once."""
    first = history.commit("work", files={"a": WORK}, branch="one", authored=AT, at="2025-02-02T00:00:00Z")
    second = history.commit("work", files={"a": WORK}, branch="two", authored=AT, at="2025-02-03T00:00:00Z")
    annotate(history, {first: "first", second: "second"})
    landed = history.commit("work", files={"a": WORK}, authored=AT, at="2025-02-04T00:00:00Z")
    assert notes(tell(history)) == [(landed, second)]


def test_an_original_that_is_not_in_the_clone_leads_nowhere(history: History) -> None:
    """Nothing says what it was."""
    annotate(history, {"f" * 40: "note"})
    history.commit("work", files={"a": WORK})
    told = tell(history)
    assert (notes(told), told.kinds) == ([], set())


def test_merges_and_empty_commits_lead_nowhere(history: History) -> None:
    """They have no patch that could be the same."""
    before = history.commit("empty", branch="work", authored=AT, at=AT)
    annotate(history, {before: "note"})
    history.commit("empty", authored=AT)
    assert notes(tell(history)) == []


def test_a_commit_that_cannot_be_compared_is_named(history: History) -> None:
    """Others of the same share are followed."""
    landed, before = rebased(history)
    other = "2025-05-05T00:00:00Z"
    lost = history.commit("lost", files={"z": "1\n"}, branch="lost", authored=other, at=other)
    picked = history.commit("lost", files={"z": "1\n"}, authored=other)
    annotate(history, {before: "note", lost: "note"})
    blob = history.git("rev-parse", f"{lost}:z")
    (history.git_dir / "objects" / blob[:2] / blob[2:]).unlink()
    told = tell(history)
    affected = [gap.affects for gap in told.collection.gaps if gap.kind == "notes-not-followed"]
    assert (notes(told), affected) == ([(landed, before)], [(f"shop:{picked}",)])


def test_beyond_a_bound_nothing_is_compared(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """And that is told."""
    monkeypatch.setattr(followed, "MOST_COMPARED", 1)
    rebased(history)
    told = tell(history)
    assert (notes(told), told.kinds) == ([], {"notes-not-followed"})


def test_patches_that_are_too_long_are_not_compared(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The share is halved until the culprit stands alone."""
    monkeypatch.setattr(patch_ids, "_MOST_BYTES", 100_000)
    small = [history.commit("small", files={"s": f"{number}\n"}) for number in range(3)]
    big = history.commit("big", files={"big": "x\n" * 200_000})
    with open_clean(history.path) as repository:
        found, failed = patch_ids.patch_ids(repository, [*small, big])
    assert (sorted(found), sorted(failed)) == (sorted(small), [big])


def test_patch_ids_are_gits(history: History) -> None:
    """The same as by hand: the patch without context, piped into `patch-id --stable`."""
    sha = history.commit("work", files={"a": WORK, "b": "new\n"})
    patch = history.git("diff-tree", "-p", "-U0", "--full-index", sha)
    by_hand = history.git("patch-id", "--stable", data=patch.encode() + b"\n").split(" ")[0]
    with open_clean(history.path) as repository:
        assert patch_ids.patch_ids(repository, [sha]) == ({sha: by_hand}, frozenset())
