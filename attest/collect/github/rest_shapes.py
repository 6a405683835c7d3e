"""GitHub's REST objects about a repository and its branches as the forge types."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from attest.collect.fields import (
    ShapeError,
    flag,
    identifier,
    instant,
    items,
    mapping,
    maybe_number,
    number,
    plain,
    required_sha,
    text,
    tip,
)
from attest.collect.forge import Account
from attest.collect.forge_records import BranchPush, Permission, PullEvent, RuleSuite
from attest.collect.github_shapes import account
from attest.collect.shortfalls import TWICE
from attest.model.event import EventKind

_RESULTS = frozenset({"pass", "fail", "bypass"})
_EVENTS = {
    "head_ref_force_pushed": EventKind.FORCE_PUSH,
    "ready_for_review": EventKind.READY,
    "convert_to_draft": EventKind.DRAFT,
    "review_requested": EventKind.REVIEW_REQUEST,
    "review_dismissed": EventKind.DISMISSAL,
    "merged": EventKind.MERGE,
    "closed": EventKind.CLOSE,
    "reopened": EventKind.REOPEN,
    "base_ref_changed": EventKind.BASE_CHANGE,
    "automatic_base_change_succeeded": EventKind.BASE_CHANGE,
    "auto_merge_enabled": EventKind.AUTO_MERGE,
    "auto_squash_enabled": EventKind.AUTO_MERGE,
    "auto_rebase_enabled": EventKind.AUTO_MERGE,
    "auto_merge_disabled": EventKind.AUTO_MERGE_OFF,
    "added_to_merge_queue": EventKind.QUEUE,
    "removed_from_merge_queue": EventKind.UNQUEUE,
}
_AGENT_EVENTS = {
    "copilot_work_started": EventKind.AGENT_WORK,
    "copilot_work_finished": EventKind.AGENT_WORK_END,
    "copilot_work_finished_failure": EventKind.AGENT_WORK_END,
}


def twice(rows: Iterable[Any], *names: str) -> str:
    """Why a list may not be whole that names one twice: another may have been left out for it.

    `names` are the fields that tell an entry from another; one that lacks them is none of these.
    """
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        if not isinstance(row, dict) or not all(isinstance(row.get(name), int | str) for name in names):
            continue
        key = tuple(str(row[name]) for name in names)
        if key in seen:
            return TWICE
        seen.add(key)
    return ""


def push(value: Any) -> tuple[str, BranchPush]:
    """An entry of the repository's activity, after the ref that it is about."""
    row = mapping(value)
    return text(row, "ref"), BranchPush(
        id=identifier(row),
        kind=text(row, "activity_type").replace("_", "-"),
        at=instant(row, "timestamp"),
        actor=account(row.get("actor")),
        before=tip(row, "before"),
        after=tip(row, "after"),
    )


def suite(value: Any) -> tuple[str, RuleSuite]:
    """How a push fared by the rules, after the ref that it is about."""
    row = mapping(value)
    if text(row, "result") not in _RESULTS:
        raise ShapeError("result")
    name = text(row, "actor_name", "")
    actor = Account(number(row, "actor_id", 0), name, "bot" if name.endswith("[bot]") else "user")
    return text(row, "ref"), RuleSuite(
        id=identifier(row),
        at=instant(row, "pushed_at"),
        actor=actor if name else None,
        before=tip(row, "before_sha"),
        after=tip(row, "after_sha"),
        result=text(row, "result"),
    )


def permission(value: Any) -> Permission:
    """A collaborator with the name of their role."""
    row = mapping(value)
    rights = mapping(row.get("permissions") or {})
    return Permission(account(row), text(row, "role_name", ""), flag(rights, "push"))


class Deployment(NamedTuple):
    """A deployment before its states are known."""

    id: str
    sha: str
    environment: str
    created_at: str | None
    creator: Account | None


def deployment(value: Any) -> Deployment:
    """An entry of the list of deployments."""
    row = mapping(value)
    return Deployment(
        identifier(row),
        required_sha(row),
        text(row, "environment", ""),
        instant(row, "created_at"),
        account(row.get("creator")),
    )


def state(value: Any) -> tuple[str, int, str]:
    """A state of a deployment: its time, number and word, so that the greatest is the last."""
    row = mapping(value)
    return instant(row, "created_at") or "", int(identifier(row)), text(row, "state")


def environment(value: Any) -> tuple[str, int, bool | None]:
    """An environment, how many its rules name as reviewers, and whether nobody may review their own."""
    row = mapping(value)
    reviewers, own = 0, None
    for rule in map(mapping, items(row, "protection_rules")):
        if rule.get("type") == "required_reviewers":
            reviewers += len(items(rule, "reviewers"))
            own = flag(rule, "prevent_self_review")
    return text(row, "name"), reviewers, own


class Task(NamedTuple):
    """A task of the forge's own agent; what came of it is named by global ids and by branches."""

    id: str
    creator: int
    created_at: str | None
    state: str
    sessions: int | None
    prompt: str
    pulls: frozenset[str]
    branches: frozenset[str]
    collaborators: tuple[int, ...] = ()


def task(value: Any) -> Task:
    """A task; its creator is an immutable number without a name, nought where it is no user."""
    row = mapping(value)
    made = [mapping(mapping(one).get("data")) for one in items(row, "artifacts")]
    is_user = text(row, "creator_type", "user") == "user"
    prompters = [number(mapping(mapping(one).get("user") or {}), "id", 0) for one in items(row, "sessions")]
    prompts = [text(mapping(one), "prompt", "") for one in items(row, "sessions")]
    return Task(
        id=plain(row.get("id"))[:100],
        creator=number(mapping(row.get("creator") or {}), "id", 0) if is_user else 0,
        created_at=instant(row, "created_at"),
        state=text(row, "state", ""),
        sessions=maybe_number(row, "session_count"),
        prompt="\n".join(prompts) or text(row, "name", ""),
        pulls=frozenset(text(one, "global_id") for one in made if one.get("global_id")),
        branches=frozenset(text(one, "head_ref") for one in made if one.get("head_ref")),
        collaborators=tuple(sorted({*_numbers(row, "user_collaborators"), *prompters} - {0})),
    )


def _numbers(row: dict[str, Any], name: str) -> Iterable[int]:
    return (number(mapping(one), "id", 0) for one in items(row, name))


def timeline_event(value: Any) -> PullEvent | None:
    """An entry of a timeline as REST has it; `None` for one of the many kinds that are not read."""
    row = mapping(value)
    word = text(row, "event", "")
    kind = _EVENTS.get(word) or _AGENT_EVENTS.get(word)
    if kind is None:
        return None
    dismissed = mapping(row.get("dismissed_review") or {})
    after = tip(dismissed, "dismissal_commit_id") or tip(row, "commit_id")
    return PullEvent(
        id=identifier(row),
        kind=kind.value,
        at=instant(row, "created_at"),
        actor=account(row.get("actor")),
        subject=account(row.get("requested_reviewer")),
        team=text(mapping(row.get("requested_team") or {}), "slug", ""),
        after="" if kind is EventKind.CLOSE else after,
        review=identifier(dismissed, "review_id") if dismissed else "",
        state=text(dismissed, "state", "").lower(),
        text=text(dismissed, "dismissal_message", ""),
    )
