"""The forge's recorded answers of a played story, in the shapes of GitHub's REST API (2022-11-28).

Answers are trimmed to the fields that matter; ids are made from the pull request's number, so that a
longer story does not renumber a shorter one.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from math import ceil
from typing import Any

from attest.samples.history import History, Played
from attest.samples.objects import Node, Stamp
from attest.samples.story import CheckStep, Person, ReviewStep

Answer = dict[str, Any]
_APP = {"id": 15368, "slug": "github-actions", "name": "GitHub Actions"}
_WEB_FLOW = {
    "login": "web-flow",
    "id": 19864447,
    "type": "User",
    "site_admin": False,
    "html_url": "https://github.com/web-flow",
}


def answers(history: History) -> dict[str, bytes]:
    """File name to content, sorted by name: a folder that `--forge recorded:DIR` reads."""
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
    return {name: _json(files[name]) for name in sorted(files)}


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _full_name(history: History) -> str:
    return f"{history.story.owner}/{history.story.name}"


def _repository(history: History) -> Answer:
    full_name = _full_name(history)
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
        "connected": ["pull-requests", "reviews", "checks", "comprehension"],
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
            "checks": [{"context": name, "app_id": _APP["id"]} for name in protection.required],
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
    closed = [pull for pull in history.pulls if (pull.step.base or base) == base and _closed_at(pull)]
    closed.sort(key=lambda pull: -pull.step.number)
    count = max(1, ceil(len(closed) / size))
    for page in range(1, count + 1):
        body = [_pull(history, pull) for pull in closed[(page - 1) * size : page * size]]
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


def _closed_at(pull: Played) -> str | None:
    return pull.step.merged.at if pull.step.merged else pull.step.closed_at


def _answers_for(history: History, pull: Played) -> dict[str, Any]:
    number, head = pull.step.number, pull.head.id
    runs = [_check(pull, position, step) for position, step in enumerate(pull.step.checks, start=1)]
    on_head = [run for run in runs if run["head_sha"] == head]
    files: dict[str, Any] = {
        f"pulls/{number}.json": _detail(history, pull),
        f"pulls/{number}/commits.json": _commits(history, pull),
        f"pulls/{number}/reviews.json": [
            _review(history, pull, position, step) for position, step in enumerate(pull.step.reviews, start=1)
        ],
        f"commits/{head}/check-runs.json": {"total_count": len(on_head), "check_runs": on_head},
    }
    for sha in sorted({run["head_sha"] for run in runs} - {head}):
        older = [run for run in runs if run["head_sha"] == sha]
        files[f"commits/{sha}/check-runs.json"] = {"total_count": len(older), "check_runs": older}
    return files


def _user(person: Person | None) -> Answer | None:
    """An account as the forge names it; `None` for nobody's address and for a deleted account."""
    if person is None or person.deleted or not person.login:
        return None
    return {
        "login": person.login,
        "id": person.id,
        "type": person.type,
        "site_admin": False,
        "html_url": f"https://github.com/{person.login.removesuffix('[bot]')}",
    }


def _pull(history: History, pull: Played) -> Answer:
    step = pull.step
    people = history.story.people
    opener = _user(people[step.opener])
    return {
        "id": 2_100_000_000 + step.number,
        "number": step.number,
        "state": "closed",
        "locked": False,
        "title": step.title,
        "user": opener,
        "body": None if step.body is None else history.text(step.body),
        "labels": [
            {"id": 7_000_000 + step.number * 10 + position, "name": name, "color": "ededed", "default": False}
            for position, name in enumerate(step.labels)
        ],
        "created_at": step.opened_at,
        "updated_at": _closed_at(pull),
        "closed_at": _closed_at(pull),
        "merged_at": step.merged.at if step.merged else None,
        "merge_commit_sha": pull.landed.id if pull.landed else None,
        "draft": False,
        "head": {
            "label": f"{history.story.owner}:{step.branch}",
            "ref": step.branch,
            "sha": pull.head.id,
            "repo": {"id": history.story.repository_id, "full_name": _full_name(history)},
        },
        "base": {
            "label": f"{history.story.owner}:{step.base or history.story.branch}",
            "ref": step.base or history.story.branch,
            "sha": pull.base.id,
            "repo": {"id": history.story.repository_id, "full_name": _full_name(history)},
        },
    }


def _detail(history: History, pull: Played) -> Answer:
    """What one pull request's own page adds to its entry in the list."""
    merged = pull.step.merged
    return _pull(history, pull) | {
        "merged": merged is not None,
        "merged_by": _user(history.story.people[merged.by]) if merged else None,
        "comments": 0,
        "review_comments": 0,
        "commits": len(_listed(history, pull)),
    }


def _listed(history: History, pull: Played) -> list[Node]:
    return [*(history.find(name) for name in pull.step.also_lists), *pull.commits]


def _commits(history: History, pull: Played) -> list[Answer]:
    return [_commit(history, node) for node in _listed(history, pull)]


def _commit(history: History, node: Node) -> Answer:
    people = history.story.people
    author = people[history.authors[node.id]]
    by_web = node.committer.email == "noreply@github.com"
    return {
        "sha": node.id,
        "commit": {
            "author": _ident(node.author),
            "committer": _ident(node.committer),
            "message": node.message.rstrip("\n"),
            "tree": {"sha": node.tree_id},
            "comment_count": 0,
            "verification": {"verified": False, "reason": "unsigned"},
        },
        "author": _user(author),
        "committer": _WEB_FLOW if by_web else _user(_owner(people, node.committer.email)),
        "parents": [{"sha": parent} for parent in node.parents],
    }


def _owner(people: dict[str, Person], email: str) -> Person | None:
    return next((person for person in people.values() if person.email == email), None)


def _ident(stamp: Stamp) -> Answer:
    when = datetime.fromtimestamp(stamp.when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"name": stamp.name, "email": stamp.email, "date": when}


def _review(history: History, pull: Played, position: int, step: ReviewStep) -> Answer:
    user = _user(history.story.people[step.by])
    review: Answer = {
        "id": 1_900_000_000 + pull.step.number * 100 + position,
        "user": user,
        "body": history.text(step.body),
        "state": step.state,
        "commit_id": pull.at(step.on).id,
        "author_association": "NONE" if user is None or user["type"] == "Bot" else "MEMBER",
    }
    if step.at is not None:
        review["submitted_at"] = step.at
    return review


def _check(pull: Played, position: int, step: CheckStep) -> Answer:
    return {
        "id": 31_000_000_000 + pull.step.number * 100 + position,
        "name": step.name,
        "head_sha": pull.at(step.on).id,
        "status": "completed",
        "conclusion": step.conclusion,
        "started_at": step.at,
        "completed_at": step.at,
        "app": _APP,
    }
