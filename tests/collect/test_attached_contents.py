"""What is attached to the commits of a change is handed on with it, or named as not read."""

import hashlib
from pathlib import Path

import pytest

from attest.collect import attached_contents, attachments, pointers
from tests.collect.annotations import FILE, annotate, plant, spread
from tests.collect.stories import WEB, Told, tell
from tests.support.history import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    return history


def datas(told: Told) -> list[tuple[str, bytes | None]]:
    """Commit and content of everything attached."""
    return [(one.sha, one.data) for item in told.collected for one in item.attachments]


def test_notes_stand_with_the_commits_of_their_change(history: History) -> None:
    """On the landed commit, on what a merge brought in, and on a merge itself."""
    side = history.commit("side", files={"s": "1\n"}, branch="side")
    merge = history.merge("side", "merge")
    later = history.commit("later", files={"a": "2\n"})
    annotate(history, {side: "side", merge: "merge", later: "later"})
    assert datas(tell(history)) == [(side, b"side"), (merge, b"merge"), (later, b"later")]


def test_notes_that_a_squash_lost_are_read_from_the_pull_requests_head(history: History) -> None:
    """The branch's own commit has none."""
    one = history.commit("one", files={"b": "1\n"}, branch="work")
    two = history.commit("two", files={"b": "2\n"}, branch="work")
    history.ref("refs/pull/3/head", two)
    history.commit("Add (#3)", files={"b": "2\n"}, committer=WEB)
    annotate(history, {one: "one", two: "two"})
    told = tell(history)
    vias = {commit.sha: commit.via for commit in told.collected[0].commits}
    assert (datas(told), vias[one], vias[two]) == ([(one, b"one"), (two, b"two")], *["pull-request"] * 2)


def test_a_note_on_a_root_has_all_its_lines(tmp_path: Path) -> None:
    """A root is held against nothing."""
    history = History(tmp_path / "shop")
    root = history.commit("root", files={"a": "1\n2\n"})
    annotate(history, {root: "note"})
    item = tell(history).collected[0]
    assert (item.attachments[0].sha, item.added[root].files) == (root, {"a": ((1, 2),)})


def test_notes_of_commits_outside_of_the_range_are_not_read(history: History) -> None:
    """A large note there leaves no Gap."""
    annotate(history, {history.tip(): "x" * (5 << 20)})
    history.commit("work", files={"a": "2\n"})
    told = tell(history)
    assert (datas(told), told.kinds) == ([], set())


def test_without_anything_attached_nothing_is_compared(history: History) -> None:
    """Lines are asked for where a record speaks of them."""
    history.commit("work", files={"a": "2\n"})
    item = tell(history).collected[0]
    assert (item.attachments, item.added, item.unread) == ((), {}, ())


@pytest.mark.parametrize(
    ("note", "asked"),
    [
        ('{"attributions": [{"content_hash": "sha256:1"}]}', True),
        ('{"attributions": [{"contentHash": "sha256:1"}]}', True),
        ('{"lines": [{"content": "x"}]}', True),
        ('{"schema_version": "authorship/3.0.0"}', False),
    ],
)
def test_texts_are_read_where_a_record_has_contents(history: History, note: str, asked: bool) -> None:
    """Other formats name lines by their numbers alone."""
    sha = history.commit("work", files={"a": "2\n"})
    annotate(history, {sha: note})
    assert (tell(history).collected[0].added[sha].texts is not None) == asked


def test_a_large_note_is_named_and_not_read(history: History) -> None:
    """Its size is known; the commit's state is not."""
    sha = history.commit("work", files={"a": "2\n"})
    annotate(history, {sha: "x" * (5 << 20)})
    told = tell(history)
    item = told.collected[0]
    assert ([(one.data, one.size) for one in item.attachments], item.unread, item.added, told.kinds) == (
        [(None, 5 << 20)],
        (sha,),
        {},
        {"note-too-large"},
    )


def test_a_note_of_the_largest_size_is_read(history: History) -> None:
    """Four mebibytes and no more."""
    sha = history.commit("work", files={"a": "2\n"})
    annotate(history, {sha: "x" * (4 << 20)})
    assert datas(tell(history)) == [(sha, b"x" * (4 << 20))]


@pytest.mark.parametrize("kind", ["missing", "tree", "commit", "forged", "damaged"])
def test_a_note_that_cannot_be_read_is_named(history: History, kind: str) -> None:
    """Missing, no text at all, another text than its id says, or broken."""
    sha = history.commit("work", files={"a": "2\n"})
    other = history.commit("other", files={"a": "3\n"})
    blob = {
        "missing": "9" * 40,
        "tree": history.tree_of(sha),
        "commit": sha,
        "forged": history.write("blob", b"forged", sha="8" * 40),
        "damaged": history.write("blob", b"damaged"),
    }[kind]
    if kind == "damaged":
        (history.git_dir / "objects" / blob[:2] / blob[2:]).write_bytes(b"noise")
    good = history.write("blob", b"good")
    plant(history, {spread(sha, 1): (FILE, blob), spread(other, 1): (FILE, good)}, "refs/notes/ai")
    told = tell(history)
    gaps = {gap.kind: gap.affects for gap in told.collection.gaps}
    assert (datas(told), gaps, [item.unread for item in told.collected]) == (
        [(sha, None), (other, b"good")],
        {"note-unreadable": (f"shop:{sha}",)},
        [(sha,), ()],
    )


