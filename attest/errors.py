"""The faults that end a command, each told as a fact, a place and a remedy.

Shortcomings of the evidence are never exceptions: they are `Gap` and `Finding` records.
"""


class AttestError(Exception):
    """A fault that stops the command.

    Attributes:
        what: The fact, one sentence without a full stop.
        where: The place it concerns: a path, `file:line`, a revision, a key; empty when there is none.
        hint: What to do about it, an imperative sentence without a full stop.
        exit_code: The process exit code of architecture section 7.
    """

    exit_code = 3

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"\n  where: {self.where}" if self.where else ""
        remedy = f"\n  to do: {self.hint}" if self.hint else ""
        return f"{self.what}{place}{remedy}"


class UsageError(AttestError):
    """An argument or option that cannot be used."""

    exit_code = 2


class ConfigError(AttestError):
    """A configuration file that cannot be read or does not say what it must."""

    exit_code = 2


class CatalogError(AttestError):
    """A control pack or rule file that is not valid."""

    exit_code = 2


class CollectionError(AttestError):
    """A repository or forge that cannot be read."""

    exit_code = 3


class OutputError(AttestError):
    """A place that cannot be written."""

    exit_code = 3


class RenderError(AttestError):
    """A document that cannot be produced."""

    exit_code = 3


class IntegrityError(AttestError):
    """Evidence that is not what it claims to be."""

    exit_code = 4
