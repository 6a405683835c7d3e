"""What GitHub answered, read from a spool: what cannot be read is told, and takes nothing away."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.forge import Received
from attest.collect.github.reading import GithubForge
from attest.errors import CollectionError
from tests.collect.github.spools import (
    COPILOT,
    SINCE,
    Spool,
    associated,
    check_run,
    commit,
    heads,
    kinds,
    listed,
    pull,
    review,
    rollup,
    sha,
    tied,
    why,
)

EARLIER = "2024-12-01T00:00:00Z"
LATER = "2025-03-04T00:00:00Z"
FORBIDDEN = {"type": "FORBIDDEN", "message": "Resource not accessible"}


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """A spool that describes itself, and holds no list yet."""
    return Spool(tmp_path)


def numbers(forge: GithubForge) -> tuple[list[int], bool]:
    """Numbers of the merged pull requests, and whether the list is whole."""
    found = forge.landed_pulls("main").value
    return [one.number for one in found.pulls], found.complete


def hidden(*path: Any) -> dict[str, Any]:
    """An error of a field below the list of pull requests."""
    return FORBIDDEN | {"path": ["repository", "pullRequests", *path]}


def test_a_folder_that_is_no_spool_is_refused(tmp_path: Path) -> None:
    """A mistake of the command line is not a forge without pull requests."""
    with pytest.raises(CollectionError):
        GithubForge(tmp_path)


def test_merged_pull_requests_of_the_branch_are_listed(spool: Spool) -> None:
    """Open ones, closed ones and those of another branch are not of this branch's changes."""
    is_open = {"merged": False, "mergedAt": None, "mergeCommit": None}
    forge = spool.pulls(pull(3), pull(1), pull(2, **is_open), pull(4, baseRefName="stable"))

    assert numbers(forge) == ([1, 3], True)
    assert (forge.name, forge.remote) == ("github", "acme/shop")


def test_a_list_that_comes_to_its_end_is_whole_for_all_time(spool: Spool) -> None:
    """There is nothing before the first pull request."""
    assert spool.pulls(pull(1)).landed_pulls("main").value.since == ""


def test_a_list_that_goes_back_to_the_period_is_whole_since_then(spool: Spool) -> None:
    """What was merged since was updated since: the next page holds only older updates."""
    forge = spool.pulls(pull(2), number=1, more=True)
    spool.page(pull(1, updatedAt=EARLIER, mergedAt=EARLIER), number=2, more=True)
    found = forge.landed_pulls("main").value

    assert ([one.number for one in found.pulls], found.since, found.complete) == ([1, 2], SINCE, True)


def test_a_list_that_was_cut_off_within_the_period_is_not_whole(spool: Spool) -> None:
    """The last page says that there is another, and its oldest entry lies in the period."""
    forge = spool.pulls(pull(1), more=True)

    assert numbers(forge) == ([1], False)
    assert "pass 1: the list goes on" in why(forge.landed_pulls("main"))


def test_a_page_left_out_is_told(spool: Spool) -> None:
    """Pages one and three were had."""
    spool.page(pull(1), more=True)
    spool.page(pull(2), number=3)
    spool.page(of_pass=2)

    assert numbers(spool.forge()) == ([1, 2], False)
    assert "page 2 was not recorded" in why(spool.forge().landed_pulls("main"))


def test_fewer_entries_than_exist_are_told(spool: Spool) -> None:
    """The last page says that it is the last, and the list that it holds more."""
    assert numbers(spool.pulls(pull(1), total=3)) == ([1], False)


def test_tempting_list_without_a_second_pass(spool: Spool) -> None:
    """A pull request that moved to the top while the list was read is on no page of the first pass."""
    spool.page(pull(1))

    assert numbers(spool.forge()) == ([1], False)


def test_what_a_later_pass_says_counts(spool: Spool) -> None:
    """It was merged while the list was read for the first time."""
    is_open = {"merged": False, "mergedAt": None, "mergeCommit": None}
    spool.page(pull(1, **is_open))
    spool.page(pull(1, updatedAt=LATER, title="Later"), of_pass=2)
    spool.page(pull(1, updatedAt=LATER, title="Later"), of_pass=3)
    found = spool.forge().pull(1)

    assert numbers(spool.forge()) == ([1], True)
    assert (found.value.title if found.value else "", kinds(found)) == ("Later", [])


def test_one_that_changes_each_time_that_it_is_read_is_told(spool: Spool) -> None:
    """What was read of it may be of two states."""
    for turn in range(1, 5):
        spool.page(pull(1, updatedAt=f"2026-01-02T00:0{turn}:00Z"), of_pass=turn)
    forge = spool.forge()

    assert kinds(forge.pull(1)) == ["edited-during-collection"]
    assert numbers(forge) == ([1], True)


