"""The log of samples in print: every seed that was tried, of this population and of others of the store."""

from attest.model.report import Block, Column, Paragraph, Table, Text
from attest.model.sample import EntryKind, LogEntry, Method, Workpaper
from attest.report.text import code, foreign, plain, say

_OWN = 60
_OTHERS = 20
_INTRO = (
    "The log lies beside the runs of the store. It keeps each population that was written and each sample "
    "that was drawn, and each entry holds the SHA-256 of the one before. It cannot show what somebody with "
    "the disk took away; whoever was told a digest or gave a seed can."
)


def log_blocks(paper: Workpaper) -> tuple[Block, ...]:
    """What was tried on this population, then on others."""
    own = [entry for entry in paper.log if entry.population == paper.draw.population]
    others = [entry for entry in paper.log if entry.population != paper.draw.population]
    return (
        Paragraph(text=(plain(_INTRO),), role="keep"),
        _table("On this population", own, _OWN),
        _table("On other populations of the same store", others, _OTHERS),
    )


def _table(caption: str, entries: list[LogEntry], shown: int) -> Table:
    rest = len(entries) - shown
    kept = entries[-shown:]
    return Table(
        caption=caption,
        columns=(
            Column(title="Entry", width=7, style="number"),
            Column(title="Written (UTC)", width=21, style="after"),
            Column(title="Population", width=17),
            Column(title="What", width=21),
            Column(title="Seed", width=18),
            Column(title="Given by", width=16),
        ),
        rows=tuple(_row(entry) for entry in kept),
        more=say("and {rest} earlier ones, in samples/", rest=plain(f"{rest:,}")) if rest > 0 else (),
        empty="No entry.",
        dense=True,
    )


def _row(entry: LogEntry) -> tuple[Text, ...]:
    draw = entry.draw
    return (
        (plain(f"{entry.number:,}"),),
        (code(entry.at),),
        say("{digest} ({period})", digest=code(entry.population[:12]), period=plain(entry.period[:40])),
        (plain(_what(entry)),),
        (code(draw.seed, 80),) if draw and draw.seed else (),
        (foreign(draw.seed_source, 80),) if draw else (),
    )


def _what(entry: LogEntry) -> str:
    draw = entry.draw
    if entry.kind is EntryKind.FROZEN or draw is None:
        return "population written, digest told"
    if draw.method is Method.SELECTED or draw.plan is None:
        return f"{len(draw.tested):,} of {draw.population_size:,} selected"
    by = f", by {draw.plan.wanted.by}" if draw.plan.wanted.by else ""
    replaced = len(draw.items) - len(draw.tested)
    swapped = f", {replaced:,} replaced" if replaced else ""
    return f"{draw.plan.size:,} of {draw.population_size:,} drawn{by}{swapped}"
