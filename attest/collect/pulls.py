"""What a landed commit says of itself: the pull request that its subject names. A claim, not yet a fact.

`refs/pull/N/merge` is never looked at: it is a trial merge of the forge's, not history.
"""

import re
from typing import NamedTuple

from attest.model.commit import RawCommit

_MERGE = re.compile(r"Merge pull request #([1-9][0-9]{0,8}) from [^\s/]{1,200}/\S")
_ENDING = re.compile(r"\(#([1-9][0-9]{0,8})\)\s*\Z")
_SUBJECT_LIMIT = 4000


class Landing(NamedTuple):
    """A commit of the first-parent line, as far as it is held for the whole range.

    `number` is the pull request that its subject names, nought when it names none; `side_tree` the
    tree of the second parent of a merge of two.
    """

    sha: str
    tree: str
    parents: tuple[str, ...]
    number: int
    side_tree: str = ""


class Head(NamedTuple):
    """The last revision of a pull request. `tree` is empty when the commit is not in the clone."""

    sha: str
    tree: str


def landing(raw: RawCommit, side_tree: str = "") -> Landing:
    """The landed commit with its claim."""
    return Landing(raw.sha, raw.tree, raw.parents, claimed_number(raw.subject, len(raw.parents)), side_tree)


def claimed_number(subject: str, parents: int) -> int:
    """The pull request that a subject names, nought when it names none.

    Read are the two forms that the forge writes: `Merge pull request #12 from owner/branch` on a
    merge of two, and a subject that ends in `(#12)`; of several numbers at the end the last counts,
    as in the revert of a squashed change.
    """
    merge = _MERGE.match(subject) if parents == 2 else None
    subject = subject[-_SUBJECT_LIMIT:]
    found = merge or (_ENDING.search(subject) if parents <= 2 else None)
    return int(found[1]) if found else 0


class Explained(NamedTuple):
    """Why content shows that a landed commit is a pull request's: words, or nothing."""

    words: str
    is_head: bool = False


def explained(landed: Landing, head: Head | None, recomputed: str | None) -> Explained:
    """How the head of a pull request explains what landed, if it does.

    `recomputed` is the tree of merging the head into the commit before, where that was computed.
    """
    if head is None:
        return Explained("")
    if head.sha == landed.sha:
        return Explained("this commit is the head", is_head=True)
    if len(landed.parents) == 2 and landed.parents[1] == head.sha:
        return Explained("the head is its second parent")
    if head.tree and head.tree == landed.tree:
        return Explained("the head has the tree that landed")
    if recomputed is not None and recomputed == landed.tree:
        return Explained("merging the head gives the tree that landed")
    return Explained("")
