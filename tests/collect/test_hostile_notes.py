"""Notes of hostile repositories: nothing runs, nothing misleads, nothing is written, time stays bounded."""

import time
from pathlib import Path

import pytest

from attest.collect import added_lines
from tests.collect.annotations import FILE, annotate, checkpoint, plant, spread
from tests.collect.stories import Told, tell
from tests.collect.test_hostile import MISLEADING, PROGRAMS, in_place, story
from tests.support.history import History
from tests.support.traps import Trap, attributes, program, snapshot

AT = "2025-02-01T00:00:00Z"
EVER = "2000-01-01..2025-12-31"
ID = "ab0123456789"


def settings_of_notes(history: History, marker: Path) -> None:
    """Every setting of notes, and programs for the files that hold them."""
    path = program(history, marker)
    history.configure(
        "[core]\n\tnotesRef = refs/notes/other\n[notes]\n\tdisplayRef = *\n\trewriteRef = *\n"
        "\tmergeStrategy = ours\n\trewriteMode = ignore\n"
        f'[diff "n"]\n\ttextconv = {path}\n\tcommand = {path}\n\tcachetextconv = true\n'
    )
    attributes(history, "* diff=n filter=n merge=n\n")


def innocent_notes(history: History, marker: Path) -> None:
    """A replacement for the tree of notes, which says nothing."""
    empty = history.write("tree", b"")
    history.ref(f"refs/replace/{history.git('rev-parse', 'refs/notes/ai^{tree}')}", empty)


TRAPS: dict[str, Trap] = {name: trap for name, (trap, _) in (PROGRAMS | MISLEADING).items()} | {
    "settings-of-notes": settings_of_notes,
    "innocent-notes": innocent_notes,
}


def annotated(path: Path) -> History:
    """The odd story, with notes on a root, a merge, a rebased commit and the tip, and a checkpoint."""
    history = story(path)
    before = history.commit("work", files={"w": "1\n"}, branch="work", authored=AT, at=AT)
    landed = history.commit(f"work\n\nEntire-Checkpoint: {ID}", files={"w": "1\n"}, authored=AT)
    merge = history.git("rev-list", "--merges", "main").split("\n")[0]
    root = history.git("rev-list", "--max-parents=0", "main")
    annotate(history, {root: "root", merge: "merge", before: "before"}, fan_out=2)
    annotate(history, {history.git("rev-parse", "main~1"): '{"content_hash": ""}'}, "agentblame")
    checkpoint(history, {"ab/0123456789/metadata.json": "{}", "ab/0123456789/1/full.jsonl": "chat"})
    assert landed == history.tip()
    return history


def seen(told: Told) -> list[object]:
    """Everything that notes gave."""
    found: list[object] = [
        (item.attachments, {sha: lines._asdict() for sha, lines in item.added.items()}, item.unread)
        for item in told.collected
    ]
    return [*found, told.collection.notes, [gap.kind for gap in told.collection.gaps]]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What is seen without any trap."""
    return seen(tell(annotated(tmp_path_factory.mktemp("plain") / "r"), period=EVER))


def test_the_story_shows_what_it_should(tmp_path: Path) -> None:
    """Otherwise the next test could not fail: every kind of attachment, one of them followed."""
    told = tell(annotated(tmp_path / "r"), period=EVER)
    found = [one for item in told.collected for one in item.attachments]
    assert sorted((one.source.partition(":")[0], bool(one.followed_from)) for one in found) == [
        ("entire/checkpoints/v1", False),
        ("refs/notes/agentblame", False),
        ("refs/notes/ai", False),
        ("refs/notes/ai", False),
        ("refs/notes/ai", True),
    ]
    assert told.kinds == set()


def test_a_replaced_tree_does_mislead_in_place(tmp_path: Path) -> None:
    """Otherwise the next test could not fail."""
    history = annotated(tmp_path / "r")
    root = history.git("rev-list", "--max-parents=0", "main")
    before = history.git("notes", "--ref=ai", "list")
    innocent_notes(history, tmp_path / "marker")
    assert (root in before, history.git("notes", "--ref=ai", "list")) == (True, "")


def test_a_converter_does_run_in_place(tmp_path: Path) -> None:
    """Otherwise the next test could not fail."""
    history = annotated(tmp_path / "r")
    settings_of_notes(history, tmp_path / "marker")
    in_place(history, "show main~1")
    assert (tmp_path / "marker").exists()


@pytest.mark.parametrize("name", sorted(TRAPS))
def test_a_trap_neither_runs_nor_misleads_nor_is_written_over(
    tmp_path: Path, name: str, plain: list[object]
) -> None:
    """The same is seen as without it, no program ran, and every file is as it was."""
    history = annotated(tmp_path / "r")
    marker = tmp_path / "marker"
    TRAPS[name](history, marker)
    before = snapshot(history.path)
    found = seen(tell(history, period=EVER))

    assert found == plain
    assert not marker.exists()
    assert snapshot(history.path) == before


def test_a_hundred_thousand_notes_of_one_large_text_take_seconds(tmp_path: Path) -> None:
    """Only those of the range are read."""
    history = History(tmp_path / "r")
    sha = history.commit("work", files={"a": "1\n"})
    blob = history.write("blob", b"x" * (4 << 20))
    entries = {spread(f"{number:040x}", 1): (FILE, blob) for number in range(100_000)}
    plant(history, entries | {spread(sha, 1): (FILE, blob)}, "refs/notes/ai")
    began = time.monotonic()
    told = tell(history)
    found = [one.size for one in told.collected[0].attachments]
    assert (found, time.monotonic() - began < 30) == ([4 << 20], True)


def test_a_text_that_unpacks_to_far_more_is_not_unpacked(tmp_path: Path) -> None:
    """Its size is in its first bytes."""
    history = History(tmp_path / "r")
    sha = history.commit("work", files={"a": "1\n"})
    annotate(history, {sha: b"\0" * (256 << 20)})
    began = time.monotonic()
    told = tell(history)
    assert (told.collected[0].attachments[0].data, time.monotonic() - began < 10) == (None, True)


def test_a_commit_of_endless_lines_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its note is read, and its lines are not known."""
    monkeypatch.setattr(added_lines, "LARGEST_PATCH", 1 << 20)
    history = History(tmp_path / "r")
    sha = history.commit("work", files={"a": "x\n" * 3_000_000})
    annotate(history, {sha: "note"})
    told = tell(history)
    item = told.collected[0]
    assert (item.attachments[0].data, item.added, told.kinds) == (b"note", {}, {"added-lines-unknown"})


def test_names_of_refs_and_paths_are_made_visible(tmp_path: Path) -> None:
    """Control characters cannot be in a ref; bytes that are no text can."""
    history = History(tmp_path / "r")
    sha = history.commit("work", files={b"\x1b[31m\xff": "1\n"})
    annotate(history, {sha: "note"}, "caf\udce9")
    told = tell(history)
    item = told.collected[0]
    assert (item.attachments[0].source, list(item.added[sha].files)) == (
        "refs/notes/caf\\xe9",
        ["\x1b[31m\\xff"],
    )
