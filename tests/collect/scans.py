"""Every commit of a range read one after the other, as a scan walks them."""

from collections.abc import Iterator

from attest.collect.gitdir import CleanRepository
from attest.collect.objects import Unreadable, commits
from attest.collect.walk import ids
from attest.model.commit import RawCommit


def scan(repository: CleanRepository, revisions: str | None) -> Iterator[RawCommit | Unreadable]:
    """Oldest first."""
    with ids(repository, revisions) as shas:
        yield from commits(repository, shas)
