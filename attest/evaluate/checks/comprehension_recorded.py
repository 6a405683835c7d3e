"""CMP-01: did an approver leave comprehension evidence for what landed? Management's own control."""

from attest.evaluate.approval import Coverage, Standing, last_words, may_approve, merge_time, standing
from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.bound import is_edited_later, record_coverage, unread_timeline
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, word
from attest.evaluate.facts import ChangeFacts
from attest.model.comprehension import ComprehensionRecord, Level
from attest.model.finding import Outcome

_REASONS = {
    "recorded": Reason(
        Outcome.MET,
        "An independent approver's record of the set level covers what landed and came before the merge.",
        absence=True,
    ),
    "no-record": Reason(Outcome.DEVIATION, "No comprehension record is there for the change.", absence=True),
    "level-below": Reason(
        Outcome.DEVIATION, "The records are of a lower level than the control asks for.", absence=True
    ),
    "recorded-after-merge": Reason(
        Outcome.DEVIATION, "The record was made after the merge: it is retrospective.", absence=True
    ),
    "recorded-by-author": Reason(
        Outcome.DEVIATION, "The record is by an author of the change, or by a machine.", absence=True
    ),
    "reviewer-did-not-approve": Reason(
        Outcome.DEVIATION,
        "The record is by a person whose approval did not stand at the merge.",
        absence=True,
    ),
    "other-revision": Reason(
        Outcome.DEVIATION, "The record is bound to content other than what landed.", absence=True
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "independence-undecidable": Reason(
        Outcome.INDETERMINATE,
        "A record is there; whether its reviewer is one of the authors cannot be decided.",
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "A record is there; whether it came before the merge cannot be read from a server's clock.",
    ),
    "dismissal-undated": Reason(
        Outcome.INDETERMINATE,
        "A record is there; whether its reviewer's approval was dismissed before the merge is not known.",
    ),
    "statement-edited": Reason(
        Outcome.INDETERMINATE,
        "The review that the record was read from was edited after the merge: what it said then is not "
        "known.",
    ),
    "revision-unverifiable": Reason(
        Outcome.INDETERMINATE, "A record is there; whether it is bound to what landed cannot be recomputed."
    ),
}

_LEVELS = tuple(Level)
_BEYOND_DOUBT = {Coverage.OLDER, Coverage.RESIDUAL}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    least = Level(word(settings, "level"))
    settled = unknown(facts.change)
    if settled is not None:
        return settled
    verdicts = [_of(facts, record, least) for record in facts.comprehension]
    if not verdicts:
        return Verdict("no-record", "Comprehension records for the change: 0.", (facts.change.id,))
    return min(reversed(verdicts), key=lambda verdict: _RANK[_REASONS[verdict.reason].outcome])


_RANK = {Outcome.MET: 0, Outcome.INDETERMINATE: 1, Outcome.DEVIATION: 2}


def _of(facts: ChangeFacts, record: ComprehensionRecord, least: Level) -> Verdict:
    """What one record is worth. Certain shortcomings come first: doubt must not cover them."""
    evidence = (record.id, facts.change.id)
    found = record_coverage(facts, record)
    how = standing(facts.change, record.reviewer)
    limit = merge_time(facts.change)
    if how in (Standing.AUTHOR, Standing.MACHINE):
        return Verdict("recorded-by-author", "The record is by an author or a machine.", evidence)
    is_edited = is_edited_later(facts, record)
    if not is_edited and _LEVELS.index(record.level) < _LEVELS.index(least):
        message = f"The record is of level {record.level.value}; {least.value} is asked for."
        return Verdict("level-below", message, evidence)
    if limit is not None and record.recorded_at is not None and record.recorded_at > limit:
        return Verdict("recorded-after-merge", "The record was made after the merge.", evidence)
    if found in _BEYOND_DOUBT:
        return Verdict("other-revision", "The record is bound to other content than what landed.", evidence)
    words = last_words(facts.change, facts.reviews)
    approvers = {review.reviewer.id for review in words.independent}
    dismissed = {review.reviewer.id for review in words.dismissals if may_approve(review)} - approvers
    doubtful = {review.reviewer.id for review in (*words.undecidable, *words.undated)} | dismissed
    if record.reviewer.id not in approvers | doubtful:
        message = "No approval of the record's reviewer stood at the merge."
        return Verdict("reviewer-did-not-approve", message, evidence)
    if how is Standing.UNDECIDABLE:
        message = "Whether the record's reviewer is an author cannot be decided."
        return Verdict("independence-undecidable", message, evidence)
    if record.reviewer.id in dismissed:
        message = "Whether the approval of the record's reviewer was dismissed before the merge is not known."
        return Verdict("dismissal-undated", message, evidence)
    if is_edited:
        message = "The review that the record was read from was edited after the merge."
        return Verdict("statement-edited", message, evidence)
    if limit is None or record.recorded_at is None or record.reviewer.id not in approvers:
        message = "The record or its approval has no server time to compare with the merge."
        return Verdict("time-unknown", message, evidence)
    if found is not Coverage.COVERS or unread_timeline(facts):
        message = "Whether the record is bound to what landed cannot be recomputed."
        return Verdict("revision-unverifiable", message, evidence)
    message = f"A record of level {record.level.value} by an independent approver covers what landed."
    return Verdict("recorded", message, evidence)


CHECK = ChangeCheck(
    id="comprehension_recorded",
    version=3,
    question="Did an independent approver leave comprehension evidence, before the merge, for what landed?",
    procedure=(
        "Take the changes whose record holds evidence of AI involvement. Where that could not be read, or "
        "pull requests were not connected and git shows none, whether the test applies is open.",
        "List the comprehension records of the change. With none, it is a deviation; where it is "
        "undetermined whether the change came through a pull request, the result is open.",
        "A record counts when its reviewer is a person who is none of the authors, its level is at least "
        "`level`, and it was made before the merge by the server's clock. Where the review that it was read "
        "from was edited after the merge, what it said at the merge is open, its level too.",
        "It must be bound to what landed, as the reviewer's approval of the same revision is in the test of "
        "approved content. Where there is none, it must be of the landed tree, or of the last revision where "
        "the landed tree is identical or a clean merge of it.",
        "Its reviewer's approval must have stood at the merge, as in the test of independent approval.",
        "One record that counts meets the test. It shows what was demonstrated, and no state of mind.",
    ),
    reasons=_REASONS,
    parameters=("level",),
    sources=("reviews", "comprehension"),
    run=_run,
)
