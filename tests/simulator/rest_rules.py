"""Branches, classic protection, rulesets with history and rule suites, as REST has them."""

from tests.simulator.calls import WEB, Call, Refusal, Reply
from tests.simulator.governance import Protection, Ruleset, RulesetVersion, RuleSuite
from tests.simulator.records import Json
from tests.simulator.rest_people import named_user
from tests.simulator.rest_pulls import commit

_DAYS = {"hour": 0, "day": 1, "week": 7, "month": 30}


def answer_branch(call: Call) -> Reply:
    """A branch and its tip."""
    name = call.parameters["branch"]
    tip = call.world.commits.get(call.world.heads.get(name, ""))
    if tip is None:
        raise Refusal(404, "Branch not found")
    here = f"{call.repository}/branches/{name}"
    body: Json = {
        "name": name,
        "commit": commit(call, tip),
        "_links": {"self": here, "html": f"{WEB}/{call.world.full_name}/tree/{name}"},
        "protected": name in call.world.protections or bool(call.world.rulesets),
        "protection": {"enabled": name in call.world.protections},
        "protection_url": f"{here}/protection",
    }
    return Reply(body)


def answer_protection(call: Call) -> Reply:
    """Classic protection of a branch."""
    name = call.parameters["branch"]
    held = call.world.protections.get(name)
    if held is None:
        raise Refusal(404, "Branch not protected")
    return Reply(_protection(f"{call.repository}/branches/{name}/protection", held))


def _protection(here: str, held: Protection) -> Json:
    checks = {
        "url": f"{here}/required_status_checks",
        "strict": False,
        "contexts": list(held.required),
        "contexts_url": f"{here}/required_status_checks/contexts",
        "checks": [{"context": name, "app_id": 15368} for name in held.required],
    }
    reviews = {
        "url": f"{here}/required_pull_request_reviews",
        "dismiss_stale_reviews": held.dismiss_stale,
        "require_code_owner_reviews": held.code_owners,
        "required_approving_review_count": held.approvals,
        "require_last_push_approval": held.last_push,
    }
    off = ("required_linear_history", "allow_force_pushes", "allow_deletions", "block_creations",
           "required_conversation_resolution", "lock_branch", "allow_fork_syncing")  # fmt: skip
    shown: Json = {name: {"enabled": False} for name in off}
    shown |= {
        "url": here,
        "required_signatures": {"url": f"{here}/required_signatures", "enabled": False},
        "enforce_admins": {"url": f"{here}/enforce_admins", "enabled": held.admins},
    }
    if held.required:
        shown["required_status_checks"] = checks
    return shown | ({"required_pull_request_reviews": reviews} if held.approvals else {})


def answer_rules_of_branch(call: Call) -> Reply:
    """Every rule that is active for a branch."""
    active = [
        {
            **rule,
            "ruleset_source_type": "Repository",
            "ruleset_source": call.world.full_name,
            "ruleset_id": one.id,
        }
        for one in call.world.rulesets.values()
        if one.branch == call.parameters["branch"] and one.current.enforcement == "active"
        for rule in one.current.rules
    ]
    rows, headers = call.page(active)
    return Reply(rows, headers=headers)


def answer_rulesets(call: Call) -> Reply:
    """The rulesets, without their rules."""
    rows, headers = call.page(list(call.world.rulesets.values()))
    return Reply([_summary(call, one) for one in rows], headers=headers)


def _summary(call: Call, one: Ruleset) -> Json:
    html = f"{WEB}/{call.world.full_name}/rules/{one.id}"
    here = f"{call.repository}/rulesets/{one.id}"
    return {
        "id": one.id,
        "name": one.name,
        "target": "branch",
        "source_type": "Repository",
        "source": call.world.full_name,
        "enforcement": one.current.enforcement,
        "node_id": f"RRS_{one.id}",
        "_links": {"self": {"href": here}, "html": {"href": html}},
        "created_at": one.versions[0].at,
        "updated_at": one.current.at,
    }


def _find(call: Call) -> Ruleset:
    one = call.world.rulesets.get(call.number("ruleset_id"))
    if one is None:
        raise Refusal(404, "Not Found")
    return one


def answer_ruleset(call: Call) -> Reply:
    """One ruleset, with its rules and who may pass them by."""
    one = _find(call)
    return Reply(_summary(call, one) | _state(one, one.current) | {"current_user_can_bypass": "never"})


def _state(one: Ruleset, version: RulesetVersion) -> Json:
    return {
        "bypass_actors": list(version.bypass),
        "conditions": {"ref_name": {"include": [f"refs/heads/{one.branch}"], "exclude": []}},
        "rules": list(version.rules),
    }


def answer_ruleset_history(call: Call) -> Reply:
    """When a ruleset was changed and by whom, newest first."""
    rows, headers = call.page(tuple(reversed(_find(call).versions)))
    return Reply([_version(call, one) for one in rows], headers=headers)


def _version(call: Call, version: RulesetVersion) -> Json:
    actor = {"id": named_user(call, version.actor)["id"], "type": "User"}
    return {"version_id": version.id, "actor": actor, "updated_at": version.at}


def answer_ruleset_version(call: Call) -> Reply:
    """A ruleset as it was."""
    one, wanted = _find(call), call.number("version_id")
    version = next((version for version in one.versions if version.id == wanted), None)
    if version is None:
        raise Refusal(404, "Not Found")
    state = {"id": one.id, "name": one.name, "target": "branch", "source_type": "Repository",
             "source": call.world.full_name, "enforcement": version.enforcement}  # fmt: skip
    return Reply(_version(call, version) | {"state": state | _state(one, version)})


def answer_rule_suites(call: Call) -> Reply:
    """Pushes that were held against the rules, newest first, as far back as is asked and kept."""
    days = _DAYS.get(call.query.get("time_period", "day"), 1)
    oldest = call.world.clock.ago(min(days, call.world.retention.rule_suites))
    ref, result = call.query.get("ref", ""), call.query.get("rule_suite_result", "all")
    chosen = [
        one
        for one in sorted(call.world.rule_suites, key=lambda one: (one.at, one.id), reverse=True)
        if one.at >= oldest
        and ref in ("", one.ref, one.ref.removeprefix("refs/heads/"))
        and result in ("all", one.result)
    ]
    rows, headers = call.page(chosen)
    return Reply([_suite(call, one) for one in rows], headers=headers)


def answer_rule_suite(call: Call) -> Reply:
    """One of them, with the rules it met."""
    wanted = call.number("rule_suite_id")
    one = next((one for one in call.world.rule_suites if one.id == wanted), None)
    if one is None:
        raise Refusal(404, "Not Found")
    source = {"type": "ruleset", "id": next(iter(call.world.rulesets), None), "name": "rules"}
    rule = {
        "rule_source": source,
        "enforcement": "active",
        "result": "pass" if one.result == "pass" else "fail",
        "rule_type": "pull_request",
    }
    return Reply(_suite(call, one) | {"evaluation_result": None, "rule_evaluations": [rule]})


def _suite(call: Call, one: RuleSuite) -> Json:
    actor = named_user(call, one.actor)
    return {
        "id": one.id,
        "actor_id": actor["id"],
        "actor_name": actor["login"],
        "before_sha": one.before,
        "after_sha": one.after,
        "ref": one.ref,
        "repository_id": call.world.id,
        "repository_name": call.world.name,
        "pushed_at": one.at,
        "result": one.result,
    }
