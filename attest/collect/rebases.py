"""Recognises a pull request that landed by rebase: its commits, one by one, on the branch. Pure.

The forge names only the last of them as the merge. The others are recognised by author, author date
and message, which a rebase keeps and a squash does not, going back from the last while they agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attest.collect.forge import PullCommit
from attest.collect.instants import instant
from attest.model.commit import RawCommit


@dataclass(frozen=True, slots=True)
class Rebased:
    """A landed commit as one of a pull request's: commit `place` (from 1) of `of`."""

    number: int
    place: int
    of: int
    counterpart: str
    """The commit on the pull request's own head."""
    last: str
    """The last of them, which the forge names."""


def recognise(
    number: int, window: Sequence[RawCommit], commits: Sequence[PullCommit]
) -> Mapping[str, Rebased]:
    """The landed commits that a pull request's commits explain, by id; empty when not even the last.

    `window` are landed commits, oldest first, that end at the one which the forge names; `commits`
    are the pull request's, in its order. Its merges are left out: a rebase drops them.
    """
    found: dict[str, Rebased] = {}
    plain = [commit for commit in commits if commit.parents < 2]
    steps = zip(reversed(window), range(len(plain), 0, -1), reversed(plain), strict=False)
    for landed, place, commit in steps:
        if len(landed.parents) != 1 or not (landed.sha == commit.sha or _same(landed, commit)):
            break
        found[landed.sha] = Rebased(number, place, len(plain), commit.sha, window[-1].sha)
    return found


def _same(landed: RawCommit, commit: PullCommit) -> bool:
    return (
        landed.author.name == commit.author_name
        and landed.author.email == commit.author_email
        and instant(landed.author.when) == commit.authored_at
        and landed.message.strip() == commit.message.strip()
    )
