"""How many annotated commits lie where."""

from pathlib import Path

import pytest

from attest.model.population import NotesRef
from tests.collect.annotations import annotate
from tests.collect.stories import WEB, tell
from tests.support.history import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    return history


def test_each_annotated_commit_is_counted_in_one_place(history: History) -> None:
    """In the period, before it, on heads of merged and open pull requests, on another branch, not here."""
    before = history.tip()
    head = history.commit("work", files={"b": "1\n"}, branch="work")
    history.ref("refs/pull/1/head", head)
    landed = history.commit("Add (#1)", files={"b": "1\n"}, committer=WEB)
    waiting = history.commit("open", files={"c": "1\n"}, branch="open")
    history.ref("refs/pull/2/head", waiting)
    other = history.commit("other", files={"d": "1\n"}, branch="other")
    annotate(history, dict.fromkeys([before, head, landed, waiting, other, "f" * 40], "note"))
    assert tell(history).collection.notes == (
        NotesRef(
            ref="refs/notes/ai",
            state="read",
            annotated=6,
            in_range=1,
            on_branch=1,
            on_pull_heads=2,
            elsewhere=1,
            absent=1,
        ),
    )


def test_a_commit_that_nothing_leads_to_is_elsewhere(history: History) -> None:
    """The object is still in the clone."""
    lost = history.commit("lost", files={"z": "1\n"}, branch="lost")
    (history.git_dir / "refs/heads/lost").unlink()
    annotate(history, {lost: "note"})
    notes = tell(history).collection.notes[0]
    assert (notes.elsewhere, notes.absent) == (1, 0)


def test_commits_after_the_period_are_on_the_branch(history: History) -> None:
    """They belong to the next one."""
    late = history.commit("late", files={"z": "1\n"}, at="2026-03-01T00:00:00Z")
    annotate(history, {late: "note"})
    assert tell(history).collection.notes[0].on_branch == 1


def test_history_that_is_broken_is_told(history: History) -> None:
    """What could be found counts, and a Gap says that it may be more."""
    gone = history.commit("gone", branch="work")
    head = history.commit("work", branch="work")
    history.ref("refs/pull/9/head", head)
    (history.git_dir / "objects" / gone[:2] / gone[2:]).unlink()
    annotate(history, {"f" * 40: "note"})
    told = tell(history)
    assert ("notes-not-placed" in told.kinds, told.collection.notes[0].absent) == (True, 1)
