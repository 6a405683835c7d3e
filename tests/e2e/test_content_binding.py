"""Whether what landed is what was approved: one story for each way in which the two can part.

Where a story says that peers differ, two ways of deciding are meant that are in wide use. *By dates*: an
approval counts when it is later than the last commit, by the author's or committer's date. *By ids*: it
counts when its commit id is the head's, or whenever there is one. Both can be made to say anything by
whoever commits; content cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from attest.catalog import load
from attest.ledger.read import iter_records
from attest.model.change import ApprovalBinding, Basis, Binding, Bound, Change, ResidualPath, Review
from attest.model.finding import Outcome
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from attest.samples import build, forge_folder
from tests.collect.stories import ADA, BEN, WEB, Answers, Told, review, tell
from tests.support.history import BEGINNING, Files, History
from tests.support.records import outcome, run_of

CATALOG = load()
AUTHOR = "Ada Lovelace <ada@example.org>"
REVIEWER = "Ben Okri <2+ben@users.noreply.github.com>"
CYD = {"login": "cyd", "id": 3, "type": "User"}
DAY = 86_400
TEXT = "".join(f"line {number}\n" for number in range(1, 21))
Outcomes = tuple[Outcome, str]
COVERED: Outcomes = (Outcome.MET, "covered")


def edited(**lines: str) -> str:
    """The text with lines put in place of others: `edited(l3="three")`."""
    given = {int(name[1:]): text for name, text in lines.items()}
    return "".join(f"{given.get(number, f'line {number}')}\n" for number in range(1, 21))


@dataclass
class Story:
    """A pull request of Ada's on the branch `work`, with a moment for each step."""

    history: History
    folder: Path
    clock: int = BEGINNING
    reviews: list[dict[str, Any]] = field(default_factory=list)

    def commit(self, files: Files, branch: str = "work", **more: Any) -> str:
        """A commit, an hour after the step before."""
        self.clock += 3600
        settings: dict[str, Any] = {"at": self.clock, "author": AUTHOR} | more
        return self.history.commit("step", files=files, branch=branch, **settings)

    def update(self, **more: Any) -> str:
        """Merge the release branch into `work`."""
        self.clock += 3600
        return self.history.merge("main", "Merge main", branch="work", at=self.clock, author=AUTHOR, **more)

    def approve(self, sha: str | None, by: Any = BEN, **more: Any) -> None:
        """An approval of a revision, half an hour after the step before."""
        when = instant(self.clock + 1800)
        self.reviews.append(review(len(self.reviews) + 1, by, commit_id=sha, submitted_at=when) | more)

    def land(self, files: Files, commits: Sequence[str], message: str = "Add (#1)", **more: Any) -> Told:
        """Squash files onto the release branch, and collect."""
        self.clock += 3600
        settings: dict[str, Any] = {"at": self.clock, "author": AUTHOR, "committer": WEB} | more
        return self.told(self.history.commit(message, files=files, **settings), commits)

    def told(self, landed: str, commits: Sequence[str], *others: tuple[int, str, str]) -> Told:
        """Collect, with a pull request that landed as a commit, and others (number, landed, head)."""
        self.history.ref("refs/pull/1/head", commits[-1])
        answers = Answers(self.folder, self.history)
        answers.pull(1, landed, commits, reviews=self.reviews, merged_at=instant(self.clock + 1))
        for number, merge, head in others:
            answers.pull(number, merge, [head], merged_at=instant(self.clock + 1))
        return tell(self.history, answers.forge())


def instant(when: int) -> str:
    """The time of an epoch second of the stories' first days."""
    day, second = divmod(when - BEGINNING + 36_000, DAY)
    return f"2025-01-{day + 1:02}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """A repository with one text before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": TEXT}, at="2024-12-01T00:00:00Z")
    return Story(history, tmp_path / "forge")


def bound(told: Told, at: int = -1) -> ApprovalBinding:
    """The binding of the first approval of a change, by default of the last one."""
    binding = told.collected[at].reviews[0].binding
    assert binding is not None
    return binding


def seen(told: Told, at: int = -1) -> tuple[Bound, str]:
    """Result and reason of that binding."""
    binding = bound(told, at)
    return binding.result, binding.reason


def judged(told: Told, at: int = -1) -> Outcomes:
    """What REV-03 says of a change, by default the last one."""
    item = told.collected[at]
    return outcome(CATALOG, "REV-03", run_of(item.change, reviews=item.reviews))


