"""Several pull requests of which the forge says that they landed as one commit: none of them vanishes."""

from pathlib import Path
from typing import Any

import pytest

from attest.catalog import load
from attest.model.change import Bound, ReviewState
from attest.model.finding import Outcome
from tests.collect.stories import ADA, BEN, WEB, Answers, Told, review, tell
from tests.support.history import History
from tests.support.records import outcome, run_of

CATALOG = load()
AUTHOR = "Ada Lovelace <ada@example.org>"
AT = "2025-02-01T00:00:00Z"
CYD = {"login": "cyd", "id": 3, "type": "User"}
Reviews = list[dict[str, Any]]


def says(by: Any, sha: str, state: str = "APPROVED", hour: int = 12) -> dict[str, Any]:
    """A review of a revision, on the day before the merge."""
    number = int(sha[:6], 16) * 100 + by["id"] * 10 + hour % 10
    return review(number, by, state, commit_id=sha, submitted_at=f"2025-01-31T{hour:02}:00:00Z")


class Shop:
    """A repository with one commit before the period, and a forge that is told what to say."""

    def __init__(self, folder: Path) -> None:
        self.history = History(folder / "shop")
        self.start = self.history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
        self.answers = Answers(folder / "forge", self.history)

    def work(self, branch: str, path: str, *parents: str) -> str:
        """A commit of Ada's on a branch of its own, or on top of others."""
        more: dict[str, Any] = {"parents": list(parents)} if parents else {}
        return self.history.commit(
            "work", files={path: "1\n"}, branch=branch, author=AUTHOR, at="2025-01-30T00:00:00Z", **more
        )

    def pull(self, number: int, landed: str, commits: list[str], *reviews: dict[str, Any]) -> None:
        """A pull request that the forge says landed as a commit."""
        self.answers.pull(number, landed, commits, reviews=reviews, merged_at=AT, head=_head(commits))

    def stacked(self, below: tuple[int, Any], above: tuple[int, Any]) -> Told:
        """Cyd's... one branch on top of another, merged at once: numbers, and what is said of each head."""
        first = self.work("one", "b")
        second = self.work("two", "c", first)
        message = f"Merge pull request #{above[0]} from acme/two"
        landed = self.history.merge("two", message, at=AT, author=AUTHOR, committer=WEB)
        self.pull(below[0], landed, [first], *below[1](first))
        self.pull(above[0], landed, [first, second], *above[1](second))
        return self.told()

    def squashed(self, subject: str, path: str) -> str:
        """What a squash of a file put onto the branch."""
        return self.history.commit(subject, files={path: "1\n"}, at=AT, author=AUTHOR, committer=WEB)

    def told(self) -> Told:
        """The collection."""
        return tell(self.history, self.answers.forge())


def _head(commits: list[str]) -> dict[str, str]:
    return {"ref": f"work-{commits[-1][:7]}", "sha": commits[-1]}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """The shop before the period."""
    return Shop(tmp_path)


def nobody(head: str) -> Reviews:
    """No review."""
    del head
    return []


def approved(head: str) -> Reviews:
    """Ben approves."""
    return [says(BEN, head, hour=14)]


def refused(head: str) -> Reviews:
    """Ben asks for changes."""
    return [says(BEN, head, "CHANGES_REQUESTED", hour=13)]


def judged(told: Told, assertion: str, at: int = -1) -> tuple[Outcome, str]:
    """What a test says of a change, by default the last one."""
    item = told.collected[at]
    return outcome(CATALOG, assertion, run_of(item.change, reviews=item.reviews, gaps=told.collection.gaps))


ORDERS = ((1, 2), (2, 1))


@pytest.mark.parametrize(("below", "above"), ORDERS)
def test_a_change_holds_the_reviews_of_every_pull_request_that_landed_as_it(
    shop: Shop, below: int, above: int
) -> None:
    """Whatever their numbers, the change is the one whose last revision was merged; the other's are named."""
    told = shop.stacked((below, refused), (above, approved))
    found = {(one.state, one.pull) for one in told.collected[0].reviews}
    expected = {(ReviewState.APPROVED, None), (ReviewState.CHANGES_REQUESTED, below)}
    assert (told.changes[0].number, found) == (above, expected)


