"""The GraphQL queries: what is asked of GitHub, and how much of it at once.

The price of a query is the number of its connection requests by 100 (GitHub's documented formula), so
nothing is nested under a commit, a review or a thread: what hangs on those is asked for by their ids, a
hundred at a time. Each connection states whether it goes on; its further pages are asked for with
`further` alone. Timeline entries that GraphQL does not know (an agent that began its work) come by REST.
"""

from typing import Final

PULLS_AT_ONCE: Final = 25
"""Pull requests in one answer: the platform gives up on a query after about ten seconds."""
IDS_AT_ONCE: Final = 100
LANDED_AT_ONCE: Final = 100

_LIMIT = "rateLimit { cost limit remaining resetAt }"

_ACTOR = """
fragment Actor on Actor {
  __typename login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
  ... on EnterpriseUserAccount { id }
  ... on Organization { databaseId }
}
"""

_COMMIT = """
fragment OwnCommit on Commit {
  id oid message
  tree { oid }
  author { name email date user { __typename databaseId login } }
  committer { name email date user { __typename databaseId login } }
}
"""

_REVIEW = """
fragment Review on PullRequestReview {
  id fullDatabaseId state body submittedAt createdAt lastEditedAt
  commit { oid tree { oid } committedDate }
  author { ...Actor }
  authorAssociation authorCanPushToRepository
}
"""

_EVENT = """
fragment Event on PullRequestTimelineItems {
  __typename
  ... on HeadRefForcePushedEvent { id createdAt actor { ...Actor } beforeCommit { oid } afterCommit { oid } }
  ... on ReadyForReviewEvent { id createdAt actor { ...Actor } }
  ... on ConvertToDraftEvent { id createdAt actor { ...Actor } }
  ... on ReviewRequestedEvent {
    id createdAt actor { ...Actor }
    requestedReviewer {
      __typename
      ... on User { databaseId login }
      ... on Bot { databaseId login }
      ... on Mannequin { databaseId login }
      ... on Team { databaseId slug }
    }
  }
  ... on ReviewDismissedEvent {
    id createdAt actor { ...Actor } previousReviewState dismissalMessage
    review { id fullDatabaseId }
    pullRequestCommit { commit { oid } }
  }
  ... on MergedEvent { id createdAt actor { ...Actor } commit { oid } mergeRefName }
  ... on ClosedEvent { id createdAt actor { ...Actor } }
  ... on ReopenedEvent { id createdAt actor { ...Actor } }
  ... on BaseRefChangedEvent { id createdAt actor { ...Actor } previousRefName currentRefName }
  ... on AutomaticBaseChangeSucceededEvent { id createdAt actor { ...Actor } oldBase newBase }
  ... on AutoMergeEnabledEvent { id createdAt actor { ...Actor } enabler { __typename databaseId login } }
  ... on AutoSquashEnabledEvent { id createdAt actor { ...Actor } enabler { __typename databaseId login } }
  ... on AutoRebaseEnabledEvent { id createdAt actor { ...Actor } enabler { __typename databaseId login } }
  ... on AutoMergeDisabledEvent { id createdAt actor { ...Actor } reason }
  ... on AddedToMergeQueueEvent { id createdAt actor { ...Actor } }
  ... on RemovedFromMergeQueueEvent { id createdAt actor { ...Actor } reason beforeCommit { oid } }
}
"""

_CONTEXT = """
fragment Context on StatusCheckRollupContext {
  __typename
  ... on CheckRun {
    id resourcePath name status conclusion startedAt completedAt
    checkSuite { id app { databaseId slug } commit { oid } }
  }
  ... on StatusContext { id context state createdAt creator { ...Actor } commit { oid } }
}
"""

_FRAGMENTS: Final = {
    "Actor": _ACTOR,
    "OwnCommit": _COMMIT,
    "Review": _REVIEW,
    "Event": _EVENT,
    "Context": _CONTEXT,
}
_NEEDS: Final = {"Review": ("Actor",), "Event": ("Actor",), "Context": ("Actor",)}

