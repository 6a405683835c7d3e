"""The population as rows of text: one for each change, what is printed nowhere in full."""

from collections import Counter

from attest.model.change import Change, ReviewState
from attest.model.finding import Finding
from attest.report.context import Context, fact
from attest.report.figures import classes_by_change
from attest.report.text import visible

_FIXED = (
    "ordinal",
    "id",
    "repository",
    "label",
    "title",
    "type",
    "type_strength",
    "type_basis",
    "method",
    "landed_sha",
    "landed_tree",
    "landed_at",
    "landed_basis",
    "head_sha",
    "head_tree",
    "binding",
    "commits",
    "files",
    "added",
    "deleted",
    "ai_state",
    "ai_extent",
    "ai_grade",
    "ai_role",
    "ai_tools",
    "ai_models",
    "ai_recovered",
    "ai_sources",
    "ai_corroborated",
    "ai_lines",
    "ai_lines_of",
    "ai_unknown_reason",
    "disclosed",
    "disclosure",
    "accountable",
    "accountable_basis",
    "reviews",
    "approvals",
    "named_reviews",
    "approval_binding",
    "approval_binding_reason",
    "unapproved_files",
    "touches",
)


def listing(context: Context) -> tuple[tuple[str, ...], ...]:
    """Header and rows in landing order; the last columns hold each test's outcome, empty where it has none.

    Where no control is declared operated, the column says so and whether the statement holds: a filter for
    deviations then gives those of the register.

    Characters are as recorded except that invisible and control characters are written as codes.
    """
    tests = tuple(assertion.id for assertion in context.catalog.assertions)
    recorded = [review for reviews in context.reviews.values() for review in reviews]
    reviews = Counter(review.change for review in recorded)
    approvals = Counter(review.change for review in recorded if review.state is ReviewState.APPROVED)
    touched = classes_by_change(context.view.touches)
    rows = []
    for change in context.view.changes:
        outcomes = {finding.assertion: _outcome(finding) for finding in context.findings.get(change.id, ())}
        rows.append(
            (
                *_change(change, context.view.titles.get(change.id, "")),
                *_involvement(context, change.id),
                str(reviews[change.id]),
                str(approvals[change.id]),
                str(len(context.named.get(change.id, ()))),
                *_binding(context, change.id),
                " ".join(touched.get(change.id, ())),
                *(outcomes.get(test, "") for test in tests),
            )
        )
    return ((*_FIXED, *tests), *rows)


def _outcome(finding: Finding) -> str:
    if finding.declared:
        return finding.outcome.word
    return f"no declared control: {fact(finding.outcome)}"


def _change(change: Change, title: str) -> tuple[str, ...]:
    return (
        str(change.ordinal),
        visible(change.id, None),
        visible(change.repository, None),
        visible(change.label, None),
        visible(title, 1000),
        change.type.value,
        change.type_strength.value,
        visible(change.type_basis, 1000),
        change.method,
        change.landed_sha,
        change.landed_tree,
        change.landed_at or "",
        change.landed_basis.value,
        change.head_sha or "",
        change.head_tree or "",
        change.binding.value,
        str(change.commit_count),
        _number(change.files),
        _number(change.added),
        _number(change.deleted),
    )


def _involvement(context: Context, change: str) -> tuple[str, ...]:
    found = context.involvements.get(change)
    if found is None:
        return ("",) * 16
    return (
        found.state.value,
        found.extent or "",
        found.grade.value if found.grade else "",
        found.role.value if found.role else "",
        visible(" ".join(found.tools), 1000),
        visible(" ".join(found.models), 1000),
        str(found.recovered).lower(),
        " ".join(found.sources),
        str(found.corroborated).lower(),
        _number(found.ai_lines),
        _number(found.added_lines),
        found.unknown_reason,
        str(found.disclosed).lower(),
        found.disclosure.value,
        found.accountable.id if found.accountable else "",
        found.accountable_basis,
    )


def _binding(context: Context, change: str) -> tuple[str, ...]:
    found = context.bound.get(change)
    if found is None:
        return ("",) * 3
    return found.result.value, found.reason, _number(found.files)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
