"""Several runs read as one: which, by which checkpoints, and what changed between two observations."""

from attest.model.joined import Difference, DifferenceKind, JoinedRun
from attest.model.report import Block, Column, Heading, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.text import code, join, named, plain, say, visible

ANCHOR = "scope-runs"
_ON_COVER = 16
_RUNS = 120
_FIELDS = 4
_INTRO = (
    "The evidence was collected in several runs, each sealed by itself, whose periods lie end to end. They "
    "are read as one: each change counts in the run that holds it, people are joined across runs by address "
    "and account, and attest.yaml is that of the last run. A run that gives no change saw a part of the "
    "period again, and was compared."
)
_DIFFERENCES = (
    "What a forge remembers can change or be gone when it is asked again. Of several observations the first "
    "one counts; what a later one does not hold any more, or tells otherwise, is listed here. The texts of "
    "reviews are not compared. A change that one run of its days holds and a later "
    "one does not left the branch: it is named here, and counts only where a run that gives changes holds it."
)
_WORDS = {
    DifferenceKind.GONE: ("no longer held", "the first run holds it, a later one does not: it counts"),
    DifferenceKind.CHANGED: ("changed", "a later run tells it otherwise: it counts as first seen"),
    DifferenceKind.NEW: ("first seen later", "the first run does not hold it, a later one does: it counts"),
    DifferenceKind.REPEATED: ("held twice", "two runs of different periods hold it: it counts once"),
}


def cover_rows(context: Context) -> tuple[tuple[str, Text], ...]:
    """Every run with its period and digest."""
    runs = context.view.runs
    count = context.figures.count("runs.count", "runs")
    wording = "{count}, by period; the first sixteen digits of a manifest's SHA-256 are the run's id"
    rows: list[tuple[str, Text]] = [("Evidence runs", say(wording, count=count.things("run")))]
    rows += [(visible(run.period.label, 40), _on_cover(run)) for run in runs[:_ON_COVER]]
    rest = context.figures.count("runs.beyond", "runs", measure=f"beyond {_ON_COVER}")
    if rest.value:
        rows.append(("", say("and {rest} more, listed in chapter 11", rest=rest.count)))
    return tuple(rows)


def _on_cover(run: JoinedRun) -> Text:
    digest = code(run.manifest_digest)
    return (digest,) if run.repositories else (digest, plain(" (compared)"))


def checkpoints(context: Context) -> Table:
    """The checkpoint of every run."""
    rows = [
        (
            (code(run.run_id),),
            (plain(f"{run.period.first_day} to {run.period.last_day}"),),
            (code(run.manifest_digest),),
            (code(run.root),),
            _records(context, run),
        )
        for run in context.view.runs[:_RUNS]
    ]
    return Table(
        caption="The checkpoint of each run: its manifest, and the RFC 6962 root over its records",
        columns=(
            Column(title="Run", width=17),
            Column(title="Period", width=15),
            Column(title="Manifest, SHA-256", width=29),
            Column(title="Record tree root", width=29),
            Column(title="Records", width=10, style="number"),
        ),
        rows=tuple(rows),
        more=context.more("runs.beyond.listed", "runs", shown=_RUNS),
        dense=True,
    )


def _records(context: Context, run: JoinedRun) -> Text:
    where = ("run_id", "is", run.run_id)
    return (context.figures.count(f"run.{run.run_id}.records", "runs", where, measure="sum size").count,)


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The runs and what changed between them; nothing for one run."""
    if not context.view.runs:
        return ()
    title = (plain("The runs of the period"),)
    return (
        Heading(level=2, number=number, title=title, anchor=ANCHOR),
        Paragraph(text=(plain(_INTRO),)),
        _runs(context),
        Paragraph(text=(plain(_DIFFERENCES),), role="keep"),
        _counts(context),
        _differences(context),
    )


def _runs(context: Context) -> Table:
    rows = [
        (
            (code(run.run_id),),
            (plain(f"{run.period.first_day} to {run.period.last_day}"),),
            (code(run.as_of),),
            (code(run.tool_version),),
            join(tuple(named(name, 60) for name in run.repositories)) or (plain("compared only"),),
            (plain("removed" if run.redacted else "present"),),
        )
        for run in context.view.runs[:_RUNS]
    ]
    return Table(
        caption="Runs, and the repositories whose changes each of them gives",
        columns=(
            Column(title="Run", width=18),
            Column(title="Period", width=22),
            Column(title="As of", width=20),
            Column(title="attest", width=10),
            Column(title="Gives the changes of", width=20),
            Column(title="Names", width=10),
        ),
        rows=tuple(rows),
        more=context.more("runs.beyond.scope", "runs", shown=_RUNS),
        dense=True,
    )


def _counts(context: Context) -> Table:
    rows = []
    for kind, (name, meaning) in _WORDS.items():
        counted = context.figures.count(
            f"observations.{kind.value}", "differences", ("what", "is", kind.value)
        )
        rows.append(((plain(name),), (plain(meaning),), (counted.count,)))
    return Table(
        caption="Facts on which two runs do not agree",
        columns=(
            Column(title="Later observation", width=24),
            Column(title="What that means", width=62),
            Column(title="Facts", width=14, style="number"),
        ),
        rows=tuple(rows),
    )


def _differences(context: Context) -> Table:
    rows = [_row(context, item) for item in context.view.differences[:LISTED]]
    return Table(
        caption="What changed between observations",
        columns=(
            Column(title="Ref", width=11),
            Column(title="Fact", width=39),
            Column(title="Later observation", width=26),
            Column(title="Runs", width=24),
        ),
        rows=tuple(rows),
        more=context.more("observations.beyond", "differences"),
        empty="No fact was seen twice and told in two ways.",
    )


def _row(context: Context, item: Difference) -> tuple[Text, ...]:
    about = say("{kind} {record}", kind=plain(item.kind), record=code(item.record, 100))
    change = say(" of {change}", change=context.subject(item.change)) if item.change else ()
    fields = join(tuple(code(field, 120) for field in item.fields[:_FIELDS]), "; ")
    more = say("; others, in {file}", file=code("selection.json")) if len(item.fields) > _FIELDS else ()
    return (
        (context.evidence.cite("differences", item.id),),
        (*about, *change),
        (plain(_WORDS[item.what][0]), *((plain(": "), *fields, *more) if fields else ())),
        say("{earlier}, then {later}", earlier=code(item.earlier), later=code(item.later)),
    )
