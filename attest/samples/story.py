"""A sample repository as a story: who did what and when, in YAML that a person can read.

One story is the only source of both the git repository and the forge's recorded answers, so the two
cannot disagree. Entries are in the order in which they reached the release branch.
"""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from attest.document import parse, validate
from attest.model.base import Record, UtcTime


class Person(Record):
    """Somebody with an account of the forge, or without one when `login` is empty.

    `id` is the account's number. A deleted account is `null` in the forge's answers.
    """

    name: str
    email: str
    login: str = ""
    id: int = 0
    type: Literal["User", "Bot"] = "User"
    deleted: bool = False


class CommitStep(Record):
    """One commit. `files` sets whole files, `copies` takes files of the story's folder by their name.

    `copies_as` takes them under another path: path to name.

    `merges` names what is merged into the branch, and makes this a merge commit; several names make an
    octopus. Names of commits are `#12` (what landed), `#12/head`, `#12/2` (its second commit), the key of
    a push, or a branch. In texts, `{{#12/head}}` stands for the commit id.

    `at` is the committer's time, and the author's where `authored_at` does not say otherwise.
    `verbatim` leaves the end of the message as it stands. `encoding` is the header as the commit holds it,
    `charset` how names and message are truly written.
    """

    author: str
    at: UtcTime
    message: str
    authored_at: UtcTime | None = None
    zone: Annotated[str, StringConstraints(pattern=r"^[+-]\d{4}$")] = "+0000"
    verbatim: bool = False
    encoding: str = ""
    charset: Literal["utf-8", "iso-8859-1"] = "utf-8"
    key: str = ""
    committer: str = ""
    files: dict[str, str] = Field(default_factory=dict)
    remove: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    copies_as: dict[str, str] = Field(default_factory=dict)
    merges: tuple[str, ...] = ()
    repeats: str = ""
    """Takes the files that the named commit changed: a cherry-pick."""
    numbered: dict[str, Annotated[int, Field(ge=1, le=100_000)]] = Field(default_factory=dict)
    """Files of so many numbered lines, where it is their number that matters."""


class DismissalStep(Record):
    """Who took a review out of force, when, and what it was. Only the timeline tells it."""

    by: str
    at: UtcTime
    reason: str = ""
    was: Literal["approved", "changes_requested"] = "approved"


class ReviewStep(Record):
    """A review as the forge shows it at the end. `on` is the commit's position; 0 means the last.

    `of` names a commit that was pushed over, where the forge still shows that one.
    """

    by: str
    state: Literal["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]
    at: UtcTime | None = None
    on: int = 0
    of: str = ""
    body: str = ""
    dismissed: DismissalStep | None = None


class CheckStep(Record):
    """A check run on the last commit, or on the commit at position `on`."""

    name: str
    conclusion: str
    at: UtcTime
    on: int = 0


class MergeStep(Record):
    """How a pull request landed. An empty message is what the forge would write.

    `files` are set in the merge itself: content that neither side has, or the solution of a conflict.
    """

    by: str
    at: UtcTime
    how: Literal["merge", "squash"]
    message: str = ""
    files: dict[str, str] = Field(default_factory=dict)


class ForcePushStep(Record):
    """A push over a pull request's branch. `before` are the commits that it took away: `#12/before/1`, ..."""

    by: str
    at: UtcTime
    before: tuple[CommitStep, ...] = Field(min_length=1)


class PullStep(Record):
    """A pull request with everything that happened to it.

    It branches off `start`, the release branch's tip of that moment when empty. `also_lists` names
    commits which the forge lists for it although another pull request landed them.
    """

    number: int
    title: str
    branch: str
    opener: str
    opened_at: UtcTime
    body: str | None = None
    base: str = ""
    start: str = ""
    labels: tuple[str, ...] = ()
    commits: tuple[CommitStep, ...] = ()
    pushed_over: ForcePushStep | None = None
    also_lists: tuple[str, ...] = ()
    reviews: tuple[ReviewStep, ...] = ()
    checks: tuple[CheckStep, ...] = ()
    merged: MergeStep | None = None
    closed_at: UtcTime | None = None
    """Set when it was closed without a merge."""
    tried_at: UtcTime | None = None
    """When the forge made its trial merge of base and head, which it keeps as `refs/pull/N/merge`."""


class NoteStep(Record):
    """A note on a commit.

    `split` puts it into a folder of its ref's tree by the first two digits, as git does with many.
    """

    on: str
    by: str
    at: UtcTime
    text: str
    ref: str = "refs/notes/ai"
    split: bool = False


class ReplaceStep(Record):
    """A replacement: plain git shows `shown` wherever `commit` is asked for."""

    commit: str
    shown: str


class Entry(Record):
    """One entry of the history: a commit straight on a branch, a pull request, or what is done to them."""

    why: str = ""
    """What the entry is there to show."""
    push: CommitStep | None = None
    branch: str = ""
    """The branch that is pushed to; the release branch when empty."""
    pull: PullStep | None = None
    rules: Literal["", "pass", "bypass"] = ""
    """How the push that brought it fared by the branch's rules, as far as the forge still knew."""
    note: NoteStep | None = None
    replaces: ReplaceStep | None = None
    deletes: str = ""
    """A branch whose commits nothing leads to any more."""


class Protection(Record):
    """The forge's answer about the release branch: its required checks, or an error."""

    required: tuple[str, ...] = ()
    status: int = 200
    message: str = ""


class Story(Record):
    """A whole sample repository."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1]
    name: str
    about: str
    owner: str
    repository_id: int
    branch: str
    period: str
    """The audit period that the expected results are about."""
    forge: Literal["recorded", "git"] = "recorded"
    """`git` where no forge could be asked: then there are no answers."""
    also_asked: tuple[Literal["timeline", "bypasses"], ...] = ()
    """Sources of the forge that were asked beside the usual four."""
    per_page: int
    protection: Protection
    people: dict[str, Person]
    history: tuple[Entry, ...] = Field(min_length=1)


def read(data: bytes, where: str) -> Story:
    """The story of a file's bytes.

    Raises:
        ConfigError: With file and line.
    """
    return validate(Story, parse(data, where))
