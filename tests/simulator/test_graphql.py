"""The product's own queries, executed on the simulator through PyGithub."""

from collections.abc import Iterator
from typing import Any

import pytest
from github import Github, GithubException, UnknownObjectException
from graphql import parse

from attest.collect.github import queries
from tests.simulator import Simulator, World, faults
from tests.simulator.client import ask, client
from tests.simulator.conftest import COMMITS, PULLS
from tests.simulator.graphql_api import schema
from tests.simulator.graphql_cost import measure
from tests.simulator.telling import DAY, Told

SHOP = {"owner": "octo", "name": "shop"}
LARGE = {"owner": "octo", "name": "large"}


def pages(github: Github, base: str = "main") -> Iterator[Any]:
    """Each page of the pull requests of the large world."""
    after = None
    while True:
        page = ask(github, queries.pulls(), base=base, after=after, **LARGE)["repository"]["pullRequests"]
        yield page
        if not page["pageInfo"]["hasNextPage"]:
            return
        after = page["pageInfo"]["endCursor"]


def listed(github: Github) -> list[int]:
    """The numbers of all pull requests, as they come."""
    return [pull["number"] for page in pages(github) for pull in page["nodes"]]


def test_all_pull_requests_come_once_newest_update_first(many: World) -> None:
    """The pages together are the population, in the order that was asked for."""
    with Simulator(many) as forge, client(forge.url) as github:
        nodes = [pull for page in pages(github) for pull in page["nodes"]]

        assert sorted(many.pulls) == sorted(pull["number"] for pull in nodes)
        updates = [pull["updatedAt"] for pull in nodes]
        assert sorted(updates, reverse=True) == updates
        assert len(forge.requests) == -(-PULLS // queries.PULLS_AT_ONCE)


def test_a_long_list_goes_on_by_its_cursor(many: World) -> None:
    """Commits, reviews, entries, labels and checks beyond the first page are had by the further query."""
    with Simulator(many) as forge, client(forge.url) as github:
        crowded = many.pulls[PULLS // 3]
        expected = {
            "commits": len(crowded.commits),
            "reviews": len(crowded.reviews),
            "timelineItems": len(crowded.events),
            "labels": len(crowded.labels),
            "checks": len(many.checks[crowded.head_sha]) + len(many.statuses[crowded.head_sha]),
        }
        (first,) = (
            pull for page in pages(github) for pull in page["nodes"] if pull["number"] == crowded.number
        )

        counted = {name: sum(1 for _ in whole(github, crowded.number, name, first)) for name in expected}
        assert expected == counted
        assert sum(count > 100 for count in expected.values()) == 2


def whole(github: Github, number: int, name: str, pull: Any) -> Iterator[Any]:
    """Every item of a list of a pull request."""
    while True:
        found = pull[name] if name != "checks" else contexts(pull)
        yield from found["nodes"]
        if not found["pageInfo"]["hasNextPage"]:
            return
        after = found["pageInfo"]["endCursor"]
        answer = ask(github, queries.further(name), number=number, after=after, **LARGE)
        pull = answer["repository"]["pullRequest"]


def contexts(pull: Any) -> Any:
    """The checks of the last revision."""
    (last,) = pull["head"]["nodes"]
    return last["commit"]["statusCheckRollup"]["contexts"]


def test_the_last_commit_carries_the_checks(told: Told) -> None:
    """`commits(last: 1)` is the head, whose rollup names runs and statuses with their apps."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        answer = ask(github, queries.pulls(), base="main", after=None, **SHOP)
        (first,) = (pull for pull in answer["repository"]["pullRequests"]["nodes"] if pull["number"] == 1)

        assert [one["__typename"] for one in contexts(first)["nodes"]] == [
            "CheckRun",
            "CheckRun",
            "StatusContext",
        ]
        assert contexts(first)["nodes"][1]["checkSuite"]["app"]["databaseId"] == 57789
        assert told.work == first["head"]["nodes"][0]["commit"]["oid"]


def test_every_kind_of_entry_is_told(told: Told) -> None:
    """The fifteen kinds that are asked for, and none that GraphQL does not know."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        answer = ask(github, queries.pulls(), base="main", after=None, **SHOP)
        (first,) = (pull for pull in answer["repository"]["pullRequests"]["nodes"] if pull["number"] == 1)
        entries = first["timelineItems"]["nodes"]

        spelled = {kind.replace("_", "").lower() for kind in queries.EVENTS} - {"autorebaseenabledevent"}
        assert spelled == {entry["__typename"].lower() for entry in entries}
        (dismissed,) = (entry for entry in entries if entry["__typename"] == "ReviewDismissedEvent")
        assert (dismissed["previousReviewState"], dismissed["dismissalMessage"]) == ("APPROVED", "stale")


def test_a_deleted_account_is_nobody(told: Told) -> None:
    """Author and reviewer are null, a fork that is gone as well."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        answer = ask(github, queries.pulls(), base="main", after=None, **SHOP)
        by_number = {pull["number"]: pull for pull in answer["repository"]["pullRequests"]["nodes"]}

        assert [by_number[2]["author"], by_number[2]["headRepository"]] == [None, None]
        assert [(review["author"] or {}).get("login") for review in by_number[1]["reviews"]["nodes"]] == [
            None,
            "ada",
            "ben",
        ]


def test_comments_and_parents_are_had_by_ids(told: Told) -> None:
    """A hundred reviews or commits at a time, and the next comments of one review."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        (review,) = ask(github, queries.review_comments(), ids=[f"PRR_{told.review}"])["nodes"]
        first, second = review["comments"]["nodes"]
        (merge,) = ask(github, queries.commit_parents(), ids=[f"C_{told.landed}"])["nodes"]

        assert (f"{DAY}T09:50:00Z", first["id"]) == (first["draftedAt"], second["replyTo"]["id"])
        assert (second["outdated"], second["line"], second["subjectType"]) == (True, None, "FILE")
        assert [told.start, told.work] == [parent["oid"] for parent in merge["parents"]["nodes"]]


def test_landed_commits_name_their_pull_requests(told: Told) -> None:
    """By the merge and by the pull request's own commits; a push of its own has none."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        shas = (told.landed, told.work, told.start, "0" * 40)
        answer = ask(github, queries.landed(shas), **SHOP)["repository"]

        numbers = [
            [pull["number"] for pull in answer[f"c{at}"]["associatedPullRequests"]["nodes"]]
            for at in range(3)
        ]
        assert numbers == [[1], [1, 2], []]
        assert answer["c3"] is None


@pytest.mark.parametrize(
    ("query", "points"),
    [
        (queries.pulls(), 2),
        (queries.further("commits"), 1),
        (queries.landed(("0" * 40,) * 100), 2),
        ("{ viewer: repository(owner: 1, name: 1) { pullRequests(first: 100) { nodes { id } } } }", 1),
        (
            "{ repository(owner: 1, name: 1) { pullRequests(first: 100) { nodes {"
            " reviews(first: 50) { nodes { comments(first: 60) { totalCount } } } } } } }",
            51,
        ),
    ],
)
def test_the_price_is_the_documented_formula(query: str, points: int) -> None:
    """Connection requests by 100, rounded, at least one; the last is the documentation's own example."""
    assert points == measure(schema(), parse(query), {}).points


def test_points_are_counted_and_run_out(many: World) -> None:
    """What the answers say was spent is what the record says; then the forge answers 200 and an error."""
    with Simulator(many, hourly=9) as forge, client(forge.url) as github:
        with pytest.raises(GithubException) as refused:
            list(pages(github))

        assert forge.points == 8
        assert refused.value.data["errors"][0]["type"] == "RATE_LIMITED"
        assert [asked.status for asked in forge.requests] == [200] * 5


@pytest.mark.parametrize(
    ("selection", "kind"),
    [
        ("pullRequests { totalCount }", "MISSING_PAGINATION_BOUNDARIES"),
        ("pullRequests(first: 101) { totalCount }", "EXCESSIVE_PAGINATION"),
        (
            "pullRequests(first: 100) { nodes { reviews(first: 100) { nodes { comments(first: 100)"
            " { totalCount } } } } }",
            "MAX_NODE_LIMIT_EXCEEDED",
        ),
    ],
)
def test_a_query_beyond_the_bounds_is_refused(told: Told, selection: str, kind: str) -> None:
    """Lists have a size of at most a hundred, answers of at most half a million nodes."""
    query = f'{{ repository(owner: "octo", name: "shop") {{ {selection} }} }}'
    with Simulator(told.world) as forge, client(forge.url) as github:
        with pytest.raises(GithubException) as refused:
            ask(github, query)

        assert kind == refused.value.data["errors"][0]["type"]


def test_what_is_not_there_is_null_beside_an_error_with_its_path(told: Told) -> None:
    """A repository, a pull request, one node among several."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        with pytest.raises(UnknownObjectException):
            ask(github, queries.pulls(), owner="octo", name="other", base="main", after=None)
        with pytest.raises(UnknownObjectException) as refused:
            ask(github, queries.commit_parents(), ids=[f"C_{told.work}", "C_nothing"])

        answer = refused.value.data
        assert (told.work, None) == (answer["data"]["nodes"][0]["oid"], answer["data"]["nodes"][1])
        assert [error["path"] for error in answer["errors"]] == [["nodes", 1]]


def test_what_the_schema_does_not_have_cannot_be_asked(told: Told) -> None:
    """A misspelled field is an error and no data."""
    with (
        Simulator(told.world) as forge,
        client(forge.url) as github,
        pytest.raises(GithubException, match="Cannot query field 'mergedat'"),
    ):
        ask(github, '{ repository(owner: "octo", name: "shop") { mergedat } }')


def test_what_is_edited_between_two_pages_is_missed_by_the_pass(many: World) -> None:
    """One that moves to the top while the list is read is on no later page: only a second pass finds it."""
    with Simulator(many) as forge, client(forge.url) as github:
        oldest = many.index.by_update[-1].number
        forge.script(
            faults.before(lambda world: world.edit(oldest, at="2026-01-14T00:00:00Z")),
            operation="Pulls",
            after=1,
        )

        first, second = listed(github), listed(github)
        assert many.pulls.keys() - {oldest} == set(first)
        assert (len(first), oldest) == (len(set(first)), second[0])


def test_the_generated_world_answers_every_query(many: World) -> None:
    """No commit, review or parent is missing among thousands."""
    with Simulator(many) as forge, client(forge.url) as github:
        commits = [
            node["commit"]["id"]
            for page in pages(github)
            for pull in page["nodes"]
            for node in whole(github, pull["number"], "commits", pull)
        ]
        parents = ask(github, queries.commit_parents(), ids=commits[:100])["nodes"]

        assert COMMITS <= len(commits) < COMMITS + PULLS
        assert len([one for one in parents if one["parents"]["totalCount"] in (1, 2)]) == 100
