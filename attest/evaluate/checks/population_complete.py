"""POP-01: is every change of the period in the list, and does a second source agree?"""

from attest.evaluate.check import Reason, RepositoryCheck, Settings, Verdict
from attest.evaluate.facts import RepositoryFacts
from attest.evaluate.hiding import may_hide_change
from attest.model.change import ChangeType
from attest.model.finding import Outcome
from attest.model.population import Reconciliation

_REASONS = {
    "reconciled": Reason(Outcome.MET, "Two sources agree on the changes between two proven tips."),
    "records-missing": Reason(
        Outcome.DEVIATION, "The run holds another number of changes than were counted on the branch."
    ),
    "unmatched": Reason(
        Outcome.DEVIATION, "Items of one source have no counterpart in the other, and are not direct pushes."
    ),
    "counts-differ": Reason(Outcome.DEVIATION, "The counts that must agree differ."),
    "history-rewritten": Reason(
        Outcome.DEVIATION,
        "The tip at which the run before ended, or a change that an earlier run of the same days held, is "
        "not in the branch any more: its history was rewritten.",
    ),
    "branch-pushed-over": Reason(
        Outcome.DEVIATION, "The forge saw the branch pushed over or deleted: commits may have left it."
    ),
    "gap": Reason(Outcome.INDETERMINATE, "Something could not be read that may hide a change."),
    "not-reconciled": Reason(Outcome.INDETERMINATE, "The run holds no reconciliation of this repository."),
    "one-source": Reason(
        Outcome.INDETERMINATE,
        "Only one source was read: its own counts agree, and nothing else confirms them.",
    ),
    "boundary-declared": Reason(
        Outcome.INDETERMINATE, "A tip of the branch rests on dates that whoever commits can set."
    ),
    "no-changes": Reason(
        Outcome.NOT_APPLICABLE, "The branch has no change in the period, and both of its tips are proven."
    ),
}

_OVER = ("force-push", "branch-deletion")


def _run(facts: RepositoryFacts, settings: Settings) -> Verdict:
    scope, counted = facts.scope, facts.reconciliation
    if scope is None or counted is None:
        message = "The run holds no reconciliation of this repository."
        return Verdict("not-reconciled", message, (facts.subject,))
    if len(facts.changes) != scope.change_count:
        message = f"Changes on record: {len(facts.changes)}; counted on the branch: {scope.change_count}."
        return Verdict("records-missing", message, (facts.subject,))
    return (
        _difference(facts, counted) or _rewritten(facts) or _open(facts, counted) or _agreed(facts, counted)
    )


def _difference(facts: RepositoryFacts, counted: Reconciliation) -> Verdict | None:
    pushed = {change.id for change in facts.changes if change.type is ChangeType.DIRECT_PUSH}
    unmatched = [item for item in counted.unmatched_here if item not in pushed]
    if counted.second_source and (unmatched or counted.unmatched_there):
        message = (
            f"Unmatched: {len(unmatched)} of {len(facts.changes)} changes on the branch, direct pushes left "
            f"out, and {len(counted.unmatched_there)} merged pull requests of the second source."
        )
        return Verdict("unmatched", message, (facts.subject, *unmatched))
    if counted.difference:
        message = f"The counts that must agree differ by {counted.difference}."
        return Verdict("counts-differ", message, (facts.subject,))
    return None


def _rewritten(facts: RepositoryFacts) -> Verdict | None:
    found = [gap for gap in facts.gaps if gap.source == "git" and gap.kind == "previous-tip-rewritten"]
    if found:
        message = "The tip of the run before is held by the clone and not by the branch."
        return Verdict("history-rewritten", message, tuple(gap.id for gap in found))
    left = [gap for gap in facts.gaps if gap.source == "git" and gap.kind == "changes-left-the-branch"]
    if left:
        count = sum(gap.affected_count for gap in left)
        message = f"Changes that one run of their days holds, and a later one does not: {count}."
        return Verdict("history-rewritten", message, tuple(gap.id for gap in left))
    over = [push for push in facts.pushes if push.kind in _OVER]
    if over:
        message = f"Pushes over the branch, or its deletion: {len(over)} of {len(facts.pushes)} on record."
        return Verdict("branch-pushed-over", message, tuple(push.id for push in over))
    return None


def _open(facts: RepositoryFacts, counted: Reconciliation) -> Verdict | None:
    hiding = [gap for gap in facts.gaps if may_hide_change(gap)]
    if hiding:
        message = f"Gaps of collection that may hide a change or a pull request: {len(hiding)}."
        return Verdict("gap", message, tuple(gap.id for gap in hiding))
    if facts.tips_proven and not facts.changes:
        return Verdict("no-changes", "The branch has no change in the period.", (facts.subject,))
    if not counted.second_source:
        message = (
            f"One source ({counted.first_source}): {len(facts.changes)} changes, its own counts agree. "
            f"A second source was not connected."
        )
        return Verdict("one-source", message, (facts.subject,))
    if not facts.tips_proven:
        message = "The sources agree. A tip of the branch rests on committer dates."
        return Verdict("boundary-declared", message, (facts.subject,))
    return None


def _agreed(facts: RepositoryFacts, counted: Reconciliation) -> Verdict:
    message = (
        f"{counted.first_source} and {counted.second_source} agree on {len(facts.changes)} changes, "
        f"of which {len(counted.unmatched_here)} are direct pushes."
    )
    return Verdict("reconciled", message, (facts.subject,))


CHECK = RepositoryCheck(
    id="population_complete",
    version=2,
    question="Is every revision that reached the release branch in the period listed exactly once?",
    procedure=(
        "Take the tips of the release branch at both bounds of the period, and what fixes each: the tip of "
        "the previous run, a server's clock, or committer dates.",
        "Count the first-parent commits between them (git rev-list --first-parent --count <start>..<end>), "
        "and compare with the changes on record: each of the former is exactly one of the latter.",
        "Compare with the second source in both directions. A change that it does not know must be a direct "
        "push; a merged pull request that is not on the branch is a difference.",
        "Hold the branch against the tip at which the run before ended, against other runs of the same days, "
        "and against the forge's log of pushes in the period: history that was rewritten is a deviation.",
        "List what could not be read. A gap that may hide a change leaves the result open.",
        "With one source only, or a tip that rests on committer dates, the result is open, however well the "
        "source's own counts agree.",
    ),
    reasons=_REASONS,
    run=_run,
)
