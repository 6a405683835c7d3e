"""The files that agents' commits touched outside the paths that the register allows each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from attest.collect.gitdir import CleanRepository
from attest.collect.path_globs import pattern
from attest.collect.touches import Touches
from attest.collect.tree_changes import TreeChange, tree_changes
from attest.collect.walk import Link
from attest.model.agent import AGENT_PATHS, RegisteredAgent
from attest.model.touch import Effect, Touch, TouchBasis, Watched

LISTED = 20
"""Files of one change that are recorded for one agent; the others are counted."""


class AgentCommit(NamedTuple):
    """A commit that an agent of the register had a part in, and its change."""

    change: str
    agent: str
    sha: str
    parents: tuple[str, ...]


class _File(NamedTuple):
    change: str
    item: TreeChange
    commits: tuple[str, ...]


@dataclass(slots=True)
class _Outside:
    """What was found for one agent: how many files its commits touched, and those outside its paths."""

    touched: int = 0
    files: list[_File] = field(default_factory=list)


def find_outside(
    repository: CleanRepository, agents: Sequence[RegisteredAgent], commits: Sequence[AgentCommit]
) -> Touches:
    """Touches of the class `agent-paths`, whose kind is the agent; each change's commits stand together.

    A merge is held against its first parent. Commits whose files cannot be listed leave a Gap that names
    their changes.
    """
    limited = [agent for agent in agents if agent.paths]
    files = _files(repository, commits)
    found = {agent.id: _outside(agent, commits, files) for agent in limited}
    records = [
        _touch(f"{agent.id}:{number}", agent.id, one)
        for agent in limited
        for number, one in enumerate(found[agent.id].files, start=1)
    ]
    watched = tuple(
        Watched(
            path_class=AGENT_PATHS,
            kind=agent.id,
            title=f"outside the paths of {agent.id}",
            globs=agent.paths,
            named=(),
            meaning="files that its commits touched outside these places",
            touched=found[agent.id].touched,
            listed=len(found[agent.id].files),
        )
        for agent in limited
    )
    return Touches(tuple(records), watched)


def _files(repository: CleanRepository, commits: Iterable[AgentCommit]) -> dict[str, tuple[TreeChange, ...]]:
    changes: dict[str, set[str]] = {}
    links = {}
    for commit in commits:
        changes.setdefault(commit.sha, set()).add(commit.change)
        links[commit.sha] = Link(commit.sha, commit.parents[:1])
    files = {}
    for sha, found in tree_changes(repository, links.values(), (), lambda path: True):
        if found is not None:
            files[sha] = found
            continue
        for change in sorted(changes[sha]):
            repository.gaps.note(
                "git",
                "agent-paths-unknown",
                what="the files of an agent's commit could not be listed: trees are missing or damaged here",
                effect="whether an agent kept to its paths in these changes is not known",
                affects=change,
            )
    return files


def _outside(
    agent: RegisteredAgent, commits: Iterable[AgentCommit], files: dict[str, tuple[TreeChange, ...]]
) -> _Outside:
    allowed = pattern(agent.paths).match
    touched: dict[str, dict[bytes, list[tuple[str, TreeChange]]]] = {}
    for commit in commits:
        if commit.agent == agent.id:
            for item in files.get(commit.sha, ()):
                touched.setdefault(commit.change, {}).setdefault(item.path, []).append((commit.sha, item))
    found = _Outside()
    for change, by_path in touched.items():
        found.touched += len(by_path)
        outside = [(path, items) for path, items in sorted(by_path.items()) if not allowed(path)]
        found.files += [
            _File(change, items[-1][1], tuple(sha for sha, _ in items)) for _, items in outside[:LISTED]
        ]
    return found


def _touch(name: str, agent: str, found: _File) -> Touch:
    change, item, shas = found
    effect = Effect.ADDED if item.before is None else Effect.DELETED if item.after is None else Effect.CHANGED
    return Touch(
        id=f"{change}:touch:{name}",
        change=change,
        path_class=AGENT_PATHS,
        kind=agent,
        path=item.path.decode("utf-8", "backslashreplace"),
        effect=effect,
        before=item.before,
        after=item.after,
        commits=shas,
        basis=TouchBasis.NAMED,
    )
