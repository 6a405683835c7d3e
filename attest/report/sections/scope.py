"""Scope and responsibilities: who answers for what, which branches, which controls are declared."""

from attest.model.control import Declaration, Operation
from attest.model.report import AuditorBox, Block, Column, Heading, Paragraph, Section, Table, Text
from attest.report import glosses
from attest.report.context import LISTED, Context
from attest.report.sections import joined, own_rules
from attest.report.sections.cover import tip
from attest.report.text import code, foreign, join, link, named, plain, say

_DECLARED = 50
_ROLES = (
    (
        "Management",
        "Designs and operates the controls, declares them in its own words, answers for "
        "the completeness of the "
        "scope, for the truth of what was recorded, and for the response to every deviation.",
    ),
    (
        "The tool",
        "Reads git and the sources connected to it, lists every change, applies fixed "
        "and published tests, and seals "
        "what it read. It forms no opinion and infers no state of mind.",
    ),
    (
        "The auditor",
        "Decides whether this evidence is relevant and reliable enough, selects and "
        "re-performs, and concludes. "
        "Every box for the auditor in this document is left blank.",
    ),
)


def section(context: Context) -> Section:
    """Chapter 2."""
    blocks: list[Block] = [
        Heading(level=2, number="2.1", title=(plain("Who answers for what"),), anchor="scope-roles"),
        Table(
            caption="Responsibilities",
            columns=(Column(title="Party", width=18), Column(title="Answers for", width=82)),
            rows=tuple(((plain(party),), (plain(task),)) for party, task in _ROLES),
        ),
        Heading(level=2, number="2.2", title=(plain("Repositories in scope"),), anchor="scope-repositories"),
        _repositories(context),
        *_facts_of_clones(context),
        Heading(
            level=2,
            number="2.3",
            title=(plain("Controls as management declares them"),),
            anchor="scope-declarations",
        ),
        _origin(context),
        _declarations(context),
        Heading(level=2, number="2.4", title=(plain("Design gaps"),), anchor="scope-gaps"),
        *_design_gaps(context),
        *own_rules.blocks(context, "2.5"),
        *joined.blocks(context, "2.6"),
        AuditorBox(
            title="For the auditor: scope and reliance",
            lines=("Scope agreed to", "Reliance on this information", "Name, date, reference"),
        ),
    ]
    return Section(anchor="scope", number="2", title="Scope and responsibilities", blocks=tuple(blocks))


def _repositories(context: Context) -> Table:
    rows = []
    for scope in context.view.manifest.repositories[:LISTED]:
        where = ("name", "is", scope.name)
        commits = context.figures.count(
            f"scope.{scope.name}.commits", "repositories", where, measure="sum commit_count"
        )
        changes = context.figures.count(
            f"scope.{scope.name}.changes", "repositories", where, measure="sum change_count"
        )
        rows.append(
            (
                (named(scope.remote or scope.name),),
                (code(scope.branch),),
                tip(scope.start),
                tip(scope.end),
                (commits.count,),
                (changes.count,),
            )
        )
    return Table(
        caption="Branches and their tips at both bounds of the period",
        columns=(
            Column(title="Repository", width=24),
            Column(title="Branch", width=14),
            Column(title="Tip before the period", width=19),
            Column(title="Tip at its end", width=19),
            Column(title="Commits", width=12, style="number"),
            Column(title="Changes", width=12, style="number"),
        ),
        rows=tuple(rows),
        more=context.more("scope.beyond.listed", "repositories"),
    )


def _facts_of_clones(context: Context) -> tuple[Block, ...]:
    facts = [
        say(
            "{name} {facts}",
            name=named(scope.name, 80),
            facts=join(tuple(glosses.fact(fact) for fact in scope.facts)),
        )
        for scope in context.view.manifest.repositories[:LISTED]
        if scope.facts
    ]
    if not facts:
        return ()
    wording = "What a reader should know of the copies that were read: {facts}."
    return (Paragraph(text=say(wording, facts=join(facts, "; "))),)


