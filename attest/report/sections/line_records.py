"""What was recorded line by line, how far the diffs of commits bear it out, and each that they do not."""

from attest.model.line_record import LineRecord, LineVerdict
from attest.model.report import Block, Column, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.figures import Condition
from attest.report.shares import share_columns
from attest.report.text import code, plain, say

_MEANINGS = {
    LineVerdict.VALID: "every line or file that it gives to an AI is in the commit's diff",
    LineVerdict.PARTIAL: "some of them are",
    LineVerdict.INCONSISTENT: "none of them is; no evidence",
    LineVerdict.EMPTY: "it gives nothing to an AI; no evidence",
    LineVerdict.STALE: "it names another commit as its own; no evidence",
    LineVerdict.UNREADABLE: "it could not be read, or held against a diff; its change may be unknown",
}
_NO_NOTES = (
    "What was read holds no notes, in which most tools keep such records. An ordinary clone does not fetch "
    "them, so this is no sign that none were written."
)
_DOUBTFUL: Condition = ("verdict", "is not", LineVerdict.VALID.value)


def verdicts(context: Context) -> tuple[Block, ...]:
    """Line records by verdict, and those that are not valid one by one."""
    total = context.figures.count("line-records", "line_records")
    if not total.value:
        text = say("Line records: {n} were found on the commits of the period.", n=total.count)
        has_notes = any(scope.notes for scope in context.view.manifest.repositories)
        return (
            Paragraph(text=text if has_notes else say("{text} {limit}", text=text, limit=plain(_NO_NOTES))),
        )
    rows = []
    for verdict, meaning in _MEANINGS.items():
        where: Condition = ("verdict", "is", verdict.value)
        counted = context.figures.count(f"line-records.{verdict.value}", "line_records", where, of=total)
        rows.append(((plain(verdict.value),), (plain(meaning),), (counted.count,), (counted.share,)))
    table = Table(
        caption="Records of who wrote which lines, held against the diffs of their commits",
        columns=share_columns("Verdict", "Records"),
        rows=tuple(rows),
    )
    return (table, *_doubtful(context))


def _doubtful(context: Context) -> tuple[Block, ...]:
    found = [item for item in context.view.line_records if item.verdict is not LineVerdict.VALID]
    if not found:
        return ()
    table = Table(
        caption="Line records that are not valid, in landing order",
        columns=(
            Column(title="Ref", width=10),
            Column(title="Commit", width=16),
            Column(title="Read from", width=24),
            Column(title="Format", width=12),
            Column(title="Verdict", width=14),
            Column(title="Reason", width=24),
        ),
        rows=tuple(_row(context, item) for item in found[:LISTED]),
        more=context.more("line-records.beyond", "line_records", _DOUBTFUL),
    )
    return (table,)


def _row(context: Context, record: LineRecord) -> tuple[Text, ...]:
    return (
        (context.evidence.cite("line-records", record.id),),
        (code(record.commit[:12]),),
        (code(record.source, 60),),
        (code(record.format or "unknown", 40),),
        (plain(record.verdict.value),),
        (plain(record.reason or "none stated"),),
    )
