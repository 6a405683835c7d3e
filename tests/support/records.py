"""Builders of records for tests of evaluation and report: lawful by default, only what differs is said.

A pull request of Ada's that Ben approved: `run_of(change, reviews=[review(change, BEN)])`.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from attest.evaluate.engine import evaluate
from attest.model.agent import RegisteredAgent, Tier
from attest.model.change import Basis, Binding, Change, ChangeType, Review, ReviewState, StatusCheck
from attest.model.commit import Commit
from attest.model.comprehension import ComprehensionRecord, Level
from attest.model.control import Assertion, Catalog, Declaration, Operation
from attest.model.description import Description, Topic, TopicFound, TopicState
from attest.model.event import Event, EventKind
from attest.model.evidence import FORMAT_VERSION, Manifest, RuleRan, RunView
from attest.model.finding import Evaluation, Finding, Outcome
from attest.model.identity import Actor, ActorKind
from attest.model.population import (
    Boundary,
    BoundaryBasis,
    Count,
    Gap,
    Period,
    Reconciliation,
    RepositoryScope,
)
from attest.model.signal import AiState, Grade, Involvement, Signal, SignalRole

ADA = Actor(id="P-ada000000000", kind=ActorKind.PERSON, linked=True)
BEN = Actor(id="P-ben000000000", kind=ActorKind.PERSON, linked=True)
CYD = Actor(id="P-cyd000000000", kind=ActorKind.PERSON, linked=True)
STRANGER = Actor(id="P-str000000000", kind=ActorKind.PERSON, linked=False)
CLAUDE = Actor(id="agent:claude-code", kind=ActorKind.AGENT)
DEPENDABOT = Actor(id="robot:dependabot", kind=ActorKind.ROBOT)
GONE = Actor(id="unknown", kind=ActorKind.UNKNOWN)

MERGED = "2025-03-10T12:00:00Z"
BEFORE = "2025-03-10T11:00:00Z"
EARLIER = "2025-03-10T10:00:00Z"
AFTER = "2025-03-10T12:00:01Z"
DIGEST = "0" * 64
PERIOD = Period(
    label="2025",
    first_day="2025-01-01",
    last_day="2025-12-31",
    timezone="UTC",
    since="2025-01-01T00:00:00Z",
    until="2026-01-01T00:00:00Z",
)
NOT_CONNECTED = ("checks", "comprehension", "pull-requests", "reviews")
RULE = RuleRan(id="co-author", version=1, origin="built-in")


def sha(word: str) -> str:
    """A commit or tree id that a word stands for."""
    return hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest()


def pull(place: int = 1, **more: Any) -> Change:
    """A pull request by Ada, merged as it was reviewed; its last revision is `head`, its tree `tree`."""
    landed = sha(f"landed {place}")
    repository = more.get("repository", "shop")
    fields: dict[str, Any] = {
        "id": f"{repository}:{landed}", "ordinal": place, "repository": repository,
        "label": f"#{place}", "number": place, "type": ChangeType.PULL_REQUEST,
        "type_basis": "forge", "type_strength": Basis.SERVER, "method": "merge",
        "landed_sha": landed, "landed_tree": sha("tree"), "base_sha": sha("base"),
        "landed_at": MERGED, "landed_basis": Basis.SERVER, "head_sha": sha("head"),
        "head_tree": sha("tree"), "binding": Binding.IDENTICAL, "authors": (ADA,),
        "authors_complete": True, "opener": ADA, "merger": BEN, "created_at": EARLIER,
        "merged_at": MERGED, "commit_count": 2, "pull_commit_count": 1, "files": 1, "added": 1,
        "deleted": 0, "declaration": "", "labels": (), "also_in": (), "commitment": DIGEST,
    }  # fmt: skip
    return Change(**{**fields, **more})


def push(place: int = 1, **more: Any) -> Change:
    """A direct push by Ada."""
    fields: dict[str, Any] = {
        "label": sha(f"landed {place}")[:12], "number": None, "type": ChangeType.DIRECT_PUSH,
        "method": "commit", "head_sha": None, "head_tree": None, "opener": None, "merger": None,
        "created_at": None, "merged_at": None, "binding": Binding.UNVERIFIABLE,
    }  # fmt: skip
    return pull(place, **{**fields, **more})


def undetermined(place: int = 1, **more: Any) -> Change:
    """A change of which git alone does not tell how it landed."""
    return push(place, **{"type": ChangeType.UNDETERMINED, "landed_basis": Basis.DECLARED, **more})


def review(change: Change, reviewer: Actor = BEN, **more: Any) -> Review:
    """An approval of the last revision, an hour before the merge."""
    fields: dict[str, Any] = {
        "id": f"review:{change.label}:{reviewer.id}:{len(more)}:{more.get('submitted_at', BEFORE)}",
        "change": change.id, "reviewer": reviewer, "state": ReviewState.APPROVED,
        "submitted_at": BEFORE, "sha": sha("head"), "tree": sha("tree"), "commitment": DIGEST,
    }  # fmt: skip
    return Review(**{**fields, **more})


def named(change: Change, reviewer: Actor = BEN, trailer: str = "reviewed-by", **more: Any) -> Review:
    """A line of the landed message that names a reviewer."""
    fields: dict[str, Any] = {
        "id": f"named:{change.label}:{trailer}:{reviewer.id}:{more.get('commit', '')}", "change": change.id,
        "reviewer": reviewer,
        "state": ReviewState.COMMENTED if trailer == "acked-by" else ReviewState.APPROVED,
        "submitted_at": None, "sha": None, "tree": None, "commitment": DIGEST, "basis": Basis.DECLARED,
        "trailer": trailer, "commit": change.landed_sha,
    }  # fmt: skip
    return Review(**{**fields, **more})


def status(change: Change, name: str = "ci / test", **more: Any) -> StatusCheck:
    """A required check that succeeded on the last revision, an hour before the merge."""
    fields: dict[str, Any] = {
        "id": f"check:{change.label}:{name}:{more.get('completed_at', BEFORE)}:{more.get('app', '')}",
        "change": change.id, "name": name, "app": "github-actions", "sha": sha("head"),
        "conclusion": "success", "completed_at": BEFORE, "required": True,
    }  # fmt: skip
    return StatusCheck(**{**fields, **more})


def comprehension(change: Change, reviewer: Actor = BEN, **more: Any) -> ComprehensionRecord:
    """A statement of level C2 on the last revision, an hour before the merge."""
    fields: dict[str, Any] = {
        "id": f"comprehension:{change.label}:{reviewer.id}", "change": change.id, "reviewer": reviewer,
        "level": Level.C2, "sha": sha("head"), "tree": sha("tree"), "recorded_at": BEFORE,
        "method": "statement", "commitment": DIGEST,
    }  # fmt: skip
    return ComprehensionRecord(**{**fields, **more})


def involved(change: Change, state: AiState = AiState.AI_EVIDENCED, **more: Any) -> Involvement:
    """What a change's signals add up to: AI-evidenced unless another state is given."""
    evidenced = state is AiState.AI_EVIDENCED
    fields: dict[str, Any] = {
        "id": change.id, "ordinal": change.ordinal, "state": state,
        "extent": "full" if evidenced else None, "grade": Grade.B if evidenced else None,
        "role": SignalRole.COAUTHOR if evidenced else None,
        "tools": ("claude-code",) if evidenced else (), "models": (),
        "commits_evidenced": int(evidenced), "commits_seen": 1, "recovered": False,
        "disclosed": False, "accountable": ADA, "accountable_basis": "author",
    }  # fmt: skip
    return Involvement(**{**fields, **more})