def _origin(context: Context) -> Paragraph:
    origin = context.view.manifest.config_origin
    if not context.declarations:
        wording = (
            "No attest.yaml was found on the release branch: management has declared "
            "nothing, and every test below is a fact beside a design gap."
        )
        return Paragraph(text=(plain(wording),))
    wording = (
        "The wording is management's, quoted from {origin}. A test can deviate only "
        "where its control is declared operated on that day."
    )
    return Paragraph(text=say(wording, origin=_place_of(origin)))


def _place_of(origin: str) -> Text:
    """A file of the release branch by its place; any other file is under no change control that was seen."""
    if ":" in origin:
        return (code(origin),)
    return say(
        "{origin}, not from the release branch; the run keeps it as {copy}",
        origin=plain(origin),
        copy=code("config/attest.yaml"),
    )


def _declarations(context: Context) -> Table:
    return Table(
        caption="Management's declarations",
        columns=(
            Column(title="Control", width=9),
            Column(title="Test", width=8),
            Column(title="Stands", width=10),
            Column(title="In operation", width=15),
            Column(title="Owner", width=14),
            Column(title="Management's wording", width=44),
        ),
        rows=tuple(_declaration(item) for item in context.declarations[:_DECLARED]),
        more=say("further declarations are in {file}", file=code("config/attest.yaml"))
        if len(context.declarations) > _DECLARED
        else (),
        empty="Management declares no control.",
    )


def _declaration(item: Declaration) -> tuple[Text, ...]:
    since = say("since {day}", day=code(item.since)) if item.since else (plain("not stated"),)
    until = say(" to {day}", day=code(item.until)) if item.until else ()
    repositories = join(tuple(code(name, 60) for name in item.repositories)) if item.repositories else ()
    wording = (foreign(item.wording, 300) if item.wording else plain("no wording given"),)
    return (
        (code(item.control, 40),),
        (link(item.assertion, f"control-{item.assertion.lower()}"),),
        (plain(item.operation.value.replace("-", " ")),),
        say("{since}{until}", since=since, until=until),
        (named(item.owner, 60) if item.owner else plain("not stated"),),
        say("{wording} (only in {repositories})", wording=wording, repositories=repositories)
        if repositories
        else wording,
    )


def _design_gaps(context: Context) -> tuple[Block, ...]:
    missing = [item for item in context.catalog.assertions if _uncovered(context, item.id)]
    if not missing:
        sentence = (
            "Each test of this report belongs, for each of its subjects, to a control that management "
            "declares operated."
        )
        return (Paragraph(text=(plain(sentence),)),)
    intro = (
        "No control is declared operated for these subjects. Their results are facts beside a gap in the "
        "design."
    )
    rows = tuple(
        (
            (link(item.id, f"control-{item.id.lower()}"),),
            (plain(item.title),),
            (plain(_standing(context.declared(item.id))),),
            (context.tally(item.id, "design_gap").of,) if item.id in context.tallies else (),
        )
        for item in missing
    )
    columns = (
        Column(title="Test", width=12),
        Column(title="What it tests", width=48),
        Column(title="Declared", width=22),
        Column(title="Subjects", width=18, style="number"),
    )
    return (
        Paragraph(text=(plain(intro),), role="keep"),
        Table(caption="Subjects without a declared control", columns=columns, rows=rows),
    )


def _uncovered(context: Context, assertion: str) -> bool:
    """Whether a test has subjects, a day or a repository long, for which no control is declared operated."""
    tally = context.tallies.get(assertion)
    return tally.design_gap > 0 if tally else not context.operated(assertion)


def _standing(declared: tuple[Declaration, ...]) -> str:
    if not declared:
        return "nothing"
    if any(item.operation is Operation.OPERATED for item in declared):
        return "operated in part"
    planned = any(item.operation is Operation.PLANNED for item in declared)
    return "planned" if planned else "not operated"
