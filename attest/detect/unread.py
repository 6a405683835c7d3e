"""Why silence of a change says nothing: what could not be read, and may hold a trace. Pure."""

from collections.abc import Collection, Iterable
from typing import Final

from attest.model.change import Change
from attest.model.collected import CollectedChange
from attest.model.line_record import LineRecord, LineVerdict

MESSAGE_TOO_LARGE: Final = "message-too-large"
OWN_COMMITS_UNREAD: Final = "own-commits-unread"
ATTACHMENTS_UNREAD: Final = "attachments-unread"
RECORD_UNREADABLE: Final = "line-record-unreadable"


def why_unknown(collected: CollectedChange, unread: Collection[str], records: Iterable[LineRecord]) -> str:
    """The first of the reasons that holds; empty where everything was read."""
    if any("oversize" in raw.flags for raw in collected.raw):
        return MESSAGE_TOO_LARGE
    if _hides_commits(collected.change):
        return OWN_COMMITS_UNREAD
    if unread:
        return ATTACHMENTS_UNREAD
    if any(record.verdict is LineVerdict.UNREADABLE for record in records):
        return RECORD_UNREADABLE
    return ""


def _hides_commits(change: Change) -> bool:
    """Whether it is a squash of commits that were not read: traces may be on them."""
    return change.method == "squash" and (change.head_tree is None or change.pull_commit_count is None)
