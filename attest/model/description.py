"""What a pull request's text says by its headings: topics and whether they are filled in, never the text."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from attest.model.base import Record, UtcTime

Count = Annotated[int, Field(ge=0)]


class Topic(StrEnum):
    """What a description of a change is asked to say."""

    REASON = "reason"
    IMPACT = "impact"
    SECURITY = "security"
    TESTING = "testing"
    ROLLBACK = "rollback"
    MIGRATION = "migration"
    PRIVACY = "privacy"
    RISK = "risk"
    AI = "ai"


class TopicState(StrEnum):
    """What stands under a heading, least first."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    """An unticked box, text of the template, or a word that says nothing: `n/a`, `none`, `TODO`, `-`."""
    NONE_STATED = "none-stated"
    """That there is none, and why: `None: no deployment`."""
    FILLED = "filled"

    @property
    def rank(self) -> int:
        """Its place on the scale, least first."""
        return tuple(TopicState).index(self)


class TopicFound(Record):
    """A topic that has a heading; where it has several, the one that says most counts."""

    topic: Topic
    state: TopicState


class Description(Record):
    """The text of a change's pull request, as it is on the day of collection."""

    id: str
    """`<change>:description`."""
    change: str
    pull: int | None
    topics: tuple[TopicFound, ...]
    """Each topic once, in the order of `Topic`; one that is missing has no heading."""
    untitled: TopicState
    """What stands under no heading that names a topic."""
    words: Count
    """Words of what is filled in or says why there is none; the text of a template is not counted."""
    ticked: Count
    """Boxes of task lists that are ticked."""
    unticked: Count
    edited_at: UtcTime | None
    """When the text was last edited, by the forge's clock."""
    edits_known: bool
    """Whether the forge says when; without that, no time does not mean that it was never edited."""
    cut: bool
    """Whether the text is longer than what was read of it."""

    def state(self, topic: Topic) -> TopicState | None:
        """What stands under a topic's heading; `None` where there is no such heading."""
        return next((found.state for found in self.topics if found.topic is topic), None)

    def says(self, topic: Topic) -> bool:
        """Whether it is filled in, or says why there is none."""
        state = self.state(topic)
        return state is not None and state.rank >= TopicState.NONE_STATED.rank

    def edited_after(self, instant: UtcTime | None) -> bool | None:
        """Whether it was edited after an instant, as the last approval; `None` where that is not known."""
        if not self.edits_known or instant is None:
            return None
        return self.edited_at is not None and self.edited_at > instant
