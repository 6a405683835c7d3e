"""One matrix for each framework: criterion, how far the evidence reaches it, and the counts of each test."""

from attest.model.control import Criterion, Framework, Mapping
from attest.model.report import Block, Column, Facts, Heading, Paragraph, Section, Table, Text
from attest.report.context import Context
from attest.report.text import code, foreign, link, plain, say, strong

_INTRO = (
    "Each matrix maps criteria to the tests of chapter 6. Direct evidence bears on the "
    "criterion itself; supporting "
    "evidence bears on a part or a condition of it; context helps to judge it. A mapping "
    "is relevance, not fulfilment. "
    "Counts are those of the test over its subjects; the last column counts subjects "
    "without a declared control."
)
_FIELDS = ("deviation", "indeterminate", "needs_review", "met", "design_gap", "total")


def section(context: Context) -> Section:
    """Chapter 5."""
    blocks: list[Block] = [Paragraph(text=(plain(_INTRO),))]
    for place, framework in enumerate(context.catalog.frameworks, 1):
        blocks += _framework(context, framework, place)
    if not context.catalog.frameworks:
        blocks.append(Paragraph(text=(plain("No framework was asked for."),)))
    return Section(anchor="frameworks", number="5", title="Frameworks and criteria", blocks=tuple(blocks))


def _framework(context: Context, framework: Framework, place: int) -> tuple[Block, ...]:
    heading = Heading(
        level=2,
        number=f"5.{place}",
        title=(plain(framework.title),),
        anchor=f"framework-{framework.id}",
        new_page=place > 1,
    )
    status = "in force" if framework.status == "in_force" else framework.status.replace("_", " ")
    facts: list[tuple[str, Text]] = [
        (
            "Edition",
            say(
                "{edition}; {status} from {day}",
                edition=plain(framework.edition),
                status=plain(status),
                day=code(framework.effective_from),
            ),
        ),
        ("Published at", (code(framework.source),)),
    ]
    if framework.note:
        facts.append(("Note", (plain(framework.note),)))
    inside = [item for item in framework.criteria if item.evidence != "external"]
    outside = [item for item in framework.criteria if item.evidence == "external"]
    matrix = _matrix(context, inside)
    limits = _limits(inside)
    return (heading, Facts(rows=tuple(facts)), matrix, *limits, *((_external(outside),) if outside else ()))


def _matrix(context: Context, criteria: list[Criterion]) -> Table:
    rows: list[tuple[Text, ...]] = []
    for criterion in criteria:
        for place, mapping in enumerate(criterion.mappings):
            name = _name(criterion) if place == 0 else ()
            rows.append((name, *_counts(context, mapping)))
        if not criterion.mappings:
            rows.append((_name(criterion), (plain("no test"),), (), *(() for _ in _FIELDS)))
    return Table(
        caption="Criteria, tests and outcomes",
        columns=(
            Column(title="Criterion", width=32),
            Column(title="Test", width=10),
            Column(title="Evidence is", width=12),
            Column(title="Dev.", width=7, style="number"),
            Column(title="Indet.", width=8, style="number"),
            Column(title="Review", width=8, style="number"),
            Column(title="Met", width=7, style="number"),
            Column(title="Gap", width=7, style="number"),
            Column(title="Subjects", width=9, style="number"),
        ),
        rows=tuple(rows),
        empty="The pack holds no criterion that a repository can show.",
    )


def _name(criterion: Criterion) -> Text:
    summary = foreign(criterion.summary, 300) if criterion.verbatim else plain(criterion.summary)
    designation = say(" ({d})", d=plain(criterion.designation)) if criterion.designation else ()
    return (strong(criterion.display), *designation, plain(" "), summary)


def _counts(context: Context, mapping: Mapping) -> tuple[Text, ...]:
    test = (link(mapping.assertion, f"control-{mapping.assertion.lower()}"),)
    strength = (plain(mapping.strength.value),)
    if mapping.assertion not in context.tallies:
        return (test, strength, *((plain("-"),) for _ in _FIELDS))
    return (test, strength, *((context.tally(mapping.assertion, field).count,) for field in _FIELDS))


def _limits(criteria: list[Criterion]) -> tuple[Block, ...]:
    rows: list[tuple[Text, ...]] = []
    for criterion in criteria:
        reach = [
            (plain(mapping.assertion + ": "), plain(mapping.limits))
            for mapping in criterion.mappings
            if mapping.limits
        ]
        limits: list[Text] = ([(plain(criterion.limits),)] if criterion.limits else []) + [
            tuple(item) for item in reach
        ]
        if limits:
            rows.append(((strong(criterion.display),), _lines(limits)))
    if not rows:
        return ()
    return (
        Table(
            caption="What the evidence does not reach",
            columns=(Column(title="Criterion", width=24), Column(title="Limits", width=76)),
            rows=tuple(rows),
        ),
    )


def _lines(texts: list[Text]) -> Text:
    flat: list[Text] = []
    for text in texts:
        flat.append((*text, plain(" ")))
    return tuple(span for text in flat for span in text)


def _external(criteria: list[Criterion]) -> Table:
    return Table(
        caption="Criteria that no repository can show; what to attach",
        columns=(Column(title="Criterion", width=50), Column(title="To be attached by management", width=50)),
        rows=tuple((_name(item), (plain(item.attach or "not stated"),)) for item in criteria),
    )
