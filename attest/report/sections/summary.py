"""Page two: deviations first, then what was looked at and what could not be seen."""

from attest.model.finding import Outcome
from attest.model.report import (
    Block,
    Bullets,
    Callout,
    Column,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
    Text,
    Tile,
    Tiles,
)
from attest.report import basis, glosses
from attest.report.context import Context
from attest.report.figures import Counted
from attest.report.sections import changed_packs, overridden_rules
from attest.report.text import code, join, link, named, plain, say

_CONTROLS = 10
_GAPS = 4
_SHOWN = (
    Outcome.DEVIATION,
    Outcome.INDETERMINATE,
    Outcome.NEEDS_REVIEW,
    Outcome.MET,
    Outcome.NOT_APPLICABLE,
)


def section(context: Context) -> Section:
    """The summary, made to fit one page."""
    blocks: list[Block] = [_lead(context)]
    if context.single_source:
        blocks.append(_one_source(context))
    blocks += [_tiles(context), *_deviations(context), *_seen(context)]
    return Section(anchor="summary", number="1", title="Summary", blocks=tuple(blocks))


def register_counts(context: Context) -> tuple[Counted, Counted, Counted]:
    """Deviations and indeterminate results of declared controls, and the results they are a part of."""
    figures = context.figures
    tested = figures.count(
        "results.declared", "findings", ("declared", "is", "true"), ("outcome", "is not", "not_applicable")
    )
    found = figures.count("register.deviations", "deviations", ("outcome", "is", "deviation"), of=tested)
    open_ = figures.count(
        "register.indeterminate", "deviations", ("outcome", "is", "indeterminate"), of=tested
    )
    return found, open_, tested


def _lead(context: Context) -> Paragraph:
    manifest = context.view.manifest
    branches = context.figures.count("scope.repositories", "repositories")
    text = say(
        "{changes} reached {branches} of {system} between {since} and {until}. {ai} of them carry recorded "
        "evidence of AI involvement. That number is a lower bound: {why}.",
        changes=context.total.things("change"),
        branches=branches.things("release branch", "release branches"),
        system=named(manifest.system or "the system", 80),
        since=code(manifest.period.since),
        until=code(manifest.period.until),
        ai=context.evidenced.count,
        why=link("silence of the record proves nothing", "involvement"),
    )
    return Paragraph(text=text, role="lead")


def _one_source(context: Context) -> Callout:
    text = say(
        "The listing of changes rests on git alone. No second system confirms that it is "
        "complete, and what only "
        "a forge records ({missing}) could not be read. Tests that need it end as "
        "indeterminate, never as met{but}.",
        but=_but(context),
        missing=join(tuple(plain(name) for name in context.view.manifest.not_connected))
        or (plain("reviews, checks"),),
    )
    return Callout(title="The population has one source", text=text)


def _but(context: Context) -> Text:
    """The tests that management lets commit messages decide, where there are any."""
    tests = tuple(link(test, f"control-{test.lower()}") for test in basis.decided(context))
    if not tests:
        return ()
    wording = ", but for {tests}: management lets commit messages decide them, on basis declared ({chapter})"
    return say(wording, tests=join(tests), chapter=link("chapter 3", "population-named-reviews"))


def _tiles(context: Context) -> Tiles:
    found, open_, _ = register_counts(context)
    return Tiles(
        tiles=(
            Tile(figure=context.total.figure.id, form="count", label="changes in the population"),
            Tile(
                figure=context.evidenced.figure.id,
                form="count",
                label="with AI evidence, at least",
                note=(context.evidenced.share, plain(" of the changes")),
            ),
            Tile(
                figure=found.figure.id,
                form="count",
                label="deviations",
                note=(found.of, plain(" results of declared controls")),
            ),
            Tile(
                figure=open_.figure.id,
                form="count",
                label="indeterminate",
                note=(open_.of, plain(" results of declared controls")),
            ),
        )
    )


def _deviations(context: Context) -> tuple[Block, ...]:
    heading = Heading(level=2, number="", title=(plain("Deviations first"),), anchor="summary-deviations")
    tested = [item.id for item in context.catalog.assertions if context.operated(item.id)]
    if not tested:
        return (heading, *_undeclared(context))
    worst = sorted(tested, key=lambda test: _badness(context, test))
    rows = tuple(_row(context, test) for test in worst[:_CONTROLS])
    table = Table(
        caption="Tests of controls that management declares operated, worst first",
        columns=_columns("Deviation", "Met", "No control"),
        rows=rows,
        more=(link("further tests in chapter 6", "controls"),) if len(tested) > len(rows) else (),
    )
    return (heading, table, Paragraph(text=_reading(context, tested), role="note"))


def _reading(context: Context, tested: list[str]) -> Text:
    """What the numbers above are numbers of."""
    found, open_, results = register_counts(context)
    text = say(
        "A result is one test of one subject under a declared control, where the test applies: {results} "
        "here. ",
        results=results.count,
    )
    if found.value:
        text += _changes_that_deviate(context)
    else:
        text += say("No deviation among them; {open} are indeterminate. ", open=open_.count)
    left = [test.id for test in context.catalog.assertions if test.id not in tested]
    if left:
        text += say(
            "No control is declared operated for {tests} ({chapter}).",
            tests=join(tuple(link(test, f"control-{test.lower()}") for test in left)),
            chapter=link("chapter 2", "scope-gaps"),
        )
    return text


