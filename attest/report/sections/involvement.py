"""AI involvement: what the record shows, by month, tool, grade and extent, and who answers for it."""

from attest.model.report import (
    Block,
    Bullets,
    Callout,
    Chart,
    Column,
    Heading,
    Paragraph,
    Section,
    Series,
    Table,
    Text,
)
from attest.model.signal import AiState, Grade
from attest.report.context import LISTED, Context
from attest.report.figures import Condition, Counted
from attest.report.months import buckets
from attest.report.text import code, plain, say

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
        "the record was read and is silent; silence is not evidence of a human author",
    ),
    AiState.UNKNOWN: ("unknown", "vertical", "part of the record could not be read"),
}
GRADES = {
    Grade.A: "recorded by a tool and open to cross-check",
    Grade.B: "a platform identity, vendor address or session id",
    Grade.C: "a person's disclosure",
    Grade.D: "circumstantial",
}
_EXTENTS = {
    "full": "each commit of the change is evidenced",
    "mixed": "some commits are, others are not",
    "partial": "an assistant's role alone, or evidence on the change but on none of its commits",
}
_EVIDENCED: Condition = ("state", "is", "ai_evidenced")


def section(context: Context) -> Section:
    """Chapter 4."""
    blocks: list[Block] = [
        _lower_bound(context),
        Heading(level=2, number="4.1", title=(plain("Over the period"),), anchor="involvement-time"),
        *_time(context),
        _states(context),
        Heading(level=2, number="4.2", title=(plain("By tool"),), anchor="involvement-tools"),
        *_tools(context),
        Heading(
            level=2,
            number="4.3",
            title=(plain("Grade and extent of the evidence"),),
            anchor="involvement-grades",
        ),
        _grades(context),
        _extents(context),
        _recovered(context),
        Heading(
            level=2,
            number="4.4",
            title=(plain("Disclosed against detected"),),
            anchor="involvement-disclosed",
        ),
        *_disclosed(context),
        Heading(
            level=2, number="4.5", title=(plain("Accountable humans"),), anchor="involvement-accountable"
        ),
        *_accountable(context),
        Heading(
            level=2,
            number="4.6",
            title=(plain("Code that AI-evidenced commits touched"),),
            anchor="involvement-code",
        ),
        *_code(context),
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
        "pull requests. For {unknown} "
        "changes part of the record could not be read. Removed trailers and editor "
        "completions leave no trace, so the "
        "share of AI-assisted changes can be higher and cannot be lower than the traces show.",
        ai=context.evidenced.full,
        rules=figures.count("rules.count", "rules").things("rule"),
        read=read.of,
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


def _share_columns(title: str, noun: str = "Changes") -> tuple[Column, ...]:
    return (
        Column(title=title, width=24),
        Column(title="Meaning", width=50),
        Column(title=noun, width=13, style="number"),
        Column(title="Share", width=13, style="number"),
    )


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
        columns=_share_columns("State"),
        rows=tuple(rows),
        total=total,
    )


def _tools(context: Context) -> tuple[Block, ...]:
    tools = context.figures.values("involvements", "tools", _EVIDENCED)
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
        empty="No tool is named by the evidence.",
    )
    if not counts:
        return (table,)
    bars = Series(
        name="changes", pattern="solid", figures=tuple(counted.figure.id for _, counted in counts[:8])
    )
    chart = Chart(
        form="bars",
        title="Changes with evidence of each tool",
        alternative=(
            "Horizontal bars, one for each tool, most frequent first. The table below holds the numbers."
        ),
        labels=tuple(tool for tool, _ in counts[:8]),
        series=(bars,),
    )
    return (chart, table, *_models(context))


def _tool(context: Context, tool: str, grade: Grade | None = None) -> Counted:
    where: tuple[Condition, ...] = (_EVIDENCED, ("tools", "has", tool))
    if grade is None:
        return context.figures.count(f"tool.{tool}", "involvements", *where, of=context.evidenced)
    name = f"tool.{tool}.{grade.value}"
    return context.figures.count(
        name, "involvements", *where, ("grade", "is", grade.value), of=_tool(context, tool)
    )


def _models(context: Context) -> tuple[Block, ...]:
    models = context.figures.values("involvements", "models", _EVIDENCED)
    if not models:
        return ()
    items = tuple(
        say(
            "{model}: {n}",
            model=code(model, 80),
            n=context.figures.count(
                f"model.{model}", "involvements", _EVIDENCED, ("models", "has", model), of=context.evidenced
            ).of,
        )
        for model in models[:6]
    )
    intro = Paragraph(text=(plain("Models that the traces name, where they name one:"),))
    return (intro, Bullets(items=items))


def _grades(context: Context) -> Table:
    rows = []
    for grade, meaning in GRADES.items():
        where = (_EVIDENCED, ("grade", "is", grade.value))
        counted = context.figures.count(f"grade.{grade.value}", "involvements", *where, of=context.evidenced)
        rows.append(((plain(grade.value),), (plain(meaning),), (counted.count,), (counted.share,)))
    return Table(
        caption="Best grade of the evidence, of the evidenced changes",
        columns=_share_columns("Grade"),
        rows=tuple(rows),
    )


