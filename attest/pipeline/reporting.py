"""From a sealed run to an evaluation, and from that to the documents an auditor receives."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from attest.catalog import known_assertions, own_files
from attest.catalog import load as load_catalog
from attest.config import Config
from attest.config import load as load_config
from attest.config.dispositions import load_dispositions
from attest.detect.coverage.words import coverage_words
from attest.errors import OutputError
from attest.evaluate import registry as checks
from attest.evaluate.engine import evaluate as test_controls
from attest.evaluate.judging import REASONS
from attest.evaluate.trends import stops
from attest.ledger.archive import write_archive
from attest.model.commit import Commit
from attest.model.control import Assertion, Catalog, Declaration
from attest.model.disposition import Disposition
from attest.model.evidence import RunView
from attest.model.finding import Evaluation
from attest.model.progress import Progress
from attest.model.report import Presentation, Report
from attest.model.trend import PeriodTally
from attest.pipeline.documents import read_bounded
from attest.pipeline.evidence import DISPOSITIONS_COPY, Evidence, OneRun
from attest.pipeline.repeating import EARLIER, SELECTION, earlier_file, how_made
from attest.pipeline.scope import CONFIG_FILE
from attest.report.build import build, walked_change
from attest.report.registry import companions, render

ARCHIVE = "evidence.zip"
_TELLING = (b'"id":"agent:', b'"reverts":["')
"""What the line of a commit holds that an agent authored, or that reverts another."""
PACKS = "packs"
"""Folder of the user's own control packs in the zip: `attest evaluate --controls packs` reads them again."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A run, or several read as one, with what was found in it."""

    evidence: Evidence
    view: RunView
    catalog: Catalog
    config: Config
    declarations: tuple[Declaration, ...]
    evaluation: Evaluation
    packs: tuple[bytes, ...] = ()
    """The user's own control packs that took part, which ship with no tool and lie in no run."""
    frameworks: tuple[str, ...] = ()
    """Those that were asked for; all in force when empty."""
    dispositions: bytes = b""
    """The dispositions file that was handed in for the evaluation, which lies in no run."""

    @property
    def run(self) -> Path:
        """The folder of the run; of several, the store they lie in."""
        return self.evidence.place


def evaluate(
    run: Path | Evidence,
    frameworks: Sequence[str],
    *,
    packs: Path | None = None,
    as_of: str = "",
    dispositions: Path | None = None,
    earlier: Sequence[PeriodTally] = (),
) -> Evaluated:
    """Test the controls on a run, or on several read as one.

    Args:
        run: The run's directory, or the evidence.
        frameworks: Ids; all in force when empty.
        packs: A folder of the user's own packs, laid over the bundled ones.
        as_of: An instant; the run's own when empty.
        dispositions: A dispositions file in place of the run's own.
        earlier: Counts of periods before, to stand beside.
    """
    evidence = OneRun(run) if isinstance(run, Path) else run
    view = evidence.view
    catalog = catalog_of(frameworks, packs)
    config = config_of(evidence)
    if any(change.effect == "tightened" for change in catalog.changes):
        # The run may have been collected without these packs: what it declares must not undercut them.
        config_of(evidence, known_assertions(packs))
    declarations = config.declarations
    evaluation = test_controls(
        catalog,
        declarations,
        view,
        as_of or view.manifest.as_of,
        register=config.register,
        placing=config.placement,
        commits=evidence.commits(_TELLING),
        dispositions=dispositions_of(evidence, dispositions),
    )
    over_time = {
        "stops": stops(evaluation.findings, view.changes, config.stopped_after),
        "stopped_after": config.stopped_after,
        "earlier": tuple(earlier),
    }
    evaluation = evaluation.model_copy(update=over_time)
    handed_in = read_bounded(dispositions) if dispositions is not None else b""
    own = tuple(file.data for file in own_files(packs))
    return Evaluated(
        evidence, view, catalog, config, declarations, evaluation, own, tuple(frameworks), handed_in
    )


def catalog_of(frameworks: Sequence[str], packs: Path | None) -> Catalog:
    """The packs of these frameworks; all in force when none is named.

    Raises:
        CatalogError: A framework that does not exist, or a pack that is not valid.
    """
    return load_catalog(tuple(frameworks) or None, packs, known_checks=checks.IDS)


def config_of(run: Path | Evidence, assertions: Sequence[Assertion] | None = None) -> Config:
    """The configuration that the run was collected under; of several runs, the last.

    `assertions` hold its controls and their parameters to their bounds, as when it was collected.

    Raises:
        ConfigError: A control is not one of the assertions, or beyond a bound.
        IntegrityError: It is not the one that the run's manifest names.
    """
    evidence = OneRun(run) if isinstance(run, Path) else run
    data = evidence.config(CONFIG_FILE)
    if data is None:
        return Config.empty(())
    return load_config(data, f"{evidence.name}/config/{CONFIG_FILE}", assertions=assertions)


