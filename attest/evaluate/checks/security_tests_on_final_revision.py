"""TST-02: did the security tests that are asked for run on what landed?"""

from attest.evaluate.approval import merge_time
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, number, word, words
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.scanned import SCANS, is_in_time, landed_revisions, open_revisions, results, rows_of
from attest.evaluate.scoped import PROTECTED, SCOPE_UNKNOWN, reaches, scope_open
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import Tier

CHECKS = "checks"
_KINDS = ("dast", "pan", "sast", "sca", "secret")
_REASONS = {
    "tested": Reason(
        Outcome.MET,
        "Each kind of security test that is asked for ran in time on what landed, and left a report.",
        absence=True,
    ),
    "not-tested": Reason(
        Outcome.DEVIATION,
        "A kind of security test that is asked for did not run on what landed, and no check that stands for "
        "it succeeded.",
        absence=True,
    ),
    "too-late": Reason(
        Outcome.DEVIATION, "A kind of test ran on what landed later than the control allows.", absence=True
    ),
    "report-not-kept": Reason(
        Outcome.DEVIATION,
        "A test ran in time; the digest of its report or the version of its rules is not on record.",
        absence=True,
    ),
    "revision-unverifiable": Reason(
        Outcome.INDETERMINATE,
        "The pull request's last revision was tested; whether that is what landed could not be recomputed.",
    ),
    "time-unknown": Reason(Outcome.INDETERMINATE, "When the change landed is not known by a server's clock."),
    "tests-not-connected": Reason(
        Outcome.INDETERMINATE,
        "No list of security tests was handed in, or checks that are named in its place were not connected.",
    ),
    "nothing-asked": Reason(
        Outcome.INDETERMINATE, "The control names no kind of security test, or a kind that is not known."
    ),
    "scope-unknown": SCOPE_UNKNOWN,
    "out-of-scope": Reason(
        Outcome.NOT_APPLICABLE, "The change reaches no protected data and is below the tier that is set."
    ),
}
_ORDER = (
    "not-tested",
    "too-late",
    "report-not-kept",
    "tests-not-connected",
    "time-unknown",
    "revision-unverifiable",
)
"""What is shown to be amiss goes before what is open."""


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    within = reaches(facts.placement, PROTECTED, Tier(word(settings, "from_tier")))
    if within is False:
        evidence = (facts.change.id, *facts.placement.touches)
        return Verdict("out-of-scope", "The change reaches no protected data.", evidence)
    kinds = frozenset(words(settings, "kinds"))
    if not kinds or not kinds <= set(_KINDS):
        return Verdict("nothing-asked", "Not every kind that is named is known.", (facts.change.id,))
    found = {kind: _of_kind(facts, kind, settings) for kind in sorted(kinds)}
    tested = [kind for kind, (reason, _) in found.items() if reason == "tested"]
    if within is None and len(tested) < len(found):
        return scope_open(facts)
    amiss = [reason for reason, _ in found.values() if reason in _ORDER]
    worst = min(amiss, key=_ORDER.index, default="tested")
    records = (record for _, names in found.values() for record in names)
    message = f"Kinds of security test that ran on what landed, in time: {len(tested)} of {len(found)}."
    return Verdict(worst, message, (facts.change.id, *dict.fromkeys(records)))


def _of_kind(facts: ChangeFacts, kind: str, settings: Settings) -> tuple[str, tuple[str, ...]]:
    """What the tests of one kind come to, and the records of them."""
    change = facts.change
    limit, revisions, maybe = merge_time(change), landed_revisions(change), open_revisions(change)
    rows = rows_of(facts, SCANS, revisions, (kind,))
    names = tuple(row.id for row in rows)
    named = _named(kind, settings)
    if limit is None:
        doubtful = rows or rows_of(facts, SCANS, maybe, (kind,)) or named or SCANS in facts.not_connected
        return ("time-unknown" if doubtful else "not-tested"), names
    passed = _passed(facts, named, limit)
    if passed:
        return "tested", passed
    in_time = [row for row in rows if is_in_time(row.values["at"], limit, number(settings, "days"))]
    if any(_is_whole(row) for row in in_time):
        return "tested", names
    if CHECKS in facts.not_connected if named else SCANS in facts.not_connected:
        return "tests-not-connected", names
    doubtful_rows = rows_of(facts, SCANS, maybe, (kind,))
    doubtful_checks = [check.id for one in named for check in results(facts, one, maybe)]
    if doubtful_rows or doubtful_checks:
        return "revision-unverifiable", (*names, *(row.id for row in doubtful_rows), *doubtful_checks)
    return "report-not-kept" if in_time else "too-late" if rows else "not-tested", names


def _named(kind: str, settings: Settings) -> tuple[str, ...]:
    """The checks that stand for a kind: those written `kind=name`."""
    pairs = (entry.partition("=") for entry in words(settings, "security_checks"))
    return tuple(name for one, _, name in pairs if one == kind)


def _passed(facts: ChangeFacts, named: tuple[str, ...], limit: str) -> tuple[str, ...]:
    """The last results of all checks that stand for a kind, where each was a success by the merge."""
    revisions = landed_revisions(facts.change)
    last = []
    for one in named:
        done = [
            check
            for check in results(facts, one, revisions)
            if check.completed_at is not None and check.completed_at <= limit
        ]
        if not done or done[-1].conclusion != "success":
            return ()
        last.append(done[-1].id)
    return tuple(last)


def _is_whole(row: Imported) -> bool:
    """Whether a row tells which report it has, and by which rules or version it was made."""
    stated = row.values
    return "report_digest" in stated and ("ruleset" in stated or "tool_version" in stated)


CHECK = ChangeCheck(
    id="security_tests_on_final_revision",
    version=1,
    question="Did each kind of security test that is asked for run on what landed, in time?",
    procedure=(
        "Keep the changes that, by the inventory of attest.yaml, reach card or health data, or are of "
        "`from_tier` or above. Where that is open, only tests that all ran settle the result.",
        "Take as what landed the landed commit, and the pull request's last revision where that has the same "
        "tree or merges cleanly into it.",
        "For each of `kinds`, take the checks that `security_checks` names for it: the last result of each "
        "on what landed, completed by the merge, must be a success.",
        "Else look in the rows of security tests (records/imported.jsonl, kind scans) for one of that kind "
        "and of what landed, no later than `days` after the merge, with the digest of its report and the "
        "version of its rules or of the tool.",
        "A kind without any is a deviation, as is a test that came later or left no report. Where tests, or "
        "the checks that are named in their place, were not connected, nobody looked.",
    ),
    reasons=_REASONS,
    parameters=("kinds", "security_checks", "from_tier", "days"),
    consulted=(SCANS, CHECKS),
    run=_run,
)
