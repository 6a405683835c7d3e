"""Records of a small team's year, without a repository."""

import hashlib

from attest.model.change import Basis, Binding, Change, ChangeType, Review, ReviewState, StatusCheck
from attest.model.commit import CodeMetrics, Commit
from attest.model.comprehension import ComprehensionRecord, Level
from attest.model.identity import Actor, ActorKind
from attest.model.population import (
    Gap,
)
from attest.model.signal import AiState, Disclosure, Grade, Involvement, Signal, SignalRole
from attest.model.touch import OWN_RULES, Effect, Touch, TouchBasis, Watched

REPOSITORY = "ledger-api"
AS_OF = "2026-01-15T09:00:00Z"
_TOOLS = ("claude-code", "copilot-agent", "cursor", "codex")
_TITLES = (
    "Round settlement amounts half to even",
    "Retry the webhook queue with jitter",
    "Add an index for statement lookups",
    "Bump tokio from 1.38.0 to 1.38.1",
    "Reject transfers without a reference",
    "Move the fee table into configuration",
    "Log the idempotency key of each payment",
    "Fix a race in the balance cache",
    "Split the export job by account range",
    "Document the reconciliation runbook",
)
_PEOPLE = (
    "Amara Okafor",
    "Jonas Lindqvist",
    "Mei-Ling Chen",
    "Tomás Ferreira",
    "Ruth Abelson",
    "Priya Raghunathan",
)


