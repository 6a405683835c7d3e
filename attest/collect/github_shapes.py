"""GitHub's REST objects as the forge types: only the fields that are used, each of the type it must have.

A field of another type is a `ShapeError`; what is known to be absent (a deleted account, a pending
review's time) is not.
"""

from collections.abc import Iterable
from typing import Any

from attest.collect import fields
from attest.collect.forge import Account, CheckRun, Landed, PullCommit, PullRequest, PullReview


def account(value: Any) -> Account | None:
    """A user object; `None` for a deleted account."""
    if value is None:
        return None
    row = fields.mapping(value)
    return Account(
        fields.number(row, "id", 0), fields.text(row, "login"), fields.text(row, "type", "User").lower()
    )


def landed(value: Any) -> Landed | None:
    """An entry of the list of closed pull requests; `None` when it was closed without a merge."""
    row = fields.mapping(value)
    merged_at = fields.time(row, "merged_at")
    if merged_at is None:
        return None
    return Landed(
        fields.pull_number(row),
        fields.sha(fields.mapping(row.get("head")), "sha"),
        fields.sha(row, "merge_commit_sha"),
        merged_at,
    )


def base_ref(value: Any) -> str:
    """The branch that a pull request asks to be merged into."""
    return fields.text(fields.mapping(fields.mapping(value).get("base")), "ref")


def pull_request(value: Any) -> PullRequest:
    """A pull request, from its own page or from the list."""
    row = fields.mapping(value)
    head = fields.mapping(row.get("head"))
    return PullRequest(
        number=fields.pull_number(row),
        title=fields.text(row, "title"),
        body=fields.text(row, "body", ""),
        opener=account(row.get("user")),
        head_ref=fields.text(head, "ref"),
        head_sha=fields.sha(head, "sha"),
        base_ref=base_ref(row),
        merge_sha=fields.sha(row, "merge_commit_sha"),
        created_at=fields.time(row, "created_at"),
        merged_at=fields.time(row, "merged_at"),
        merged_by=account(row.get("merged_by")),
        labels=tuple(
            sorted(fields.text(fields.mapping(label), "name") for label in fields.items(row, "labels"))
        ),
        commit_count=fields.number(row, "commits", 0) if "commits" in row else None,
    )


def pull_commit(value: Any) -> PullCommit:
    """An entry of a pull request's commits."""
    row = fields.mapping(value)
    inner = fields.mapping(row.get("commit"))
    author, committer = (
        fields.mapping(inner.get("author") or {}),
        fields.mapping(inner.get("committer") or {}),
    )
    return PullCommit(
        sha=fields.required_sha(row),
        parents=len(fields.items(row, "parents")),
        author_name=fields.text(author, "name", ""),
        author_email=fields.text(author, "email", ""),
        authored_at=fields.time(author, "date"),
        author=account(row.get("author") or None),
        committer_name=fields.text(committer, "name", ""),
        committer_email=fields.text(committer, "email", ""),
        committer=account(row.get("committer") or None),
        message=fields.text(inner, "message", ""),
    )


def review(value: Any) -> PullReview:
    """A review."""
    row = fields.mapping(value)
    return PullReview(
        id=fields.identifier(row),
        reviewer=account(row.get("user")),
        state=fields.text(row, "state").lower(),
        body=fields.text(row, "body", ""),
        submitted_at=fields.time(row, "submitted_at"),
        sha=fields.sha(row, "commit_id"),
    )


def check_run(value: Any) -> CheckRun:
    """A check run; one that has not finished has its status as its conclusion."""
    row = fields.mapping(value)
    app = row.get("app")
    return CheckRun(
        id=fields.identifier(row),
        kind="check",
        name=fields.text(row, "name"),
        app=fields.text(fields.mapping(app), "slug", "") if app is not None else "",
        conclusion=fields.text(row, "conclusion", "") or fields.text(row, "status", "unknown"),
        completed_at=fields.time(row, "completed_at"),
    )


def commit_status(value: Any) -> CheckRun:
    """A commit status; its state is its conclusion."""
    row = fields.mapping(value)
    return CheckRun(
        id=fields.identifier(row),
        kind="status",
        name=fields.text(row, "context"),
        app="",
        conclusion=fields.text(row, "state"),
        completed_at=fields.time(row, "updated_at"),
    )


def protected_checks(value: Any) -> frozenset[str]:
    """Names of the checks that classic branch protection asks for."""
    rules = fields.mapping(value).get("required_status_checks")
    if rules is None:
        return frozenset()
    row = fields.mapping(rules)
    contexts = {fields.plain(name) for name in fields.items(row, "contexts")}
    return frozenset(
        contexts | {fields.text(fields.mapping(check), "context") for check in fields.items(row, "checks")}
    )


def ruled_checks(rules: Iterable[Any]) -> frozenset[str]:
    """Names of the checks that the branch's rulesets ask for."""
    names: set[str] = set()
    for rule in map(fields.mapping, rules):
        if rule.get("type") == "required_status_checks":
            listed = fields.items(fields.mapping(rule.get("parameters") or {}), "required_status_checks")
            names |= {fields.text(fields.mapping(check), "context") for check in listed}
    return frozenset(names)
