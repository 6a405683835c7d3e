"""Exports of a forge's audit log: what it recorded of agents' acts, and for whom they acted. Pure.

An entry counts where the forge says that an agent acted and names the pull request by its address. The
number in `pull_request_id` is another one, of all pull requests of the forge: it is never looked at. Nor
are entries about people, or fields beyond those that are named here.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from attest import canonical
from attest.detect.audit_json import UNREADABLE, Broken, entries
from attest.detect.display import shown
from attest.errors import ConfigError

MOST_ENTRIES: Final = 1_000_000
OPENED: Final = "pull_request.create"
_ON_OTHERS = re.compile(
    r"(?:pull_request_review|pull_request_review_comment|issue_comment|commit_comment)\..*"
    r"|pull_request\.(?:merge|indirect_merge|close|create_review_request|remove_review_request)"
)
"""Acts that add nothing to a change: whoever asked an agent to review is no author of what it reviewed."""
_ACTION = re.compile(r"[a-z0-9_]{1,100}(?:\.[a-z0-9_]{1,100}){0,4}")
_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?")
_NAME = r"[A-Za-z0-9_.-]{1,100}"
_PULL = re.compile(
    rf"https://github\.com/(?P<repository>{_NAME}/{_NAME})/pull/(?P<number>[1-9][0-9]{{0,8}})(?:[/?#].*)?"
)
_REPOSITORY = re.compile(f"{_NAME}/{_NAME}")
_ID = re.compile(r"[1-9][0-9]{0,14}")
_EXPORT_HINT = "export it as JSON; see docs/formats/audit-log.md"
_LATEST = 253_402_300_800


class Entry(NamedTuple):
    """One act of an agent on a pull request."""

    source: str
    """`audit-log:`, the digest of the file, and the entry's place in it, counted from 1."""
    action: str
    repository: str
    """`owner/name` in lower case."""
    pull: int
    agent: str
    """The account that acted."""
    user: str
    """The account for which it acted, or empty."""
    user_id: int
    """Its immutable number, nought where the log has none."""
    at: str
    session: str

    @property
    def shown(self) -> str:
        """What it says, in one line that can be printed."""
        who = f" for {self.user}" if self.user else ""
        when = f" at {self.at}" if self.at else ""
        session = f", session {self.session}" if self.session else ""
        return shown(f"{self.action} by {self.agent or 'an agent'}{who}{when}{session}")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many entries a file has, and why others than those that are used are not."""

    total: int = 0
    not_agents: int = 0
    """Of people and of robots, as the forge has it."""
    unplaced: int = 0
    """Of agents, naming no pull request."""
    on_others: int = 0
    """Of agents that reviewed, commented, merged or closed."""
    repeated: int = 0
    """Told before, in this file or another one."""
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class AuditLog:
    """One file: its name, the digest of its bytes, and what is used of it."""

    name: str
    digest: str
    counts: Counts
    entries: tuple[Entry, ...]


def read(data: bytes, where: str, name: str, told: set[str] | None = None) -> AuditLog:
    """An audit log from the bytes of its file.

    Args:
        data: JSON in UTF-8: an array of entries, arrays page after page, or one entry a line.
        where: What to call the file in messages.
        name: What to call it in the run.
        told: The `_document_id` of every entry that was read from other files; this one's are added.

    Raises:
        ConfigError: It is no audit log, or cannot be read to its end.
    """
    text = _text(data, where)
    reading = _Reading(canonical.sha256(data), set() if told is None else told)
    try:
        reading.take(entries(text), where)
    except Broken as cause:
        raise ConfigError(
            f"the audit log cannot be read: {cause}", where=f"{where}:{cause.line}", hint="export it again"
        ) from cause
    counts = reading.counts
    if not text.strip() or (counts.total and counts.total == counts.unreadable):
        raise ConfigError("no entry of an audit log is in the file", where=where, hint=_EXPORT_HINT)
    return AuditLog(shown(name), reading.digest, counts, tuple(reading.found))


class _Reading:
    """What one file has come to so far."""

    def __init__(self, digest: str, told: set[str]) -> None:
        self.digest = digest
        self.found: list[Entry] = []
        self._told = told
        self._counted = dict.fromkeys(Counts.__dataclass_fields__, 0)

    @property
    def counts(self) -> Counts:
        return Counts(**self._counted)

    def take(self, values: Iterable[Any], where: str) -> None:
        for number, value in enumerate(values, start=1):
            if number > MOST_ENTRIES:
                raise ConfigError(
                    f"the audit log has more than {MOST_ENTRIES:,} entries",
                    where=where,
                    hint="export the entries of agents alone, or less time at once",
                )
            self._counted["total"] += 1
            read = self._one(value, f"audit-log:{self.digest}:{number}")
            if isinstance(read, Entry):
                self.found.append(read)
            else:
                self._counted[read] += 1

    def _one(self, value: Any, source: str) -> Entry | str:
        """The entry, or the count that it belongs to."""
        try:
            kind = _kind(value)
            entry = _entry(value, source) if kind == "" else None
        except _Unreadable:
            return "unreadable"
        if entry is None:
            return kind
        document = value.get("_document_id")
        if isinstance(document, str) and document:
            if document in self._told:
                return "repeated"
            self._told.add(document)
        return entry


class _Unreadable(ValueError):
    """An entry that is none, or of an agent and not as the forge documents it."""


def _kind(value: Any) -> str:
    """Empty where an agent did something to a pull request, else the count that the entry belongs to."""
    if value is UNREADABLE or not isinstance(value, dict):
        raise _Unreadable
    action, by_agent = value.get("action"), value.get("actor_is_agent")
    if not isinstance(action, str) or not _ACTION.fullmatch(action):
        raise _Unreadable
    if by_agent is None or by_agent is False:
        return "not_agents"
    if by_agent is not True:
        raise _Unreadable
    if _ON_OTHERS.fullmatch(action):
        return "on_others"
    return "" if value.get("pull_request_url") else "unplaced"


def _entry(row: dict[str, Any], source: str) -> Entry:
    pull = _matched(row, "pull_request_url", _PULL)
    place = _PULL.fullmatch(pull)
    if place is None:
        raise _Unreadable
    repository = place["repository"].lower()
    if _matched(row, "repo", _REPOSITORY, repository).lower() != repository:
        raise _Unreadable
    session = row.get("agent_session_id")
    return Entry(
        source=source,
        action=row["action"],
        repository=repository,
        pull=int(place["number"]),
        agent=_matched(row, "actor", _LOGIN),
        user=_matched(row, "user", _LOGIN),
        user_id=_number(row, "user_id"),
        at=_instant(row.get("@timestamp", row.get("created_at"))),
        session=session if isinstance(session, str) else "",
    )


def _matched(row: dict[str, Any], field: str, pattern: re.Pattern[str], absent: str = "") -> str:
    value = row.get(field)
    if value is None or value == "":
        return absent
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _Unreadable
    return value


def _number(row: dict[str, Any], field: str) -> int:
    value = row.get(field)
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | str) or not _ID.fullmatch(str(value)):
        raise _Unreadable
    return int(value)


def _instant(value: Any) -> str:
    """Milliseconds since 1970 as an instant; empty where it is nothing of the kind."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < _LATEST * 1000:
        return ""
    return datetime.fromtimestamp(value // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(data: bytes, where: str) -> str:
    if data.startswith(b"\x1f\x8b"):
        raise ConfigError("the audit log is compressed", where=where, hint="unpack it with gunzip")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise ConfigError("the audit log is not UTF-8", where=f"{where}:{line}", hint=_EXPORT_HINT) from cause
