"""Plays a story: from steps to commits with ids, branches and pull requests. Pure; no git, no clock."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from attest.errors import ConfigError
from attest.samples.objects import Message, Node, Stamp, commit
from attest.samples.story import CommitStep, Entry, MergeStep, NoteStep, PullStep, Story
from attest.samples.trees import changed, merged

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
    before: tuple[Node, ...] = ()
    """What was pushed over, oldest first."""

    @property
    def head(self) -> Node:
        """Its last revision."""
        return self.commits[-1]

    def at(self, position: int) -> Node:
        """The commit at a position that counts from 1; 0 means the last."""
        return self.commits[position - 1]


@dataclass(slots=True)
class History:
    """Everything a story made. `known` are its commits by id, in the order of creation, parents first."""

    story: Story
    known: dict[str, Node] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    """Commit id to the person who wrote it, as the story names people."""
    branches: dict[str, Node] = field(default_factory=dict)
    pulls: list[Played] = field(default_factory=list)
    names: dict[str, Node] = field(default_factory=dict)
    other_refs: dict[str, Node] = field(default_factory=dict)
    """Full ref names of notes, replacements and trial merges."""

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The commits in the order of creation."""
        return tuple(self.known.values())

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
        """Full ref names to commit ids, sorted."""
        refs = {f"refs/heads/{name}": node.id for name, node in self.branches.items()}
        refs |= {f"refs/pull/{pull.step.number}/head": pull.head.id for pull in self.pulls}
        refs |= {name: node.id for name, node in self.other_refs.items()}
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
        if tip is None and history.known:
            tip = history.find(history.story.branch)
        history.branches[branch] = _commit(history, entry.push, tip, files)
    if entry.pull is not None:
        _pull(history, entry.pull, files)
    if entry.note is not None:
        _annotate(history, entry.note)
    if entry.replaces is not None:
        name = f"refs/replace/{history.find(entry.replaces.commit).id}"
        history.other_refs[name] = history.find(entry.replaces.shown)
    if entry.deletes:
        history.find(entry.deletes)
        del history.branches[entry.deletes]


def _pull(history: History, step: PullStep, files: Mapping[str, str]) -> None:
    base_name = step.base or history.story.branch
    base = history.find(base_name)
    start = tip = history.find(step.start or base_name)
    before: list[Node] = []
    for position, commit_step in enumerate(step.pushed_over.before if step.pushed_over else (), start=1):
        before.append(_commit(history, commit_step, before[-1] if before else start, files))
        history.names[f"#{step.number}/before/{position}"] = before[-1]
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
    if step.tried_at is not None:
        history.other_refs[f"refs/pull/{step.number}/merge"] = _try(history, played, step.tried_at)
    history.pulls.append(Played(step, played.commits, base, landed, tuple(before)))


def _commit(history: History, step: CommitStep, tip: Node | None, files: Mapping[str, str]) -> Node:
    parents = [tip] if tip else []
    tree = dict(tip.tree) if tip else {}
    if step.merges:
        others = tuple(history.find(name) for name in step.merges)
        if tip is None:
            raise ConfigError("the first commit cannot be a merge", where=history.story.name)
        tree = merged(history.known, tip, others, history.story.name)
        parents += others
    if step.repeats:
        tree |= changed(history.known, history.find(step.repeats))
    tree |= step.files | {name: files[name] for name in step.copies}
    tree |= {path: files[name] for path, name in step.copies_as.items()}
    tree |= {path: _numbered(count) for path, count in step.numbered.items()}
    for path in step.remove:
        del tree[path]
    author = _stamp(history, step.author, step.authored_at or step.at, step.zone)
    committer = _stamp(history, step.committer or step.author, step.at, step.zone)
    text = history.text(step.message) if step.verbatim else _message(history, step.message)
    message = Message(text, step.encoding, step.charset)
    node = commit(tree, tuple(p.id for p in parents), author, committer, message)
    _keep(history, node, step.author)
    if step.key:
        history.names[step.key] = node
    return node


def _numbered(count: int) -> str:
    return "".join(f"{number:06}\n" for number in range(1, count + 1))


def _land(history: History, pull: Played, how: MergeStep) -> Node:
    step = pull.step
    tree = merged(history.known, pull.base, (pull.head,), history.story.name) | how.files
    who = how.by if how.how == "merge" else step.opener
    parents = (pull.base.id, pull.head.id) if how.how == "merge" else (pull.base.id,)
    message = Message(_message(history, how.message or _written_by_the_forge(history.story, pull, how)))
    committer = Stamp(WEB.name, WEB.email, epoch(how.at))
    node = commit(tree, parents, _stamp(history, who, how.at), committer, message)
    _keep(history, node, who)
    return node


def _try(history: History, pull: Played, at: str) -> Node:
    """The forge's trial merge of base and head."""
    tree = merged(history.known, pull.base, (pull.head,), history.story.name)
    message = Message(f"Merge {pull.head.id} into {pull.base.id}\n")
    author, committer = _stamp(history, pull.step.opener, at), Stamp(WEB.name, WEB.email, epoch(at))
    node = commit(tree, (pull.base.id, pull.head.id), author, committer, message)
    _keep(history, node, pull.step.opener)
    return node


def _annotate(history: History, step: NoteStep) -> None:
    """One more commit on the notes' own ref, whose tree names the annotated commits."""
    before = history.other_refs.get(step.ref)
    target = history.find(step.on).id
    path = f"{target[:2]}/{target[2:]}" if step.split else target
    tree = (dict(before.tree) if before else {}) | {path: history.text(step.text)}
    stamp = _stamp(history, step.by, step.at)
    parents = (before.id,) if before else ()
    node = commit(tree, parents, stamp, stamp, Message("Notes added by 'git notes add'\n"))
    _keep(history, node, step.by)
    history.other_refs[step.ref] = node


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


def _stamp(history: History, person: str, at: str, zone: str = "+0000") -> Stamp:
    found = history.story.people.get(person)
    if found is None:
        raise ConfigError(f"nobody is called {person!r}", where=history.story.name)
    return Stamp(found.name, found.email, epoch(at), zone)


def _message(history: History, message: str) -> str:
    return history.text(message.rstrip("\n") + "\n")


def _keep(history: History, node: Node, author: str) -> None:
    history.known[node.id] = node
    history.authors[node.id] = author
