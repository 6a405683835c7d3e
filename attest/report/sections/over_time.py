"""Controls over time: where one stopped inside the period, and the same tests in periods before."""

from attest.model.finding import Outcome
from attest.model.report import Block, Chart, Column, Heading, Paragraph, Series, Table, Text
from attest.model.trend import PeriodTally, Stop
from attest.report.context import LISTED, Context
from attest.report.months import buckets
from attest.report.text import code, join, link, named, plain, say

ANCHOR = "register-over-time"
_DRAWN = 4
_ROWS = 120
_RULE = (
    "A control has stopped where, in one repository, from one landing to the end of the period, none of at "
    "least {after} results in a row is met, and each is a deviation or indeterminate. Changes that the test "
    "does not apply to are passed over. The number is management's ({key} in attest.yaml), by default "
    "5: of a control that works nine times in ten, five misses come together by chance once in 100,000."
)
_NONE = "No control that management declares operated stopped so inside the period."
_DRAWING = "The dashed line stands behind the part of the period in which the last change met the test."
_UNREAD = "Whether a control stopped inside the period was not looked at."
_ALONE = (
    "No run of an earlier period was named for comparison. Counts of earlier periods are in the reports on "
    "them."
)
_BEFORE = (
    "The runs below were named for comparison. Each was tested again with the checks and packs of this "
    "report, under what management declared then. They are not in this package: a row can be counted again "
    "from the run that it names."
)
_DIFFERS = {
    "repositories": "other repositories or branches",
    "sources": "other sources connected",
    "declaration": "another declaration or setting",
    "overlap": "the periods overlap",
}
_PATTERNS = (
    (Outcome.MET, "met", "solid"),
    (Outcome.NEEDS_REVIEW, "needs review", "light"),
    (Outcome.INDETERMINATE, "indeterminate", "vertical"),
    (Outcome.DEVIATION, "deviation", "horizontal"),
)


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number."""
    title = (plain("Over time"),)
    heading = Heading(level=2, number=number, title=title, anchor=ANCHOR)
    return heading, *_stopped(context), *_before(context)


def _stopped(context: Context) -> tuple[Block, ...]:
    found = context.evaluation.stops
    if not context.evaluation.stopped_after:
        return (Paragraph(text=(plain(_UNREAD),)),)
    rule = Paragraph(
        text=say(_RULE, after=code(str(context.evaluation.stopped_after)), key=code("stopped_after"))
    )
    if not found:
        return rule, Paragraph(text=(plain(_NONE),))
    table = Table(
        caption="Controls that stopped inside the period, by test and repository",
        columns=(
            Column(title="Test", width=10),
            Column(title="Repository", width=18),
            Column(title="Last met", width=24),
            Column(title="First result after, landed", width=22),
            Column(title="Deviations", width=13, style="number"),
            Column(title="Indeterminate", width=13, style="number"),
        ),
        rows=tuple(_row(context, stop) for stop in found[:LISTED]),
        more=context.more("stops.beyond", "stops"),
    )
    charts = [_chart(context, stop) for stop in found[:_DRAWN]]
    return rule, table, *charts, Paragraph(text=(plain(_DRAWING),), role="note")


def _row(context: Context, stop: Stop) -> tuple[Text, ...]:
    where = ("id", "is", stop.id)
    after = context.figures.count(f"stops.{stop.id}", "stops", where, measure="sum following")
    counts = [
        context.figures.count(f"stops.{stop.id}.{field}", "stops", where, measure=f"sum {field}", of=after)
        for field in ("deviations", "indeterminate")
    ]
    return (
        (link(stop.assertion, f"control-{stop.assertion.lower()}"),),
        (named(stop.repository),),
        _last(context, stop),
        (code(stop.since) if stop.since else plain("day not known"),),
        *((counted.of,) for counted in counts),
    )


def _last(context: Context, stop: Stop) -> Text:
    change = context.changes.get(stop.last_met)
    if change is None:
        return (plain("no change of the period"),)
    day = code(stop.last_met_at) if stop.last_met_at else plain("day not known")
    return say("{label}, {day}", label=context.label(change), day=day)


def _chart(context: Context, stop: Stop) -> Chart:
    period = context.view.manifest.period
    spans = buckets(period.since, period.until)
    series = tuple(
        Series(
            name=name,
            pattern=pattern,
            figures=tuple(_counted(context, stop, outcome, *span) for span in spans),
        )
        for outcome, name, pattern in _PATTERNS
    )
    last = stop.last_met_at or ""
    mark = next((label for label, since, until in spans if since <= last < until), "")
    told = f"The line marks the last change that met the test, {last}." if mark else "No change met the test."
    return Chart(
        form="columns",
        title=f"{stop.assertion}: results by month landed (UTC)",
        alternative=f"Stacked columns, one for each part of the period, divided by outcome. {told} "
        "The table above holds the dates; findings.json the results.",
        labels=tuple(label for label, _, _ in spans),
        series=series,
        mark=mark,
    )


def _counted(context: Context, stop: Stop, outcome: Outcome, label: str, since: str, until: str) -> str:
    counted = context.figures.count(
        f"stops.{stop.id}.{outcome.word}.{label}",
        "findings",
        ("assertion", "is", stop.assertion),
        ("declared", "is", "true"),
        ("outcome", "is", outcome.word),
        ("change.repository", "is", stop.repository),
        ("change.landed_at", "from", since),
        ("change.landed_at", "before", until),
    )
    return counted.figure.id


def _before(context: Context) -> tuple[Block, ...]:
    rows = context.evaluation.earlier
    if not rows:
        return (Paragraph(text=(plain(_ALONE),)),)
    tests = [item.id for item in context.catalog.assertions if context.operated(item.id)]
    cells: list[tuple[Text, ...]] = []
    for test in tests:
        of_test = [row for row in rows if row.assertion == test]
        if of_test:
            cells.append(((link(test, f"control-{test.lower()}"),),))
            cells += [_period(context, row) for row in of_test]
            cells.append(_now(context, test))
    table = Table(
        caption="Declared controls in this period and in those before",
        columns=(
            Column(title="Period", width=15),
            Column(title="Met", width=16, style="number"),
            Column(title="Deviation", width=16, style="number"),
            Column(title="Indeterminate", width=16, style="number"),
            Column(title="Run", width=17),
            Column(title="Not to be compared", width=20),
        ),
        rows=tuple(cells[:_ROWS]),
        more=say("and further rows in {file}", file=code("findings.json")) if len(cells) > _ROWS else (),
        empty="No control is declared operated in this period.",
    )
    return Paragraph(text=(plain(_BEFORE),)), table


def _period(context: Context, row: PeriodTally) -> tuple[Text, ...]:
    where = ("id", "is", row.id)
    tested = context.figures.count(f"earlier.{row.id}", "earlier", where, measure="sum tested")
    counts = [
        context.figures.count(
            f"earlier.{row.id}.{field}", "earlier", where, measure=f"sum {field}", of=tested
        )
        for field in ("met", "deviation", "indeterminate")
    ]
    differs = join([plain(_DIFFERS[slug]) for slug in row.differs])
    return (
        (named(row.period),),
        *((say("{of} ({share})", of=counted.of, share=counted.share)) for counted in counts),
        (code(row.run),),
        differs,
    )


def _now(context: Context, test: str) -> tuple[Text, ...]:
    condition = (("assertion", "is", test), ("declared", "is", "true"))
    tested = context.figures.count(
        f"now.{test}", "findings", *condition, ("outcome", "is not", "not_applicable")
    )
    counts = [
        context.figures.count(
            f"now.{test}.{word}", "findings", *condition, ("outcome", "is", word), of=tested
        )
        for word in ("met", "deviation", "indeterminate")
    ]
    return (
        (named(context.view.manifest.period.label),),
        *((say("{of} ({share})", of=counted.of, share=counted.share)) for counted in counts),
        (plain("this report"),),
        (),
    )