def test_the_order_of_pages_and_doubled_entries_do_not_matter(spool: Spool, tmp_path: Path) -> None:
    """An entry that moved to the next page while the list was read is one pull request."""
    spool.page(pull(2), pull(1), more=True)
    spool.page(pull(1), number=2)
    spool.page(of_pass=2)
    other = Spool(tmp_path / "other")
    other.page(pull(1), more=True)
    other.page(pull(1), pull(2), number=2)
    other.page(of_pass=2)

    assert spool.forge().landed_pulls("main") == other.forge().landed_pulls("main")


@pytest.mark.parametrize(
    "broken",
    [
        None,
        {},
        pull(7, mergeCommit={"oid": "short"}),
        pull(7, number="7"),
        pull(7, merged="yes"),
        pull(7, updatedAt="yesterday"),
        pull(7, baseRefName=None),
    ],
)
def test_an_entry_that_cannot_be_read_leaves_the_list_not_whole(spool: Spool, broken: Any) -> None:
    """The others are there, and a commit that nothing explains is no direct push then."""
    assert numbers(spool.pulls(pull(1), broken)) == ([1], False)


def test_a_broken_entry_of_a_later_pass_leaves_what_an_earlier_one_said(spool: Spool) -> None:
    """The population does not shrink for it."""
    spool.page(pull(1))
    spool.page(pull(1, mergedAt="soon"), of_pass=2)

    assert numbers(spool.forge()) == ([1], False)


@pytest.mark.parametrize(
    "page",
    [b"{", b"[]", b"null", b'{"data": null, "errors": [{"message": "no"}]}', b'{"a": 1, "a": 2}'],
)
def test_a_page_that_cannot_be_read_leaves_the_list_not_whole(spool: Spool, page: bytes) -> None:
    """An answer of 200 with an error in it is one of these."""
    forge = spool.pulls(pull(1))
    spool.put("graphql/pulls.pass1.page2.json", page)

    assert numbers(forge) == ([1], False)


def test_an_error_that_names_no_pull_request_leaves_the_list_not_whole(spool: Spool) -> None:
    """Something of the list itself may not be seen."""
    assert numbers(spool.pulls(pull(1), errors=[FORBIDDEN])) == ([1], False)


def test_a_fetch_that_did_not_end_is_told(tmp_path: Path) -> None:
    """What lies there is a part."""
    forge = Spool(tmp_path, finished_at=None).pulls(pull(1))

    assert numbers(forge) == ([1], False)


def test_another_branch_than_the_answers_are_about_has_no_whole_list(spool: Spool) -> None:
    """Its pull requests were not asked for."""
    assert spool.pulls(pull(1)).landed_pulls("stable").value.complete is False


def test_a_hidden_field_of_one_pull_request_is_told_of_it_alone(spool: Spool) -> None:
    """The list is whole, and the other pull request too."""
    forge = spool.pulls(pull(1), pull(2, author=None), errors=[hidden("nodes", 1, "author")])

    assert numbers(forge) == ([1, 2], True)
    assert (kinds(forge.pull(1)), kinds(forge.pull(2))) == ([], ["pull-incomplete"])


@pytest.mark.parametrize(
    ("field", "kind"),
    [("reviews", "reviews-incomplete"), ("commits", "pull-commits-incomplete")],
)
def test_a_hidden_part_of_a_list_is_told_of_that_list(spool: Spool, field: str, kind: str) -> None:
    """Whose review it is may not be seen: null then is not a deleted account."""
    forge = spool.pulls(pull(1), errors=[hidden("nodes", 0, field, "nodes", 0, "author")])

    assert kinds(forge.reviews(1)) + kinds(forge.commits(1)) == [kind]
    assert kinds(forge.pull(1)) == []


def test_a_pull_request_has_its_fields(spool: Spool) -> None:
    """Accounts with their immutable numbers, and the issues that it closes."""
    issue = {"number": 9, "repository": {"nameWithOwner": "acme/plans"}}
    forge = spool.pulls(pull(1, author=COPILOT, closingIssuesReferences=listed(issue)))
    found = forge.pull(1).value
    assert found is not None

    assert found.opener is not None
    assert (found.opener.login, found.opener.id, found.opener.kind) == (
        "copilot-swe-agent[bot]", 198982749, "bot",
    )  # fmt: skip
    assert (found.labels, found.issues, found.commit_count) == (("fix",), ("acme/plans#9",), 1)