EVENTS: Final = (
    "HEAD_REF_FORCE_PUSHED_EVENT",
    "READY_FOR_REVIEW_EVENT",
    "CONVERT_TO_DRAFT_EVENT",
    "REVIEW_REQUESTED_EVENT",
    "REVIEW_DISMISSED_EVENT",
    "MERGED_EVENT",
    "CLOSED_EVENT",
    "REOPENED_EVENT",
    "BASE_REF_CHANGED_EVENT",
    "AUTOMATIC_BASE_CHANGE_SUCCEEDED_EVENT",
    "AUTO_MERGE_ENABLED_EVENT",
    "AUTO_SQUASH_ENABLED_EVENT",
    "AUTO_REBASE_ENABLED_EVENT",
    "AUTO_MERGE_DISABLED_EVENT",
    "ADDED_TO_MERGE_QUEUE_EVENT",
    "REMOVED_FROM_MERGE_QUEUE_EVENT",
)
"""Kinds of timeline entries that are asked for."""

_PAGE = "totalCount pageInfo { hasNextPage endCursor }"
_ITEM_TYPES = ", ".join(EVENTS)

CONNECTIONS: Final = {
    "commits": (
        100,
        f"commits(first: %s) {{ {_PAGE} nodes {{ commit {{ ...OwnCommit }} }} }}",
        ("OwnCommit",),
    ),
    "reviews": (50, f"reviews(first: %s) {{ {_PAGE} nodes {{ ...Review }} }}", ("Review",)),
    "timelineItems": (
        100,
        f"timelineItems(first: %s, itemTypes: [{_ITEM_TYPES}]) {{ {_PAGE} nodes {{ ...Event }} }}",
        ("Event",),
    ),
    "labels": (30, f"labels(first: %s) {{ {_PAGE} nodes {{ name }} }}", ()),
    "closingIssuesReferences": (
        20,
        f"closingIssuesReferences(first: %s) {{ {_PAGE} nodes {{ number repository {{ nameWithOwner }} }} }}",
        (),
    ),
}
"""The lists of a pull request: how many of each at once, the selection, and the fragments that it needs."""

CHECKS_AT_ONCE: Final = 100
_ROLLUP = f"statusCheckRollup {{ state contexts(first: %s%s) {{ {_PAGE} nodes {{ ...Context }} }} }}"
_CHECKS = f"head: commits(last: 1) {{ nodes {{ commit {{ oid {_ROLLUP} }} }} }}"

_PULL = """
number id title body createdAt updatedAt lastEditedAt isDraft state merged mergedAt
author { ...Actor }
mergedBy { ...Actor }
authorAssociation
baseRefName baseRefOid headRefName headRefOid
isCrossRepository headRepository { nameWithOwner }
mergeCommit { oid }
autoMergeRequest { enabledAt mergeMethod enabledBy { ...Actor } }
"""


_INLINE = (
    "id fullDatabaseId draftedAt createdAt publishedAt updatedAt lastEditedAt state outdated "
    "path line startLine originalLine originalStartLine subjectType body "
    "author { ...Actor } commit { oid } originalCommit { oid } replyTo { id }"
)


def pulls(at_once: int = PULLS_AT_ONCE, share: int = 1) -> str:
    """Pull requests of a base branch, newest update first, whole but for lists that go on.

    Variables: `owner`, `name`, `base`, `after` (a cursor, or null). Where the platform gives up, less is
    asked for: `at_once` pull requests, and of each list that part of its usual number.
    """
    lists = "\n".join(text % _part(size, share) for size, text, _ in CONNECTIONS.values())
    checks = _CHECKS % (_part(CHECKS_AT_ONCE, share), "")
    return _document(
        "query Pulls($owner: String!, $name: String!, $base: String!, $after: String) {\n"
        f"{_LIMIT}\nrepository(owner: $owner, name: $name) {{\n"
        f"pullRequests(first: {at_once}, after: $after, baseRefName: $base, "
        "orderBy: {field: UPDATED_AT, direction: DESC}) {\n"
        f"{_PAGE}\nnodes {{\n{_PULL}\n{lists}\n{checks}\n}}\n}}\n}}\n}}"
    )


