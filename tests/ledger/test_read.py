"""Reading runs back."""

import shutil
from pathlib import Path

import pytest

from attest.errors import CollectionError, IntegrityError, UsageError
from attest.ledger.read import iter_personal, iter_records, load, printed_names
from attest.model.commit import Commit
from attest.model.identity import Person
from tests.support import runs
from tests.support.runs import Story, write_run


def test_a_view_holds_what_was_written(tmp_path: Path) -> None:
    """Records come back as they were added, with names, titles and matched text joined to them."""
    view = load(write_run(tmp_path))

    assert [change.label for change in view.changes] == ["#1", "#2"]
    assert view.run_id == view.manifest_digest[:16]
    assert view.people == {runs.person("Ada").id: "Ada", runs.person("Bob").id: "Bob"}
    assert list(view.titles.values()) == ["Fix the dose 0", "Fix the dose 1"]
    assert set(view.matched.values()) == {"Co-authored-by: Claude"}
    assert view.gaps == (runs.gap("clinic"),)
    assert not view.signed


def test_a_redacted_view_has_no_names(tmp_path: Path) -> None:
    """Without the personal part the view is complete but for names and texts."""
    run = write_run(tmp_path)
    full = load(run)
    shutil.rmtree(run / "personal")
    view = load(run)

    assert (view.people, view.titles, view.matched) == ({}, {}, {})
    assert view.changes == full.changes
    assert list(iter_personal(run, "commits")) == []


def test_records_stream_in_the_runs_order(tmp_path: Path) -> None:
    """Commits and their personal entries come one by one, aligned."""
    run = write_run(tmp_path)
    commits = list(iter_records(run, "commits", Commit))
    entries = list(iter_personal(run, "commits"))

    assert [commit.ordinal for commit in commits] == [0, 1, 2, 3]
    assert [commit.id for commit in commits] == [entry.id for entry in entries]
    assert entries[0].fields["author_name"] == "Ada"


@pytest.mark.parametrize("path", ["records/changes.jsonl", "personal/changes.jsonl", "personal/people.jsonl"])
def test_a_damaged_file_is_not_read_as_evidence(tmp_path: Path, path: str) -> None:
    """A file whose digest is wrong stops the reading, though every line of it is a record."""
    run = write_run(tmp_path)
    place = run / path
    place.write_bytes(place.read_bytes().replace(b"a", b"b", 1).replace(b"A", b"B", 1))

    with pytest.raises(IntegrityError) as fault:
        load(run)
    assert path in fault.value.where


def test_a_changed_manifest_is_not_read(tmp_path: Path) -> None:
    """The checkpoint must belong to the manifest."""
    run = write_run(tmp_path)
    place = run / "manifest.json"
    place.write_bytes(place.read_bytes().replace(b"Clinic Ltd", b"Clinic Inc"))

    with pytest.raises(IntegrityError, match="the checkpoint does not belong"):
        load(run)


def test_a_later_format_is_refused_with_its_version(tmp_path: Path) -> None:
    """A run of a format that this version does not know is not read in part."""
    run = write_run(tmp_path)
    place = run / "manifest.json"
    place.write_bytes(place.read_bytes().replace(b'"format_version":1', b'"format_version":2'))

    with pytest.raises(CollectionError, match="format version 2; this attest reads version 1"):
        load(run)


def test_a_folder_without_a_manifest_is_no_run(tmp_path: Path) -> None:
    """The place and the remedy are named."""
    with pytest.raises(UsageError, match="there is no run here"):
        load(tmp_path)


def test_namesakes_are_told_apart() -> None:
    """Two people of one name are printed with login or address; who has no name is printed by login."""
    people = (
        Person(id="P-1", names=("Ada",), addresses=("a@x",), logins=("ada",)),
        Person(id="P-2", names=("Ada",), addresses=("a@y",), logins=()),
        Person(id="P-3", names=(), addresses=(), logins=("zoe",)),
        Person(id="P-4", names=(), addresses=(), logins=()),
    )

    assert printed_names(people) == {"P-1": "Ada (ada)", "P-2": "Ada (a@y)", "P-3": "zoe", "P-4": "P-4"}


def test_a_run_of_one_line_changed_names_the_line(tmp_path: Path) -> None:
    """A line that is no record is named by file and line."""
    run = write_run(tmp_path, Story())
    place = run / "records" / "changes.jsonl"
    place.write_bytes(place.read_bytes() + b"{}\n")

    with pytest.raises(IntegrityError) as fault:
        load(run)
    assert fault.value.where.endswith("records/changes.jsonl:3")


def test_records_that_hold_a_text_are_read_alone(tmp_path: Path) -> None:
    """The digest is of all lines all the same."""
    run = write_run(tmp_path)
    commits = list(iter_records(run, "commits", Commit))
    wanted = commits[0].sha

    assert [item.sha for item in iter_records(run, "commits", Commit, (wanted.encode(),))] == [
        item.sha for item in commits if wanted in item.model_dump_json()
    ]
    assert list(iter_records(run, "commits", Commit, (b"nowhere",))) == []
