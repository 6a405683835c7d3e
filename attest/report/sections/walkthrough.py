"""One change from its commits to the outcome of each test, so that a reader can follow the method once."""

from attest.model.change import Change
from attest.model.evidence import RunView
from attest.model.finding import Evaluation, Outcome
from attest.model.report import Block, Column, Facts, Heading, Paragraph, Quote, Section, Table, Text
from attest.model.signal import AiState
from attest.report.context import LISTED, Context, outcome
from attest.report.sections.population import BINDINGS
from attest.report.text import code, foreign, join, link, plain, say

_SIGNALS = 4
_CHECKS = 12


def walked_change(view: RunView, evaluation: Evaluation) -> str | None:
    """The id of the change that teaches most: AI evidence with reviews first; the earliest of equals."""
    states = {item.id: item.state for item in view.involvements}
    reviewed = {review.change for review in view.reviews}
    recorded = {item.change for item in view.comprehension}
    checked = {check.change for check in view.checks}
    deviating = {item.subject for item in evaluation.deviations if item.outcome is Outcome.DEVIATION}

    def worth(change: Change) -> int:
        return (
            16 * (states.get(change.id) is AiState.AI_EVIDENCED)
            + 8 * (change.id in reviewed)
            + 4 * (change.id in recorded)
            + 2 * (change.id in checked)
            + (change.id in deviating)
        )

    best = min(view.changes, key=lambda change: (-worth(change), change.ordinal), default=None)
    return best.id if best else None


def section(context: Context) -> Section:
    """Chapter 8."""
    chosen = walked_change(context.view, context.evaluation)
    blocks: tuple[Block, ...]
    if chosen is None:
        blocks = (
            Paragraph(text=(plain("The population holds no change, so there is none to walk through."),)),
        )
    else:
        blocks = _walk(context, context.changes[chosen])
    return Section(anchor="walkthrough", number="8", title="One change from end to end", blocks=blocks)


def _walk(context: Context, change: Change) -> tuple[Block, ...]:
    intro = (
        "Chosen by a fixed rule: a change with AI evidence before one without, one with "
        "reviews, comprehension records "
        "and checks before one without, a deviation where there is one, then the earliest."
    )
    return (
        Paragraph(text=(plain(intro),)),
        _identity(context, change),
        _heading("8.1", "Commits", "walk-commits"),
        *_commits(context, change),
        _heading("8.2", "Traces of AI", "walk-signals"),
        *_signals(context, change),
        _heading("8.3", "Approvals, checks and comprehension", "walk-reviews"),
        _reviews(context, change),
        _checks(context, change),
        _comprehension(context, change),
        _heading("8.4", "Outcome of each test", "walk-outcomes"),
        _outcomes(context, change),
    )


def _heading(number: str, title: str, anchor: str) -> Heading:
    return Heading(level=2, number=number, title=(plain(title),), anchor=anchor)


def _identity(context: Context, change: Change) -> Facts:
    title = context.view.titles.get(change.id, "")
    landed = say("{sha}, tree {tree}", sha=code(change.landed_sha), tree=code(change.landed_tree[:12]))
    head = code(change.head_sha) if change.head_sha else plain("not known")
    involvement = context.involvements.get(change.id)
    accountable = (
        say(
            "{who} (basis: {basis})",
            who=context.person(involvement.accountable),
            basis=plain(involvement.accountable_basis.replace("-", " ")),
        )
        if involvement
        else (plain("not assessed"),)
    )
    return Facts(
        rows=(
            (
                "Change",
                say(
                    "{label} {title}",
                    label=context.label(change),
                    title=foreign(title) if title else plain("(title redacted)"),
                ),
            ),
            ("Reference", (context.evidence.cite("changes", change.id),)),
            (
                "Type",
                say(
                    "{type}, {method}; basis {strength}: {basis}",
                    type=plain(change.type.value.replace("-", " ")),
                    method=plain(change.method),
                    strength=plain(change.type_strength.value),
                    basis=plain(change.type_basis),
                ),
            ),
            ("Landed as", landed),
            (
                "Landed at",
                say(
                    "{time} (basis: {basis})",
                    time=code(change.landed_at or "unknown"),
                    basis=plain(change.landed_basis.value),
                ),
            ),
            ("Last revision", (head,)),
            (
                "Binding",
                say(
                    "{name}: {meaning}",
                    name=plain(change.binding.value.replace("-", " ")),
                    meaning=plain(BINDINGS[change.binding]),
                ),
            ),
            (
                "Authors",
                join(tuple(context.person(actor) for actor in change.authors[:12]))
                or (plain("none on record"),),
            ),
            ("Accountable", accountable),
        )
    )


