"""What the evidence rests on: independent sources, lines, and what a squash lost and its commits kept."""

from collections.abc import Sequence

from attest.model.report import Block, Column, Paragraph, Table, Text
from attest.model.signal import Involvement, Signal, SignalRole
from attest.report.context import LISTED, Context
from attest.report.figures import Condition
from attest.report.shares import EVIDENCED, share_columns
from attest.report.text import code, join, plain, say

_FAMILIES = {
    "commit": "identities, trailers, footers and session links of commits",
    "pull-request": "the account that opened the pull request, and marks of tools in its text",
    "disclosure": "what somebody says: the declared field, grade C",
    "line-record": "records of who wrote which lines, as far as the commit's diff bears them out",
    "export": "a vendor's list of commits",
}
_RECOVERED: Condition = ("recovered", "is", "true")
_EVIDENCING = (SignalRole.AUTHOR, SignalRole.COAUTHOR, SignalRole.ASSISTANT)
_FOUND = 3


def sources(context: Context) -> tuple[Block, ...]:
    """Families of the evidence, whether two are independent, and the lines that records bear out."""
    rows = []
    for family, meaning in _FAMILIES.items():
        where = (EVIDENCED, ("sources", "has", family))
        counted = context.figures.count(f"source.{family}", "involvements", *where, of=context.evidenced)
        rows.append(
            ((plain(family.replace("-", " ")),), (plain(meaning),), (counted.count,), (counted.share,))
        )
    corroborated = context.figures.count(
        "ai.corroborated", "involvements", EVIDENCED, ("corroborated", "is", "true"), of=context.evidenced
    )
    table = Table(
        caption="What the evidence rests on; a change with two sources stands in two rows",
        columns=share_columns("Source"),
        rows=tuple(rows),
    )
    text = say(
        "Corroborated: {n} evidenced changes, by two sources that do not come from the same hand. A trailer "
        "and a footer that one tool writes are one witness.",
        n=corroborated.full,
    )
    return (table, Paragraph(text=text), *_lines(context))


def _lines(context: Context) -> tuple[Block, ...]:
    known: Condition = ("added_lines", "known", "")
    changes = context.figures.count("lines.changes", "involvements", EVIDENCED, known, of=context.evidenced)
    if not changes.value:
        return ()
    added = context.figures.count("lines.added", "involvements", EVIDENCED, known, measure="sum added_lines")
    ai = context.figures.count("lines.ai", "involvements", EVIDENCED, known, measure="sum ai_lines", of=added)
    text = say(
        "Lines: for {changes} evidenced changes, line records give at least {ai} added lines to an AI, each "
        "commit counted once and only lines that it added.",
        changes=changes.of,
        ai=ai.full,
    )
    return (Paragraph(text=text),)


def recovered(context: Context) -> tuple[Block, ...]:
    """Changes whose trace survived only on the pull request's own commits, one by one."""
    counted = context.figures.count(
        "ai.recovered", "involvements", EVIDENCED, _RECOVERED, of=context.evidenced
    )
    wording = (
        "Recovered: for {n} evidenced changes the trace was lost on the branch, as "
        "happens in a squash, and was found on the pull request's own commits."
    )
    text = Paragraph(text=say(wording, n=counted.full), role="keep" if counted.value else "body")
    found = [item for item in context.view.involvements if item.recovered]
    if not found:
        return (text,)
    table = Table(
        caption="Recovered evidence, in landing order",
        columns=(
            Column(title="Ref", width=10),
            Column(title="Change", width=32),
            Column(title="Tools", width=18),
            Column(title="Own commits", width=12, style="number"),
            Column(title="Found on", width=28),
        ),
        rows=tuple(_row(context, item) for item in found[:LISTED]),
        more=context.more("ai.recovered.beyond", "involvements", _RECOVERED),
    )
    return (text, table)


def _row(context: Context, involvement: Involvement) -> tuple[Text, ...]:
    signals = [signal for signal in context.signals.get(involvement.id, ()) if signal.role in _EVIDENCING]
    seen: Condition = ("id", "is", involvement.id)
    commits = context.figures.count(
        f"recovered.{involvement.ordinal}.{involvement.id[-12:]}.seen",
        "involvements",
        seen,
        measure="sum commits_seen",
    )
    marked = context.figures.count(
        f"recovered.{involvement.ordinal}.{involvement.id[-12:]}",
        "involvements",
        seen,
        measure="sum commits_evidenced",
        of=commits,
    )
    return (
        (context.evidence.cite("involvements", involvement.id),),
        context.subject(involvement.id),
        join(tuple(code(tool, 40) for tool in involvement.tools[:_FOUND])),
        (marked.of,),
        _places(signals),
    )


def _places(signals: Sequence[Signal]) -> Text:
    """The commits that kept the trace, each with the rule that found it."""
    own = (signal for signal in signals if signal.source != signal.change)
    found = dict.fromkeys((signal.source[:12], signal.rule) for signal in own)
    listed = [say("{sha} {rule}", sha=code(sha), rule=code(rule, 60)) for sha, rule in list(found)[:_FOUND]]
    return join((*listed, *([(plain("…"),)] if len(found) > _FOUND else [])))
