"""AI involvement: what the record shows, by month, tool, grade and extent, and who answers for it."""

from attest.model.report import (
    Block,
    Callout,
    Heading,
    Section,
    Table,
)
from attest.model.signal import AiState
from attest.report.context import Context
from attest.report.sections import (
    agent_authority,
    coverage,
    disclosure,
    evidenced,
    principals,
    timeline,
    traces,
)
from attest.report.shares import share_columns
from attest.report.text import link, plain, say


def section(context: Context) -> Section:
    """Chapter 4."""
    blocks: list[Block] = [
        _lower_bound(context),
        Heading(level=2, number="4.1", title=(plain("Over the period"),), anchor="involvement-time"),
        *timeline.timeline(context),
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
        *principals.blocks(context, "4.6"),
        Heading(
            level=2,
            number="4.7",
            title=(plain("Code that AI-evidenced commits touched"),),
            anchor="involvement-code",
        ),
        *disclosure.touched_code(context),
        Heading(
            level=2, number="4.8", title=(plain("The AI-evidenced changes"),), anchor="involvement-changes"
        ),
        evidenced.changes(context),
        *coverage.blocks(context, "4.9", agent_authority.ANCHOR),
        *agent_authority.blocks(context, "4.10"),
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
        "share of AI-assisted changes can be higher, never lower, than the traces show: see the {basis}.",
        ai=context.evidenced.full,
        rules=figures.count("rules.count", "rules").things("rule"),
        read=read.of,
        unread=(plain(f" {disclosure.NOT_READ}"),) if disclosure.is_unread(context) else (),
        unknown=unknown.of,
        basis=link("coverage basis", coverage.ANCHOR),
    )
    return Callout(title="A lower bound", text=text)


def _states(context: Context) -> Table:
    rows = []
    for state, (name, _, meaning) in timeline.STATES.items():
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
