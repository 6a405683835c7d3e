"""Appendices: where each reference leads, and which rules ran."""

from attest.model.report import Column, Paragraph, Section, Span, Table, Text
from attest.report.context import Context
from attest.report.evidence import Reference
from attest.report.sections import overridden_rules
from attest.report.text import anchor, code, plain, say

_RULES = 240
_ACROSS = 6
_LISTS = {"findings": "findings.json", "differences": "selection.json"}


def index(context: Context) -> Section:
    """Appendix A; built last, when every reference has been handed out."""
    rows = tuple(_row(reference) for reference in context.evidence.references)
    intro = (
        "Each reference of this document with the record it stands for. Records are "
        "lines of the run's files; results are entries of findings.json."
    )
    table = Table(
        caption="References and records",
        columns=(
            Column(title="Ref", width=12),
            Column(title="Kept in", width=28),
            Column(title="Record", width=60),
        ),
        rows=rows,
        empty="This report refers to no single record.",
        dense=True,
    )
    blocks = (Paragraph(text=(plain(intro),)), table)
    return Section(anchor="index", number="A", title="Evidence index", blocks=blocks, appendix=True)


def _row(reference: Reference) -> tuple[Text, ...]:
    kept = _LISTS.get(reference.records, f"records/{reference.records}.jsonl")
    return ((anchor(reference.label),), (code(kept),), (code(reference.record, 300),))


def rules(context: Context) -> Section:
    """Appendix B."""
    ran = context.view.manifest.rules[:_RULES]
    count = context.figures.count("rules.count", "rules")
    rows: list[tuple[Text, ...]] = []
    for origin in dict.fromkeys(rule.origin for rule in ran):
        rows.append((say("Origin: {origin}", origin=code(origin, 64)),))
        cells = [
            cell
            for rule in ran
            if rule.origin == origin
            for cell in (code(rule.id), plain(str(rule.version)))
        ]
        rows += [_padded(cells[start : start + _ACROSS]) for start in range(0, len(cells), _ACROSS)]
    table = Table(
        caption="Detection rules with their versions",
        columns=(Column(title="Rule", width=26), Column(title="Ver.", width=7)) * 3,
        rows=tuple(rows),
        more=context.more("rules.beyond", "rules", shown=_RULES),
        empty="No rule ran.",
        dense=True,
    )
    blocks = (
        Paragraph(text=say("{rules} ran over every message and identity.", rules=count.things("rule"))),
        *overridden_rules.table(context),
        table,
    )
    return Section(anchor="rules", number="B", title="Rules that ran", blocks=blocks, appendix=True)


def _padded(cells: list[Span]) -> tuple[Text, ...]:
    return tuple((cell,) for cell in cells) + ((),) * (_ACROSS - len(cells))
