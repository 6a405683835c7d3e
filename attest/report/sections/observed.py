"""What was observed on one change: traces, reviews, checks, comprehension records, outcomes."""

from attest.model.change import Basis, Change, Review
from attest.model.report import Block, Column, Paragraph, Quote, Table, Text
from attest.report.approvals import unapproved
from attest.report.context import Context, fact, outcome
from attest.report.text import code, foreign, link, plain, say

_SIGNALS = 4
_CHECKS = 12


def signals(context: Context, change: Change) -> tuple[Block, ...]:
    """Each trace with its matched text."""
    signals = [signal for signal in context.view.signals if signal.change == change.id]
    if not signals:
        return (
            Paragraph(
                text=(
                    plain(
                        "No AI signal found on this change. The record's silence is "
                        "not evidence of a human author."
                    ),
                )
            ),
        )
    blocks: list[Block] = []
    for signal in signals[:_SIGNALS]:
        source = say(
            (
                "{ref} grade {grade}, role {role}, tool {tool}; rule {rule} version "
                "{version}, read in {where} of {source}"
            ),
            ref=context.evidence.cite("signals", signal.id),
            grade=plain(signal.grade.value),
            role=plain(signal.role.value),
            tool=code(signal.tool),
            rule=code(signal.rule),
            version=plain(str(signal.version)),
            where=plain(signal.where.replace("-", " ")),
            source=code(signal.source, 60),
        )
        matched = context.view.matched.get(signal.id, "")
        text = (foreign(matched, 200),) if matched else (plain("(matched text redacted)"),)
        blocks.append(Quote(text=text, source=source))
    where = ("change", "is", change.id)
    rest = context.more("walk.signals.beyond", "signals", where, shown=_SIGNALS)
    return (*blocks, Paragraph(text=rest, role="note")) if rest else tuple(blocks)


def reviews(context: Context, change: Change) -> Table:
    """Its reviews."""
    reviews = context.reviews.get(change.id, ())
    rows: list[tuple[Text, ...]] = [
        (
            (context.evidence.cite("reviews", review.id),),
            context.person(review.reviewer),
            (plain(review.state.value.replace("-", " ")), *_elsewhere(review)),
            (code(review.submitted_at or "unknown"),),
            (*_revision(review.sha, change.head_sha), *_bound(review)),
        )
        for review in reviews[:_CHECKS]
    ]
    return Table(
        caption=(
            "Reviews as the forge recorded them; an approval on record says nothing of what its giver read"
        ),
        columns=(
            Column(title="Ref", width=11),
            Column(title="Reviewer", width=25),
            Column(title="State", width=17),
            Column(title="Submitted (UTC)", width=22),
            Column(title="Revision", width=25),
        ),
        rows=tuple(rows),
        more=context.more(
            "walk.reviews.beyond",
            "reviews",
            ("change", "is", change.id),
            ("basis", "is not", Basis.DECLARED.value),
            shown=_CHECKS,
        ),
        empty=_absent(context, change, "reviews"),
    )


def _elsewhere(review: Review) -> Text:
    """Which of several pull requests that landed as the change it is of, and when it was dismissed."""
    pull = () if review.pull is None else (plain(f"; in pull request #{review.pull}"),)
    return pull if review.dismissed_at is None else (*pull, plain("; dismissed "), code(review.dismissed_at))


def _bound(review: Review) -> Text:
    """How an approval is bound to what landed."""
    binding = review.binding
    if binding is None:
        return ()
    files = unapproved(binding)
    return say(
        "; {result} ({reason}){files}",
        result=plain(binding.result.value.replace("-", " ")),
        reason=code(binding.reason, 80),
        files=(plain("; "), *files) if files else (),
    )


