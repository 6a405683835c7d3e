"""What management answers to deviations: a statement beside the fact, which it cannot change."""

from enum import StrEnum

from attest.model.base import Record


class Response(StrEnum):
    """What management does about a deviation."""

    ACCEPTED = "accepted"
    """The risk is borne as it is."""
    REMEDIATED = "remediated"
    """The cause is, or will be, put right."""
    COMPENSATED = "compensated"
    """Another control, with evidence of its own, covers the same risk."""
    WAIVED = "waived"
    """Somebody entitled lets it stand for a time."""


class Cause(StrEnum):
    """Of what kind the cause is, as management sees it."""

    RANDOM = "random"
    SYSTEMATIC = "systematic"
    DELIBERATE = "deliberate"
    UNKNOWN = "unknown"


class Compensation(Record):
    """The control that covers the risk instead, and where its own evidence lies."""

    control: str
    evidence: tuple[str, ...]


class Waiver(Record):
    """Who lets a deviation stand, from which day, and until when; days are inclusive."""

    approver: str
    granted: str
    expires: str


class Disposition(Record):
    """Management's answer to one deviation. Days are `YYYY-MM-DD`, in the period's time zone."""

    entry: int
    """Number of the entry in the file, from 1: what answers several lines is one answer."""
    deviation: str
    """Id of the register's line: `DEV-` and ten hexadecimal digits."""
    response: Response
    cause: Cause
    explanation: str
    """The cause in words."""
    affected: str
    """The class of changes, or of anything else, that the cause may have touched; empty if not stated."""
    owner: str
    reason: str
    opened: str
    period: str
    """Label of the period whose register holds the line: a test of a repository has the same id in each."""
    due: str = ""
    closed: str = ""
    compensation: Compensation | None = None
    waiver: Waiver | None = None


class Place(StrEnum):
    """Where the register has the line that an answer names."""

    REGISTER = "register"
    """It is a line of this register, and the answer is to it."""
    CARRIED = "carried-forward"
    """By management's statement it is a line of another period's register."""
    SETTLED = "settled-earlier"
    """As before, and closed before this period began."""
    PAST = "no-line"
    """The finding is one of this run and no line of its register, as where the test is met by now."""
    UNKNOWN = "unknown"
    """It is stated to be of this period, and no finding of this run has it."""


class Standing(StrEnum):
    """How an answer stands on the day that the report speaks for."""

    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"
    WAIVED = "waived"
    EXPIRED = "waiver-expired"


class Answer(Record):
    """A disposition laid beside the register."""

    id: str
    """The deviation's."""
    place: Place
    standing: Standing
    outcome: str
    """Of the finding as this run has it, in a word; empty where it has none."""
    assertion: str
    """Of the finding as this run has it; empty where it has none."""
    disposition: Disposition