@pytest.mark.parametrize(("below", "above"), ORDERS)
def test_an_objection_in_the_branch_below_stands(shop: Shop, below: int, above: int) -> None:
    """The tempting false met: the same person approved the branch on top of it, an hour later."""
    told = shop.stacked((below, refused), (above, approved))
    assert judged(told, "REV-02") == (Outcome.DEVIATION, "objection-open")


def test_an_approval_of_the_branch_below_does_not_cover_the_one_above(shop: Shop) -> None:
    """What landed holds work that nobody looked at."""
    told = shop.stacked((1, approved), (2, nobody))
    found = {name: judged(told, name) for name in ("REV-01", "REV-02", "REV-03")}
    assert found == {
        "REV-01": (Outcome.DEVIATION, "no-review"),
        "REV-02": (Outcome.DEVIATION, "approved-elsewhere"),
        "REV-03": (Outcome.DEVIATION, "approval-of-older-revision"),
    }


def test_approvals_of_both_branches_meet_the_tests(shop: Shop) -> None:
    """The guard of the tests above: nothing is held against a branch for lying on top of another."""
    told = shop.stacked((1, approved), (2, approved))
    found = {judged(told, name) for name in ("REV-01", "REV-02", "REV-03")}
    assert found == {(Outcome.MET, "reviewed"), (Outcome.MET, "approved"), (Outcome.MET, "covered")}


def test_a_branch_that_came_with_another_is_counted_and_no_difference(shop: Shop) -> None:
    """Its last revision is among the commits of the change, which its basis says."""
    told = shop.stacked((1, approved), (2, approved))
    counted = told.collection.reconciliation
    counts = {count.what: count.count for count in counted.counts}
    assert (
        counted.difference,
        counts["pull requests merged in the period"],
        counts["pull requests among the changes"],
        counts["pull requests that landed with another's commit"],
    ) == (0, 2, 1, 1)
    assert told.changes[0].type_basis.startswith(
        "forge: pull request 2 names this commit as its merge, and so does 1"
    )


def test_a_gap_names_the_change(shop: Shop) -> None:
    """It is there whether or not anything hangs on it."""
    told = shop.stacked((1, approved), (2, approved))
    found = [gap.affects for gap in told.collection.gaps if gap.kind == "several-pull-requests"]
    assert found == [(told.changes[0].id,)]


def test_whoever_opened_the_branch_below_is_an_author(shop: Shop) -> None:
    """The tempting false met: Ben opened it, and approves all of it as the branch above."""
    first = shop.work("one", "b")
    second = shop.work("two", "c", first)
    landed = shop.history.merge("two", "Merge pull request #2 from acme/two", at=AT, author=AUTHOR)
    shop.answers.pull(1, landed, [first], merged_at=AT, user=BEN)
    shop.pull(2, landed, [first, second], *approved(second))
    assert judged(shop.told(), "REV-02") == (Outcome.DEVIATION, "approved-by-author")


def test_a_claim_that_content_denies_is_a_difference(shop: Shop) -> None:
    """A pull request that the branch holds nothing of, and that the forge says landed as another's commit."""
    other, head = shop.work("other", "x"), shop.work("one", "b")
    landed = shop.squashed("Add (#3)", "b")
    shop.pull(2, landed, [other], *refused(other))
    shop.pull(3, landed, [head], *approved(head))
    told = shop.told()
    counted = told.collection.reconciliation
    assert (told.changes[0].number, counted.unmatched_there, counted.difference) == (3, ("#2",), 1)
    assert judged(told, "REV-02") == (Outcome.DEVIATION, "objection-open")


