"""The approval that decides for each change, and what landed that it is not of."""

from collections.abc import Sequence

from attest.model.base import Record
from attest.model.change import ApprovalBinding, Basis, Bound, Review
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Evaluation
from attest.model.report import Text
from attest.report.text import code, join, plain, say

CONTENT_CHECK = "approval_covers_landed_revision"
RESULTS = {
    Bound.IDENTICAL: "the approved tree landed",
    Bound.CLEAN_REPLAY: "merging the approved revision onto the branch gives what landed",
    Bound.RESIDUAL: "what landed holds a difference that the approval is not of",
    Bound.UNVERIFIABLE: "what follows from the approval could not be recomputed",
}
BASES = {
    Basis.SERVER: "the platform's timeline was read, and no push after the approval brought it",
    Basis.DECLARED: "the platform names it, and nothing that was read speaks against it",
    Basis.ABSENT: "a push after the approval brought it, its commit is younger, or none is named",
}
_PATHS = 5


class BoundChange(Record):
    """A change with the approval that its finding rests on, so that queries can count it."""

    id: str
    """The change's."""
    review: str
    result: Bound
    reason: str
    files: int | None


def bound_changes(view: RunView, evaluation: Evaluation, catalog: Catalog) -> tuple[BoundChange, ...]:
    """The changes that have an approval with a binding, in landing order.

    The approval is the one that the test of approved content judged the change by.
    """
    tests = {assertion.id for assertion in catalog.assertions if assertion.check == CONTENT_CHECK}
    bound = {review.id: review for review in view.reviews if review.binding is not None}
    deciding: dict[str, Review] = {}
    for finding in evaluation.findings:
        if finding.assertion in tests:
            cited = next((bound[record] for record in finding.evidence if record in bound), None)
            if cited is not None:
                deciding.setdefault(finding.subject, cited)
    return tuple(_row(change.id, deciding[change.id]) for change in view.changes if change.id in deciding)


def _row(change: str, review: Review) -> BoundChange:
    binding = review.binding
    if binding is None:
        raise ValueError(f"the approval {review.id!r} is not bound")
    return BoundChange(
        id=change,
        review=review.id,
        result=binding.result,
        reason=binding.reason,
        files=binding.path_count,
    )


def unapproved(binding: ApprovalBinding | None) -> Text:
    """The files of a residual with their lines, as many as are worth a row; nothing without one."""
    if binding is None or binding.result is not Bound.RESIDUAL:
        return ()
    if binding.path_count is None:
        return (plain("not approved: files that could not be listed"),)
    listed: list[Text] = [
        say("{path} {lines}", path=code(path.path, 120), lines=plain(_lines(path.added, path.deleted)))
        for path in binding.paths[:_PATHS]
    ]
    rest = binding.path_count - len(listed)
    if rest > 0:
        listed.append(say("others, in {file}", file=code("records/reviews.jsonl")))
    return say("not approved: {files}", files=join(listed))


def _lines(added: int | None, deleted: int | None) -> str:
    return "(no lines)" if added is None or deleted is None else f"(+{added} \N{MINUS SIGN}{deleted})"


def cited_bindings(reviews: Sequence[Review | None]) -> tuple[ApprovalBinding, ...]:
    """The bindings of those reviews that have one."""
    return tuple(review.binding for review in reviews if review is not None and review.binding is not None)
