"""A branch and GitHub's answers about it, collected: what the records say, and what they do not."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.forge import SOURCES
from attest.model.base import Record
from attest.model.change import Basis, Bound, ChangeType, ReviewState
from tests.collect.github.shops import MERGED, Shop
from tests.collect.github.spools import (
    BEN,
    COPILOT,
    associated,
    check_run,
    event,
    listed,
    pull,
    review,
    rollup,
    tied,
)
from tests.collect.stories import Told, tell

WITHOUT_TASKS = [name for name in SOURCES if name != "agent-tasks"]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop with everything asked and nothing missing."""
    return Shop(tmp_path)


def of_branch(told: Told, kind: str) -> list[Any]:
    """Records of a kind about the branch as a whole."""
    found: list[Record] = [record for name, record in told.collection.branch_records() if name == kind]
    return found


def test_a_pull_request_is_read_without_a_gap(shop: Shop) -> None:
    """Its merge is dated by the platform, and git and platform agree.

    A year later the platform has forgotten most of how pushes fared, and that alone is said.
    """
    told = shop.tell()
    [change] = told.changes

    assert (change.type, change.number, change.landed_at, change.landed_basis) == (
        ChangeType.PULL_REQUEST, 1, MERGED, Basis.SERVER,
    )  # fmt: skip
    assert told.kinds == {"beyond-reach"}
    assert (told.collection.reconciliation.difference, told.collection.reconciliation.second_source) == (
        0, "forge:github",
    )  # fmt: skip


def test_a_dismissed_review_keeps_the_verdict_that_it_had(shop: Shop) -> None:
    """It is taken from the timeline: the review itself has forgotten it."""
    shop.reviews("DISMISSED")
    row = event(
        "ReviewDismissedEvent", previousReviewState="APPROVED", dismissalMessage="stale",
        review={"id": "PRR_1", "fullDatabaseId": "1"}, pullRequestCommit=None,
    )  # fmt: skip
    [collected] = shop.tell(shop.pull(timelineItems=listed(row))).collected
    [found], [told] = collected.reviews, collected.events

    assert (found.state, found.previous_state) == (ReviewState.DISMISSED, ReviewState.APPROVED)
    assert (told.review, told.previous_state) == (found.id, ReviewState.APPROVED)
    assert (found.dismissed_at, found.dismissed_by) == ("2025-03-02T11:00:00Z", told.actor)
    assert collected.personal["events"][0].fields == {"text": "stale"}


@pytest.mark.parametrize(("at", "states"), [("2025-03-04T00:00:00Z", 1), (MERGED, 0), (None, 0)])
def test_an_approval_that_is_dismissed_once_it_has_landed_is_read_as_one(
    shop: Shop, at: str | None, states: int
) -> None:
    """It is bound to what landed whenever it was dismissed, and states what it states if it stood then."""
    shop.reviews("DISMISSED")
    row = event(
        "ReviewDismissedEvent", previousReviewState="APPROVED", dismissalMessage="", createdAt=at,
        review={"id": "PRR_1", "fullDatabaseId": "1"}, pullRequestCommit=None,
    )  # fmt: skip
    [collected] = shop.tell(shop.pull(timelineItems=listed(row))).collected
    [found] = collected.reviews

    assert (found.dismissed_at, found.binding and found.binding.result) == (at, Bound.IDENTICAL)
    assert len(collected.comprehension) == states


def in_queue(shop: Shop) -> Any:
    """The pull request after a way through the merge queue."""
    row = event("AddedToMergeQueueEvent", createdAt="2025-03-02T23:00:00Z")
    return shop.pull(timelineItems=listed(row))


def test_checks_of_the_commit_that_the_merge_queue_made_are_of_the_change(shop: Shop) -> None:
    """Beside those of the last revision: workflows may run on it alone."""
    ran = check_run("build", startedAt=MERGED, completedAt=MERGED)
    shop.spool.landed(tied(shop.landed, associated(1, shop.landed), statusCheckRollup=rollup(ran)))
    told = shop.tell(in_queue(shop))
    [collected] = told.collected

    assert [(check.name, check.sha) for check in collected.checks] == [("build", shop.landed)]
    assert (told.changes[0].number, told.kinds) == (1, {"beyond-reach"})


