"""GitHub's REST objects as the forge types: only the fields that are used, each of the type it must have.

A field of another type is a `ShapeError`; what is known to be absent (a deleted account, a pending
review's time) is not.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, TypeVar

from attest.collect.forge import Account, CheckRun, Landed, PullCommit, PullRequest, PullReview
from attest.proof.commitment import printable_unicode

_SHA = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z", re.ASCII)
_LARGEST_NUMBER = 1 << 53
_Item = TypeVar("_Item")


class ShapeError(ValueError):
    """An object that does not have the shape that GitHub documents."""


def each(rows: Iterable[Any], shape: Callable[[Any], _Item]) -> tuple[tuple[_Item, ...], int]:
    """The rows that have the shape, and how many have not."""
    good: list[_Item] = []
    bad = 0
    for row in rows:
        try:
            good.append(shape(row))
        except ShapeError:
            bad += 1
    return tuple(good), bad


def account(value: Any) -> Account | None:
    """A user object; `None` for a deleted account."""
    if value is None:
        return None
    row = _object(value)
    return Account(_number(row, "id", 0), _text(row, "login"), _text(row, "type", "User").lower())


def landed(value: Any) -> Landed | None:
    """An entry of the list of closed pull requests; `None` when it was closed without a merge."""
    row = _object(value)
    merged_at = _time(row, "merged_at")
    if merged_at is None:
        return None
    return Landed(
        _required_number(row), _sha(_object(row.get("head")), "sha"), _sha(row, "merge_commit_sha"), merged_at
    )


def base_ref(value: Any) -> str:
    """The branch that a pull request asks to be merged into."""
    return _text(_object(_object(value).get("base")), "ref")


def pull_request(value: Any) -> PullRequest:
    """A pull request, from its own page or from the list."""
    row = _object(value)
    head = _object(row.get("head"))
    return PullRequest(
        number=_required_number(row),
        title=_text(row, "title"),
        body=_text(row, "body", ""),
        opener=account(row.get("user")),
        head_ref=_text(head, "ref"),
        head_sha=_sha(head, "sha"),
        base_ref=base_ref(row),
        merge_sha=_sha(row, "merge_commit_sha"),
        created_at=_time(row, "created_at"),
        merged_at=_time(row, "merged_at"),
        merged_by=account(row.get("merged_by")),
        labels=tuple(sorted(_text(_object(label), "name") for label in _list(row, "labels"))),
        commit_count=_number(row, "commits", 0) if "commits" in row else None,
    )


def pull_commit(value: Any) -> PullCommit:
    """An entry of a pull request's commits."""
    row = _object(value)
    inner = _object(row.get("commit"))
    author, committer = _object(inner.get("author") or {}), _object(inner.get("committer") or {})
    return PullCommit(
        sha=_required_sha(row),
        parents=len(_list(row, "parents")),
        author_name=_text(author, "name", ""),
        author_email=_text(author, "email", ""),
        authored_at=_time(author, "date"),
        author=account(row.get("author") or None),
        committer_name=_text(committer, "name", ""),
        committer_email=_text(committer, "email", ""),
        committer=account(row.get("committer") or None),
        message=_text(inner, "message", ""),
    )


def review(value: Any) -> PullReview:
    """A review."""
    row = _object(value)
    return PullReview(
        id=_identifier(row),
        reviewer=account(row.get("user")),
        state=_text(row, "state").lower(),
        body=_text(row, "body", ""),
        submitted_at=_time(row, "submitted_at"),
        sha=_sha(row, "commit_id"),
    )


def check_run(value: Any) -> CheckRun:
    """A check run; one that has not finished has its status as its conclusion."""
    row = _object(value)
    app = row.get("app")
    return CheckRun(
        id=_identifier(row),
        kind="check",
        name=_text(row, "name"),
        app=_text(_object(app), "slug", "") if app is not None else "",
        conclusion=_text(row, "conclusion", "") or _text(row, "status", "unknown"),
        completed_at=_time(row, "completed_at"),
    )


def commit_status(value: Any) -> CheckRun:
    """A commit status; its state is its conclusion."""
    row = _object(value)
    return CheckRun(
        id=_identifier(row),
        kind="status",
        name=_text(row, "context"),
        app="",
        conclusion=_text(row, "state"),
        completed_at=_time(row, "updated_at"),
    )


def protected_checks(value: Any) -> frozenset[str]:
    """Names of the checks that classic branch protection asks for."""
    rules = _object(value).get("required_status_checks")
    if rules is None:
        return frozenset()
    row = _object(rules)
    contexts = {_plain(name) for name in _list(row, "contexts")}
    return frozenset(contexts | {_text(_object(check), "context") for check in _list(row, "checks")})


def ruled_checks(rules: Iterable[Any]) -> frozenset[str]:
    """Names of the checks that the branch's rulesets ask for."""
    names: set[str] = set()
    for rule in map(_object, rules):
        if rule.get("type") == "required_status_checks":
            listed = _list(_object(rule.get("parameters") or {}), "required_status_checks")
            names |= {_text(_object(check), "context") for check in listed}
    return frozenset(names)


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ShapeError("not an object")
    return value


def _list(row: dict[str, Any], name: str) -> list[Any]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise ShapeError(name)
    return value


def _plain(value: Any) -> str:
    if not isinstance(value, str):
        raise ShapeError("not text")
    return printable_unicode(value)


def _text(row: dict[str, Any], name: str, default: str | None = None) -> str:
    value = row.get(name)
    if value is None and default is not None:
        return default
    return _plain(value)


def _number(row: dict[str, Any], name: str, default: int) -> int:
    value = row.get(name)
    if value is None:
        return default
    if type(value) is not int or not 0 <= value < _LARGEST_NUMBER:
        raise ShapeError(name)
    return value


def _identifier(row: dict[str, Any]) -> str:
    number = _number(row, "id", -1)
    if number < 0:
        raise ShapeError("id")
    return str(number)


def _required_number(row: dict[str, Any]) -> int:
    number = _number(row, "number", 0)
    if not 0 < number < 1 << 31:
        raise ShapeError("number")
    return number


def _sha(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or not _SHA.match(value):
        raise ShapeError(name)
    return value


def _required_sha(row: dict[str, Any]) -> str:
    sha = _sha(row, "sha")
    if not sha:
        raise ShapeError("sha")
    return sha


def _time(row: dict[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not _TIME.match(value):
        raise ShapeError(name)
    try:
        datetime.strptime(value, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007  the form says UTC
    except ValueError as fault:
        raise ShapeError(name) from fault
    return value
