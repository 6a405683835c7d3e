"""What collection hands on, one change at a time: the hot path's forms and the records made from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from attest.model.attached import AddedLines, Attachment
from attest.model.base import UtcTime
from attest.model.change import Change, Review, StatusCheck
from attest.model.commit import Commit, RawCommit
from attest.model.comprehension import ComprehensionRecord
from attest.model.event import Comment, Event
from attest.model.identity import ActorKind


class PersonalEntry(NamedTuple):
    """The personal part of one record: what its commitment commits to."""

    id: str
    """The record's id."""
    salt: str
    """Thirty-two hexadecimal digits."""
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class PullText:
    """The free text of a pull request, for detection only; empty strings where there is none.

    Where the forge does not say when a text was edited, `edits_known` is false.
    """

    title: str = ""
    body: str = ""
    branch: str = ""
    author_login: str = ""
    labels: tuple[str, ...] = ()
    edited_at: UtcTime | None = None
    edits_known: bool = False


@dataclass(frozen=True, slots=True)
class Authorship:
    """What a change's set of authors lacks, before texts and line records were asked for names."""

    known: bool = True
    """Whether everybody who wrote or opened could be read."""
    unprompted: tuple[str, ...] = ()
    """Ids of the agents that wrote or opened, and beside which no commit names a person; sorted."""


@dataclass(frozen=True, slots=True)
class CollectedChange:
    """One change with everything that was read for it.

    `commits` and `raw` are aligned; landed and brought-in commits first, in landing order, then the
    commits seen only on the pull request's own head.
    """

    change: Change
    commits: tuple[Commit, ...]
    raw: tuple[RawCommit, ...]
    pull: PullText | None = None
    reviews: tuple[Review, ...] = ()
    checks: tuple[StatusCheck, ...] = ()
    comprehension: tuple[ComprehensionRecord, ...] = ()
    personal: dict[str, tuple[PersonalEntry, ...]] = field(default_factory=dict)
    """By kind of record (`commits`, `changes`, `reviews`, ...), in the order of those that have one."""
    attachments: tuple[Attachment, ...] = ()
    """What is attached to these commits, in the order of `raw`, then as found."""
    added: Mapping[str, AddedLines] = field(default_factory=dict)
    """By commit: of those with an attachment, and of those that an attachment was followed from."""
    unread: tuple[str, ...] = ()
    """Commits to which something may be attached that could not be read: silence says nothing there."""
    authorship: Authorship = Authorship()
    events: tuple[Event, ...] = ()
    comments: tuple[Comment, ...] = ()
    beside: tuple[PullText, ...] = ()
    """Of other pull requests that the forge says landed as the same commit."""


@dataclass(frozen=True, slots=True)
class Trace:
    """A signal as the engine finds it, before it is sealed into a record."""

    rule: str
    version: int
    grade: str
    role: str
    tool: str
    model: str | None
    where: str
    matched: str
    """The matched text, cut to 200 characters, control characters and tokens made visible or removed."""
    source: str
    kind: str = ""
    """The kind of its rule. Not a part of what is printed."""


Classifier = Callable[[str, str], tuple[ActorKind, str]]
"""From a name and an address to the kind of actor and, for agents and robots, the tool's slug."""
