"""Which revision an approval is of: what the forge's id proves, and what speaks against it."""

import pytest

from attest.collect.ancestry import share_out
from attest.collect.approved import Moves, Push, with_bindings
from attest.collect.origins import Origin
from attest.collect.plan import Plan
from attest.collect.pulls import Head, Landing
from attest.collect.walk import Link
from attest.model.change import ApprovalBinding, Basis, Bound, ChangeType, Review, ReviewState
from tests.support.records import BEN, DIGEST

ROOT, LANDED, TREE = "0" * 40, "f" * 40, "d" * 40
OLD, KEPT, NEW = "a" * 40, "b" * 40, "c" * 40
APPROVED_AT = "2025-03-10T11:00:00Z"
BEFORE, AFTER = "2025-03-10T10:59:59Z", "2025-03-10T11:00:01Z"
SECOND = 1_741_604_400  # 2025-03-10T11:00:00Z

PLAN = Plan(
    share_out([Link(LANDED, (ROOT,))], [LANDED]),
    (Landing(LANDED, TREE, (ROOT,), 1),),
    (Origin(ChangeType.PULL_REQUEST, "", Basis.SERVER, "squash", 1, Head(NEW, TREE), stated=True),),
    trees={OLD: TREE, KEPT: TREE, NEW: TREE},
    pulls={KEPT: (ROOT,), OLD: (KEPT,), NEW: (KEPT,)},
    committed={OLD: SECOND - 60, KEPT: SECOND - 90, NEW: SECOND - 60},
)
"""A pull request whose head was OLD on KEPT, and was pushed over with NEW on KEPT."""
COVERS = ApprovalBinding(
    result=Bound.IDENTICAL,
    reason="same-tree",
    basis=Basis.DECLARED,
    base_sha=ROOT,
    landed_tree=TREE,
    replayed_tree=TREE,
)


def bound(
    sha: str,
    pushes: tuple[Push, ...] | None,
    at: str | None = APPROVED_AT,
    plan: Plan = PLAN,
    state: ReviewState = ReviewState.APPROVED,
    retargeted: tuple[str | None, ...] = (),
    binding: ApprovalBinding = COVERS,
    before: ReviewState | None = None,
) -> ApprovalBinding | None:
    """The binding of a review of a revision, which by its content covers what landed."""
    made = Review(
        id="r",
        change="c",
        reviewer=BEN,
        state=state,
        submitted_at=at,
        sha=sha,
        tree=TREE,
        commitment=DIGEST,
        previous_state=before,
    )
    [found] = with_bindings(
        plan, 0, [made], {sha: binding}, None if pushes is None else Moves(pushes, retargeted)
    )
    return found.binding


def told(binding: ApprovalBinding | None) -> tuple[Bound, str, Basis]:
    """What it says."""
    assert binding is not None
    return binding.result, binding.reason, binding.basis


@pytest.mark.parametrize(
    ("pushes", "basis"),
    [(None, Basis.DECLARED), ((), Basis.SERVER), ((Push(BEFORE, OLD, NEW),), Basis.SERVER)],
)
def test_the_id_holds_where_nothing_speaks_against_it(pushes: tuple[Push, ...] | None, basis: Basis) -> None:
    """With the timeline, and no push after the approval, by the server; without it, by what is declared."""
    assert told(bound(NEW, pushes)) == (Bound.IDENTICAL, "same-tree", basis)


@pytest.mark.parametrize("at", [APPROVED_AT, AFTER, None])
def test_a_revision_that_was_pushed_over_after_the_approval_is_in_doubt(at: str | None) -> None:
    """Although its dates were kept and its content is what landed: the tempting pass of peers by ids.

    In the second of the approval too, since the forge's clock does not tell which of them came first.
    """
    found = bound(NEW, (Push(at, OLD, NEW),))
    assert told(found) == (Bound.UNVERIFIABLE, "pushed-after-approval", Basis.ABSENT)
    assert found is not None
    assert (found.replayed_tree, found.paths) == (None, ())


