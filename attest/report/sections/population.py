"""Population and reconciliation: what was counted, by which command, and where the counts disagree."""

from attest.model.change import Basis, Binding, ChangeType
from attest.model.population import Boundary, Reconciliation
from attest.model.report import Block, Callout, Column, Heading, Paragraph, Section, Table, Text
from attest.report.context import LISTED, Context
from attest.report.sections import forge_log, named_reviews, placement
from attest.report.text import code, join, named, plain, say

_DEFINITION = (
    "The population comes from the release branch, not from a list of pull requests: "
    "every commit on the branch's "
    "first-parent line between both tips is exactly one change, and the commits it "
    "brought in belong to it. A change "
    "that skipped the process is therefore on the list like any other."
)
_TYPES = {
    ChangeType.PULL_REQUEST: "pull request",
    ChangeType.DIRECT_PUSH: "direct push",
    ChangeType.UNDETERMINED: "undetermined",
}
STRENGTHS = {
    Basis.RECOMPUTED: "recomputed from objects",
    Basis.SIGNED: "signed",
    Basis.SERVER: "observed by the server",
    Basis.DECLARED: "declared by whoever committed",
    Basis.ABSENT: "nothing on record",
}
BINDINGS = {
    Binding.IDENTICAL: "the landed tree is the tree of the pull request's last revision",
    Binding.CLEAN_MERGE: "recomputing the merge of base and head gives the landed tree",
    Binding.RESIDUAL: "the landed tree holds something that neither head nor a clean merge explains",
    Binding.UNVERIFIABLE: "the head is not in the copy that was read, or git could not recompute the merge",
}
BOUNDARIES = {
    "previous-run": "tip of the previous run",
    "server-observed": "observed by the server",
    "declared": "committer dates, which whoever commits can set",
    "branch-start": "the branch has no earlier commit",
}


def section(context: Context) -> Section:
    """Chapter 3."""
    blocks: list[Block] = [
        Paragraph(text=(plain(_DEFINITION),)),
        Paragraph(
            text=say(
                "Every change is listed in {file}, one row each, in landing order. The file is attached "
                "to the PDF of this report and lies in {zip}.",
                file=code("population.csv"),
                zip=code("evidence.zip"),
            )
        ),
        Heading(
            level=2,
            number="3.1",
            title=(plain("Counts and the commands that gave them"),),
            anchor="population-counts",
        ),
        _counts(context),
        Heading(
            level=2,
            number="3.2",
            title=(plain("Reconciliation to a second source"),),
            anchor="population-sources",
        ),
        *(
            block
            for item in context.view.manifest.reconciliations[:LISTED]
            for block in _reconciliation(context, item)
        ),
        Heading(level=2, number="3.3", title=(plain("Bounds of the period"),), anchor="population-bounds"),
        *_bounds(context),
        Heading(
            level=2, number="3.4", title=(plain("How changes reached the branch"),), anchor="population-types"
        ),
        _types(context),
        _methods(context),
        _bindings(context),
        *placement.blocks(context, "3.5"),
        Heading(
            level=2, number="3.6", title=(plain("Gaps in what could be read"),), anchor="population-gaps"
        ),
        _gaps(context),
    ]
    named = named_reviews.blocks(context, "3.7")
    blocks += named
    blocks += forge_log.blocks(context, "3.8" if named else "3.7")
    return Section(
        anchor="population", number="3", title="Population and reconciliation", blocks=tuple(blocks)
    )


def _counts(context: Context) -> Table:
    rows: list[tuple[Text, ...]] = []
    for item in context.view.manifest.reconciliations:
        for number, line in enumerate(item.counts, 1):
            where = (("repository", "is", item.repository), ("line", "is", str(number)))
            counted = context.figures.count(
                f"count.{item.repository}.{number}", "counts", *where, measure="sum count"
            )
            rows.append(
                (
                    (named(item.repository, 80),),
                    (plain(line.what),),
                    (code(line.how, 400),),
                    (counted.count,),
                )
            )
    return Table(
        caption="Each count with the reading that gave it; anyone with a clone can repeat it",
        columns=(
            Column(title="Repository", width=17),
            Column(title="What was counted", width=28),
            Column(title="Command or query", width=43),
            Column(title="Count", width=12, style="number"),
        ),
        rows=tuple(rows[: 2 * LISTED]),
        more=context.more("counts.beyond", "counts", shown=2 * LISTED),
        empty="No count was recorded.",
    )


