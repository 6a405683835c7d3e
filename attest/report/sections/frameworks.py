"""One matrix for each framework: criterion, how far the evidence reaches it, and the counts of each test."""

from attest.model.control import Criterion, Framework, Mapping
from attest.model.report import Block, Column, Facts, Heading, Paragraph, Section, Table, Text
from attest.report import basis
from attest.report.context import Context
from attest.report.sections import changed_packs
from attest.report.text import code, foreign, link, plain, say, strong

_INTRO = (
    "Each matrix maps criteria to the tests of chapter 6. Direct evidence bears on the "
    "criterion itself; supporting "
    "evidence bears on a part or a condition of it; context helps to judge it. A mapping "
    "is relevance, not fulfilment. "
    "Counts are those of the test over its subjects; Gap counts subjects without a "
    "declared control."
)
_QUOTED = 800
"""Longer than any provision, since a quotation that is cut is none."""
_STATUS = {"in_force": "in force", "superseded": "superseded", "proposed": "proposed, not in force"}
_PROPOSED = (
    "This framework is a proposal. Its matrix helps to prepare; nothing in this report is a statement about "
    "a requirement in force under it."
)
_BESIDE = (
    "The tests of chapter 5 reach a part of the following criteria each. What is left of them takes other "
    "evidence."
)
_FIELDS = ("deviation", "indeterminate", "needs_review", "met", "not_applicable", "design_gap", "total")


def section(context: Context) -> Section:
    """Chapter 5."""
    blocks: list[Block] = [Paragraph(text=(plain(_INTRO),)), *changed_packs.blocks(context)]
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
    )
    status = _STATUS[framework.status]
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
    proposed = (Paragraph(text=(strong(_PROPOSED),)),) if framework.status == "proposed" else ()
    inside = [item for item in framework.criteria if item.evidence != "external"]
    facts_block = Facts(rows=tuple(facts))
    return (heading, *proposed, facts_block, _matrix(context, inside), *_elsewhere(framework))


def _elsewhere(framework: Framework) -> tuple[Block, ...]:
    if not any(item.evidence == "external" for item in framework.criteria):
        return ()
    text = say(
        "Criteria of this framework that no test reaches are in {appendix}, with what to attach.",
        appendix=link("appendix C", "external"),
    )
    return (Paragraph(text=text, role="note"),)


def _matrix(context: Context, criteria: list[Criterion]) -> Table:
    rows: list[tuple[Text, ...]] = []
    for criterion in criteria:
        rows.append((_name(criterion),))
        rows += [_mapped(context, mapping) for mapping in criterion.mappings]
        if not criterion.mappings:
            rows.append(((plain("no test"),), *(() for _ in range(len(_FIELDS) + 2))))
    return Table(
        caption="Criteria, tests and outcomes",
        columns=(
            Column(title="Test", width=8),
            Column(title="Evidence is", width=11),
            Column(title="Dev.", width=6, style="number"),
            Column(title="Indet.", width=7, style="number"),
            Column(title="Review", width=7, style="number"),
            Column(title="Met", width=7, style="number"),
            Column(title="N/a", width=7, style="number"),
            Column(title="Gap", width=7, style="number"),
            Column(title="Subjects", width=9, style="number"),
            Column(title="What it does not reach", width=31, style="after"),
        ),
        rows=tuple(rows),
        empty="The pack holds no criterion that a repository can show.",
    )


def _name(criterion: Criterion) -> Text:
    summary = foreign(criterion.summary, _QUOTED) if criterion.verbatim else plain(criterion.summary)
    designation = say(" ({d})", d=plain(_binding(criterion))) if _binding(criterion) else ()
    limits = (plain(" Limits: "), plain(criterion.limits)) if criterion.limits else ()
    reason = say(" Not mapped on purpose: {why}", why=plain(criterion.unmapped)) if criterion.unmapped else ()
    return (strong(criterion.display), *designation, plain(" "), summary, *reason, *limits)


def _binding(criterion: Criterion) -> str:
    """How it binds, whether and for whom it is in force, and by what an assessor tests it."""
    told = [
        criterion.designation,
        _STATUS[criterion.status] if criterion.status != "in_force" else "",
        f"from {criterion.effective_from}" if criterion.effective_from else "",
        f"until {criterion.effective_to}" if criterion.effective_to else "",
        criterion.scope,
        f"tested by {', '.join(criterion.testing)}" if criterion.testing else "",
    ]
    return "; ".join(word for word in told if word)


def _attached(criterion: Criterion) -> Text:
    """What management attaches, and for an addressable specification what stands in for it."""
    alternative = say(" Or, for an alternative: {a}.", a=plain(criterion.alternative))
    return (plain(criterion.attach or "not stated"), *(alternative if criterion.alternative else ()))


def _mapped(context: Context, mapping: Mapping) -> tuple[Text, ...]:
    test = (link(mapping.assertion, f"control-{mapping.assertion.lower()}"),)
    counts: tuple[Text, ...] = tuple((plain("-"),) for _ in _FIELDS)
    if mapping.assertion in context.tallies:
        counts = tuple((context.tally(mapping.assertion, field).count,) for field in _FIELDS)
    strength = (plain(mapping.strength.value), *basis.mark(context, mapping.assertion))
    return (test, strength, *counts, (plain(mapping.limits),))


def external(context: Context) -> Section:
    """Appendix C: what other evidence has to show."""
    outside: list[tuple[Text, ...]] = []
    beside: list[tuple[Text, ...]] = []
    for framework in context.catalog.frameworks:
        title = ((strong(framework.title),),)
        items = [item for item in framework.criteria if item.evidence == "external"]
        outside += [title, *((_name(item), _attached(item)) for item in items)] if items else []
        rest = [item for item in framework.criteria if item.evidence != "external" and item.attach]
        beside += [title, *(((plain(item.display),), _attached(item)) for item in rest)] if rest else []
    intro = "No test of this report reaches these criteria. Management attaches the evidence that does."
    blocks = (
        Paragraph(text=(plain(intro),)),
        Table(
            caption="Criteria and what to attach",
            columns=(
                Column(title="Criterion", width=64),
                Column(title="To be attached by management", width=36),
            ),
            rows=tuple(outside),
            empty="The frameworks of this report name no such criterion.",
        ),
        Paragraph(text=(plain(_BESIDE),)),
        Table(
            caption="Criteria of chapter 5 and what to attach beside the tests",
            columns=(
                Column(title="Criterion", width=36),
                Column(title="To be attached by management", width=64),
            ),
            rows=tuple(beside),
            empty="The frameworks of this report name nothing to attach beside tests.",
        ),
    )
    return Section(
        anchor="external", number="C", title="Criteria outside the repository", blocks=blocks, appendix=True
    )
