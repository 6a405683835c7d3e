"""What REST says of a repository and its branch as a whole, read from a spool."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.forge import Answer
from attest.collect.github.ruleset_shapes import Branch, covers
from attest.collect.github.spool import branch_part
from tests.collect.github.spools import COPILOT, REST_BEN, SINCE, Spool, kinds, pull, sha, why

OLD = "2024-06-01T00:00:00Z"
NEXT = '<https://api.github.com/x?after=y>; rel="next"'


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    """A spool of one pull request, asked for before anything was forgotten."""
    made = Spool(tmp_path, started_at="2025-01-20T00:00:00Z", finished_at="2025-01-20T00:05:00Z")
    made.pulls(pull(1))
    return made


def activity(number: int, kind: str = "push", **more: Any) -> dict[str, Any]:
    """Something that moved the branch."""
    return {
        "id": number, "before": sha(f"before {number}"), "after": sha(f"after {number}"),
        "ref": "refs/heads/main", "timestamp": "2025-04-01T10:00:00Z", "activity_type": kind,
        "actor": REST_BEN,
    } | more  # fmt: skip


def suite(number: int, result: str = "bypass", **more: Any) -> dict[str, Any]:
    """How a push fared."""
    return {
        "id": number, "actor_id": 2, "actor_name": "ben", "before_sha": sha("b"), "after_sha": sha("a"),
        "ref": "refs/heads/main", "pushed_at": "2025-04-01T10:00:00.000+02:00", "result": result,
    } | more  # fmt: skip


def ruleset(**more: Any) -> dict[str, Any]:
    """A ruleset of the branch."""
    asks = {
        "required_approving_review_count": 2, "dismiss_stale_reviews_on_push": True,
        "require_last_push_approval": True, "require_code_owner_review": False,
    }  # fmt: skip
    checks = {"required_status_checks": [{"context": "tests"}]}
    return {
        "id": 42, "name": "release", "target": "branch", "enforcement": "active",
        "bypass_actors": [{"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}],
        "conditions": {"ref_name": {"include": ["~DEFAULT_BRANCH"], "exclude": []}},
        "rules": [
            {"type": "pull_request", "parameters": asks},
            {"type": "required_status_checks", "parameters": checks},
            {"type": "non_fast_forward"},
        ],
    } | more  # fmt: skip


def histories(spool: Spool, *versions: tuple[int, str, dict[str, Any]]) -> None:
    """A ruleset with its history, and a branch without classic protection."""
    spool.rest("rulesets.json", [{"id": 42, "name": "release", "target": "branch"}])
    rows = [
        {"version_id": number, "actor": {"id": 2, "type": "User"}, "updated_at": at}
        for number, at, _ in versions
    ]
    spool.rest("rulesets/42/history.json", rows)
    for number, at, state in versions:
        spool.rest(
            f"rulesets/42/history/{number}.json", {"version_id": number, "updated_at": at, "state": state}
        )
    unprotected(spool)


def unprotected(spool: Spool) -> None:
    """The platform's words for a branch without classic protection."""
    spool.rest("branches/main/protection.json", {"message": "Branch not protected"}, 404)


def test_pushes_to_the_branch_have_actor_and_time(spool: Spool) -> None:
    """Those to another branch are not of this one."""
    spool.rest(
        "activity.page1.json", [activity(2), activity(1, "force_push"), activity(3, ref="refs/heads/x")]
    )
    answer = spool.forge().pushes("main")
    [first, second] = answer.value

    assert (first.kind, second.kind, second.after) == ("force-push", "push", sha("after 2"))
    assert (second.at, second.actor.id if second.actor else 0) == ("2025-04-01T10:00:00Z", 2)
    assert kinds(answer) == []


def test_a_deleted_branch_leads_to_nothing(spool: Spool) -> None:
    """The null id is no commit."""
    spool.rest("activity.page1.json", [activity(1, "branch_deletion", after="0" * 40)])

    assert spool.forge().pushes("main").value[0].after == ""


def test_activity_that_goes_back_beyond_the_period_is_whole(spool: Spool) -> None:
    """The next page would hold only what was before."""
    spool.rest("activity.page1.json", [activity(2), activity(1, timestamp=OLD)], link=NEXT)

    assert kinds(spool.forge().pushes("main")) == []


