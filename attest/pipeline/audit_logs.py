"""Audit logs in a run: read before anything is collected, kept by digest, told how they fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from attest import canonical
from attest.collect.forge import Account, Keep, Received
from attest.detect import audit_log, audited
from attest.detect.audit_log import AuditLog, Entry
from attest.ledger.run import RunWriter
from attest.model.change import Change
from attest.model.coverage import Coverage, CoverageBasis, CoverageKind
from attest.model.evidence import RuleRan
from attest.model.population import Gap
from attest.pipeline.documents import read_bounded

LARGEST = 64 << 20
SOURCE = "audit-log"


class AuditLogs:
    """The audit logs of one run. What they say of people stays in the bytes, which may be left out."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Read them all.

        Raises:
            ConfigError: One cannot be read; names file and line.
        """
        self._bytes: list[bytes] = []
        self._logs: list[AuditLog] = []
        told: set[str] = set()
        for path in paths:
            data = read_bounded(path, LARGEST)
            self._bytes.append(data)
            self._logs.append(audit_log.read(data, str(path), path.name, told))
        self._by_repository = _by_repository(self._logs)
        self._shares: list[Share] = []

    @property
    def rules(self) -> tuple[RuleRan, ...]:
        """The rule that reads them, where there is one to read."""
        found = RuleRan(id=audited.RULE, version=audited.VERSION, origin="built-in")
        return (found,) if self._logs else ()

    def of(self, repository: str, remote: str, keep: Keep) -> "Share":
        """Those entries that are about one repository; `remote` is its `owner/name`, or empty.

        Their bytes are handed on, as answers of a source about it.
        """
        for number, (data, log) in enumerate(zip(self._bytes, self._logs, strict=True)):
            name = f"{SOURCE}/{number:02}"
            keep(Received(SOURCE, name, None, f"{name}/{log.name}", data))
        share = Share(repository, remote, self._by_repository.get(remote.lower(), {}))
        self._shares.append(share)
        return share

    def gaps(self) -> Iterator[Gap]:
        """Entries that could not be read, and repositories that no entry can be told to be about."""
        for number, log in enumerate(self._logs):
            if log.counts.unreadable:
                yield _unreadable(number, log)
        unknown = [share.repository for share in self._shares if not share.remote]
        yield from (_unknown(repository) for repository in (unknown if self._logs else ()))

    def write(self, writer: RunWriter) -> None:
        """Write what each is, and how much of it fits the population."""
        remotes = {share.remote.lower() for share in self._shares} - {""}
        used = frozenset[str]().union(*(share.used for share in self._shares))
        for number, log in enumerate(self._logs):
            elsewhere = sum(entry.repository not in remotes for entry in log.entries)
            fitting = sum(entry.source in used for entry in log.entries)
            writer.add_config(
                f"audit-logs/{number:02}.json", canonical.dumps(_description(log, elsewhere, fitting))
            )
            writer.add("coverage", _record(number, log, elsewhere, fitting))


class Share:
    """What audit logs hold about one repository."""

    def __init__(self, repository: str, remote: str, by_pull: Mapping[int, Sequence[Entry]]) -> None:
        self.repository = repository
        self.remote = remote
        self.used: set[str] = set()
        """Sources of the entries that are about a change of the population."""
        self._by_pull = by_pull

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The users whom its entries name, with their immutable numbers."""
        found = {(one.user, one.user_id) for entries in self._by_pull.values() for one in entries if one.user}
        return tuple(
            Account(number, login, "bot" if login.endswith("[bot]") else "user")
            for login, number in sorted(found)
            if login.lower() != audited.DELETED
        )

    def entries(self, change: Change) -> tuple[Entry, ...]:
        """The acts of agents on the pull request of a change."""
        found = tuple(self._by_pull.get(change.number, ())) if change.number is not None else ()
        self.used.update(entry.source for entry in found)
        return found


def _by_repository(logs: Sequence[AuditLog]) -> dict[str, dict[int, list[Entry]]]:
    found: dict[str, dict[int, list[Entry]]] = {}
    for entry in (entry for log in logs for entry in log.entries):
        found.setdefault(entry.repository, {}).setdefault(entry.pull, []).append(entry)
    return found


def _description(log: AuditLog, elsewhere: int, fitting: int) -> dict[str, object]:
    """What steered the run, without a word about people."""
    return {
        "entries": asdict(log.counts),
        "name": log.name,
        "of_other_repositories": elsewhere,
        "of_the_population": fitting,
        "of_other_pull_requests": len(log.entries) - elsewhere - fitting,
        "sha256": log.digest,
    }


def _record(number: int, log: AuditLog, elsewhere: int, fitting: int) -> Coverage:
    return Coverage(
        id=f"coverage::audit-log:{number:02}",
        repository="",
        kind=CoverageKind.AUDIT_LOG,
        rule=audited.RULE,
        tool="",
        path=log.name,
        line=0,
        setting=_others(log, elsewhere, fitting),
        since=None,
        basis=CoverageBasis.DECLARED,
        count=fitting,
        of=log.counts.total,
    )


def _others(log: AuditLog, elsewhere: int, fitting: int) -> str:
    """The entries that name nobody of this population, by the reason."""
    counts = log.counts
    reasons = (
        (counts.not_agents, "of no agent"),
        (elsewhere, "of other repositories"),
        (len(log.entries) - elsewhere - fitting, "of other pull requests"),
        (counts.unplaced, "of no pull request"),
        (counts.on_others, "of reviews, merges and the like"),
        (counts.repeated, "repeated"),
        (counts.unreadable, "unreadable"),
    )
    return ", ".join(f"{count:,} {reason}" for count, reason in reasons if count)


def _unreadable(number: int, log: AuditLog) -> Gap:
    count = log.counts.unreadable
    noun = "1 entry" if count == 1 else f"{count:,} entries"
    return Gap(
        id=f"gap::audit-log:entries-unreadable:{number:02}",
        source=SOURCE,
        kind="entries-unreadable",
        repository="",
        what=f"{noun} of the audit log '{log.name}' could not be read, of {log.counts.total:,}",
        effect="whom such an entry names as having set an agent to work is not among the authors",
        affected_count=count,
    )


def _unknown(repository: str) -> Gap:
    return Gap(
        id=f"gap:{repository}:audit-log:repository-unknown",
        source=SOURCE,
        kind="repository-unknown",
        repository=repository,
        what="neither clone nor forge nor attest.yaml says what owner/name this repository has on GitHub",
        effect="no entry of an audit log was taken to be about it: numbers of pull requests are not enough",
    )
