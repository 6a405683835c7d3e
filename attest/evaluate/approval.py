"""Whose approval counts: independence from the authors, and each reviewer's last word before the merge.

An agent or robot is never an approver. Where independence cannot be decided, it is neither assumed nor
denied.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from attest.model.change import Basis, Binding, Bound, Change, Review, ReviewState
from attest.model.identity import Actor, ActorKind


class Standing(StrEnum):
    """How a reviewer stands to the authors of a change."""

    INDEPENDENT = "independent"
    AUTHOR = "author"
    MACHINE = "machine"
    UNDECIDABLE = "undecidable"


def standing(change: Change, reviewer: Actor) -> Standing:
    """Whether a reviewer is a person who is none of the authors.

    Undecidable when the reviewer is unknown or an address that no account claims, and, unless the
    reviewer is an author anyway, when the set of authors is not complete: somebody is missing or
    unknown, an author's address is claimed by no account, or only agents are in it (then the person
    who prompted them is missing).
    """
    if reviewer.kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return Standing.MACHINE
    if reviewer.kind is ActorKind.UNKNOWN:
        return Standing.UNDECIDABLE
    if any(author.is_same(reviewer) for author in change.authors):
        return Standing.AUTHOR
    if not reviewer.linked or not authors_known(change):
        return Standing.UNDECIDABLE
    return Standing.INDEPENDENT


def authors_known(change: Change, *, linked: bool = True) -> bool:
    """Whether everybody is there, a person beside every agent, and, with `linked`, each has an account."""
    kinds = [author.kind for author in change.authors]
    if not kinds or not change.authors_complete or ActorKind.UNKNOWN in kinds:
        return False
    if ActorKind.AGENT in kinds and ActorKind.PERSON not in kinds:
        return False
    return not linked or all(author.linked for author in change.authors if author.kind is ActorKind.PERSON)


def merge_time(change: Change) -> str | None:
    """When the change was merged, by a server's clock; `None` when only committers' clocks say so."""
    if change.merged_at is not None:
        return change.merged_at
    return change.landed_at if change.landed_basis is Basis.SERVER else None


_VERDICTS = (ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED, ReviewState.COMMENTED)


def said(review: Review) -> ReviewState | None:
    """What a review said before anybody dismissed it; `None` where that is not known."""
    if review.state is not ReviewState.DISMISSED:
        return review.state
    return review.previous_state if review.previous_state in _VERDICTS else None


def may_approve(review: Review) -> bool:
    """Whether it is an approval, or a dismissed review that may have been one."""
    return said(review) in (ReviewState.APPROVED, None)


def may_object(review: Review) -> bool:
    """Whether it is a request for changes, or a dismissed review that may have been one."""
    return said(review) in (ReviewState.CHANGES_REQUESTED, None)


def verdict_at(review: Review, limit: str | None) -> ReviewState | None:
    """A review's verdict at the merge: what is dismissed later stood until then.

    A dismissal in the second of the merge counts as before it, as a review does. `None` for a dismissed
    review where the time of the dismissal, or what was dismissed after the merge, is not known.
    """
    if review.state is not ReviewState.DISMISSED:
        return review.state
    if limit is None or review.dismissed_at is None:
        return None
    return said(review) if review.dismissed_at > limit else ReviewState.DISMISSED


@dataclass(frozen=True, slots=True)
class LastWords:
    """The reviews of one change by what they are worth at its merge, each in the order of time.

    `undated` reviews have no time, or the merge has none: they may or may not have come before it.
    """

    independent: tuple[Review, ...] = ()
    undecidable: tuple[Review, ...] = ()
    undated: tuple[Review, ...] = ()
    objections: tuple[Review, ...] = ()
    by_author: tuple[Review, ...] = ()
    by_machine: tuple[Review, ...] = ()
    late: tuple[Review, ...] = ()
    revoked: tuple[Review, ...] = ()
    """Dismissed before the merge, or followed by another verdict of the same reviewer."""
    dismissals: tuple[Review, ...] = ()
    """Dismissed, and what they were worth at the merge is not known: `may_approve`, `may_object`."""
    struck_by_author: tuple[Review, ...] = ()
    """Of `revoked`, what may have been a request for changes and was dismissed by an author of the change,
    or by an account that is gone."""
    author_objections: tuple[Review, ...] = ()
    """Requests for changes that an author made and that are not shown to be taken back or dismissed; they
    are in `by_author` too."""
    elsewhere: tuple[Review, ...] = ()
    """Approvals of another pull request that landed as the change, and that do not cover what landed."""
    ineligible: tuple[Review, ...] = ()
    """Approvals by persons who were out of service that day, or held no role asked for: the persons file."""


_DECIDING = (ReviewState.APPROVED, ReviewState.CHANGES_REQUESTED, ReviewState.DISMISSED)


def last_words(change: Change, reviews: Iterable[Review], roles: Collection[str] = ()) -> LastWords:
    """Sort a change's deciding reviews, given in the order of time.

    A reviewer's later approval, request for changes or dismissed review takes the place of the earlier
    one; a comment does not. Nobody knows whether two reviews of unknown accounts are of one person: each
    stands for itself. An approval by somebody who may not approve takes no place: an objection of
    theirs stands. With `roles`, only who holds one of them may. Where several pull requests landed as the
    change, a reviewer has a last word in each, and no approval of one takes back an objection in another.
    What was dismissed after the merge has the state here that it had until then.
    """
    sorted_out: dict[str, list[Review]] = {name: [] for name in LastWords.__slots__}
    latest: dict[tuple[int | None, str], Review] = {}
    by_authors: dict[tuple[int | None, str], Review] = {}
    limit = merge_time(change)
    for review in reviews:
        review = _until(review, limit)
        if review.state not in _DECIDING:
            continue
        how = standing(change, review.reviewer)
        if how is Standing.MACHINE:
            sorted_out["by_machine"].append(review)
        elif how is Standing.AUTHOR:
            sorted_out["by_author"].append(review)
            if limit is None or review.submitted_at is None or review.submitted_at <= limit:
                by_authors[review.pull, review.reviewer.id] = review
        elif limit is None or review.submitted_at is None:
            sorted_out["undated"].append(review)
        elif review.submitted_at > limit:
            sorted_out["late"].append(review)
        elif said(review) is ReviewState.APPROVED and not _is_eligible(review, roles):
            sorted_out["ineligible"].append(review)
        else:
            by = review.reviewer.id if review.reviewer.kind is ActorKind.PERSON else review.id
            key = (review.pull, by)
            if key in latest:
                sorted_out["revoked"].append(latest[key])
            latest[key] = review
    sorted_out["author_objections"] = [
        review
        for review in by_authors.values()
        if said(review) is ReviewState.CHANGES_REQUESTED
        and verdict_at(review, limit) is not ReviewState.DISMISSED
    ]
    for review in latest.values():
        place = _place(change, review)
        sorted_out[place].append(review)
        if place == "revoked" and _is_struck_by_author(change, review):
            sorted_out["struck_by_author"].append(review)
    return LastWords(**{name: tuple(found) for name, found in sorted_out.items()})


def _until(review: Review, limit: str | None) -> Review:
    """The review as it stood at the merge, as far as that is known; as it is where it is not."""
    verdict = verdict_at(review, limit)
    return review if verdict in (None, review.state) else review.model_copy(update={"state": verdict})


def _is_eligible(review: Review, roles: Collection[str]) -> bool:
    """Whether the persons file lets a reviewer approve; whom it does not name holds no role.

    Nobody can say of an unknown account that it is not one that the file names.
    """
    if review.reviewer.kind is ActorKind.UNKNOWN:
        return True
    return review.in_service is not False and (not roles or not set(roles).isdisjoint(review.roles))


def _place(change: Change, review: Review) -> str:
    match review.state:
        case ReviewState.CHANGES_REQUESTED:
            return "objections"
        case ReviewState.APPROVED if not is_of_change(review):
            return "elsewhere"
        case ReviewState.APPROVED:
            decided = standing(change, review.reviewer) is Standing.INDEPENDENT
            return "independent" if decided else "undecidable"
        case _:
            return "revoked" if verdict_at(review, merge_time(change)) is not None else "dismissals"


def _is_struck_by_author(change: Change, review: Review) -> bool:
    by = review.dismissed_by
    if by is None or not may_object(review):
        return False
    return by.kind is ActorKind.UNKNOWN or standing(change, by) is Standing.AUTHOR


_COVERING = (Bound.IDENTICAL, Bound.CLEAN_REPLAY)


def is_of_change(review: Review) -> bool:
    """Whether a review is of the change: given in its own pull request, or an approval of what landed."""
    return review.pull is None or (review.binding is not None and review.binding.result in _COVERING)


def may_be_of_change(change: Change, review: Review) -> bool:
    """Whether that is open for a review of one of several pull requests that landed as the change.

    It is where nothing shows which of them the change is, or how the revision came to what landed.
    """
    bound = review.binding.result if review.binding is not None else Bound.UNVERIFIABLE
    undecided = review.pull == change.number
    return undecided or (review.state is ReviewState.APPROVED and bound is Bound.UNVERIFIABLE)


def count_persons(reviews: Iterable[Review]) -> int:
    """How many people reviewed, at least: two accounts that may be one person's count once."""
    return len(
        {
            review.reviewer.joined if review.reviewer.kind is ActorKind.PERSON else review.id
            for review in reviews
        }
    )


class Coverage(StrEnum):
    """How a revision that somebody looked at relates to what landed."""

    COVERS = "covers"
    OLDER = "older"
    RESIDUAL = "residual"
    UNVERIFIABLE = "unverifiable"
    NOT_IN_CLONE = "not-in-clone"


def coverage(change: Change, sha: str | None, tree: str | None) -> Coverage:
    """Whether a revision, or failing that its content, is what landed.

    Content decides before ids: a tree that equals the landed tree covers it whatever its revision is
    called. The pull request's last revision covers when the landed tree is the same or a clean merge.
    """
    if tree is not None and tree == change.landed_tree:
        return Coverage.COVERS
    last = (sha is not None and sha == change.head_sha) or (tree is not None and tree == change.head_tree)
    if last:
        match change.binding:
            case Binding.IDENTICAL | Binding.CLEAN_MERGE:
                return Coverage.COVERS
            case Binding.RESIDUAL:
                return Coverage.RESIDUAL
            case Binding.UNVERIFIABLE:
                return Coverage.UNVERIFIABLE
    if tree is None:
        return Coverage.NOT_IN_CLONE
    return Coverage.OLDER if change.head_tree is not None else Coverage.UNVERIFIABLE
