"""Records of a trace file, attached by the revision that they name."""

import json
from pathlib import Path

import pytest

from attest.collect import agent_traces
from tests.collect.stories import Told, tell
from tests.support.history import History

PATH = ".agent-trace/traces.jsonl"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    return history


def record(revision: str | None, number: int = 1) -> str:
    """One line of the file."""
    vcs = {"vcs": {"type": "git", "revision": revision}} if revision is not None else {}
    return json.dumps({"version": "0.1.0", "id": str(number), "files": []} | vcs)


def attached(told: Told) -> list[tuple[str, str]]:
    """Commit and record."""
    return [
        (one.sha, json.loads(one.data or b"")["id"]) for item in told.collected for one in item.attachments
    ]


def test_a_record_belongs_to_its_revision_and_to_what_was_committed_upon_it(history: History) -> None:
    """The hook names the commit that was checked out: the edit is in the next one."""
    before = history.tip()
    first = history.commit("one", files={"a": "2\n"})
    second = history.commit("two", files={"a": "3\n"})
    lines = [record(before, 1), record(first, 2), record("f" * 40, 3)]
    history.commit("traces", files={PATH: "\n".join(lines) + "\n"})
    assert attached(tell(history)) == [(first, "2"), (first, "1"), (second, "2")]


def test_a_record_is_given_as_it_is_written(history: History) -> None:
    """Its line alone, under the file's id."""
    line = record(history.tip())
    history.commit("work", files={PATH: f"{line}\n", "a": "2\n"})
    found = tell(history).collected[0].attachments[0]
    blob = history.git("rev-parse", f"main:{PATH}")
    assert (found.source, found.object_id, found.data, found.size) == (PATH, blob, line.encode(), len(line))


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '"text"',
        record(None),
        record("HEAD"),
        record("abc123"),
        '{"vcs": "git"}',
        '{"vcs": {"revision": 7}}',
        "[" * 100_000,
        '{"vcs": {"revision": "\\ud800"}}',
    ],
)
def test_a_record_that_names_no_revision_is_counted(history: History, line: str) -> None:
    """It may speak of any commit, or of none."""
    history.commit("work", files={PATH: f"{line}\n"})
    told = tell(history)
    assert (attached(told), told.kinds) == ([], {"records-not-attached"})


def test_a_file_that_is_too_large_is_named(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it is read."""
    monkeypatch.setattr(agent_traces, "LARGEST_FILE", 100)
    history.commit("work", files={PATH: record(history.tip()) * 3})
    assert tell(history).kinds == {"file-unreadable"}


def test_a_folder_in_its_place_is_no_file(history: History) -> None:
    """Git names a tree there."""
    history.commit("work", files={f"{PATH}/x": "1\n"})
    assert tell(history).collected[0].attachments == ()
