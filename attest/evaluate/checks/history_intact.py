"""POP-04: was the release branch only added to?"""

from collections.abc import Iterator

from attest.evaluate.check import Reason, RepositoryCheck, Settings, Verdict
from attest.evaluate.facts import RepositoryFacts
from attest.model.branch import SuiteResult
from attest.model.finding import Outcome

PUSHES = "pushes"
_REASONS = {
    "intact": Reason(
        Outcome.MET,
        "The forge's log of pushes explains every landed commit of the period, and none of them went over "
        "the branch.",
    ),
    "pushed-over": Reason(Outcome.DEVIATION, "The forge saw the branch pushed over or deleted."),
    "history-rewritten": Reason(
        Outcome.DEVIATION,
        "The tip at which the run before ended, or a change that an earlier run held, is not in the branch "
        "any more.",
    ),
    "merge-left-the-branch": Reason(
        Outcome.DEVIATION, "The second source holds pull requests merged to the branch that it does not show."
    ),
    "source-not-connected": Reason(Outcome.INDETERMINATE, "Source not connected: pushes."),
    "log-incomplete": Reason(
        Outcome.INDETERMINATE,
        "The log of pushes does not reach over the whole period, or was not read whole.",
    ),
    "push-missing": Reason(
        Outcome.INDETERMINATE,
        "A landed commit came by no push of the log, or the log leads from one tip to another that it does "
        "not show.",
    ),
    "boundary-declared": Reason(
        Outcome.INDETERMINATE, "A tip of the branch rests on dates that whoever commits can set."
    ),
    "no-pushes": Reason(
        Outcome.NOT_APPLICABLE, "Nothing moved the branch in the period, and both of its tips are proven."
    ),
}
_OVER = ("force-push", "branch-deletion")
_REWRITTEN = ("previous-tip-rewritten", "changes-left-the-branch")


def _run(facts: RepositoryFacts, settings: Settings) -> Verdict:
    return _amiss(facts) or _open(facts) or _whole(facts)


def _amiss(facts: RepositoryFacts) -> Verdict | None:
    over = [push.id for push in facts.pushes if push.kind in _OVER]
    if over:
        message = f"Pushes over the branch, or its deletion: {len(over)} of {len(facts.pushes)} on record."
        return Verdict("pushed-over", message, tuple(over))
    gaps = [gap for gap in facts.gaps if gap.source == "git" and gap.kind in _REWRITTEN]
    if gaps:
        message = "What an earlier run held of the branch is not in it any more."
        return Verdict("history-rewritten", message, tuple(gap.id for gap in gaps))
    lost = facts.reconciliation.unmatched_there if facts.reconciliation is not None else ()
    if lost:
        message = f"Merged pull requests of the second source that are not on the branch: {len(lost)}."
        return Verdict("merge-left-the-branch", message, (facts.subject,))
    return None


def _open(facts: RepositoryFacts) -> Verdict | None:
    if PUSHES in facts.not_connected:
        return Verdict("source-not-connected", "Source not connected: pushes.", (facts.subject,))
    unread = [gap.id for gap in facts.gaps if gap.source in (PUSHES, "forge") and _hides(gap.kind)]
    if unread:
        message = f"Pushes on record: {len(facts.pushes)}; the log is not whole."
        return Verdict("log-incomplete", message, tuple(unread))
    if not facts.tips_proven:
        message = "A tip of the branch rests on committer dates."
        return Verdict("boundary-declared", message, (facts.subject,))
    brought = sum(push.landed for push in facts.pushes)
    if brought < len(facts.changes):
        message = f"Landed commits that pushes of the log brought: {brought} of {len(facts.changes)}."
        return Verdict("push-missing", message, (facts.subject,))
    broken = list(_unexplained(facts))
    if broken:
        message = f"Moves of the branch that the log of pushes does not explain: {len(broken)}."
        return Verdict("push-missing", message, tuple(broken))
    return None


_ELSEWHERE = frozenset(
    {
        "checks-incomplete", "edited-during-collection", "null-user", "pull-commits-incomplete",
        "pull-incomplete", "pull-unlisted", "pulls-incomplete", "required-checks-unknown",
        "review-state-unknown", "reviews-incomplete", "several-pull-requests",
    }
)  # fmt: skip
"""Kinds of Gaps that hide no push."""


def _hides(kind: str) -> bool:
    return kind not in _ELSEWHERE


def _unexplained(facts: RepositoryFacts) -> Iterator[str]:
    """Pushes that do not begin where the one before ended, and moves that only the rules' log has."""
    dated = sorted((push for push in facts.pushes if push.at is not None), key=lambda one: (one.at, one.id))
    ends = {push.after for push in facts.pushes}
    for push in dated[1:]:
        if push.before is not None and push.before not in ends:
            yield push.id
    for suite in facts.suites:
        if suite.result is not SuiteResult.FAIL and suite.after is not None and suite.after not in ends:
            yield suite.id


def _whole(facts: RepositoryFacts) -> Verdict:
    if not facts.pushes and not facts.changes:
        return Verdict("no-pushes", "Pushes on record: 0; changes: 0.", (facts.subject,))
    message = f"Pushes on record: {len(facts.pushes)}; over the branch: 0; changes: {len(facts.changes)}."
    return Verdict("intact", message, (facts.subject,))


CHECK = RepositoryCheck(
    id="history_intact",
    version=1,
    question="Was the release branch only added to in the period, as far as anybody recorded its moves?",
    procedure=(
        "Go through the forge's log of what moved the branch (records/pushes.jsonl): a forced push, or its "
        "deletion, is a deviation, whatever reason was given.",
        "Hold the branch against the tip and the changes of earlier runs, and against the merged pull "
        "requests of the second source: what they hold and the branch does not has left it.",
        "See that the log covers the period: it was connected, read whole, and both tips rest on more than "
        "committers' dates.",
        "Count the landed commits that its pushes brought: all of the changes must be among them.",
        "See that each push but the first begins at a tip that another one left, and that every push that "
        "the rules let through (records/rule-suites.jsonl) is in the log. Else a move is missing from it.",
    ),
    reasons=_REASONS,
    run=_run,
)