def test_a_ref_that_cannot_be_read_leaves_every_commit_unread(history: History) -> None:
    """Said once, of the repository: any commit may have had a note there."""
    history.ref("refs/notes/ai", "9" * 40)
    shas = [history.commit("work", files={"a": f"{number}\n"}) for number in (2, 3)]
    told = tell(history)
    gaps = {gap.kind: gap.affects for gap in told.collection.gaps}
    assert (gaps, [item.unread for item in told.collected]) == (
        {"notes-ref-unreadable": ()},
        [(sha,) for sha in shas],
    )


def test_other_refs_are_read_beside_one_that_cannot_be(history: History) -> None:
    """What is known is kept."""
    history.ref("refs/notes/ai", "9" * 40)
    sha = history.commit("work", files={"a": "2\n"})
    annotate(history, {sha: "note"}, "whogitit")
    told = tell(history)
    assert (datas(told), told.collected[0].unread) == ([(sha, b"note")], (sha,))


def test_the_objects_of_one_change_are_bounded(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are held at once; the next change starts anew."""
    monkeypatch.setattr(attached_contents, "MOST_OF_CHANGE", 10)
    side = history.commit("side", files={"s": "1\n"}, branch="side")
    merge = history.merge("side", "merge")
    later = history.commit("later", files={"a": "2\n"})
    annotate(history, {side: "1234567", merge: "89abcde", later: "later"})
    told = tell(history)
    assert (datas(told), told.collected[0].unread, told.kinds) == (
        [(side, b"1234567"), (merge, None), (later, b"later")],
        (merge,),
        {"notes-stopped"},
    )


@pytest.mark.parametrize(("name", "value"), [("MOST_BYTES", 12), ("MOST_OBJECTS", 2)])
def test_all_objects_together_are_bounded(
    history: History, monkeypatch: pytest.MonkeyPatch, name: str, value: int
) -> None:
    """A tree of a hundred thousand notes may name one large text."""
    monkeypatch.setattr(attached_contents, name, value)
    shas = [history.commit("work", files={"a": f"{number}\n"}) for number in range(3)]
    annotate(history, {sha: f"note {number}" for number, sha in enumerate(shas)})
    told = tell(history)
    assert ([data is not None for _, data in datas(told)], told.kinds) == (
        [True, True, False],
        {"notes-stopped"},
    )


def test_too_much_for_one_commit_is_named(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes first is read."""
    monkeypatch.setattr(attachments, "MOST_OF_ONE", 2)
    assert pointers.MOST_OF_ONE > 2
    lines = [f'{{"id": "{number}", "vcs": {{"revision": "{history.tip()}"}}}}' for number in range(3)]
    sha = history.commit("work", files={".agent-trace/traces.jsonl": "\n".join(lines)})
    told = tell(history)
    assert (len(datas(told)), told.collected[0].unread, told.kinds) == (2, (sha,), {"too-many-notes"})


def test_a_commit_in_two_pull_requests_has_its_note_in_both(history: History) -> None:
    """Each change lists the commit as its own."""
    shared = history.commit("shared", files={"b": "1\n"}, branch="work")
    history.ref("refs/pull/1/head", shared)
    more = history.commit("more", files={"c": "1\n"}, branch="work")
    history.ref("refs/pull/2/head", more)
    history.commit("Add (#1)", files={"b": "1\n"}, committer=WEB)
    history.commit("More (#2)", files={"c": "1\n"}, committer=WEB)
    annotate(history, {shared: "shared", more: "more"})
    held = [[one.sha for one in item.attachments] for item in tell(history).collected]
    assert held == [[shared], [shared, more]]


def test_the_same_story_is_told_twice(history: History) -> None:
    """Nothing depends on the run."""
    shas = [history.commit("work", files={"a": f"{number}\n"}) for number in range(3)]
    annotate(history, {sha: sha for sha in shas})
    annotate(history, dict.fromkeys(shas, "other"), "whogitit")
    told = [[item.attachments for item in tell(history).collected] for _ in range(2)]
    assert told[0] == told[1]


def test_notes_of_a_sha256_repository_are_read(tmp_path: Path) -> None:
    """Ids are longer there."""
    history = History(tmp_path / "shop", object_format="sha256")
    sha = history.commit("work", files={"a": "1\n"})
    annotate(history, {sha: "note"})
    found = tell(history).collected[0].attachments[0]
    assert (found.data, found.object_id) == (b"note", hashlib.sha256(b"blob 4\0note").hexdigest())


def test_people_whom_a_record_names_are_those_of_the_commits(history: History) -> None:
    """One pseudonym, wherever a person is named."""
    history.commit("work", files={"a": "2\n"})
    told = tell(history)
    author = told.collected[0].commits[0].author
    assert told.collection.actor("Ada", "ada@example.org") == author
