"""What several traces that speak for an AI add up to: the strongest role, the best grade, the tools."""

from collections.abc import Iterable, Sequence

from attest.detect.vocabulary import UNNAMED
from attest.model.collected import Trace
from attest.model.signal import Grade, SignalRole

_STRENGTH = (SignalRole.AUTHOR.value, SignalRole.COAUTHOR.value, SignalRole.ASSISTANT.value)


def evidencing(traces: Iterable[Trace]) -> tuple[Trace, ...]:
    """The traces that say AI had a part in making the change."""
    return tuple(trace for trace in traces if trace.role in _STRENGTH)


def strongest_role(evidence: Sequence[Trace]) -> SignalRole:
    """The role that says most; there is evidence."""
    return SignalRole(min((trace.role for trace in evidence), key=_STRENGTH.index))


def best_grade(evidence: Sequence[Trace]) -> Grade:
    """The best grade; there is evidence."""
    return Grade(min(trace.grade for trace in evidence))


def tools(evidence: Sequence[Trace]) -> tuple[str, ...]:
    """Sorted; a tool that is not named counts only where none is."""
    found = {trace.tool for trace in evidence}
    return tuple(sorted(found - {UNNAMED} or found))


def models(evidence: Sequence[Trace]) -> tuple[str, ...]:
    """Sorted, as written."""
    return tuple(sorted({trace.model for trace in evidence if trace.model}))
