"""The timeline of a pull request and the comments on its lines, read from a spool."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.github.spool import quoted
from tests.collect.github.spools import (
    BEN,
    COPILOT,
    SINCE,
    Spool,
    commit,
    event,
    kinds,
    listed,
    pull,
    review,
    sha,
    why,
)

DRAFTED, PUBLISHED = "2025-03-02T09:00:00Z", "2025-03-02T09:40:00Z"


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """A spool that describes itself, and holds no list yet."""
    return Spool(tmp_path)


def comment(number: int, **more: Any) -> dict[str, Any]:
    """A comment on a line."""
    return {
        "id": f"PRRC_{number}", "fullDatabaseId": str(number), "draftedAt": DRAFTED, "createdAt": DRAFTED,
        "publishedAt": PUBLISHED, "updatedAt": PUBLISHED, "lastEditedAt": None, "state": "SUBMITTED",
        "outdated": False, "path": "dose.py", "line": 3, "originalLine": 3, "body": "Why?", "author": BEN,
        "commit": {"oid": sha("head")}, "originalCommit": {"oid": sha("first")}, "replyTo": None,
    } | more  # fmt: skip


def commented(*rows: Any, number: int = 1, **more: Any) -> dict[str, Any]:
    """A review with its comments."""
    return {
        "id": f"PRR_{number}", "fullDatabaseId": str(number), "pullRequest": {"number": 1},
        "comments": listed(*rows, **more),
    }  # fmt: skip


def test_a_force_push_has_what_it_led_from_and_to(spool: Spool) -> None:
    """By the platform's clock, and by whom."""
    row = event("HeadRefForcePushedEvent", beforeCommit={"oid": sha("old")}, afterCommit={"oid": sha("new")})
    [found] = spool.pulls(pull(1, timelineItems=listed(row))).events(1).value

    assert (found.kind, found.before, found.after) == ("force-push", sha("old"), sha("new"))
    assert (found.at, found.actor.id if found.actor else 0) == ("2025-03-02T11:00:00Z", 2)


def test_a_dismissal_has_the_verdict_before(spool: Spool) -> None:
    """The review itself says no more than that it was dismissed."""
    row = event(
        "ReviewDismissedEvent", previousReviewState="APPROVED", dismissalMessage="stale",
        review={"id": "PRR_12", "fullDatabaseId": "12"}, pullRequestCommit=None,
    )  # fmt: skip
    forge = spool.pulls(pull(1, timelineItems=listed(row), reviews=listed(review(12, state="DISMISSED"))))
    [found] = forge.events(1).value

    assert (found.kind, found.review, found.state, found.text) == ("dismissal", "12", "approved", "stale")
    assert forge.reviews(1).value[0].state == "dismissed"


@pytest.mark.parametrize(
    ("asked", "login", "team"),
    [
        ({"__typename": "User", "databaseId": 3, "login": "cleo"}, "cleo", ""),
        ({"__typename": "Bot", "databaseId": 4, "login": "copilot"}, "copilot[bot]", ""),
        ({"__typename": "Team", "databaseId": 5, "slug": "core"}, "", "core"),
        (None, "", ""),
    ],
)
def test_a_request_says_of_whom_a_review_was_asked(spool: Spool, asked: Any, login: str, team: str) -> None:
    """Of a person, a robot, a team, or an account that is gone."""
    row = event("ReviewRequestedEvent", requestedReviewer=asked)
    [found] = spool.pulls(pull(1, timelineItems=listed(row))).events(1).value

    assert (found.subject.login if found.subject else "", found.team) == (login, team)


def test_auto_merge_says_who_switched_it_on(spool: Spool) -> None:
    """Whoever did decides that it lands as soon as its rules are met."""
    row = event("AutoSquashEnabledEvent", enabler={"__typename": "User", "databaseId": 3, "login": "cleo"})
    [found] = spool.pulls(pull(1, timelineItems=listed(row))).events(1).value

    assert (found.kind, found.subject.login if found.subject else "") == ("auto-merge", "cleo")


def test_entries_are_in_the_order_of_time(spool: Spool) -> None:
    """However the platform gives them."""
    late = event("MergedEvent", createdAt="2025-03-03T00:00:00Z", commit={"oid": sha("merge 1")})
    early = event("ReadyForReviewEvent", createdAt=SINCE)
    found = spool.pulls(pull(1, timelineItems=listed(late, early))).events(1).value

    assert [one.kind for one in found] == ["ready-for-review", "merge"]


def test_an_empty_timeline_is_an_answer(spool: Spool) -> None:
    """It was read and holds nothing."""
    found = spool.pulls(pull(1)).events(1)

    assert (found.value, kinds(found)) == ((), [])


@pytest.mark.parametrize(
    "timeline",
    [
        listed(event("MergedEvent"), None),
        listed(event("LabeledEvent")),
        listed(event("MergedEvent"), more=True),
        listed(event("MergedEvent"), total=2),
        None,
    ],
)
def test_tempting_timeline_without_a_force_push_is_not_whole(spool: Spool, timeline: Any) -> None:
    """The one that is missing may be the push after the approval."""
    assert kinds(spool.pulls(pull(1, timelineItems=timeline)).events(1)) == ["events-incomplete"]


