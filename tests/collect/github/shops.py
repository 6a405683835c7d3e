"""A repository of one squashed pull request, with GitHub's answers about it."""

from pathlib import Path
from typing import Any

from tests.collect.github.spools import Spool, commit, heads, listed, pull, review
from tests.collect.stories import WEB, Told, tell
from tests.support.history import History

REST_ADA = {"login": "ada", "id": 1, "type": "User"}
ADA_AUTHOR = "Ada <1+ada@users.noreply.github.com>"
MERGED = "2025-03-03T00:00:00Z"


class Shop:
    """A repository of one squashed pull request, and the answers about it."""

    def __init__(self, folder: Path, **about: Any) -> None:
        self.history = History(folder / "shop")
        self.start = self.history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
        self.head = self.history.commit(
            "one", files={"b": "1\n"}, branch="work-1", author=ADA_AUTHOR, at=1740000000
        )
        self.landed = self.history.commit("Round doses (#1)", files={"b": "1\n"}, committer=WEB, at=MERGED)
        self.spool = Spool(folder / "spool", **about)
        self.spool.rest("rulesets.json", [])
        self.spool.rest("branches/main/protection.json", {"message": "Branch not protected"}, 404)
        self.spool.rest("activity.page1.json", [])
        self.head_pushes(self.head_push())
        self.spool.rest("rulesets/rule-suites.page1.json", [])
        self.spool.rest("deployments.page1.json", [])
        self.spool.rest("environments.json", {"total_count": 0, "environments": []})
        self.spool.rest("collaborators.page1.json", [])
        self.spool.rest("agents/tasks.json", {"tasks": []})
        self.reviews("APPROVED")
        self.comments()

    def head_push(self, **more: Any) -> dict[str, Any]:
        """The push that brought the pull request's branch."""
        return {
            "id": 1001, "ref": "refs/heads/work-1", "before": "0" * 40, "after": self.head, "actor": REST_ADA,
            "timestamp": "2025-02-20T00:00:00Z", "activity_type": "branch_creation",
        } | more  # fmt: skip

    def head_pushes(self, *rows: Any, link: str = "") -> None:
        """All that moved branches of the repository."""
        headers = {"link": link} if link else {}
        self.spool.rest("activity/repository.page1.json", list(rows), 200, **headers)

    def reviews(self, state: str, **more: Any) -> None:
        """The one review that the pull request has."""
        tree = self.history.tree_of(self.head)
        revision = {"oid": self.head, "tree": {"oid": tree}, "committedDate": MERGED}
        self.review = review(1, state, commit=revision, **more)

    def comments(self) -> None:
        """The review has none."""
        row = {"id": "PRR_1", "fullDatabaseId": "1", "pullRequest": {"number": 1}, "comments": listed()}
        self.spool.graphql("comments.pass2.page1", {"nodes": [row]})

    def pull(self, number: int = 1, /, **more: Any) -> dict[str, Any]:
        """The pull request as the platform has it."""
        fields: dict[str, Any] = {
            "mergeCommit": {"oid": self.landed}, "headRefOid": self.head, "head": heads(oid=self.head),
            "commits": listed(commit("one", oid=self.head)), "reviews": listed(self.review),
        }  # fmt: skip
        return pull(number, **(fields | more))

    def tell(self, *rows: Any, more: bool = False) -> Told:
        """Collect the year; without rows, with the one pull request."""
        return tell(self.history, self.spool.pulls(*(rows or (self.pull(),)), more=more))
