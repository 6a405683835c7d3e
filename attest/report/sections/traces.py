"""The traces behind AI involvement: tools, grades, extent, and what a squash would have lost."""

from attest.model.report import (
    Block,
    Bullets,
    Chart,
    Column,
    Paragraph,
    Series,
    Table,
)
from attest.model.signal import Grade
from attest.report.context import LISTED, Context
from attest.report.figures import Condition, Counted
from attest.report.shares import EVIDENCED, share_columns
from attest.report.text import code, plain, say

_BARS = 8
GRADES = {
    Grade.A: "recorded by a tool and open to cross-check",
    Grade.B: "a platform identity, vendor address or session id",
    Grade.C: "a person's disclosure",
    Grade.D: "circumstantial",
}
_EXTENTS = {
    "full": "each commit is evidenced, and no line record gives a smaller part to an AI",
    "mixed": "some commits are evidenced, others not; or all, and line records give an AI a part",
    "partial": "an assistant's role alone, or evidence on the change but on none of its commits",
}


def tools(context: Context) -> tuple[Block, ...]:
    """A chart and a table of the tools that the evidence names."""
    tools = context.figures.values("involvements", "tools", EVIDENCED)
    counts = [(tool, _tool(context, tool)) for tool in tools[:LISTED]]
    rows = tuple(
        (
            (code(tool),),
            *((_tool(context, tool, grade).count,) for grade in Grade),
            (counted.count,),
            (counted.share,),
        )
        for tool, counted in counts
    )
    columns = (
        Column(title="Tool", width=28),
        *(Column(title=f"Grade {grade.value}", width=11, style="number") for grade in Grade),
        Column(title="Changes", width=14, style="number"),
        Column(title="Share of evidenced", width=14, style="number"),
    )
    table = Table(
        caption=(
            "Tools named by the evidence, by best grade of the change; a change with two "
            "tools stands in two rows"
        ),
        columns=columns,
        rows=rows,
        more=say("further tools are in {file}", file=code("records/involvements.jsonl"))
        if len(tools) > LISTED
        else (),
        empty="No tool is named by the evidence.",
    )
    if not counts:
        return (table,)
    return (_chart(counts[:_BARS], whole=len(tools) <= _BARS), table, *_models(context))


def _chart(counts: list[tuple[str, Counted]], *, whole: bool) -> Chart:
    bars = Series(name="changes", pattern="solid", figures=tuple(counted.figure.id for _, counted in counts))
    return Chart(
        form="bars",
        title="Changes with evidence of each tool"
        if whole
        else "Changes with evidence of each of the most frequent tools; the table has them all",
        alternative=(
            "Horizontal bars, one for each tool, most frequent first. The table below holds the numbers."
        ),
        labels=tuple(tool for tool, _ in counts),
        series=(bars,),
    )


def _tool(context: Context, tool: str, grade: Grade | None = None) -> Counted:
    where: tuple[Condition, ...] = (EVIDENCED, ("tools", "has", tool))
    if grade is None:
        return context.figures.count(f"tool.{tool}", "involvements", *where, of=context.evidenced)
    name = f"tool.{tool}.{grade.value}"
    return context.figures.count(
        name, "involvements", *where, ("grade", "is", grade.value), of=_tool(context, tool)
    )


def _models(context: Context) -> tuple[Block, ...]:
    models = context.figures.values("involvements", "models", EVIDENCED)
    if not models:
        return ()
    items = tuple(
        say(
            "{model}: {n}",
            model=code(model, 80),
            n=context.figures.count(
                f"model.{model}", "involvements", EVIDENCED, ("models", "has", model), of=context.evidenced
            ).of,
        )
        for model in models[:LISTED]
    )
    if len(models) > LISTED:
        items += (say("and others, in {file}", file=code("records/signals.jsonl")),)
    intro = Paragraph(text=(plain("Models that the traces name, where they name one:"),))
    return (intro, Bullets(items=items))


def grades(context: Context) -> Table:
    """Changes by the best grade of their evidence."""
    rows = []
    for grade, meaning in GRADES.items():
        where = (EVIDENCED, ("grade", "is", grade.value))
        counted = context.figures.count(f"grade.{grade.value}", "involvements", *where, of=context.evidenced)
        rows.append(((plain(grade.value),), (plain(meaning),), (counted.count,), (counted.share,)))
    return Table(
        caption="Best grade of the evidence, of the evidenced changes",
        columns=share_columns("Grade"),
        rows=tuple(rows),
    )


def extents(context: Context) -> Table:
    """Changes by how much of them is evidenced."""
    rows = []
    for extent, meaning in _EXTENTS.items():
        where = (EVIDENCED, ("extent", "is", extent))
        counted = context.figures.count(f"extent.{extent}", "involvements", *where, of=context.evidenced)
        rows.append(((plain(extent),), (plain(meaning),), (counted.count,), (counted.share,)))
    return Table(
        caption="Extent, of the evidenced changes", columns=share_columns("Extent"), rows=tuple(rows)
    )