def test_checks_of_a_landed_commit_are_not_of_a_change_that_saw_no_queue(shop: Shop) -> None:
    """Of a change that was merged directly the last revision is what was to be checked."""
    ran = check_run("build", startedAt=MERGED, completedAt=MERGED)
    shop.spool.landed(tied(shop.landed, associated(1, shop.landed), statusCheckRollup=rollup(ran)))
    [collected] = shop.tell().collected

    assert collected.checks == ()


def test_checks_of_the_merge_queue_that_were_not_asked_for_are_none(shop: Shop) -> None:
    """The list of the last revision's own is whole all the same; the test says what it lacks."""
    told = shop.tell(in_queue(shop))

    assert (told.collected[0].checks, told.kinds) == ((), {"beyond-reach"})


def test_a_tree_that_only_the_platform_states_says_so(shop: Shop) -> None:
    """The revision that was approved is not in the clone any more."""
    shop.reviews("APPROVED")
    gone = {"oid": "ab" * 20, "tree": {"oid": "cd" * 20}, "committedDate": MERGED}
    [collected] = shop.tell(shop.pull(reviews=listed(review(1, commit=gone)))).collected
    [found] = collected.reviews

    assert (found.tree, found.tree_basis) == ("cd" * 20, Basis.SERVER)


def test_a_tree_that_the_clone_holds_is_recomputed(shop: Shop) -> None:
    """What the platform says of it is not needed."""
    [collected] = shop.tell().collected

    assert (collected.reviews[0].tree_basis, collected.reviews[0].tree) == (
        Basis.RECOMPUTED, shop.history.tree_of(shop.head),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("connected", "expected"), [(list(SOURCES), Basis.SERVER), (["pull-requests", "reviews"], Basis.DECLARED)]
)
def test_a_timeline_without_a_force_push_is_what_an_approval_rests_on(
    tmp_path: Path, connected: list[str], expected: Basis
) -> None:
    """Where nobody asked for it, the platform's id of the revision is all that there is."""
    shop = Shop(tmp_path, connected=connected)
    [collected] = shop.tell().collected
    bound = collected.reviews[0].binding
    assert bound is not None

    assert bound.basis is expected


def test_tempting_approval_after_which_the_branch_was_pushed_over(shop: Shop) -> None:
    """The platform puts the new revision in the place of the approved one: the event tells."""
    over = event(
        "HeadRefForcePushedEvent", createdAt="2025-03-02T12:00:00Z", beforeCommit=None,
        afterCommit={"oid": shop.head},
    )  # fmt: skip
    [collected] = shop.tell(shop.pull(timelineItems=listed(over))).collected
    bound = collected.reviews[0].binding
    assert bound is not None

    assert (bound.reason, bound.basis) == ("pushed-after-approval", Basis.ABSENT)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("BaseRefChangedEvent", ("previousRefName", "currentRefName")),
        ("AutomaticBaseChangeSucceededEvent", ("oldBase", "newBase")),
    ],
)
def test_tempting_approval_after_which_the_base_was_changed(
    shop: Shop, kind: str, names: tuple[str, str]
) -> None:
    """What the base before held came to the branch with the approved revision, whoever changed it."""
    bases = dict(zip(names, ("dev", "main"), strict=True))
    over = event(kind, createdAt="2025-03-02T12:00:00Z", **bases)
    [collected] = shop.tell(shop.pull(timelineItems=listed(over))).collected
    bound = collected.reviews[0].binding
    assert bound is not None

    assert (bound.reason, bound.basis) == ("retargeted-after-approval", Basis.ABSENT)


def pushed(shop: Shop, before: str, after: str, at: str, kind: str = "push") -> dict[str, Any]:
    """An entry of the branch's activity."""
    return {
        "id": int(at[5:7]), "before": before, "after": after, "ref": "refs/heads/main", "timestamp": at,
        "activity_type": kind, "actor": {"login": "ben", "id": 2, "type": "User"},
    }  # fmt: skip


