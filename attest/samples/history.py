"""Plays a story: from steps to commits with ids, branches and pull requests. Pure; no git, no clock."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from attest.errors import ConfigError
from attest.samples.objects import Node, Stamp, Tree, commit
from attest.samples.story import CommitStep, Entry, MergeStep, PullStep, Story

_REFERENCE = re.compile(r"\{\{([#\w/.-]+)\}\}")
WEB = Stamp("GitHub", "noreply@github.com", 0)
"""Who commits what is merged in the forge's pages."""


@dataclass(frozen=True, slots=True)
class Played:
    """A pull request after the story: its own commits, oldest first, and what landed of it."""

    step: PullStep
    commits: tuple[Node, ...]
    base: Node
    landed: Node | None

    @property
    def head(self) -> Node:
        """Its last revision."""
        return self.commits[-1]

    def at(self, position: int) -> Node:
        """The commit at a position that counts from 1; 0 means the last."""
        return self.commits[position - 1]


@dataclass(slots=True)
class History:
    """Everything a story made. `nodes` are in the order of creation, parents first."""

    story: Story
    nodes: list[Node] = field(default_factory=list)
    authors: dict[str, str] = field(default_factory=dict)
    """Commit id to the person who wrote it, as the story names people."""
    branches: dict[str, Node] = field(default_factory=dict)
    pulls: list[Played] = field(default_factory=list)
    names: dict[str, Node] = field(default_factory=dict)

    def find(self, name: str) -> Node:
        """A commit by its name in the story.

        Raises:
            ConfigError: Nothing of that name has happened yet.
        """
        found = self.names.get(name) or self.branches.get(name)
        if found is None:
            raise ConfigError(f"no commit is called {name!r} so far", where=self.story.name)
        return found

    def text(self, template: str) -> str:
        """A text with commit ids in place of their names in double braces."""
        return _REFERENCE.sub(lambda match: self.find(match[1]).id, template)

    def refs(self) -> dict[str, str]:
        """Full ref names to commit ids, sorted: branches, and the heads of pull requests."""
        refs = {f"refs/heads/{name}": node.id for name, node in self.branches.items()}
        refs |= {f"refs/pull/{pull.step.number}/head": pull.head.id for pull in self.pulls}
        return dict(sorted(refs.items()))


def play(story: Story, files: Mapping[str, str]) -> History:
    """Everything that happens in a story.

    Args:
        story: The story.
        files: Files of the story's folder that commits copy, by name.

    Raises:
        ConfigError: The story names something that is not there.
    """
    history = History(story)
    for entry in story.history:
        _play(history, entry, files)
    return history


def epoch(time: str) -> int:
    """The epoch second of a UTC time as the model writes it."""
    return int(datetime.strptime(time, "%Y-%m-%dT%H:%M:%S%z").timestamp())


def _play(history: History, entry: Entry, files: Mapping[str, str]) -> None:
    if entry.push is not None:
        branch = entry.branch or history.story.branch
        tip = history.branches.get(branch)
        if tip is None and history.nodes:
            tip = history.find(history.story.branch)
        node = _commit(history, entry.push, tip, files)
        history.branches[branch] = node
    if entry.pull is not None:
        _pull(history, entry.pull, files)


def _pull(history: History, step: PullStep, files: Mapping[str, str]) -> None:
    base_name = step.base or history.story.branch
    base = history.find(base_name)
    tip = history.find(step.start or base_name)
    made: list[Node] = []
    for position, commit_step in enumerate(step.commits, start=1):
        tip = _commit(history, commit_step, tip, files)
        history.names[f"#{step.number}/{position}"] = tip
        history.names[f"#{step.number}/head"] = tip
        made.append(tip)
    landed = None
    played = Played(step, tuple(made), base, None)
    if step.merged is not None:
        landed = _land(history, played, step.merged)
        history.branches[base_name] = landed
        history.names[f"#{step.number}"] = landed
    history.pulls.append(Played(step, played.commits, base, landed))


