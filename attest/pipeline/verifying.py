"""Verifies evidence; of a report of several runs it counts every figure again from the runs beside it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from attest import __version__, canonical
from attest.errors import AttestError
from attest.ledger.places import find_places
from attest.ledger.read import read_small
from attest.ledger.source import Source, reading_faults
from attest.ledger.verification import Problems, Said, Status, Step, Verification
from attest.ledger.verify import step
from attest.ledger.verify import verify as verify_runs
from attest.ledger.zipped import Package, ZippedRun
from attest.model.trend import PeriodTally
from attest.pipeline.evidence import DISPOSITIONS_COPY, ManyRuns
from attest.pipeline.repeating import EARLIER, SELECTION, HowMade, differing, read_earlier, read_how_made
from attest.pipeline.reporting import PACKS, evaluate, report_of
from attest.report.registry import companions

_NUMBER = 4
_FIGURES = "figures.json"
_NAMED = 5


def verify(path: Path) -> Verification:
    """Check what lies at a path step by step, the figures of reports of several runs among it.

    Raises:
        AttestError: As `attest.ledger.verify.verify`.
    """
    found = verify_runs(path)
    with reading_faults(str(path)), find_places(path) as place:
        again = tuple(
            step(_NUMBER, "figures", f"{package.name}: figures follow from its runs", _again(package, found))
            for package in place.packages
            if SELECTION in package.documents()
        )
    return found.model_copy(update={"packages": _in_order((*found.packages, *again))}) if again else found


def _in_order(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda one: one.number))


def _again(package: Package, found: Verification) -> Said:
    if not all(run.ok for run in found.runs if run.where.startswith(package.where)):
        return Said("not counted again: a run of the package failed", Problems(), Status.NOT_RUN)
    made = read_how_made(_read(package, SELECTION))
    problems = Problems()
    if made is None:
        problems.add("it does not say how the report was made", SELECTION)
        return Said("", problems)
    try:
        documents = _repeat(package, made)
    except AttestError as fault:
        problems.add(f"the report cannot be made again: {fault.what}", fault.where)
        return Said("", problems)
    return _compare(package, made, documents)


def _repeat(package: Package, made: HowMade) -> dict[str, bytes]:
    """The companions of the report, made anew from the runs of its package."""
    sources: dict[str, Source] = {
        run.name: run for run in (ZippedRun(package, prefix) for prefix in package.prefixes)
    }
    missing = [run for run in made.selection.order if run not in sources]
    if missing:
        raise AttestError(f"the run {missing[0]} is not in the package", where=package.where)
    with TemporaryDirectory() as folder:
        packs = _packs(package, Path(folder) / PACKS)
        answers = _dispositions(package, Path(folder))
        evidence = ManyRuns(Path(package.where), sources, made.selection)
        evaluated = evaluate(
            evidence,
            made.frameworks,
            packs=packs,
            as_of=made.as_of,
            dispositions=answers,
            earlier=_earlier(package),
        )
        return companions(report_of(evaluated))


def _earlier(package: Package) -> tuple[PeriodTally, ...]:
    """The counts of periods before, as the package states them: their runs are not in it."""
    if EARLIER not in package.documents():
        return ()
    rows = read_earlier(_read(package, EARLIER))
    if rows is None:
        raise AttestError("the counts of periods before cannot be read", where=EARLIER)
    return rows


def _packs(package: Package, folder: Path) -> Path | None:
    """The user's own control packs of the package, as a folder."""
    names = [name for name in package.documents() if name.startswith(f"{PACKS}/")]
    folder.mkdir()
    for name in names:
        (folder / name.rpartition("/")[2]).write_bytes(_read(package, name))
    return folder if names else None


def _dispositions(package: Package, folder: Path) -> Path | None:
    """The dispositions file that was handed in for the report, as a file."""
    if DISPOSITIONS_COPY not in package.documents():
        return None
    place = folder / DISPOSITIONS_COPY
    place.write_bytes(_read(package, DISPOSITIONS_COPY))
    return place


def _compare(package: Package, made: HowMade, documents: dict[str, bytes]) -> Said:
    problems = Problems()
    for name, data in sorted(documents.items()):
        stated = _read(package, name) if name in package.documents() else b""
        if canonical.sha256(stated) != canonical.sha256(data):
            problems.add(_difference(name, stated, data), name)
    said = f"{len(documents):,} documents made again from {len(made.selection.order):,} runs"
    if made.tool_version == __version__:
        return Said(said, problems)
    versions = f"made by attest {made.tool_version}, counted again by {__version__}"
    if not problems.count:
        return Said(f"{said}; {versions}", problems)
    # Another version may rightly count otherwise: nothing follows from the difference.
    return Said(f"{versions}: use that version to compare", Problems(), Status.NOT_RUN)


def _difference(name: str, stated: bytes, found: bytes) -> str:
    if name != _FIGURES:
        return "it is not what the runs of the package give"
    ids = differing(stated, found)
    more = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    return f"these figures are not what the runs give: {', '.join(ids[:_NAMED])}{more}"


def _read(package: Package, name: str) -> bytes:
    return read_small(_Documents(package), name)


class _Documents:
    """The documents of a package, as files of a source."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self.name = package.name
        self.where = package.where
        self.open = package.open
        self.size = package.size

    def paths(self) -> frozenset[str]:
        """Every document."""
        return frozenset(self._package.documents())

    def odd(self) -> tuple[str, ...]:
        """Nothing: a zip with links is refused as a whole."""
        return ()