@pytest.mark.parametrize(
    ("body", "status", "link", "kind"),
    [
        ([activity(1)], 200, NEXT, "pushes-incomplete"),
        ([activity(1), {"id": 2}], 200, "", "pushes-incomplete"),
        ({"message": "Not Found"}, 404, "", "not-permitted"),
        ({"message": "Must have push access"}, 403, "", "not-permitted"),
        ({"message": "API rate limit exceeded"}, 403, "", "pushes-incomplete"),
        ("oops", 200, "", "pushes-incomplete"),
    ],
)
def test_activity_that_could_not_be_had_is_told(
    spool: Spool, body: Any, status: int, link: str, kind: str
) -> None:
    """A source that was refused is told apart from one that was cut short."""
    spool.rest("activity.page1.json", body, status, **({"link": link} if link else {}))

    assert kinds(spool.forge().pushes("main")) == [kind]


def test_tempting_repeated_pages_of_rest(spool: Spool) -> None:
    """A page that is given once more stands where another may have been."""
    spool.rest("activity.page1.json", [activity(1)])
    spool.rest("activity.page2.json", [activity(1)])
    spool.rest("rulesets/rule-suites.page1.json", [suite(1), suite(1)])
    spool.rest("collaborators.page1.json", [REST_BEN, REST_BEN])
    spool.rest("agents/tasks.json", {"tasks": [{"id": "t"}, {"id": "t"}]})
    histories(spool, (1, SINCE, ruleset()), (1, SINCE, ruleset()))
    forge = spool.forge()
    answers: list[Answer[Any]] = [
        forge.pushes("main"), forge.bypasses("main"), forge.permissions(), forge.agent_tasks(),
        forge.rules("main"),
    ]  # fmt: skip

    assert ["one is listed twice" in why(answer) for answer in answers] == [True] * 5


def test_tempting_silence_of_a_source_that_was_connected(spool: Spool) -> None:
    """No file is no answer, and not a branch that nobody pushed to."""
    answers: list[Answer[Any]] = [
        spool.forge().pushes("main"), spool.forge().bypasses("main"), spool.forge().deployments(),
        spool.forge().permissions(), spool.forge().agent_tasks(), spool.forge().rules("main"),
    ]  # fmt: skip

    assert [bool(answer.shortfalls) for answer in answers] == [True] * 6


def test_pushes_that_bypassed_the_rules_are_told_from_those_that_did_not(spool: Spool) -> None:
    """Passes are read too: without them nobody could say how many there were."""
    rows = [suite(1), suite(2, "pass"), suite(3, "fail"), suite(4, ref="refs/heads/x")]
    spool.rest("rulesets/rule-suites.page1.json", rows)
    answer = spool.forge().bypasses("main")

    assert [(one.id, one.result) for one in answer.value] == [("1", "bypass"), ("2", "pass"), ("3", "fail")]
    assert (answer.value[0].at, kinds(answer)) == ("2025-04-01T08:00:00Z", [])


def test_a_result_that_is_not_known_is_told(spool: Spool) -> None:
    """It may be a bypass by another name."""
    spool.rest("rulesets/rule-suites.page1.json", [suite(1, "waved-through")])

    assert kinds(spool.forge().bypasses("main")) == ["bypasses-incomplete"]


def test_each_version_of_a_ruleset_has_its_dates(spool: Spool) -> None:
    """The one before ends when the next begins; whoever made it has an immutable number."""
    histories(spool, (2, "2025-05-01T00:00:00Z", ruleset()), (1, SINCE, ruleset(enforcement="disabled")))
    answer = spool.forge().rules("main")
    [first, second] = answer.value

    assert (first.enforcement, first.since, first.until) == ("disabled", SINCE, "2025-05-01T00:00:00Z")
    assert (second.since, second.until, second.approvals) == ("2025-05-01T00:00:00Z", None, 2)
    assert (second.dismisses_stale, second.last_push_approval, second.code_owners) == (True, True, False)
    assert (second.checks, second.forbids_force_push, second.covers) == (("tests",), True, True)
    assert (second.bypass, second.changed_by.id if second.changed_by else 0) == (
        ("repository-role 5 always",),
        2,
    )
    assert kinds(answer) == []


def test_versions_that_ended_before_the_period_are_not_missed(spool: Spool) -> None:
    """They were not asked for, and bound nothing that landed."""
    histories(spool, (3, "2024-11-01T00:00:00Z", ruleset()))
    rows = [
        {"version_id": 1, "updated_at": "2024-01-01T00:00:00Z"},
        {"version_id": 2, "updated_at": OLD},
        {"version_id": 3, "updated_at": "2024-11-01T00:00:00Z"},
    ]
    spool.rest("rulesets/42/history.json", rows)
    answer = spool.forge().rules("main")

    assert ([rule.id for rule in answer.value], kinds(answer)) == (["ruleset-42.3"], [])


