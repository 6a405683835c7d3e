"""POP-05: was every change looked at for AI involvement, by rules that are named?"""

from collections import Counter

from attest.evaluate.check import Reason, RepositoryCheck, Settings, Verdict
from attest.evaluate.facts import EVIDENCING, RepositoryFacts
from attest.model.finding import Outcome
from attest.model.signal import AiState

_REASONS = {
    "identified": Reason(
        Outcome.MET, "Every change was assessed by named rules, and the counts of each state are given."
    ),
    "signal-contradicts-state": Reason(
        Outcome.DEVIATION,
        "A change has a signal of AI authorship and is not in the AI-assisted sub-population.",
    ),
    "rule-not-named": Reason(Outcome.DEVIATION, "A signal comes from a rule that the run does not name."),
    "rules-not-recorded": Reason(
        Outcome.INDETERMINATE, "The run names no rule, so how the sub-population was found is not disclosed."
    ),
    "not-assessed": Reason(Outcome.INDETERMINATE, "Changes have no record of what their signals add up to."),
    "involvement-unknown": Reason(
        Outcome.INDETERMINATE, "For some changes, whether AI was involved could not be read."
    ),
    "traces-unread": Reason(
        Outcome.INDETERMINATE, "A place where traces of AI involvement may stand could not be read."
    ),
    "source-not-connected": Reason(
        Outcome.INDETERMINATE, "Source not connected: pull requests, in whose text authors disclose."
    ),
    "no-changes": Reason(
        Outcome.NOT_APPLICABLE, "The branch has no change in the period, and both of its tips are proven."
    ),
    "population-not-proven": Reason(
        Outcome.INDETERMINATE, "No change is on record for the period, and a tip of the branch is not proven."
    ),
}

_PLACES = frozenset({"git", "notes", "entire", "agent-trace", "refs/pull", "forge"})
"""Sources in which traces stand."""

_HIDES_NO_TRACE = frozenset(
    {
        "checkpoint-not-in-clone", "checks-incomplete", "diff-too-large", "git-too-old",
        "line-record-unreadable", "merge-not-recomputed", "metrics-unavailable", "missing-blob",
        "notes-not-placed", "null-user", "partial-clone", "required-checks-unknown",
        "reviews-incomplete", "several-pull-requests", "statistics-stopped", "too-many-files",
    }
)  # fmt: skip
"""Kinds of gaps about contents, reviews and checks, about a checkpoint that a trailer names, and about a line
record that cannot be read: a change that shows nothing else is unknown by itself.

Any other kind, a new one too, may hide a trace.
"""


def _run(facts: RepositoryFacts, settings: Settings) -> Verdict:
    if not facts.changes:
        reason = "no-changes" if facts.tips_proven else "population-not-proven"
        return Verdict(reason, "Changes on record for the period: 0.", (facts.subject,))
    return _contradiction(facts) or _unassessed(facts) or _unread(facts) or _identified(facts)


def _contradiction(facts: RepositoryFacts) -> Verdict | None:
    outside = sorted(
        {
            signal.change
            for signal in facts.signals
            if signal.role in EVIDENCING
            and (found := facts.involvements.get(signal.change)) is not None
            and found.state is not AiState.AI_EVIDENCED
        }
    )
    if outside:
        message = f"Changes with signals of AI authorship outside the sub-population: {len(outside)}."
        return Verdict("signal-contradicts-state", message, (facts.subject, *outside))
    named = {(rule.id, rule.version) for rule in facts.rules}
    unnamed = [signal.id for signal in facts.signals if (signal.rule, signal.version) not in named]
    if unnamed and named:
        message = f"Signals of rules that the run does not name: {len(unnamed)} of {len(facts.signals)}."
        return Verdict("rule-not-named", message, (facts.subject, *unnamed))
    return None


def _unassessed(facts: RepositoryFacts) -> Verdict | None:
    total = len(facts.changes)
    if not facts.rules:
        return Verdict("rules-not-recorded", "Detection rules named: 0.", (facts.subject,))
    missing = [change.id for change in facts.changes if change.id not in facts.involvements]
    if missing:
        message = f"Changes that were not assessed: {len(missing)} of {total}."
        return Verdict("not-assessed", message, (facts.subject, *missing))
    return None


def _unread(facts: RepositoryFacts) -> Verdict | None:
    total = len(facts.changes)
    unknown = [item.id for item in facts.involvements.values() if item.state is AiState.UNKNOWN]
    hiding = [gap for gap in facts.gaps if gap.source in _PLACES and gap.kind not in _HIDES_NO_TRACE]
    if "pull-requests" in facts.not_connected:
        message = f"Source not connected: pull-requests. {_counted(facts)}, {len(unknown)} not readable."
        if hiding:
            message += f" Gaps of collection that may hide traces: {len(hiding)}."
        evidence = (facts.subject, *unknown, *(gap.id for gap in hiding))
        return Verdict("source-not-connected", message, evidence)
    if unknown:
        message = f"Changes whose AI involvement could not be read: {len(unknown)} of {total}."
        return Verdict("involvement-unknown", message, (facts.subject, *unknown))
    if hiding:
        message = (
            f"Gaps of collection that may hide traces: {len(hiding)}. All {total} changes were assessed."
        )
        return Verdict("traces-unread", message, tuple(gap.id for gap in hiding))
    return None


def _identified(facts: RepositoryFacts) -> Verdict:
    return Verdict("identified", f"{_counted(facts)}.", (facts.subject,))


def _counted(facts: RepositoryFacts) -> str:
    counts = Counter(item.state for item in facts.involvements.values())
    return (
        f"{len(facts.changes)} changes assessed by {len(facts.rules)} rules: "
        f"{counts[AiState.AI_EVIDENCED]} AI-evidenced (a lower bound), "
        f"{counts[AiState.HUMAN_DECLARED]} declared without AI, {counts[AiState.AUTOMATION]} automation, "
        f"{counts[AiState.NO_EVIDENCE]} without evidence"
    )


CHECK = RepositoryCheck(
    id="ai_population_identified",
    version=1,
    question="Was every change assessed for AI involvement by rules that are named, and nothing left unread?",
    procedure=(
        "List the detection rules that ran, by id and version. A signal of a rule that is not listed is a "
        "deviation; without any rule on record the result is open.",
        "Compare changes with involvement records: each change has exactly one.",
        "Compare involvement with signals: a change with a signal of role author, coauthor or assistant is "
        "AI-evidenced; else it is a deviation.",
        "A change whose involvement is unknown leaves the result open; so does a gap of collection that may "
        "hide traces, such as notes that were not read.",
        "Where pull requests were not connected, the result is open: authors disclose in their text, which "
        "nobody read.",
        "Print the count of each state. The AI-evidenced count is a lower bound; the rest is not shown to be "
        "free of AI.",
    ),
    reasons=_REASONS,
    run=_run,
)
