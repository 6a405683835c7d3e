"""Exports of vendors in a run: read before anything is collected, kept by digest, told how they fit."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from attest import canonical
from attest.collect.forge import Keep, Received
from attest.detect import exports
from attest.detect.exports import Export
from attest.ledger.run import RunWriter
from attest.model.collected import CollectedChange, Trace
from attest.model.coverage import Coverage, CoverageBasis, CoverageKind
from attest.model.evidence import RuleRan
from attest.pipeline.documents import read_bounded

LARGEST = 64 << 20
_NAMED = 3
_LISTED = 100_000
_UNKNOWN = ("is not of the population", "are not of the population")
_DIFFERING = ("has rows with different counts", "have rows with different counts")


class Exports:
    """The exports of one run. What they say of people stays in the bytes, which may be left out."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Read them all.

        Raises:
            ConfigError: One cannot be read; names file and line.
        """
        self._bytes: list[bytes] = []
        self._exports: list[Export] = []
        for path in paths:
            data = read_bounded(path, LARGEST)
            self._bytes.append(data)
            self._exports.append(exports.read(data, str(path), path.name))
        self._known: set[str] = set()

    @property
    def rules(self) -> tuple[RuleRan, ...]:
        """The rule that reads them, where there is one to read."""
        origin = "built-in"
        return (RuleRan(id=exports.RULE, version=exports.VERSION, origin=origin),) if self._exports else ()

    def traces(self, sha: str) -> tuple[Trace, ...]:
        """What they say of a commit."""
        return exports.traces(self._exports, sha)

    def note(self, collected: CollectedChange) -> None:
        """Take in the commits of a change."""
        self._known.update(raw.sha for raw in collected.raw)

    def keep(self, keep: Keep) -> None:
        """Hand their bytes on, as answers of a source about a repository."""
        for number, (data, export) in enumerate(zip(self._bytes, self._exports, strict=True)):
            name = f"ai-export/{number:02}"
            keep(Received("export", name, None, f"{name}/{export.name}", data))

    def write(self, writer: RunWriter) -> None:
        """Write what each is, and how much of it fits the population."""
        for number, export in enumerate(self._exports):
            unknown = export.unknown(self._known.__contains__)
            writer.add_config(f"ai-exports/{number:02}.json", canonical.dumps(_description(export, unknown)))
            writer.add("coverage", _record(number, export, unknown))


def _description(export: Export, unknown: Sequence[str]) -> dict[str, object]:
    """What steered the run, without a word about people."""
    return {
        "columns": list(export.columns),
        "columns_not_read": export.ignored,
        "differing_commits": list(export.differing[:_LISTED]),
        "differing_count": len(export.differing),
        "name": export.name,
        "rows": len(export.rows),
        "sha256": export.digest,
        "unknown_commits": list(unknown[:_LISTED]),
        "unknown_count": len(unknown),
    }


def _record(number: int, export: Export, unknown: Sequence[str]) -> Coverage:
    missing = frozenset(unknown)
    return Coverage(
        id=f"coverage::export:{number:02}",
        repository="",
        kind=CoverageKind.EXPORT,
        rule=exports.RULE,
        tool=_only(row.tool for row in export.rows),
        path=export.name,
        line=0,
        setting="; ".join(filter(None, (_named(unknown, _UNKNOWN), _named(export.differing, _DIFFERING)))),
        since=None,
        basis=CoverageBasis.DECLARED,
        count=sum(row.sha not in missing for row in export.rows),
        of=len(export.rows),
    )


def _only(tools: Iterable[str]) -> str:
    """The tool, where there is one."""
    found = set(tools)
    return found.pop() if len(found) == 1 else ""


def _named(commits: Sequence[str], what: tuple[str, str]) -> str:
    """How many commits something is said of, and the first of them; `what` for one and for several."""
    if not commits:
        return ""
    first = ", ".join(sha[:12] for sha in commits[:_NAMED])
    more = ", ..." if len(commits) > _NAMED else ""
    said = f"1 commit {what[0]}" if len(commits) == 1 else f"{len(commits)} commits {what[1]}"
    return f"{said}: {first}{more}"