def test_a_ruleset_of_which_no_history_may_be_seen_is_there_as_it_is(spool: Spool) -> None:
    """Since when it has stood is not known, and that is told."""
    spool.rest("rulesets.json", [{"id": 42, "name": "release"}])
    spool.rest("rulesets/42/history.json", {"message": "Not Found"}, 404)
    spool.rest("rulesets/42.json", ruleset())
    unprotected(spool)
    answer = spool.forge().rules("main")

    assert [(rule.id, rule.since) for rule in answer.value] == [("ruleset-42", None)]
    assert kinds(answer) == ["not-permitted"]


def test_tempting_ruleset_without_bypass_actors(spool: Spool) -> None:
    """They are left out for a token that may not see them: that is not nobody."""
    state = ruleset()
    del state["bypass_actors"]
    histories(spool, (1, SINCE, state))

    assert kinds(spool.forge().rules("main")) == ["bypass-actors-unknown"]


def test_a_person_who_may_bypass_is_an_account(spool: Spool) -> None:
    """Roles and teams have names of their own."""
    actors = [{"actor_id": 2, "actor_type": "User", "bypass_mode": "always"}]
    histories(spool, (1, SINCE, ruleset(bypass_actors=actors)))
    [found] = spool.forge().rules("main").value

    assert ([(who.id, mode) for who, mode in found.bypass_accounts], found.bypass) == ([(2, "always")], ())


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["~ALL"], True),
        (["~DEFAULT_BRANCH"], True),
        (["refs/heads/release/1.2"], True),
        (["refs/heads/release/*"], True),
        (["refs/heads/**"], True),
        (["refs/heads/*"], False),
        (["refs/heads/main"], False),
        (["refs/heads/release/[0-9]*"], None),
        (["refs/heads/" + "*" * 7], None),
        ([], False),
    ],
)
def test_a_pattern_means_a_branch_or_not(patterns: list[str], expected: bool | None) -> None:
    """A star does not go over a slash; what is not read for sure is not known."""
    assert covers(patterns, Branch("release/1.2", is_default=True)) is expected


def test_classic_protection_is_a_rule_as_it_is(spool: Spool) -> None:
    """It has no history but in an audit log."""
    spool.rest("rulesets.json", [])
    reviews = {"required_approving_review_count": 1, "dismiss_stale_reviews": True}
    body = {
        "required_pull_request_reviews": reviews, "enforce_admins": {"enabled": False},
        "required_status_checks": {"contexts": ["tests"], "checks": []},
    }  # fmt: skip
    spool.rest("branches/main/protection.json", body)
    [found] = spool.forge().rules("main").value

    assert (found.origin, found.approvals, found.dismisses_stale) == ("protection", 1, True)
    assert (found.binds_admins, found.forbids_force_push, found.since) == (False, True, None)


def test_an_unprotected_branch_is_an_answer(spool: Spool) -> None:
    """There are no rules, and nothing is missing."""
    spool.rest("rulesets.json", [])
    unprotected(spool)
    answer = spool.forge().rules("main")

    assert (answer.value, kinds(answer)) == ((), [])


def test_a_deployment_has_its_last_state_and_who_must_approve(spool: Spool) -> None:
    """Those outside of the period are not asked for more, and not missed."""
    row = {
        "sha": sha("a"),
        "environment": "production",
        "creator": REST_BEN,
        "created_at": "2025-04-01T00:00:00Z",
    }
    spool.rest("deployments.page1.json", [row | {"id": 7}, row | {"id": 6, "created_at": OLD}])
    states = [
        {"id": 2, "state": "success", "created_at": "2025-04-01T00:02:00Z"},
        {"id": 1, "state": "waiting", "created_at": "2025-04-01T00:01:00Z"},
    ]
    spool.rest("deployments/7/statuses.json", states)
    rule = {"type": "required_reviewers", "reviewers": [{}, {}], "prevent_self_review": True}
    spool.rest(
        "environments.json",
        {"total_count": 1, "environments": [{"name": "production", "protection_rules": [rule]}]},
    )
    answer = spool.forge().deployments()
    [found] = answer.value

    assert (found.id, found.state, found.state_at) == ("7", "success", "2025-04-01T00:02:00Z")
    assert (found.reviewers, found.prevents_self_review, kinds(answer)) == (2, True, [])


