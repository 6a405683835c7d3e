"""Which revision an approval is of: how firmly that is known, and what to make of it where it is not.

The forge may put the id of a later revision in the place of the approved one when a branch is pushed
over, and whoever commits sets the dates of a commit. So an id is believed as long as nothing speaks
against it: neither a push over the branch, after the approval, that brought the revision, nor a
revision that says of itself that it is younger than its approval. Where something does, the tree that
the reviewer saw is not known, and what landed can be neither shown to be it nor something else.

Nor is it known where the pull request was given another base after the approval: what the reviewer saw was
the difference from the base before, and whatever that one held comes in with the revision.
"""

from collections.abc import Iterable
from typing import NamedTuple

from attest.collect.bindings import Bindings, ancestors
from attest.collect.instants import instant
from attest.collect.plan import Plan
from attest.model.base import UtcTime
from attest.model.change import ApprovalBinding, Basis, Bound, Review, ReviewState

_COVERING = (Bound.IDENTICAL, Bound.CLEAN_REPLAY)


class Push(NamedTuple):
    """A push over a pull request's branch, by the forge's clock: what its head was, and what it became."""

    at: UtcTime | None
    before: str
    after: str


class Moves(NamedTuple):
    """What moved a pull request, by its timeline."""

    pushes: tuple[Push, ...] = ()
    retargeted: tuple[UtcTime | None, ...] = ()
    """When it was given another base."""


def was_approved(review: Review) -> bool:
    """Whether it is an approval, or was one before it was dismissed: it may have stood at the merge."""
    before = review.previous_state if review.state is ReviewState.DISMISSED else review.state
    return before is ReviewState.APPROVED


def with_bindings(
    plan: Plan, place: int, reviews: Iterable[Review], found: Bindings, moves: Moves | None
) -> tuple[Review, ...]:
    """The reviews of a change, each approval with its binding; `moves` is `None` where nobody knows them."""
    made = []
    for review in reviews:
        binding = found.get(review.sha or "") if was_approved(review) else None
        if binding is not None:
            review = review.model_copy(update={"binding": _on_basis(plan, place, review, binding, moves)})
        made.append(review)
    return tuple(made)


def _on_basis(
    plan: Plan, place: int, review: Review, binding: ApprovalBinding, moves: Moves | None
) -> ApprovalBinding:
    reason = _doubt(plan, place, review, moves or Moves())
    if not reason and binding.result in _COVERING:
        reason = _retargeted(review, moves or Moves())
    if not reason:
        basis = Basis.SERVER if moves is not None and review.submitted_at else Basis.DECLARED
        basis = basis if review.sha else Basis.ABSENT
        return binding.model_copy(update={"basis": basis})
    return ApprovalBinding(
        result=Bound.UNVERIFIABLE,
        reason=reason,
        basis=Basis.ABSENT,
        base_sha=binding.base_sha,
        landed_tree=binding.landed_tree,
        replayed_tree=None,
    )


def _doubt(plan: Plan, place: int, review: Review, moves: Moves) -> str:
    """Why the revision may not be the one that was approved; empty where nothing says so.

    There is no allowance for clocks that differ: a minute is enough to push another revision. Nor does a push
    in the second of the approval count as before it: the forge's clock has whole seconds, and the order of
    the two is not known. A commit of that second is no push over the branch, and is not in doubt: a
    suggestion that is applied, and approved at once, is an ordinary push.
    """
    sha, approved = review.sha or "", review.submitted_at
    if approved is None or sha not in plan.committed:
        return ""
    later = (push for push in moves.pushes if push.at is None or push.at >= approved)
    if any(_brought(plan, place, sha, push) for push in later):
        return "pushed-after-approval"
    committed = instant(plan.committed[sha])
    return "younger-than-approval" if committed is None or committed > approved else ""


def _retargeted(review: Review, moves: Moves) -> str:
    """Why what landed may hold more than the reviewer was shown, although the revision explains it."""
    approved = review.submitted_at
    later = approved is not None and any(at is None or at >= approved for at in moves.retargeted)
    return "retargeted-after-approval" if later else ""


def _brought(plan: Plan, place: int, sha: str, push: Push) -> bool:
    """Whether a push brought a revision that the branch did not hold before, as far as that is known."""
    if sha == push.before or sha in ancestors(plan, place, push.before):
        return False
    return sha == push.after or sha in ancestors(plan, place, push.after)
