"""GitHub's GraphQL objects as the forge types: the selections of `queries.py`, each field of its type.

Names of accounts are as REST gives them, so that a rule knows a robot by either way: GraphQL leaves the
`[bot]` out.
"""

from typing import Any, NamedTuple

from attest.collect.fields import (
    ShapeError,
    flag,
    identifier,
    instant,
    mapping,
    maybe_number,
    number,
    pull_number,
    required_sha,
    sha,
    text,
)
from attest.collect.forge import Account, CheckRun, Landed, PullCommit, PullRequest, PullReview
from attest.collect.forge_records import InlineComment, PullEvent
from attest.model.event import EventKind

_LONGEST_ID = 200
_KINDS = {
    "HeadRefForcePushedEvent": EventKind.FORCE_PUSH,
    "ReadyForReviewEvent": EventKind.READY,
    "ConvertToDraftEvent": EventKind.DRAFT,
    "ReviewRequestedEvent": EventKind.REVIEW_REQUEST,
    "ReviewDismissedEvent": EventKind.DISMISSAL,
    "MergedEvent": EventKind.MERGE,
    "ClosedEvent": EventKind.CLOSE,
    "ReopenedEvent": EventKind.REOPEN,
    "BaseRefChangedEvent": EventKind.BASE_CHANGE,
    "AutomaticBaseChangeSucceededEvent": EventKind.BASE_CHANGE,
    "AutoMergeEnabledEvent": EventKind.AUTO_MERGE,
    "AutoSquashEnabledEvent": EventKind.AUTO_MERGE,
    "AutoRebaseEnabledEvent": EventKind.AUTO_MERGE,
    "AutoMergeDisabledEvent": EventKind.AUTO_MERGE_OFF,
    "AddedToMergeQueueEvent": EventKind.QUEUE,
    "RemovedFromMergeQueueEvent": EventKind.UNQUEUE,
}
_STATES = frozenset({"OPEN", "CLOSED", "MERGED"})
_ACCOUNTS = {"User": "user", "Bot": "bot", "Mannequin": "mannequin", "Organization": "organization"}


class Node(NamedTuple):
    """What the list of pull requests is indexed by."""

    number: int
    updated_at: str
    base: str
    head_sha: str
    head_ref: str
    global_id: str
    landed: Landed | None
    """`None` when it was not merged."""


def node(value: Any) -> Node:
    """A pull request of the list, without its lists."""
    row = mapping(value)
    updated = instant(row, "updatedAt")
    merged_at, merge = instant(row, "mergedAt"), _oid(row.get("mergeCommit"))
    if updated is None or not isinstance(row.get("merged"), bool):
        raise ShapeError("updatedAt")
    head = sha(row, "headRefOid")
    return Node(
        pull_number(row),
        updated,
        text(row, "baseRefName"),
        head,
        text(row, "headRefName", ""),
        text(row, "id", ""),
        Landed(pull_number(row), head, merge, merged_at) if row["merged"] or merged_at else None,
    )


def account(value: Any) -> Account | None:
    """An actor; `None` for a deleted one."""
    if value is None:
        return None
    row = mapping(value)
    kind = _ACCOUNTS.get(text(row, "__typename", "User"), "other")
    login = text(row, "login")
    if kind == "bot" and not login.endswith("[bot]"):
        login += "[bot]"
    return Account(number(row, "databaseId", 0), login, kind)


def is_agent(kind: str, login: str) -> bool:
    """Whether it is the only robot whose start of work is told by the REST timeline alone."""
    return kind.lower() == "bot" and "copilot" in login.lower()


def is_by_agent(row: Any) -> bool:
    """Whether an entry of a pull request's commits is by that robot, by what it says of its author."""
    commit = row.get("commit") if isinstance(row, dict) else None
    author = commit.get("author") if isinstance(commit, dict) else None
    named = (author.get("name"), author.get("email")) if isinstance(author, dict) else ()
    return any(isinstance(one, str) and "copilot" in one.lower() for one in named)


