"""PyGithub reads the simulator as it reads the forge."""

import re
from itertools import pairwise

import pytest
from github import Auth, GithubException, UnknownObjectException

from tests.simulator import Simulator, World
from tests.simulator.client import client, get
from tests.simulator.rest_service import APP, INSTALLATION
from tests.simulator.router import ROUTES
from tests.simulator.telling import DAY, Told
from tests.simulator.tour import visits

REPOSITORY = "/repos/octo/shop"


def test_a_list_is_read_to_its_end_by_links(many: World) -> None:
    """Every pull request comes once, in pages of a hundred, by the repository's number in the links."""
    with Simulator(many) as forge, client(forge.url, lazy=True) as github:
        listed = [pull.number for pull in github.get_repo("octo/large").get_pulls(state="all")]

        assert sorted(many.pulls) == sorted(listed)
        assert [(asked.path, asked.query.get("page")) for asked in forge.requests] == [
            ("/repos/octo/large/pulls", None),
            ("/repositories/1296269/pulls", "2"),
        ]


def test_a_page_holds_thirty_items_unless_more_are_asked_for(many: World) -> None:
    """The forge's own default, and PyGithub's."""
    with Simulator(many) as forge, client(forge.url, lazy=True, per_page=30) as github:
        list(github.get_repo("octo/large").get_pulls(state="all"))

        assert len(many.pulls) // 30 == len(forge.requests)


def test_links_lead_to_the_address_that_was_asked(told: Told) -> None:
    """Host, port and base path are those of the request, by the plain and by the enterprise address."""
    with Simulator(told.world) as forge:
        for url in (forge.url, forge.enterprise_url):
            with client(url) as github:
                pull = github.get_repo("octo/shop").get_pull(1)

                assert f"{url}/repos/octo/shop/pulls/1" == pull.url
                assert [one.state for one in pull.get_reviews()] == ["DISMISSED", "PENDING", "APPROVED"]


def test_pygithub_does_not_follow_links_to_the_public_address(told: Told) -> None:
    """Answers that were recorded there and are served as they are cannot be followed."""
    with Simulator(told.world, public_links=True) as forge, client(forge.url) as github:
        repository = github.get_repo("octo/shop")

        with pytest.raises(AssertionError, match=re.escape("api.github.com")):
            repository.get_pull(1)


def test_a_pull_request_has_what_hangs_on_it(told: Told) -> None:
    """Commits, reviews, comments, merger and labels, by PyGithub's own names."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        pull = github.get_repo("octo/shop").get_pull(1)

        assert [told.work] == [commit.sha for commit in pull.get_commits()]
        assert [(one.raw_data["user"] or {}).get("login") for one in pull.get_reviews()] == [
            None,
            "ada",
            "ben",
        ]
        assert [comment.body for comment in pull.get_review_comments()] == ["Why?", "So."]
        assert (pull.user.login, pull.user.type, pull.user.id) == ("copilot-swe-agent[bot]", "Bot", 198982749)
        assert ("ben", told.landed) == (pull.merged_by.login, pull.merge_commit_sha)
        assert [label.name for label in pull.labels] == ["risk:low"]


def test_the_timeline_is_in_order_and_knows_what_graphql_does_not(told: Told) -> None:
    """An agent's start stands in the REST timeline."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        timeline = list(github.get_repo("octo/shop").get_issue(1).get_timeline())

        events = [entry.event for entry in timeline]
        assert {"copilot_work_started", "head_ref_force_pushed", "review_dismissed", "merged"} <= set(events)
        dated = [entry.raw_data["created_at"] for entry in timeline if "created_at" in entry.raw_data]
        assert all(first <= second for first, second in pairwise(dated))


def test_checks_and_statuses_hang_on_a_commit(told: Told) -> None:
    """Runs with their apps, one suite for each app, the last status of each context."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        commit = github.get_repo("octo/shop").get_commit(told.work)

        runs = [(run.name, run.status, run.conclusion, run.app.slug) for run in commit.get_check_runs()]
        assert runs == [
            ("build", "completed", "success", "github-actions"),
            ("scan", "in_progress", None, "scanner"),
        ]
        assert [suite.app.id for suite in commit.get_check_suites()] == [15368, 57789]
        assert [status.context for status in commit.get_combined_status().statuses] == ["ci/legacy"]
        assert [pull.number for pull in commit.get_pulls()] == [1, 2]


def test_rules_are_shown_as_they_are_and_as_they_were(told: Told) -> None:
    """Classic protection, rulesets, their history, and pushes that passed them by."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        protection = github.get_repo("octo/shop").get_branch("main").get_protection()
        history = get(github, f"{REPOSITORY}/rulesets/{told.ruleset}/history")[1]
        first = get(github, f"{REPOSITORY}/rulesets/{told.ruleset}/history/{told.version}")[1]
        suites = get(github, f"{REPOSITORY}/rulesets/rule-suites", time_period="month")[1]

        assert protection.required_status_checks.contexts == ["build"]
        assert [one["updated_at"] for one in history] == ["2025-12-01T00:00:00Z", "2025-06-01T00:00:00Z"]
        assert first["state"]["bypass_actors"] == []
        assert [("bypass", told.landed)] == [(one["result"], one["after_sha"]) for one in suites]


