"""Whoever pushed the last own content of a pull request is no independent approver of it."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.forge import SOURCES
from tests.collect.github.shops import ADA_AUTHOR, Shop
from tests.collect.github.spools import REST_BEN, commit, heads, listed
from tests.collect.stories import WEB, Told

WEB_FLOW = {"login": "web-flow", "id": 19864447, "type": "User"}


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Ada wrote and opened the pull request, and ben approved it."""
    return Shop(tmp_path)


def said(told: Told) -> tuple[set[str], str]:
    """Logins of the authors, and why the pusher is not known."""
    [change] = told.changes
    return {name for name in told.names(change) if "@" not in name}, change.pusher_unknown


def test_tempting_approval_by_whoever_pushed_it(shop: Shop) -> None:
    """Ben pushed what ada had committed: he is an author by the forge's own record."""
    shop.head_pushes(shop.head_push(actor=REST_BEN))
    told = shop.tell()
    [change] = told.changes

    assert said(told) == ({"ada", "ben"}, "")
    assert change.pusher == told.collected[0].reviews[0].reviewer
    assert change.pusher in change.authors


def test_a_push_of_ones_own_adds_nobody(shop: Shop) -> None:
    """Nor is anything missing."""
    told = shop.tell()

    assert said(told) == ({"ada"}, "")
    assert told.kinds == {"beyond-reach"}


@pytest.mark.parametrize(
    ("row", "pull", "expected"),
    [
        ({}, {"isCrossRepository": True}, "fork"),
        ({"ref": "refs/heads/other"}, {"createdAt": "2025-02-20T00:00:00Z"}, "not-listed"),
        ({"ref": "refs/heads/other"}, {"createdAt": "2025-01-01T00:00:00Z"}, "beyond-reach"),
        ({"after": "ab" * 20}, {"createdAt": "2025-02-20T00:00:00Z"}, "not-listed"),
        ({"actor": None}, {}, "deleted-account"),
    ],
)
def test_a_pusher_who_is_not_known_is_said(shop: Shop, row: Any, pull: Any, expected: str) -> None:
    """In the record and as a gap with the change; the authors are those who are known."""
    shop.head_pushes(shop.head_push(**row))
    told = shop.tell(shop.pull(**pull))

    assert said(told) == ({"ada"}, expected)
    [gap] = [gap for gap in told.collection.gaps if gap.kind == "pusher-unknown"]
    assert (gap.source, gap.affects, gap.affected_count) == ("head-pushes", (told.changes[0].id,), 1)


def test_the_forge_itself_is_no_pusher(shop: Shop) -> None:
    """What it pushes in its own name is no act of a person, and no gap."""
    shop.head_pushes(shop.head_push(actor=WEB_FLOW))
    told = shop.tell()

    assert said(told) == ({"ada"}, "forge")
    assert told.kinds == {"beyond-reach"}


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ({"message": "Not Found"}, 404, "not-readable"),
        ([{"id": 1}], 200, "not-readable"),
        ({"odd": 1}, 200, "not-readable"),
    ],
)
def test_a_list_of_pushes_that_cannot_be_read_is_said(
    shop: Shop, body: Any, status: int, expected: str
) -> None:
    """Nobody is taken for the pusher, and nobody is cleared."""
    shop.spool.rest("activity/repository.page1.json", body, status)
    told = shop.tell()

    assert said(told) == ({"ada"}, expected)
    assert "pusher-unknown" in told.kinds


def test_a_list_that_was_cut_by_the_budget_goes_back_as_far_as_it_goes(shop: Shop) -> None:
    """A pull request that was opened before its last entry may have been pushed before it."""
    late = shop.head_push(ref="refs/heads/other", timestamp="2025-06-01T00:00:00Z")
    shop.head_pushes(late, link='<https://api.github.com/x?after=1>; rel="next"')

    assert said(shop.tell())[1] == "beyond-reach"


def test_further_pages_are_read(shop: Shop) -> None:
    """The push is on the second."""
    late = shop.head_push(ref="refs/heads/other")
    shop.head_pushes(late, link='<https://api.github.com/x?after=1>; rel="next"')
    shop.spool.rest("activity/repository.page2.json", [shop.head_push(actor=REST_BEN)])

    assert said(shop.tell()) == ({"ada", "ben"}, "")