def test_a_deployment_whose_states_were_not_asked_for_is_told(spool: Spool) -> None:
    """How it ended is not known, and it is listed all the same."""
    row = {"id": 7, "sha": sha("a"), "environment": "x", "created_at": "2025-04-01T00:00:00Z"}
    spool.rest("deployments.page1.json", [row])
    spool.rest("environments.json", {"total_count": 0, "environments": []})
    answer = spool.forge().deployments()

    assert ([one.state for one in answer.value], kinds(answer)) == ([""], ["deployments-incomplete"])


def test_who_may_push_is_listed(spool: Spool) -> None:
    """With the name of the role."""
    rows = [REST_BEN | {"permissions": {"push": True}, "role_name": "maintain"}]
    spool.rest("collaborators.page1.json", rows)
    [found] = spool.forge().permissions().value

    assert (found.role, found.may_push, found.account.id if found.account else 0) == ("maintain", True, 2)


def test_the_creator_of_a_task_is_found_by_number(tmp_path: Path) -> None:
    """The task names an immutable number alone, and what came of it by global id."""
    spool = Spool(tmp_path)
    spool.pulls(pull(1, author=COPILOT, mergedBy={"__typename": "User", "login": "ben", "databaseId": 2}))
    made = {"provider": "github", "type": "pull", "data": {"id": 1, "global_id": "PR_1"}}
    row = {
        "id": "a-b",
        "creator": {"id": 2},
        "creator_type": "user",
        "state": "completed",
        "artifacts": [made],
    }
    spool.rest("agents/tasks.json", {"tasks": [row | {"name": "Fix doses", "created_at": SINCE}]})
    answer = spool.forge().agent_tasks()
    [found] = answer.value

    assert (found.creator.login if found.creator else "", found.pulls, kinds(answer)) == ("ben", (1,), [])


def test_a_task_is_tied_by_its_branch_where_it_names_no_pull_request(spool: Spool) -> None:
    """The branch that the agent worked on is the one that the pull request asks to be merged."""
    made = {"provider": "github", "type": "branch", "data": {"head_ref": "work-1", "base_ref": "main"}}
    row = {"id": "a-b", "creator": {"id": 77}, "creator_type": "user", "artifacts": [made]}
    spool.rest("agents/tasks.json", {"tasks": [row]})
    [found] = spool.forge().agent_tasks().value

    assert (found.pulls, found.creator.id if found.creator else 0) == ((1,), 77)


def test_a_refused_list_of_tasks_is_told(spool: Spool) -> None:
    """The platform refuses it to tokens of an installation."""
    spool.rest("agents/tasks.json", {"message": "Resource not accessible by integration"}, 403)

    assert "no permission" in why(spool.forge().agent_tasks())


def test_rules_of_a_branch_with_a_very_long_name_are_read(tmp_path: Path) -> None:
    """Its folder is the one that a fetch wrote to."""
    name = "é" * 100
    spool = Spool(tmp_path, branch=name)
    spool.rest("rulesets.json", [])
    protection = {"required_status_checks": {"contexts": ["tests"]}}
    spool.rest(f"branches/{branch_part(name)}/protection.json", protection)
    forge = spool.forge()

    assert [rules.id for rules in forge.rules(name).value] == ["protection"]
    assert forge.required_checks(name).value.names == {"tests"}


def test_what_the_platform_has_forgotten_is_told(tmp_path: Path) -> None:
    """Asked long after the period began, it lists pushes of a year and rule suites of a month."""
    spool = Spool(tmp_path, started_at="2026-03-01T00:00:00Z", finished_at="2026-03-01T01:00:00Z")
    spool.rest("activity.json", [activity(1)])
    spool.rest("rulesets/rule-suites.json", [suite(1)])
    forge = spool.forge()

    assert (kinds(forge.pushes("main")), kinds(forge.bypasses("main"))) == (
        ["beyond-reach"],
        ["beyond-reach"],
    )
    assert "pushes of the last year alone" in why(forge.pushes("main"))
    assert [push.id for push in forge.pushes("main").value] == ["1"]


def test_what_is_asked_in_time_is_not_forgotten(tmp_path: Path) -> None:
    """The period began less than a month before."""
    spool = Spool(tmp_path, started_at="2025-01-20T00:00:00Z", finished_at="2025-01-20T01:00:00Z")
    spool.rest("activity.json", [])
    spool.rest("rulesets/rule-suites.json", [])
    forge = spool.forge()

    assert (kinds(forge.pushes("main")), kinds(forge.bypasses("main"))) == ([], [])
