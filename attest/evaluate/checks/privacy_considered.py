"""CHG-06: did somebody answer for protected data before the merge? An indicator: nobody fails by it."""

from attest.evaluate.approval import last_words, merge_time
from attest.evaluate.arrival import pushed, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, words
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import ROSTER, day_in, has_role
from attest.evaluate.scoped import SCOPE_UNKNOWN, reaches, scope_open
from attest.model.description import Topic
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DataClass

ASSESSMENTS = "risk-assessments"
_REASONS = {
    "reviewed": Reason(
        Outcome.MET,
        "A person who is no author and held a role of data protection had approved it at the merge.",
    ),
    "assessed": Reason(
        Outcome.MET, "An assessment of the change's effect on data is dated no later than the merge."
    ),
    "section-only": Reason(
        Outcome.NEEDS_REVIEW, "The text says what happens to data, and nobody else's word is on record."
    ),
    "not-considered": Reason(
        Outcome.NEEDS_REVIEW,
        "No approval in a role of data protection, no assessment and no section is found.",
    ),
    "assessed-later": Reason(
        Outcome.NEEDS_REVIEW, "The assessment is dated after the merge, or had run out by then."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "An assessment is on record; the merge has no time to hold it against."
    ),
    "scope-unknown": SCOPE_UNKNOWN,
    "no-protected-data": Reason(
        Outcome.NOT_APPLICABLE, "The change touches no entry of the inventory with protected data."
    ),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    within = reaches(facts.placement, frozenset(DataClass))
    if within is False:
        message = "The change touches no entry of the inventory with protected data."
        return Verdict("no-protected-data", message, (facts.change.id, *facts.placement.touches))
    verdict = _considered(facts, settings)
    if within is None and verdict.reason not in ("reviewed", "assessed"):
        return scope_open(facts)
    return verdict


def _considered(facts: ChangeFacts, settings: Settings) -> Verdict:
    change = facts.change
    is_pull = pushed(change) is None and unknown(change) is None
    roles = frozenset(words(settings, "privacy_roles"))
    independent = last_words(change, facts.reviews).independent if is_pull else ()
    reviews = [review for review in independent if has_role(review, roles, facts)]
    if reviews:
        message = f"Independent approvals in a role of data protection: {len(reviews)}."
        return Verdict("reviewed", message, (change.id, *(review.id for review in reviews)))
    return _assessed(facts, settings) or _described(facts, is_pull=is_pull)


def _assessed(facts: ChangeFacts, settings: Settings) -> Verdict | None:
    """The verdict on assessments of the change, `None` where there is none."""
    subjects = words(settings, "subjects")
    rows = [
        row
        for row in facts.handed.about(facts.change.id)
        if row.kind == ASSESSMENTS and row.values.get("subject", "") in subjects and "at" in row.values
    ]
    if not rows:
        return None
    evidence = (facts.change.id, *(row.id for row in rows))
    limit = merge_time(facts.change)
    if limit is None:
        return Verdict("time-unknown", "The merge has no time by a server's clock.", evidence)
    if any(_is_by(row, limit, facts.timezone) for row in rows):
        return Verdict("assessed", "An assessment is dated no later than the merge.", evidence)
    return Verdict(
        "assessed-later", "Every assessment is dated after the merge, or had run out by then.", evidence
    )


def _is_by(row: Imported, limit: str, timezone: str) -> bool:
    """Whether it is dated no later than the merge, and holds that day; of a day alone the day decides."""
    at = row.values["at"]
    day = day_in(limit, timezone)
    is_before = at <= limit if len(at) > len(day) else at <= day
    return is_before and day <= (row.day("valid_until") or day)


def _described(facts: ChangeFacts, *, is_pull: bool) -> Verdict:
    description = facts.description
    if is_pull and description is not None and description.says(Topic.PRIVACY):
        message = "The text has a section on data, and no other word is on record."
        return Verdict("section-only", message, (facts.change.id, description.id))
    message = "Approvals in a role of data protection: 0; assessments: 0; sections: 0."
    return Verdict("not-considered", message, (facts.change.id,))


CHECK = ChangeCheck(
    id="privacy_considered",
    version=1,
    question="Did somebody answer for the data before the merge of each change that touches protected data?",
    procedure=(
        "Take the changes that touch an entry of the inventory with data of cards, health or persons. Where "
        "not all files could be read, or no inventory is declared, a result that is not met is open.",
        "Look for an approval that stood at the merge, by a person who is no author and held a role of "
        "`privacy_roles` on that day, by the persons file or the roster.",
        "Else look for an assessment of the change (records/imported.jsonl, kind risk-assessments) whose "
        "subject is one of `subjects`, dated no later than the merge and valid on that day.",
        "Where there is neither, the change is listed for a person to look at, apart where the text says "
        "what happens to data. No change fails by this test.",
    ),
    reasons=_REASONS,
    parameters=("privacy_roles", "subjects"),
    sources=("pull-requests", "reviews"),
    consulted=(ROSTER, ASSESSMENTS),
    run=_run,
)
