"""The generated world is the same each time, and its repository is what git finds."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import requests

from tests.simulator import World, WorldBuilder
from tests.simulator.conftest import COMMITS, PULLS
from tests.simulator.generated import generate
from tests.simulator.git_reading import between, read_commits
from tests.support.history import run

ROOT = Path(__file__).resolve().parents[2]


def test_the_same_seed_makes_the_same_world(many: World) -> None:
    """Every commit and every pull request; another seed makes others."""
    again, other = generate(pulls=PULLS, commits=COMMITS), generate(pulls=PULLS, commits=COMMITS, seed=2)

    assert (many.commits, many.pulls, many.checks) == (again.commits, again.pulls, again.checks)
    assert many.heads != other.heads


def test_the_repository_has_the_commits_of_the_world(tmp_path: Path) -> None:
    """Ids, trees, parents, people and messages are git's own, and pull heads are refs."""
    world = generate(pulls=PULLS, commits=COMMITS, folder=tmp_path / "large")

    found = {commit.sha: commit for commit in read_commits(tmp_path / "large")}
    assert world.commits.keys() == found.keys()
    assert [sha for sha in found if found[sha] != _plain(world, sha)] == []
    assert run("git", "fsck", "--strict", "--no-progress", folder=tmp_path / "large").decode() == ""
    refs = run("git", "for-each-ref", "--format=%(objectname) %(refname)", folder=tmp_path / "large").decode()
    heads = {f"{pull.head_sha} refs/pull/{pull.number}/head" for pull in world.pulls.values()}
    assert heads | {f"{world.heads['main']} refs/heads/main"} == set(refs.split("\n")) - {""}


def _plain(world: World, sha: str) -> object:
    from dataclasses import replace

    one = world.commits[sha]
    return replace(one, author=replace(one.author, login=None), committer=replace(one.committer, login=None))


def test_the_world_has_what_a_year_has(many: World) -> None:
    """Every way to merge, open and closed ends, stale and missing approvals, robots, deleted reviewers."""
    pulls = many.pulls.values()
    own = sum(
        len([sha for sha in pull.commits if "Merge branch" not in many.commits[sha].message])
        for pull in pulls
    )
    landed = Counter(len(many.commits[pull.merge_commit].parents) for pull in pulls if pull.merge_commit)

    assert (len(pulls), own) == (PULLS, COMMITS)
    assert {1, 2} == landed.keys()
    assert any(pull.state == "CLOSED" for pull in generate(pulls=300, commits=300).pulls.values())
    assert any(review.commit != pull.head_sha for pull in pulls for review in pull.reviews)
    assert any(not pull.reviews for pull in pulls)
    assert {"helper", "left"} <= {pull.author for pull in pulls} | {
        one.author for p in pulls for one in p.reviews
    }


def test_a_merge_by_rebase_keeps_authors_and_is_tied_to_the_pull_request(many: World) -> None:
    """Each landed commit has author, date and message of the one that it repeats, and the forge names it."""
    rebased = [pull for pull in many.pulls.values() if pull.landed]

    assert rebased
    for pull in rebased:
        own = [many.commits[sha] for sha in pull.commits if len(many.commits[sha].parents) == 1]
        landed = [many.commits[sha] for sha in pull.landed]
        assert [(one.author, one.message) for one in own] == [(one.author, one.message) for one in landed]
        assert {many.index.pulls_of_commit[one.sha] for one in landed} == {(pull.number,)}


def test_commits_of_a_pull_request_are_those_the_base_has_not(tmp_path: Path) -> None:
    """A merge of the base branch brings none of the base's."""
    world = generate(pulls=PULLS, commits=COMMITS)
    updated = [
        pull
        for pull in world.pulls.values()
        if any(world.commits[sha].message.startswith("Merge branch") for sha in pull.commits)
    ]

    assert updated
    for pull in updated:
        merge = world.commits[pull.head_sha]
        assert list(between(world.commits, merge.parents[1], pull.head_sha)) == list(pull.commits)


@pytest.mark.parametrize(("by", "head"), [("nobody", "a" * 40), ("ada", "b" * 40), ("ada", "short")])
def test_a_world_that_does_not_hold_together_is_refused(by: str, head: str) -> None:
    """An account or a commit that was not told is a mistake of the test."""
    world = WorldBuilder("octo", "shop")
    world.person("ada")
    base = world.commit("a" * 40)
    world.pull(1, by=by, at="2025-01-01T00:00:00Z", head=head, base=base, commits=[])

    with pytest.raises(ValueError, match="not told"):
        world.build()


def test_a_child_process_serves_records_and_fails_as_it_is_told(tmp_path: Path) -> None:
    """The address in a file, one line a request, faults by a script; it ends with its input."""
    ready, record, script = tmp_path / "ready", tmp_path / "record.jsonl", tmp_path / "faults.json"
    told = [{"fault": "status", "arguments": {"code": 418, "message": "tea"}, "path": "/pulls/2", "times": 1}]
    script.write_text(json.dumps(told), encoding="utf-8")
    options = {
        "--pulls": 3,
        "--commits": 5,
        "--ready": ready,
        "--record": record,
        "--faults": script,
        "--git": tmp_path / "git",
    }
    command = [
        sys.executable,
        "-m",
        "tests.simulator",
        *(str(part) for pair in options.items() for part in pair),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child:
        assert child.stdin is not None
        url = _address(child, ready)
        with requests.Session() as session:
            got = [
                session.get(f"{url}/repos/octo/large/pulls/{number}", timeout=5).status_code
                for number in (1, 2, 2)
            ]
        child.stdin.close()

        assert child.wait(timeout=10) == 0
    assert got == [200, 418, 200]
    assert [json.loads(line)["status"] for line in record.read_text("utf-8").splitlines()] == [200, 418, 200]
    assert "refs/heads/main" in run("git", "show-ref", folder=tmp_path / "git").decode()


def _address(child: subprocess.Popen[bytes], ready: Path) -> str:
    for _ in range(600):
        if ready.exists() and ready.read_text("ascii").endswith("\n"):
            return ready.read_text("ascii").strip()
        assert child.poll() is None, "the simulator ended"
        time.sleep(0.05)
    raise TimeoutError("the simulator did not begin")