def test_direct_pushes_are_dated_by_the_platform(shop: Shop) -> None:
    """Two commits came with one push; what they say of their own dates is not asked."""
    first = shop.history.commit("Fix", files={"c": "1\n"}, at="2025-03-05T00:00:00Z")
    second = shop.history.commit("Fix more", files={"c": "2\n"}, at="2025-03-06T00:00:00Z")
    shop.spool.rest("activity.page1.json", [pushed(shop, shop.landed, second, "2025-06-01T00:00:00Z")])
    shop.spool.landed(tied(first), tied(second))
    told = shop.tell()

    assert [(one.landed_at, one.landed_basis) for one in told.changes[1:]] == [
        ("2025-06-01T00:00:00Z", Basis.SERVER)
    ] * 2
    assert [one.type for one in told.changes[1:]] == [ChangeType.DIRECT_PUSH] * 2
    [push] = of_branch(told, "pushes")
    assert (push.landed_change, push.landed, push.actor.linked) == (told.changes[2].id, 2, True)


def test_the_first_push_of_a_period_brought_all_that_came_with_it(shop: Shop) -> None:
    """It began at the tip that the period begins at, which is none of the run's commits."""
    second = shop.history.commit("Fix", files={"c": "1\n"}, at="2025-03-05T00:00:00Z")
    shop.spool.rest("activity.page1.json", [pushed(shop, shop.start, second, "2025-03-06T00:00:00Z")])
    shop.spool.landed(tied(second))
    [push] = of_branch(shop.tell(), "pushes")

    assert push.landed == 2


def test_a_commit_that_nobody_asked_about_is_no_direct_push_of_a_list_that_begins_in_the_period(
    shop: Shop,
) -> None:
    """Its pull request may have been merged and last updated before the list begins."""
    shop.history.commit("Tidy", files={"c": "1\n"}, at="2025-03-05T00:00:00Z")
    old = pull(7, updatedAt="2024-12-01T00:00:00Z", mergedAt="2024-12-01T00:00:00Z")
    told = shop.tell(shop.pull(), old, more=True)
    types = [one.type for one in told.changes]

    assert types == [ChangeType.PULL_REQUEST, ChangeType.UNDETERMINED]


def test_a_commit_that_the_platform_ties_to_none_is_a_direct_push(shop: Shop) -> None:
    """List and tie agree."""
    sha = shop.history.commit("Tidy", files={"c": "1\n"}, at="2025-03-05T00:00:00Z")
    shop.spool.page(shop.pull(), more=True)
    shop.spool.page(pull(7, updatedAt="2024-12-01T00:00:00Z"), number=2, more=True)
    shop.spool.page(of_pass=2)
    shop.spool.landed(tied(sha))
    told = tell(shop.history, shop.spool.forge())

    assert told.changes[1].type is ChangeType.DIRECT_PUSH


def test_a_pull_request_that_the_list_missed_explains_its_commit(shop: Shop) -> None:
    """The platform ties it to the commit, and the list had not got it yet."""
    sha = shop.history.commit("Rework", files={"c": "1\n"}, at="2025-03-05T00:00:00Z")
    shop.spool.landed(tied(sha, associated(2, sha)))
    told = shop.tell(shop.pull())

    assert (told.changes[1].type, told.changes[1].number) == (ChangeType.PULL_REQUEST, 2)
    assert "pull-unlisted" in told.kinds
    assert told.collection.reconciliation.unmatched_here == ()


def test_what_one_side_does_not_know_is_named(shop: Shop) -> None:
    """A pull request that is not on the branch, and a push that is no pull request."""
    sha = shop.history.commit("Tidy", files={"c": "1\n"}, at="2025-03-05T00:00:00Z")
    told = shop.tell(shop.pull(), pull(9, headRefOid="ee" * 20))
    counted = told.collection.reconciliation

    assert (counted.unmatched_here, counted.unmatched_there) == ((f"shop:{sha}",), ("#9",))
    assert counted.difference == 1


