"""TST-03: were findings of security tests answered before the change was released?"""

from collections.abc import Iterator, Sequence

from attest.evaluate.approval import merge_time
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, word
from attest.evaluate.dispositioned import DONE, WORST_FIRST, answer_to
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.handed import Handed
from attest.evaluate.roster import ROSTER
from attest.evaluate.scanned import FINDINGS, SCANS, landed_revisions, open_revisions, rows_of
from attest.model.finding import Outcome
from attest.model.imported import Imported

RELEASES, DEPLOYMENTS = "releases", "deployments"
_SEVERITIES = ("critical", "high", "medium", "low", "info")
_REASONS = {
    "answered": Reason(
        Outcome.MET,
        "Every finding of the set severity had been fixed, found to be none, or accepted by somebody who "
        "may, when the change was released.",
        absence=True,
    ),
    "open": Reason(Outcome.DEVIATION, "A finding of the set severity was open when the change was released."),
    "answered-late": Reason(Outcome.DEVIATION, "A finding was answered after the change had been released."),
    "acceptance-invalid": Reason(
        Outcome.DEVIATION,
        "A finding was accepted by nobody, by a machine, by an author of the change, by somebody who by the "
        "roster may not, or until a day before the release.",
        absence=True,
    ),
    "grant-not-stated": Reason(
        Outcome.INDETERMINATE,
        "A finding was accepted; who may accept risks is not stated, as no roster was handed in.",
    ),
    "answer-undated": Reason(Outcome.INDETERMINATE, "When a finding was closed is not on record."),
    "not-released": Reason(
        Outcome.INDETERMINATE,
        "A finding was not answered by the merge; no release on record brought the change so far.",
    ),
    "findings-missing": Reason(
        Outcome.INDETERMINATE,
        "A security test says that it has more findings for what landed than were handed in.",
    ),
    "revision-unverifiable": Reason(
        Outcome.INDETERMINATE,
        "Findings are of the pull request's last revision; whether that landed could not be recomputed.",
    ),
    "time-unknown": Reason(Outcome.INDETERMINATE, "When the change landed is not known by a server's clock."),
    "no-findings": Reason(
        Outcome.NOT_APPLICABLE,
        "No finding of the set severity is on record for what landed.",
        absence=True,
    ),
}
_BY_ANSWER = dict(
    zip(
        WORST_FIRST,
        ("open", "answered-late", "acceptance-invalid", "grant-not-stated", "answer-undated", "answered"),
        strict=True,
    )
)


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    asked = _SEVERITIES[: _SEVERITIES.index(word(settings, "from_severity")) + 1]
    every = rows_of(facts, FINDINGS, landed_revisions(change))
    rows = [row for row in every if row.values.get("severity") in asked]
    message = f"Findings of the set severity: {len(rows)}."
    if not rows:
        return _without(facts, asked, len(every), message)
    evidence = (change.id, *(row.id for row in rows))
    landed = merge_time(change)
    if landed is None:
        return Verdict("time-unknown", message, evidence)
    if all(answer_to(row, landed, facts) == DONE for row in rows):
        return Verdict("answered", f"{message} Answered by the merge: all.", evidence)
    released = min(_releases(facts, landed), default=None)
    if released is None:
        return Verdict("not-released", message, evidence)
    answers = {answer_to(row, released, facts) for row in rows}
    return Verdict(
        _BY_ANSWER[min(answers, key=WORST_FIRST.index)], f"{message} Released: {released}.", evidence
    )


def _without(facts: ChangeFacts, asked: Sequence[str], known: int, message: str) -> Verdict:
    """The verdict where what landed has no finding to answer."""
    change = facts.change
    maybe = [
        row.id
        for row in rows_of(facts, FINDINGS, open_revisions(change))
        if row.values.get("severity") in asked
    ]
    if maybe:
        return Verdict("revision-unverifiable", f"Findings of the last revision: {len(maybe)}.", tuple(maybe))
    scans = rows_of(facts, SCANS, landed_revisions(change))
    told = sum(int(row.values.get("findings", "0")) for row in scans)
    if told > known:
        message = f"Findings that security tests tell of: {told}; handed in: {known}."
        return Verdict("findings-missing", message, (change.id, *(row.id for row in scans)))
    return Verdict("no-findings", message, (change.id,))


def _releases(facts: ChangeFacts, landed: str) -> Iterator[str]:
    """When releases and deployments took place that brought the change or a later one of its repository."""
    change = facts.change
    for at, sha, repository in facts.handed.once(_released):
        place = facts.ordinals.get(f"{change.repository}:{sha}", -1)
        same = sha == change.head_sha and sha in landed_revisions(change)
        if repository in ("", change.repository) and at >= landed and (place >= change.ordinal or same):
            yield at


def _released(handed: Handed) -> Sequence[tuple[str, str, str]]:
    rows: list[Imported] = [*handed.of(RELEASES), *handed.of(DEPLOYMENTS)]
    return [(row.values["at"], row.values["sha"], row.values.get("repository", "")) for row in rows]


CHECK = ChangeCheck(
    id="findings_dispositioned",
    version=1,
    question="Was each finding of a security test answered before the change was released?",
    procedure=(
        "List the findings (records/imported.jsonl, kind findings) of `from_severity` or worse that are of "
        "the landed commit, or of the pull request's last revision where that has the same tree or merges "
        "cleanly into it.",
        "Without any there is nothing to answer; where a security test tells of more findings than were "
        "handed in, the result is open.",
        "A finding is answered when it was closed as fixed or as a false positive, or accepted by a person "
        "who is no author of the change and to whom the roster gives `accept-risk` that day, for a time that "
        "had not run out.",
        "Where every finding was answered by the merge, the test is met.",
        "Else find the first release or deployment, of those that were handed in, of this change or a later "
        "one of its repository. What was not answered by then is a deviation; without a release, the result "
        "is open.",
    ),
    reasons=_REASONS,
    parameters=("from_severity",),
    sources=(FINDINGS,),
    consulted=(SCANS, RELEASES, DEPLOYMENTS, ROSTER),
    run=_run,
)