def signal(change: Change, **more: Any) -> Signal:
    """A co-author trailer of an agent."""
    fields: dict[str, Any] = {
        "id": f"signal:{change.label}", "change": change.id, "rule": RULE.id, "version": RULE.version,
        "grade": Grade.B, "role": SignalRole.COAUTHOR, "tool": "claude-code", "model": None,
        "where": "trailer", "source": change.landed_sha, "commitment": DIGEST,
    }  # fmt: skip
    return Signal(**{**fields, **more})


def gap(repository: str = "shop", **more: Any) -> Gap:
    """Reviews of the forge that could not be read, of a whole repository unless `affects` is given."""
    fields: dict[str, Any] = {
        "id": f"gap:{repository}:{more.get('source', 'forge')}:{more.get('kind', 'unreadable')}",
        "source": "forge", "kind": "unreadable", "repository": repository, "what": "not read",
        "effect": "reviews may be missing", "affected_count": len(more.get("affects", ())),
    }  # fmt: skip
    return Gap(**{**fields, **more})


def scope(name: str = "shop", changes: int = 1, **more: Any) -> RepositoryScope:
    """A repository whose tips a server's clock proves."""
    basis = more.pop("basis", BoundaryBasis.SERVER)
    fields: dict[str, Any] = {
        "name": name, "remote": f"example/{name}", "branch": "main",
        "start": Boundary(sha=sha("start"), at=PERIOD.since, basis=basis),
        "end": Boundary(sha=sha("end"), at=PERIOD.until, basis=basis),
        "object_format": "sha1", "forge": "recorded", "commit_count": changes, "change_count": changes,
        "facts": (),
    }  # fmt: skip
    return RepositoryScope(**{**fields, **more})


def reconciled(name: str = "shop", changes: int = 1, **more: Any) -> Reconciliation:
    """Two sources that agree."""
    fields: dict[str, Any] = {
        "repository": name, "first_source": "git", "second_source": "forge:recorded",
        "counts": (Count(what="changes", how="git rev-list --first-parent --count", count=changes),),
        "difference": 0, "unmatched_here": (), "unmatched_there": (),
    }  # fmt: skip
    return Reconciliation(**{**fields, **more})