def _extents(context: Context) -> Table:
    rows = []
    for extent, meaning in _EXTENTS.items():
        where = (_EVIDENCED, ("extent", "is", extent))
        counted = context.figures.count(f"extent.{extent}", "involvements", *where, of=context.evidenced)
        rows.append(((plain(extent),), (plain(meaning),), (counted.count,), (counted.share,)))
    return Table(
        caption="Extent, of the evidenced changes", columns=_share_columns("Extent"), rows=tuple(rows)
    )


def _recovered(context: Context) -> Paragraph:
    recovered = context.figures.count(
        "ai.recovered", "involvements", _EVIDENCED, ("recovered", "is", "true"), of=context.evidenced
    )
    wording = (
        "Recovered: for {n} evidenced changes the trace was lost on the branch, as "
        "happens in a squash, and was found on the pull request's own commits."
    )
    return Paragraph(text=say(wording, n=recovered.full))


def _disclosed(context: Context) -> tuple[Block, ...]:
    rows: list[tuple[Text, ...]] = []
    for name, flag in (("Disclosed by the author", "true"), ("Not disclosed", "false")):
        total = context.figures.count(
            f"disclosed.{flag}", "involvements", ("disclosed", "is", flag), of=context.total
        )
        cells: list[Text] = [
            (
                context.figures.count(
                    f"disclosed.{flag}.{grade.value}",
                    "involvements",
                    ("disclosed", "is", flag),
                    _EVIDENCED,
                    ("grade", "is", grade.value),
                    of=total,
                ).count,
            )
            for grade in Grade
        ]
        silent = context.figures.count(
            f"disclosed.{flag}.none",
            "involvements",
            ("disclosed", "is", flag),
            ("state", "is not", "ai_evidenced"),
            of=total,
        )
        rows.append(((plain(name),), *cells, (silent.count,), (total.count,)))
    table = Table(
        caption="Changes by the author's disclosure and by the best grade detected",
        columns=(
            Column(title="", width=26),
            *(Column(title=f"Grade {grade.value}", width=11, style="number") for grade in Grade),
            Column(title="None detected", width=15, style="number"),
            Column(title="Changes", width=15, style="number"),
        ),
        rows=tuple(rows),
    )
    note = (
        "A change detected at grade A or B and not disclosed is worth a question where "
        "policy asks for disclosure; a change disclosed and not detected shows what "
        "detection misses."
    )
    return (table, Paragraph(text=(plain(note),), role="note"))


_BASES = {
    "co-author": "a human co-author beside the agent",
    "author": "the commit's author",
    "opener": "whoever opened the pull request",
    "merger": "whoever merged it",
    "committer": "the committer",
    "none": "nobody could be named",
}


def _accountable(context: Context) -> tuple[Block, ...]:
    people = context.figures.count(
        "accountable.people",
        "involvements",
        _EVIDENCED,
        ("accountable", "known", ""),
        measure="distinct accountable.id",
    )
    rows = []
    for basis, meaning in _BASES.items():
        where = (_EVIDENCED, ("accountable_basis", "is", basis))
        counted = context.figures.count(f"accountable.{basis}", "involvements", *where, of=context.evidenced)
        rows.append(
            ((plain(basis.replace("-", " ")),), (plain(meaning),), (counted.count,), (counted.share,))
        )
    table = Table(
        caption="What names the accountable human of each AI-evidenced change",
        columns=_share_columns("Basis"),
        rows=tuple(rows),
    )
    wording = (
        "{people} answer for the AI-evidenced changes. Counts for single persons are "
        "left out of this document; the record of each change names its accountable "
        "human."
    )
    return (Paragraph(text=say(wording, people=people.things("person", "persons")), role="keep"), table)


def _code(context: Context) -> tuple[Block, ...]:
    figures = context.figures
    commits = figures.count("code.commits", "metrics")
    if not commits.value:
        return (Paragraph(text=(plain("No commit was measured for this run."),)),)
    files = figures.count("code.files", "metrics", measure="sum files")
    measured = figures.count("code.files.measured", "metrics", measure="sum files_measured", of=files)
    methods = figures.count("code.methods", "metrics", measure="sum methods_touched")
    complexity = figures.count("code.complexity", "metrics", measure="sum complexity")
    text = say(
        "{commits} measured: {methods} touched, with a cyclomatic complexity of "
        "{complexity} in sum after the change. "
        "{measured} files are in a language that the analyser ({analyser}) knows; the "
        "rest is not in these numbers.",
        commits=commits.things("commit"),
        methods=methods.things("method"),
        complexity=complexity.count,
        measured=measured.of,
        analyser=code(context.view.metrics[0].analyser, 60),
    )
    return (Paragraph(text=text),)