def test_without_pushes_the_pusher_was_not_asked_for(tmp_path: Path) -> None:
    """The source is not connected, which the run says for itself."""
    shop = Shop(tmp_path, connected=[name for name in SOURCES if name != "pushes"])
    told = shop.tell()

    assert said(told) == ({"ada"}, "not-asked")
    assert "pusher-unknown" not in told.kinds


def brought_up_to_date(folder: Path, *, clean: bool, before: str = "") -> Told:
    """A second pull request of ada's, whose branch ben brought up to date with the first, landed."""
    shop = Shop(folder)
    history = shop.history
    own = history.commit(
        "two", files={"d": "1\n"}, branch="work-2", parents=[shop.start], author=ADA_AUTHOR,
        at="2025-03-01T00:00:00Z",
    )  # fmt: skip
    files: dict[str | bytes, str | bytes | None] = {} if clean else {"d": "2\n"}
    update = history.merge("main", branch="work-2", author=ADA_AUTHOR, files=files, at="2025-03-04T00:00:00Z")
    landed = history.commit(
        "Two (#2)", files={"d": files.get("d", "1\n")}, committer=WEB, at="2025-03-05T00:00:00Z"
    )
    row = shop.pull(
        2, headRefOid=update, headRefName="work-2", head=heads(oid=update), reviews=listed(),
        mergeCommit={"oid": landed}, mergedAt="2025-03-05T00:00:00Z",
        commits=listed(commit("two", oid=own), commit("update", oid=update)),
    )  # fmt: skip
    two = {"ref": "refs/heads/work-2"}
    shop.head_pushes(
        shop.head_push(**two, id=1003, before=before or own, after=update, actor=REST_BEN),
        shop.head_push(**two, id=1002, after=own),
        shop.head_push(),
    )
    return shop.tell(shop.pull(), row)


def test_whoever_brought_a_branch_up_to_date_cleanly_is_no_author(tmp_path: Path) -> None:
    """The push before it counts: ada's."""
    told = brought_up_to_date(tmp_path, clean=True)

    assert second(told) == ({"ada"}, "")


def test_whoever_resolved_a_conflict_while_doing_so_is_one(tmp_path: Path) -> None:
    """The merge holds something that its parents do not explain."""
    told = brought_up_to_date(tmp_path, clean=False)

    assert second(told) == ({"ada", "ben"}, "")


def test_whoever_pushed_content_together_with_a_clean_merge_is_one(tmp_path: Path) -> None:
    """The push led from elsewhere: the commit below the merge came with it."""
    told = brought_up_to_date(tmp_path, clean=True, before="0" * 40)

    assert second(told) == ({"ada", "ben"}, "")


def test_a_merge_that_the_clone_does_not_hold_is_not_taken_for_clean(shop: Shop) -> None:
    """Nor for content: whose push counts is not known."""
    gone = "ab" * 20
    shop.head_pushes(shop.head_push(after=gone, actor=REST_BEN))
    shop.spool.graphql("parents.page1", {"nodes": [{"oid": gone, "parents": {"totalCount": 2}}]})
    row = shop.pull(headRefOid=gone, head=heads(oid=gone), commits=listed(commit("one", oid=gone)))

    assert said(shop.tell(row))[1] == "merge-unverified"


def test_a_commit_that_the_clone_does_not_hold_is_content(shop: Shop) -> None:
    """With one parent it can be no merge."""
    gone = "ab" * 20
    shop.head_pushes(shop.head_push(after=gone, actor=REST_BEN))
    shop.spool.graphql("parents.page1", {"nodes": [{"oid": gone, "parents": {"totalCount": 1}}]})
    row = shop.pull(headRefOid=gone, head=heads(oid=gone), commits=listed(commit("one", oid=gone)))

    assert said(shop.tell(row)) == ({"ada", "ben"}, "")


def second(told: Told) -> tuple[set[str], str]:
    """Of the second pull request: logins of the authors, and why the pusher is not known."""
    change = next(one for one in told.changes if one.number == 2)
    return {name for name in told.names(change) if "@" not in name}, change.pusher_unknown
