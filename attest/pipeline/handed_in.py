"""What whoever runs the collection hands in beside repository and forge, as one change is asked about it."""

from collections.abc import Callable
from typing import NamedTuple

from attest.detect.audit_log import Entry
from attest.model.change import Change
from attest.model.collected import Trace


def nothing(change: Change) -> tuple[Entry, ...]:
    """No entry."""
    del change
    return ()


class HandedIn(NamedTuple):
    """Exports of vendors and of a forge's audit log, of one repository."""

    traces: Callable[[str], tuple[Trace, ...]]
    """What exports of vendors say of a commit."""
    entries: Callable[[Change], tuple[Entry, ...]] = nothing
    """What audit logs hold about a change."""