def sha(text: str) -> str:
    """A commit id that depends on a text."""
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def digest(text: str) -> str:
    """A SHA-256 that depends on a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def person(number: int) -> Actor:
    """One of the team."""
    return Actor(id=f"P-{digest(f'person {number}')[:12]}", kind=ActorKind.PERSON, linked=True)


def agent(tool: str) -> Actor:
    """An AI identity."""
    return Actor(id=f"agent:{tool}", kind=ActorKind.AGENT)


def change(number: int, *, days: int = 365, count: int = 60, typed: bool = True) -> Change:
    """One change of the year; most are pull requests, every eleventh is pushed directly."""
    landed = sha(f"landed {number}")
    day = number * days // max(count, 1)
    month, date = day // 31 % 12 + 1, day % 28 + 1
    when = f"2025-{month:02d}-{date:02d}T{8 + number % 9:02d}:{number * 7 % 60:02d}:00Z"
    direct = number % 11 == 7
    kind = ChangeType.DIRECT_PUSH if direct else ChangeType.PULL_REQUEST
    head = None if direct else sha(f"head {number}")
    return Change(
        id=f"{REPOSITORY}:{landed}",
        ordinal=number,
        repository=REPOSITORY,
        label=landed[:12] if direct else f"#{400 + number}",
        number=None if direct else 400 + number,
        type=kind if typed else ChangeType.UNDETERMINED,
        type_basis="no pull request states this commit"
        if direct
        else f"forge: pull request {400 + number} states this merge commit",
        type_strength=Basis.SERVER if typed else Basis.DECLARED,
        method="commit" if direct else ("merge" if number % 3 else "squash"),
        landed_sha=landed,
        landed_tree=sha(f"tree {number}"),
        base_sha=sha(f"landed {number - 1}"),
        landed_at=when,
        landed_basis=Basis.SERVER if typed else Basis.DECLARED,
        head_sha=head,
        head_tree=sha(f"tree {number}") if head else None,
        binding=Binding.UNVERIFIABLE
        if direct
        else (
            Binding.RESIDUAL
            if number % 17 == 4
            else Binding.CLEAN_MERGE
            if number % 4 == 0
            else Binding.IDENTICAL
        ),
        authors=(person(number % 6), agent(_TOOLS[number % 4])) if number % 3 == 0 else (person(number % 6),),
        authors_complete=number % 13 != 5,
        opener=None if direct else person(number % 6),
        merger=person((number + 1) % 6),
        created_at=when,
        merged_at=None if direct else when,
        commit_count=1 + number % 4,
        pull_commit_count=None if direct else 1 + number % 4,
        files=1 + number % 7,
        added=12 + number * 3,
        deleted=number % 9,
        declaration="assisted" if number % 6 == 0 else "",
        labels=(),
        also_in=(),
        commitment=digest(f"commitment {number}"),
    )


def involvement(item: Change) -> Involvement:
    """What the record shows of AI: a third is evidenced, some are robots, some cannot be read."""
    number = item.ordinal
    state = (
        AiState.AI_EVIDENCED
        if number % 3 == 0
        else AiState.AUTOMATION
        if number % 10 == 4
        else AiState.UNKNOWN
        if number % 29 == 8
        else AiState.HUMAN_DECLARED
        if number % 19 == 1
        else AiState.NO_EVIDENCE
    )
    evidenced = state is AiState.AI_EVIDENCED
    grades = (Grade.B, Grade.A, Grade.C, Grade.B, Grade.D)
    return Involvement(
        id=item.id,
        ordinal=number,
        state=state,
        extent=("full", "mixed", "partial")[number // 3 % 3] if evidenced else None,
        grade=grades[number // 3 % 5] if evidenced else None,
        role=SignalRole.COAUTHOR if evidenced else None,
        tools=tuple(sorted({_TOOLS[number % 4], _TOOLS[number // 5 % 4]})) if evidenced else (),
        models=("claude-opus-4-5",) if evidenced and number % 2 == 0 else (),
        commits_evidenced=1 if evidenced else 0,
        commits_seen=item.commit_count,
        recovered=evidenced and number % 9 == 0,
        disclosed=number % 6 == 0 or number % 19 == 1,
        accountable=person(number % 6) if number % 27 else None,
        accountable_basis=("co-author", "author", "opener", "merger")[number % 4] if number % 27 else "none",
        ai_lines=number if evidenced and number % 12 == 0 else None,
        added_lines=2 * number if evidenced and number % 12 == 0 else None,
        sources=_SOURCES[number // 3 % 3] if evidenced else (),
        corroborated=evidenced and number // 3 % 3 == 2,
        disclosure=_disclosure(number, state),
        unknown_reason="own-commits-unread" if state is AiState.UNKNOWN else "",
        agent_authored=evidenced and number % 9 == 0,
        initiators=(person(number % 6),) if evidenced and number % 9 == 0 and number % 4 == 0 else (),
    )


_SOURCES = (("commit",), ("commit", "disclosure"), ("commit", "line-record"))


def _disclosure(number: int, state: AiState) -> Disclosure:
    if state is not AiState.AI_EVIDENCED:
        return Disclosure.DISCLOSED_ONLY if number % 20 == 2 else Disclosure.NONE
    if number % 6 == 0:
        return Disclosure.CORROBORATED
    return Disclosure.CONTRADICTED if number % 15 == 0 else Disclosure.UNDISCLOSED


def signals(item: Change) -> tuple[Signal, ...]:
    """Two traces for an evidenced change."""
    if item.ordinal % 3:
        return ()
    tool = _TOOLS[item.ordinal % 4]
    return tuple(
        Signal(
            id=f"signal:{item.label}:{place}",
            change=item.id,
            rule=rule,
            version=2,
            grade=grade,
            role=SignalRole.COAUTHOR,
            tool=tool,
            model=None,
            where=where,
            source=item.landed_sha,
            commitment=digest(f"signal {item.id} {place}"),
        )
        for place, (rule, grade, where) in enumerate(
            (
                ("co-author-trailer-agent", Grade.B, "trailer"),
                ("generated-with-footer", Grade.C, "pull-request-body"),
            )
        )
    )


def reviews(item: Change) -> tuple[Review, ...]:
    """An approval of the last revision, as a rule."""
    if item.number is None or item.ordinal % 8 == 2:
        return ()
    return (
        Review(
            id=f"review:{item.label}:1",
            change=item.id,
            reviewer=person((item.ordinal + 2) % 6),
            state=ReviewState.APPROVED,
            submitted_at=item.landed_at,
            sha=item.head_sha,
            tree=item.head_tree,
            commitment=digest(f"review {item.id}"),
        ),
    )


def checks(item: Change) -> tuple[StatusCheck, ...]:
    """Two checks on the head of a pull request."""
    if item.head_sha is None:
        return ()
    return tuple(
        StatusCheck(
            id=f"check:{item.label}:{name}",
            change=item.id,
            name=name,
            app="github-actions",
            sha=item.head_sha,
            conclusion="success",
            completed_at=item.landed_at,
            required=name == "unit tests",
        )
        for name in ("unit tests", "static analysis")
    )


def matched(signal: Signal) -> str:
    """The text of a trace."""
    return f"Co-authored-by: {signal.tool} <noreply@{signal.tool}.example>"


def comprehension(item: Change) -> ComprehensionRecord:
    """A reviewer's statement on a change."""
    return ComprehensionRecord(
        id=f"comprehension:{item.label}",
        change=item.id,
        reviewer=person((item.ordinal + 2) % 6),
        level=Level.C2,
        sha=item.head_sha,
        tree=item.head_tree,
        recorded_at=item.landed_at,
        method="statement",
        commitment=digest(f"comprehension {item.id}"),
    )


