"""AI involvement over the period: a chart by month and state, and the same numbers as a table."""

from attest.model.report import Block, Chart, Column, Paragraph, Series, Table, Text
from attest.model.signal import AiState
from attest.report.context import Context
from attest.report.figures import Counted
from attest.report.months import buckets
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


def timeline(context: Context) -> tuple[Block, ...]:
    """Chart, what it could not draw, and its numbers."""
    period = context.view.manifest.period
    spans = buckets(period.since, period.until)
    counts = {state: [_count(context, state, *span) for span in spans] for state in AiState}
    series = tuple(
        Series(
            name=STATES[state][0],
            pattern=STATES[state][1],
            figures=tuple(counted.figure.id for counted in column),
        )
        for state, column in counts.items()
    )
    chart = Chart(
        form="columns",
        title="Changes by month landed (UTC) and state of the record",
        alternative=_alternative(series),
        labels=tuple(label for label, _, _ in spans),
        series=series,
    )
    return (
        chart,
        *_undated(context, period.since, period.until),
        _numbers(context, spans, (period.since, period.until)),
    )


def _all(context: Context, label: str, since: str, until: str) -> Counted:
    landed = (("landed_at", "from", since), ("landed_at", "before", until))
    return context.figures.count(f"landed.{label}", "changes", *landed, of=context.total)


def _count(context: Context, state: AiState, label: str, since: str, until: str) -> Counted:
    return context.figures.count(
        f"ai.{state.value}.{label}",
        "involvements",
        ("state", "is", state.value),
        ("change.landed_at", "from", since),
        ("change.landed_at", "before", until),
        of=_all(context, label, since, until),
    )


def _numbers(context: Context, spans: tuple[tuple[str, str, str], ...], period: tuple[str, str]) -> Table:
    rows = [_row(context, *span) for span in spans]
    return Table(
        caption="The numbers of the chart",
        columns=(
            Column(title="Landed", width=17),
            *(Column(title=STATES[state][0], width=13, style="number") for state in AiState),
            Column(title="All changes", width=18, style="number"),
        ),
        rows=tuple(rows),
        total=_row(context, "period", *period),
        dense=True,
    )


def _row(context: Context, label: str, since: str, until: str) -> tuple[Text, ...]:
    cells = [_count(context, state, label, since, until).count for state in AiState]
    landed = _all(context, label, since, until).count
    return ((plain("Whole period" if label == "period" else label),), *((cell,) for cell in cells), (landed,))


def _alternative(series: tuple[Series, ...]) -> str:
    names = ", ".join(item.name for item in series)
    return (
        f"Stacked columns, one for each part of the period, divided into: {names}. "
        "The table below holds the numbers."
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
