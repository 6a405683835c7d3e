"""Which run a new one follows, and what is said when that is not clear."""

import os
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from attest.ledger.previous import Branch, find_previous
from attest.ledger.store import list_runs
from attest.model.population import RepositoryScope
from tests.support.runs import Story, manifest_fields, sha, write_run

UNTIL = "2025-04-01T00:00:00Z"
NEWEST = "2025-05-01T00:00:00Z"
CLINIC = Branch("clinic", "", "main")


def scope(**changed: Any) -> RepositoryScope:
    """The sample's scope, departing from it where a test wants it to, with a tip at its end."""
    (found,) = manifest_fields(Story())["repositories"]
    tip = changed.pop("tip", sha(4))
    end = found.end.model_copy(update={"sha": tip})
    return RepositoryScope.model_validate(found.model_copy(update={"end": end, **changed}).model_dump())


def sealed(
    store: Path, story: Story | None = None, *, of: RepositoryScope | None = None, **more: Any
) -> Path:
    """A run that ended at a tip."""
    story = story or Story()
    stated = {"repositories": (of or scope(change_count=story.changes, commit_count=2 * story.changes),)}
    story.manifest = {**stated, **more}
    return write_run(store, story)


def digest(run: Path) -> str:
    """The digest of a run's manifest."""
    return next(item.digest for item in list_runs(run.parent) if item.run_id == run.name)


def test_an_empty_store_has_no_previous_run(tmp_path: Path) -> None:
    """Neither one that is not there nor one without a run; and nothing is told."""
    for store in (tmp_path / "none", tmp_path):
        found = find_previous(store, [CLINIC], UNTIL)
        assert (found.digest, dict(found.tips), found.gaps) == (None, {}, ())


def test_the_run_that_ended_where_this_one_begins_is_found(tmp_path: Path) -> None:
    """With its digest, and the tip at which it ended."""
    run = sealed(tmp_path)
    found = find_previous(tmp_path, [CLINIC], UNTIL)

    assert (found.digest, dict(found.tips), found.gaps) == (digest(run), {"clinic": sha(4)}, ())
    assert find_previous(tmp_path, [CLINIC], "2025-07-01T00:00:00Z").digest is None


def test_a_branch_that_was_empty_has_an_empty_tip(tmp_path: Path) -> None:
    """Told apart from a tip that is not known."""
    sealed(tmp_path, Story(changes=0), of=scope(tip=None, change_count=0, commit_count=0))

    assert dict(find_previous(tmp_path, [CLINIC], UNTIL).tips) == {"clinic": ""}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ([Branch("clinic", "acme/clinic", "main")], True),
        ([Branch("clinic", "ACME/Clinic", "main")], True),
        ([Branch("clinic", "", "main")], True),
        ([Branch("clinic", "other/clinic", "main")], False),
        ([Branch("clinic", "acme/clinic", "stable")], False),
        ([Branch("portal", "acme/clinic", "main")], False),
        ([Branch("clinic", "acme/clinic", "main"), Branch("portal", "", "main")], False),
        ([], False),
    ],
)
def test_only_a_run_of_the_same_branches_is_followed(tmp_path: Path, other: list[Branch], same: bool) -> None:
    """By name, release branch and, where both know it, origin."""
    sealed(tmp_path, of=scope(remote="acme/clinic"))

    assert (find_previous(tmp_path, other, UNTIL).digest is not None) == same


def test_of_several_the_newest_as_of_counts(tmp_path: Path) -> None:
    """Then the one that holds more changes: a clone that was out of date saw less."""
    sealed(tmp_path, Story(changes=4), as_of="2025-04-02T00:00:00Z")
    best = sealed(tmp_path, Story(changes=3), as_of=NEWEST)
    numbers = (str(number) for number in count())
    while digest(sealed(tmp_path, Story(changes=1), as_of=NEWEST, operator=next(numbers))) < digest(best):
        pass  # until one of the runs with fewer changes has the higher digest

    assert find_previous(tmp_path, [CLINIC], UNTIL).digest == digest(best)


def test_of_equals_the_highest_digest_counts(tmp_path: Path) -> None:
    """A rule that needs neither a clock nor the order in which runs were written."""
    both = [sealed(tmp_path, operator=name) for name in ("one", "two")]

    assert find_previous(tmp_path, [CLINIC], UNTIL).digest == max(digest(run) for run in both)
    assert find_previous(tmp_path, [CLINIC], UNTIL).gaps == ()


def test_runs_that_end_at_other_tips_are_a_gap(tmp_path: Path) -> None:
    """A change near the bound may be in this run and in the one that it does not follow."""
    other = sealed(tmp_path, of=scope(tip=sha(2)))
    sealed(tmp_path, as_of="2025-05-01T00:00:00Z")
    (gap,) = find_previous(tmp_path, [CLINIC], UNTIL).gaps

    assert gap.kind == "previous-run-several"
    assert other.name in gap.what


def test_a_run_that_was_collected_before_its_period_ended_is_a_gap(tmp_path: Path) -> None:
    """What landed since is in this run."""
    sealed(tmp_path, as_of="2025-03-15T00:00:00Z")
    found = find_previous(tmp_path, [CLINIC], UNTIL)

    assert [gap.kind for gap in found.gaps] == ["previous-run-early"]
    assert dict(found.tips) == {"clinic": sha(4)}


@pytest.mark.parametrize("damage", ["manifest", "checkpoint", "tip", "name", "foreign", "link", "pipe"])
def test_a_run_that_is_not_what_was_sealed_is_not_followed(tmp_path: Path, damage: str) -> None:
    """It may have been the run before, so it is a Gap that names it."""
    run = sealed(tmp_path / "store")
    manifest = run / "manifest.json"
    match damage:
        case "manifest":
            manifest.write_bytes(b"{}")
        case "checkpoint":
            (run / "checkpoint").unlink()
        case "tip":
            manifest.write_bytes(manifest.read_bytes().replace(sha(4).encode(), sha(2).encode()))
        case "name":
            run = run.rename(run.with_name("0123456789abcdef"))
        case "foreign":
            manifest.unlink()
        case "link":
            run.rename(tmp_path / "moved")
            run.symlink_to(tmp_path / "moved")
        case _:
            manifest.unlink()
            os.mkfifo(manifest)
    found = find_previous(tmp_path / "store", [CLINIC], UNTIL)

    assert (found.digest, dict(found.tips)) == (None, {})
    assert [gap.kind for gap in found.gaps] == ["stored-run-unreadable"]
    assert run.name in found.gaps[0].what


def test_what_is_not_named_like_a_run_is_left_alone(tmp_path: Path) -> None:
    """Folders and files that somebody keeps beside the runs tell nothing."""
    sealed(tmp_path)
    (tmp_path / "notes").mkdir()
    (tmp_path / "0123456789abcdef").write_text("a file")

    assert find_previous(tmp_path, [CLINIC], UNTIL).gaps == ()


def test_many_unreadable_runs_are_counted(tmp_path: Path) -> None:
    """The first ten are named, the others are a number."""
    for number in range(12):
        (tmp_path / f"{number:016x}").mkdir()
    (gap,) = find_previous(tmp_path, [CLINIC], UNTIL).gaps

    assert gap.what.endswith(f"{9:016x} and 2 more")