def metrics(item: Change) -> CodeMetrics:
    """What an analyser says of a change."""
    return CodeMetrics(
        id=f"{REPOSITORY}:{item.landed_sha}",
        repository=REPOSITORY,
        sha=item.landed_sha,
        change=item.id,
        files=item.files or 0,
        files_measured=max(0, (item.files or 0) - 1),
        methods_touched=3,
        complexity=11,
        analyser="pydriller 2.12",
    )


def gaps() -> tuple[Gap, ...]:
    """Three limitations of scope."""
    return (
        Gap(
            id="gap:refs-pull:ledger-api",
            source="refs/pull",
            kind="head-missing",
            repository=REPOSITORY,
            what="5 pull-request heads are not in the copy that was read",
            effect="Their own commits were not searched; AI evidence that a squash removed can be missing.",
            affected_count=5,
        ),
        Gap(
            id="gap:git:blob",
            source="git",
            kind="missing-blob",
            repository=REPOSITORY,
            what="One commit's file statistics could not be taken",
            effect="Its line counts are absent; nothing else depends on them.",
            affected_count=1,
        ),
        Gap(
            id="gap:notes",
            source="notes",
            kind="not-configured",
            repository="",
            what="Git notes were not read",
            effect="Tool-written notes on authorship are not part of the evidence.",
            not_connected=True,
        ),
    )


_TOUCHED = (
    ("attest.yaml", "configuration", Effect.CHANGED, TouchBasis.PLACE),
    (".github/workflows/audit.yml", "workflow", Effect.ADDED, TouchBasis.CONTENT),
    ("audit/packs/own.yaml", "packs", Effect.DELETED, TouchBasis.NAMED),
    (".attest/rules/agents.yaml", "rules", Effect.NONE, TouchBasis.PLACE),
    (".github/workflows/large.yml", "workflow", Effect.CHANGED, TouchBasis.CONTENT_UNREAD),
)


def touches(item: Change, count: int, *, paths: tuple[str, ...] = ()) -> tuple[Touch, ...]:
    """The first files of the audit's own rules, touched by one change."""
    return tuple(
        Touch(
            id=f"{item.id}:touch:{place}",
            change=item.id,
            path_class=OWN_RULES,
            kind=kind,
            path=paths[place - 1] if paths else path,
            effect=effect,
            before=None if effect in (Effect.ADDED, Effect.NONE) else sha(f"before {path}"),
            after=None if effect in (Effect.DELETED, Effect.NONE) else sha(f"after {path}"),
            commits=(item.landed_sha,),
            basis=basis,
        )
        for place, (path, kind, effect, basis) in enumerate(_TOUCHED[:count], 1)
    )


def watched(found: tuple[Touch, ...], *, named: tuple[str, ...] = ("audit/packs",)) -> tuple[Watched, ...]:
    """What was looked for in a repository with these touches; one workflow beside them has nothing of it."""
    kinds = (
        ("configuration", "configuration", ("attest.yaml",), ""),
        ("packs", "control pack", (".attest/packs/**",), ""),
        ("rules", "detection rules", (".attest/rules/**",), ""),
        (
            "workflow",
            "workflow that runs attest",
            (".github/workflows/*.yml",),
            "the word attest stands in it",
        ),
    )
    return tuple(
        Watched(
            path_class=OWN_RULES,
            kind=kind,
            title=title,
            globs=globs,
            named=named if kind == "packs" else (),
            meaning=meaning,
            touched=sum(item.kind == kind for item in found) + bool(meaning),
            listed=sum(item.kind == kind for item in found),
        )
        for kind, title, globs, meaning in kinds
    )


def commit(item: Change, place: int) -> Commit:
    """One of a change's commits."""
    name = sha(f"commit {item.id} {place}")
    return Commit(
        id=f"{REPOSITORY}:{name}",
        ordinal=place,
        repository=REPOSITORY,
        sha=name,
        tree=sha(f"tree {name}"),
        parents=(sha(f"parent {name}"),),
        change=item.id,
        via=("brought-in", "landed", "pull-request")[place],
        authored_at=item.landed_at,
        committed_at=item.landed_at,
        author=item.authors[0],
        committer=item.authors[0],
        coauthors=item.authors[1:],
        flags=(),
        files=2,
        added=10,
        deleted=1,
        binary=0,
        commitment=digest(name),
    )
