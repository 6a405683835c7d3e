"""How far an approval reaches: by its binding to the landed content, which collection recomputed."""

from attest.evaluate.approval import Coverage, coverage, merge_time
from attest.evaluate.facts import ChangeFacts
from attest.model.change import ApprovalBinding, Bound, Review
from attest.model.comprehension import ComprehensionRecord

TIMELINE = "timeline"
_COVERAGE = {
    Bound.IDENTICAL: Coverage.COVERS,
    Bound.CLEAN_REPLAY: Coverage.COVERS,
    Bound.RESIDUAL: Coverage.RESIDUAL,
    Bound.UNVERIFIABLE: Coverage.UNVERIFIABLE,
}


def record_coverage(facts: ChangeFacts, record: ComprehensionRecord) -> Coverage:
    """Whether the revision that a comprehension record is of is what landed.

    The approval of the same reviewer and revision says so where there is one, the one that was submitted
    with the record before others; else trees and ids are compared.
    """
    made = [
        review
        for review in facts.reviews
        if review.binding is not None
        and review.sha == record.sha
        and review.reviewer.id == record.reviewer.id
    ]
    made.sort(key=lambda review: review.submitted_at != record.recorded_at)
    if not made or made[0].binding is None:
        return coverage(facts.change, record.sha, record.tree)
    return _COVERAGE[made[0].binding.result]


def unread_timeline(facts: ChangeFacts) -> tuple[str, ...]:
    """Gaps of a timeline that was connected and could not be read to its end.

    A push over the branch after an approval may be in the part that is missing.
    """
    return tuple(gap.id for gap in facts.gaps if gap.source == TIMELINE)


def is_edited_later(facts: ChangeFacts, record: ComprehensionRecord) -> bool:
    """Whether the text of a review that a record was read from was edited after the merge."""
    limit = merge_time(facts.change)
    return limit is not None and any(
        review.edited_at is not None and review.edited_at > limit
        for review in facts.reviews
        if review.reviewer.id == record.reviewer.id
        and review.sha == record.sha
        and review.submitted_at == record.recorded_at
    )


def reach(review: Review) -> int:
    """Of approvals with a residual, the one to judge by is the one that leaves fewest files open."""
    binding = review.binding
    return binding.path_count if binding is not None and binding.path_count is not None else _MANY


_MANY = 1 << 30


def is_covered(binding: ApprovalBinding) -> bool:
    """Whether what landed is what was approved."""
    return _COVERAGE[binding.result] is Coverage.COVERS
