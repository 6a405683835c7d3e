"""From traces to the signals that a run records, with what opens the commitment of each."""

from collections.abc import Iterator, Sequence

from attest.model.change import Change
from attest.model.collected import PersonalEntry, Trace
from attest.model.commit import Commit
from attest.model.signal import Grade, Signal, SignalRole
from attest.proof.commitment import Sealer

_PULL = "pull-request"


def signal_records(
    change: Change,
    by_commit: Sequence[tuple[Commit, tuple[Trace, ...]]],
    others: Sequence[Trace],
    sealer: Sealer,
) -> tuple[tuple[Signal, PersonalEntry], ...]:
    """Every trace of a change as a signal: commits in landing order, then the pull request's and others."""
    return tuple(_sealed(change, number, trace, sealer) for number, trace in _numbered(by_commit, others))


def _numbered(
    by_commit: Sequence[tuple[Commit, tuple[Trace, ...]]], others: Sequence[Trace]
) -> Iterator[tuple[int, tuple[Trace, str]]]:
    """Every trace with where it stood, numbered from 1: as `signal_records` gives them."""
    placed = [
        (trace, "pull-request-commit" if commit.via == _PULL else trace.where)
        for commit, found in by_commit
        for trace in found
    ]
    yield from enumerate([*placed, *((trace, trace.where) for trace in others)], start=1)


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