def _commit(history: History, step: CommitStep, tip: Node | None, files: Mapping[str, str]) -> Node:
    parents = [tip] if tip else []
    tree = dict(tip.tree) if tip else {}
    if step.merges:
        other = history.find(step.merges)
        if tip is None:
            raise ConfigError("the first commit cannot be a merge", where=history.story.name)
        tree = _merged(history, tip, other)
        parents.append(other)
    if step.repeats:
        tree |= _changed(history, history.find(step.repeats))
    tree |= step.files | {name: files[name] for name in step.copies}
    for path in step.remove:
        del tree[path]
    author = _stamp(history, step.author, step.at)
    committer = _stamp(history, step.committer or step.author, step.at)
    node = commit(tree, tuple(p.id for p in parents), author, committer, _message(history, step.message))
    _keep(history, node, step.author)
    if step.key:
        history.names[step.key] = node
    return node


def _land(history: History, pull: Played, how: MergeStep) -> Node:
    step = pull.step
    tree = _merged(history, pull.base, pull.head) | how.files
    who = how.by if how.how == "merge" else step.opener
    parents = (pull.base.id, pull.head.id) if how.how == "merge" else (pull.base.id,)
    message = how.message or _written_by_the_forge(history.story, pull, how)
    committer = Stamp(WEB.name, WEB.email, epoch(how.at))
    node = commit(tree, parents, _stamp(history, who, how.at), committer, _message(history, message))
    _keep(history, node, who)
    return node


def _written_by_the_forge(story: Story, pull: Played, how: MergeStep) -> str:
    """The message that GitHub proposes for a merge or a squash."""
    step = pull.step
    if how.how == "merge":
        return f"Merge pull request #{step.number} from {story.owner}/{step.branch}\n\n{step.title}\n"
    if len(pull.commits) == 1:
        subject, _, body = pull.head.message.partition("\n")
        return f"{subject} (#{step.number})\n{body}"
    listed = "\n".join(f"* {node.message}" for node in pull.commits)
    return f"{step.title} (#{step.number})\n\n{listed}"


def _merged(history: History, ours: Node, theirs: Node) -> dict[str, str]:
    """The tree of a merge in which no path was changed on both sides.

    Raises:
        ConfigError: A path was changed on both sides to different content.
    """
    base = _fork(history, ours, theirs)
    tree = dict(ours.tree)
    for path in set(base) | set(theirs.tree):
        if theirs.tree.get(path) == base.get(path) or theirs.tree.get(path) == tree.get(path):
            continue
        if tree.get(path) != base.get(path):
            raise ConfigError(f"both sides of a merge change {path!r}", where=history.story.name)
        if path in theirs.tree:
            tree[path] = theirs.tree[path]
        else:
            del tree[path]
    return tree


def _fork(history: History, ours: Node, theirs: Node) -> Tree:
    """The tree of the newest commit that both sides have; samples hold no criss-cross merges."""
    known = {node.id: node for node in history.nodes}
    mine = set(_ancestors(known, ours))
    shared = [node for node in history.nodes if node.id in mine & set(_ancestors(known, theirs))]
    return shared[-1].tree if shared else {}


def _ancestors(known: Mapping[str, Node], node: Node) -> Iterator[str]:
    waiting, seen = [node.id], set[str]()
    while waiting:
        current = waiting.pop()
        if current not in seen:
            seen.add(current)
            yield current
            waiting += known[current].parents


def _changed(history: History, node: Node) -> dict[str, str]:
    parent = next(found for found in history.nodes if found.id == node.parents[0])
    return {path: text for path, text in node.tree.items() if parent.tree.get(path) != text}


def _stamp(history: History, person: str, at: str) -> Stamp:
    found = history.story.people.get(person)
    if found is None:
        raise ConfigError(f"nobody is called {person!r}", where=history.story.name)
    return Stamp(found.name, found.email, epoch(at))


def _message(history: History, message: str) -> str:
    return history.text(message.rstrip("\n") + "\n")


def _keep(history: History, node: Node, author: str) -> None:
    history.nodes.append(node)
    history.authors[node.id] = author
