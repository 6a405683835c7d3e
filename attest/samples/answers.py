"""The forge's recorded answers of a played story, in the shapes of GitHub's REST API (2022-11-28).

This module knows which requests there are; `shapes` knows what is answered.
"""

import json
from collections.abc import Iterator
from math import ceil
from typing import Any

from attest.samples import shapes, timeline
from attest.samples.history import History, Played
from attest.samples.shapes import Answer


def answers(history: History) -> dict[str, bytes]:
    """File name to content, sorted by name: a folder that `--forge recorded:DIR` reads; or no file."""
    if history.story.forge == "git":
        return {}
    files: dict[str, Any] = {
        "repository.json": _repository(history),
        "recorded.json": _recorded(history),
        f"branches/{history.story.branch}/protection.json": _protection(history),
    }
    files |= dict(_pages(history))
    for sha in _pushed(history):
        files[f"commits/{sha}/check-runs.json"] = {"total_count": 0, "check_runs": []}
    for pull in history.pulls:
        files |= _answers_for(history, pull)
        if "timeline" in history.story.also_asked:
            files[f"issues/{pull.step.number}/timeline.json"] = timeline.answer(history, pull)
    if "bypasses" in history.story.also_asked:
        files["rulesets/rule-suites.json"] = timeline.suites_answer(history)
    return {name: _json(files[name]) for name in sorted(files)}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _repository(history: History) -> Answer:
    full_name = shapes.full_name(history)
    return {
        "id": history.story.repository_id,
        "name": history.story.name,
        "full_name": full_name,
        "private": True,
        "owner": {
            "login": history.story.owner,
            "id": history.story.repository_id - 1,
            "type": "Organization",
        },
        "html_url": f"https://github.com/{full_name}",
        "default_branch": history.story.branch,
        "archived": False,
    }


def _recorded(history: History) -> Answer:
    return {
        "format": 1,
        "connected": ["pull-requests", "reviews", "checks", "comprehension", *history.story.also_asked],
        "per_page": history.story.per_page,
        "query": f"state=closed&base={history.story.branch}",
    }


def _protection(history: History) -> Answer:
    protection = history.story.protection
    if protection.status != 200:
        error = {
            "message": protection.message,
            "documentation_url": "https://docs.github.com/rest/branches/branch-protection#get-branch-protection",
            "status": str(protection.status),
        }
        return {"status": protection.status, "body": error}
    return {
        "required_status_checks": {
            "strict": False,
            "contexts": list(protection.required),
            "checks": [{"context": name, "app_id": shapes.APP["id"]} for name in protection.required],
        },
        "required_pull_request_reviews": {
            "dismiss_stale_reviews": False,
            "require_code_owner_reviews": False,
            "required_approving_review_count": 1,
            "require_last_push_approval": False,
        },
        "enforce_admins": {"enabled": False},
        "allow_force_pushes": {"enabled": False},
        "allow_deletions": {"enabled": False},
    }


def _pages(history: History) -> Iterator[tuple[str, Answer]]:
    """The list of closed pull requests, newest first, page by page with the headers that link them."""
    size = history.story.per_page
    base = history.story.branch
    closed = [pull for pull in history.pulls if (pull.step.base or base) == base and shapes.closed_at(pull)]
    closed.sort(key=lambda pull: -pull.step.number)
    count = max(1, ceil(len(closed) / size))
    for page in range(1, count + 1):
        body = [shapes.pull_request(history, pull) for pull in closed[(page - 1) * size : page * size]]
        yield f"pulls.page{page}.json", {"status": 200, "headers": _link(history, page, count), "body": body}


def _link(history: History, page: int, count: int) -> dict[str, str]:
    query = f"state=closed&base={history.story.branch}&per_page={history.story.per_page}"
    url = f"https://api.github.com/repositories/{history.story.repository_id}/pulls?{query}&page="
    links = []
    if page > 1:
        links += [f'<{url}{page - 1}>; rel="prev"', f'<{url}1>; rel="first"']
    if page < count:
        links += [f'<{url}{page + 1}>; rel="next"', f'<{url}{count}>; rel="last"']
    return {"link": ", ".join(links)} if links else {}


def _pushed(history: History) -> Iterator[str]:
    """What was pushed straight to the release branch: the forge was asked for its checks, and has none."""
    for entry in history.story.history:
        if entry.push is not None and entry.push.key and entry.branch in ("", history.story.branch):
            yield history.find(entry.push.key).id


def _answers_for(history: History, pull: Played) -> dict[str, Any]:
    number, head = pull.step.number, pull.head.id
    runs = [shapes.check(pull, position, step) for position, step in enumerate(pull.step.checks, start=1)]
    on_head = [run for run in runs if run["head_sha"] == head]
    files: dict[str, Any] = {
        f"pulls/{number}.json": shapes.detail(history, pull),
        f"pulls/{number}/commits.json": shapes.commits(history, pull),
        f"pulls/{number}/reviews.json": [
            shapes.review(history, pull, position, step)
            for position, step in enumerate(pull.step.reviews, start=1)
        ],
        f"commits/{head}/check-runs.json": {"total_count": len(on_head), "check_runs": on_head},
    }
    for sha in sorted({run["head_sha"] for run in runs} - {head}):
        older = [run for run in runs if run["head_sha"] == sha]
        files[f"commits/{sha}/check-runs.json"] = {"total_count": len(older), "check_runs": older}
    return files
