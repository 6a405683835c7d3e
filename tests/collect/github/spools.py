"""Writes spools: answers in the shapes of GitHub's GraphQL and REST, as a fetch leaves them."""

import json
from pathlib import Path
from typing import Any

from attest.collect.forge import SOURCES, Answer
from attest.collect.github.reading import GithubForge

SINCE = "2025-01-01T00:00:00Z"
STARTED = "2026-01-02T00:00:00Z"
ADA = {"__typename": "User", "login": "ada", "databaseId": 1}
BEN = {"__typename": "User", "login": "ben", "databaseId": 2}
COPILOT = {"__typename": "Bot", "login": "copilot-swe-agent", "databaseId": 198982749}
REST_BEN = {"login": "ben", "id": 2, "type": "User"}


def sha(name: str) -> str:
    """An object id for a name."""
    return (name.encode().hex() + "0" * 40)[:40]


def listed(*rows: Any, more: bool = False, total: int | None = None) -> dict[str, Any]:
    """A list that hangs on something."""
    return {
        "totalCount": len(rows) if total is None else total,
        "pageInfo": {"hasNextPage": more, "endCursor": "Y3Vyc29y" if more else None},
        "nodes": list(rows),
    }


def commit(name: str, **more: Any) -> dict[str, Any]:
    """An entry of a pull request's commits."""
    who = {"name": "Ada", "email": "ada@example.org", "date": "2025-03-01T10:00:00+01:00", "user": ADA}
    fields = {
        "id": f"C_{name}", "oid": sha(name), "message": f"Write {name}", "tree": {"oid": sha(f"tree {name}")},
        "author": who, "committer": who,
    }  # fmt: skip
    return {"commit": fields | more}


def review(number: int, state: str = "APPROVED", **more: Any) -> dict[str, Any]:
    """A review."""
    return {
        "id": f"PRR_{number}", "fullDatabaseId": str(number), "state": state, "body": "",
        "submittedAt": "2025-03-02T10:00:00Z", "createdAt": "2025-03-02T09:00:00Z", "lastEditedAt": None,
        "commit": {"oid": sha("head"), "tree": {"oid": sha("tree head")}, "committedDate": SINCE},
        "author": BEN, "authorAssociation": "MEMBER", "authorCanPushToRepository": True,
    } | more  # fmt: skip


def event(kind: str, name: str = "1", **more: Any) -> dict[str, Any]:
    """An entry of the timeline."""
    return {
        "__typename": kind, "id": f"E_{kind}_{name}", "createdAt": "2025-03-02T11:00:00Z", "actor": BEN,
    } | more  # fmt: skip


def check_run(name: str = "tests", **more: Any) -> dict[str, Any]:
    """A check run that passed."""
    return {
        "__typename": "CheckRun", "id": f"CR_{name}", "resourcePath": "/acme/shop/runs/1", "name": name,
        "status": "COMPLETED", "conclusion": "SUCCESS", "startedAt": SINCE, "completedAt": SINCE,
        "checkSuite": {"id": "CS_1", "app": {"databaseId": 1, "slug": "ci"}, "commit": {"oid": sha("head")}},
    } | more  # fmt: skip


def heads(*contexts: Any, oid: str = "", **more: Any) -> dict[str, Any]:
    """The last revision with its checks; with none at all, it has no rollup."""
    commit = {"oid": oid or sha("head"), "statusCheckRollup": rollup(*contexts, **more) if contexts else None}
    return {"nodes": [{"commit": commit}]}


def rollup(*contexts: Any, **more: Any) -> dict[str, Any]:
    """The checks of a commit."""
    return {"state": "SUCCESS", "contexts": listed(*contexts, **more)}


def pull(number: int, /, **more: Any) -> dict[str, Any]:
    """A pull request that was merged in March."""
    return {
        "number": number, "id": f"PR_{number}", "title": "Round doses", "body": "", "createdAt": SINCE,
        "updatedAt": "2025-03-03T00:00:00Z", "lastEditedAt": None, "isDraft": False, "state": "MERGED",
        "merged": True, "mergedAt": "2025-03-03T00:00:00Z", "author": ADA, "mergedBy": BEN,
        "authorAssociation": "MEMBER", "baseRefName": "main", "baseRefOid": sha("base"),
        "headRefName": f"work-{number}", "headRefOid": sha("head"), "isCrossRepository": False,
        "headRepository": {"nameWithOwner": "acme/shop"}, "mergeCommit": {"oid": sha(f"merge {number}")},
        "autoMergeRequest": None, "commits": listed(commit("one")), "reviews": listed(review(1)),
        "timelineItems": listed(), "labels": listed({"name": "fix"}),
        "closingIssuesReferences": listed(), "head": heads(check_run()),
    } | more  # fmt: skip