def further(connection: str, share: int = 1) -> str:
    """The next page of one list of a pull request; `checks` is that of its last revision's checks.

    Variables: `owner`, `name`, `number`, `after`. `share` is as in `pulls`.
    """
    if connection == "checks":
        selection = _CHECKS % (_part(CHECKS_AT_ONCE, share), ", after: $after")
    else:
        size, text, _ = CONNECTIONS[connection]
        selection = text % f"{_part(size, share)}, after: $after"
    return _document(
        "query Further($owner: String!, $name: String!, $number: Int!, $after: String!) {\n"
        f"{_LIMIT}\nrepository(owner: $owner, name: $name) {{\n"
        f"pullRequest(number: $number) {{ number updatedAt\n{selection}\n}}\n}}\n}}"
    )


def review_comments() -> str:
    """The inline comments of reviews. Variables: `ids`, of at most `IDS_AT_ONCE` reviews.

    A review with more than fifty comments says so by `hasNextPage`; `further_comments` goes on.
    """
    return _document(
        f"query ReviewComments($ids: [ID!]!) {{\n{_LIMIT}\nnodes(ids: $ids) {{\n"
        "... on PullRequestReview { id fullDatabaseId pullRequest { number } "
        f"comments(first: 50) {{ {_PAGE} nodes {{ {_INLINE} }} }} }}\n}}\n}}"
    )


def further_comments() -> str:
    """More inline comments of one review. Variables: `id`, `after`."""
    return _document(
        f"query FurtherComments($id: ID!, $after: String!) {{\n{_LIMIT}\nnode(id: $id) {{\n"
        "... on PullRequestReview { id fullDatabaseId pullRequest { number } "
        f"comments(first: 50, after: $after) {{ {_PAGE} nodes {{ {_INLINE} }} }} }}\n}}\n}}"
    )


def commit_parents() -> str:
    """How many parents commits have. Variables: `ids`, of at most `IDS_AT_ONCE` commits."""
    return _document(
        f"query CommitParents($ids: [ID!]!) {{\n{_LIMIT}\nnodes(ids: $ids) {{\n"
        "... on Commit { id oid parents(first: 10) { totalCount nodes { oid } } }\n}\n}"
    )


def landed(shas: tuple[str, ...]) -> str:
    """The pull requests that commits belong to, as the platform ties them: at most `LANDED_AT_ONCE`.

    With them the checks of each, which no pull request shows of a direct push: two points for a hundred
    commits, where the pull requests alone are one. Aliases are `c0`, `c1`, ... in the order given.
    Variables: `owner`, `name`.

    Raises:
        ValueError: Something that is no object id was given.
    """
    if any(set(sha) - set("0123456789abcdef") for sha in shas):
        raise ValueError("a landed commit is named by its object id")
    checks = _ROLLUP % (CHECKS_AT_ONCE, "")
    parts = "\n".join(
        f'c{at}: object(oid: "{sha}") {{ ... on Commit {{ oid associatedPullRequests(first: 10) '
        f"{{ totalCount nodes {{ number state mergedAt baseRefName mergeCommit {{ oid }} }} }} {checks} }} }}"
        for at, sha in enumerate(shas)
    )
    return _document(
        f"query Landed($owner: String!, $name: String!) {{\n{_LIMIT}\n"
        f"repository(owner: $owner, name: $name) {{\n{parts}\n}}\n}}"
    )


def _part(size: int, share: int) -> int:
    return max(size // share, 1)


def _document(query: str) -> str:
    """The query with the fragments that it uses, each once."""
    used = [name for name in _FRAGMENTS if f"...{name} " in query or f"...{name}\n" in query]
    for name in tuple(used):
        used.extend(need for need in _NEEDS.get(name, ()) if need not in used)
    return "\n".join([query.strip(), *(_FRAGMENTS[name].strip() for name in _FRAGMENTS if name in used)])