def test_a_deleted_account_is_nobody_and_no_shortfall(spool: Spool) -> None:
    """Null without an error is what the platform says of a deleted account."""
    found = spool.pulls(pull(1, author=None)).pull(1)

    assert found.value is not None
    assert (found.value.opener, kinds(found)) == (None, [])


def test_one_that_is_not_listed_is_told(spool: Spool) -> None:
    """It was merged before the list goes back to."""
    found = spool.pulls(pull(1)).pull(7)

    assert (found.value, kinds(found)) == (None, ["pull-incomplete"])


def test_commits_are_read_over_all_pages(spool: Spool) -> None:
    """The first page says that there are more; times with an offset are given in UTC."""
    forge = spool.pulls(pull(1, commits=listed(commit("one"), more=True, total=2)))
    spool.further(1, "commits", {"commits": listed(commit("two"), total=2)})
    found = forge.commits(1)

    assert [one.sha for one in found.value or ()] == [sha("one"), sha("two")]
    assert {one.authored_at for one in found.value or ()} == {"2025-03-01T09:00:00Z"}
    assert kinds(found) == []


def test_commits_that_go_on_after_the_last_page_are_told(spool: Spool) -> None:
    """What was had is used."""
    found = spool.pulls(pull(1, commits=listed(commit("one"), more=True, total=2))).commits(1)

    assert (len(found.value or ()), kinds(found)) == (1, ["pull-commits-incomplete"])


def test_tempting_list_that_says_it_ends_with_fewer_than_exist(spool: Spool) -> None:
    """It says there is no further page, and counts more than it holds."""
    found = spool.pulls(pull(1, commits=listed(commit("one"), total=2))).commits(1)

    assert kinds(found) == ["pull-commits-incomplete"]


def test_further_pages_of_another_state_are_told(spool: Spool) -> None:
    """The pull request was pushed to between its first page and its second."""
    forge = spool.pulls(pull(1, commits=listed(commit("one"), more=True, total=2)))
    spool.further(1, "commits", {"commits": listed(commit("two"), total=2), "updatedAt": LATER})

    assert "different states" in why(forge.commits(1))


def test_parents_are_those_that_were_asked_for(spool: Spool) -> None:
    """Of the other commit, git is to say."""
    forge = spool.pulls(pull(1, commits=listed(commit("one"), commit("two"))))
    row = {"id": "C_two", "oid": sha("two"), "parents": {"totalCount": 2, "nodes": []}}
    spool.graphql("parents.page1", {"nodes": [row, None]})

    assert [one.parents for one in forge.commits(1).value or ()] == [0, 2]


def test_a_review_has_its_revision_its_tree_and_when_it_was_edited(spool: Spool) -> None:
    """The number is the one by which REST names it too."""
    forge = spool.pulls(pull(1, reviews=listed(review(12, lastEditedAt=LATER))))
    [found] = forge.reviews(1).value

    assert (found.id, found.state, found.sha, found.tree) == ("12", "approved", sha("head"), sha("tree head"))
    assert (found.edited_at, found.reviewer.id if found.reviewer else 0) == (LATER, 2)


@pytest.mark.parametrize("edited", [None, LATER])
def test_a_pull_request_says_when_its_text_was_edited(spool: Spool, edited: str | None) -> None:
    """Never is an answer of the forge's, too."""
    found = spool.pulls(pull(1, lastEditedAt=edited)).pull(1).value

    assert found is not None
    assert (found.edited_at, found.edits_known) == (edited, True)


def test_reviews_without_one_are_whole(spool: Spool) -> None:
    """The list was read and has none."""
    found = spool.pulls(pull(1, reviews=listed())).reviews(1)

    assert (found.value, kinds(found)) == ((), [])


@pytest.mark.parametrize(
    "broken", [None, review(2) | {"state": 7}, review(2, fullDatabaseId=True), review(2, commit="x")]
)
def test_a_review_that_cannot_be_read_is_told(spool: Spool, broken: Any) -> None:
    """The other one counts; the one that is lost may have asked for changes."""
    found = spool.pulls(pull(1, reviews=listed(review(1), broken))).reviews(1)

    assert ([one.id for one in found.value], kinds(found)) == (["1"], ["reviews-incomplete"])


def test_a_review_of_a_revision_that_is_gone_has_none(spool: Spool) -> None:
    """After a force push the platform may hold it no more."""
    [found] = spool.pulls(pull(1, reviews=listed(review(1, commit=None)))).reviews(1).value

    assert (found.sha, found.tree) == ("", "")