def test_activity_is_paged_by_cursors(many: World) -> None:
    """Each page leads to the next; pushes come newest first, each once."""
    with Simulator(many) as forge, client(forge.url) as github:
        seen: list[int] = []
        link = "/repos/octo/large/activity?per_page=50&time_period=year"
        while link:
            headers, rows = get(github, link)
            seen += [row["id"] for row in rows]
            nexts = [part for part in headers.get("link", "").split(", ") if 'rel="next"' in part]
            link = nexts[0].partition(">")[0].strip("<") if nexts else ""

        kept = [push for push in many.pushes if push.at >= many.clock.ago(many.retention.activity)]
        expected = [push.id for push in sorted(kept, key=lambda one: (one.at, one.id), reverse=True)]
        assert expected == seen
        assert len(expected) > 100


def test_deployments_environments_and_roles(told: Told) -> None:
    """What the repository lets whom do, and what was deployed."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        repository = github.get_repo("octo/shop")
        (deployment,) = repository.get_deployments()

        assert (told.landed, "production") == (deployment.sha, deployment.environment)
        assert [status.state for status in deployment.get_statuses()] == ["success", "in_progress"]
        assert [environment.name for environment in repository.get_environments()] == ["production"]
        assert {one.login: one.role_name for one in repository.get_collaborators()} == {
            "ada": "admin",
            "ben": "write",
        }
        assert repository.get_collaborator_permission("ben") == "write"
        (approval,) = get(github, f"{REPOSITORY}/actions/runs/77/approvals")[1]
        assert (approval["state"], approval["user"]["login"]) == ("approved", "ben")


def test_what_the_plan_does_not_have_is_not_found(told: Told) -> None:
    """Agent tasks and the audit log answer 404 until the plan has them."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        assert [told.task] == [one["id"] for one in get(github, f"/agents{REPOSITORY}/tasks")[1]["tasks"]]
        assert [one["action"] for one in get(github, "/orgs/octo/audit-log")[1]] == [
            "protected_branch.policy_override"
        ]

        forge.world.agent_tasks = forge.world.audit_log = None

        for path in (f"/agents{REPOSITORY}/tasks", "/orgs/octo/audit-log"):
            with pytest.raises(UnknownObjectException):
                get(github, path)


def test_a_refused_operation_says_why(told: Told) -> None:
    """The status and the message that a test sets."""
    told.world.refuse("/repos/{owner}/{repo}/collaborators", 403, "Must have push access")
    with Simulator(told.world) as forge, client(forge.url) as github:
        with pytest.raises(GithubException, match="Must have push access") as refused:
            list(github.get_repo("octo/shop").get_collaborators())

        assert refused.value.status == 403


@pytest.mark.parametrize(
    "path", ["/repos/octo/other", "/repos/octo/shop/pulls/3", "/repositories/1", "/no/such"]
)
def test_what_is_not_there_is_not_found(told: Told, path: str) -> None:
    """Another repository, another number, another path."""
    with (
        Simulator(told.world) as forge,
        client(forge.url) as github,
        pytest.raises(UnknownObjectException),
    ):
        get(github, path)


def test_a_branch_may_hold_slashes(told: Told) -> None:
    """Its name is one part of the path, written either way."""
    told.world.heads["release/1.x"] = told.landed
    with Simulator(told.world) as forge, client(forge.url) as github:
        for path in (f"{REPOSITORY}/branches/release/1.x", f"{REPOSITORY}/branches/release%2F1.x"):
            assert get(github, path)[1]["name"] == "release/1.x"


def test_an_answer_that_the_caller_has_is_free(told: Told) -> None:
    """304 with the same tag, and nothing is counted."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        tag = get(github, REPOSITORY)[0]["etag"]
        status, headers, _ = github.requester.requestJson("GET", REPOSITORY, headers={"If-None-Match": tag})

        assert (304, tag, 1) == (status, headers["etag"], forge.forge.budget.used)


def test_a_wrong_token_is_refused(told: Told) -> None:
    """401, whatever is asked."""
    with Simulator(told.world, token="another") as forge, client(forge.url) as github:
        with pytest.raises(GithubException) as refused:
            github.get_repo("octo/shop")

        assert refused.value.status == 401


def test_the_budget_of_an_hour_ends(told: Told) -> None:
    """403 with nothing left, as the forge says it; asking what is left is free."""
    with Simulator(told.world, hourly=2) as forge, client(forge.url) as github:
        get(github, REPOSITORY)
        get(github, REPOSITORY)
        with pytest.raises(GithubException, match="rate limit exceeded") as refused:
            get(github, REPOSITORY)

        assert (refused.value.status, (refused.value.headers or {})["x-ratelimit-remaining"]) == (403, "0")
        assert github.get_rate_limit().rate.remaining == 0


def test_an_app_is_given_a_token_of_its_installation(told: Told) -> None:
    """The app's own token buys another; agent tasks are not for it."""
    with Simulator(told.world) as forge:
        auth = Auth.AppAuth(APP.id, _key()).get_installation_auth(INSTALLATION)
        with client(forge.url, auth=auth) as github:
            assert github.get_repo("octo/shop").full_name == "octo/shop"
            with pytest.raises(GithubException, match="not accessible by integration"):
                get(github, f"/agents{REPOSITORY}/tasks")

        assert f"/app/installations/{INSTALLATION}/access_tokens" in [asked.path for asked in forge.requests]


def _key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kind, plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, kind, plain).decode()


def test_every_operation_is_visited_and_answers(told: Told) -> None:
    """The tour whose answers are held against the published description leaves none out."""
    seen = list(visits(told))

    assert {(route.method, route.path) for route in ROUTES} == {
        (visit.method, visit.path) for visit in seen if visit.status in (200, 201)
    }
    assert DAY in str(seen)
