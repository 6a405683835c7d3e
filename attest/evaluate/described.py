"""What a change's pull request says of a topic, as far as it stood at the merge: shared by several checks."""

from collections.abc import Sequence

from attest.evaluate.approval import merge_time
from attest.evaluate.arrival import pushed, unknown
from attest.evaluate.check import Reason, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.model.description import Description, Topic, TopicState
from attest.model.finding import Outcome

TEXT_UNREAD = Reason(Outcome.INDETERMINATE, "The text of the pull request was not read, or not to its end.")
EDITS_UNKNOWN = Reason(
    Outcome.INDETERMINATE,
    "The text says it now; when it was last edited, or when the merge was, is not on record.",
)

EDITED_AFTER = Reason(
    Outcome.INDETERMINATE, "The text was edited after the merge: what it said before is on no record."
)


def unread(facts: ChangeFacts) -> Verdict | None:
    """The verdict where there is no text to ask, `None` where there is one."""
    verdict = pushed(facts.change) or unknown(facts.change)
    if verdict is None and facts.description is None:
        message = "The text of the pull request is not on record."
        return Verdict("text-unread", message, (facts.change.id,))
    return verdict


def best(description: Description, topics: Sequence[Topic]) -> TopicState:
    """The most that the text says under the headings of any of these topics."""
    states = [state for topic in topics if (state := description.state(topic)) is not None]
    return max(states, key=lambda state: state.rank, default=TopicState.EMPTY)


def unsettled(facts: ChangeFacts, description: Description) -> Verdict | None:
    """The verdict where what the text says now may not be what it said at the merge."""
    evidence = (facts.change.id, description.id)
    later = description.edited_after(merge_time(facts.change))
    if later is None:
        message = "Whether the text was edited after the merge is not on record."
        return Verdict("edits-unknown", message, evidence)
    if later:
        return Verdict("edited-after", "The text was last edited after the merge.", evidence)
    return None


def cut(facts: ChangeFacts, description: Description) -> Verdict | None:
    """The verdict where something may stand in the part of a long text that was not read."""
    if not description.cut:
        return None
    message = "The text is longer than what was read of it."
    return Verdict("text-unread", message, (facts.change.id, description.id))
