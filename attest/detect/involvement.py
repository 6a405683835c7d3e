"""What traces add up to, for a commit and for a change. Rules here; no reading of text.

AI evidence wins over automation. A tool that only reviewed, or was only mentioned, is never evidence of
involvement in the change. Silence is `no_evidence`, never "human".
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from attest.detect import accountable, extent
from attest.detect.corroboration import (
    DENYING,
    DISCLOSURE,
    Place,
    disclosed_against,
    is_corroborated,
    supports,
)
from attest.detect.evidence import best_grade, evidencing, models, strongest_role, tools
from attest.detect.initiators import Initiator, is_agent_authored, join, of_records
from attest.detect.line_sums import LineSums, line_sums
from attest.detect.signal_records import signal_records
from attest.detect.unread import why_unknown
from attest.model.change import Change
from attest.model.collected import CollectedChange, PersonalEntry, Trace
from attest.model.commit import Commit, RawCommit
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord
from attest.model.signal import AiState, Grade, Involvement, Signal, SignalRole
from attest.proof.commitment import Sealer

_PULL = "pull-request"


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
    empty without evidence. `change` is the change with those among its authors who are named as having
    set an agent to work.
    """

    signals: tuple[Signal, ...]
    involvement: Involvement
    personal: tuple[PersonalEntry, ...]
    on_branch: tuple[str, ...]
    change: Change


