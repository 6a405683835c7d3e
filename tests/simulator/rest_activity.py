"""Pushes, deployments and environments, as REST has them."""

from tests.simulator.calls import WEB, Call, Refusal, Reply
from tests.simulator.governance import Deployment, DeploymentStatus, Environment
from tests.simulator.records import Json
from tests.simulator.rest_people import named_user, user

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


def answer_activity(call: Call) -> Reply:
    """Pushes, newest first, as far back as is asked and kept; paged by a cursor."""
    query, world = call.query, call.world
    days = min(_DAYS.get(query.get("time_period", ""), 100_000), world.retention.activity)
    oldest, ref = world.clock.ago(days), query.get("ref", "")
    kind, actor = query.get("activity_type", ""), query.get("actor", "")
    chosen = [
        one
        for one in sorted(world.pushes, key=lambda one: (one.at, one.id), reverse=True)
        if one.at >= oldest
        and ref in ("", one.ref, one.ref.removeprefix("refs/heads/"))
        and kind in ("", one.kind)
        and actor in ("", one.actor)
    ]
    if query.get("direction") == "asc":
        chosen.reverse()
    rows, headers = call.cursor_page(chosen, [f"A{one.id}" for one in chosen])
    shown: list[Json] = [
        {
            "id": one.id,
            "node_id": f"PSH_{one.id}",
            "before": one.before,
            "after": one.after,
            "ref": one.ref,
            "timestamp": one.at,
            "activity_type": one.kind,
            "actor": user(call, one.actor),
        }
        for one in rows
    ]
    return Reply(shown, headers=headers)


def answer_deployments(call: Call) -> Reply:
    """Deployments, newest first."""
    query = call.query
    chosen = [
        one
        for one in sorted(call.world.deployments, key=lambda one: (one.at, one.id), reverse=True)
        if query.get("environment", one.environment) == one.environment
        and query.get("sha", one.sha) == one.sha
    ]
    rows, headers = call.page(chosen)
    return Reply([_deployment(call, one) for one in rows], headers=headers)


def _deployment(call: Call, one: Deployment) -> Json:
    here = f"{call.repository}/deployments/{one.id}"
    return {
        "url": here,
        "id": one.id,
        "node_id": f"DE_{one.id}",
        "sha": one.sha,
        "ref": call.world.branch,
        "task": "deploy",
        "payload": {},
        "environment": one.environment,
        "original_environment": one.environment,
        "description": None,
        "creator": user(call, one.creator),
        "created_at": one.at,
        "updated_at": max((status.at for status in one.statuses), default=one.at),
        "statuses_url": f"{here}/statuses",
        "repository_url": call.repository,
    }


def answer_deployment_statuses(call: Call) -> Reply:
    """What became of a deployment, newest first."""
    wanted = call.number("deployment_id")
    one = next((one for one in call.world.deployments if one.id == wanted), None)
    if one is None:
        raise Refusal(404, "Not Found")
    newest = sorted(one.statuses, key=lambda status: (status.at, status.id), reverse=True)
    rows, headers = call.page(newest)
    return Reply([_status(call, one, status) for status in rows], headers=headers)


def _status(call: Call, one: Deployment, status: DeploymentStatus) -> Json:
    here = f"{call.repository}/deployments/{one.id}"
    return {
        "url": f"{here}/statuses/{status.id}",
        "id": status.id,
        "node_id": f"DES_{status.id}",
        "state": status.state,
        "creator": user(call, status.creator),
        "description": "",
        "environment": one.environment,
        "target_url": "",
        "created_at": status.at,
        "updated_at": status.at,
        "deployment_url": here,
        "repository_url": call.repository,
    }


def answer_environments(call: Call) -> Reply:
    """Environments, with who must let a deployment through."""
    rows, headers = call.page(call.world.environments)
    shown = [_environment(call, one) for one in rows]
    return Reply({"total_count": len(call.world.environments), "environments": shown}, headers=headers)


def _environment(call: Call, one: Environment) -> Json:
    reviewers = [{"type": "User", "reviewer": named_user(call, login)} for login in one.reviewers]
    rule: Json = {
        "id": one.id + 500_000,
        "node_id": f"GA_{one.id}",
        "type": "required_reviewers",
        "prevent_self_review": one.no_self_review,
        "reviewers": reviewers,
    }
    return _named_environment(call, one) | {
        "protection_rules": [rule] if reviewers else [],
        "deployment_branch_policy": None,
    }


def _named_environment(call: Call, one: Environment) -> Json:
    return {
        "id": one.id,
        "node_id": f"EN_{one.id}",
        "name": one.name,
        "url": f"{call.repository}/environments/{one.name}",
        "html_url": f"{WEB}/{call.world.full_name}/deployments?environment={one.name}",
        "created_at": one.at,
        "updated_at": one.at,
    }


def answer_approvals(call: Call) -> Reply:
    """Who let a run deploy, or did not."""
    wanted = call.number("run_id")
    by_name = {one.name: one for one in call.world.environments}
    shown: list[Json] = [
        {
            "environments": [_named_environment(call, by_name[one.environment])],
            "state": one.state,
            "user": named_user(call, one.user),
            "comment": one.comment,
        }
        for one in call.world.approvals
        if one.run == wanted
    ]
    return Reply(shown)