def manifest(changes: Sequence[Change] = (), **more: Any) -> Manifest:
    """A manifest over the changes' repositories, everything connected and reconciled."""
    names = sorted({change.repository for change in changes} or {"shop"})
    counts = {name: sum(change.repository == name for change in changes) for name in names}
    fields: dict[str, Any] = {
        "format_version": FORMAT_VERSION, "tool_version": "0.1.0", "git_version": "2.43.0",
        "entity": "Example Shop", "system": "Shop", "operator": "", "period": PERIOD,
        "as_of": PERIOD.until, "as_of_basis": "period end", "forge": "recorded",
        "repositories": tuple(scope(name, counts[name]) for name in names),
        "reconciliations": tuple(reconciled(name, counts[name]) for name in names),
        "sources": ("forge:recorded", "git"), "not_connected": (), "config_origin": "none",
        "rules": (RULE,), "counts": {}, "files": (), "previous_run": None,
    }  # fmt: skip
    return Manifest(**{**fields, **more})


def run_of(*changes: Change, **more: Any) -> RunView:
    """A run over changes; fields of the manifest may be given beside the records."""
    own = {name: more.pop(name) for name in list(more) if name in Manifest.model_fields}
    records = {
        name: tuple(more.pop(name, ()))
        for name in ("involvements", "signals", "reviews", "checks", "comprehension", "metrics", "gaps")
    }
    fields: dict[str, Any] = {
        "run_id": "0" * 16, "manifest": manifest(changes, **own), "manifest_digest": DIGEST,
        "root": DIGEST, "signed": False, "changes": changes, "people": {}, "titles": {}, "matched": {},
    }  # fmt: skip
    return RunView(**{**fields, **records, **more})


def operated(assertion: str, **more: Any) -> Declaration:
    """Management operates the control, everywhere and always unless said otherwise."""
    fields: dict[str, Any] = {
        "control": f"CM-{assertion}", "assertion": assertion, "operation": Operation.OPERATED,
        "wording": "We do.", "owner": "Head of Engineering", "since": "", "until": "",
        "repositories": (), "parameters": {},
    }  # fmt: skip
    return Declaration(**{**fields, **more})


def only(catalog: Catalog, assertion: str) -> Catalog:
    """The catalog cut down to one assertion."""
    kept: Iterable[Assertion] = (item for item in catalog.assertions if item.id == assertion)
    return catalog.model_copy(update={"assertions": tuple(kept)})


def agent(name: str = "claude-code", **more: Any) -> RegisteredAgent:
    """An entry of the register of agents that may author anywhere and always."""
    fields: dict[str, Any] = {"id": name, "sponsor": "Ada", "owner": "Engineering", "tier": Tier.AUTHOR}
    return RegisteredAgent(**{**fields, **more})


def evaluated(
    catalog: Catalog,
    assertion: str,
    view: RunView,
    *,
    register: tuple[RegisteredAgent, ...] | None = None,
    commits: Iterable[Commit] = (),
    **parameters: Any,
) -> Evaluation:
    """One assertion over a run, its control declared operated."""
    declarations = (operated(assertion, parameters=parameters),)
    return evaluate(
        only(catalog, assertion), declarations, view, PERIOD.until, register=register, commits=commits
    )


def finding(catalog: Catalog, assertion: str, view: RunView, **parameters: Any) -> Finding:
    """The first finding of one assertion over a run."""
    return evaluated(catalog, assertion, view, **parameters).findings[0]


def outcome(catalog: Catalog, assertion: str, view: RunView, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason of the first finding."""
    first = finding(catalog, assertion, view, **parameters)
    return first.outcome, first.reason


def dismissal(of: Review, actor: Actor = CYD, **more: Any) -> Event:
    """The dismissal of a review that had asked for changes, half an hour before the merge, with a reason."""
    fields: dict[str, Any] = {
        "id": f"event:{of.id}", "change": of.change, "kind": EventKind.DISMISSAL,
        "at": "2025-03-10T11:30:00Z", "actor": actor, "subject": None, "team": "", "before": None,
        "after": None, "review": of.id, "previous_state": ReviewState.CHANGES_REQUESTED,
        "commitment": DIGEST,
    }  # fmt: skip
    return Event(**{**fields, **more})


def described(change: Change, **more: Any) -> Description:
    """A text with a filled reason and no other heading, not edited since the opening; topics by name."""
    states = {"reason": TopicState.FILLED} | {
        name: more.pop(name) for name in list(more) if name in set(Topic)
    }
    fields: dict[str, Any] = {
        "id": f"{change.id}:description", "change": change.id, "pull": change.number,
        "topics": tuple(
            TopicFound(topic=topic, state=state)
            for topic in Topic
            if (state := states.get(topic.value)) is not None
        ),
        "untitled": TopicState.EMPTY, "words": 12, "ticked": 0, "unticked": 0, "edited_at": None,
        "edits_known": True, "cut": False,
    }  # fmt: skip
    return Description(**{**fields, **more})
