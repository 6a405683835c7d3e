"""One change from its commits to the outcome of each test, so that a reader can follow the method once."""

from collections.abc import Sequence

from attest.model.change import Change
from attest.model.evidence import RunView
from attest.model.finding import Evaluation, Outcome
from attest.model.identity import Actor
from attest.model.report import Block, Column, Facts, Heading, Paragraph, Section, Table, Text
from attest.model.signal import AiState
from attest.report.context import LISTED, Context
from attest.report.sections import observed, timeline
from attest.report.sections.population import BINDINGS, STRENGTHS
from attest.report.text import code, foreign, join, plain, say

_PEOPLE = 12


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
        *observed.signals(context, change),
        _heading("8.3", "Approvals, checks and comprehension", "walk-reviews"),
        observed.reviews(context, change),
        *observed.named(context, change),
        observed.checks(context, change),
        observed.comprehension(context, change),
        _heading("8.4", "Outcome of each test", "walk-outcomes"),
        observed.outcomes(context, change),
    )


def _heading(number: str, title: str, anchor: str) -> Heading:
    return Heading(level=2, number=number, title=(plain(title),), anchor=anchor)


def _identity(context: Context, change: Change) -> Facts:
    title = context.view.titles.get(change.id, "")
    called = foreign(title) if title else plain("(title redacted)")
    authors = _people(context, change.authors, "records/changes.jsonl")
    return Facts(
        rows=(
            ("Change", say("{label} {title}", label=context.label(change), title=called)),
            ("Reference", (context.evidence.cite("changes", change.id),)),
            ("Type", _type(change)),
            *_landing(change),
            ("Authors", authors or (plain("none on record"),)),
            ("AI involvement", _involvement(context, change)),
            ("Accountable", _accountable(context, change)),
        )
    )


def _people(context: Context, people: Sequence[Actor], file: str) -> Text:
    listed = tuple(context.person(actor) for actor in people[:_PEOPLE])
    more = (say("further persons in {file}", file=code(file)),) if len(people) > _PEOPLE else ()
    return join((*listed, *more))


def _type(change: Change) -> Text:
    return say(
        "{type}, {method}; basis {strength}: {basis}",
        type=plain(change.type.value.replace("-", " ")),
        method=plain(change.method),
        strength=plain(STRENGTHS[change.type_strength]),
        basis=plain(change.type_basis),
    )


def _landing(change: Change) -> tuple[tuple[str, Text], ...]:
    basis = plain(STRENGTHS[change.landed_basis])
    binding = plain(change.binding.value.replace("-", " "))
    return (
        (
            "Landed as",
            say("{sha}, tree {tree}", sha=code(change.landed_sha), tree=code(change.landed_tree[:12])),
        ),
        ("Landed at", say("{time} (basis: {basis})", time=code(change.landed_at or "unknown"), basis=basis)),
        ("Last revision", (code(change.head_sha) if change.head_sha else plain("not known"),)),
        ("Binding", say("{name}: {meaning}", name=binding, meaning=plain(BINDINGS[change.binding]))),
    )


def _accountable(context: Context, change: Change) -> Text:
    involvement = context.involvements.get(change.id)
    if involvement is None:
        return (plain("not assessed"),)
    basis = plain(involvement.accountable_basis.replace("-", " "))
    who = context.person(involvement.accountable)
    if not involvement.initiators:
        return say("{who} (basis: {basis})", who=who, basis=basis)
    named = _people(context, involvement.initiators, "records/involvements.jsonl")
    return say("{who} (basis: {basis}); set the agent to work: {named}", who=who, basis=basis, named=named)


def _involvement(context: Context, change: Change) -> Text:
    """What its evidence adds up to, and what that rests on."""
    found = context.involvements.get(change.id)
    if found is None:
        return (plain("not assessed"),)
    state = timeline.STATES[found.state][0]
    if found.state is not AiState.AI_EVIDENCED:
        reason = found.unknown_reason.replace("-", " ")
        return (plain(f"{state}: {reason}" if reason else state),)
    witnesses = "independent of each other" if found.corroborated else "not corroborated"
    return say(
        "{state}, {extent}, grade {grade}; sources: {sources}, {witnesses}; disclosure: {disclosure}",
        state=plain(state),
        extent=plain(found.extent or "no extent"),
        grade=plain(found.grade.value if found.grade else "none"),
        sources=plain(", ".join(name.replace("-", " ") for name in found.sources) or "not recorded"),
        witnesses=plain(witnesses),
        disclosure=plain(found.disclosure.value.replace("-", " ")),
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
        people = (commit.author, *commit.coauthors)
        subject = context.presentation.subjects.get(commit.sha, "")
        rows.append(
            (
                (context.evidence.cite("commits", commit.id),),
                (code(commit.sha[:12]),),
                (plain(commit.via.replace("-", " ")),),
                _people(context, people, "records/commits.jsonl"),
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
