"""REV-09: did analysis of what landed reach every class of attack that the guideline names?"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, number, words
from attest.evaluate.facts import ChangeFacts
from attest.model.change import Binding, StatusCheck
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DataClass

SCANS = "scans"
CHECKS = "checks"
_KINDS = ("dast", "sast")
_ANY = "any"
_REASONS = {
    "covered": Reason(
        Outcome.MET, "Security tests of what landed, in time, have rules for every class that is asked for."
    ),
    "checks-passed": Reason(
        Outcome.MET,
        "Every check that management says covers the classes had succeeded on what landed.",
        absence=True,
    ),
    "classes-missing": Reason(
        Outcome.DEVIATION, "The security tests of what landed leave a class out.", absence=True
    ),
    "too-late": Reason(
        Outcome.DEVIATION, "What landed was tested later than the control allows.", absence=True
    ),
    "no-analysis": Reason(
        Outcome.DEVIATION,
        "No security test of what landed is on record, and no check that stands for one succeeded.",
        absence=True,
    ),
    "revision-unverifiable": Reason(
        Outcome.INDETERMINATE,
        "The pull request's last revision was tested; whether that is what landed could not be recomputed.",
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "Tests are on record; when the change landed is not known by a server's clock."
    ),
    "analysis-not-connected": Reason(
        Outcome.INDETERMINATE,
        "No list of security tests was handed in, or checks that are named in its place were not connected.",
    ),
    "no-classes": Reason(Outcome.INDETERMINATE, "The control names no class, so there is nothing to cover."),
    "scope-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether the change reaches card data is not known, as its files could not be read or there is no "
        "inventory, and analysis did not reach every class.",
    ),
    "out-of-scope": Reason(Outcome.NOT_APPLICABLE, "The change reaches no card data."),
}
_GOOD = ("covered", "checks-passed")


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    within = facts.placement.holds(DataClass.PCI)
    if within is False and facts.placement.inventoried:
        evidence = (facts.change.id, *facts.placement.touches)
        return Verdict("out-of-scope", "The change reaches no card data.", evidence)
    classes, named = frozenset(words(settings, "classes")), words(settings, "class_checks")
    if not classes:
        return Verdict("no-classes", "Classes that the control names: 0.", (facts.change.id,))
    verdict = _by_checks(facts, named) or _by_scans(facts, classes, number(settings, "days"))
    if verdict.reason not in _GOOD:
        verdict = _open(facts, named) or verdict
    if not within and verdict.reason not in _GOOD:
        message = f"Whether the change reaches card data is not known. {verdict.message}"
        return Verdict("scope-unknown", message, (*verdict.evidence, *facts.placement.gaps))
    return verdict


def _by_checks(facts: ChangeFacts, named: Sequence[str]) -> Verdict | None:
    """That every named check had succeeded at the merge, else `None`."""
    limit = merge_time(facts.change)
    if not named or limit is None:
        return None
    done = [_by(_results(facts, one, _revisions(facts)), limit) for one in named]
    passed = tuple(found[-1].id for found in done if found and found[-1].conclusion == "success")
    if len(passed) < len(named):
        return None
    return Verdict(
        "checks-passed", f"Checks that stand for the classes and succeeded: {len(passed)}.", passed
    )


def _by_scans(facts: ChangeFacts, classes: frozenset[str], days: int) -> Verdict:
    """What the security tests that were handed in come to."""
    limit = merge_time(facts.change)
    rows = [row for sha in _revisions(facts) for row in _tests(facts, sha)]
    evidence = (facts.change.id, *(row.id for row in rows))
    if not rows:
        return Verdict("no-analysis", "Security tests of what landed: 0.", evidence)
    if limit is None:
        return Verdict("time-unknown", f"Security tests of what landed: {len(rows)}.", evidence)
    in_time = [row for row in rows if _within(row, limit, days)]
    covered = classes.intersection(one for row in in_time for one in row.words("classes"))
    message = f"Classes that tests in time have rules for: {len(covered)} of {len(classes)}."
    if covered == classes:
        return Verdict("covered", message, evidence)
    return Verdict("classes-missing" if in_time else "too-late", message, evidence)


def _open(facts: ChangeFacts, named: Sequence[str]) -> Verdict | None:
    """Why what was found wanting may be there all the same, or `None`."""
    change, head = facts.change, facts.change.head_sha
    wanting = CHECKS if named else SCANS
    if wanting in facts.not_connected:
        message = f"Source not connected: {wanting}."
        return Verdict("analysis-not-connected", message, (change.id,))
    if change.binding is Binding.UNVERIFIABLE and head is not None:
        results = [check.id for one in named for check in _results(facts, one, (head,))]
        tested = (*(row.id for row in _tests(facts, head)), *results)
        if tested:
            message = f"Tests and checks of the last revision on record: {len(tested)}."
            return Verdict("revision-unverifiable", message, (change.id, *tested))
    if named and merge_time(change) is None:
        message = f"Checks that stand for the classes: {len(named)}; the merge has no time."
        return Verdict("time-unknown", message, (change.id,))
    return None


def _results(facts: ChangeFacts, named: str, revisions: Sequence[str]) -> list[StatusCheck]:
    """Results of a check on any of the revisions, by time; `name by app` tells whose they must be."""
    name, by, app = named.rpartition(" by ")
    return [
        check
        for check in facts.checks
        if check.sha in revisions
        and check.name == (name if by else named)
        and (not by or app in (_ANY, check.app))
    ]


def _by(results: Sequence[StatusCheck], limit: str) -> list[StatusCheck]:
    return [one for one in results if one.completed_at is not None and one.completed_at <= limit]


def _revisions(facts: ChangeFacts) -> tuple[str, ...]:
    """The commits whose content is what landed: itself, and the last revision where that follows from it."""
    change = facts.change
    bound = change.binding in (Binding.IDENTICAL, Binding.CLEAN_MERGE) and unknown(change) is None
    return (change.landed_sha, *((change.head_sha,) if bound and change.head_sha else ()))


def _tests(facts: ChangeFacts, sha: str) -> list[Imported]:
    return [row for row in facts.handed.by(SCANS, "sha", sha) if row.values.get("kind") in _KINDS]


def _within(row: Imported, limit: str, days: int) -> bool:
    # `fromisoformat` of Python 3.11 reads the final Z.
    return datetime.fromisoformat(row.values["at"]) <= datetime.fromisoformat(limit) + timedelta(days=days)


CHECK = ChangeCheck(
    id="secure_coding_classes_covered",
    version=1,
    question="Did analysis of what landed reach every class of attack that the guideline names?",
    procedure=(
        "Keep the changes that, by the inventory of attest.yaml, reach card data.",
        "Take as what landed the landed commit, and the pull request's last revision where that has the same "
        "tree or merges cleanly into it.",
        "Where the control names `class_checks`, find the last result of each on what landed, completed by "
        "the merge. All of them a success, and management's word that they cover the classes, meets the "
        "test.",
        "Else take the rows of security tests of what landed (records/imported.jsonl, kind scans, sast or "
        "dast) up to `days` after the merge, by their own clock. See that their rules together have every "
        "class of `classes`.",
        "A class that none has, a test that came later, or none at all is a deviation. Where the tests, or "
        "the checks that are named in their place, were not connected, nobody looked.",
    ),
    reasons=_REASONS,
    parameters=("classes", "class_checks", "days"),
    consulted=(SCANS, CHECKS),
    run=_run,
)
