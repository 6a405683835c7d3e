"""Disclosure against detection, accountable humans, and the code that was touched."""

from attest.model.report import (
    Block,
    Column,
    Paragraph,
    Table,
    Text,
)
from attest.model.signal import Grade
from attest.report.context import Context
from attest.report.figures import Condition
from attest.report.shares import EVIDENCED, share_columns
from attest.report.text import code, plain, say

NOT_READ = "Titles, descriptions, labels and branches of pull requests were not read: no forge was connected."


def is_unread(context: Context) -> bool:
    """Whether the text of pull requests, where authors disclose and tools leave traces, was left out."""
    return "pull-requests" in context.view.manifest.not_connected


def disclosed(context: Context) -> tuple[Block, ...]:
    """The author's word against what was detected."""
    rows = (_row(context, "Disclosed by the author", "true"), _row(context, "Not disclosed", "false"))
    table = Table(
        caption="Changes by the author's disclosure and by the best grade detected",
        columns=(
            Column(title="", width=26),
            *(Column(title=f"Grade {grade.value}", width=11, style="number") for grade in Grade),
            Column(title="None detected", width=15, style="number"),
            Column(title="Changes", width=15, style="number"),
        ),
        rows=rows,
    )
    note = (
        "A change detected at grade A or B and not disclosed is worth a question where "
        "policy asks for disclosure; a change disclosed and not detected shows what "
        "detection misses."
    )
    if is_unread(context):
        note = f"{NOT_READ} Here, not disclosed means: not in the commits."
    return (table, Paragraph(text=(plain(note),), role="note"))


def _row(context: Context, title: str, flag: str) -> tuple[Text, ...]:
    disclosed: Condition = ("disclosed", "is", flag)
    name = f"disclosed.{flag}"
    count = context.figures.count
    total = count(name, "involvements", disclosed, of=context.total)
    cells: list[Text] = [
        (
            count(
                f"{name}.{grade.value}",
                "involvements",
                disclosed,
                EVIDENCED,
                ("grade", "is", grade.value),
                of=total,
            ).count,
        )
        for grade in Grade
    ]
    silent = count(f"{name}.none", "involvements", disclosed, ("state", "is not", "ai_evidenced"), of=total)
    return ((plain(title),), *cells, (silent.count,), (total.count,))


_BASES = {
    "co-author": "a human co-author beside the agent",
    "author": "the commit's author",
    "opener": "whoever opened the pull request",
    "merger": "whoever merged it",
    "committer": "the committer",
    "none": "nobody could be named",
}


def accountable(context: Context) -> tuple[Block, ...]:
    """Who answers for the evidenced changes, as numbers without names."""
    people = context.figures.count(
        "accountable.people",
        "involvements",
        EVIDENCED,
        ("accountable", "known", ""),
        measure="distinct accountable.id",
    )
    rows = []
    for basis, meaning in _BASES.items():
        where = (EVIDENCED, ("accountable_basis", "is", basis))
        counted = context.figures.count(f"accountable.{basis}", "involvements", *where, of=context.evidenced)
        rows.append(
            ((plain(basis.replace("-", " ")),), (plain(meaning),), (counted.count,), (counted.share,))
        )
    table = Table(
        caption="What names the accountable human of each AI-evidenced change",
        columns=share_columns("Basis"),
        rows=tuple(rows),
    )
    wording = (
        "Accountable for {named} AI-evidenced changes: {people}. Counts for single persons "
        "are left out of this document; the record of each change names its accountable "
        "human."
    )
    named = context.figures.count(
        "accountable.named", "involvements", EVIDENCED, ("accountable", "known", ""), of=context.evidenced
    )
    text = say(wording, named=named.of, people=people.things("person", "persons"))
    return (Paragraph(text=text, role="keep"), table)


def touched_code(context: Context) -> tuple[Block, ...]:
    """What the analyser says of the evidenced commits."""
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