def assess_commit(raw: RawCommit, traces: Sequence[Trace]) -> CommitInvolvement:
    """What one commit shows by itself.

    `extent`: `partial` for an assistant role alone; `mixed` where the message joins several commits,
    so that the trace may belong to some of them; else `full`.
    """
    evidence = evidencing(traces) if traces else ()
    if evidence:
        role = strongest_role(evidence)
        return CommitInvolvement(
            AiState.AI_EVIDENCED,
            extent.of_commit(raw, role),
            best_grade(evidence),
            role,
            tools(evidence),
            models(evidence),
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
    *,
    line_records: Sequence[LineRecord] = (),
    unread: Collection[str] = (),
    initiators: Sequence[Initiator] = (),
    signers: Iterable[Actor] = (),
) -> Assessment:
    """What a change's commits, line records and pull request add up to.

    Where the commits of the pull request itself were read, they decide the extent: a squash commit's
    trailer speaks for all of them, whichever it came from.

    Args:
        collected: The change.
        traces: Of each commit, aligned with `collected.raw`; those of its line records among them.
        pull_traces: Of the pull request's text and branch.
        sealer: Seals the matched texts.
        line_records: Of the change, of any verdict.
        unread: Commits beside those of `collected.unread` of which something could not be read.
        initiators: Whom texts and line records name, as `initiators.find` gives them; without any, those
            of the line records.
        signers: Who signed its commits off; looked up as they are asked for.
    """
    change = collected.change
    by_commit = list(zip(collected.commits, traces, strict=True))
    named = tuple(initiators) or of_records(collected, line_records)
    places = [
        *(Place(trace, commit) for commit, found in by_commit for trace in evidencing(found)),
        *(Place(trace, None) for trace in evidencing(pull_traces)),
    ]
    reading = _Reading(collected, by_commit, places, line_records, {*collected.unread, *unread})
    answering = accountable.of_change(change, collected.commits, named, signers)
    involvement = _involvement(reading, named, answering)
    # A line that names several people is one trace.
    said = dict.fromkeys(one.trace for one in named if one.trace is not None)
    lines = (*pull_traces, *said)
    sealed = signal_records(change, by_commit, lines, sealer)
    return Assessment(
        tuple(signal for signal, _ in sealed),
        involvement,
        tuple(entry for _, entry in sealed),
        _on_branch(collected.commits, reading.evidenced) if places else (),
        join(change, collected.authorship, named),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Everything that was read of a change, with what of it speaks for an AI."""

    collected: CollectedChange
    by_commit: Sequence[tuple[Commit, tuple[Trace, ...]]]
    places: Sequence[Place]
    records: Sequence[LineRecord]
    unread: Collection[str]

    @property
    def evidence(self) -> tuple[Trace, ...]:
        return tuple(place.trace for place in self.places)

    @property
    def evidenced(self) -> frozenset[str]:
        """Shas of the commits with evidence."""
        return frozenset(place.commit.sha for place in self.places if place.commit is not None)


def _involvement(
    reading: _Reading, initiators: Sequence[Initiator], answering: tuple[Actor | None, str]
) -> Involvement:
    collected, evidence = reading.collected, reading.evidence
    change = collected.change
    counted = _counted(collected.commits)
    marked = frozenset(commit.sha for commit in counted) & reading.evidenced
    # A record of a merge is held against what the merge itself adds, so that no line counts twice.
    merges = tuple(commit for commit in collected.commits if len(commit.parents) > 1)
    sums = line_sums(reading.records, (*counted, *merges)) if reading.records else LineSums()
    if reading.records and sums.ai is None:
        sums = line_sums(reading.records, accountable.content_commits(collected.commits))
    role = strongest_role(evidence) if evidence else None
    found = supports(collected, reading.places)
    unknown = "" if evidence else why_unknown(collected, reading.unread, reading.records)
    person, basis = answering
    return Involvement(
        id=change.id,
        ordinal=change.ordinal,
        state=AiState.UNKNOWN if unknown else _state(collected, evidence),
        extent=extent.of_change(collected, counted, marked, sums, role),
        grade=best_grade(evidence) if evidence else None,
        role=role,
        tools=tools(evidence),
        models=models(evidence),
        commits_evidenced=len(marked),
        commits_seen=len(counted),
        recovered=_is_recovered(reading.by_commit),
        disclosed=any(one.family == DISCLOSURE for one in found),
        accountable=person,
        accountable_basis=basis,
        ai_lines=sums.ai,
        added_lines=sums.added,
        sources=tuple(sorted({one.family for one in found})),
        corroborated=is_corroborated(found),
        disclosure=disclosed_against(change.declaration, found, evidenced=bool(evidence)),
        unknown_reason=unknown,
        agent_authored=is_agent_authored(collected, initiators),
        initiators=_initiators(collected.commits, initiators),
    )


def _initiators(commits: Sequence[Commit], initiators: Sequence[Initiator]) -> tuple[Actor, ...]:
    """Everybody who is named as having set one of the agents to work, by id."""
    named = [one.actor for one in initiators if one.actor is not None and one.agents]
    found = {actor.id: actor for actor in (*accountable.beside_agents(commits), *named)}
    return tuple(actor for _, actor in sorted(found.items()))


def _on_branch(commits: Sequence[Commit], evidenced: Collection[str]) -> tuple[str, ...]:
    here = [commit.sha for commit in commits if commit.via != _PULL and len(commit.parents) < 2]
    return tuple(sha for sha in here if sha in evidenced) or tuple(here)


def _state(collected: CollectedChange, evidence: Sequence[Trace]) -> AiState:
    if evidence:
        return AiState.AI_EVIDENCED
    if collected.change.declaration == DENYING:
        return AiState.HUMAN_DECLARED
    if all(_is_robot(commit.author) for commit in accountable.content_commits(collected.commits)):
        return AiState.AUTOMATION
    return AiState.NO_EVIDENCE


def _is_robot(actor: Actor) -> bool:
    return actor.kind is ActorKind.ROBOT


def _counted(commits: Sequence[Commit]) -> tuple[Commit, ...]:
    """The commits that extent is measured over: the pull request's own where they were read."""
    own = tuple(commit for commit in commits if commit.via == _PULL and len(commit.parents) < 2)
    return own or accountable.content_commits(commits)


def _is_recovered(by_commit: Sequence[tuple[Commit, tuple[Trace, ...]]]) -> bool:
    """Evidence on the pull request's own commits, and none on the branch.

    A squash on which the tool's line shows a reviewer only has lost the evidence of its work.
    """
    places = {commit.via == _PULL for commit, found in by_commit if evidencing(found)}
    return places == {True}