def test_tempting_repeated_page_does_not_make_up_for_a_force_push(spool: Spool) -> None:
    """The count of rows is right, and the force push is not among them."""
    rows = [event("ReviewRequestedEvent", name, requestedReviewer=BEN) for name in "ab"]
    forge = spool.pulls(pull(1, timelineItems=listed(*rows, more=True, total=4)))
    spool.further(1, "timelineItems", {"timelineItems": listed(*rows, total=4)})
    found = forge.events(1)

    assert (len(found.value), kinds(found)) == (2, ["events-incomplete"])
    assert "4 exist and 2 were recorded" in why(found)


def test_an_entry_that_is_listed_twice_is_told(spool: Spool) -> None:
    """Whatever the count says, by GraphQL and by REST."""
    twice = [event("ReopenedEvent"), event("ReopenedEvent")]
    began = {"id": 5, "event": "copilot_work_started", "created_at": SINCE, "actor": None}
    forge = spool.pulls(pull(1, timelineItems=listed(*twice)), pull(2))
    spool.rest("issues/2/timeline.page1.json", [began])
    spool.rest("issues/2/timeline.page2.json", [began])

    assert [len(forge.events(number).value) for number in (1, 2)] == [1, 1]
    assert [kinds(forge.events(number)) for number in (1, 2)] == [["events-incomplete"]] * 2


def test_an_agent_that_began_its_work_comes_by_rest(spool: Spool) -> None:
    """GraphQL has no word for it; what it has is not taken twice."""
    rows = [
        {"id": 7, "event": "copilot_work_started", "created_at": SINCE, "actor": {"login": "ben", "id": 2}},
        {"id": 8, "event": "merged", "created_at": SINCE, "actor": {"login": "ben", "id": 2}},
        {"event": "committed", "sha": sha("one")},
    ]
    forge = spool.pulls(pull(1))
    spool.rest("issues/1/timeline.page1.json", rows)
    found = forge.events(1)

    assert ([one.kind for one in found.value], kinds(found)) == (["agent-work"], [])


def test_tempting_silence_of_an_agent_whose_timeline_was_not_asked_for(spool: Spool) -> None:
    """Beyond the bound nobody asked: no word of its work is no word that there was none."""
    its = {
        "name": "Copilot",
        "email": "198982749+Copilot@users.noreply.github.com",
        "date": SINCE,
        "user": None,
    }
    part = pull(4, commits=listed(commit("one"), commit("two", author=its)))
    forge = spool.pulls(pull(1, author=COPILOT), pull(2, author=COPILOT), pull(3), part)
    spool.rest("issues/2/timeline.page1.json", [])

    told = [kinds(forge.events(number)) for number in (1, 2, 3, 4)]
    assert told == [["agent-work-unread"], [], [], ["agent-work-unread"]]


def test_a_comment_has_when_it_was_begun_and_what_it_was_made_on(spool: Spool) -> None:
    """The time of the draft is the platform's own."""
    forge = spool.pulls(pull(1))
    spool.graphql("comments.pass2.page1", {"nodes": [commented(comment(5))]})
    answer = forge.comments(1)
    [found] = answer.value

    assert (found.drafted_at, found.published_at, found.review) == (DRAFTED, PUBLISHED, "1")
    assert (found.sha, found.original_sha, found.line) == (sha("head"), sha("first"), 3)
    assert kinds(answer) == []


def test_comments_are_read_over_all_files(spool: Spool) -> None:
    """Further ones of a review stand in an answer of their own; those of two passes are the same ones."""
    forge = spool.pulls(pull(1))
    for turn in (1, 2):
        first = commented(comment(5), more=True, total=2)
        spool.graphql(f"comments.pass{turn}.page1", {"nodes": [first]})
        further = commented(comment(6), total=2)
        spool.graphql(f"comments/PRR_1.pass{turn}.page2", {"node": further})
    answer = forge.comments(1)

    assert ([one.id for one in answer.value], kinds(answer)) == (["5", "6"], [])


def test_further_comments_of_a_review_with_a_very_long_id_are_read(spool: Spool) -> None:
    """Its file has a short name that stands for the id."""
    forge = spool.pulls(pull(1))
    spool.graphql("comments.pass2.page1", {"nodes": [commented(comment(5), more=True, total=2)]})
    spool.graphql(f"comments/{quoted('x' * 150)}.pass2.page2", {"node": commented(comment(6), total=2)})

    assert [one.id for one in forge.comments(1).value] == ["5", "6"]


def test_a_review_without_comments_is_an_answer(spool: Spool) -> None:
    """It was asked for them and has none."""
    forge = spool.pulls(pull(1))
    spool.graphql("comments.pass2.page1", {"nodes": [commented()]})
    answer = forge.comments(1)

    assert (answer.value, kinds(answer)) == ((), [])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([commented(comment(5), more=True)], "go on after"),
        ([commented(comment(5), total=2)], "2 comments of a review exist and 1"),
        ([commented(comment(5), None)], "malformed or hidden"),
        ([None], "was not asked"),
        ([commented(number=99)], "was not asked"),
    ],
)
def test_comments_that_are_not_whole_are_told(spool: Spool, rows: Any, said: str) -> None:
    """Cut off, short, hidden; or the review was not asked for them at all."""
    forge = spool.pulls(pull(1))
    spool.graphql("comments.pass2.page1", {"nodes": rows})

    assert said in why(forge.comments(1))


def test_tempting_two_passes_do_not_make_up_for_a_comment_that_is_missing(spool: Spool) -> None:
    """The same one twice is not two."""
    forge = spool.pulls(pull(1))
    for turn in (1, 2):
        spool.graphql(f"comments.pass{turn}.page1", {"nodes": [commented(comment(5), total=2)]})

    assert kinds(forge.comments(1)) == ["comments-incomplete"]