IDENTICAL = (Bound.IDENTICAL, "same-tree")
REPLAYED = (Bound.CLEAN_REPLAY, "merged-onto-base")
STALE: Outcomes = (Outcome.DEVIATION, "approval-of-older-revision")


def test_squash_onto_an_unmoved_branch_is_identical(story: Story) -> None:
    """The tree that was approved landed, under an id that no review names; peers by ids cannot tell."""
    head = story.commit({"b": "1\n"})
    story.approve(head)
    told = story.land({"b": "1\n"}, [head])
    assert (seen(told), judged(told)) == (IDENTICAL, COVERED)


def test_squash_onto_a_moved_branch_is_a_clean_replay(story: Story) -> None:
    """The approved tree never landed as such, and nothing but it and the branch did."""
    head = story.commit({"b": "1\n"})
    story.approve(head)
    base = story.commit({"c": "1\n"}, "main")
    told = story.land({"b": "1\n"}, [head])
    assert (seen(told), bound(told).base_sha, judged(told)) == (REPLAYED, base, COVERED)


def test_merge_onto_a_moved_branch_is_a_clean_replay(story: Story) -> None:
    """The forge's own merge commit is recomputed, not believed."""
    head = story.commit({"a": edited(l18="new")})
    story.approve(head)
    story.commit({"a": edited(l2="new")}, "main")
    landed = story.history.merge("work", files={"a": edited(l2="new", l18="new")}, at=story.clock + 60)
    told = story.told(landed, [head])
    assert (seen(told), judged(told)) == (REPLAYED, COVERED)


def test_evil_merge_shows_what_nobody_approved(story: Story) -> None:
    """The approved head is the merge's second parent, which is all that peers by ids look at."""
    head = story.commit({"b": "1\n"})
    story.approve(head)
    story.commit({"c": "1\n"}, "main")
    landed = story.history.merge("work", files={"backdoor": "x\ny\n"}, at=story.clock + 60)
    told = story.told(landed, [head])
    found = bound(told)
    assert (found.result, found.path_count, found.paths) == (
        Bound.RESIDUAL,
        1,
        (ResidualPath(path="backdoor", added=2, deleted=0),),
    )
    assert judged(told) == (Outcome.DEVIATION, "landed-content-differs")


def test_rebase_of_several_commits_is_replayed_as_a_whole(story: Story) -> None:
    """Each landed commit is bound to the whole pull request, from before its first commit to its last."""
    first = story.commit({"b": "1\n"}, authored=BEGINNING + 10)
    head = story.commit({"c": "1\n"}, authored=BEGINNING + 20)
    story.approve(head)
    base = story.commit({"d": "1\n"}, "main")
    story.commit({"b": "1\n"}, "main", authored=BEGINNING + 10, committer=WEB)
    landed = story.commit({"c": "1\n"}, "main", authored=BEGINNING + 20, committer=WEB)
    told = story.told(landed, [first, head])
    both = [told.collected[at].reviews[0].binding for at in (1, 2)]
    assert [change.method for change in told.changes[1:]] == ["rebase", "rebase"]
    assert [(seen(told, at), judged(told, at)) for at in (1, 2)] == [(REPLAYED, COVERED)] * 2
    assert [found.base_sha for found in both if found is not None] == [base, base]


def test_rebase_with_more_in_its_last_commit_is_residual_in_each(story: Story) -> None:
    """A rebase keeps author, date and message whatever is put into a commit on the way."""
    first = story.commit({"b": "1\n"}, authored=BEGINNING + 10)
    head = story.commit({"c": "1\n"}, authored=BEGINNING + 20)
    story.approve(head)
    story.commit({"b": "1\n"}, "main", authored=BEGINNING + 10, committer=WEB)
    landed = story.commit({"c": "2\n"}, "main", authored=BEGINNING + 20, committer=WEB)
    told = story.told(landed, [first, head])
    assert [judged(told, at) for at in (0, 1)] == [(Outcome.DEVIATION, "landed-content-differs")] * 2


def test_rebase_that_conflicts_as_a_whole_stays_open(story: Story) -> None:
    """The branch took the first commit already, so a rebase is clean and one merge of the whole is not."""
    first = story.commit({"a": edited(l5="one")}, authored=BEGINNING + 10)
    head = story.commit({"a": edited(l5="two")}, authored=BEGINNING + 20)
    story.approve(head)
    story.commit({"a": edited(l5="one")}, "main")
    landed = story.commit({"a": edited(l5="two")}, "main", authored=BEGINNING + 20, committer=WEB)
    told = story.told(landed, [first, head])
    assert (seen(told), judged(told)) == (
        (Bound.UNVERIFIABLE, "rebase-conflict"),
        (Outcome.INDETERMINATE, "landing-unverifiable"),
    )


