"""Tasks of the forge's own agent: who prompted it, archived tasks too, and what is missed is said."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.github.reading import GithubForge
from tests.collect.github.fetched import run
from tests.collect.github.shops import Shop
from tests.collect.github.spools import COPILOT, Spool, kinds
from tests.simulator import Simulator, WorldBuilder
from tests.support.history import History


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """A spool without pull requests."""
    return Spool(tmp_path / "spool")


def test_whoever_else_prompted_the_agent_in_a_task_is_read(spool: Spool) -> None:
    """The list has their immutable numbers; the creator is not named twice."""
    more = [{"id": 2}, {"id": 7}, {"id": 7}]
    row = {"id": "a-b", "creator": {"id": 2}, "creator_type": "user", "user_collaborators": more}
    spool.rest("agents/tasks.json", {"tasks": [row]})
    [found] = spool.forge().agent_tasks().value

    assert [one.id for one in found.collaborators] == [7]


@pytest.mark.parametrize(
    ("counts", "archived", "expected"),
    [
        ({"total_active_count": 1, "total_archived_count": 0}, None, []),
        ({"total_active_count": 2, "total_archived_count": 0}, None, ["agent-tasks-incomplete"]),
        ({"total_active_count": 1, "total_archived_count": 37}, None, ["agent-tasks-incomplete"]),
        ({"total_active_count": 1, "total_archived_count": 1}, [{"id": "old"}], []),
        ({"total_active_count": 1, "total_archived_count": 2}, [{"id": "old"}], ["agent-tasks-incomplete"]),
        ({}, [{"id": "old"}], []),
    ],
)
def test_tasks_that_were_archived_are_read_or_missed(
    spool: Spool, counts: Any, archived: Any, expected: list[str]
) -> None:
    """The list says how many there are of both kinds, and has one kind alone."""
    spool.rest("agents/tasks.json", {"tasks": [{"id": "new"}]} | counts)
    if archived is not None:
        spool.rest("agents/archived.json", {"tasks": archived} | counts)
    answer = spool.forge().agent_tasks()

    assert kinds(answer) == expected
    assert {task.id for task in answer.value} == {"new"} | {row["id"] for row in archived or ()}


def test_tempting_approval_by_whoever_prompted_the_agent_second(tmp_path: Path) -> None:
    """Ben followed up on ada's task, and is an author of what came of it."""
    shop = Shop(tmp_path)
    made = {"provider": "github", "type": "pull", "data": {"id": 1, "global_id": "PR_1"}}
    task = {
        "id": "a-b", "creator": {"id": 1}, "creator_type": "user", "state": "completed",
        "user_collaborators": [{"id": 2}], "artifacts": [made],
    }  # fmt: skip
    shop.spool.rest("agents/tasks.json", {"tasks": [task]})
    shop.spool.rest("issues/1/timeline.page1.json", [])
    told = shop.tell(shop.pull(author=COPILOT))
    [change] = told.changes

    assert {"ada", "ben"} <= told.names(change)


def test_whoever_prompted_a_further_session_is_read(tmp_path: Path) -> None:
    """Only the task by itself names them; one that was not read is said."""
    made = world(tmp_path, further=(("ben", "Now the tests"),))
    made.person("ben", id=4711)
    with Simulator(made.build()) as forge:
        (tmp_path / "store").mkdir()
        spool, _ = run(forge.url, tmp_path / "store")
    answer = GithubForge(spool).agent_tasks()
    for path in (spool / "agents" / "task").iterdir():
        path.unlink()
    without = GithubForge(spool).agent_tasks()

    assert ([one.id for one in answer.value[0].collaborators], kinds(answer)) == ([4711], [])
    assert (without.value[0].collaborators, kinds(without)) == ((), ["agent-tasks-incomplete"])


def world(folder: Path, **more: Any) -> WorldBuilder:
    """A pull request of ada's in which the agent wrote a commit, and a task."""
    history = History(folder / "shop")
    start = history.commit("start", files={"a": "1"})
    agent = "copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>"
    work = history.commit("feature", files={"a": "2"}, branch="feature", author=agent)
    landed = history.merge("feature", "Merge pull request #1 from octo/feature")
    made = WorldBuilder("octo", "large", now="2025-07-01T00:00:00Z")
    made.git(history.path)
    made.person("ada")
    pull = made.pull(1, by="ada", at="2025-06-10T00:00:00Z", head=work, base=start)
    pull.merged("ada", at="2025-06-20T00:00:00Z", sha=landed)
    made.agent_task(by="ada", at="2025-06-10T00:00:00Z", pull=1, **more)
    return made


@pytest.mark.parametrize(("archived", "asked"), [(None, 1), ("2025-06-12T00:00:00Z", 2)])
def test_archived_tasks_are_asked_for_where_there_are_some(
    tmp_path: Path, archived: str | None, asked: int
) -> None:
    """The platform leaves them out of its list unless they are asked for, and says how many there are."""
    with Simulator(world(tmp_path, archived_at=archived).build()) as forge:
        (tmp_path / "store").mkdir()
        spool, _ = run(forge.url, tmp_path / "store")
        found = [one for one in forge.requests if one.path.startswith("/agents/")]

    assert len(found) == asked
    assert (spool / "agents" / "archived.json").exists() == (archived is not None)


def test_the_timeline_of_a_pull_request_with_a_commit_of_the_agent_is_asked_for(tmp_path: Path) -> None:
    """Whoever opened it: a person can set the agent to work on their own."""
    with Simulator(world(tmp_path).build()) as forge:
        (tmp_path / "store").mkdir()
        spool, _ = run(forge.url, tmp_path / "store")

    assert (spool / "issues" / "1" / "timeline.page1.json").exists()