def named(context: Context, change: Change) -> tuple[Block, ...]:
    """The reviewers whom its commit messages name, where they name any."""
    lines = context.named.get(change.id, ())
    if not lines:
        return ()
    table = Table(
        caption="Reviewers whom messages name: declared by whoever wrote the commit, and no review",
        columns=(
            Column(title="Ref", width=11),
            Column(title="Named", width=31),
            Column(title="Line", width=25),
            Column(title="Stands in", width=33),
        ),
        rows=tuple(
            (
                (context.evidence.cite("reviews", line.id),),
                context.person(line.reviewer),
                (code(line.trailer),),
                _place(line.commit, change),
            )
            for line in lines[:_CHECKS]
        ),
        more=context.more(
            "walk.named.beyond",
            "reviews",
            ("change", "is", change.id),
            ("basis", "is", Basis.DECLARED.value),
            shown=_CHECKS,
        ),
    )
    return (table,)


def _place(commit: str | None, change: Change) -> Text:
    place = "the landed message" if commit == change.landed_sha else "a commit that was brought in"
    return say("{sha}, {place}", sha=code((commit or "")[:12]), place=plain(place))


def _revision(sha: str | None, head: str | None) -> Text:
    if sha is None:
        return (plain("not recorded"),)
    place = "the last revision" if sha == head else "not the last revision"
    return say("{sha}, {place}", sha=code(sha[:12]), place=plain(place))


def _absent(context: Context, change: Change, source: str) -> str:
    if source in context.view.not_connected(change.id):
        return f"Source not connected: {source} were not read for this run."
    return "The source was read and holds none for this change."


def checks(context: Context, change: Change) -> Table:
    """Its checks."""
    checks = [check for check in context.view.checks if check.change == change.id]
    rows: list[tuple[Text, ...]] = [
        (
            (context.evidence.cite("checks", check.id),),
            (code(check.name, 80),),
            (plain({True: "required", False: "not required", None: "not known"}[check.required]),),
            (code(check.conclusion, 30),),
            (code(check.completed_at or "unknown"),),
        )
        for check in checks[:_CHECKS]
    ]
    return Table(
        caption="Checks on the last revision",
        columns=(
            Column(title="Ref", width=11),
            Column(title="Check", width=33),
            Column(title="By branch rules", width=16),
            Column(title="Conclusion", width=18),
            Column(title="Completed (UTC)", width=22),
        ),
        rows=tuple(rows),
        more=context.more("walk.checks.beyond", "checks", ("change", "is", change.id), shown=_CHECKS),
        empty=_absent(context, change, "checks"),
    )


def comprehension(context: Context, change: Change) -> Table:
    """Its comprehension records."""
    records = [item for item in context.view.comprehension if item.change == change.id]
    rows: list[tuple[Text, ...]] = [
        (
            (context.evidence.cite("comprehension", item.id),),
            context.person(item.reviewer),
            (plain(item.level.value),),
            (plain(item.method.replace("-", " ")),),
            _revision(item.sha, change.head_sha),
        )
        for item in records[:_CHECKS]
    ]
    return Table(
        caption="Comprehension records: what a reviewer demonstrated, never a state of mind",
        columns=(
            Column(title="Ref", width=11),
            Column(title="Reviewer", width=27),
            Column(title="Level", width=12),
            Column(title="Method", width=22),
            Column(title="Revision", width=28),
        ),
        rows=tuple(rows),
        more=context.more(
            "walk.comprehension.beyond", "comprehension", ("change", "is", change.id), shown=_CHECKS
        ),
        empty=_absent(context, change, "comprehension"),
    )


def outcomes(context: Context, change: Change) -> Table:
    """What each test found for it."""
    rows: list[tuple[Text, ...]] = []
    for finding in context.findings.get(change.id, ()):
        declared = "declared" if finding.declared else "no declared control"
        rows.append(
            (
                (link(finding.assertion, f"control-{finding.assertion.lower()}"),),
                (plain(outcome(finding.outcome) if finding.declared else fact(finding.outcome)),),
                (plain(declared),),
                (code(finding.reason, 60),),
                (plain(finding.message),),
                (context.evidence.cite("findings", finding.id),),
            )
        )
    return Table(
        caption="Each test of this change",
        columns=(
            Column(title="Test", width=10),
            Column(title="Outcome", width=14),
            Column(title="Control", width=13),
            Column(title="Reason", width=19),
            Column(title="Fact", width=34),
            Column(title="Ref", width=10),
        ),
        rows=tuple(rows),
        empty="No test has this change as its subject.",
    )