def test_rebase_that_conflicts_hides_no_file_beside_the_conflict(story: Story) -> None:
    """Of a file that does not conflict the merge of the whole says what the approval explains."""
    first = story.commit({"a": edited(l5="one")}, authored=BEGINNING + 10)
    head = story.commit({"a": edited(l5="two")}, authored=BEGINNING + 20)
    story.approve(head)
    story.commit({"a": edited(l5="one")}, "main")
    landed = story.commit(
        {"a": edited(l5="two"), "backdoor": "x\ny\n"}, "main", authored=BEGINNING + 20, committer=WEB
    )
    told = story.told(landed, [first, head])
    found = bound(told)
    assert (found.result, found.reason, found.path_count, found.added, found.paths) == (
        Bound.RESIDUAL,
        "content-differs",
        1,
        2,
        (ResidualPath(path="backdoor", added=2, deleted=0),),
    )
    assert judged(told) == (Outcome.DEVIATION, "landed-content-differs")


def test_merge_queue_with_others_in_between_is_a_clean_replay(story: Story) -> None:
    """The branch before a group's commit is the commit of the pull request queued before it."""
    head = story.commit({"b": "1\n"})
    story.approve(head)
    other = story.commit({"c": "1\n"}, "other")
    ahead = story.history.merge("other", "Merge #2", at=story.clock + 60)
    landed = story.history.merge("work", "Merge #1", at=story.clock + 60)
    told = story.told(landed, [head], (2, ahead, other))
    assert [change.label for change in told.changes] == ["#2", "#1"]
    assert (seen(told), bound(told).base_sha, judged(told)) == (REPLAYED, ahead, COVERED)


def test_fast_forward_is_identical(story: Story) -> None:
    """The approved commit is the landed commit."""
    first = story.commit({"b": "1\n"})
    head = story.commit({"c": "1\n"})
    story.approve(head)
    story.history.ref("refs/heads/main", head)
    story.clock += 3600
    told = story.told(head, [first, head])
    assert [seen(told, at) for at in (0, 1)] == [IDENTICAL] * 2
    assert [judged(told, at) for at in (0, 1)] == [COVERED] * 2


def test_merge_from_the_base_after_the_approval_is_no_deviation(story: Story) -> None:
    """Peers by dates call it one, and their own notes say that auditors learn to distrust such results."""
    approved = story.commit({"b": "1\n"})
    story.approve(approved)
    story.commit({"c": "1\n"}, "main")
    head = story.update()
    told = story.land({"b": "1\n"}, [approved, head])
    assert (told.changes[-1].head_sha, seen(told), judged(told)) == (head, REPLAYED, COVERED)


def test_merges_from_the_base_that_only_work_step_by_step_are_no_deviation(story: Story) -> None:
    """The branch took a change and took it back: what the clean updates gave, one merge does not."""
    approved = story.commit({"a": edited(l5="ours"), "b": "1\n"})
    story.approve(approved)
    story.commit({"a": edited(l5="ours")}, "main")
    head = story.update(files={"a": edited(l5="ours")})
    story.commit({"a": TEXT}, "main")
    told = story.land({"a": TEXT, "b": "1\n"}, [approved, head])
    assert (seen(told), judged(told)) == ((Bound.CLEAN_REPLAY, "base-merged-after"), COVERED)


def test_merge_from_another_branch_after_the_approval_is_residual(story: Story) -> None:
    """It looks like an update of the branch, and brings in what nobody reviewed: the tempting pass."""
    approved = story.commit({"b": "1\n"})
    story.approve(approved)
    side = story.commit({"unseen": "1\n"}, "side")
    head = story.history.merge("side", "Merge branch 'main' into work", branch="work", at=story.clock + 60)
    story.clock += 3600
    told = story.land({"b": "1\n", "unseen": "1\n"}, [approved, side, head])
    assert (seen(told), judged(told)) == ((Bound.RESIDUAL, "content-differs"), STALE)


def test_evil_merge_from_the_base_after_the_approval_is_residual(story: Story) -> None:
    """What an update of the branch adds is content that was pushed after the approval."""
    approved = story.commit({"b": "1\n"})
    story.approve(approved)
    story.commit({"c": "1\n"}, "main")
    head = story.update(files={"b": "2\n"})
    told = story.land({"b": "2\n"}, [approved, head])
    found = bound(told)
    assert (found.paths, judged(told)) == ((ResidualPath(path="b", added=1, deleted=1),), STALE)


