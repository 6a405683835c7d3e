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
    """`trailer`, `body`, `author`, `committer`, `pull-request-commit`, `pull-request-body`, `branch`."""
    source: str
    commitment: str
    """Salted commitment to the matched text, which is personal (it can hold names)."""


class Involvement(Record):
    """What a change's signals add up to.

    `extent` is `full` (each of its commits is AI-evidenced), `mixed` (some are), `partial` (an
    assistant role alone, or evidence on the change but not on a commit), or `None` without evidence.
    `recovered` is true when the evidence was lost on the branch and found on the pull request's own
    commits. `disclosed` says that the author declared AI use; comparison of the two is the
    disclosed-versus-detected matrix.
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
    """`co-author`, `author`, `opener`, `merger`, `committer`, `none`."""