def _reconciliation(context: Context, item: Reconciliation) -> tuple[Block, ...]:
    if not item.second_source:
        wording = (
            "The changes of {name} were listed from {first} and nothing else was there "
            "to compare them with. Completeness against a second system is not shown."
        )
        text = say(wording, name=named(item.repository, 80), first=plain(item.first_source))
        return (Callout(title="One source", text=text),)
    where = ("repository", "is", item.repository)
    difference = context.figures.count(
        f"difference.{item.repository}", "reconciliations", where, measure="sum difference"
    )
    text = say(
        "{name}: {first} against {second}. Difference: {difference}, printed as found: counts above that "
        "must agree and do not, changes other than direct pushes that the second source does not know, and "
        "its merged pull requests that are not on the branch.",
        name=named(item.repository, 80),
        first=plain(item.first_source),
        second=plain(item.second_source),
        difference=difference.count,
    )
    return (Paragraph(text=text), *_unmatched(context, item))


def _unmatched(context: Context, item: Reconciliation) -> tuple[Block, ...]:
    rows: list[tuple[Text, ...]] = []
    for change in item.unmatched_here[:LISTED]:
        rows.append(
            (
                (context.evidence.cite("changes", change),),
                context.subject(change),
                (plain(_unknown_there(context, change)),),
            )
        )
    for pull in item.unmatched_there[:LISTED]:
        rows.append(
            ((plain("none"),), (code(pull),), (plain("merged in the second source, not on the branch"),))
        )
    if not rows:
        return ()
    left_out = len(item.unmatched_here) + len(item.unmatched_there) > len(rows)
    return (
        Table(
            caption="Unmatched items",
            columns=(
                Column(title="Ref", width=12),
                Column(title="Item", width=50),
                Column(title="Where it is", width=38),
            ),
            rows=tuple(rows),
            more=say("the remainder is in {file}", file=code("manifest.json")) if left_out else (),
        ),
    )


def _unknown_there(context: Context, change: str) -> str:
    found = context.changes.get(change)
    if found is not None and found.type is ChangeType.DIRECT_PUSH:
        return "pushed to the branch directly; the second source lists pull requests alone"
    return "on the branch, unknown to the second source"


def _bounds(context: Context) -> tuple[Block, ...]:
    intro = (
        "Git does not record what a branch's tip was at an instant. What fixes each "
        "bound is named, and commits whose "
        "date lies on the other side of it than their position are listed; position decides."
    )
    rows: list[tuple[Text, ...]] = []
    for scope in context.view.manifest.repositories[:LISTED]:
        for name, boundary in (("start", scope.start), ("end", scope.end)):
            rows.append((*_bound(name, boundary, scope.name), _out_of_order(boundary)))
    table = Table(
        caption="What fixes the bounds",
        columns=(
            Column(title="Repository", width=16),
            Column(title="Bound", width=8),
            Column(title="Instant (UTC)", width=21),
            Column(title="Tip", width=15),
            Column(title="Fixed by", width=20),
            Column(title="Out of date order", width=20),
        ),
        rows=tuple(rows),
    )
    return (Paragraph(text=(plain(intro),)), table)


def _bound(name: str, boundary: Boundary, repository: str) -> tuple[Text, ...]:
    sha = code(boundary.sha[:12]) if boundary.sha else plain("none")
    return (
        (named(repository, 60),),
        (plain(name),),
        (code(boundary.at),),
        (sha,),
        (plain(BOUNDARIES[boundary.basis.value]),),
    )


