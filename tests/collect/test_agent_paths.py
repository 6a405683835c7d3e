"""The files of agents' commits outside the paths of the register, from a real repository."""

from pathlib import Path

import pytest

from attest.collect.agent_paths import LISTED, AgentCommit, find_outside
from attest.collect.gitdir import open_clean
from attest.collect.touches import Touches
from attest.model.agent import AGENT_PATHS, RegisteredAgent, Tier
from attest.model.population import Gap
from attest.model.touch import Effect
from tests.support.history import Files, History


def entry(name: str, *paths: str) -> RegisteredAgent:
    """An entry with paths."""
    return RegisteredAgent(id=name, sponsor="Ada", owner="Ada", tier=Tier.AUTHOR, paths=paths)


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with a first commit."""
    made = History(tmp_path / "shop")
    made.commit("start", files={"src/a.py": "1\n", "deploy/keys.yaml": "1\n", "old.txt": "1\n"})
    return made


def commit(history: History, sha: str, agent: str = "codex", change: str = "") -> AgentCommit:
    """A commit as an agent's, in a change that is called by its own id."""
    parents = history.git("rev-list", "--parents", "-1", sha).split()[1:]
    return AgentCommit(change or f"shop:{sha}", agent, sha, tuple(parents))


def found(
    history: History, agents: list[RegisteredAgent], *commits: AgentCommit
) -> tuple[Touches, tuple[Gap, ...]]:
    """What lies outside, and what could not be read."""
    with open_clean(history.path, "shop") as clean:
        return find_outside(clean, agents, commits), clean.gaps.records()


def test_files_outside_the_paths_are_told(history: History) -> None:
    """Added, changed and deleted; a file within is none of them."""
    files: Files = {"src/a.py": "2\n", "deploy/keys.yaml": "2\n", "new.txt": "1\n", "old.txt": None}
    sha = history.commit("work", files=files)
    touches, gaps = found(history, [entry("codex", "src/**")], commit(history, sha))

    assert [(item.path, item.effect, item.kind) for item in touches.records] == [
        ("deploy/keys.yaml", Effect.CHANGED, "codex"),
        ("new.txt", Effect.ADDED, "codex"),
        ("old.txt", Effect.DELETED, "codex"),
    ]
    assert {(item.path_class, item.commits) for item in touches.records} == {(AGENT_PATHS, (sha,))}
    assert [(item.kind, item.touched, item.listed) for item in touches.watched] == [("codex", 4, 3)]
    assert gaps == ()


def test_a_file_that_several_commits_of_a_change_touched_is_told_once(history: History) -> None:
    """With the commits that did it."""
    first = history.commit("one", files={"new.txt": "1\n"})
    second = history.commit("two", files={"new.txt": "2\n"})
    both = [commit(history, sha, change="shop:change") for sha in (first, second)]
    touches, _ = found(history, [entry("codex", "src/")], *both)

    assert [(item.path, item.commits) for item in touches.records] == [("new.txt", (first, second))]


def test_each_agent_has_its_own_paths(history: History) -> None:
    """What one may touch another may not; an agent without paths may touch anything."""
    sha = history.commit("work", files={"docs/a.md": "1\n"})
    agents = [entry("codex", "docs/"), entry("devin", "src/"), entry("copilot")]
    touches, _ = found(history, agents, *(commit(history, sha, agent.id) for agent in agents))

    assert [item.kind for item in touches.records] == ["devin"]
    assert [item.kind for item in touches.watched] == ["codex", "devin"]


def test_a_merge_is_held_against_its_first_parent(history: History) -> None:
    """Everything that it brings."""
    history.commit("work", files={"new.txt": "1\n"}, branch="feature")
    history.commit("meanwhile", files={"other.txt": "1\n"})
    sha = history.merge("feature")
    touches, _ = found(history, [entry("codex", "src/")], commit(history, sha))

    assert [item.path for item in touches.records] == ["new.txt"]


def test_a_root_commit_adds_all_its_files(history: History) -> None:
    """It has no parent to be held against."""
    root = history.git("rev-list", "--max-parents=0", "main").strip()
    touches, _ = found(history, [entry("codex", "src/**")], commit(history, root))

    assert [(item.path, item.effect) for item in touches.records] == [
        ("deploy/keys.yaml", Effect.ADDED),
        ("old.txt", Effect.ADDED),
    ]


def test_many_files_are_counted_and_some_are_listed(history: History) -> None:
    """A change of a thousand files does not become a thousand records."""
    sha = history.commit("work", files={f"many/{number:04}.txt": "1\n" for number in range(1000)})
    touches, _ = found(history, [entry("codex", "src/")], commit(history, sha))

    assert len(touches.records) == LISTED
    assert (touches.watched[0].touched, touches.watched[0].listed) == (1000, LISTED)


def test_no_commit_of_an_agent_is_said_by_the_places_looked_at(history: History) -> None:
    """Nothing was touched, and it was looked for."""
    touches, gaps = found(history, [entry("codex", "src/")])

    assert (touches.records, gaps) == ((), ())
    assert [(item.kind, item.touched, item.listed) for item in touches.watched] == [("codex", 0, 0)]


def test_missing_trees_leave_a_gap_that_names_the_change(history: History) -> None:
    """And the other commits are read."""
    broken = history.commit("work", files={"src/deep/b.py": "1\n"})
    whole = history.commit("more", files={"new.txt": "1\n"})
    tree = history.git("rev-parse", f"{broken}:src").strip()
    (history.git_dir / "objects" / tree[:2] / tree[2:]).unlink()
    after = history.git("rev-parse", f"{whole}:src").strip()
    touches, gaps = found(history, [entry("codex", "src/")], commit(history, broken), commit(history, whole))

    assert [(gap.kind, gap.affects) for gap in gaps] == [("agent-paths-unknown", (f"shop:{broken}",))]
    assert [item.path for item in touches.records] == ["new.txt"]
    assert after == tree


def test_a_path_of_any_bytes_is_shown(history: History) -> None:
    """Bytes that no text can hold are escaped."""
    sha = history.commit("work", files={b"caf\xe9.txt": "1\n"})
    touches, _ = found(history, [entry("codex", "src/")], commit(history, sha))

    assert [item.path for item in touches.records] == ["caf\\xe9.txt"]
