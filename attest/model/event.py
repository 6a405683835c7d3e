"""What the forge recorded of a pull request beside reviews and checks: timeline and inline comments."""

from enum import StrEnum

from attest.model.base import Record, Sha, UtcTime
from attest.model.change import ReviewState
from attest.model.identity import Actor


class EventKind(StrEnum):
    """What happened to a pull request."""

    FORCE_PUSH = "force-push"
    """Its branch was moved to a commit that does not follow from the one before."""
    READY = "ready-for-review"
    DRAFT = "draft"
    REVIEW_REQUEST = "review-request"
    DISMISSAL = "dismissal"
    MERGE = "merge"
    CLOSE = "close"
    REOPEN = "reopen"
    BASE_CHANGE = "base-change"
    AUTO_MERGE = "auto-merge"
    """Auto-merge was switched on."""
    AUTO_MERGE_OFF = "auto-merge-off"
    QUEUE = "merge-queue"
    """It was put into the merge queue."""
    UNQUEUE = "merge-queue-removal"
    AGENT_WORK = "agent-work"
    """An agent of the forge's began its work."""
    AGENT_WORK_END = "agent-work-end"
    """It ended, with or without a result."""


class Event(Record):
    """An entry of the timeline of a change's pull request."""

    id: str
    change: str
    kind: EventKind
    at: UtcTime | None
    actor: Actor
    subject: Actor | None
    """Whom a review was asked of, or who switched auto-merge on."""
    team: str
    """The team that a review was asked of, or empty."""
    before: Sha | None
    after: Sha | None
    """The commits that it leads from and to: of a force push, of a merge, of a dismissed review."""
    review: str
    """Id of the review that was dismissed, or empty; it may not be among the reviews on record."""
    previous_state: ReviewState | None
    """What that review was before: the verdict survives nowhere else."""
    commitment: str
    """To the reason that was given, and to the names of branches; empty where there is none."""


class Comment(Record):
    """A comment on lines of a change's pull request. What it says is only in the personal part, by digest."""

    id: str
    change: str
    review: str
    """Id of the review that it belongs to."""
    author: Actor
    drafted_at: UtcTime | None
    """When it was begun, by the server's clock."""
    published_at: UtcTime | None
    edited_at: UtcTime | None
    sha: Sha | None
    """The revision that it is shown on now."""
    original_sha: Sha | None
    """The revision that it was made on."""
    path: str
    line: int | None
    original_line: int | None
    outdated: bool | None
    """Whether the lines were changed since."""
    answer: bool
    """Whether it answers another comment."""
    commitment: str
