"""What each commit of a sample shows by itself, read from the repository as any other."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.gitdir import open_clean
from attest.collect.objects import Unreadable, commits
from attest.detect.engine import load
from attest.detect.involvement import assess_commit
from attest.errors import CollectionError
from attest.samples import build
from tests.sample_repos.expected import expected
from tests.support.history import run
from tests.support.program import attest


def _git(folder: Path, *arguments: str) -> str:
    return run("git", *arguments, folder=folder).decode()


def _shown(path: Path, shas: list[str]) -> list[dict[str, Any]]:
    engine = load()
    with open_clean(path) as repository:
        read = list(commits(repository, shas))
    found = []
    for raw in read:
        assert not isinstance(raw, Unreadable)
        shows = assess_commit(raw, engine.scan(raw))
        grade = shows.grade.value if shows.grade else None
        found.append({"state": shows.state.value, "extent": shows.extent, "grade": grade})
    return found


@pytest.mark.parametrize("name", ["odd", "people-and-bots"])
def test_each_commit_shows_what_it_holds(name: str, tmp_path: Path) -> None:
    """State, extent and grade of every commit, also of those that nothing leads to."""
    wanted = expected(name)
    shas = [(wanted.landed | wanted.own)[key] for key in wanted.commits]
    shown = dict(zip(wanted.commits, _shown(build(name, tmp_path), shas), strict=True))
    told = {key: {"extent": None, "grade": None} | commit for key, commit in wanted.commits.items()}
    assert told == shown


def test_a_scan_reads_the_object_and_not_its_replacement(tmp_path: Path) -> None:
    """Plain git shows the replacements of both commits; each holds the opposite of what is there."""
    repository, wanted = build("odd", tmp_path), expected("odd")
    hidden, framed = wanted.landed["hidden"], wanted.landed["framed"]
    replaced = ["Claude" in _git(repository, "show", "-s", "--format=%B", sha) for sha in (hidden, framed)]
    scanned = [item["state"] for item in _shown(repository, [hidden, framed])]
    assert replaced == [False, True]
    assert scanned == ["ai_evidenced", "no_evidence"]


def test_a_shallow_clone_is_refused(tmp_path: Path) -> None:
    """A clone that is cut off cannot tell what reached the branch, so nothing is counted."""
    repository = build("odd", tmp_path)
    _git(tmp_path, "clone", "--quiet", "--bare", "--depth=3", f"file://{repository}", "shallow")
    with pytest.raises(CollectionError) as raised, open_clean(tmp_path / "shallow"):
        pass
    assert raised.value.hint is not None
    assert "--unshallow" in raised.value.hint
    ended = attest("run", tmp_path / "shallow", "--period", "2025", "--out", tmp_path / "out")
    assert ended.code == 3


def test_a_deleted_branch_left_its_commits_behind(tmp_path: Path) -> None:
    """The objects are there and no ref leads to them: what is there is not what was released."""
    repository, wanted = build("odd", tmp_path), expected("odd")
    reachable = _git(repository, "--no-replace-objects", "rev-list", "--all").split()
    for key in ("lost-1", "lost-2"):
        sha = wanted.landed[key]
        assert _git(repository, "cat-file", "-t", sha) == "commit\n"
        assert sha not in reachable
