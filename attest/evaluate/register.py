"""Counts and the deviation register, from findings. Nothing is counted in two places."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from attest import canonical
from attest.model.finding import Deviation, Finding, Outcome, Tally

_ID_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Result:
    """A finding with what the register needs beside it: the subject's label, and the control's id."""

    finding: Finding
    label: str
    control: str


def tally(assertion: str, results: Sequence[Result]) -> Tally:
    """Outcomes of declared subjects, and how many subjects are design gaps; the sum is the denominator."""
    counts = Counter(result.finding.outcome for result in results if result.finding.declared)
    return Tally(
        assertion=assertion,
        total=len(results),
        met=counts[Outcome.MET],
        deviation=counts[Outcome.DEVIATION],
        indeterminate=counts[Outcome.INDETERMINATE],
        needs_review=counts[Outcome.NEEDS_REVIEW],
        not_applicable=counts[Outcome.NOT_APPLICABLE],
        design_gap=len(results) - counts.total(),
    )


def deviations(results: Sequence[Result]) -> tuple[Deviation, ...]:
    """Every deviation and indeterminate result of a declared control, in the order of findings."""
    return tuple(
        _deviation(result)
        for result in results
        if result.finding.declared and result.finding.outcome >= Outcome.INDETERMINATE
    )


def deviation_id(finding: str) -> str:
    """The id that a finding has as a line of the register."""
    # A digest of the id, which holds no position and no count, stays the same as the register grows.
    return f"DEV-{canonical.sha256(finding.encode('utf-8', 'surrogatepass'))[:_ID_DIGITS]}"


def _deviation(result: Result) -> Deviation:
    finding = result.finding
    return Deviation(
        id=deviation_id(finding.id),
        finding=finding.id,
        assertion=finding.assertion,
        control=result.control,
        subject=finding.subject,
        label=result.label,
        outcome=finding.outcome,
        reason=finding.reason,
        message=finding.message,
    )
