"""The coverage basis of one repository as records: what was found, held against what the period shows."""

from collections.abc import Iterator, Sequence

from attest.detect.coverage import registry
from attest.detect.coverage.configured import Configured, configured
from attest.detect.coverage.reading import Found, Problem, quoted
from attest.detect.coverage.rules import ToolEntry, tools
from attest.model.coverage import (
    ENOUGH_CHANGES,
    Coverage,
    CoverageBasis,
    CoverageKind,
    SeenChange,
    TipFile,
)
from attest.model.population import Gap, NotesRef

_LISTED = 25
_PATH_LIMIT = 300


def basis(
    repository: str, files: Sequence[TipFile], changes: Sequence[SeenChange], notes: Sequence[NotesRef] = ()
) -> tuple[tuple[Coverage, ...], tuple[Gap, ...]]:
    """The records, numbered as found, and the files that could not be read as Gaps.

    Args:
        repository: Its short name.
        files: Those of the tip, as `registry.sought` asks for them.
        changes: Those of the period.
        notes: What is known of each ref of notes.
    """
    found, problems = registry.read(files)
    drafts = [
        *(_suppression(repository, one) for one in found),
        *(item for one in configured(files) for item in _of_tool(repository, one, changes)),
        *(_unreachable(repository, ref) for ref in notes if ref.elsewhere or ref.absent),
    ]
    return _numbered(drafts), tuple(_gaps(repository, problems))


def recount(records: Sequence[Coverage], changes: Sequence[SeenChange]) -> tuple[Coverage, ...]:
    """The records of one repository, held against the changes of a longer period, numbered anew.

    The files that they tell of are the same; how many changes show a tool is counted again.
    """
    known = {tool.slug: tool for tool in tools().tools}
    drafts: list[Coverage] = []
    for record in records:
        tool = known.get(record.tool)
        if record.kind is CoverageKind.CONFIGURATION and tool is not None:
            drafts += _counted(record, tool, changes)
        elif record.kind is not CoverageKind.ANOMALY or tool is None:
            drafts.append(record)
    return _numbered(drafts)


def _numbered(drafts: Sequence[Coverage]) -> tuple[Coverage, ...]:
    return tuple(
        draft.model_copy(update={"id": f"coverage:{draft.repository}:{number:04}"})
        for number, draft in enumerate(drafts, 1)
    )


def _suppression(repository: str, one: Found) -> Coverage:
    return Coverage(
        id="",
        repository=repository,
        kind=CoverageKind.SUPPRESSION,
        rule=one.rule,
        tool=one.tool,
        path=one.path[:_PATH_LIMIT],
        line=one.line,
        setting=one.setting,
        since=None,
        basis=one.basis,
    )


def _of_tool(repository: str, one: Configured, changes: Sequence[SeenChange]) -> Iterator[Coverage]:
    """That it is configured; and where it should have left a trace and left none, that as well."""
    record = Coverage(
        id="",
        repository=repository,
        kind=CoverageKind.CONFIGURATION,
        rule="configuration",
        tool=one.tool.slug,
        path=one.path[:_PATH_LIMIT],
        line=0,
        setting="",
        since=one.since,
        basis=CoverageBasis.FIRST_PARENT if one.since else CoverageBasis.TIP,
        files=one.files,
    )
    yield from _counted(record, one.tool, changes)


def _counted(record: Coverage, tool: ToolEntry, changes: Sequence[SeenChange]) -> Iterator[Coverage]:
    held = [change for change in changes if _is_since(change, record.since)]
    slugs = {tool.slug, *tool.evidence}
    evidenced = [
        change for change in held if (change.tools if tool.any_tool else slugs.intersection(change.tools))
    ]
    counted = record.model_copy(update={"count": len(evidenced), "of": len(held)})
    yield counted
    if len(held) >= ENOUGH_CHANGES and not evidenced and not tool.silent:
        yield counted.model_copy(update={"kind": CoverageKind.ANOMALY})


def _is_since(change: SeenChange, since: str | None) -> bool:
    """Whether a change landed since an instant, as far as is known."""
    return since is None or change.landed_at is None or change.landed_at >= since


def _unreachable(repository: str, ref: NotesRef) -> Coverage:
    return Coverage(
        id="",
        repository=repository,
        kind=CoverageKind.UNREACHABLE_NOTES,
        rule="notes",
        tool="",
        path=ref.ref[:_PATH_LIMIT],
        line=0,
        setting=f"{ref.elsewhere} on no branch or pull request that was read, {ref.absent} not in this clone",
        since=None,
        basis=CoverageBasis.RECOMPUTED,
        count=ref.elsewhere + ref.absent,
        of=ref.annotated,
    )


def _gaps(repository: str, problems: Sequence[Problem]) -> Iterator[Gap]:
    """One for each file, and one that counts the rest."""
    effect = "a setting in it that keeps an AI tool from leaving traces would not be known"
    for number, problem in enumerate(problems[:_LISTED], 1):
        said = f"{quoted(problem.path)} on the release branch could not be read: {problem.what}"
        yield _gap(repository, number, said, effect)
    if len(problems) > _LISTED:
        rest = len(problems) - _LISTED
        yield _gap(repository, _LISTED + 1, f"{rest:,} more such files could not be read", effect, rest)


def _gap(repository: str, number: int, what: str, effect: str, affected: int = 0) -> Gap:
    return Gap(
        id=f"gap:{repository}:coverage:settings-unreadable:{number:02}",
        source="coverage",
        kind="settings-unreadable",
        repository=repository,
        what=what,
        effect=effect,
        affected_count=affected,
    )
