"""Who counts as an author of a change: the set from which nobody can approve it independently. Pure.

In it are the authors and co-authors of its commits, landed, brought in or seen only on the pull
request, whoever opened the pull request, and the person who prompted an agent among them. Agents and
robots stay in. A merge adds its author only where it holds something that merging its parents does
not explain. Committers and mergers are fallbacks for accountability, and not in the set.

Whoever pushed the last revision whose own content changed belongs in the set too, as far as the forge
says who that was (attest/collect/pushers.py). Where it does not, approval by somebody who pushed the
commits of others, and had no other part in the change, counts as independent, and a Gap says so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from attest.model.commit import Commit
from attest.model.identity import Actor, ActorKind


@dataclass(slots=True)
class Authors:
    """The set under construction."""

    known: bool = True
    """False when somebody who must be in the set could not be read."""
    _actors: dict[str, Actor] = field(default_factory=dict)
    _agents: set[str] = field(default_factory=set)
    _prompted: set[str] = field(default_factory=set)

    @property
    def complete(self) -> bool:
        """Whether everybody is known: each agent that wrote or opened wrote a commit that names a person.

        One commit is enough: agents open their work with a commit of their own that names nobody.
        The person beside one agent does not stand for whoever prompted another.
        """
        return self.known and not self.unprompted

    @property
    def unprompted(self) -> tuple[str, ...]:
        """Ids of the agents beside whom no commit names a person, sorted."""
        return tuple(sorted(self._agents - self._prompted))

    def add_commits(self, commits: Iterable[Commit], clean_merges: Collection[str]) -> None:
        """Add the people of commits; `clean_merges` are the ids of merges that brought in nothing else."""
        for commit in commits:
            if commit.sha not in clean_merges:
                self.add_commit(commit.author, commit.coauthors)

    def add_commit(self, author: Actor, coauthors: Iterable[Actor]) -> None:
        """Add an author and co-authors; a person beside an agent's work is whoever prompted it."""
        people = tuple(coauthors)
        for actor in (author, *people):
            self.add(actor)
        if author.kind is ActorKind.AGENT:
            self._agents.add(author.id)
            if any(actor.kind is ActorKind.PERSON for actor in people):
                self._prompted.add(author.id)

    def add_opener(self, actor: Actor) -> None:
        """Add whoever opened the pull request; where an agent did, somebody prompted it."""
        self.add(actor)
        if actor.kind is ActorKind.AGENT:
            self._agents.add(actor.id)

    def add_initiator(self, actor: Actor, opener: Actor | None) -> None:
        """Add whoever set the agent to work that opened the pull request, as the forge says."""
        self.add(actor)
        if actor.kind is ActorKind.PERSON and opener is not None and opener.kind is ActorKind.AGENT:
            self._prompted.add(opener.id)

    def add(self, actor: Actor) -> None:
        """Add an actor; one who is unknown leaves the set incomplete."""
        if actor.kind is ActorKind.UNKNOWN:
            self.known = False
        known = self._actors.get(actor.id)
        if known is None or (actor.linked and not known.linked):
            self._actors[actor.id] = actor

    def sorted(self) -> tuple[Actor, ...]:
        """The actors, by id."""
        return tuple(actor for _, actor in sorted(self._actors.items()))
