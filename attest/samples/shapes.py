"""Objects of GitHub's REST API (2022-11-28), trimmed to the fields that matter to an audit.

Ids are made from the pull request's number, so that a longer story does not renumber a shorter one.
"""

from datetime import UTC, datetime
from typing import Any

from attest.samples.history import History, Played
from attest.samples.objects import Node, Stamp
from attest.samples.story import CheckStep, Person, ReviewStep

Answer = dict[str, Any]
APP = {"id": 15368, "slug": "github-actions", "name": "GitHub Actions"}
_WEB_FLOW = {
    "login": "web-flow",
    "id": 19864447,
    "type": "User",
    "site_admin": False,
    "html_url": "https://github.com/web-flow",
}


def full_name(history: History) -> str:
    """`owner/name`."""
    return f"{history.story.owner}/{history.story.name}"


def closed_at(pull: Played) -> str | None:
    """When it was merged or closed; `None` while it is open."""
    return pull.step.merged.at if pull.step.merged else pull.step.closed_at


def user(person: Person | None) -> Answer | None:
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


def pull_request(history: History, pull: Played) -> Answer:
    """An entry of the list of pull requests."""
    step = pull.step
    people = history.story.people
    opener = user(people[step.opener])
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
        "updated_at": closed_at(pull),
        "closed_at": closed_at(pull),
        "merged_at": step.merged.at if step.merged else None,
        "merge_commit_sha": pull.landed.id if pull.landed else None,
        "draft": False,
        "head": {
            "label": f"{history.story.owner}:{step.branch}",
            "ref": step.branch,
            "sha": pull.head.id,
            "repo": {"id": history.story.repository_id, "full_name": full_name(history)},
        },
        "base": {
            "label": f"{history.story.owner}:{step.base or history.story.branch}",
            "ref": step.base or history.story.branch,
            "sha": pull.base.id,
            "repo": {"id": history.story.repository_id, "full_name": full_name(history)},
        },
    }


def detail(history: History, pull: Played) -> Answer:
    """What one pull request's own page adds to its entry in the list."""
    merged = pull.step.merged
    return pull_request(history, pull) | {
        "merged": merged is not None,
        "merged_by": user(history.story.people[merged.by]) if merged else None,
        "comments": 0,
        "review_comments": 0,
        "commits": len(listed(history, pull)),
    }


def listed(history: History, pull: Played) -> list[Node]:
    """The commits that the forge lists for a pull request."""
    return [*(history.find(name) for name in pull.step.also_lists), *pull.commits]


def commits(history: History, pull: Played) -> list[Answer]:
    """The same as the forge shows them."""
    return [_commit(history, node) for node in listed(history, pull)]


def _commit(history: History, node: Node) -> Answer:
    people = history.story.people
    author = people[history.authors[node.id]]
    by_web = node.committer.email == "noreply@github.com"
    return {
        "sha": node.id,
        "commit": {
            "author": ident(node.author),
            "committer": ident(node.committer),
            "message": node.message.rstrip("\n"),
            "tree": {"sha": node.tree_id},
            "comment_count": 0,
            "verification": {"verified": False, "reason": "unsigned"},
        },
        "author": user(author),
        "committer": _WEB_FLOW if by_web else user(_owner(people, node.committer.email)),
        "parents": [{"sha": parent} for parent in node.parents],
    }


def _owner(people: dict[str, Person], email: str) -> Person | None:
    return next((person for person in people.values() if person.email == email), None)


def ident(stamp: Stamp) -> Answer:
    """An author or committer."""
    when = datetime.fromtimestamp(stamp.when, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"name": stamp.name, "email": stamp.email, "date": when}


def review_id(pull: Played, position: int) -> int:
    """The number of a review, by its position among those of the pull request."""
    return 1_900_000_000 + pull.step.number * 100 + position


def review(history: History, pull: Played, position: int, step: ReviewStep) -> Answer:
    """A review; one that is pending has no time."""
    who = user(history.story.people[step.by])
    review: Answer = {
        "id": review_id(pull, position),
        "user": who,
        "body": history.text(step.body),
        "state": step.state,
        "commit_id": history.find(step.of).id if step.of else pull.at(step.on).id,
        "author_association": "NONE" if who is None or who["type"] == "Bot" else "MEMBER",
    }
    if step.at is not None:
        review["submitted_at"] = step.at
    return review


def check(pull: Played, position: int, step: CheckStep) -> Answer:
    """A check run."""
    return {
        "id": 31_000_000_000 + pull.step.number * 100 + position,
        "name": step.name,
        "head_sha": pull.at(step.on).id,
        "status": "completed",
        "conclusion": step.conclusion,
        "started_at": step.at,
        "completed_at": step.at,
        "app": APP,
    }
