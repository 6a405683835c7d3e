"""Records of what a forge says beside pull requests and reviews, one of each kind for a change."""

from typing import Any

from attest.model.base import AnyRecord, Record, unchecked
from attest.model.branch import (
    AgentTask,
    BranchRule,
    Deployment,
    Permission,
    Push,
    RuleSuite,
    SuiteResult,
)
from attest.model.change import ReviewState
from attest.model.collected import PersonalEntry
from attest.model.event import Comment, Event, EventKind
from attest.model.identity import Actor, ActorKind
from attest.proof.commitment import Sealer

TIME = "2025-03-01T09:30:00Z"
BOB = Actor(id="P-000000000b0b", kind=ActorKind.PERSON, linked=True)


def made(model: type[AnyRecord], known: dict[str, Any], **fields: Any) -> AnyRecord:
    """A record of known fields, some of them others, every other one empty."""
    empty = dict.fromkeys(model.model_fields)
    return model.model_validate(unchecked(model, {**empty, **known, **fields}).__dict__)


def event(change: str, name: str, **fields: Any) -> Event:
    """A dismissed approval."""
    known = {
        "id": f"{change}:event:{name}", "change": change, "kind": EventKind.DISMISSAL, "at": TIME,
        "actor": BOB, "team": "", "review": "", "previous_state": ReviewState.APPROVED, "commitment": "",
    }  # fmt: skip
    return made(Event, known, **fields)


def comment(change: str, name: str, **fields: Any) -> Comment:
    """A comment that was begun before it was published."""
    known = {
        "id": f"{change}:comment:{name}", "change": change, "review": "", "author": BOB,
        "drafted_at": "2025-03-01T09:00:00Z", "published_at": TIME, "path": "dose.py", "line": 3,
        "original_line": 3, "outdated": False, "answer": False, "commitment": "",
    }  # fmt: skip
    return made(Comment, known, **fields)


def push(repository: str, name: str, **fields: Any) -> Push:
    """A push to the release branch."""
    known = {
        "id": f"{repository}:push:{name}", "repository": repository, "branch": "main", "landed_change": "",
        "landed": 0, "kind": "push", "at": TIME, "actor": BOB,
    }  # fmt: skip
    return made(Push, known, **fields)


def rule(repository: str, name: str, **fields: Any) -> BranchRule:
    """A version of a ruleset that asks for one approval."""
    known = {
        "id": f"{repository}:rule:{name}", "repository": repository, "branch": "main", "origin": "ruleset",
        "name": "release", "since": TIME, "in_period": True, "enforcement": "active", "covers": True,
        "approvals": 1, "checks": ("tests",), "bypass": ("organization-admin always",),
    }  # fmt: skip
    return made(BranchRule, known, **fields)


def suite(repository: str, name: str, **fields: Any) -> RuleSuite:
    """A push that bypassed the rules."""
    known = {
        "id": f"{repository}:rule-suite:{name}", "repository": repository, "branch": "main",
        "landed_change": "",
        "at": TIME, "actor": BOB, "result": SuiteResult.BYPASS,
    }  # fmt: skip
    return made(RuleSuite, known, **fields)


def deployment(repository: str, name: str, sha: str, **fields: Any) -> Deployment:
    """A deployment that went well."""
    known = {
        "id": f"{repository}:deployment:{name}", "repository": repository, "landed_change": "", "sha": sha,
        "environment": "production", "created_at": TIME, "creator": BOB, "state": "success",
        "state_at": TIME, "reviewers": 1, "prevents_self_review": True,
    }  # fmt: skip
    return made(Deployment, known, **fields)


def permission(repository: str, name: str, **fields: Any) -> Permission:
    """An account that may push."""
    known = {
        "id": f"{repository}:permission:{name}", "repository": repository, "account": BOB, "role": "write",
        "may_push": True,
    }  # fmt: skip
    return made(Permission, known, **fields)


def task(repository: str, name: str, *changes: str, **fields: Any) -> AgentTask:
    """A task of the forge's own agent."""
    known = {
        "id": f"{repository}:agent-task:{name}", "repository": repository, "changes": changes,
        "creator": BOB, "created_at": TIME, "state": "completed", "sessions": 1, "prompt_commitment": "",
    }  # fmt: skip
    return made(AgentTask, known, **fields)


def of_change(
    sealer: Sealer, actor: Actor, repository: str, change: str, index: int
) -> tuple[tuple[str, Record, PersonalEntry | None], ...]:
    """One record of each kind, with what opens it."""
    sha, number = change.rpartition(":")[2], str(index)
    dismissal, reason = sealer.seal(f"{change}:event:{number}", {"text": "stale"})
    body, digest = sealer.seal(f"{change}:comment:{number}", {"body_digest": "0" * 64})
    return (
        ("events", event(change, number, actor=actor, commitment=dismissal), reason),
        ("comments", comment(change, number, author=actor, commitment=body), digest),
        ("pushes", push(repository, number, actor=actor, landed_change=change, after=sha, landed=1), None),
        ("branch-rules", rule(repository, number, changed_by=actor), None),
        ("rule-suites", suite(repository, number, actor=actor, landed_change=change, after=sha), None),
        ("deployments", deployment(repository, number, sha, creator=actor, landed_change=change), None),
        ("permissions", permission(repository, number, account=actor), None),
        ("agent-tasks", task(repository, number, change, creator=actor), None),
    )
