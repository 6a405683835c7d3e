"""Samples come out the same everywhere, and what is generated from them is what is committed."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from attest.errors import OutputError, UsageError
from attest.samples import build, forge, forge_folder, names
from attest.samples.answers import answers
from attest.samples.bundled import landmarks, tell

CHECKOUT = Path(__file__).resolve().parents[2]
STORIES = CHECKOUT / "sample_repos"


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", "--no-replace-objects", *arguments]
    done = subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True)
    return done.stdout


def _refs(repository: Path) -> dict[str, str]:
    listed = _git(repository, "for-each-ref", "--format=%(refname) %(objectname)").splitlines()
    return dict(line.split(" ") for line in listed)


def test_the_samples_of_this_checkout_are_found() -> None:
    """A sample is a folder with a story."""
    assert names() == ("clinic-merge", "ledger-gerrit", "odd", "pay-squash", "people-and-bots")


@pytest.mark.parametrize("name", names())
def test_a_sample_has_the_same_ids_in_another_environment(name: str, tmp_path: Path) -> None:
    """Zone, locale, identity, hash seed and the user's git configuration change nothing."""
    mine = build(name, tmp_path / "mine")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".gitconfig").write_text("[user]\n\tname = Somebody\n[core]\n\tautocrlf = true\n")
    strange = {
        "PATH": os.defpath,
        "HOME": str(tmp_path / "home"),
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(CHECKOUT),
        "GIT_AUTHOR_NAME": "Somebody",
        "GIT_DIR": str(tmp_path / "nowhere"),
    }
    subprocess.run(
        [sys.executable, "-m", "sample_repos.build", name, str(tmp_path / "theirs")],
        cwd=tmp_path,
        env=strange,
        check=True,
        capture_output=True,
    )
    assert _refs(mine) == _refs(tmp_path / "theirs" / name)


@pytest.mark.parametrize("name", names())
def test_the_committed_answers_are_what_the_story_gives(name: str) -> None:
    """Nobody has edited a generated file, and nobody has forgotten to renew it."""
    folder = STORIES / name / "forge"
    committed = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    assert answers(tell(name)) == committed


@pytest.mark.parametrize("name", names())
def test_the_committed_ids_are_what_the_story_gives(name: str) -> None:
    """`ids.json` is renewed with the story."""
    assert landmarks(tell(name)) == (STORIES / name / "ids.json").read_bytes()


@pytest.mark.parametrize("name", names())
def test_the_repository_is_sound(name: str, tmp_path: Path) -> None:
    """Git's own check finds nothing wrong, strictly read."""
    repository = build(name, tmp_path)
    assert _git(repository, "fsck", "--strict", "--no-dangling") == ""


@pytest.mark.parametrize("name", names())
def test_a_squash_or_clean_merge_lands_what_git_would_merge(name: str, tmp_path: Path) -> None:
    """Landed trees are git's own merge of base and head, but for merges with something of their own."""
    repository = build(name, tmp_path)
    history = tell(name)
    differing = [
        pull.step.number
        for pull in history.pulls
        if pull.landed
        and _git(repository, "merge-tree", "--write-tree", pull.base.id, pull.head.id).strip()
        != pull.landed.tree_id
    ]
    assert {"clinic-merge": [21], "odd": [20]}.get(name, []) == differing


@pytest.mark.parametrize("name", names())
def test_the_configuration_is_on_the_release_branch(name: str, tmp_path: Path) -> None:
    """The tool reads attest.yaml from the branch's tip, so the story must have brought it there."""
    repository = build(name, tmp_path)
    assert (STORIES / name / "attest.yaml").read_text() == _git(repository, "show", "main:attest.yaml")


@pytest.mark.parametrize("name", ["odd", "pay-squash"])
def test_every_id_is_the_hash_of_its_object(name: str, tmp_path: Path) -> None:
    """Ids are computed apart from git; here git's object is hashed again, unreachable ones as well."""
    repository = build(name, tmp_path)
    for node in tell(name).nodes:
        command = ["git", "--no-replace-objects", "cat-file", "commit", node.id]
        data = subprocess.run(command, cwd=repository, check=True, capture_output=True).stdout
        assert node.id == hashlib.sha1(b"commit %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def test_a_taken_place_is_left_alone(tmp_path: Path) -> None:
    """A folder that is there already is named in the message and not touched."""
    build("pay-squash", tmp_path)
    before = _refs(tmp_path / "pay-squash")
    with pytest.raises(OutputError) as raised:
        build("pay-squash", tmp_path)
    assert str(tmp_path / "pay-squash") == raised.value.where
    assert before == _refs(tmp_path / "pay-squash")


def test_an_unknown_sample_is_a_fault_of_usage() -> None:
    """The message says which samples there are."""
    with pytest.raises(UsageError) as raised:
        forge_folder("no-such-sample")
    assert raised.value.hint == "use one of: clinic-merge, ledger-gerrit, odd, pay-squash, people-and-bots"


def test_a_file_in_place_of_the_folder_is_a_fault_of_output(tmp_path: Path) -> None:
    """No half-made repository and no traceback."""
    (tmp_path / "out").write_text("a file")
    with pytest.raises(OutputError):
        build("pay-squash", tmp_path / "out")


def test_a_story_without_a_forge_has_no_answers() -> None:
    """There is nothing to ask, so nothing is recorded, and it is audited from git alone."""
    assert (answers(tell("ledger-gerrit")), forge("ledger-gerrit")) == ({}, "git")


@pytest.mark.parametrize("name", [name for name in names() if forge(name) != "git"])
def test_the_list_of_pull_requests_has_two_linked_pages(name: str) -> None:
    """Pagination is part of the samples: the first page says that there is a next one, the last does not."""
    pages = [json.loads((STORIES / name / "forge" / f"pulls.page{page}.json").read_text()) for page in (1, 2)]
    story = tell(name).story
    assert story.per_page == len(pages[0]["body"])
    assert 'rel="next"' in pages[0]["headers"]["link"]
    assert 'rel="next"' not in pages[1]["headers"]["link"]


def test_the_forges_edge_answers_are_in_the_samples() -> None:
    """A deleted account, a bot, an unprotected branch, a review without a time, a commit of no account."""
    pay, clinic = STORIES / "pay-squash" / "forge", STORIES / "clinic-merge" / "forge"
    protection = json.loads((pay / "branches/main/protection.json").read_text())
    deleted, bot, pending = (
        json.loads((clinic / f"pulls/{number}/reviews.json").read_text())[0] for number in (14, 8, 13)
    )
    commit = json.loads((clinic / "pulls/29/commits.json").read_text())[0]
    assert (protection["status"], protection["body"]["message"]) == (404, "Branch not protected")
    assert deleted["user"] is None
    assert bot["user"]["type"] == "Bot"
    assert (pending["state"], "submitted_at" in pending) == ("PENDING", False)
    assert commit["author"] is None
