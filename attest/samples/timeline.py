"""The timeline of a pull request of a story, and how pushes fared by the rules: for recordings that ask."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from attest.samples import shapes
from attest.samples.history import History, Played
from attest.samples.objects import Node
from attest.samples.shapes import Answer

_GHOST = {"login": "ghost", "id": 10137, "type": "User"}


@dataclass(frozen=True, slots=True)
class Event:
    """An entry that is neither a commit nor a review; `by` is a person of the story.

    `commit` is the one that a push left or a merge made; `review`, `text` and `was` are of a
    dismissal.
    """

    id: int
    kind: Literal["head_ref_force_pushed", "review_dismissed", "merged", "closed"]
    at: str
    by: str
    commit: str = ""
    before: str = ""
    review: int = 0
    text: str = ""
    was: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """How one push to the release branch fared by its rules."""

    id: int
    at: str
    by: str
    before: str
    after: str
    result: str


def events(pull: Played) -> tuple[Event, ...]:
    """What happened to a pull request, in the order of time."""
    told = sorted(_told(pull), key=lambda event: event.at)
    first = 5_000_000_000 + pull.step.number * 100
    return tuple(replace(event, id=first + place) for place, event in enumerate(told, start=1))


def _told(pull: Played) -> Iterator[Event]:
    step = pull.step
    if step.pushed_over is not None:
        over = step.pushed_over
        yield Event(0, "head_ref_force_pushed", over.at, over.by, pull.head.id, pull.before[-1].id)
    for position, review in enumerate(step.reviews, start=1):
        if review.dismissed is not None:
            number, told = shapes.review_id(pull, position), review.dismissed
            kind: Literal["review_dismissed"] = "review_dismissed"
            yield Event(0, kind, told.at, told.by, review=number, text=told.reason, was=told.was)
    if step.merged is not None and pull.landed is not None:
        yield Event(0, "merged", step.merged.at, step.merged.by, pull.landed.id)
        yield Event(0, "closed", step.merged.at, step.merged.by)
    elif step.closed_at is not None:
        yield Event(0, "closed", step.closed_at, step.opener)


def answer(history: History, pull: Played) -> list[Answer]:
    """Commits, reviews and events of a pull request in the order of time, as the forge lists them."""
    entries = [(_time(node), _committed(node)) for node in shapes.listed(history, pull)]
    for position, step in enumerate(pull.step.reviews, start=1):
        if step.at is not None:
            shown = shapes.review(history, pull, position, step)
            more = {"event": "reviewed", "state": step.state.lower(), "user": shown["user"] or _GHOST}
            entries.append((step.at, shown | more))
    entries += [(event.at, _event(history, event)) for event in events(pull)]
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0])]


def _time(node: Node) -> str:
    return str(shapes.ident(node.committer)["date"])


def _committed(node: Node) -> Answer:
    return {
        "event": "committed",
        "sha": node.id,
        "author": shapes.ident(node.author),
        "committer": shapes.ident(node.committer),
        "message": node.message.rstrip("\n"),
        "parents": [{"sha": parent} for parent in node.parents],
    }


def _event(history: History, event: Event) -> Answer:
    shown: Answer = {
        "id": event.id,
        "event": event.kind,
        "created_at": event.at,
        "actor": shapes.user(history.story.people[event.by]) or _GHOST,
        "commit_id": event.commit or None,
    }
    if event.review:
        dismissed = {"state": event.was, "review_id": event.review, "dismissal_message": event.text}
        shown["dismissed_review"] = dismissed
    return shown


def suites(history: History) -> tuple[Suite, ...]:
    """How the pushes fared of which the story says so, oldest first."""
    return tuple(_suites(history))


def _suites(history: History) -> Iterator[Suite]:
    pulls = {pull.step.number: pull for pull in history.pulls}
    number = 6_000_000_000
    for entry in history.story.history:
        number += 1
        if not entry.rules:
            continue
        if entry.push is not None:
            node = history.find(entry.push.key)
            yield Suite(number, entry.push.at, entry.push.author, node.parents[0], node.id, entry.rules)
        elif entry.pull is not None and entry.pull.merged is not None:
            merged, pull = entry.pull.merged, pulls[entry.pull.number]
            after = pull.landed.id if pull.landed else ""
            yield Suite(number, merged.at, merged.by, pull.base.id, after, entry.rules)


def suites_answer(history: History) -> list[Answer]:
    """How the pushes fared, newest first."""
    return [_suite(history, one) for one in reversed(suites(history))]


def _suite(history: History, one: Suite) -> Answer:
    actor: Any = shapes.user(history.story.people[one.by]) or _GHOST
    return {
        "id": one.id,
        "actor_id": actor["id"],
        "actor_name": actor["login"],
        "before_sha": one.before,
        "after_sha": one.after,
        "ref": f"refs/heads/{history.story.branch}",
        "repository_id": history.story.repository_id,
        "repository_name": history.story.name,
        "pushed_at": one.at,
        "result": one.result,
    }
