"""Pull requests and their commits, as REST has them."""

from operator import attrgetter

from tests.simulator.calls import WEB, Call, Refusal, Reply
from tests.simulator.records import Commit, Json, Pull, Stamp
from tests.simulator.rest_people import named_user, repository, user


def answer_pulls(call: Call) -> Reply:
    """The list, by state, base and head; newest first."""
    rows, headers = call.page(_asked_for(call))
    return Reply([listed(call, pull) for pull in rows], headers=headers)


def _asked_for(call: Call) -> list[Pull]:
    query = call.query
    state, by = query.get("state", "open"), query.get("sort", "created")
    states = {"open": {"OPEN"}, "closed": {"CLOSED", "MERGED"}}.get(state, {"OPEN", "CLOSED", "MERGED"})
    chosen = [pull for pull in call.world.pulls.values() if pull.state in states]
    if "base" in query:
        chosen = [pull for pull in chosen if pull.base == query["base"]]
    if "head" in query:
        chosen = [pull for pull in chosen if pull.head == query["head"].partition(":")[2]]
    down = query.get("direction", "desc" if by == "created" else "asc") == "desc"
    return sorted(chosen, key=attrgetter("updated" if by == "updated" else "created", "number"), reverse=down)


def find(call: Call, name: str = "pull_number") -> Pull:
    """The pull request that the path names.

    Raises:
        Refusal: There is none.
    """
    pull = call.world.pulls.get(call.number(name))
    if pull is None:
        raise Refusal(404, "Not Found")
    return pull


def answer_pull(call: Call) -> Reply:
    """One pull request, with what only its own page has."""
    pull = find(call)
    comments = sum(len(review.comments) for review in pull.reviews)
    counts = {"comments": 0, "review_comments": comments, "commits": len(pull.commits)}
    return Reply(
        listed(call, pull)
        | counts
        | {
            "merged": pull.merged_at is not None,
            "mergeable": None,
            "mergeable_state": "unknown",
            "rebaseable": None,
            "merged_by": user(call, pull.merged_by),
            "maintainer_can_modify": False,
            "additions": 1,
            "deletions": 1,
            "changed_files": 1,
        }
    )


def listed(call: Call, pull: Pull) -> Json:
    """A pull request as lists have it."""
    here, issue = f"{call.repository}/pulls/{pull.number}", f"{call.repository}/issues/{pull.number}"
    html = f"{WEB}/{call.world.full_name}/pull/{pull.number}"
    urls = {
        "url": here,
        "html_url": html,
        "issue_url": issue,
        "comments_url": f"{issue}/comments",
        "commits_url": f"{here}/commits",
        "review_comments_url": f"{here}/comments",
        "review_comment_url": f"{call.repository}/pulls/comments{{/number}}",
        "statuses_url": f"{call.repository}/statuses/{pull.head_sha}",
    }
    names = ("comments", "commits", "statuses", "html", "issue", "review_comments", "review_comment")
    links = {name: {"href": urls[f"{name}_url"]} for name in names} | {"self": {"href": here}}
    return urls | _state(call, pull) | {
        "id": 2_100_000_000 + pull.number,
        "node_id": f"PR_{pull.number}",
        "number": pull.number,
        "diff_url": f"{html}.diff",
        "patch_url": f"{html}.patch",
        "_links": links,
        "head": _end(call, pull.head, pull.head_sha, pull.fork),
        "base": _end(call, pull.base, pull.base_sha, call.world.full_name),
    }  # fmt: skip


def answer_issue(call: Call) -> Reply:
    """A pull request as the issue that it is as well."""
    pull = find(call, "issue_number")
    here = f"{call.repository}/issues/{pull.number}"
    shown = listed(call, pull)
    kept = ("number", "state", "locked", "title", "user", "labels", "milestone", "assignee", "assignees",
            "created_at", "updated_at", "closed_at", "author_association", "html_url")  # fmt: skip
    names = ("labels", "comments", "events", "timeline")
    urls = {f"{name}_url": f"{here}/{name}{'{/name}' if name == 'labels' else ''}" for name in names}
    more: Json = {
        "id": 3_100_000_000 + pull.number,
        "node_id": f"I_{pull.number}",
        "url": here,
        "repository_url": call.repository,
        "comments": 0,
        "body": pull.body,
        "pull_request": {name: shown[name] for name in ("url", "html_url", "diff_url", "patch_url")},
    }
    return Reply({name: shown[name] for name in kept} | urls | more)


def _state(call: Call, pull: Pull) -> Json:
    return {
        "state": "open" if pull.state == "OPEN" else "closed",
        "locked": False,
        "title": pull.title,
        "user": named_user(call, pull.author),
        "body": pull.body or None,
        "labels": [_label(call, pull, at) for at in range(len(pull.labels))],
        "milestone": None,
        "created_at": pull.created,
        "updated_at": pull.updated,
        "closed_at": pull.closed_at,
        "merged_at": pull.merged_at,
        "merge_commit_sha": pull.merge_commit,
        "assignee": None,
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "draft": pull.draft,
        "author_association": pull.association,
        "auto_merge": _auto_merge(call, pull),
    }


def _auto_merge(call: Call, pull: Pull) -> Json | None:
    wish = pull.auto_merge
    if wish is None:
        return None
    by = named_user(call, wish.by)
    return {"enabled_by": by, "merge_method": wish.method.lower(), "commit_title": "", "commit_message": ""}


def _label(call: Call, pull: Pull, at: int) -> Json:
    name = pull.labels[at]
    return {
        "id": 7_000_000 + pull.number * 10 + at,
        "node_id": f"LA_{pull.number}_{at}",
        "url": f"{call.repository}/labels/{name}",
        "name": name,
        "description": "",
        "color": "ededed",
        "default": False,
    }


def _end(call: Call, ref: str, sha: str, full_name: str | None) -> Json:
    name = full_name or call.world.full_name
    owner = name.partition("/")[0]
    return {
        "label": f"{owner}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": named_user(call, owner),
        "repo": None if full_name == "" else repository(call, name),
    }


def answer_commits(call: Call) -> Reply:
    """The commits of a pull request: the forge lists no more than 250."""
    rows, headers = call.page(find(call).commits[:250])
    return Reply([commit(call, call.world.commits[sha]) for sha in rows], headers=headers)


def commit(call: Call, one: Commit) -> Json:
    """A commit."""
    here = f"{call.repository}/commits/{one.sha}"
    git = f"{call.repository}/git"
    html = f"{WEB}/{call.world.full_name}/commit/{one.sha}"
    unsigned = {
        "verified": False,
        "reason": "unsigned",
        "signature": None,
        "payload": None,
        "verified_at": None,
    }
    return {
        "url": here,
        "sha": one.sha,
        "node_id": f"C_{one.sha}",
        "html_url": html,
        "comments_url": f"{here}/comments",
        "commit": {
            "url": f"{git}/commits/{one.sha}",
            "author": _stamp(one.author),
            "committer": _stamp(one.committer),
            "message": one.message,
            "comment_count": 0,
            "tree": {"sha": one.tree, "url": f"{git}/trees/{one.tree}"},
            "verification": unsigned,
        },
        "author": user(call, one.author.login),
        "committer": user(call, one.committer.login),
        "parents": [
            {"sha": sha, "url": f"{call.repository}/commits/{sha}", "html_url": html} for sha in one.parents
        ],
    }


def _stamp(stamp: Stamp) -> Json:
    return {"name": stamp.name, "email": stamp.email, "date": stamp.at}
