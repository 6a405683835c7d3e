"""Results of one test in its workpaper: counts, reasons in words, and the deviations."""

from collections.abc import Iterator

from attest.model.control import Assertion
from attest.model.finding import Outcome
from attest.model.report import Block, Column, Paragraph, Table, Text
from attest.report.basis import by_trailers
from attest.report.context import LISTED, Context, alike, fact
from attest.report.figures import Counted
from attest.report.sections.bindings import bindings
from attest.report.text import code, join, plain, say

_OUTCOMES = {
    "met": "Met",
    "deviation": "Deviation",
    "indeterminate": "Indeterminate",
    "needs_review": "Needs review",
    "not_applicable": "Not applicable",
    "design_gap": "No declared control",
}


def results(context: Context, assertion: Assertion) -> tuple[Block, ...]:
    """What the test found."""
    return (
        _counts(context, assertion),
        *_reasons(context, assertion),
        *(bindings(context) if assertion.id in context.content_tests else ()),
        *_deviations(context, assertion),
    )


def facts(context: Context, assertion: Assertion) -> tuple[Block, ...]:
    """What the record shows of a test, whatever management declares, in a sentence."""
    shown = bindings(context) if assertion.id in context.content_tests else ()
    found = [
        say(
            "{fact} {slug} {count}",
            fact=plain(fact(value).lower()),
            slug=code(reason, 80),
            count=counted.count,
        )
        for value, reason, counted in _counted_reasons(context, assertion)
    ]
    if not found:
        return shown
    total = context.tally(assertion.id, "total").things("subject")
    text = say("On record, of {total}: {found}.", total=total, found=join(found, "; "))
    return (Paragraph(text=text, role="note"), *shown)


def _counted_reasons(context: Context, assertion: Assertion) -> Iterator[tuple[Outcome, str, Counted]]:
    """Every reason that was given, worst first, with its number of subjects."""
    for value in sorted(Outcome, reverse=True):
        where = (("assertion", "is", assertion.id), ("outcome", "is", value.word))
        for reason in context.figures.values("findings", "reason", *where):
            name = f"reason.{assertion.id}.{value.word}.{reason}"
            yield value, reason, context.figures.count(name, "findings", *where, ("reason", "is", reason))


def _counts(context: Context, assertion: Assertion) -> Block:
    if assertion.id not in context.tallies:
        return Paragraph(text=(plain("This test was not evaluated in this run."),))
    total = context.tally(assertion.id, "total")
    counts = {field: context.tally(assertion.id, field) for field in _OUTCOMES}
    columns = (
        Column(title="", width=16),
        *(Column(title=title, width=12, style="number") for title in _OUTCOMES.values()),
        Column(title="Subjects", width=12, style="number"),
    )
    numbers = ((plain("Count"),), *((item.count,) for item in counts.values()), (total.count,))
    shares = ((plain("Share"),), *((item.share,) for item in counts.values()), ())
    return Table(
        caption=f"Outcome of each subject; the columns add up to the subjects{_basis(context, assertion)}",
        columns=columns,
        rows=(numbers, shares),
    )


def _basis(context: Context, assertion: Assertion) -> str:
    return "; basis: declared in commit messages" if by_trailers(context, assertion.id) else ""


def _reasons(context: Context, assertion: Assertion) -> tuple[Block, ...]:
    rows = [
        (
            (plain(fact(value)),),
            context.meaning(assertion.id, reason),
            (code(reason, 80),),
            (counted.count,),
        )
        for value, reason, counted in _counted_reasons(context, assertion)
    ]
    if not rows:
        return ()
    return (
        Table(
            caption="Whether the statement holds, whether or not a control is declared",
            columns=(
                Column(title="Statement", width=15),
                Column(title="Reason", width=50),
                Column(title="Recorded as", width=24),
                Column(title="Subjects", width=11, style="number"),
            ),
            rows=tuple(rows),
        ),
    )


def _deviations(context: Context, assertion: Assertion) -> tuple[Block, ...]:
    listed = [item for item in context.deviations.get(assertion.id, ()) if item.outcome is Outcome.DEVIATION]
    if not listed:
        return ()
    rows: list[tuple[Text, ...]] = []
    for (reason, message), items in alike(listed[:LISTED]):
        meaning = context.meaning(assertion.id, reason)
        rows.append((say("{meaning} Fact: {message}", meaning=meaning, message=plain(message)),))
        rows += [
            (
                (context.evidence.cite("findings", item.finding),),
                (code(item.id),),
                context.tested(item),
            )
            for item in items
        ]
    where = (("assertion", "is", assertion.id), ("outcome", "is", "deviation"))
    return (
        Table(
            caption="Deviations",
            columns=(
                Column(title="Ref", width=13),
                Column(title="Register", width=22),
                Column(title="Subject", width=65),
            ),
            rows=tuple(rows),
            more=context.more(f"deviations.{assertion.id}.beyond", "deviations", *where),
        ),
    )
