"""A world as it was: what had come about by an instant, and the repository as it stood then."""

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.simulator.records import Event, Pull, Review
from tests.simulator.world import World


def as_of(world: World, at: str) -> World:
    """The world of that instant: nothing of what came later, and what the forge had forgotten by then.

    Texts, labels, drafts and accounts are those of the world as told: their past is not on record.
    """
    then = world.copy()
    then.clock.now = at
    then.pulls = {
        number: _pull(pull, world, at) for number, pull in world.pulls.items() if pull.created <= at
    }
    then.checks = {
        sha: tuple(one for one in checks if one.started <= at) for sha, checks in world.checks.items()
    }
    then.statuses = {
        sha: tuple(one for one in statuses if one.at <= at) for sha, statuses in world.statuses.items()
    }
    then.pushes = tuple(one for one in world.pushes if one.at <= at)
    then.rule_suites = tuple(one for one in world.rule_suites if one.at <= at)
    then.deployments = tuple(
        replace(one, statuses=tuple(status for status in one.statuses if status.at <= at))
        for one in world.deployments
        if one.at <= at
    )
    then.heads[world.branch] = _tip(then)
    then.changed()
    return then


def point(folder: Path, world: World) -> None:
    """Let the branch, and each pull request's, be in a repository where they are in a world."""
    wanted = {f"refs/heads/{world.branch}": world.heads[world.branch]}
    wanted |= {f"refs/pull/{number}/head": pull.head_sha for number, pull in world.pulls.items()}
    shown = subprocess.run(
        ["git", "for-each-ref", "--format=%(refname)"], cwd=folder, check=True, capture_output=True, text=True
    )
    gone = [f"delete {name}\n" for name in shown.stdout.split() if name not in wanted]
    moved = [f"update {name} {sha}\n" for name, sha in wanted.items()]
    subprocess.run(
        ["git", "update-ref", "--stdin"], cwd=folder, check=True, input="".join(gone + moved), text=True
    )


def _tip(then: World) -> str:
    """Where the last push left the branch; its first commit where there was none yet."""
    mine = [one for one in then.pushes if one.ref == f"refs/heads/{then.branch}"]
    if mine:
        return max(mine, key=lambda one: (one.at, one.id)).after
    below = then.commits[then.heads[then.branch]]
    while below.parents:
        below = then.commits[below.parents[0]]
    return below.sha


def _pull(pull: Pull, world: World, at: str) -> Pull:
    commits = tuple(sha for sha in pull.commits if world.commits[sha].committer.at <= at)
    later = {
        one.details["review"]: str(one.details["previous"])
        for one in pull.events
        if one.kind == "ReviewDismissedEvent" and one.at > at
    }
    reviews = tuple(
        replace(_review(one, at), state=later.get(one.id, one.state))
        for one in pull.reviews
        if one.created <= at
    )
    events = tuple(one for one in pull.events if one.at <= at)
    was = replace(
        pull,
        commits=commits,
        head_sha=commits[-1] if commits else pull.base_sha,
        reviews=reviews,
        events=events,
        updated=pull.updated if pull.updated <= at else _updated(pull.created, reviews, events),
    )
    if pull.closed_at and pull.closed_at > at:
        was = replace(was, closed_at=None)
    if pull.merged_at and pull.merged_at > at:
        was = replace(was, merged_at=None, merged_by=None, merge_commit=None, landed=())
    return was


def _updated(created: str, reviews: Sequence[Review], events: Sequence[Event]) -> str:
    said = (comment.at for review in reviews for comment in review.comments)
    return max((created, *(one.created for one in reviews), *(one.at for one in events), *said))


def _review(review: Review, at: str) -> Review:
    return replace(review, comments=tuple(one for one in review.comments if one.at <= at))
