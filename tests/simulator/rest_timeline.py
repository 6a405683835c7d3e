"""Timelines of pull requests, as REST has them."""

from collections.abc import Iterable
from typing import Any

from tests.simulator.calls import Call, Reply
from tests.simulator.records import Commit, Event, Json, Pull, Review
from tests.simulator.rest_people import named_user
from tests.simulator.rest_pulls import commit, find
from tests.simulator.rest_reviews import review

_EVENTS = {
    "HeadRefForcePushedEvent": "head_ref_force_pushed",
    "ReadyForReviewEvent": "ready_for_review",
    "ConvertToDraftEvent": "convert_to_draft",
    "ReviewRequestedEvent": "review_requested",
    "ReviewDismissedEvent": "review_dismissed",
    "MergedEvent": "merged",
    "ClosedEvent": "closed",
    "ReopenedEvent": "reopened",
    "BaseRefChangedEvent": "base_ref_changed",
    "AutomaticBaseChangeSucceededEvent": "automatic_base_change_succeeded",
    "AutoMergeEnabledEvent": "auto_merge_enabled",
    "AutoSquashEnabledEvent": "auto_squash_enabled",
    "AutoRebaseEnabledEvent": "auto_rebase_enabled",
    "AutoMergeDisabledEvent": "auto_merge_disabled",
    "AddedToMergeQueueEvent": "added_to_merge_queue",
    "RemovedFromMergeQueueEvent": "removed_from_merge_queue",
}


def answer_timeline(call: Call) -> Reply:
    """Commits, reviews and events of a pull request in the order of time."""
    pull = find(call, "issue_number")
    entries: list[tuple[str, Json]] = [
        (call.world.commits[sha].committer.at, _committed(call, call.world.commits[sha]))
        for sha in pull.commits
    ]
    entries += [(one.submitted, _reviewed(call, pull, one)) for one in pull.reviews if one.submitted]
    entries += [(one.at, _event(call, pull, one)) for one in pull.events]
    rows, headers = call.page([entry for _, entry in sorted(entries, key=lambda pair: pair[0])])
    return Reply(rows, headers=headers)


def _committed(call: Call, one: Commit) -> Json:
    shown = commit(call, one)
    inner = shown["commit"]
    kept: Iterable[str] = ("author", "committer", "message", "tree", "verification", "url")
    return {
        "event": "committed",
        **{name: inner[name] for name in kept},
        **{name: shown[name] for name in ("sha", "node_id", "html_url", "parents")},
    }


def _reviewed(call: Call, pull: Pull, one: Review) -> Json:
    shown = review(call, pull, one) | {"user": named_user(call, one.author)}
    return shown | {"event": "reviewed", "state": one.state.lower()}


def _event(call: Call, pull: Pull, event: Event) -> Json:
    sha = event.details.get("commit") if event.kind == "MergedEvent" else event.details.get("after")
    found = sha if event.kind in {"MergedEvent", "HeadRefForcePushedEvent"} else None
    return {
        "id": event.id,
        "node_id": f"EV_{event.id}",
        "url": f"{call.repository}/issues/events/{event.id}",
        "actor": named_user(call, event.actor),
        "event": _EVENTS.get(event.kind, event.kind),
        "commit_id": found,
        "commit_url": f"{call.repository}/commits/{found}" if found else None,
        "created_at": event.at,
        "performed_via_github_app": None,
        **_event_details(call, event),
    }


def _event_details(call: Call, event: Event) -> dict[str, Any]:
    if event.kind == "ReviewRequestedEvent":
        asked = named_user(call, event.details["reviewer"])
        return {"review_requester": named_user(call, event.actor), "requested_reviewer": asked}
    if event.kind == "ReviewDismissedEvent":
        told = event.details
        dismissed = {
            "state": told["previous"].lower(),
            "review_id": told["review"],
            "dismissal_message": told["message"],
        }
        return {"dismissed_review": dismissed}
    return {}
