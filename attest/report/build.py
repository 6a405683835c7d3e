"""From evidence and findings to the report's view model: pure, the same input gives the same report."""

from attest import canonical
from attest.model.control import Catalog, Declaration
from attest.model.evidence import RunView
from attest.model.finding import Evaluation
from attest.model.report import Presentation, Report
from attest.report.context import Context, books
from attest.report.evidence import EvidenceBook
from attest.report.listing import listing
from attest.report.sections import (
    appendices,
    controls,
    cover,
    frameworks,
    integrity,
    involvement,
    limits,
    method,
    population,
    register,
    scope,
    summary,
    walkthrough,
)

CHAPTERS = (
    summary,
    scope,
    population,
    involvement,
    frameworks,
    controls,
    register,
    walkthrough,
    limits,
    method,
    integrity,
)

walked_change = walkthrough.walked_change


def build(
    view: RunView,
    catalog: Catalog,
    declarations: tuple[Declaration, ...],
    evaluation: Evaluation,
    presentation: Presentation,
) -> Report:
    """The report of a run, before it has a form.

    References and figures are handed out in reading order, so chapters are written first to last
    and the index after all of them.
    """
    context = Context(
        view=view,
        catalog=catalog,
        declarations=declarations,
        evaluation=evaluation,
        presentation=presentation,
        figures=books(view, evaluation, catalog),
        evidence=EvidenceBook(),
    )
    front = cover.cover(context)
    chapters = tuple(chapter.section(context) for chapter in CHAPTERS)
    back = (appendices.index(context), appendices.rules(context), frameworks.external(context))
    return Report(
        cover=front,
        sections=chapters + back,
        figures=context.figures.figures,
        language="en",
        as_of=evaluation.as_of,
        population=listing(context),
        evaluation=evaluation,
        manifest=presentation.manifest or canonical.dumps_record(view.manifest.model_dump(mode="json")),
        manifest_digest=view.manifest_digest,
        pulls=_pulls(view, evaluation),
    )


def _pulls(view: RunView, evaluation: Evaluation) -> dict[str, int]:
    cited = {record for finding in evaluation.findings for record in finding.evidence}
    return {
        review.id: review.pull for review in view.reviews if review.pull is not None and review.id in cited
    }
