"""From a run to a sample and its supplement: the population first, then the log, and results last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from attest import __version__, canonical
from attest.errors import IntegrityError, UsageError
from attest.evaluate.attributes import Attribute, Matrix, attributes, tables
from attest.evaluate.facts import Facts
from attest.evaluate.sampling import Population, draw, freeze, make_plan, pick
from attest.ledger.samples import read_log, record
from attest.model.base import Record
from attest.model.change import Change
from attest.model.evidence import RunView
from attest.model.sample import (
    FORMAT,
    Allocation,
    Draw,
    Drawn,
    EntryKind,
    LogEntry,
    Replacement,
    SampledChange,
    Wanted,
    Workpaper,
)
from attest.pipeline.documents import read_bounded
from attest.pipeline.evidence import Evidence
from attest.pipeline.reporting import catalog_of, config_of, evaluate, replace
from attest.report.renderers import sample as rendered

POPULATION, DRAW, MATRIX, SUPPLEMENT = "population.csv", "draw.json", "sample.csv", "workpaper.pdf"
_LIMIT = 256 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a sample. Either a seed or names of changes are given."""

    store: Path
    """Beside its runs the log is kept."""
    at: str
    """The clock."""
    wanted: Wanted = field(default_factory=Wanted)
    seed: str = ""
    source: str = ""
    """Who gave the seed, or who named the changes and why."""
    replacements: tuple[Replacement, ...] = ()
    names: tuple[str, ...] = ()
    assertions: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = ()
    packs: Path | None = None
    as_of: str = ""