def test_checks_are_those_of_the_last_revision(spool: Spool) -> None:
    """Words are REST's; one that has not ended has its status for a conclusion."""
    waiting = check_run("slow", status="IN_PROGRESS", conclusion=None, completedAt=None)
    status = {"__typename": "StatusContext", "id": "SC_1", "context": "scan", "state": "FAILURE"}
    found = spool.pulls(pull(1, head=heads(check_run(), waiting, status))).checks(sha("head"))
    said = [(one.kind, one.name, one.conclusion) for one in found.value]

    assert said == [
        ("check", "slow", "in_progress"),
        ("check", "tests", "success"),
        ("status", "scan", "failure"),
    ]
    assert kinds(found) == []


def test_tempting_repeated_page_does_not_make_up_for_a_check_that_failed(spool: Spool) -> None:
    """The count of rows is right, and the one that failed is not among them."""
    forge = spool.pulls(pull(1, head=heads(check_run("a"), check_run("b"), more=True, total=4)))
    again = heads(check_run("a"), check_run("b"), total=4)
    spool.further(1, "checks", {"head": again})
    found = forge.checks(sha("head"))

    assert (len(found.value), kinds(found)) == (2, ["checks-incomplete"])
    assert "4 exist and 2 were recorded" in why(found)


def test_a_check_that_is_listed_twice_is_told(spool: Spool) -> None:
    """Whatever the count says."""
    found = spool.pulls(pull(1, head=heads(check_run(), check_run()))).checks(sha("head"))

    assert (len(found.value), kinds(found)) == (1, ["checks-incomplete"])


def test_a_revision_without_a_rollup_has_no_checks(spool: Spool) -> None:
    """That is an answer."""
    found = spool.pulls(pull(1, head=heads())).checks(sha("head"))

    assert (found.value, kinds(found)) == ((), [])


@pytest.mark.parametrize(
    "head",
    [
        heads(check_run(), more=True),
        heads(check_run(), total=2),
        heads(check_run(), oid=sha("older")),
        heads(check_run(), None),
        {"nodes": [{"commit": {"oid": sha("head")}}]},
        None,
    ],
)
def test_checks_that_are_not_whole_are_told(spool: Spool, head: Any) -> None:
    """Cut off, short, of another revision, hidden, not answered."""
    assert kinds(spool.pulls(pull(1, head=head)).checks(sha("head"))) == ["checks-incomplete"]


def test_tempting_hidden_rollup_is_not_one_without_checks(spool: Spool) -> None:
    """The token may not see checks: null stands where the rollup would."""
    error = hidden("nodes", 0, "head", "nodes", 0, "commit", "statusCheckRollup")
    forge = spool.pulls(pull(1, head=heads()), errors=[error])

    assert kinds(forge.checks(sha("head"))) == ["checks-incomplete"]


def test_a_revision_that_nobody_asked_about_is_told(spool: Spool) -> None:
    """An older revision of a pull request, say."""
    assert kinds(spool.pulls(pull(1)).checks(sha("pushed"))) == ["checks-incomplete"]


def test_checks_of_a_direct_push_stand_beside_what_it_is_tied_to(spool: Spool) -> None:
    """Of one commit they are listed, and another has none, which is an answer."""
    spool.landed(tied(sha("x"), statusCheckRollup=rollup(check_run("lint"), check_run())), tied(sha("y")))
    forge = spool.pulls(pull(1))
    found = [forge.checks(sha(name)) for name in ("x", "y")]

    assert [[(one.name, one.app, one.conclusion) for one in answer.value] for answer in found] == [
        [("lint", "ci", "success"), ("tests", "ci", "success")],
        [],
    ]
    assert [kinds(answer) for answer in found] == [[], []]


@pytest.mark.parametrize(
    "told",
    [rollup(check_run(), more=True), rollup(check_run(), total=2), rollup(check_run(), None), 7, {}],
)
def test_checks_of_a_direct_push_that_are_not_whole_are_told(spool: Spool, told: Any) -> None:
    """Cut off, short, hidden, malformed: a required one that is not there may be among the rest."""
    spool.landed(tied(sha("x"), statusCheckRollup=told))

    assert kinds(spool.pulls(pull(1)).checks(sha("x"))) == ["checks-incomplete"]


def test_an_answer_about_a_landed_commit_without_its_checks_is_told(spool: Spool) -> None:
    """It was had by a version that did not ask for them."""
    row = tied(sha("x"))
    del row["statusCheckRollup"]
    spool.landed(row)

    assert kinds(spool.pulls(pull(1)).checks(sha("x"))) == ["checks-incomplete"]