def test_a_revision_below_the_one_that_was_pushed_is_in_doubt_where_the_old_head_is_not_known() -> None:
    """Whether it came with the push cannot be told."""
    assert told(bound(KEPT, (Push(AFTER, "e" * 40, NEW),)))[1] == "pushed-after-approval"


def test_a_revision_that_both_heads_hold_was_there_before() -> None:
    """The push changed what lies above it."""
    assert told(bound(KEPT, (Push(AFTER, OLD, NEW),))) == (Bound.IDENTICAL, "same-tree", Basis.SERVER)


def test_the_revision_that_was_pushed_away_is_the_approved_one() -> None:
    """An id that still names what no branch holds was not put in another's place."""
    assert told(bound(OLD, (Push(AFTER, OLD, NEW),))) == (Bound.IDENTICAL, "same-tree", Basis.SERVER)


@pytest.mark.parametrize(
    ("committed", "reason"),
    [(SECOND, "same-tree"), (SECOND + 1, "younger-than-approval"), (1 << 60, "younger-than-approval")],
)
def test_a_revision_younger_than_its_approval_is_in_doubt(committed: int, reason: str) -> None:
    """The same second is no later one; a date that no calendar has is."""
    plan = Plan(PLAN.within, PLAN.landings, PLAN.origins, trees=PLAN.trees, committed={NEW: committed})
    assert told(bound(NEW, None, plan=plan))[1] == reason


def test_an_approval_without_a_time_is_in_no_doubt_of_its_own() -> None:
    """That it has no time is said by the tests; what it is of is compared as it is."""
    assert told(bound(NEW, (Push(AFTER, OLD, NEW),), at=None)) == (
        Bound.IDENTICAL,
        "same-tree",
        Basis.DECLARED,
    )


def test_an_approval_that_was_dismissed_is_bound() -> None:
    """It may have stood when the change landed."""
    found = bound(NEW, (), state=ReviewState.DISMISSED, before=ReviewState.APPROVED)
    assert told(found) == (Bound.IDENTICAL, "same-tree", Basis.SERVER)


def test_a_suggestion_that_is_applied_and_approved_within_a_second_is_in_no_doubt() -> None:
    """It is an ordinary push, which is no push over the branch, and a commit of the approval's own second."""
    plan = Plan(PLAN.within, PLAN.landings, PLAN.origins, trees=PLAN.trees, committed={NEW: SECOND})
    assert told(bound(NEW, (), plan=plan)) == (Bound.IDENTICAL, "same-tree", Basis.SERVER)


@pytest.mark.parametrize("state", [state for state in ReviewState if state is not ReviewState.APPROVED])
def test_other_verdicts_are_not_bound(state: ReviewState) -> None:
    """They approve nothing."""
    assert bound(NEW, None, state=state) is None


@pytest.mark.parametrize("at", [APPROVED_AT, AFTER, None])
def test_another_base_after_the_approval_leaves_it_open(at: str | None) -> None:
    """The reviewer saw the difference from the base before, and what that one held landed too."""
    found = bound(NEW, (), retargeted=(BEFORE, at))
    assert told(found) == (Bound.UNVERIFIABLE, "retargeted-after-approval", Basis.ABSENT)


def test_another_base_before_the_approval_was_seen() -> None:
    """The reviewer saw the difference that landed."""
    assert told(bound(NEW, (), retargeted=(BEFORE,))) == (Bound.IDENTICAL, "same-tree", Basis.SERVER)


def test_another_base_excuses_no_difference() -> None:
    """What the approved revision does not explain, nobody approved on either base."""
    residual = COVERS.model_copy(update={"result": Bound.RESIDUAL, "reason": "content-differs"})
    assert told(bound(NEW, (), retargeted=(AFTER,), binding=residual))[:2] == (
        Bound.RESIDUAL,
        "content-differs",
    )