def pull_request(value: Any) -> PullRequest:
    """A pull request, without its lists but for labels and issues."""
    row = mapping(value)
    labels, _ = nodes(row, "labels")
    issues, _ = nodes(row, "closingIssuesReferences")
    return PullRequest(
        number=pull_number(row),
        title=text(row, "title", ""),
        body=text(row, "body", ""),
        opener=account(row.get("author")),
        head_ref=text(row, "headRefName", ""),
        head_sha=sha(row, "headRefOid"),
        base_ref=text(row, "baseRefName", ""),
        merge_sha=_oid(row.get("mergeCommit")),
        created_at=instant(row, "createdAt"),
        merged_at=instant(row, "mergedAt"),
        merged_by=account(row.get("mergedBy")),
        labels=tuple(sorted(text(mapping(label), "name") for label in labels if label is not None)),
        commit_count=maybe_number(mapping(row["commits"]), "totalCount") if row.get("commits") else None,
        issues=tuple(sorted({_issue(issue) for issue in issues if issue is not None})),
        edited_at=instant(row, "lastEditedAt"),
        edits_known="lastEditedAt" in row,
        is_from_fork=flag(row, "isCrossRepository"),
    )


def nodes(row: dict[str, Any], connection: str) -> tuple[list[Any], dict[str, Any]]:
    """The nodes of a list that hangs on an object, and the list itself; it must be there."""
    listed = mapping(row.get(connection))
    found = listed.get("nodes")
    if not isinstance(found, list):
        raise ShapeError(connection)
    return found, listed


def pull_commit(value: Any, parents: dict[str, int]) -> PullCommit:
    """An entry of a pull request's commits; how many parents it has was asked for apart, or not at all."""
    row = mapping(mapping(value).get("commit"))
    author, committer = mapping(row.get("author") or {}), mapping(row.get("committer") or {})
    oid = required_sha(row, "oid")
    return PullCommit(
        sha=oid,
        parents=parents.get(oid, 0),
        author_name=text(author, "name", ""),
        author_email=text(author, "email", ""),
        authored_at=instant(author, "date"),
        author=account(author.get("user")),
        committer_name=text(committer, "name", ""),
        committer_email=text(committer, "email", ""),
        committer=account(committer.get("user")),
        message=text(row, "message", ""),
    )


def review(value: Any) -> PullReview:
    """A review; its revision may be gone, which leaves it without one."""
    row = mapping(value)
    commit = mapping(row.get("commit") or {})
    return PullReview(
        id=_database_id(row),
        reviewer=account(row.get("author")),
        state=text(row, "state").lower(),
        body=text(row, "body", ""),
        submitted_at=instant(row, "submittedAt"),
        sha=sha(commit, "oid"),
        tree=_oid(commit.get("tree")),
        edited_at=instant(row, "lastEditedAt"),
    )


def context(value: Any) -> CheckRun:
    """A check run or commit status of a revision."""
    row = mapping(value)
    if row.get("__typename") == "StatusContext":
        state, at = text(row, "state").lower(), instant(row, "createdAt")
        return CheckRun(node_id(row), "status", text(row, "context"), "", state, at)
    if row.get("__typename") != "CheckRun":
        raise ShapeError("__typename")
    app = mapping(mapping(row.get("checkSuite") or {}).get("app") or {})
    conclusion = text(row, "conclusion", "") or text(row, "status", "unknown")
    return CheckRun(
        id=node_id(row),
        kind="check",
        name=text(row, "name"),
        app=text(app, "slug", ""),
        conclusion=conclusion.lower(),
        completed_at=instant(row, "completedAt"),
    )


def event(value: Any) -> PullEvent:
    """An entry of the timeline."""
    row = mapping(value)
    kind = _KINDS.get(text(row, "__typename", ""))
    if kind is None:
        raise ShapeError("__typename")
    asked = mapping(row.get("requestedReviewer") or {})
    is_team = asked.get("__typename") == "Team"
    before, after = _ends(row, kind)
    return PullEvent(
        id=node_id(row),
        kind=kind.value,
        at=instant(row, "createdAt"),
        actor=account(row.get("actor")),
        subject=account(row.get("enabler") or (None if is_team else row.get("requestedReviewer"))),
        team=text(asked, "slug", "") if is_team else "",
        before=before,
        after=after,
        review=_database_id(mapping(row["review"])) if row.get("review") else "",
        state=text(row, "previousReviewState", "").lower(),
        text=text(row, "dismissalMessage", "") or text(row, "reason", ""),
    )


