"""Timeline entries as nodes of the GraphQL schema."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from tests.simulator.records import Event, Json
from tests.simulator.world import World


class Shapes(Protocol):
    """What an entry refers to, as nodes."""

    @property
    def world(self) -> World:
        """The world."""

    def actor(self, login: str | None) -> Json | None:
        """An account."""

    def commit(self, sha: str | None) -> Json | None:
        """A commit."""

    def pull_commit(self, sha: str | None) -> Json | None:
        """A commit of a pull request."""

    def review(self, review: Any) -> Json:
        """A review."""


def event(shapes: Shapes, one: Event) -> Json | None:
    """An entry; nothing for one that GraphQL does not know."""
    more = _MORE.get(one.kind)
    if more is None:
        return None
    actor = lambda _: shapes.actor(one.actor)  # noqa: E731 - a field
    shown = {"__typename": one.kind, "id": f"EV_{one.id}", "createdAt": one.at, "actor": actor}
    return shown | more(shapes, one.details)


def _nothing(_: Shapes, __: Mapping[str, Any]) -> Json:
    return {}


def _force_pushed(shapes: Shapes, told: Mapping[str, Any]) -> Json:
    before, after = shapes.commit(told["before"]), shapes.commit(told["after"])
    return {"beforeCommit": before, "afterCommit": after}


def _requested(shapes: Shapes, told: Mapping[str, Any]) -> Json:
    return {"requestedReviewer": shapes.actor(told["reviewer"])}


def _dismissed(shapes: Shapes, told: Mapping[str, Any]) -> Json:
    review = shapes.world.index.reviews.get(told["review"])
    return {
        "previousReviewState": told["previous"],
        "dismissalMessage": told["message"] or None,
        "review": shapes.review(review) if review else None,
        "pullRequestCommit": shapes.pull_commit(told["commit"]),
    }


def _merged(shapes: Shapes, told: Mapping[str, Any]) -> Json:
    return {"commit": shapes.commit(told["commit"]), "mergeRefName": shapes.world.branch}


def _retargeted(_: Shapes, told: Mapping[str, Any]) -> Json:
    return {"previousRefName": told["before"], "currentRefName": told["after"]}


def _moved(_: Shapes, told: Mapping[str, Any]) -> Json:
    return {"oldBase": told["before"], "newBase": told["after"]}


def _enabled(shapes: Shapes, told: Mapping[str, Any]) -> Json:
    enabler = shapes.actor(told["enabler"])
    return {"enabler": enabler if enabler and enabler["__typename"] == "User" else None}


def _reason(shapes: Shapes, told: Mapping[str, Any]) -> Json:
    return {"reason": told["reason"] or None, "beforeCommit": shapes.commit(told.get("before"))}


_MORE: Final[dict[str, Callable[[Shapes, Mapping[str, Any]], Json]]] = {
    "HeadRefForcePushedEvent": _force_pushed,
    "ReadyForReviewEvent": _nothing,
    "ConvertToDraftEvent": _nothing,
    "ReviewRequestedEvent": _requested,
    "ReviewDismissedEvent": _dismissed,
    "MergedEvent": _merged,
    "ClosedEvent": _nothing,
    "ReopenedEvent": _nothing,
    "BaseRefChangedEvent": _retargeted,
    "AutomaticBaseChangeSucceededEvent": _moved,
    "AutoMergeEnabledEvent": _enabled,
    "AutoSquashEnabledEvent": _enabled,
    "AutoRebaseEnabledEvent": _enabled,
    "AutoMergeDisabledEvent": _reason,
    "AddedToMergeQueueEvent": _nothing,
    "RemovedFromMergeQueueEvent": _reason,
}
