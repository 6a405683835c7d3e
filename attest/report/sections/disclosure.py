"""What people said of AI use, against what was detected beside their words."""

from attest.model.change import Change
from attest.model.report import Block, Column, Paragraph, Table, Text
from attest.model.signal import Disclosure, Involvement
from attest.report.context import LISTED, Context
from attest.report.shares import share_columns
from attest.report.text import code, join, plain, say

NOT_READ = "Titles, descriptions, labels and branches of pull requests were not read: no forge was connected."
_CELLS = {
    Disclosure.CORROBORATED: (
        "disclosed and corroborated",
        "somebody said so, and a source of another hand shows it too",
    ),
    Disclosure.DISCLOSED_ONLY: ("disclosed only", "somebody said so, and nothing independent shows it"),
    Disclosure.UNDISCLOSED: (
        "detected, no person's word",
        "a tool's mark, account or record shows it, and no person said so in what was read",
    ),
    Disclosure.CONTRADICTED: (
        "contradicted",
        "the author declared that no AI was used, and the record shows that it was",
    ),
    Disclosure.NONE: (
        "neither",
        "nobody said so in what was read, or the author declared none, and nothing shows it",
    ),
}
_SHOWN = 3


def is_unread(context: Context) -> bool:
    """Whether the text of pull requests, where authors disclose and tools leave traces, was left out."""
    return "pull-requests" in context.view.manifest.not_connected


def disclosed(context: Context) -> tuple[Block, ...]:
    """The matrix, what to make of it, and the contradicted changes one by one."""
    table = Table(
        caption="Every change, by what was said of AI use and what was detected beside those words",
        columns=share_columns("Disclosure"),
        rows=tuple(_row(context, cell) for cell in Disclosure),
        total=((plain("All changes"),), (), (context.total.count,), ()),
    )
    note = (
        "Said: in the field of the pull request, or in words of a person that a rule of grade C reads. "
        "A tool's own mark in a commit is no person's word: a change without one is worth a question where "
        "policy asks people to disclose; one disclosed only shows what detection would miss."
    )
    if is_unread(context):
        note = f"{NOT_READ} Here, no person's word means: none in the commits."
    return (table, Paragraph(text=(plain(note),), role="note"), *_unread(context), *_contradicted(context))


def _row(context: Context, cell: Disclosure) -> tuple[Text, ...]:
    name, meaning = _CELLS[cell]
    where = ("disclosure", "is", cell.value)
    counted = context.figures.count(f"disclosure.{cell.value}", "involvements", where, of=context.total)
    return ((plain(name),), (plain(meaning),), (counted.count,), (counted.share,))


def _unread(context: Context) -> tuple[Block, ...]:
    neither = ("disclosure", "is", Disclosure.NONE.value)
    all_ = context.figures.count("disclosure.none", "involvements", neither, of=context.total)
    unread = context.figures.count(
        "disclosure.none.unknown", "involvements", neither, ("state", "is", "unknown"), of=all_
    )
    if not unread.value:
        return ()
    text = say(
        "Of the changes in the last row, {unread} could not be read to the end: there may be more to say of "
        "them.",
        unread=unread.of,
    )
    return (Paragraph(text=text, role="note"),)


def _contradicted(context: Context) -> tuple[Block, ...]:
    where = ("disclosure", "is", Disclosure.CONTRADICTED.value)
    found = [
        (context.changes[item.id], item)
        for item in context.view.involvements
        if item.disclosure is Disclosure.CONTRADICTED and item.id in context.changes
    ]
    if not found:
        return ()
    return (
        Table(
            caption="Changes whose author declared no AI, with what shows it",
            columns=(
                Column(title="Ref", width=10),
                Column(title="Change", width=40),
                Column(title="Tools", width=20),
                Column(title="Grade", width=8),
                Column(title="Sources", width=22),
            ),
            rows=tuple(_contradiction(context, *item) for item in found[:LISTED]),
            more=context.more("disclosure.contradicted.beyond", "involvements", where),
        ),
    )


def _contradiction(context: Context, change: Change, involvement: Involvement) -> tuple[Text, ...]:
    sources = ", ".join(name.replace("-", " ") for name in involvement.sources)
    return (
        (context.evidence.cite("involvements", involvement.id),),
        context.subject(change.id),
        join(tuple(code(tool, 40) for tool in involvement.tools[:_SHOWN])),
        (plain(involvement.grade.value if involvement.grade else "none"),),
        (plain(f"{sources}; independent" if involvement.corroborated else sources),),
    )
