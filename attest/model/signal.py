"""Traces of AI involvement, and what they add up to."""

from enum import StrEnum

from attest.model.base import Record
from attest.model.identity import Actor


class Grade(StrEnum):
    """How much a trace is worth; `A` is the best.

    A: recorded by a tool and cross-checkable. B: a platform identity, vendor address or session id.
    C: a person's disclosure. D: circumstantial.
    """

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class SignalRole(StrEnum):
    """What the AI is said to have done. Only the first three make a commit AI-evidenced."""

    AUTHOR = "author"
    COAUTHOR = "coauthor"
    ASSISTANT = "assistant"
    REVIEWER = "reviewer"
    MENTION = "mention"
    AUTOMATION = "automation"
    """A robot that is not AI."""


class AiState(StrEnum):
    """What the record shows. Never "human": silence is `no_evidence`."""

    AI_EVIDENCED = "ai_evidenced"
    HUMAN_DECLARED = "human_declared"
    AUTOMATION = "automation"
    NO_EVIDENCE = "no_evidence"
    UNKNOWN = "unknown"


class Disclosure(StrEnum):
    """What people said of AI use, held against what the record shows beside their words."""

    CORROBORATED = "corroborated"
    """Said, and shown by another source that does not come from the same hand."""
    DISCLOSED_ONLY = "disclosed-only"
    """Said, and nothing independent of what was said shows it."""
    UNDISCLOSED = "undisclosed"
    """Shown, and nobody said it."""
    CONTRADICTED = "contradicted"
    """Shown, where somebody said that no AI was used."""
    NONE = "none"
    """Neither said nor shown."""


class Signal(Record):
    """One trace, with the rule that found it and where.

    `source` is the id of the object it was read from: a commit's sha, or `<forge>:pull/12`.
    """

    id: str
    change: str
    rule: str
    version: int
    grade: Grade
    role: SignalRole
    tool: str
    model: str | None
    where: str
    """`trailer`, `body`, `author`, `committer`, `pull-request-commit`, `pull-request-body`, `branch`,
    `line-record`, `export`, `audit-log`."""
    source: str
    commitment: str
    """Salted commitment to the matched text, which is personal (it can hold names)."""


class Involvement(Record):
    """What a change's signals and line records add up to.

    `extent` is `full` (each of its commits is AI-evidenced), `mixed` (some are, or line records show that
    only a part of the lines is an AI's), `partial` (an assistant role alone, or evidence on the change but
    not on a commit), or `None` without evidence. `recovered` is true when the evidence was lost on the
    branch and found on the pull request's own commits. `disclosed` says that somebody declared AI use;
    `disclosure` holds that against what was detected.
    """

    id: str
    """The change's id."""
    ordinal: int
    state: AiState
    extent: str | None
    grade: Grade | None
    role: SignalRole | None
    tools: tuple[str, ...]
    models: tuple[str, ...]
    commits_evidenced: int
    commits_seen: int
    recovered: bool
    disclosed: bool
    accountable: Actor | None
    accountable_basis: str
    """`audit-log`, `co-author`, `line-record`, `stated`, `author`, `opener`, `merger`, `committer`,
    `sign-off`, or `none`."""
    ai_lines: int | None = None
    """Lines that line records give to an AI and the commit added, each commit's once: at least so many."""
    added_lines: int | None = None
    """All lines that those commits added; `None` where no record with lines counts."""
    sources: tuple[str, ...] = ()
    """Families of the evidence, sorted: `commit`, `disclosure`, `export`, `line-record`, `pull-request`."""
    corroborated: bool = False
    """Two families show it that do not rest on the same text, account or record."""
    disclosure: Disclosure = Disclosure.NONE
    unknown_reason: str = ""
    """Why the state is `unknown`: `message-too-large`, `own-commits-unread`, `attachments-unread`,
    `line-record-unreadable`."""
    agent_authored: bool = False
    """Whether an agent wrote one of its commits or opened its pull request: somebody set it to work."""
    initiators: tuple[Actor, ...] = ()
    """Who is named as having set an agent to work, by id. All are among the change's authors."""
