"""AI involvement: what the record shows, by month, tool, grade and extent, and who answers for it."""

from attest.model.report import (
    Block,
    Callout,
    Chart,
    Heading,
    Paragraph,
    Section,
    Series,
    Table,
)
from attest.model.signal import AiState
from attest.report.context import Context
from attest.report.months import buckets
from attest.report.sections import disclosure, traces
from attest.report.shares import share_columns
from attest.report.text import plain, say

STATES = {
    AiState.AI_EVIDENCED: (
        "AI evidenced",
        "solid",
        "at least one trace of an AI author, co-author or assistant",
    ),
    AiState.HUMAN_DECLARED: (
        "declared without AI",
        "light",
        "the author declared that no AI was used; a statement, not a proof",
    ),
    AiState.AUTOMATION: ("automation", "horizontal", "a named robot that is not AI"),
    AiState.NO_EVIDENCE: (
        "no AI signal found",
        "blank",
        "what was read is silent; silence is not evidence of a human author",
    ),
    AiState.UNKNOWN: ("unknown", "vertical", "part of the record could not be read"),
}


def section(context: Context) -> Section:
    """Chapter 4."""
    blocks: list[Block] = [
        _lower_bound(context),
        Heading(level=2, number="4.1", title=(plain("Over the period"),), anchor="involvement-time"),
        *_time(context),
        _states(context),
        Heading(level=2, number="4.2", title=(plain("By tool"),), anchor="involvement-tools"),
        *traces.tools(context),
        Heading(
            level=2,
            number="4.3",
            title=(plain("Grade and extent of the evidence"),),
            anchor="involvement-grades",
        ),
        traces.grades(context),
        traces.extents(context),
        traces.recovered(context),
        Heading(
            level=2,
            number="4.4",
            title=(plain("Disclosed against detected"),),
            anchor="involvement-disclosed",
        ),
        *disclosure.disclosed(context),
        Heading(
            level=2, number="4.5", title=(plain("Accountable humans"),), anchor="involvement-accountable"
        ),
        *disclosure.accountable(context),
        Heading(
            level=2,
            number="4.6",
            title=(plain("Code that AI-evidenced commits touched"),),
            anchor="involvement-code",
        ),
        *disclosure.touched_code(context),
    ]
    return Section(anchor="involvement", number="4", title="AI involvement", blocks=tuple(blocks))


def _lower_bound(context: Context) -> Callout:
    figures = context.figures
    pulls = figures.count("pulls.count", "changes", ("type", "is", "pull-request"))
    read = figures.count(
        "pulls.read", "changes", ("type", "is", "pull-request"), ("pull_commit_count", "known", ""), of=pulls
    )
    unknown = figures.count("ai.unknown", "involvements", ("state", "is", "unknown"), of=context.total)
    text = say(
        "At least {ai} changes carry recorded AI evidence. The basis: every commit "
        "message and identity of the branch, "
        "searched with {rules}; the commits on the pull requests' own heads for {read} "
        "pull requests.{unread} For {unknown} "
        "changes part of the record could not be read. Removed trailers and editor "
        "completions leave no trace, so the "
        "share of AI-assisted changes can be higher and cannot be lower than the traces show.",
        ai=context.evidenced.full,
        rules=figures.count("rules.count", "rules").things("rule"),
        read=read.of,
        unread=(plain(f" {disclosure.NOT_READ}"),) if disclosure.is_unread(context) else (),
        unknown=unknown.of,
    )
    return Callout(title="A lower bound", text=text)


def _time(context: Context) -> tuple[Block, ...]:
    period = context.view.manifest.period
    spans = buckets(period.since, period.until)
    series = tuple(
        Series(
            name=STATES[state][0],
            pattern=STATES[state][1],
            figures=tuple(
                context.figures.count(
                    f"ai.{state.value}.{label}",
                    "involvements",
                    ("state", "is", state.value),
                    ("change.landed_at", "from", since),
                    ("change.landed_at", "before", until),
                ).figure.id
                for label, since, until in spans
            ),
        )
        for state in AiState
    )
    labels = tuple(label for label, _, _ in spans)
    chart = Chart(
        form="columns",
        title="Changes by month landed (UTC) and state of the record",
        alternative=_alternative(context, labels, series),
        labels=labels,
        series=series,
    )
    return (chart, *_undated(context, period.since, period.until))


def _alternative(context: Context, labels: tuple[str, ...], series: tuple[Series, ...]) -> str:
    del labels
    names = ", ".join(item.name for item in series)
    return (
        f"Stacked columns, one for each month of the period, divided into: {names}. The "
        f"numbers are in figures.json."
    )


def _undated(context: Context, since: str, until: str) -> tuple[Block, ...]:
    early = context.figures.count("dates.early", "changes", ("landed_at", "before", since), of=context.total)
    late = context.figures.count("dates.late", "changes", ("landed_at", "from", until), of=context.total)
    none = context.figures.count("dates.none", "changes", ("landed_at", "is", "null"), of=context.total)
    if not early.value + late.value + none.value:
        return ()
    wording = (
        "Not drawn: {early} dated before the period, {late} after it, {none} without a "
        "usable date. Position on the branch, not the date, puts them in the population."
    )
    return (Paragraph(text=say(wording, early=early.count, late=late.count, none=none.count), role="note"),)


def _states(context: Context) -> Table:
    rows = []
    for state, (name, _, meaning) in STATES.items():
        where = ("state", "is", state.value)
        counted = (
            context.evidenced
            if state is AiState.AI_EVIDENCED
            else context.figures.count(f"ai.{state.value}", "involvements", where, of=context.total)
        )
        rows.append(((plain(name),), (plain(meaning),), (counted.count,), (counted.share,)))
    total = ((plain("All changes"),), (), (context.total.count,), ())
    return Table(
        caption="State of the record for each change",
        columns=share_columns("State"),
        rows=tuple(rows),
        total=total,
    )
