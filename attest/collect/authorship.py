"""Who counts as an author of a change: the set from which nobody can approve it independently. Pure.

In it are the authors and co-authors of its commits, landed, brought in or seen only on the pull
request, and whoever opened the pull request. Agents and robots stay in. A merge adds its author only
where it holds something that merging its parents does not explain. Committers and mergers are
fallbacks for accountability, and not in the set.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from attest.model.commit import Commit
from attest.model.identity import Actor, ActorKind


@dataclass(slots=True)
class Authors:
    """The set under construction. `complete` turns false when somebody in it cannot be known."""

    complete: bool = True
    _actors: dict[str, Actor] = field(default_factory=dict)

    def add_commits(self, commits: Iterable[Commit], clean_merges: Collection[str]) -> None:
        """Add the people of commits; `clean_merges` are the ids of merges that brought in nothing else."""
        for commit in commits:
            if commit.sha not in clean_merges:
                self.add_commit(commit.author, commit.coauthors)

    def add_commit(self, author: Actor, coauthors: Iterable[Actor]) -> None:
        """Add an author and co-authors. An agent's commit that names no person hides its prompter."""
        people = tuple(coauthors)
        for actor in (author, *people):
            self.add(actor)
        if author.kind is ActorKind.AGENT and not any(actor.kind is ActorKind.PERSON for actor in people):
            self.complete = False

    def add(self, actor: Actor) -> None:
        """Add an actor; one who is unknown leaves the set incomplete."""
        if actor.kind is ActorKind.UNKNOWN:
            self.complete = False
        known = self._actors.get(actor.id)
        if known is None or (actor.linked and not known.linked):
            self._actors[actor.id] = actor

    def sorted(self) -> tuple[Actor, ...]:
        """The actors, by id."""
        return tuple(actor for _, actor in sorted(self._actors.items()))
