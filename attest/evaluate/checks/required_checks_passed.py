"""TST-01: had every required check succeeded on the last revision when it was merged?"""

import re
from collections import Counter
from dataclasses import dataclass

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, words
from attest.evaluate.facts import ChangeFacts
from attest.model.change import NEVER_RAN, ChangeType, StatusCheck
from attest.model.event import EventKind
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
    "queue-checks-unread": Reason(
        Outcome.INDETERMINATE,
        "The change landed by a merge queue, and no check of the commit that the queue made is on record, so "
        "the required one may have run there.",
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
_SET_ASIDE = ("neutral", "skipped")
"""Conclusions of jobs that leave their work to another commit: with a merge queue, to one of two."""


@dataclass(frozen=True, slots=True, order=True)
class _Required:
    name: str
    app: str
    by_rule: bool = False
    """Asked for by the branch rules alone, which are known as of the collection only."""


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
    limit = merge_time(change)
    queued = change.landed_sha if _is_queued(facts, limit) else None
    results = [
        (_in_queue(item, facts.checks, queued, limit) if queued is not None else None)
        or _of(item, facts.checks, revision, limit)
        for item in required
    ]
    if queued is not None and all(check.sha != queued for check in facts.checks):
        results = [_unread(result) for result in results]
    return _worst(change.id, results)


def _is_queued(facts: ChangeFacts, limit: str | None) -> bool:
    """Whether the change was in the merge queue when it was merged, by its timeline.

    What the queue says of taking it out as it merges is of the second of the merge, or later.
    """
    moves = [event for event in facts.events if event.kind in (EventKind.QUEUE, EventKind.UNQUEUE)]
    before = [event for event in moves if event.at is None or limit is None or event.at < limit]
    return bool(before) and before[-1].kind is EventKind.QUEUE


def _in_queue(
    required: _Required, checks: tuple[StatusCheck, ...], landed: str, limit: str | None
) -> _Result | None:
    """What a check came to on the commit that the queue made and landed; `None` where it was not run there.

    What ran on that commit once it was on the branch ended after the merge.
    """
    done = [
        check
        for check in checks
        if check.sha == landed
        and _is_run_of(check, required)
        and check.conclusion not in _SET_ASIDE
        and check.completed_at is not None
        and limit is not None
        and check.completed_at <= limit
    ]
    return _last(done, "commit of the merge queue") if done else None


def _unread(result: _Result) -> _Result:
    """What the last revision lacks may be on the queue's commit, where no check of that is on record."""
    aside = all(check.conclusion in _SET_ASIDE for check in result.records)
    if result.reason == "missing" or (result.reason == "not-success" and aside):
        fact = "without a success on the last revision, the queue's commit unread"
        return _Result("queue-checks-unread", fact, result.records)
    return result


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
    runs = [check for check in checks if check.sha == revision and _is_run_of(check, required)]
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


def _is_run_of(check: StatusCheck, required: _Required) -> bool:
    return check.name == required.name and required.app in (_ANY, check.app)


def _last(done: list[StatusCheck], where: str = "last revision") -> _Result:
    # Re-runs that ended in the same second cannot be put in order: each of them must have succeeded.
    last = [check for check in done if check.completed_at == done[-1].completed_at]
    failed = [check for check in last if check.conclusion != _SUCCESS]
    if not failed:
        return _Result("passed", f"that succeeded on the {where}", last)
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
    version=2,
    question="Had every required check succeeded on the change's last revision when it was merged?",
    procedure=(
        "Take the required checks: those that `required_checks` names, and those that the branch rules "
        "require. With none known, the result is open.",
        "Take the check runs and statuses on the pull request's last revision, for a direct push on the "
        "landed one. Where the timeline says that it was in the merge queue when it was merged, take those "
        "on the landed commit first, which the queue made: there `neutral` and `skipped` leave the last "
        "revision to decide. Results on any other revision do not count.",
        "For each required check, by name and app, take the last result that completed up to the merge, by "
        "the server's clock.",
        "Only `success` passes. `neutral`, `skipped` and `cancelled` do not, nor does a success after the "
        "merge, nor one that another app reported.",
        "A check of which no run is listed is a deviation where management names it. Where only the branch "
        "rules do, the result is open: they are read as of the collection, and have no date.",
        "With a merge queue, what the last revision lacks is open where no check of the landed commit is on "
        "record.",
        "All required checks must pass.",
    ),
    reasons=_REASONS,
    parameters=("required_checks",),
    sources=("pull-requests", "checks"),
    run=_run,
)
