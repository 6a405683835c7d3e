"""Commits with their checks, statuses and pull requests, as REST has them."""

from tests.simulator.calls import WEB, Call, Refusal, Reply
from tests.simulator.records import Check, Commit, Json, Status
from tests.simulator.rest_people import app, repository, user
from tests.simulator.rest_pulls import commit, listed

_WORST = ("ERROR", "FAILURE", "PENDING")


def find(call: Call) -> Commit:
    """The commit that the path names, by id or branch.

    Raises:
        Refusal: There is none.
    """
    asked = call.parameters.get("ref") or call.parameters["commit_sha"]
    found = call.world.commits.get(call.world.heads.get(asked, asked))
    if found is None:
        raise Refusal(422, f"No commit found for SHA: {asked}")
    return found


def answer_commit(call: Call) -> Reply:
    """One commit; its files are left out."""
    stats = {"additions": 0, "deletions": 0, "total": 0}
    return Reply(commit(call, find(call)) | {"stats": stats, "files": []})


def answer_pulls_of_commit(call: Call) -> Reply:
    """Pull requests that a commit belongs to."""
    numbers = call.world.index.pulls_of_commit.get(find(call).sha, ())
    rows, headers = call.page([call.world.pulls[number] for number in numbers])
    return Reply([listed(call, pull) for pull in rows], headers=headers)


def answer_check_runs(call: Call) -> Reply:
    """Check runs of a commit."""
    held = call.world.checks_of(find(call).sha)
    rows, headers = call.page(held)
    return Reply({"total_count": len(held), "check_runs": [_run(call, one) for one in rows]}, headers=headers)


def _run(call: Call, check: Check) -> Json:
    here = f"{call.repository}/check-runs/{check.id}"
    nothing = dict.fromkeys(("title", "summary", "text"))
    return {
        "id": check.id,
        "name": check.name,
        "head_sha": check.sha,
        "node_id": f"CR_{check.id}",
        "external_id": "",
        "url": here,
        "html_url": f"{WEB}/{call.world.full_name}/runs/{check.id}",
        "details_url": f"{WEB}/{call.world.full_name}/runs/{check.id}",
        "status": check.status.lower(),
        "conclusion": check.conclusion.lower() if check.conclusion else None,
        "started_at": check.started,
        "completed_at": check.completed,
        "output": nothing | {"annotations_count": 0, "annotations_url": f"{here}/annotations"},
        "check_suite": {"id": check.suite},
        "app": app(call, check.app),
        "pull_requests": [],
    }


def answer_check_suites(call: Call) -> Reply:
    """Check suites of a commit: one for each app."""
    one = find(call)
    by_suite: dict[int, list[Check]] = {}
    for check in call.world.checks_of(one.sha):
        by_suite.setdefault(check.suite, []).append(check)
    rows, headers = call.page(list(by_suite.values()))
    suites = [_suite(call, one, checks) for checks in rows]
    return Reply({"total_count": len(by_suite), "check_suites": suites}, headers=headers)


def _suite(call: Call, one: Commit, checks: list[Check]) -> Json:
    here = f"{call.repository}/check-suites/{checks[0].suite}"
    done = all(check.conclusion for check in checks)
    failed = any(check.conclusion not in {"SUCCESS", "NEUTRAL", "SKIPPED"} for check in checks)
    stamps = {
        name: {"name": stamp.name, "email": stamp.email}
        for name, stamp in (("author", one.author), ("committer", one.committer))
    }
    head = {
        "id": one.sha,
        "tree_id": one.tree,
        "message": one.message,
        "timestamp": one.committer.at,
    } | stamps
    return {
        "id": checks[0].suite,
        "node_id": f"CS_{checks[0].suite}",
        "head_branch": None,
        "head_sha": one.sha,
        "status": "completed" if done else "in_progress",
        "conclusion": ("failure" if failed else "success") if done else None,
        "url": here,
        "before": None,
        "after": None,
        "pull_requests": [],
        "app": app(call, checks[0].app),
        "repository": repository(call),
        "created_at": min(check.started for check in checks),
        "updated_at": max(check.completed or check.started for check in checks),
        "head_commit": head,
        "latest_check_runs_count": len(checks),
        "check_runs_url": f"{here}/check-runs",
    }


def answer_statuses(call: Call) -> Reply:
    """Every status of a commit, newest first."""
    rows, headers = call.page(call.world.statuses_of(find(call).sha))
    return Reply([_status(call, one) | {"creator": user(call, one.creator)} for one in rows], headers=headers)


def answer_status(call: Call) -> Reply:
    """The last status of each context of a commit, and what they come to."""
    one = find(call)
    last = list({status.context: status for status in reversed(call.world.statuses_of(one.sha))}.values())
    rows, headers = call.page(last)
    states = {status.state for status in last}
    combined = next((state for state in _WORST if state in states), "SUCCESS" if states else "PENDING")
    body: Json = {
        "state": "failure" if combined == "ERROR" else combined.lower(),
        "statuses": [_status(call, status) for status in rows],
        "sha": one.sha,
        "total_count": len(last),
        "repository": repository(call),
        "commit_url": f"{call.repository}/commits/{one.sha}",
        "url": f"{call.repository}/commits/{one.sha}/status",
    }
    return Reply(body, headers=headers)


def _status(call: Call, status: Status) -> Json:
    return {
        "url": f"{call.repository}/statuses/{status.sha}",
        "avatar_url": None,
        "id": status.id,
        "node_id": f"SC_{status.id}",
        "state": status.state.lower(),
        "description": None,
        "target_url": None,
        "context": status.context,
        "created_at": status.at,
        "updated_at": status.at,
    }
