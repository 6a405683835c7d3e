"""The coverage basis of one repository as records: what was found, held against what the period shows."""

from collections.abc import Iterator, Sequence
from itertools import count

from attest.detect.coverage import registry
from attest.detect.coverage.configured import Configured, configured
from attest.detect.coverage.reading import Problem, quoted
from attest.detect.coverage.rules import tools
from attest.model.coverage import Coverage, CoverageBasis, CoverageKind, NoteFacts, SeenChange, TipFile
from attest.model.population import Gap

_LISTED = 25
_PATH_LIMIT = 300


def basis(
    repository: str, files: Sequence[TipFile], changes: Sequence[SeenChange], notes: Sequence[NoteFacts] = ()
) -> tuple[tuple[Coverage, ...], tuple[Gap, ...]]:
    """The records, numbered as found, and the files that could not be read as Gaps.

    Args:
        repository: Its short name.
        files: Those of the tip, as `registry.sought` asks for them.
        changes: Those of the period.
        notes: What is known of each ref of notes.
    """
    found, problems = registry.read(files)
    numbers = count(1)

    def made(kind: CoverageKind, **fields: object) -> Coverage:
        stem = {"id": f"coverage:{repository}:{next(numbers):04}", "repository": repository, "kind": kind}
        empty = {"tool": "", "line": 0, "setting": "", "since": None}
        return Coverage.model_validate({**empty, **fields, **stem})

    records = [
        made(CoverageKind.SUPPRESSION, **{**one._asdict(), "path": one.path[:_PATH_LIMIT]}) for one in found
    ]
    for one in configured(files):
        records += [made(kind, **fields) for kind, fields in _of_tool(one, changes)]
    for ref in notes:
        if ref.elsewhere:
            fields = {
                "rule": "notes",
                "path": ref.ref[:_PATH_LIMIT],
                "count": ref.elsewhere,
                "of": ref.annotated,
            }
            records.append(made(CoverageKind.UNREACHABLE_NOTES, basis=CoverageBasis.RECOMPUTED, **fields))
    return tuple(records), tuple(_gaps(repository, problems))


def _of_tool(
    one: Configured, changes: Sequence[SeenChange]
) -> Iterator[tuple[CoverageKind, dict[str, object]]]:
    """That it is configured; and where it should have left a trace and left none, that as well."""
    held = [
        item for item in changes if one.since is None or item.landed_at is None or item.landed_at >= one.since
    ]
    slugs = {one.tool.slug, *one.tool.evidence}
    evidenced = [
        item for item in held if (item.tools if one.tool.any_tool else slugs.intersection(item.tools))
    ]
    fields: dict[str, object] = {
        "rule": "configuration",
        "tool": one.tool.slug,
        "path": one.path[:_PATH_LIMIT],
        "since": one.since,
        "basis": CoverageBasis.FIRST_PARENT if one.since else CoverageBasis.TIP,
        "files": one.files,
        "count": len(evidenced),
        "of": len(held),
    }
    yield CoverageKind.CONFIGURATION, fields
    if held and not evidenced and not one.tool.silent:
        yield CoverageKind.ANOMALY, fields


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


def always() -> tuple[str, ...]:
    """What no tool's trace covers, in words for the report."""
    return tools().always


def silent() -> tuple[tuple[str, str, str], ...]:
    """Tools that leave no trace unless told to: slug, title, and why."""
    return tuple((tool.slug, tool.title, tool.silent) for tool in tools().tools if tool.silent)
