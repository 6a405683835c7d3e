"""TST-01: had every required check succeeded on the last revision when it was merged?"""

import re
from collections import Counter
from dataclasses import dataclass

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, words
from attest.evaluate.facts import ChangeFacts
from attest.model.change import NEVER_RAN, ChangeType, StatusCheck
from attest.model.finding import Outcome

_REASONS = {
    "passed": Reason(
        Outcome.MET,
        "The last result of every required check on the last revision before the merge is success.",
        absence=True,
    ),
    "missing": Reason(
        Outcome.DEVIATION,
        "A required check has no completed result on the last revision before the merge.",
        absence=True,
    ),
    "not-success": Reason(
        Outcome.DEVIATION,
        "The last result of a required check before the merge is not success.",
        absence=True,
    ),
    "rule-undated": Reason(
        Outcome.INDETERMINATE,
        "A check that the branch rules ask for today never ran; whether they asked for it then is not known.",
    ),
    "no-required-checks": Reason(
        Outcome.INDETERMINATE,
        "Which checks are required is not known: neither the branch rules nor management say.",
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "revision-unknown": Reason(Outcome.INDETERMINATE, "The pull request's last revision is not known."),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "When the change was merged, or a check completed, is not known by a server's clock.",
    ),
}

_ANY = "any"
_WRITTEN = re.compile(r"(?P<name>.+) by (?P<app>[A-Za-z0-9][A-Za-z0-9._-]*)", re.DOTALL)
_SUCCESS = "success"


@dataclass(frozen=True, slots=True, order=True)
class _Required:
    name: str
    app: str
    by_rule: bool = False
    """Asked for by the branch rules alone, which are known as of the collection only."""

    def same(self, check: StatusCheck) -> bool:
        return check.name == self.name and self.app in (_ANY, check.app)


@dataclass(frozen=True, slots=True)
class _Result:
    """What one required check comes to, as a fact that continues `Required checks ...`."""

    reason: str
    fact: str
    records: list[StatusCheck]


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    settled = unknown(change)
    if settled is not None:
        return settled
    required = _required(facts, words(settings, "required_checks"))
    if not required:
        return Verdict("no-required-checks", "Required checks known: 0.", (change.id,))
    revision = change.landed_sha if change.type is ChangeType.DIRECT_PUSH else change.head_sha
    if revision is None:
        return Verdict("revision-unknown", "The last revision is not known.", (change.id,))
    results = [_of(item, facts.checks, revision, merge_time(change)) for item in required]
    return _worst(change.id, results)


def _worst(change: str, results: list[_Result]) -> Verdict:
    """What the worst of the required checks come to: none of them hides behind another.

    The records cited are what names the checks; a finding holds no text of a repository.
    """
    decisive = max(results, key=lambda result: _REASONS[result.reason].outcome)
    outcome = _REASONS[decisive.reason].outcome
    worst = [result for result in results if _REASONS[result.reason].outcome is outcome]
    counts = Counter(result.fact for result in worst)
    message = " ".join(
        f"Required checks {fact}: {count} of {len(results)}." for fact, count in counts.items()
    )
    cited = tuple(check.id for result in worst for check in result.records)
    evidence = cited if decisive.reason == "passed" else (change, *cited)
    return Verdict(decisive.reason, message, tuple(dict.fromkeys(evidence)))


def _of(required: _Required, checks: tuple[StatusCheck, ...], revision: str, limit: str | None) -> _Result:
    """One required check: its last completed result up to the merge decides, a later success does not."""
    runs = [check for check in checks if check.sha == revision and required.same(check)]
    if all(check.conclusion == NEVER_RAN for check in runs):
        if runs and required.by_rule:
            return _Result("rule-undated", "that never ran, by a rule without a date", runs)
        # Records that do not count, of another app or revision, still tell which check it is.
        records = [check for check in checks if check.name == required.name]
        return _Result("missing", "without a result on the last revision", records)
    if limit is None:
        return _without_time(runs)
    done = [check for check in runs if check.completed_at is not None and check.completed_at <= limit]
    if done:
        return _last(done)
    if any(check.completed_at is None and check.conclusion == _SUCCESS for check in runs):
        return _Result("time-unknown", "that succeeded at an unknown time", runs)
    return _Result("missing", "that had not completed when the change was merged", runs)


def _last(done: list[StatusCheck]) -> _Result:
    # Re-runs that ended in the same second cannot be put in order: each of them must have succeeded.
    last = [check for check in done if check.completed_at == done[-1].completed_at]
    failed = [check for check in last if check.conclusion != _SUCCESS]
    if not failed:
        return _Result("passed", "that succeeded on the last revision", last)
    return _Result("not-success", "that ended with something other than success", failed)


def _without_time(runs: list[StatusCheck]) -> _Result:
    if any(check.conclusion == _SUCCESS for check in runs):
        return _Result("time-unknown", "that succeeded, with a merge of unknown time", runs)
    return _Result("not-success", "of which no result on the last revision is success", runs)


def _required(facts: ChangeFacts, written: tuple[str, ...]) -> tuple[_Required, ...]:
    """From management's list and from the branch rules; a name required by both counts once."""
    found = {_parse(item) for item in written}
    named = {item.name for item in found}
    found |= {
        _Required(check.name, check.app, by_rule=True)
        for check in facts.checks
        if check.required and check.name not in named
    }
    return tuple(sorted(found))


def _parse(written: str) -> _Required:
    match = _WRITTEN.fullmatch(written)
    return _Required(match["name"], match["app"]) if match else _Required(written, _ANY)


CHECK = ChangeCheck(
    id="required_checks_passed",
    version=1,
    question="Had every required check succeeded on the change's last revision when it was merged?",
    procedure=(
        "Take the required checks: those that `required_checks` names, and those that the branch rules "
        "require. With none known, the result is open.",
        "Take the check runs and statuses on the pull request's last revision, for a direct push on the "
        "landed one. Results on any other revision do not count.",
        "For each required check, by name and app, take the last result that completed up to the merge, by "
        "the server's clock.",
        "Only `success` passes. `neutral`, `skipped` and `cancelled` do not, nor does a success after the "
        "merge, nor one that another app reported.",
        "A check of which no run is listed is a deviation where management names it. Where only the branch "
        "rules do, the result is open: they are read as of the collection, and have no date.",
        "All required checks must pass.",
    ),
    reasons=_REASONS,
    parameters=("required_checks",),
    sources=("pull-requests", "checks"),
    run=_run,
)
