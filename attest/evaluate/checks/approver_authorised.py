"""REV-04: was whoever approved entitled to on that day, as the persons file or a roster states it?"""

from attest.evaluate.approvals import LISTED_FROM, POPULATION, SOURCES, approval, approvals, aside
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, words
from attest.evaluate.dispositions import day_of
from attest.evaluate.roster import ROSTER, entitles, in_force, slug
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.change import Review
from attest.model.finding import Outcome
from attest.model.identity import ActorKind

ROLES = "roles"
APPROVE = "approve"
"""The word of a roster's `authority` that entitles to approve changes."""

_REASONS = {
    "authorised": Reason(Outcome.MET, "On that day the approver held a role that entitles to approve."),
    "out-of-service": Reason(
        Outcome.DEVIATION, "By the persons file the approver was not in service on that day."
    ),
    "role-not-held": Reason(
        Outcome.DEVIATION,
        "The approver is named in the persons file or the roster, and held no role on that day that entitles "
        "to approve.",
        absence=True,
    ),
    "not-listed": Reason(
        Outcome.DEVIATION, "Neither the persons file nor the roster names the approver.", absence=True
    ),
    "authority-not-stated": Reason(
        Outcome.INDETERMINATE,
        "No roster was handed in, and the persons file gives no reviewer a role: who may approve is open.",
    ),
    "approver-unknown": Reason(
        Outcome.INDETERMINATE, "The approver's account is gone or not known, so their role is open."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "The approval has no time by a server's clock, so its day is open."
    ),
    "not-counted": Reason(
        Outcome.NOT_APPLICABLE,
        "The approval carries nothing at the merge: by a machine or an author, too late, replaced, or of "
        "another pull request.",
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    _, review = approval(item, whole)
    why = aside(item, whole)
    if why:
        return Verdict("not-counted", why, (review.id,))
    if review.reviewer.kind is ActorKind.UNKNOWN or not review.reviewer.linked:
        return Verdict("approver-unknown", "No account tells who approved.", (review.id,))
    if review.submitted_at is None:
        return Verdict("time-unknown", "The approval has no time by a server's clock.", (review.id,))
    if review.in_service is False:
        return Verdict("out-of-service", "The approver was not in service on that day.", (review.id,))
    return _by_roles(review, whole, frozenset(map(slug, words(settings, ROLES))))


def _by_roles(review: Review, whole: RunFacts, entitling: frozenset[str]) -> Verdict:
    """What the roles come to that persons file and roster give an approver on the day of approval."""
    day = day_of(review.submitted_at or "", whole.view.manifest.period)
    rows = whole.handed.by(ROSTER, "person", review.reviewer.id)
    holding = tuple(row for row in rows if in_force(row, day) and entitles(row, entitling, APPROVE))
    roles = [role for role in review.roles if slug(role) in entitling]
    if roles or holding:
        message = f"Roles that entitle: by the persons file {len(roles)}, by the roster {len(holding)}."
        return Verdict("authorised", message, (review.id, *(row.id for row in holding)))
    if not whole.handed.has(ROSTER) and not whole.once(_any_role):
        message = "Rosters handed in: 0; reviewers to whom the persons file gives a role: 0."
        return Verdict("authority-not-stated", message, (review.id,))
    if rows or review.in_service:
        message = f"Rows of the roster about the approver: {len(rows)}; entitling ones on that day: 0."
        return Verdict("role-not-held", message, (review.id, *(row.id for row in rows)))
    message = "The approver is in neither the persons file nor the roster."
    return Verdict("not-listed", message, (review.id,))


def _any_role(whole: RunFacts) -> bool:
    """Whether the persons file states roles, as far as reviews tell."""
    return any(review.roles for review in whole.view.reviews)


CHECK = ItemCheck(
    id="approver_authorised",
    version=1,
    question="Did everybody whose approval counted hold a role on that day that entitles to approve?",
    procedure=(
        "List every approval. Leave out those that carry nothing at the merge: by agents, robots and "
        "authors, after the merge, replaced by a later verdict, or of another pull request. One by somebody "
        "out of service stays in.",
        "Take the day of the approval by the server's clock, in the period's time zone. First and last days "
        "of a role are in it.",
        "Look the approver up in the persons file. Whoever was not in service on that day was not "
        "authorised, whatever a roster says.",
        "Look for a role of `roles` that the persons file or the roster gives the approver on that day, or "
        "a row of the roster whose `authority` has `approve` (records/imported.jsonl, kind roster). One "
        "such meets the test.",
        "Whoever is named without such a role, or is not named at all, was not authorised. Where no roster "
        "was handed in and the persons file gives no reviewer a role, nobody states who may approve, and "
        "the result is open.",
    ),
    reasons=_REASONS,
    parameters=(ROLES,),
    sources=SOURCES,
    consulted=(ROSTER,),
    population=POPULATION,
    items=approvals,
    run=_run,
    listed_from=LISTED_FROM,
)
