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
    accountable,
    agent_authority,
    coverage,
    disclosure,
    evidenced,
    line_records,
    principals,
    timeline,
    touched_code,
    traces,
    witnesses,
)
from attest.report.shares import share_columns
from attest.report.text import link, plain, say

_UNKNOWN = ("state", "is", "unknown")
_REASONS = {
    "message-too-large": "a commit message over the limit of the reader",
    "own-commits-unread": "the own commits of a squashed pull request: no head in the clone",
    "attachments-unread": "notes or other attachments of a commit",
    "line-record-unreadable": "a line record of a commit that no reader understands",
    "": "the record gives no reason",
}


def section(context: Context) -> Section:
    """Chapter 4."""
    blocks: list[Block] = [
        _lower_bound(context),
        Heading(level=2, number="4.1", title=(plain("Over the period"),), anchor="involvement-time"),
        *timeline.timeline(context),
        _states(context),
        *_unknown(context),
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
        *witnesses.sources(context),
        *line_records.verdicts(context),
        *witnesses.recovered(context),
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
        *accountable.accountable(context),
        *principals.blocks(context, "4.6"),
        Heading(
            level=2,
            number="4.7",
            title=(plain("Code that AI-evidenced commits touched"),),
            anchor="involvement-code",
        ),
        *touched_code.touched_code(context),
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
        "At least {ai} changes carry recorded AI evidence; {unknown} could not be read and are counted "
        "apart. The basis: every commit "
        "message and identity of the branch, "
        "searched with {rules}; the commits on the pull requests' own heads for {read} "
        "pull requests, and what tools attached to them.{unread} Removed trailers and editor "
        "completions leave no trace, so the "
        "share of AI-assisted changes can be higher than the traces show: see the {basis}. A trace is itself "
        "a claim; one that is wrong counts too.",
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


def _unknown(context: Context) -> tuple[Block, ...]:
    """Why changes are unknown, where there are some."""
    unknown = context.figures.count("ai.unknown", "involvements", _UNKNOWN, of=context.total)
    if not unknown.value:
        return ()
    rows = []
    for reason, meaning in _REASONS.items():
        counted = context.figures.count(
            f"ai.unknown.{reason or 'unsaid'}",
            "involvements",
            _UNKNOWN,
            ("unknown_reason", "is", reason),
            of=unknown,
        )
        if counted.value:
            name = reason.replace("-", " ") or "not said"
            rows.append(((plain(name),), (plain(meaning),), (counted.count,), (counted.share,)))
    return (
        Table(
            caption="Unknown: no evidence, and something that may hold some could not be read",
            columns=share_columns("What"),
            rows=tuple(rows),
        ),
    )
