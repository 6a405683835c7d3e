"""CHG-03: was the effect on security written down before the merge, where data or risk asks for it?"""

from attest.evaluate.approval import last_words
from attest.evaluate.arrival import DIRECT_PUSH, TYPE_UNDETERMINED
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, word, words
from attest.evaluate.described import EDITED_AFTER, EDITS_UNKNOWN, TEXT_UNREAD, best, cut, unread, unsettled
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named_people import ROSTER, has_role
from attest.evaluate.scoped import PROTECTED, SCOPE_UNKNOWN, reaches, scope_open
from attest.model.description import Description, Topic, TopicState
from attest.model.finding import Outcome
from attest.model.placement import Stratum, Tier

_REASONS = {
    "documented": Reason(
        Outcome.MET,
        "Before the merge the text said what the effect on security is, and somebody in a role of security "
        "approved where the tier asks for it.",
    ),
    "missing": Reason(Outcome.DEVIATION, "The text says nothing of the effect on security.", absence=True),
    "contradicted": Reason(
        Outcome.DEVIATION,
        "The text says that there is none, and the change touches infrastructure or what agents may do.",
    ),
    "no-security-reviewer": Reason(
        Outcome.DEVIATION,
        "The tier asks for an approval by somebody in a role of security, and none stood at the merge.",
        absence=True,
    ),
    "none-stated": Reason(
        Outcome.NEEDS_REVIEW,
        "The text says that there is none and why, of a change that reaches card or health data.",
    ),
    "reviewer-role-unknown": Reason(
        Outcome.INDETERMINATE,
        "The tier asks for an approval by somebody in a role of security; neither roster nor persons file "
        "gives an approver a role, or who approved is not known.",
    ),
    "edited-after": EDITED_AFTER,
    "edits-unknown": EDITS_UNKNOWN,
    "text-unread": TEXT_UNREAD,
    "scope-unknown": SCOPE_UNKNOWN,
    "direct-push": DIRECT_PUSH,
    "type-undetermined": TYPE_UNDETERMINED,
    "outside-scope": Reason(
        Outcome.NOT_APPLICABLE, "The change reaches no card or health data and lies below the tier asked for."
    ),
}
_TELLING = frozenset({Stratum.INFRASTRUCTURE, Stratum.AGENT_AUTHORITY})


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    within = reaches(facts.placement, PROTECTED, Tier(word(settings, "from_tier")))
    if within is False:
        message = "The change reaches no data of cards or health and no system of such a tier."
        return Verdict("outside-scope", message, (facts.change.id, *facts.placement.touches))
    verdict = _documented(facts, settings)
    if within is None and verdict.reason != "documented":
        return scope_open(facts)
    return verdict


def _documented(facts: ChangeFacts, settings: Settings) -> Verdict:
    verdict, description = unread(facts), facts.description
    if verdict is not None or description is None:
        return verdict or Verdict("text-unread", "The text is not on record.", (facts.change.id,))
    found = _section(facts, description, settings)
    if found is not None:
        return found
    settled = unsettled(facts, description)
    if settled is not None:
        return settled
    unreviewed = _reviewer(facts, settings)
    if unreviewed is not None:
        return unreviewed
    state = best(description, (Topic(word(settings, "section")),))
    evidence = (facts.change.id, description.id, *facts.placement.touches)
    if state is TopicState.NONE_STATED and not facts.placement.data.isdisjoint(PROTECTED):
        message = "The text states no effect on security, of a change that reaches protected data."
        return Verdict("none-stated", message, evidence)
    return Verdict("documented", "The text says what the effect on security is.", evidence)


def _section(facts: ChangeFacts, description: Description, settings: Settings) -> Verdict | None:
    """The verdict on a section that is missing or that files speak against."""
    state = best(description, (Topic(word(settings, "section")),))
    evidence = (facts.change.id, description.id)
    if state.rank < TopicState.NONE_STATED.rank:
        missing = Verdict("missing", "Nothing is said of the effect on security.", evidence)
        return cut(facts, description) or missing
    telling = sorted(facts.placement.strata & _TELLING)
    if state is TopicState.NONE_STATED and telling:
        message = f"The text states no effect on security; the change touches: {', '.join(telling)}."
        return Verdict("contradicted", message, (*evidence, *facts.placement.touches))
    return None


def _reviewer(facts: ChangeFacts, settings: Settings) -> Verdict | None:
    """The verdict where a high tier asks for an approval that is not there, `None` where all is well."""
    if facts.placement.tier < Tier(word(settings, "reviewer_from")):
        return None
    if "reviews" in facts.not_connected:
        message = "Reviews were not connected; the tier asks for one by somebody in a role of security."
        return Verdict("reviewer-role-unknown", message, (facts.change.id,))
    roles = frozenset(words(settings, "security_roles"))
    sorted_out = last_words(facts.change, facts.reviews)
    if any(has_role(review, roles, facts) for review in sorted_out.independent):
        return None
    evidence = (facts.change.id, *(review.id for review in sorted_out.independent))
    open_ones = (*sorted_out.undecidable, *sorted_out.undated)
    is_stated = facts.handed.has(ROSTER) or any(review.roles for review in facts.reviews)
    if open_ones or (sorted_out.independent and not is_stated):
        message = "Approvals of which the role is not stated, or whose approver is not known."
        return Verdict("reviewer-role-unknown", message, (*evidence, *(one.id for one in open_ones)))
    message = f"Independent approvals: {len(sorted_out.independent)}; by somebody in a role of security: 0."
    return Verdict("no-security-reviewer", message, evidence)


CHECK = ChangeCheck(
    id="security_impact_documented",
    version=1,
    question="Was the effect on security written down before the merge, where data or risk asks for it?",
    procedure=(
        "Take the changes that reach data of cards or health by the inventory, or whose tier is at least "
        "`from_tier`. The others are not asked. Where not all files could be read, or no inventory is "
        "declared, a result that is not met is open.",
        "A change that was pushed has no text of a pull request, which is a deviation; an undetermined type "
        "leaves the result open.",
        "Look at what stands under headings of the topic `section` (records/descriptions.jsonl). It must be "
        "filled in, or say that there is no effect and why. Where the text is longer than what was read, "
        "something that is missing is open.",
        "That there is none is contradicted where the change is in the stratum infrastructure or "
        "agent-authority; where it reaches card or health data, it is for a person to judge.",
        "Where the text was edited after the merge, or the forge does not tell, what stood there is open.",
        "From the tier `reviewer_from` on, an approval must have stood at the merge by a person who is no "
        "author and held a role of `security_roles` on that day, by the persons file or the roster.",
    ),
    reasons=_REASONS,
    parameters=("from_tier", "section", "reviewer_from", "security_roles"),
    sources=("pull-requests",),
    consulted=("reviews", ROSTER),
    run=_run,
)