def inline_comment(value: Any, review_id: str) -> InlineComment:
    """A comment of a review."""
    row = mapping(value)
    return InlineComment(
        id=_database_id(row),
        review=review_id,
        author=account(row.get("author")),
        drafted_at=instant(row, "draftedAt"),
        published_at=instant(row, "publishedAt"),
        edited_at=instant(row, "lastEditedAt"),
        state=text(row, "state", "").lower(),
        path=text(row, "path"),
        line=maybe_number(row, "line"),
        original_line=maybe_number(row, "originalLine"),
        sha=_oid(row.get("commit")),
        original_sha=_oid(row.get("originalCommit")),
        outdated=flag(row, "outdated"),
        body=text(row, "body", ""),
        answers=text(mapping(row.get("replyTo") or {}), "id", "")[:_LONGEST_ID],
    )


class Commented(NamedTuple):
    """A review of which inline comments were asked for."""

    pull: int
    review: str
    comments: dict[str, Any]


def commented(value: Any) -> Commented:
    """The review, with its list of comments as it stands."""
    row = mapping(value)
    return Commented(
        pull_number(mapping(row.get("pullRequest"))), _database_id(row), mapping(row.get("comments"))
    )


def parents(value: Any) -> tuple[str, int]:
    """A commit and how many parents it has."""
    row = mapping(value)
    return required_sha(row, "oid"), number(mapping(row.get("parents")), "totalCount", 1)


def associated(value: Any, branch: str) -> tuple[str, tuple[Landed, ...], bool]:
    """A landed commit, the pull requests merged into the branch it is tied to, and whether that is all."""
    row = mapping(value)
    found, listed = nodes(row, "associatedPullRequests")
    tied = []
    for one in map(mapping, found):
        merged_at, state = instant(one, "mergedAt"), text(one, "state")
        if state not in _STATES:
            raise ShapeError("state")
        if text(one, "baseRefName") == branch and (merged_at or state == "MERGED"):
            tied.append(Landed(pull_number(one), "", _oid(one.get("mergeCommit")), merged_at))
    return required_sha(row, "oid"), tuple(tied), number(listed, "totalCount", 0) <= len(found)


def node_id(row: dict[str, Any]) -> str:
    """A global id."""
    found = text(row, "id")
    if not 0 < len(found) <= _LONGEST_ID or not found.isascii() or not found.isprintable():
        raise ShapeError("id")
    return found


def _database_id(row: dict[str, Any]) -> str:
    """The immutable number, which GraphQL writes as text; the global id where the platform gives none."""
    value = row.get("fullDatabaseId")
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < _LONGEST_ID:
        return value
    return node_id(row) if value is None else identifier(row, "fullDatabaseId")


def _ends(row: dict[str, Any], kind: EventKind) -> tuple[str, str]:
    if kind is EventKind.BASE_CHANGE:
        names = (("previousRefName", "oldBase"), ("currentRefName", "newBase"))
        before, after = (text(row, name, "") or text(row, other, "") for name, other in names)
        return before, after
    if kind is EventKind.MERGE:
        return "", _oid(row.get("commit"))
    if kind is EventKind.DISMISSAL:
        return "", _oid(mapping(row.get("pullRequestCommit") or {}).get("commit"))
    return _oid(row.get("beforeCommit")), _oid(row.get("afterCommit"))


def _oid(value: Any) -> str:
    return sha(mapping(value), "oid") if value is not None else ""


def _issue(value: Any) -> str:
    row = mapping(value)
    repository = mapping(row.get("repository") or {})
    return f"{text(repository, 'nameWithOwner', '')}#{pull_number(row)}"
