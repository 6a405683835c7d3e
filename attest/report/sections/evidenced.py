"""The changes with AI evidence, one by one, as far as a page allows."""

from attest.model.change import Change
from attest.model.report import Column, Table, Text
from attest.model.signal import AiState, Involvement
from attest.report.context import LISTED, Context
from attest.report.shares import EVIDENCED
from attest.report.text import code, join, plain, say

_TOOLS = 3


def changes(context: Context) -> Table:
    """What landed, when, and what the record says of it, in landing order."""
    found = [
        (change, involvement)
        for change in context.view.changes
        if (involvement := context.involvements.get(change.id)) is not None
        and involvement.state is AiState.AI_EVIDENCED
    ]
    return Table(
        caption="Changes with AI evidence, in landing order; population.csv lists every change",
        columns=(
            Column(title="Ref", width=10),
            Column(title="Change", width=44),
            Column(title="Landed (UTC)", width=13),
            Column(title="Tools", width=17),
            Column(title="Grade", width=7),
            Column(title="Extent", width=9),
        ),
        rows=tuple(_row(context, *item) for item in found[:LISTED]),
        more=_more(context),
        empty="No change of the population carries recorded AI evidence; silence is not a finding.",
    )


def _row(context: Context, change: Change, involvement: Involvement) -> tuple[Text, ...]:
    tools = join(tuple(code(tool, 40) for tool in involvement.tools[:_TOOLS]))
    return (
        (context.evidence.cite("involvements", involvement.id),),
        context.subject(change.id),
        (code(change.landed_at[:10]),) if change.landed_at else (plain("unknown"),),
        (*tools, plain(", …")) if len(involvement.tools) > _TOOLS else tools,
        (plain(involvement.grade.value if involvement.grade else "none"),),
        (plain(involvement.extent or "none"),),
    )


def _more(context: Context) -> Text:
    rest = context.figures.count("ai.evidenced.beyond", "involvements", EVIDENCED, measure=f"beyond {LISTED}")
    if not rest.value:
        return ()
    return say("and {rest} more in {file}", rest=rest.count, file=code("population.csv"))
