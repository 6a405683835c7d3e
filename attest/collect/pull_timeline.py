"""Makes records of a pull request's timeline, and of the comments on its lines."""

from collections.abc import Iterable

from attest import canonical
from attest.collect.forge_records import InlineComment, PullEvent
from attest.collect.records import Recorder, review_state
from attest.model.base import Sha
from attest.model.collected import PersonalEntry
from attest.model.event import Comment, Event, EventKind


class TimelineRecorder:
    """Makes these records under the ids of one pull request."""

    def __init__(self, recorder: Recorder, change: str, stem: str) -> None:
        self._recorder = recorder
        self._change = change
        self._stem = stem

    def event(self, read: PullEvent) -> tuple[Event, PersonalEntry | None]:
        """The record of an entry of the timeline; what somebody wrote, and names of branches, are sealed."""
        name = f"{self._stem}:event:{read.id}"
        kind = EventKind(read.kind)
        is_base = kind is EventKind.BASE_CHANGE
        branches = {"before": read.before, "after": read.after} if is_base else {}
        texts = {key: text for key, text in {"text": read.text, **branches}.items() if text}
        commitment, entry = self._recorder.seal(name, **texts) if texts else ("", None)
        directory = self._recorder.directory
        record = Event(
            id=name,
            change=self._change,
            kind=kind,
            at=read.at,
            actor=directory.account(read.actor),
            subject=directory.account(read.subject) if read.subject is not None else None,
            team=read.team,
            before=None if is_base else _sha(read.before),
            after=None if is_base else _sha(read.after),
            review=f"{self._stem}:review:{read.review}" if read.review else "",
            previous_state=review_state(read.state),
            commitment=commitment,
        )
        return record, entry

    def comment(self, read: InlineComment) -> tuple[Comment, PersonalEntry]:
        """The record of a comment; its text is sealed as a digest alone."""
        name = f"{self._stem}:comment:{read.id}"
        digest = canonical.sha256(read.body.encode("utf-8", "backslashreplace"))
        commitment, entry = self._recorder.seal(name, body_digest=digest)
        record = Comment(
            id=name,
            change=self._change,
            review=f"{self._stem}:review:{read.review}",
            author=self._recorder.directory.account(read.author),
            drafted_at=read.drafted_at,
            published_at=read.published_at,
            edited_at=read.edited_at,
            sha=_sha(read.sha),
            original_sha=_sha(read.original_sha),
            path=read.path,
            line=read.line,
            original_line=read.original_line,
            outdated=read.outdated,
            answer=bool(read.answers),
            commitment=commitment,
        )
        return record, entry


def dismissals(events: Iterable[PullEvent]) -> dict[str, PullEvent]:
    """By review, the last entry that says that it was dismissed."""
    found = (event for event in events if event.kind == EventKind.DISMISSAL.value)
    return {event.review: event for event in found if event.review}


def _sha(text: str) -> Sha | None:
    return text or None