def agent_pull(shop: Shop) -> dict[str, Any]:
    """The pull request, as the platform's agent opened it; and the task that it came of."""
    made = {"provider": "github", "type": "pull", "data": {"id": 1, "global_id": "PR_1"}}
    task = {"id": "t-1", "creator": {"id": 2}, "creator_type": "user", "artifacts": [made], "name": "Round"}
    shop.spool.rest("agents/tasks.json", {"tasks": [task]})
    return shop.pull(author=COPILOT, mergedBy=BEN)


def test_whoever_gave_the_agent_its_task_is_an_author(shop: Shop) -> None:
    """So that their own approval is none."""
    told = shop.tell(agent_pull(shop))
    [change] = told.changes
    [task] = of_branch(told, "agent-tasks")

    assert {"ben", "agent:copilot"} <= told.names(change)
    assert (task.changes, task.creator in change.authors) == ((change.id,), True)
    assert change.authors_complete
    assert task.prompt_commitment not in ("", None)


def test_without_the_tasks_whoever_prompted_the_agent_is_not_known(tmp_path: Path) -> None:
    """Nobody asked, so the set of authors has a hole."""
    shop = Shop(tmp_path, connected=WITHOUT_TASKS)
    [change] = shop.tell(agent_pull(shop)).changes

    assert change.authors_complete is False


def test_bypasses_and_deployments_are_tied_to_the_change_that_landed(shop: Shop) -> None:
    """By the commit that they name; what is of no change of the period and outside of it is left out."""
    suite = {
        "id": 1, "actor_id": 2, "actor_name": "ben", "before_sha": shop.start, "after_sha": shop.landed,
        "ref": "refs/heads/main", "pushed_at": MERGED, "result": "bypass",
    }  # fmt: skip
    other = suite | {"id": 2, "after_sha": "ff" * 20, "pushed_at": "2024-01-01T00:00:00Z"}
    shop.spool.rest("rulesets/rule-suites.page1.json", [suite, other])
    row = {"id": 3, "sha": shop.landed, "environment": "production", "created_at": MERGED}
    shop.spool.rest("deployments.page1.json", [row])
    shop.spool.rest("deployments/3/statuses.json", [{"id": 1, "state": "success", "created_at": MERGED}])
    told = shop.tell()
    [bypassed], [deployed] = of_branch(told, "rule-suites"), of_branch(told, "deployments")

    assert (bypassed.landed_change, bypassed.result.value) == (told.changes[0].id, "bypass")
    assert (deployed.landed_change, deployed.state) == (told.changes[0].id, "success")


def test_comments_hold_no_text(shop: Shop) -> None:
    """What was said is there as a digest, and that only in the personal part."""
    row = {
        "id": "PRRC_5", "fullDatabaseId": "5", "draftedAt": "2025-03-02T09:00:00Z", "publishedAt": MERGED,
        "createdAt": MERGED, "updatedAt": MERGED, "state": "SUBMITTED", "outdated": True, "path": "b",
        "line": None, "originalLine": 1, "body": "Secret words", "author": BEN,
    }  # fmt: skip
    held = {"id": "PRR_1", "fullDatabaseId": "1", "pullRequest": {"number": 1}, "comments": listed(row)}
    shop.spool.graphql("comments.pass2.page1", {"nodes": [held]})
    [collected] = shop.tell().collected
    [found] = collected.comments

    assert (found.review, found.drafted_at, found.outdated) == (
        collected.reviews[0].id, "2025-03-02T09:00:00Z", True,
    )  # fmt: skip
    assert "Secret" not in f"{collected.personal}{found}"


def test_a_source_that_was_refused_is_a_gap_and_one_that_was_not_asked_is_none(tmp_path: Path) -> None:
    """The one may hold something; of the other nothing is said."""
    refused = Shop(tmp_path / "refused")
    refused.spool.rest("activity.page1.json", {"message": "Not Found"}, 404)
    unasked = Shop(tmp_path / "unasked", connected=["pull-requests", "reviews"])

    gaps = refused.tell().collection.gaps
    assert {gap.source for gap in gaps if gap.kind == "not-permitted"} == {"pushes"}
    assert unasked.tell().collection.gaps == ()