def test_push_after_the_approval_is_caught_although_dates_were_kept(story: Story) -> None:
    """An amended commit keeps its author's date, and the committer's can be set: peers by dates pass this."""
    first = story.commit({"b": "1\n"})
    story.approve(first)
    when = story.clock
    head = story.commit({"b": "1\n", "late": "x\n"}, parents=[story.history.tip()], at=when, authored=when)
    told = story.land({"b": "1\n", "late": "x\n"}, [head])
    assert (seen(told), bound(told).paths) == (
        (Bound.RESIDUAL, "content-differs"),
        (ResidualPath(path="late", added=1, deleted=0),),
    )
    assert judged(told) == STALE


def test_force_push_of_the_same_patch_is_covered_by_the_frozen_approval(story: Story) -> None:
    """The review still names the old commit, which no branch holds, and merging that gives what landed."""
    approved = story.commit({"b": "1\n"})
    story.approve(approved)
    base = story.commit({"c": "1\n"}, "main")
    head = story.commit({"b": "1\n"}, parents=[base])
    told = story.land({"b": "1\n"}, [head])
    assert (seen(told), bound(told).basis, judged(told)) == (REPLAYED, Basis.DECLARED, COVERED)


def test_approval_of_a_commit_younger_than_itself_stays_open(story: Story) -> None:
    """The forge put the id of a later revision into the review: peers by ids pass whatever it holds."""
    story.approve(None)
    head = story.commit({"b": "2\n"})
    story.reviews[0]["commit_id"] = head
    told = story.land({"b": "2\n"}, [head])
    assert (seen(told), bound(told).basis) == (
        (Bound.UNVERIFIABLE, "younger-than-approval"),
        Basis.ABSENT,
    )
    assert judged(told) == (Outcome.INDETERMINATE, "approved-revision-in-doubt")


def test_a_second_approval_without_doubt_decides(story: Story) -> None:
    """The best-bound approval counts, not the last one."""
    head = story.commit({"b": "1\n"})
    story.approve(head, CYD)
    story.approve(head, submitted_at=instant(BEGINNING))
    told = story.land({"b": "1\n"}, [head])
    results = [one.binding.result for one in told.collected[-1].reviews if one.binding is not None]
    assert (set(results), judged(told)) == ({Bound.UNVERIFIABLE, Bound.IDENTICAL}, COVERED)


def test_conflict_resolved_after_the_approval_is_what_nobody_approved(story: Story) -> None:
    """Git could not decide and somebody did: shown is the resolution against what git leaves."""
    approved = story.commit({"a": edited(l5="ours"), "b": "1\n"})
    story.approve(approved)
    story.commit({"a": edited(l5="theirs")}, "main")
    head = story.update(files={"a": edited(l5="both")})
    told = story.land({"a": edited(l5="both"), "b": "1\n"}, [approved, head])
    found = bound(told)
    assert (found.result, found.reason, [one.path for one in found.paths]) == (
        Bound.RESIDUAL,
        "conflict-resolved",
        ["a"],
    )
    assert judged(told) == (Outcome.DEVIATION, "conflict-resolved-after-approval")


def test_conflict_resolved_before_the_approval_is_covered(story: Story) -> None:
    """Whoever approved saw the resolution."""
    first = story.commit({"a": edited(l5="ours")})
    story.commit({"a": edited(l5="theirs")}, "main")
    head = story.update(files={"a": edited(l5="both")})
    story.approve(head)
    story.commit({"c": "1\n"}, "main")
    told = story.land({"a": edited(l5="both")}, [first, head])
    assert (seen(told), judged(told)) == (REPLAYED, COVERED)


def test_octopus_stays_open(story: Story) -> None:
    """What the other branches of one merge brought is in the difference, and cannot be told apart."""
    head = story.commit({"b": "1\n"})
    story.approve(head)
    other = story.commit({"c": "1\n"}, "other")
    base = story.commit({"d": "1\n"}, "main")
    landed = story.commit({"b": "1\n", "c": "1\n"}, "main", parents=[base, head, other])
    told = story.told(landed, [head])
    assert (seen(told), judged(told)) == (
        (Bound.UNVERIFIABLE, "octopus"),
        (Outcome.INDETERMINATE, "landing-unverifiable"),
    )