class Written(Record):
    """draw.json: the sample, and what it was made from beside the run."""

    format: str
    tool_version: str
    run: str
    entry: LogEntry
    seen: int
    """Entries of the log when the supplement was written."""
    frameworks: tuple[str, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sample with the files that tell of it, by name."""

    paper: Workpaper
    files: Mapping[str, bytes]


def population_of(evidence: Evidence) -> Population:
    """The population of a run as its frozen file."""
    return freeze(Facts(evidence.view, None, config_of(evidence).placement).changes())


def disclose(evidence: Evidence, store: Path, at: str) -> tuple[Population, LogEntry]:
    """The frozen population, and the entry of the log that its digest was told.

    Raises:
        AttestError: The log is damaged, or cannot be written.
    """
    population = population_of(evidence)
    entry = _entry(evidence.view, population, EntryKind.FROZEN, at)
    return population, record(store, entry)


def sample(evidence: Evidence, request: Request, *, pdf: bool = True) -> Sampled:
    """Draw a sample, put it on record, and only then look at results.

    Raises:
        UsageError: The sample cannot be drawn as asked; nothing is on record then.
        AttestError: The log is damaged, or a file cannot be made.
    """
    chosen = attributes(catalog_of(request.frameworks, request.packs), request.assertions)
    population = population_of(evidence)
    entry = _entry(evidence.view, population, EntryKind.DRAWN, request.at).model_copy(
        update={"draw": _drawn(population, request), "attributes": request.assertions}
    )
    kept = record(request.store, entry)
    return _sampled(evidence, request, population, chosen, kept, read_log(request.store), pdf=pdf)


def verify(evidence: Evidence, store: Path, out: Path, packs: Path | None = None) -> dict[str, bool]:
    """Draw a written sample again, and make its files again.

    Returns:
        What was held against each other, in words, and whether it is the same.

    Raises:
        AttestError: The folder holds no sample, or the log is damaged.
    """
    stated = _stated(out)
    log = read_log(store)
    population = population_of(evidence)
    held = {
        "the population of the run is the one in population.csv": _bytes(out / POPULATION) == population.data,
        "the sample is on record in the log of the store": stated.entry in log[: stated.seen],
    }
    again = _again(population, stated)
    held["the items drawn again are those of draw.json"] = again == stated.entry.draw
    if not all(held.values()):
        return held
    request = Request(
        store=store,
        at=stated.entry.at,
        assertions=stated.entry.attributes,
        frameworks=stated.frameworks,
        packs=packs,
        as_of=stated.as_of,
    )
    chosen = attributes(catalog_of(request.frameworks, packs), request.assertions)
    pdf = (out / SUPPLEMENT).is_file()
    made = _sampled(evidence, request, population, chosen, stated.entry, log[: stated.seen], pdf=pdf)
    return held | {f"{name} is the same": _bytes(out / name) == data for name, data in made.files.items()}


def _again(population: Population, stated: Written) -> Draw | None:
    """The sample drawn again from what draw.json says of it; `None` where that cannot be done."""
    before = stated.entry.draw
    if before is None or before.population != population.digest:
        return None
    if before.plan is None:
        return pick(population, [item.key for item in before.items], before.seed_source)
    out = tuple(Replacement(key=item.key, reason=item.out) for item in before.items if item.out)
    try:
        plan = make_plan(population, before.plan.wanted)
        return draw(population, plan, before.seed, before.seed_source, out)
    except UsageError:
        return None


def _stated(out: Path) -> Written:
    data = _bytes(out / DRAW)
    if data is None:
        raise UsageError(
            "there is no written sample here", where=str(out / DRAW), hint="name its folder with --out"
        )
    try:
        return Written.model_validate_json(data)
    except ValidationError as cause:
        raise IntegrityError(
            "draw.json is damaged", where=str(out / DRAW), hint="bring it back from a copy"
        ) from cause


def _bytes(path: Path) -> bytes | None:
    """A file that was written before; `None` where there is none of a size that would be."""
    return read_bounded(path, _LIMIT) if path.is_file() else None


def write(files: Mapping[str, bytes], out: Path) -> tuple[Path, ...]:
    """Write files into a folder, each whole or not at all."""
    return tuple(replace(out / name, data) for name, data in sorted(files.items()))


def _drawn(population: Population, request: Request) -> Draw:
    if request.names:
        return pick(population, request.names, request.source)
    plan = make_plan(population, request.wanted)
    return draw(population, plan, request.seed, request.source, request.replacements)


def _entry(view: RunView, population: Population, kind: EntryKind, at: str) -> LogEntry:
    return LogEntry(
        number=0,
        previous="",
        at=at,
        kind=kind,
        run=view.run_id,
        period=view.manifest.period.label,
        population=population.digest,
        population_size=len(population.rows),
    )


def _sampled(
    evidence: Evidence,
    request: Request,
    population: Population,
    chosen: Sequence[Attribute],
    entry: LogEntry,
    log: Sequence[LogEntry],
    *,
    pdf: bool,
) -> Sampled:
    evaluated = evaluate(evidence, request.frameworks, packs=request.packs, as_of=request.as_of)
    if entry.draw is None:
        raise UsageError("that entry of the log is of no sample", where=f"samples/{entry.number:04}.json")
    matrix = Matrix(chosen, evaluated.view, evaluated.evaluation, _strata(population, entry.draw))
    paper = _paper(evaluated.view, entry.draw, matrix, evaluated.evaluation.as_of, entry, log)
    written = Written(
        format=FORMAT,
        tool_version=__version__,
        run=evaluated.view.run_id,
        entry=entry,
        seen=len(log),
        frameworks=request.frameworks,
        as_of=evaluated.evaluation.as_of,
    )
    files = {
        POPULATION: population.data,
        DRAW: canonical.dumps(written.model_dump(mode="json")) + b"\n",
        MATRIX: rendered.matrix(paper),
    }
    return Sampled(paper, files | ({SUPPLEMENT: rendered.supplement(paper, files)} if pdf else {}))


def _strata(population: Population, drawn: Draw) -> dict[str, str]:
    """The stratum of each change, where strata have results of their own."""
    plan = drawn.plan
    if plan is None or not plan.wanted.by or plan.wanted.allocation is Allocation.PROPORTIONAL:
        return {}
    return {row["change_key"]: population.stratum(row, plan.wanted.by) for row in population.rows}


def _paper(
    view: RunView, drawn: Draw, matrix: Matrix, as_of: str, entry: LogEntry, log: Sequence[LogEntry]
) -> Workpaper:
    manifest, period = view.manifest, view.manifest.period
    told = [
        one.at
        for one in log
        if one.kind is EntryKind.FROZEN and one.population == entry.population and one.number < entry.number
    ]
    return Workpaper(
        entity=manifest.entity,
        system=manifest.system,
        operator=manifest.operator,
        period=period.label,
        bounds=f"{period.label}: {period.since} ≤ t < {period.until} (UTC)",
        run=view.run_id,
        manifest_digest=view.manifest_digest,
        root=view.root,
        signed=view.signed,
        tool_version=manifest.tool_version,
        as_of=as_of,
        sources=manifest.sources,
        not_connected=manifest.not_connected,
        repositories=tuple(scope.name for scope in manifest.repositories),
        number=entry.number,
        at=entry.at,
        disclosed_at=told[0] if told else "",
        draw=drawn,
        tables=tables(drawn),
        attributes=matrix.results(drawn),
        changes=_changes(view, drawn, matrix),
        log=tuple(log),
    )


def _changes(view: RunView, drawn: Draw, matrix: Matrix) -> tuple[SampledChange, ...]:
    changes = {change.id: change for change in view.changes}
    return tuple(_change(view, item, changes[matrix.change(item.key)], matrix) for item in drawn.items)


def _change(view: RunView, item: Drawn, change: Change, matrix: Matrix) -> SampledChange:
    return SampledChange(
        drawn=item,
        repository=change.repository,
        label=change.label,
        title=view.titles.get(change.id, ""),
        landed_sha=change.landed_sha,
        landed_at=change.landed_at or "",
        marks=matrix.marks(item.key),
    )