def _changes_that_deviate(context: Context) -> Text:
    """One change can deviate under several tests."""
    tests = "|".join(test.id for test in context.catalog.assertions if test.applies_to != "population")
    deviating = context.figures.count(
        "register.changes",
        "deviations",
        ("outcome", "is", "deviation"),
        ("assertion", "in", tests),
        measure="distinct subject",
        of=context.total,
    )
    return say("{n} changes have at least one deviation. ", n=deviating.of)


def _undeclared(context: Context) -> tuple[Block, ...]:
    text = say(
        "Management declares no control operated, so nothing here can deviate, and the table shows facts "
        "beside gaps in the design ({chapter}).",
        chapter=link("chapter 2", "scope-gaps"),
    )
    rows: list[tuple[Text, ...]] = []
    for test in context.catalog.assertions[:_CONTROLS]:
        where = ("assertion", "is", test.id)
        counts = [
            context.figures.count(
                f"facts.{test.id}.{value.word}", "findings", where, ("outcome", "is", value.word)
            )
            for value in _SHOWN
        ]
        total = context.figures.count(f"facts.{test.id}", "findings", where)
        rows.append((_title(context, test.id), *((item.count,) for item in (*counts, total))))
    table = Table(
        caption="Whether the statement of each test holds, without a declared control",
        columns=_columns("Does not", "Holds"),
        rows=tuple(rows),
        empty="No test was asked for.",
    )
    return (Callout(title="No control is declared", text=text), table)


def _columns(false: str, true: str, *more: str) -> tuple[Column, ...]:
    return (
        Column(title="Test", width=44 - 10 * len(more)),
        Column(title=false, width=10, style="number"),
        Column(title="Indeterminate", width=13, style="number"),
        Column(title="Needs review", width=12, style="number"),
        Column(title=true, width=6, style="number"),
        Column(title="N/a", width=6, style="number"),
        *(Column(title=title, width=10, style="number") for title in more),
        Column(title="Subjects", width=9, style="number"),
    )


def _badness(context: Context, assertion: str) -> tuple[int, int, str]:
    tally = context.tallies.get(assertion)
    return (-tally.deviation, -tally.indeterminate, assertion) if tally else (0, 0, assertion)


def _row(context: Context, assertion: str) -> tuple[Text, ...]:
    counts = ("deviation", "indeterminate", "needs_review", "met", "not_applicable", "design_gap", "total")
    return (_title(context, assertion), *((context.tally(assertion, field).count,) for field in counts))


def _title(context: Context, assertion: str) -> Text:
    return say(
        "{id} {title}{basis}",
        id=link(assertion, f"control-{assertion.lower()}"),
        title=plain(context.assertions[assertion].title),
        basis=basis.mark(context, assertion),
    )


def _seen(context: Context) -> tuple[Block, ...]:
    manifest = context.view.manifest
    commits = context.figures.count("scope.commits", "repositories", measure="sum commit_count")
    rules = context.figures.count("rules.count", "rules")
    read = say(
        (
            "{commits} of the branch read as git stores them; every message searched "
            "with {rules}; sources: {sources}"
        ),
        commits=commits.things("commit"),
        rules=rules.things("rule"),
        sources=join(tuple(glosses.source(name) for name in manifest.sources)) or (plain("none"),),
    )
    unread = join(tuple(plain(name) for name in manifest.not_connected)) or (
        plain("every configured source was read"),
    )
    return (
        Heading(
            level=3, number="", title=(plain("What was looked at, and what was not"),), anchor="summary-seen"
        ),
        Facts(rows=(("Looked at", read), ("Not connected", unread), ("Always outside", _outside()))),
        Heading(level=2, number="", title=(plain("What could not be seen"),), anchor="summary-unseen"),
        Bullets(items=_unseen(context)),
    )


def _outside() -> Text:
    return say(
        "changes made outside the repositories in scope, and everything that {chapter} lists",
        chapter=link("chapter 9", "cannot"),
    )


def _unseen(context: Context) -> tuple[Text, ...]:
    gaps = context.figures.count("gaps.count", "gaps")
    before = (
        *overridden_rules.statement(context),
        *changed_packs.statement(context),
        *_unknown(context),
    )
    if not gaps.value:
        return (*before, (plain("No gap was recorded while the sources were read."),))
    listed = before + tuple(
        say(
            "{what}; {effect} {ref}",
            what=plain(gap.what),
            effect=plain(gap.effect),
            ref=context.evidence.cite("gaps", gap.id),
        )
        for gap in context.view.gaps[:_GAPS]
    )
    rest = context.figures.count("gaps.beyond.summary", "gaps", measure=f"beyond {_GAPS}")
    if rest.value:
        listed += (
            say(
                "and {rest}, listed in {chapter}",
                rest=rest.things("further gap"),
                chapter=link("chapter 3", "population"),
            ),
        )
    return listed


def _unknown(context: Context) -> tuple[Text, ...]:
    """Changes with something unreadable in their own record, which is no gap of a source."""
    where = ("state", "is", "unknown")
    unknown = context.figures.count("ai.unknown", "involvements", where, of=context.total)
    if not unknown.value:
        return ()
    wording = "for {unknown} changes, whether AI was involved could not be read to the end ({chapter})"
    return (say(wording, unknown=unknown.of, chapter=link("chapter 4", "involvement")),)
