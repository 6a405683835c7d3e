"""The deviation register: stable ids, subject, fact, and room for management's response."""

from attest.model.finding import Deviation, Outcome
from attest.model.report import Block, Column, Heading, Paragraph, Section, Table, Text
from attest.report.context import LISTED, Context, alike
from attest.report.sections import answers, over_time
from attest.report.sections.summary import register_counts
from attest.report.text import code, join, link, plain, say, strong

_DEVIATIONS = 60
_GROUPS = 40
_INTRO = (
    "Every deviation and every indeterminate result of a control that management "
    "declares operated. An id stays the "
    "same for the same evidence. The response columns are management's: cause, "
    "action, owner and day; a "
    "response is laid beside the fact and never changes it."
)


def section(context: Context) -> Section:
    """Chapter 7."""
    found, open_, _ = register_counts(context)
    counts = say("{found} deviations; {open} indeterminate.", found=found.full, open=open_.full)
    blocks: list[Block] = [
        Paragraph(text=(plain(_INTRO),)),
        Paragraph(text=counts),
        Heading(level=2, number="7.1", title=(plain("Deviations"),), anchor="register-deviations"),
        _deviations(context),
        Heading(
            level=2, number="7.2", title=(plain("Indeterminate results"),), anchor="register-indeterminate"
        ),
        _grouped(context),
        *_indeterminate(context),
        *answers.blocks(context, "7.3"),
        *over_time.blocks(context, "7.4"),
    ]
    return Section(anchor="register", number="7", title="Deviation register", blocks=tuple(blocks))


def _deviations(context: Context) -> Table:
    where = ("outcome", "is", "deviation")
    return Table(
        caption="Deviations of declared controls, by test and landing",
        columns=_columns(context),
        rows=_rows(context, Outcome.DEVIATION, _DEVIATIONS),
        more=context.more("register.deviations.beyond", "deviations", where, shown=_DEVIATIONS),
        empty="No deviation of a declared control was recorded; the indeterminate results below stay open.",
    )


def _columns(context: Context) -> tuple[Column, ...]:
    return (
        Column(title="Register id", width=16),
        Column(title="Ref", width=9),
        Column(title="Landed (UTC)", width=12),
        Column(title="Subject", width=29 if context.evaluation.answers else 35),
        *answers.columns(context),
    )


def _by_test(context: Context) -> list[list[Deviation]]:
    return [list(context.deviations[test]) for test in sorted(context.deviations)]


def _rows(context: Context, wanted: Outcome, shown: int) -> tuple[tuple[Text, ...], ...]:
    rows: list[tuple[Text, ...]] = []
    listed = [item for items in _by_test(context) for item in items if item.outcome is wanted][:shown]
    for test in dict.fromkeys(item.assertion for item in listed):
        for (reason, message), items in alike(item for item in listed if item.assertion == test):
            heading = say(
                "{control} {test} {meaning} Fact: {message}",
                control=strong(", ".join(sorted({item.control for item in items if item.control}))),
                test=link(test, f"control-{test.lower()}"),
                message=plain(message),
                meaning=context.meaning(test, reason),
            )
            rows.append((heading,))
            rows += [_row(context, item) for item in items]
    return tuple(rows)


def _row(context: Context, item: Deviation) -> tuple[Text, ...]:
    reference = context.evidence.cite("findings", item.finding)
    change = context.changes.get(item.subject)
    landed = (code(change.landed_at[:10]),) if change and change.landed_at else ()
    return ((code(item.id),), (reference,), landed, context.tested(item), *answers.cells(context, item))


def _grouped(context: Context) -> Table:
    groups: dict[tuple[str, str], list[Deviation]] = {}
    for items in _by_test(context):
        for item in items:
            if item.outcome is Outcome.INDETERMINATE:
                groups.setdefault((item.assertion, item.reason), []).append(item)
    rows: list[tuple[Text, ...]] = []
    for (assertion, reason), items in list(groups.items())[:_GROUPS]:
        where = (("outcome", "is", "indeterminate"), ("assertion", "is", assertion), ("reason", "is", reason))
        counted = context.figures.count(f"register.{assertion}.{reason}", "deviations", *where)
        labels = join(tuple(_label(context, item) for item in items[:4]))
        rows.append(
            (
                (link(assertion, f"control-{assertion.lower()}"),),
                say("{slug}: {meaning}", slug=code(reason, 80), meaning=context.meaning(assertion, reason)),
                (plain(items[0].message),),
                (*labels, plain(", …")) if len(items) > 4 else labels,
                (counted.count,),
            )
        )
    return Table(
        caption="Indeterminate results by test and reason",
        columns=(
            Column(title="Test", width=9),
            Column(title="Reason", width=32),
            Column(title="Fact, first of them", width=27),
            Column(title="Subjects", width=20),
            Column(title="Results", width=11, style="number"),
        ),
        rows=tuple(rows),
        empty="No result of a declared control is indeterminate.",
    )


def _label(context: Context, item: Deviation) -> Text:
    change = context.changes.get(item.subject)
    return (context.label(change) if change else code(item.label, 40),)


def _indeterminate(context: Context) -> tuple[Block, ...]:
    rows = _rows(context, Outcome.INDETERMINATE, LISTED)
    if not rows:
        return ()
    where = ("outcome", "is", "indeterminate")
    return (
        Table(
            caption="Indeterminate results, one by one",
            columns=_columns(context),
            rows=rows,
            more=context.more("register.indeterminate.beyond", "deviations", where),
        ),
    )
