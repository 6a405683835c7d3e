"""What happened to one pull request, told step by step; each step dates the pull request."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.simulator.records import App, AutoMerge, Check, Comment, Event, Review, Status
from tests.simulator.world import World

if TYPE_CHECKING:
    from tests.simulator.builder import WorldBuilder

_AUTO = {
    "MERGE": "AutoMergeEnabledEvent",
    "SQUASH": "AutoSquashEnabledEvent",
    "REBASE": "AutoRebaseEnabledEvent",
}


class PullBuilder:
    """A pull request in the making."""

    def __init__(self, builder: "WorldBuilder", world: World, number: int) -> None:
        self._builder = builder
        self._world = world
        self.number = number

    def review(
        self, by: str, state: str, *, at: str | None, commit: str | None, body: str = "", **more: Any
    ) -> int:
        """A review; a pending one has no time. More: fields of `Review`. Its id."""
        number = self._builder.serial()
        created = at or self._world.pulls[self.number].updated
        review = Review(number, state, by, commit, body, created, at, **more)
        self._edit(created, reviews=(*self._world.pulls[self.number].reviews, review))
        return number

    def comment(
        self,
        review: int,
        by: str,
        body: str,
        *,
        path: str,
        line: int | None,
        drafted: str,
        at: str,
        **more: Any,
    ) -> int:
        """An inline comment of a review. More: fields of `Comment`. Its id."""
        number = self._builder.serial()
        mine = next(one for one in self._world.pulls[self.number].reviews if one.id == review)
        sha = mine.commit or self._world.pulls[self.number].head_sha
        comment = Comment(number, by, body, path, line, sha, sha, drafted, at, **more)
        added = replace(mine, comments=(*mine.comments, comment))
        reviews = tuple(added if one.id == review else one for one in self._world.pulls[self.number].reviews)
        self._edit(at, reviews=reviews)
        return number

    def dismissed(
        self, review: int, by: str, *, at: str, message: str = "", commit: str | None = None
    ) -> None:
        """A review that no longer counts; its verdict is left in the timeline alone."""
        reviews = self._world.pulls[self.number].reviews
        before = next(one for one in reviews if one.id == review)
        after = replace(before, state="DISMISSED")
        self._edit(at, reviews=tuple(after if one.id == review else one for one in reviews))
        self.event("ReviewDismissedEvent", by, at=at, review=review, previous=before.state, message=message,
                   commit=commit)  # fmt: skip

    def force_pushed(self, by: str, *, before: str, after: str, at: str) -> None:
        """The branch was rewritten."""
        self.event("HeadRefForcePushedEvent", by, at=at, before=before, after=after)

    def requested(self, reviewer: str, *, by: str, at: str) -> None:
        """Someone was asked to review."""
        self.event("ReviewRequestedEvent", by, at=at, reviewer=reviewer)

    def ready(self, by: str, *, at: str) -> None:
        """No longer a draft."""
        self._edit(at, draft=False)
        self.event("ReadyForReviewEvent", by, at=at)

    def drafted(self, by: str, *, at: str) -> None:
        """Made a draft."""
        self._edit(at, draft=True)
        self.event("ConvertToDraftEvent", by, at=at)

    def retargeted(self, by: str, before: str, after: str, *, at: str, automatic: bool = False) -> None:
        """Another base branch; automatically, where the one before was merged and deleted."""
        self._edit(at, base=after)
        kind = "AutomaticBaseChangeSucceededEvent" if automatic else "BaseRefChangedEvent"
        self.event(kind, by, at=at, before=before, after=after)

    def auto_merge(self, by: str, *, at: str, method: str = "SQUASH") -> None:
        """To be merged as soon as it may be."""
        self._edit(at, auto_merge=AutoMerge(by, at, method))
        self.event(_AUTO[method], by, at=at, enabler=by)

    def auto_merge_off(self, by: str, *, at: str, reason: str = "") -> None:
        """No longer to be merged by itself."""
        self._edit(at, auto_merge=None)
        self.event("AutoMergeDisabledEvent", by, at=at, reason=reason)

    def queued(self, by: str, *, at: str) -> None:
        """Put into the merge queue."""
        self.event("AddedToMergeQueueEvent", by, at=at)

    def unqueued(self, by: str, *, at: str, reason: str = "", before: str | None = None) -> None:
        """Taken out of the merge queue."""
        self.event("RemovedFromMergeQueueEvent", by, at=at, reason=reason, before=before)

    def agent_started(self, by: str, *, at: str) -> None:
        """An agent began its work: an entry that only REST has."""
        self.event("copilot_work_started", by, at=at)

    def check(
        self,
        name: str,
        conclusion: str | None,
        *,
        at: str,
        sha: str | None = None,
        app: App | None = None,
        started: str | None = None,
    ) -> int:
        """A check run, done unless it has no conclusion. Its id."""
        where = sha or self._world.pulls[self.number].head_sha
        number = self._builder.serial()
        status, completed = ("COMPLETED", at) if conclusion else ("IN_PROGRESS", None)
        check = Check(number, name, where, status, conclusion, started or at, completed, app or App())
        self._world.checks[where] = (*self._world.checks.get(where, ()), check)
        return number

    def status(self, context: str, state: str, *, at: str, by: str | None, sha: str | None = None) -> int:
        """A commit status. Its id."""
        where = sha or self._world.pulls[self.number].head_sha
        status = Status(self._builder.serial(), context, where, state, at, by)
        self._world.statuses[where] = (*self._world.statuses.get(where, ()), status)
        return status.id

    def merged(self, by: str, *, at: str, sha: str, landed: Sequence[str] = ()) -> None:
        """Merged, as this commit; by rebase also as the commits below it."""
        self._edit(at, merged_at=at, merged_by=by, merge_commit=sha, closed_at=at, landed=tuple(landed))
        self.event("MergedEvent", by, at=at, commit=sha)
        self.event("ClosedEvent", by, at=at)

    def closed(self, by: str, *, at: str) -> None:
        """Closed and not merged."""
        self._edit(at, closed_at=at)
        self.event("ClosedEvent", by, at=at)

    def reopened(self, by: str, *, at: str) -> None:
        """Open again."""
        self._edit(at, closed_at=None)
        self.event("ReopenedEvent", by, at=at)

    def closes(self, *issues: int) -> None:
        """Issues that it closes."""
        self._edit(self._world.pulls[self.number].updated, closes=issues)

    def event(self, kind: str, by: str | None, *, at: str, **details: Any) -> None:
        """An entry of the timeline."""
        event = Event(self._builder.serial(), kind, at, by, details)
        self._edit(at, events=(*self._world.pulls[self.number].events, event))

    def _edit(self, at: str, **changes: Any) -> None:
        latest = max(at, self._world.pulls[self.number].updated)
        self._world.edit(self.number, at=latest, **changes)
