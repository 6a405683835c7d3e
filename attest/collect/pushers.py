"""Who pushed the last revision of a pull request whose own content changed. Pure.

A push that brought nothing but clean merges of the base is passed over: whoever presses the button that
brings a branch up to date decides nothing. Then the push before it counts. A rebase is a push like any
other: its commits are new ones, and whoever pushed them answers for what they hold.
"""

from collections.abc import Callable
from typing import NamedTuple

from attest.collect.forge import PullRequest
from attest.collect.forge_records import Account, BranchPush

MOST_UPDATES = 100
_FORGE = "web-flow"
"""The account in whose name the platform itself commits and pushes."""
UNKNOWN = {
    "not-asked": "pushes to the branches of pull requests were not asked for",
    "fork": "it came from a fork, whose pushes its own repository alone shows",
    "beyond-reach": "its last push lies beyond what the list of pushes goes back to",
    "not-listed": "its last revision is the end of no push that is listed",
    "not-readable": "the list of pushes could not be read, or not whole",
    "deleted-account": "the account that pushed is deleted or unknown",
    "merge-unverified": "its last revision is a merge of which it cannot be told whether it is clean",
}
"""Why nobody is known, by the word that the record has."""


class Pushed(NamedTuple):
    """Whose push it was, or in a word why that is not known."""

    account: Account | None
    unknown: str = ""


def last_push(pull: PullRequest, before_update: Callable[[str], str | None]) -> Pushed:
    """Who pushed the last revision with content of its own.

    `before_update` gives the revision that a clean merge of the base updated: the same one where it is none,
    `None` where that cannot be told.
    """
    told = pull.head_pushes
    if told is None or pull.is_from_fork is not False:
        return Pushed(None, "fork" if pull.is_from_fork else "not-asked")
    pushes = {push.after: push for push in reversed(told.pushes) if push.after}
    at = pull.head_sha
    for _ in range(MOST_UPDATES):
        push = pushes.get(at)
        if push is None:
            return Pushed(None, _missing(pull))
        way = _updates(at, push.before, before_update)
        if way is None:
            return Pushed(None, "merge-unverified")
        if not way:
            return _of(push)
        at = push.before
    return Pushed(None, "merge-unverified")


def _updates(after: str, before: str, before_update: Callable[[str], str | None]) -> bool | None:
    """Whether nothing but clean merges of the base leads from one revision to another."""
    at = after
    for _ in range(MOST_UPDATES):
        earlier = before_update(at)
        if earlier is None or earlier == at:
            return None if earlier is None else False
        if earlier == before:
            return True
        at = earlier
    return None


def _missing(pull: PullRequest) -> str:
    told = pull.head_pushes
    if told is not None and told.problem:
        return "not-readable"
    is_within = told is not None and pull.created_at is not None and pull.created_at >= told.reach
    return "not-listed" if is_within else "beyond-reach"


def _of(push: BranchPush) -> Pushed:
    if push.actor is None:
        return Pushed(None, "deleted-account")
    return Pushed(None, "forge") if push.actor.login == _FORGE else Pushed(push.actor)
