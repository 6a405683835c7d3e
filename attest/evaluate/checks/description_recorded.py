"""CHG-02: was it on record before the merge what a change is and why, and did it stay as it was?"""

from attest.evaluate.approval import Standing, merge_time, standing
from attest.evaluate.arrival import DIRECT_PUSH, TYPE_UNDETERMINED
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, number, word, words
from attest.evaluate.described import EDITS_UNKNOWN, TEXT_UNREAD, cut, unread, unsettled
from attest.evaluate.facts import ChangeFacts
from attest.model.change import ReviewState
from attest.model.description import Description, Topic, TopicState
from attest.model.finding import Outcome

_REASONS = {
    "recorded": Reason(
        Outcome.MET, "Before the merge the text gave a reason and each section that is asked for."
    ),
    "recorded-edited-later": Reason(
        Outcome.MET,
        "Before the merge the text gave them, and it was edited after the last approval: the approver may "
        "have read another text.",
    ),
    "no-reason": Reason(
        Outcome.DEVIATION,
        "The text gives no reason: it is empty, the template's, or too short.",
        absence=True,
    ),
    "section-missing": Reason(
        Outcome.DEVIATION, "The text leaves out a section that management asks for.", absence=True
    ),
    "edited-after": Reason(
        Outcome.DEVIATION, "The text was edited after the merge: what it said before is on no record."
    ),
    "edits-unknown": EDITS_UNKNOWN,
    "text-unread": TEXT_UNREAD,
    "direct-push": DIRECT_PUSH,
    "type-undetermined": TYPE_UNDETERMINED,
    "section-unknown": Reason(
        Outcome.INDETERMINATE, "Management asks for a section by a name that is no topic of descriptions."
    ),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    verdict = unread(facts)
    if verdict is not None or facts.description is None:
        return verdict or Verdict("text-unread", "The text is not on record.", (facts.change.id,))
    description = facts.description
    evidence = (facts.change.id, description.id)
    asked = words(settings, "sections")
    if not set(asked) <= set(Topic):
        return Verdict("section-unknown", "A section that is asked for is no topic.", evidence)
    missing = _missing(description, tuple(map(Topic, asked)), settings)
    if missing is not None:
        return cut(facts, description) or missing
    open_or_later = unsettled(facts, description)
    if open_or_later is not None:
        return open_or_later
    approved = _last_approval(facts)
    if approved and description.edited_after(approved):
        message = "The text was edited between the last approval and the merge."
        return Verdict("recorded-edited-later", message, evidence)
    return Verdict("recorded", f"Words of the text that say something: {description.words}.", evidence)


def _missing(description: Description, asked: tuple[Topic, ...], settings: Settings) -> Verdict | None:
    """The verdict on a text that leaves something out, `None` for one that has it all."""
    evidence = (description.change, description.id)
    counted = [description.state(Topic.REASON)]
    if word(settings, "reason_under") == "any":
        counted.append(description.untitled)
    least = number(settings, "least_words")
    if TopicState.FILLED not in counted or description.words < least:
        message = f"Words of the text that say something: {description.words}; asked for: {least}."
        return Verdict("no-reason", f"No reason is given. {message}", evidence)
    lacking = [topic for topic in asked if not description.says(topic)]
    if lacking:
        message = f"Sections that are asked for and do not say anything: {', '.join(sorted(lacking))}."
        return Verdict("section-missing", message, evidence)
    return None


def _last_approval(facts: ChangeFacts) -> str:
    """When a person who is no author last approved before the merge; empty where nobody did."""
    limit = merge_time(facts.change) or ""
    return max(
        (
            review.submitted_at
            for review in facts.reviews
            if review.state is ReviewState.APPROVED
            and review.submitted_at is not None
            and review.submitted_at <= limit
            and standing(facts.change, review.reviewer) not in (Standing.MACHINE, Standing.AUTHOR)
        ),
        default="",
    )


CHECK = ChangeCheck(
    id="description_recorded",
    version=1,
    question="Was it on record before the merge what the change is and why, and was that left as it was?",
    procedure=(
        "A change that was pushed has no text of a pull request, which is a deviation; an undetermined type "
        "leaves the result open.",
        "Take what stands under the headings of the pull request's text (records/descriptions.jsonl). A "
        "reason must be filled in: under a heading that names it or, with `reason_under` set to any, under "
        "no heading that names a topic. Lines of the template, unticked boxes and words such as n/a count as "
        "nothing.",
        "Count the words that say something; they must be at least `least_words`.",
        "Each topic of `sections` must be filled in, or say that there is none and why.",
        "Where the text is longer than what was read, something that is missing is open.",
        "The text must not have been edited after the merge, by the forge's clock. Where the forge does not "
        "say when it was edited, the result is open.",
        "An edit between the last approval by a person who is no author and the merge has a reason of its "
        "own, so that it is listed.",
    ),
    reasons=_REASONS,
    parameters=("least_words", "reason_under", "sections"),
    sources=("pull-requests",),
    consulted=("reviews",),
    run=_run,
)