class Spool:
    """A folder that is being filled."""

    def __init__(self, folder: Path, **about: Any) -> None:
        self.folder = folder
        described = {
            "format": 2, "api": "github", "base_url": "https://api.github.com", "repository": "acme/shop",
            "branch": "main", "since": SINCE, "until": "2026-01-01T00:00:00Z", "started_at": STARTED,
            "finished_at": "2026-01-02T00:05:00Z", "connected": list(SOURCES), "per_page": 100,
        }  # fmt: skip
        self.put("recorded.json", described | about)
        self.rest("repository.json", {"full_name": "acme/shop", "default_branch": "main"})

    def put(self, place: str, value: Any) -> None:
        """A file of that content."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())

    def rest(self, place: str, body: Any, status: int = 200, **headers: str) -> None:
        """An answer of REST in its envelope."""
        self.put(place, {"status": status, "headers": headers, "body": body})

    def graphql(self, place: str, data: Any, errors: Any = None) -> None:
        """An answer of GraphQL."""
        self.put(f"graphql/{place}.json", {"data": data} | ({"errors": errors} if errors else {}))

    def page(
        self, *rows: Any, of_pass: int = 1, number: int = 1, more: bool = False, errors: Any = None,
        total: int | None = None,
    ) -> None:  # fmt: skip
        """A page of the list of pull requests."""
        found = {"repository": {"pullRequests": listed(*rows, more=more, total=total)}}
        self.graphql(f"pulls.pass{of_pass}.page{number}", found, errors)

    def pulls(self, *rows: Any, **more: Any) -> GithubForge:
        """A whole list, of one page and a second pass that found nothing new; and the forge on it."""
        self.page(*rows, **more)
        self.page(*rows, of_pass=2, **more)
        return self.forge()

    def further(self, number: int, connection: str, value: Any, *, of_pass: int = 2, page: int = 2) -> None:
        """A further page of a list of a pull request."""
        row = {"number": number, "updatedAt": "2025-03-03T00:00:00Z"} | value
        self.graphql(
            f"pulls/{number}/{connection}.pass{of_pass}.page{page}", {"repository": {"pullRequest": row}}
        )

    def landed(self, *rows: Any, number: int = 1, errors: Any = None) -> None:
        """What landed commits are tied to."""
        found = {f"c{at}": row for at, row in enumerate(rows)}
        self.graphql(f"landed.page{number}", {"repository": found}, errors)

    @classmethod
    def at(cls, folder: Path) -> "Spool":
        """A folder that was filled before, or copied."""
        made = cls.__new__(cls)
        made.folder = folder
        return made

    def forge(self, *keep: Any) -> GithubForge:
        """The forge that reads it."""
        return GithubForge(self.folder, *keep)


def tied(commit_sha: str, *pulls: Any, total: int | None = None, **more: Any) -> dict[str, Any]:
    """A landed commit with the pull requests that it came by, and no checks."""
    count = len(pulls) if total is None else total
    ties = {"totalCount": count, "nodes": list(pulls)}
    return {"oid": commit_sha, "associatedPullRequests": ties, "statusCheckRollup": None} | more


def associated(number: int, /, merge: str, **more: Any) -> dict[str, Any]:
    """A pull request that a landed commit is tied to."""
    return {
        "number": number, "state": "MERGED", "mergedAt": "2025-03-03T00:00:00Z", "baseRefName": "main",
        "mergeCommit": {"oid": merge},
    } | more  # fmt: skip


def kinds(answer: Answer[Any]) -> list[str]:
    """Kinds of what an answer lacks."""
    return [one.kind for one in answer.shortfalls]


def why(answer: Answer[Any]) -> str:
    """What an answer says it could not have."""
    return " / ".join(f"{one.kind}: {one.what}" for one in answer.shortfalls)
