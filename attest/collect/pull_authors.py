"""Whom the forge names as authors of the commits that it lists for a pull request."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from attest.collect.forge import PullCommit
from attest.collect.records import Recorder
from attest.model.identity import Actor, ActorKind


@dataclass(frozen=True, slots=True)
class Written:
    """Who wrote one commit."""

    author: Actor
    coauthors: tuple[Actor, ...]

    @property
    def ids(self) -> frozenset[str]:
        """Ids of everybody who wrote it, robots left out: whatever they write, they approve nothing."""
        everybody = (self.author, *self.coauthors)
        return frozenset(actor.id for actor in everybody if actor.kind is not ActorKind.ROBOT)


@dataclass(frozen=True, slots=True)
class Listed:
    """The commits of a pull request, merges apart.

    Most merges update the pull request's branch and hold nothing of their own; one in which a conflict
    was resolved is a part of the change. The list does not tell them apart: the clone does, where it
    holds them.
    """

    commits: tuple[Written, ...]
    merges: tuple[Written, ...]

    def only_merged(self, opener: Actor) -> frozenset[str]:
        """Ids of those who made a merge, wrote no other commit, and did not open the pull request.

        None of them can be called an author, nor independent of the authors.
        """
        known = {opener.id}.union(*(written.ids for written in self.commits))
        return frozenset().union(*(written.ids for written in self.merges)) - known


def listed(commits: Sequence[PullCommit], recorder: Recorder) -> Listed:
    """Who wrote the commits that the forge lists: its accounts, else names and addresses."""
    found: tuple[list[Written], list[Written]] = ([], [])
    for commit in commits:
        found[commit.parents > 1].append(_written(commit, recorder))
    plain, merges = found
    return Listed(tuple(plain), tuple(merges))


def unknown_parents(sha: str) -> int | None:
    """Nothing is known of any commit's parents."""
    del sha
    return None


def with_parents(
    commits: Sequence[PullCommit], parents: Callable[[str], int | None]
) -> tuple[PullCommit, ...]:
    """The commits with as many parents as the clone says, where the forge was not asked."""
    return tuple(
        commit if commit.parents else replace(commit, parents=parents(commit.sha) or 0) for commit in commits
    )


def _written(commit: PullCommit, recorder: Recorder) -> Written:
    directory = recorder.directory
    author = (
        directory.account(commit.author)
        if commit.author is not None
        else directory.actor(commit.author_name, commit.author_email)
    )
    return Written(author, recorder.coauthors(commit.message, commit.author_name, commit.author_email))
