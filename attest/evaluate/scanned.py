"""Security tests of what a change landed: rows of scans, and checks that management names in their place."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attest.evaluate.arrival import unknown
from attest.evaluate.facts import ChangeFacts
from attest.model.change import Binding, Change, StatusCheck
from attest.model.imported import Imported

SCANS = "scans"
FINDINGS = "findings"
_ANY = "any"


def landed_revisions(change: Change) -> tuple[str, ...]:
    """The commits whose content is what landed: itself, and the last revision where that follows from it."""
    bound = change.binding in (Binding.IDENTICAL, Binding.CLEAN_MERGE) and unknown(change) is None
    return (change.landed_sha, *((change.head_sha,) if bound and change.head_sha else ()))


def open_revisions(change: Change) -> tuple[str, ...]:
    """The last revision where nobody could recompute whether it is what landed."""
    is_open = change.binding is Binding.UNVERIFIABLE and change.head_sha is not None
    return (change.head_sha,) if is_open and change.head_sha else ()


def rows_of(
    facts: ChangeFacts, source: str, revisions: Sequence[str], kinds: Sequence[str] = ()
) -> list[Imported]:
    """Rows of a source that are of one of the revisions, and of one of the kinds where any is given."""
    return [
        row
        for sha in revisions
        for row in facts.handed.by(source, "sha", sha)
        if not kinds or row.values.get("kind") in kinds
    ]


def results(facts: ChangeFacts, named: str, revisions: Sequence[str]) -> list[StatusCheck]:
    """Results of a check on any of the revisions, by time; `name by app` tells whose they must be."""
    name, by, app = named.rpartition(" by ")
    return [
        check
        for check in facts.checks
        if check.sha in revisions
        and check.name == (name if by else named)
        and (not by or app in (_ANY, check.app))
    ]


def is_in_time(at: str, limit: str, days: int) -> bool:
    """Whether an instant is no more than so many days after another."""
    # `fromisoformat` of Python 3.11 reads the final Z.
    return datetime.fromisoformat(at) <= datetime.fromisoformat(limit) + timedelta(days=days)