def test_older_approval_whose_later_commit_was_reverted_is_identical(story: Story) -> None:
    """Peers by ids and by dates call it stale; the approved tree is the tree that landed."""
    approved = story.commit({"b": "1\n"})
    story.approve(approved)
    more = story.commit({"b": "2\n"})
    head = story.commit({"b": "1\n"})
    told = story.land({"b": "1\n"}, [approved, more, head])
    assert (seen(told), judged(told)) == (IDENTICAL, COVERED)


def test_approved_tree_that_undoes_the_branch_is_residual(story: Story) -> None:
    """Tree equality alone passes this, and what the branch held in between is gone: the tempting pass."""
    head = story.commit({"b": "1\n"})
    story.approve(head)
    story.commit({"guard": "1\n2\n"}, "main")
    told = story.land({"b": "1\n", "guard": None}, [head])
    assert told.changes[-1].binding == Binding.IDENTICAL
    assert (seen(told), bound(told).paths) == (
        (Bound.RESIDUAL, "base-undone"),
        (ResidualPath(path="guard", added=0, deleted=2),),
    )
    assert judged(told) == (Outcome.DEVIATION, "branch-content-undone")


def test_approved_tree_that_landed_over_a_conflict_stays_open(story: Story) -> None:
    """Either the branch's content was undone or its history was rewritten; equal trees alone pass it."""
    head = story.commit({"a": edited(l5="ours")})
    story.approve(head)
    story.commit({"a": edited(l5="theirs")}, "main")
    told = story.land({"a": edited(l5="ours")}, [head])
    assert (seen(told), judged(told)) == (
        (Bound.UNVERIFIABLE, "same-tree-conflict"),
        (Outcome.INDETERMINATE, "landing-unverifiable"),
    )


def test_approved_commit_that_is_not_in_the_clone_stays_open(story: Story) -> None:
    """Nothing is assumed of it; the Gap names the change and says how to fetch the commit."""
    head = story.commit({"b": "1\n"})
    story.approve("e" * 40)
    told = story.land({"b": "1\n"}, [head])
    [gap] = [gap for gap in told.collection.gaps if gap.kind == "approved-revision-missing"]
    assert (gap.affects, "git fetch origin" in gap.effect) == ((told.changes[-1].id,), True)
    assert (seen(told), judged(told)) == (
        (Bound.UNVERIFIABLE, "revision-not-in-clone"),
        (Outcome.INDETERMINATE, "revision-not-in-clone"),
    )


def test_approval_without_a_commit_stays_open(story: Story) -> None:
    """A forge that names no revision leaves nothing to compare."""
    head = story.commit({"b": "1\n"})
    story.approve(None)
    told = story.land({"b": "1\n"}, [head])
    assert bound(told).basis == Basis.ABSENT
    assert (seen(told), judged(told)) == (
        (Bound.UNVERIFIABLE, "revision-not-named"),
        (Outcome.INDETERMINATE, "revision-not-in-clone"),
    )


def test_applied_suggestion_makes_its_reviewer_an_author(story: Story) -> None:
    """The reviewer wrote a part, so the approval is an author's; peers compare the opener alone and pass."""
    first = story.commit({"b": "1\n"})
    story.approve(first)
    message = f"Apply suggestions\n\nCo-authored-by: {REVIEWER}"
    story.clock += 3600
    head = story.history.commit(
        message, files={"b": "2\n"}, branch="work", at=story.clock, author=AUTHOR, committer=WEB
    )
    told = story.land({"b": "2\n"}, [first, head])
    assert (seen(told), judged(told)) == (
        (Bound.RESIDUAL, "content-differs"),
        (Outcome.DEVIATION, "no-approval"),
    )


def test_only_approvals_are_bound(story: Story) -> None:
    """A comment, a request for changes and a dismissed approval approve nothing."""
    head = story.commit({"b": "1\n"})
    for state in ("COMMENTED", "CHANGES_REQUESTED", "DISMISSED"):
        story.approve(head, state=state)
    told = story.land({"b": "1\n"}, [head])
    assert [one.binding for one in told.collected[-1].reviews] == [None] * 3


def test_an_authors_approval_is_bound_and_counts_for_nothing(story: Story) -> None:
    """Content does not make an author independent."""
    head = story.commit({"b": "1\n"})
    story.approve(head, ADA)
    told = story.land({"b": "1\n"}, [head])
    assert (seen(told), judged(told)) == (IDENTICAL, (Outcome.DEVIATION, "no-approval"))