def _out_of_order(boundary: Boundary) -> Text:
    shas = boundary.out_of_order
    if not shas:
        return (plain("none"),)
    listed = join(tuple(code(sha[:12]) for sha in shas[:5]))
    return (
        say("{listed} and others, in {file}", listed=listed, file=code("manifest.json"))
        if len(shas) > 5
        else listed
    )


def _types(context: Context) -> Table:
    rows: list[tuple[Text, ...]] = []
    for kind in ChangeType:
        for strength in Basis:
            where = (("type", "is", kind.value), ("type_strength", "is", strength.value))
            counted = context.figures.count(
                f"type.{kind.value}.{strength.value}", "changes", *where, of=context.total
            )
            if counted.value:
                example = next(
                    c for c in context.view.changes if c.type is kind and c.type_strength is strength
                )
                rows.append(
                    (
                        (plain(_TYPES[kind]),),
                        (plain(STRENGTHS[strength]),),
                        (plain(example.type_basis),),
                        (counted.count,),
                        (counted.share,),
                    )
                )
    return Table(
        caption="Type of change, what it rests on, and the basis as recorded for the first of them",
        columns=(
            Column(title="Type", width=15),
            Column(title="Strength of the basis", width=22),
            Column(title="Basis, first example", width=41),
            Column(title="Changes", width=11, style="number"),
            Column(title="Share", width=11, style="number"),
        ),
        rows=tuple(rows),
        total=((plain("All changes"),), (), (), (context.total.count,), ()) if rows else (),
        empty="The population holds no change.",
    )


def _methods(context: Context) -> Table:
    rows = []
    for method in context.figures.values("changes", "method"):
        counted = context.figures.count(
            f"method.{method}", "changes", ("method", "is", method), of=context.total
        )
        rows.append(((plain(method.replace("-", " ")),), (counted.count,), (counted.share,)))
    return Table(
        caption="How the change was put on the branch",
        columns=_counted_columns("Method"),
        rows=tuple(rows),
        empty="The population holds no change.",
    )


def _bindings(context: Context) -> Table:
    rows = []
    for binding in Binding:
        where = ("binding", "is", binding.value)
        counted = context.figures.count(f"binding.{binding.value}", "changes", where, of=context.total)
        name = say(
            "{name}: {meaning}", name=plain(binding.value.replace("-", " ")), meaning=plain(BINDINGS[binding])
        )
        rows.append((name, (counted.count,), (counted.share,)))
    return Table(
        caption="Whether what landed is what the pull request held",
        columns=_counted_columns("Binding"),
        rows=tuple(rows),
    )


def _counted_columns(title: str) -> tuple[Column, ...]:
    return (
        Column(title=title, width=78),
        Column(title="Changes", width=11, style="number"),
        Column(title="Share", width=11, style="number"),
    )


def _gaps(context: Context) -> Table:
    rows: list[tuple[Text, ...]] = []
    for gap in context.view.gaps[:LISTED]:
        affected = context.figures.count(
            f"gap.{gap.id}.affected", "gaps", ("id", "is", gap.id), measure="sum affected_count"
        )
        rows.append(
            (
                (context.evidence.cite("gaps", gap.id),),
                say("{source}: {kind}", source=plain(gap.source), kind=plain(gap.kind)),
                say("{what} ({repository})", what=plain(gap.what), repository=named(gap.repository, 60))
                if gap.repository
                else (plain(gap.what),),
                (plain(gap.effect),),
                (affected.count,) if affected.value else (plain("whole"),),
            )
        )
    return Table(
        caption="What was asked for and could not be had, and what that means for the figures",
        columns=(
            Column(title="Ref", width=11),
            Column(title="Source, kind", width=20),
            Column(title="What", width=28),
            Column(title="Effect", width=30),
            Column(title="Affected", width=11, style="number"),
        ),
        rows=tuple(rows),
        more=context.more("gaps.beyond.listed", "gaps"),
        empty="No gap was recorded while the sources were read.",
    )
