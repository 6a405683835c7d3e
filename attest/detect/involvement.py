"""What traces add up to, for a commit and for a change. Rules here; no reading of text.

AI evidence wins over automation. A tool that only reviewed, or was only mentioned, is never evidence of
involvement in the change. Silence is `no_evidence`, never "human".
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from attest.detect import accountable
from attest.detect import message as messages
from attest.detect.vocabulary import UNNAMED
from attest.model.change import Change
from attest.model.collected import CollectedChange, PersonalEntry, Trace
from attest.model.commit import Commit, RawCommit
from attest.model.identity import Actor, ActorKind
from attest.model.signal import AiState, Grade, Involvement, Signal, SignalRole
from attest.proof.commitment import Sealer

FULL = "full"
MIXED = "mixed"
PARTIAL = "partial"

_STRENGTH = (SignalRole.AUTHOR.value, SignalRole.COAUTHOR.value, SignalRole.ASSISTANT.value)
_PULL = "pull-request"
_AFFIRMING = frozenset({"assisted", "generated", "autonomous"})


@dataclass(frozen=True, slots=True)
class CommitInvolvement:
    """What one commit's traces add up to; every field but `state` is empty without evidence."""

    state: AiState
    extent: str | None = None
    grade: Grade | None = None
    role: SignalRole | None = None
    tools: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


SILENT = CommitInvolvement(AiState.NO_EVIDENCE)
"""What most commits show."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A change's signals and what they add up to.

    `on_branch` are the shas of its commits on the release branch that hold AI-evidenced work, without
    merges: those with a trace, or all of them where the trace stands on the pull request alone. It is
    empty without evidence.
    """

    signals: tuple[Signal, ...]
    involvement: Involvement
    personal: tuple[PersonalEntry, ...]
    on_branch: tuple[str, ...]


def evidencing(traces: Iterable[Trace]) -> tuple[Trace, ...]:
    """The traces that say AI had a part in making the change."""
    return tuple(trace for trace in traces if trace.role in _STRENGTH)


def assess_commit(raw: RawCommit, traces: Sequence[Trace]) -> CommitInvolvement:
    """What one commit shows by itself.

    `extent`: `partial` for an assistant role alone; `mixed` where the message joins several commits,
    so that the trace may belong to some of them; else `full`.
    """
    evidence = evidencing(traces) if traces else ()
    if evidence:
        role = _role(evidence)
        return CommitInvolvement(
            AiState.AI_EVIDENCED,
            _extent(raw, role),
            _grade(evidence),
            role,
            _tools(evidence),
            _models(evidence),
        )
    if "oversize" in raw.flags:
        return CommitInvolvement(AiState.UNKNOWN)
    if any(trace.role == SignalRole.AUTOMATION.value for trace in traces):
        return CommitInvolvement(AiState.AUTOMATION)
    return SILENT


def assess(
    collected: CollectedChange,
    traces: Sequence[tuple[Trace, ...]],
    pull_traces: Sequence[Trace],
    sealer: Sealer,
) -> Assessment:
    """What a change's commits and pull request add up to.

    Where the commits of the pull request itself were read, they decide the extent: a squash commit's
    trailer speaks for all of them, whichever it came from.

    Args:
        collected: The change.
        traces: Of each commit, aligned with `collected.raw`.
        pull_traces: Of the pull request's text and branch.
        sealer: Seals the matched texts.
    """
    change = collected.change
    by_commit = list(zip(collected.commits, traces, strict=True))
    evidence = evidencing([*(trace for _, found in by_commit for trace in found), *pull_traces])
    evidenced = frozenset(commit.sha for commit, found in by_commit if evidencing(found))
    counted = _counted(collected.commits)
    marked = [commit for commit in counted if commit.sha in evidenced]
    person, basis = accountable.of_change(change, collected.commits)
    role = _role(evidence) if evidence else None
    involvement = Involvement(
        id=change.id,
        ordinal=change.ordinal,
        state=_state(collected, evidence),
        extent=_extent_of_change(role, len(marked), len(counted)),
        grade=_grade(evidence) if evidence else None,
        role=role,
        tools=_tools(evidence),
        models=_models(evidence),
        commits_evidenced=len(marked),
        commits_seen=len(counted),
        recovered=_is_recovered(by_commit),
        disclosed=change.declaration in _AFFIRMING or any(one.grade == Grade.C.value for one in evidence),
        accountable=person,
        accountable_basis=basis,
    )
    sealed = [_sealed(change, number, trace, sealer) for number, trace in _numbered(by_commit, pull_traces)]
    return Assessment(
        tuple(signal for signal, _ in sealed),
        involvement,
        tuple(entry for _, entry in sealed),
        _on_branch(collected.commits, evidenced) if evidence else (),
    )


