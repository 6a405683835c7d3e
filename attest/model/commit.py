"""Commits: as read from the object store, and as recorded."""

from typing import NamedTuple

from attest.model.base import Record, Sha, UtcTime
from attest.model.identity import Actor


class Ident(NamedTuple):
    """The author or committer line of a commit object, decoded; undecodable bytes are shown as hexadecimal.

    `when` is the epoch second as written, unbounded and possibly negative; `zone` is the offset as
    written (`+0200`, and real histories hold `+51800`).
    """

    name: str
    email: str
    when: int
    zone: str


class RawCommit(NamedTuple):
    """A commit object as git stores it: the hot path's form, never stored.

    `message` is the whole message, text after a NUL included. `flags` names what a reader should
    know, sorted, from: `bad-header`, `encoding-unknown`, `nul-in-message`, `oversize` (the message
    was not read), `signed`, `undecodable`, `unreadable` (it stands in for a commit that could not be read).
    """

    sha: str
    tree: str
    parents: tuple[str, ...]
    author: Ident
    committer: Ident
    message: str
    flags: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The first line of the message."""
        return self.message.lstrip("\n").split("\n", 1)[0]


class Commit(Record):
    """A commit of the population, or of a pull request of the population.

    Ordered in a run by `ordinal`: repository, then landing, oldest first; the commits that a change
    brought in come before the commit that landed. Times are as the commit states them
    (basis: declared); `None` when the date is outside the years 1 to 9999.

    `via` is `landed` (on the first-parent line), `brought-in` (reachable through a merge), or
    `pull-request` (seen only on the pull request's own head, as after a squash).
    `files`, `added` and `deleted` are `None` when statistics were not taken: merges, and commits
    whose blobs could not be read (then a Gap says so). `binary` counts files without line counts.
    """

    id: str
    """`<repository>:<sha>`, with `:pr<number>` appended for `via` = `pull-request`."""
    ordinal: int
    repository: str
    sha: Sha
    tree: Sha
    parents: tuple[Sha, ...]
    change: str
    """Id of the change it belongs to: the earliest on first-parent order."""
    via: str
    authored_at: UtcTime | None
    committed_at: UtcTime | None
    author: Actor
    committer: Actor
    coauthors: tuple[Actor, ...]
    flags: tuple[str, ...]
    files: int | None
    added: int | None
    deleted: int | None
    binary: int | None
    commitment: str
    """Salted commitment to names, addresses and message (`attest.proof.commitment`)."""
    reverts: tuple[Sha, ...] = ()
    """Commits that its message says it reverts, in git's own words; whether it does is not checked."""


class CodeMetrics(Record):
    """What PyDriller says of one AI-assisted commit: methods touched and their complexity.

    Complexity is cyclomatic, summed over the touched methods after the change; only files in
    languages that the analyser knows are measured, and `files_measured` of `files` says how many.
    """

    id: str
    """`<repository>:<sha>`."""
    repository: str
    sha: Sha
    change: str
    files: int
    files_measured: int
    methods_touched: int
    complexity: int
    analyser: str
    """Name and version, as `pydriller 2.12`."""