def dispositions_of(run: Path | Evidence, instead: Path | None = None) -> tuple[Disposition, ...] | None:
    """Management's answers to deviations; `None` where there is no file of them.

    Raises:
        ConfigError: The file is not valid.
        IntegrityError: It is not the one that the run's manifest names.
    """
    if instead is not None:
        return load_dispositions(read_bounded(instead), str(instead))
    evidence = OneRun(run) if isinstance(run, Path) else run
    data = evidence.config(DISPOSITIONS_COPY)
    if data is None:
        return None
    return load_dispositions(data, f"{evidence.name}/config/{DISPOSITIONS_COPY}")


def report_of(evaluated: Evaluated) -> Report:
    """The view model of an evaluated run; pure but for reading the walked change's commits."""
    commits, subjects = _walked(evaluated)
    presentation = Presentation(
        procedures={
            assertion.id: checks.procedure(assertion.check) for assertion in evaluated.catalog.assertions
        },
        reasons={
            assertion.id: {
                slug: reason.meaning
                for slug, reason in {**REASONS, **checks.named(assertion.check).reasons}.items()
            }
            for assertion in evaluated.catalog.assertions
        },
        commits=commits,
        subjects=subjects,
        manifest=evaluated.evidence.manifest,
        own_packs=bool(evaluated.packs),
        own_dispositions=bool(evaluated.dispositions),
        coverage=coverage_words(),
    )
    return build(
        evaluated.view, evaluated.catalog, evaluated.declarations, evaluated.evaluation, presentation
    )


def write(
    evaluated: Evaluated, out: Path, formats: Sequence[str], progress: Progress, *, raw: bool = False
) -> tuple[Path, ...]:
    """Write the report in the given formats, its companions, and the zip for the auditor.

    `raw` puts the sources' answers as received into the zip; they may hold secrets.

    Returns:
        The files, in the order written. Each is written whole or not at all.

    Raises:
        OutputError: The folder cannot be written.
        RenderError: A library that a format needs is missing.
    """
    progress("building the report", 0, None)
    report = report_of(evaluated)
    documents: dict[str, bytes] = dict(companions(report))
    for name in formats:
        progress(f"rendering {name}", 0, None)
        documents[f"report.{name}"] = render(report, name)
    written = [replace(out / name, data) for name, data in sorted(documents.items())]
    progress("packing the evidence", 0, None)
    archive = out / ARCHIVE
    beside = {f"{PACKS}/{number:02}.yaml": data for number, data in enumerate(evaluated.packs)}
    if evaluated.evaluation.earlier:
        beside[EARLIER] = earlier_file(evaluated.evaluation.earlier)
    if evaluated.dispositions:
        beside[DISPOSITIONS_COPY] = evaluated.dispositions
    selection = evaluated.evidence.selection
    if selection is not None:
        as_of = evaluated.evaluation.as_of
        beside[SELECTION] = how_made(selection, evaluated.view, evaluated.frameworks, as_of)
    with staged(archive) as place:
        write_archive(place, evaluated.evidence.folders, {**documents, **beside}, raw=raw)
    return (*written, archive)


def replace(path: Path, data: bytes) -> Path:
    """Write a file whole or not at all."""
    with staged(path) as place:
        place.write_bytes(data)
    return path


class staged:
    """A place to write a file that takes its name only when the writing has succeeded."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._place = path.with_name(f".{path.name}.part")

    def __enter__(self) -> Path:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise self._refused(cause) from cause
        return self._place

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, _: object) -> None:
        try:
            if kind is None:
                self._place.replace(self._path)
        except OSError as cause:
            raise self._refused(cause) from cause
        finally:
            self._place.unlink(missing_ok=True)
        if isinstance(fault, OSError):
            raise self._refused(fault) from fault

    def _refused(self, cause: OSError) -> OutputError:
        return OutputError(
            f"the output cannot be written: {cause.strerror or type(cause).__name__}",
            where=str(self._path),
            hint="name a folder that can be written with --out, or free some space",
        )


def _walked(evaluated: Evaluated) -> tuple[tuple[Commit, ...], dict[str, str]]:
    """Commits of the change that the report walks through, and their subject lines where names are kept."""
    chosen = walked_change(evaluated.view, evaluated.evaluation)
    if chosen is None:
        return (), {}
    commits = tuple(commit for commit in evaluated.evidence.commits() if commit.change == chosen)
    ids = {commit.id: commit.sha for commit in commits}
    subjects = {
        ids[entry.id]: entry.fields.get("message", "").lstrip("\n").partition("\n")[0]
        for entry in evaluated.evidence.personal("commits")
        if entry.id in ids
    }
    return commits, subjects