def with_timeline(story: Story, *pushes: tuple[int, str], word: str = "head_ref_force_pushed") -> None:
    """Let the forge record the timeline too: pushes over the branch as (when, the commit after it)."""
    story.folder.mkdir(exist_ok=True)
    answers = Answers(story.folder, story.history)
    sources = ["pull-requests", "reviews", "timeline"]
    answers.write("recorded.json", {"format": 1, "connected": sources, "per_page": 100})
    rows = [
        {
            "id": number,
            "event": word,
            "created_at": instant(when),
            "actor": ADA,
            "commit_id": after or None,
        }
        for number, (when, after) in enumerate(pushes, start=1)
    ]
    answers.write("issues/1/timeline.json", rows)


def test_the_timeline_makes_the_approved_revision_the_servers_word(story: Story) -> None:
    """No push over the branch came after the approval."""
    head = story.commit({"b": "1\n"})
    story.approve(head)
    with_timeline(story, (story.clock, head))
    told = story.land({"b": "1\n"}, [head])
    assert (seen(told), bound(told).basis, judged(told)) == (IDENTICAL, Basis.SERVER, COVERED)


def test_force_push_after_the_approval_with_kept_dates_stays_open(story: Story) -> None:
    """The forge renamed the approved commit, and every date was kept: peers by ids and by dates pass this."""
    when = story.clock
    story.commit({"b": "1\n"})
    head = story.commit({"b": "1\n", "late": "x\n"}, parents=[story.history.tip()], at=when, authored=when)
    story.approve(head)
    with_timeline(story, (story.clock + 2400, head))
    told = story.land({"b": "1\n", "late": "x\n"}, [head])
    assert (seen(told), bound(told).basis) == ((Bound.UNVERIFIABLE, "pushed-after-approval"), Basis.ABSENT)
    assert judged(told) == (Outcome.INDETERMINATE, "approved-revision-in-doubt")


@pytest.mark.parametrize("word", ["base_ref_changed", "automatic_base_change_succeeded"])
def test_another_base_after_the_approval_stays_open(story: Story, word: str) -> None:
    """What the former base held came in with the approved revision, and its reviewer was not shown it."""
    story.commit({"unreviewed": "1\n"})
    head = story.commit({"b": "1\n"})
    story.approve(head)
    with_timeline(story, (story.clock + 2400, ""), word=word)
    told = story.land({"b": "1\n", "unreviewed": "1\n"}, [head])
    assert seen(told) == (Bound.UNVERIFIABLE, "retargeted-after-approval")
    assert judged(told) == (Outcome.INDETERMINATE, "retargeted-after-approval")


def test_force_push_after_the_approval_leaves_a_frozen_id_alone(story: Story) -> None:
    """The review names what the push took away, so it was not renamed; its content is what landed."""
    approved = story.commit({"b": "1\n"})
    story.approve(approved)
    base = story.commit({"c": "1\n"}, "main")
    head = story.commit({"b": "1\n"}, parents=[base])
    with_timeline(story, (story.clock + 1900, head))
    told = story.land({"b": "1\n"}, [head])
    assert (seen(told), bound(told).basis, judged(told)) == (REPLAYED, Basis.SERVER, COVERED)


def test_sample_of_merge_commits_has_the_files_that_nobody_approved(tmp_path: Path) -> None:
    """By hand from the story: pushes after approvals, one of them dismissed for it, and one evil merge."""
    run = collect(
        Request(
            repositories=(build("clinic-merge", tmp_path),),
            period="2025",
            store=tmp_path / "store",
            now="2026-01-05T00:00:00Z",
            forge=f"recorded:{forge_folder('clinic-merge')}",
        ),
        silent,
    )
    labels = {change.id: change.label for change in iter_records(run, "changes", Change)}
    found = [
        (labels[one.change], one.binding)
        for one in iter_records(run, "reviews", Review)
        if one.binding is not None
    ]
    residuals = {
        label: [path.path for path in binding.paths]
        for label, binding in found
        if binding.result is Bound.RESIDUAL
    }
    assert residuals == {
        "#10": ["portal/lock.py"],
        "#12": ["portal/translate.py"],
        "#21": ["portal/audit.py"],
        "#28": ["portal/replies.py"],
        "#42": ["portal/calendar.py"],
    }
    doubtful = [(label, one.reason) for label, one in found if one.result is Bound.UNVERIFIABLE]
    assert doubtful == [("#43", "pushed-after-approval")]