def test_an_approval_of_a_claim_that_content_denies_does_not_count(shop: Shop) -> None:
    """The tempting false met: an approved pull request named beside one that nobody reviewed."""
    other, head = shop.work("other", "x"), shop.work("one", "b")
    landed = shop.squashed("Add (#3)", "b")
    shop.pull(2, landed, [other], *approved(other))
    shop.pull(3, landed, [head])
    told = shop.told()
    assert told.collected[0].reviews[0].binding is not None
    assert told.collected[0].reviews[0].binding.result is Bound.RESIDUAL
    assert judged(told, "REV-02") == (Outcome.DEVIATION, "approved-elsewhere")


def test_a_pull_request_is_the_change_that_its_content_and_the_subject_say(shop: Shop) -> None:
    """The forge's commit of one was another's: both landed commits stay what they are, with their reviews."""
    heads = [shop.work("two", "b"), shop.work("three", "c")]
    shop.squashed("Add (#2)", "b")
    landed = shop.squashed("Add more (#3)", "c")
    shop.pull(2, landed, [heads[0]], *approved(heads[0]))
    shop.pull(3, landed, [heads[1]], *refused(heads[1]))
    told = shop.told()
    found = [(item.change.number, [one.state for one in item.reviews]) for item in told.collected]
    assert found == [(2, [ReviewState.APPROVED]), (3, [ReviewState.CHANGES_REQUESTED])]
    assert told.collection.reconciliation.difference == 0


def test_content_goes_before_the_number_in_a_subject(shop: Shop) -> None:
    """Anyone can type a number; where it speaks against content, the forge's list alone decides nothing."""
    other, head = shop.work("other", "x"), shop.work("one", "b")
    landed = shop.squashed("Add (#2)", "b")
    shop.pull(2, landed, [other], *approved(other))
    shop.pull(3, landed, [head], *approved(head))
    told = shop.told()
    item = told.collected[0]
    assert (item.change.number, {one.pull for one in item.reviews}) == (3, {2, 3})
    assert judged(told, "REV-02") == (Outcome.MET, "approved")


def test_nothing_is_met_where_nothing_says_which_pull_request_a_change_is(shop: Shop) -> None:
    """Neither head explains what landed: approvals of either may be of something else."""
    heads = [shop.work("two", "x"), shop.work("three", "y")]
    landed = shop.squashed("Add", "b")
    for number, head in zip((2, 3), heads, strict=True):
        shop.pull(number, landed, [head], *approved(head))
    told = shop.told()
    found = {name: judged(told, name) for name in ("REV-01", "REV-02")}
    assert found == dict.fromkeys(found, (Outcome.INDETERMINATE, "several-pull-requests"))
    assert judged(told, "REV-03")[0] is Outcome.DEVIATION


def test_two_times_of_merge_for_one_commit_are_none(shop: Shop) -> None:
    """A later time would let approvals count that came after the merge."""
    heads = [shop.work("two", "x"), shop.work("three", "y")]
    landed = shop.squashed("Add", "b")
    shop.pull(2, landed, [heads[0]])
    shop.answers.pull(3, landed, [heads[1]], merged_at="2025-03-01T00:00:00Z")
    change = shop.told().changes[0]
    assert (change.merged_at, change.landed_basis.value) == (None, "declared")


def test_requests_of_two_reviewers_in_two_pull_requests_are_both_there(shop: Shop) -> None:
    """One set of ids: no record takes another's place."""
    both = lambda head: [says(BEN, head), says(CYD, head, "COMMENTED")]  # noqa: E731
    told = shop.stacked((1, both), (2, both))
    ids = [one.id for one in told.collected[0].reviews]
    assert (len(ids), len(set(ids))) == (4, 4)
    assert {one.split(":")[1] for one in ids} == {"pull-1", "pull-2"}


def test_the_text_of_every_one_of_them_is_read(shop: Shop) -> None:
    """An author who discloses in the branch below discloses work that landed."""
    told = shop.stacked((1, approved), (2, approved))
    assert [text.title for text in told.collected[0].beside] == ["Pull 1"]
    assert ADA["login"] == told.collected[0].beside[0].author_login
