"""The wording of what a forge could not give: kind, what happened, and what that means for the figures."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from attest.collect.forge import Shortfall

BEYOND_REACH = "beyond-reach"
TWICE = "one is listed twice"
"""A page given once more may stand in the place of one that is not there."""
_Item = TypeVar("_Item")
_EFFECTS = {
    "pulls-incomplete": "a change that no listed pull request explains is undetermined, not a direct push",
    "pull-unlisted": "other pull requests may be missing from it too, merged or not on the branch",
    "pull-incomplete": "fields of the pull request that only its own page holds are not known",
    "pull-commits-incomplete": "authors of the pull request's own commits may be missing",
    "reviews-incomplete": "a review that is not listed here may exist",
    "checks-incomplete": "a check that is not listed here may exist",
    "required-checks-unknown": "whether a check was required is not known",
    "edited-during-collection": "what was read of it may be of two different states",
    "agent-work-unread": "whether and when the forge's own agent worked on it is not on record",
    "events-incomplete": "a force push, a dismissed review or a merge that is not listed here may exist",
    "comments-incomplete": "a comment that is not listed here may exist",
    "pushes-incomplete": "a push to the branch that is not listed here may exist, and its time is not known",
    "rules-incomplete": "which rules bound the branch in the period is not known in full",
    "bypass-actors-unknown": "who may bypass these rules is not known",
    "bypasses-incomplete": "a push that bypassed the branch's rules, and is not listed here, may exist",
    "deployments-incomplete": "a deployment that is not listed here may exist",
    "permissions-incomplete": "an account that may push, and is not listed here, may exist",
    "agent-tasks-incomplete": "who set the forge's own agent to work may not be known",
    "not-permitted": "what it would have shown is not known; the other sources were read all the same",
}


def shortfall(kind: str, thing: str, why: str) -> Shortfall:
    """Something that could not be read whole."""
    return Shortfall(kind, f"{thing} could not be read whole: {why}", _EFFECTS[kind])


def beyond_reach(things: str, kept: str) -> Shortfall:
    """Something that the forge remembers for a time only, which was over for a part of the period.

    No date stands in it: what is recorded does not depend on the second in which a fetch began.
    """
    return Shortfall(
        BEYOND_REACH,
        f"the forge lists {things} of the last {kept} alone, and the period began before that",
        f"{things} of its first days are not listed, whether there were any; an earlier run may hold them",
    )


def unique(found: Sequence[_Item], key: Callable[[_Item], Hashable]) -> tuple[tuple[_Item, ...], str]:
    """Each entry once, the last of those with one key; and why the list may not be whole."""
    once = {key(one): one for one in found}
    return tuple(once.values()), "" if len(once) == len(found) else TWICE
