"""How the approvals of a run are bound to what landed: in the workpaper of the test that asks."""

from attest.model.change import Bound
from attest.model.report import Block, Column, Table, Text
from attest.report.approvals import BASES, RESULTS, BoundChange, unapproved
from attest.report.context import LISTED, Context
from attest.report.text import code, plain, say

_WORST_FIRST = (Bound.RESIDUAL, Bound.UNVERIFIABLE, Bound.CLEAN_REPLAY, Bound.IDENTICAL)


def bindings(context: Context) -> tuple[Block, ...]:
    """Counts over approvals and changes, then each change; nothing where no approval was bound."""
    if not any(review.binding is not None for review in context.view.reviews):
        return ()
    return (_counts(context), _bases(context), _changes(context))


def _counts(context: Context) -> Table:
    bound = context.figures.count("binding.approvals", "reviews", ("binding", "known", ""))
    changes = context.figures.count("binding.changes", "bound_changes", of=context.total)
    rows: list[tuple[Text, ...]] = []
    for result in Bound:
        approvals = context.figures.count(
            f"binding.approvals.{result.value}", "reviews", ("binding.result", "is", result.value), of=bound
        )
        decided = context.figures.count(
            f"binding.changes.{result.value}", "bound_changes", ("result", "is", result.value), of=changes
        )
        name = say("{result}: {meaning}", result=_named(result), meaning=plain(RESULTS[result]))
        rows.append((name, (approvals.count,), (approvals.share,), (decided.count,), (decided.share,)))
    rows.append(((plain("All"),), (bound.count,), (), (changes.count,), ()))
    return Table(
        caption="Approvals held against what landed; a change is counted by the approval that decides",
        columns=(
            Column(title="Binding", width=48),
            Column(title="Approvals", width=13, style="number"),
            Column(title="Share", width=13, style="number"),
            Column(title="Changes", width=13, style="number"),
            Column(title="Share", width=13, style="number"),
        ),
        rows=tuple(rows),
    )


def _bases(context: Context) -> Table:
    bound = context.figures.count("binding.approvals", "reviews", ("binding", "known", ""))
    rows: list[tuple[Text, ...]] = []
    for basis, meaning in BASES.items():
        counted = context.figures.count(
            f"binding.basis.{basis.value}", "reviews", ("binding.basis", "is", basis.value), of=bound
        )
        name = say("{basis}: {meaning}", basis=plain(basis.value), meaning=plain(meaning))
        rows.append((name, (counted.count,), (counted.share,)))
    return Table(
        caption="What says that the revision on record is the one that was approved",
        columns=(
            Column(title="Basis", width=74),
            Column(title="Approvals", width=13, style="number"),
            Column(title="Share", width=13, style="number"),
        ),
        rows=tuple(rows),
    )


def _changes(context: Context) -> Table:
    found = sorted(context.bound.values(), key=lambda row: _WORST_FIRST.index(row.result))
    return Table(
        caption="Binding of each change, what is open first; all of them are in population.csv",
        columns=(
            Column(title="Ref", width=11),
            Column(title="Change", width=33),
            Column(title="Binding", width=26),
            Column(title="What nobody approved", width=30),
        ),
        rows=tuple(_change(context, row) for row in found[:LISTED]),
        more=context.more("binding.changes.beyond", "bound_changes"),
        empty="No approval by another person stood at the merge of any change.",
    )


def _change(context: Context, row: BoundChange) -> tuple[Text, ...]:
    binding = context.reviews_by_id[row.review].binding
    return (
        (context.evidence.cite("reviews", row.review),),
        (*context.subject(row.id), *_of_pull(context, row)),
        say("{result} ({reason})", result=_named(row.result), reason=code(row.reason, 80)),
        unapproved(binding) or (plain("nothing" if _is_covered(row) else "not known"),),
    )


def _of_pull(context: Context, row: BoundChange) -> Text:
    """The pull request that the approval is of, where several landed as the change."""
    pull = context.reviews_by_id[row.review].pull
    return () if pull is None else (plain(f", approved in #{pull}"),)


def _is_covered(row: BoundChange) -> bool:
    return row.result in (Bound.IDENTICAL, Bound.CLEAN_REPLAY)


def _named(result: Bound) -> Text:
    return (plain(result.value.replace("-", " ")),)