def _commits(context: Context, change: Change) -> tuple[Block, ...]:
    commits = [commit for commit in context.presentation.commits if commit.change == change.id]
    if not commits:
        return (
            Paragraph(
                text=say("The commits of this change are in {file}.", file=code("records/commits.jsonl"))
            ),
        )
    rows: list[tuple[Text, ...]] = []
    for commit in commits[:LISTED]:
        people = (commit.author, *commit.coauthors[:5])
        subject = context.presentation.subjects.get(commit.sha, "")
        rows.append(
            (
                (context.evidence.cite("commits", commit.id),),
                (code(commit.sha[:12]),),
                (plain(commit.via.replace("-", " ")),),
                join(tuple(context.person(actor) for actor in people)),
                (foreign(subject),) if subject else (plain("(redacted)"),),
            )
        )
    table = Table(
        caption="Commits in landing order, then those seen only on the pull request",
        columns=(
            Column(title="Ref", width=10),
            Column(title="Commit", width=16),
            Column(title="Seen", width=13),
            Column(title="Author, co-authors", width=25),
            Column(title="Subject", width=36),
        ),
        rows=tuple(rows),
        more=say("further commits are in {file}", file=code("records/commits.jsonl"))
        if len(commits) > LISTED
        else (),
    )
    return (table,)


def _signals(context: Context, change: Change) -> tuple[Block, ...]:
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


def _reviews(context: Context, change: Change) -> Table:
    reviews = [review for review in context.view.reviews if review.change == change.id]
    rows: list[tuple[Text, ...]] = [
        (
            (context.evidence.cite("reviews", review.id),),
            context.person(review.reviewer),
            (plain(review.state.value.replace("-", " ")),),
            (code(review.submitted_at or "unknown"),),
            _revision(review.sha, change.head_sha),
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
        more=context.more("walk.reviews.beyond", "reviews", ("change", "is", change.id), shown=_CHECKS),
        empty=_absent(context, "reviews"),
    )


def _revision(sha: str | None, head: str | None) -> Text:
    if sha is None:
        return (plain("not recorded"),)
    place = "the last revision" if sha == head else "not the last revision"
    return say("{sha}, {place}", sha=code(sha[:12]), place=plain(place))


def _absent(context: Context, source: str) -> str:
    if source in context.view.manifest.not_connected:
        return f"Source not connected: {source} were not read for this run."
    return "The source was read and holds none for this change."


def _checks(context: Context, change: Change) -> Table:
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
            Column(title="Required", width=16),
            Column(title="Conclusion", width=18),
            Column(title="Completed (UTC)", width=22),
        ),
        rows=tuple(rows),
        more=context.more("walk.checks.beyond", "checks", ("change", "is", change.id), shown=_CHECKS),
        empty=_absent(context, "checks"),
    )


def _comprehension(context: Context, change: Change) -> Table:
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
        empty=_absent(context, "comprehension"),
    )


def _outcomes(context: Context, change: Change) -> Table:
    rows: list[tuple[Text, ...]] = []
    for finding in context.findings.get(change.id, ()):
        declared = "declared" if finding.declared else "no declared control"
        rows.append(
            (
                (link(finding.assertion, f"control-{finding.assertion.lower()}"),),
                (plain(outcome(finding.outcome)),),
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