def test_tempting_hidden_checks_of_a_direct_push_are_not_none(spool: Spool) -> None:
    """Null stands where they would; what the commit is tied to was said all the same."""
    error = FORBIDDEN | {"path": ["repository", "c0", "statusCheckRollup"]}
    spool.landed(tied(sha("x")), errors=[error])
    forge = spool.pulls(pull(1))

    assert kinds(forge.checks(sha("x"))) == ["checks-incomplete"]
    assert set(forge.landed_pulls("main").value.untied) == {sha("x")}


def test_landed_commits_are_tied_and_untied(spool: Spool) -> None:
    """The platform says by what they came, where it was asked; of one it does not hold it says nothing."""
    spool.landed(tied(sha("x"), associated(1, sha("merge 1"))), tied(sha("y")), None)
    found = spool.pulls(pull(1)).landed_pulls("main").value

    assert dict(found.tied) == {sha("x"): 1}
    assert set(found.untied) == {sha("y")}


def test_a_commit_that_came_to_another_branch_is_not_tied(spool: Spool) -> None:
    """A pull request into another branch does not explain how it came to this one."""
    spool.landed(tied(sha("x"), associated(1, sha("x"), baseRefName="stable")))
    found = spool.pulls(pull(1)).landed_pulls("main").value

    assert dict(found.tied) == {}
    assert set(found.untied) == {sha("x")}


def test_a_merge_that_the_list_missed_is_added_and_told(spool: Spool) -> None:
    """The list was read before the platform had it in: another may be missing that no commit tells of."""
    spool.page(pull(1), more=True)
    spool.page(pull(3, updatedAt=EARLIER), number=2, more=True)
    spool.page(of_pass=2)
    spool.landed(tied(sha("x"), associated(2, sha("x"))))
    answer = spool.forge().landed_pulls("main")

    assert [one.number for one in answer.value.pulls] == [1, 2, 3]
    assert kinds(answer) == ["pull-unlisted"]


def test_a_merge_before_the_list_begins_is_added_without_a_word(spool: Spool) -> None:
    """Nothing is missing of a list that goes back to the period."""
    spool.page(pull(1), more=True)
    spool.page(pull(3, updatedAt=EARLIER), number=2, more=True)
    spool.page(of_pass=2)
    spool.landed(tied(sha("x"), associated(2, sha("x"), mergedAt=EARLIER)))
    answer = spool.forge().landed_pulls("main")

    assert ([one.number for one in answer.value.pulls], kinds(answer)) == ([1, 2, 3], [])


def test_tempting_hidden_tie_is_no_denial(spool: Spool) -> None:
    """What it came by may not be seen, or was not listed to the end."""
    errors = [FORBIDDEN | {"path": ["repository", "c0", "associatedPullRequests", "nodes", 0]}]
    spool.landed(tied(sha("x")), tied(sha("y"), total=11), errors=errors)

    assert spool.pulls(pull(1)).landed_pulls("main").value.untied == frozenset()


def test_sources_that_were_not_asked_are_not_connected(tmp_path: Path) -> None:
    """Nobody looked, so nothing is missing of them."""
    forge = Spool(tmp_path, connected=["pull-requests"]).pulls(pull(1))

    answers: list[Any] = [
        forge.reviews(1), forge.checks(sha("head")), forge.events(1), forge.comments(1), forge.pushes("main"),
        forge.rules("main"), forge.bypasses("main"), forge.deployments(), forge.permissions(),
        forge.agent_tasks(),
    ]  # fmt: skip
    assert [(answer.value, answer.shortfalls) for answer in answers] == [((), ())] * 10
    assert forge.connected == {"pull-requests"}


def test_every_answer_is_kept_once_read(spool: Spool) -> None:
    """Those too that no record is made of."""
    kept: dict[str, Received] = {}
    spool.pulls(pull(1))
    spool.further(9, "reviews", {"reviews": listed()})
    spool.rest("environments.json", {"total_count": 0, "environments": []})
    forge = spool.forge(lambda received: kept.update({received.origin: received}))
    forge.landed_pulls("main")
    files = {path.relative_to(spool.folder).as_posix() for path in spool.folder.rglob("*.json")}

    assert set(kept) == files
    assert {received.source for received in kept.values()} == {"forge:github"}
    assert kept["graphql/pulls.pass2.page1.json"].request == "graphql/pulls"


def test_a_link_in_the_place_of_an_answer_is_not_followed(spool: Spool, tmp_path: Path) -> None:
    """What is kept must be of the spool."""
    forge = spool.pulls(pull(1))
    outside = tmp_path / "outside.json"
    (spool.folder / "graphql/pulls.pass2.page1.json").rename(outside)
    (spool.folder / "graphql/pulls.pass2.page1.json").symlink_to(outside)

    assert numbers(forge) == ([1], False)
