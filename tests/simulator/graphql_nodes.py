"""Records as nodes of the GraphQL schema: mappings whose callables are fields that take arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLError

from tests.simulator.connections import connection, updated_pulls
from tests.simulator.graphql_checks import rollup
from tests.simulator.graphql_events import event
from tests.simulator.records import Account, Comment, Json, Pull, Review, Stamp
from tests.simulator.world import World


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes of one world."""

    world: World

    def repository(self, owner: str, name: str) -> Json:
        """The repository.

        Raises:
            GraphQLError: There is none of this name.
        """
        world = self.world
        if f"{owner}/{name}".lower() != world.full_name.lower():
            missing = f"Could not resolve to a Repository with the name '{owner}/{name}'."
            raise GraphQLError(missing, extensions={"type": "NOT_FOUND"})
        return {
            "__typename": "Repository",
            "id": f"R_{world.id}",
            "databaseId": world.id,
            "nameWithOwner": world.full_name,
            "object": lambda _, oid=None, expression=None: self.commit(
                oid or world.heads.get(expression, "")
            ),
            "pullRequest": lambda _, number: self._numbered(number),
            "pullRequests": self._pulls,
        }

    def _numbered(self, number: int) -> Json:
        pull = self.world.pulls.get(number)
        if pull is None:
            missing = f"Could not resolve to a PullRequest with the number of {number}."
            raise GraphQLError(missing, extensions={"type": "NOT_FOUND"})
        return self.pull(pull)

    def _pulls(
        self,
        _: Any,
        *,
        baseRefName: str | None = None,
        headRefName: str | None = None,
        states: list[str] | None = None,
        orderBy: dict[str, str] | None = None,
        **paging: Any,
    ) -> Json:
        chosen = [
            pull
            for pull in self.world.index.by_update
            if baseRefName in (None, pull.base)
            and headRefName in (None, pull.head)
            and (states is None or pull.state in states)
        ]
        order = orderBy or {"field": "CREATED_AT", "direction": "ASC"}
        down = order["direction"] == "DESC"
        if order["field"] == "UPDATED_AT":
            return updated_pulls(chosen, self.pull, down=down, **paging)
        chosen.sort(key=lambda pull: (pull.created, pull.number), reverse=down)
        return connection(chosen, self.pull, **paging)

    def node(self, node_id: str) -> Json:
        """Anything by its id.

        Raises:
            GraphQLError: There is none of this id.
        """
        kind, _, key = node_id.partition("_")
        found = self._by_key(kind, key)
        if found is None:
            missing = f"Could not resolve to a node with the global id of '{node_id}'."
            raise GraphQLError(missing, extensions={"type": "NOT_FOUND"})
        return found

    def _by_key(self, kind: str, key: str) -> Json | None:
        if kind == "C":
            return self.commit(key)
        if not key.isdigit():
            return None
        index, number = self.world.index, int(key)
        if kind == "PR" and number in self.world.pulls:
            return self.pull(self.world.pulls[number])
        if kind == "PRR" and number in index.reviews:
            return self.review(index.reviews[number])
        if kind == "PRRC" and number in index.comments:
            return self.comment(index.comments[number])
        return None

    def actor(self, login: str | None) -> Json | None:
        """An account; nobody for one that was deleted."""
        account = self.world.account(login)
        return None if account is None else self._account(account)

    def _account(self, account: Account) -> Json:
        return {
            "__typename": account.kind,
            "id": f"U_{account.id}",
            "login": account.login,
            "databaseId": account.id,
        }

    def _user(self, login: str | None) -> Json | None:
        """An account where only people can stand."""
        account = self.world.account(login)
        return self._account(account) if account and account.kind == "User" else None

    def commit(self, sha: str | None) -> Json | None:
        """A commit; nothing for one that the forge no longer has."""
        commit = self.world.commits.get(sha) if sha else None
        if commit is None:
            return None
        return {
            "__typename": "Commit",
            "id": f"C_{commit.sha}",
            "oid": commit.sha,
            "message": commit.message,
            "tree": {"__typename": "Tree", "id": f"T_{commit.tree}", "oid": commit.tree},
            "authoredDate": commit.author.at,
            "committedDate": commit.committer.at,
            "author": lambda _: self._stamp(commit.author),
            "committer": lambda _: self._stamp(commit.committer),
            "parents": lambda _, **paging: connection(commit.parents, self.commit, **paging),
            "associatedPullRequests": lambda _, **paging: self._pulls_of(commit.sha, paging),
            "statusCheckRollup": lambda _: rollup(self, commit.sha),
        }

    def _pulls_of(self, sha: str, paging: dict[str, Any]) -> Json:
        numbers = self.world.index.pulls_of_commit.get(sha, ())
        return connection([self.world.pulls[number] for number in numbers], self.pull, **paging)

    def _stamp(self, stamp: Stamp) -> Json:
        return {"name": stamp.name, "email": stamp.email, "date": stamp.at, "user": self._user(stamp.login)}

    def pull(self, pull: Pull) -> Json:
        """A pull request."""
        fields: Json = {
            "__typename": "PullRequest",
            "id": f"PR_{pull.number}",
            "fullDatabaseId": str(2_100_000_000 + pull.number),
            "number": pull.number,
            "title": pull.title,
            "body": pull.body,
            "createdAt": pull.created,
            "updatedAt": pull.updated,
            "lastEditedAt": pull.edited,
            "isDraft": pull.draft,
            "state": pull.state,
            "closed": pull.closed_at is not None,
            "closedAt": pull.closed_at,
            "merged": pull.merged_at is not None,
            "mergedAt": pull.merged_at,
            "authorAssociation": pull.association,
            "baseRefName": pull.base,
            "baseRefOid": pull.base_sha,
            "headRefName": pull.head,
            "headRefOid": pull.head_sha,
            "isCrossRepository": pull.fork is not None,
            "author": lambda _: self.actor(pull.author),
            "mergedBy": lambda _: self.actor(pull.merged_by),
            "mergeCommit": lambda _: self.commit(pull.merge_commit),
            "headRepository": lambda _: self._head_repository(pull),
            "autoMergeRequest": lambda _: self._auto_merge(pull),
        }
        return fields | self._lists(pull)

    def _lists(self, pull: Pull) -> dict[str, Callable[..., Json]]:
        labels = [{"id": f"LA_{pull.number}_{at}", "name": name} for at, name in enumerate(pull.labels)]

        def reviews(_: Any, states: list[str] | None = None, **paging: Any) -> Json:
            chosen = [one for one in pull.reviews if states is None or one.state in states]
            return connection(chosen, self.review, **paging)

        def timeline(_: Any, itemTypes: list[str] | None = None, **paging: Any) -> Json:
            return connection(
                [one for one in self._timeline(pull) if _wanted(one, itemTypes)], dict, **paging
            )

        return {
            "commits": lambda _, **paging: connection(pull.commits, self._pull_commit, **paging),
            "reviews": reviews,
            "timelineItems": timeline,
            "labels": lambda _, **paging: connection(labels, dict, **paging),
            "closingIssuesReferences": lambda _, **paging: connection(pull.closes, self._issue, **paging),
        }

    def _pull_commit(self, sha: str | None) -> Json | None:
        found = self.commit(sha)
        return (
            None
            if found is None
            else {"__typename": "PullRequestCommit", "id": f"PURC_{sha}", "commit": found}
        )

    def _timeline(self, pull: Pull) -> list[Json]:
        entries = [(self.world.commits[sha].committer.at, self._pull_commit(sha)) for sha in pull.commits]
        entries += [(one.submitted, self.review(one)) for one in pull.reviews if one.submitted]
        entries += [(one.at, event(self, one)) for one in pull.events]
        return [entry for _, entry in sorted(entries, key=lambda pair: pair[0]) if entry is not None]

    def pull_commit(self, sha: str | None) -> Json | None:
        """A commit as a pull request lists it."""
        return self._pull_commit(sha)

    def _issue(self, number: int) -> Json:
        repository = {"nameWithOwner": self.world.full_name}
        return {"__typename": "Issue", "id": f"I_{number}", "number": number, "repository": repository}

    def _head_repository(self, pull: Pull) -> Json | None:
        if pull.fork == "":
            return None
        return {"__typename": "Repository", "nameWithOwner": pull.fork or self.world.full_name}

    def _auto_merge(self, pull: Pull) -> Json | None:
        wish = pull.auto_merge
        if wish is None:
            return None
        return {"enabledAt": wish.at, "enabledBy": self.actor(wish.by), "mergeMethod": wish.method}

    def review(self, review: Review) -> Json:
        """A review."""
        number = self.world.index.pull_of_review[review.id]
        return {
            "__typename": "PullRequestReview",
            "id": f"PRR_{review.id}",
            "fullDatabaseId": str(review.id),
            "state": review.state,
            "body": review.body,
            "submittedAt": review.submitted,
            "publishedAt": review.submitted,
            "createdAt": review.created,
            "updatedAt": review.edited or review.submitted or review.created,
            "lastEditedAt": review.edited,
            "authorAssociation": review.association,
            "authorCanPushToRepository": review.can_push,
            "commit": lambda _: self.commit(review.commit),
            "author": lambda _: self.actor(review.author),
            "pullRequest": lambda _: self.pull(self.world.pulls[number]),
            "comments": lambda _, **paging: connection(review.comments, self.comment, **paging),
        }

    def comment(self, comment: Comment) -> Json:
        """An inline comment."""
        above = self.world.index.comments.get(comment.reply_to or 0)
        return {
            "__typename": "PullRequestReviewComment",
            "id": f"PRRC_{comment.id}",
            "fullDatabaseId": str(comment.id),
            "draftedAt": comment.drafted,
            "createdAt": comment.at,
            "publishedAt": None if comment.pending else comment.at,
            "updatedAt": comment.edited or comment.at,
            "lastEditedAt": comment.edited,
            "state": "PENDING" if comment.pending else "SUBMITTED",
            "outdated": comment.outdated,
            "path": comment.path,
            "line": None if comment.outdated else comment.line,
            "startLine": None,
            "originalLine": comment.line,
            "originalStartLine": None,
            "subjectType": "FILE" if comment.line is None else "LINE",
            "body": comment.body,
            "author": lambda _: self.actor(comment.author),
            "commit": lambda _: self.commit(comment.commit),
            "originalCommit": lambda _: self.commit(comment.original_commit),
            "replyTo": lambda _: self.comment(above) if above else None,
        }


def _wanted(entry: Json, kinds: list[str] | None) -> bool:
    """Whether an entry is of a kind that is asked for: `MergedEvent` is `MERGED_EVENT`."""
    name = entry["__typename"]
    spelled = "".join(f"_{letter}" if letter.isupper() else letter for letter in name).strip("_").upper()
    return kinds is None or spelled in kinds