def _on_branch(commits: Sequence[Commit], evidenced: Collection[str]) -> tuple[str, ...]:
    here = [commit.sha for commit in commits if commit.via != _PULL and len(commit.parents) < 2]
    return tuple(sha for sha in here if sha in evidenced) or tuple(here)


def _state(collected: CollectedChange, evidence: Sequence[Trace]) -> AiState:
    if evidence:
        return AiState.AI_EVIDENCED
    if any("oversize" in raw.flags for raw in collected.raw) or _hides_commits(collected.change):
        return AiState.UNKNOWN
    if collected.change.declaration == "none":
        return AiState.HUMAN_DECLARED
    if all(_is_robot(commit.author) for commit in accountable.content_commits(collected.commits)):
        return AiState.AUTOMATION
    return AiState.NO_EVIDENCE


def _hides_commits(change: Change) -> bool:
    """Whether it is a squash of commits that were not read: traces may be on them."""
    return change.method == "squash" and (change.head_tree is None or change.pull_commit_count is None)


def _is_robot(actor: Actor) -> bool:
    return actor.kind is ActorKind.ROBOT


def _counted(commits: Sequence[Commit]) -> tuple[Commit, ...]:
    """The commits that extent is measured over: the pull request's own where they were read."""
    own = tuple(commit for commit in commits if commit.via == _PULL and len(commit.parents) < 2)
    return own or accountable.content_commits(commits)


def _is_recovered(by_commit: Sequence[tuple[Commit, tuple[Trace, ...]]]) -> bool:
    """Evidence on the pull request's own commits, and none on the branch."""
    places = {commit.via == _PULL for commit, found in by_commit if evidencing(found)}
    return places == {True}


def _extent(raw: RawCommit, role: SignalRole) -> str:
    if role is SignalRole.ASSISTANT:
        return PARTIAL
    joined = role is not SignalRole.AUTHOR and messages.read(raw.message).combined
    return MIXED if joined else FULL


def _extent_of_change(role: SignalRole | None, marked: int, counted: int) -> str | None:
    if role is None:
        return None
    if role is SignalRole.ASSISTANT or not marked:
        return PARTIAL
    return FULL if marked == counted else MIXED


def _role(evidence: Sequence[Trace]) -> SignalRole:
    return SignalRole(min((trace.role for trace in evidence), key=_STRENGTH.index))


def _grade(evidence: Sequence[Trace]) -> Grade:
    return Grade(min(trace.grade for trace in evidence))


def _tools(evidence: Sequence[Trace]) -> tuple[str, ...]:
    """Sorted; a tool that is not named counts only where none is."""
    tools = {trace.tool for trace in evidence}
    return tuple(sorted(tools - {UNNAMED} or tools))


def _models(evidence: Sequence[Trace]) -> tuple[str, ...]:
    return tuple(sorted({trace.model for trace in evidence if trace.model}))


def _numbered(
    by_commit: Sequence[tuple[Commit, tuple[Trace, ...]]], pull_traces: Sequence[Trace]
) -> Iterator[tuple[int, tuple[Trace, str]]]:
    """Every trace with where it stood, numbered from 1: commits in landing order, then the pull request."""
    placed = [
        (trace, "pull-request-commit" if commit.via == _PULL else trace.where)
        for commit, found in by_commit
        for trace in found
    ]
    yield from enumerate([*placed, *((trace, trace.where) for trace in pull_traces)], start=1)


def _sealed(
    change: Change, number: int, placed: tuple[Trace, str], sealer: Sealer
) -> tuple[Signal, PersonalEntry]:
    trace, where = placed
    name = f"{change.id}/signal/{number}"
    commitment, entry = sealer.seal(name, {"matched": trace.matched})
    signal = Signal(
        id=name,
        change=change.id,
        rule=trace.rule,
        version=trace.version,
        grade=Grade(trace.grade),
        role=SignalRole(trace.role),
        tool=trace.tool,
        model=trace.model,
        where=where,
        source=trace.source,
        commitment=commitment,
    )
    return signal, entry
