"""Results of a sample: the matrix with its tick marks, what numbers of deviations support, and the facts."""

from collections.abc import Iterator, Sequence

from attest.model.report import AuditorBox, Block, Column, Paragraph, Table, Text
from attest.model.sample import (
    AttributeResult,
    Bought,
    BoughtTable,
    Counts,
    EntryKind,
    Mark,
    Method,
    SampledChange,
    SizeBasis,
    Workpaper,
)
from attest.report.text import code, foreign, join, plain, say, strong, visible

TICKS = {
    "met": "✓",
    "deviation": "✗",
    "indeterminate": "?",
    "needs_review": "?",
    "not_applicable": "n/a",
    "": "○",
}
SOURCES = {"forge": "Ⓐ", "git": "Ⓖ", "": ""}
REGISTERED = "Ⓔ"
_LEGEND = (
    ("✓", "the statement holds"),
    ("✗", "the statement does not hold: a deviation where a control is declared operated, else a fact alone"),
    ("?", "open: the record does not show it either way"),
    ("n/a", "the attribute does not apply to this change"),
    ("○", "no test of this run decides it: for the auditor to look at"),
    ("Ⓐ", "the mark rests on a record of the forge's API"),
    ("Ⓖ", "the mark rests on git objects and what the run derived from them"),
    ("Ⓔ", "an entry of the deviation register; section 6 names it"),
    ("Ⓡ", "re-performed: the auditor's tick, in the blank column"),
)
_HUNDRED = (
    "Each attribute that a test decides was decided for every change: the last columns are of the whole "
    "population, without sampling risk. What remains is the risk of measurement: a trace that was not left, "
    "a source that was not connected, a record that says what did not happen."
)


def strata(paper: Workpaper) -> tuple[Block, ...]:
    """How the sample is spread, where there are strata."""
    plan = paper.draw.plan
    if plan is None or not plan.wanted.by:
        return ()
    return (
        Table(
            caption=f"Strata by {plan.wanted.by}, allocation {plan.wanted.allocation.value}",
            columns=(
                Column(title="Stratum", width=60),
                Column(title="Changes", width=20, style="number"),
                Column(title="Drawn", width=20, style="number"),
            ),
            rows=tuple(
                (
                    (code(item.name, 120),),
                    (plain(f"{item.population:,}"),),
                    (plain(f"{item.size:,}"),),
                )
                for item in plan.strata[:60]
            ),
            more=(plain(f"and {len(plan.strata) - 60:,} more in draw.json"),)
            if len(plan.strata) > 60
            else (),
            dense=True,
        ),
    )


def earlier(paper: Workpaper) -> bool:
    """Whether this population was drawn from before this draw."""
    return any(
        entry.kind is EntryKind.DRAWN
        and entry.population == paper.draw.population
        and entry.number < paper.number
        for entry in paper.log
    )


def supports(paper: Workpaper) -> tuple[Block, ...]:
    """What so many deviations in the sample say, worked out before any is counted."""
    return tuple(block for table in paper.tables[:12] for block in _supports(paper, table))


def _supports(paper: Workpaper, table: BoughtTable) -> tuple[Block, ...]:
    plan = paper.draw.plan
    if plan is None:
        return ()
    wanted = plan.wanted
    name = "" if table.stratum == "all" else f", stratum {visible(table.stratum, 60)}"
    shown = join([plain(f"below {rate} % at a confidence of {sure} %") for rate, sure in table.below], "; ")
    return (
        Table(
            caption=f"What {table.size:,} of {table.population:,} support at {wanted.confidence} %{name}",
            columns=(
                Column(title="Deviations in the sample", width=22, style="number"),
                Column(title="Upper limit, endless population", width=26, style="number"),
                Column(title="Upper limit, this population", width=30, style="number"),
                Column(title=f"Rate below {wanted.tolerable} %", width=22, style="after"),
            ),
            rows=tuple(_bought(row, table.population) for row in table.rows),
        ),
        Paragraph(
            text=say(
                "Without a deviation, a sample of {size} shows a rate {shown} (binomial).",
                size=plain(f"{table.size:,}"),
                shown=shown,
            ),
            role="note",
        ),
    )


def _bought(row: Bought, population: int) -> tuple[Text, ...]:
    return (
        (plain(f"{row.deviations:,}"),),
        (plain(f"{row.limit} %"),),
        (plain(f"{row.finite:,} of {population:,} ({row.finite_limit} %)"),),
        (plain(_supported(row)),),
    )


def _supported(row: Bought) -> str:
    return "supported" if row.supports else "not supported"


def attribute_list(paper: Workpaper) -> Table:
    """What each letter stands for, and which tests decide it."""
    return Table(
        caption="Attributes",
        columns=(Column(title="", width=5), Column(title="What is looked at", width=95)),
        rows=tuple(((plain(item.letter),), _attribute(item)) for item in _once(paper)),
    )


def _attribute(item: AttributeResult) -> Text:
    decided = join([code(test) for test in item.tests]) or (
        plain("no test of this run; the auditor looks at the evidence"),
    )
    return say(
        "{title}: {meaning} Decided by {decided}.",
        title=strong(item.title),
        meaning=plain(item.meaning if item.meaning.endswith(".") else f"{item.meaning}."),
        decided=decided,
    )


def _once(paper: Workpaper) -> tuple[AttributeResult, ...]:
    """Each attribute once, where strata have results of their own."""
    return tuple({item.letter: item for item in reversed(paper.attributes)}.values())[::-1]


def matrix(paper: Workpaper) -> tuple[Block, ...]:
    """The attribute matrix, its legend, and the counts."""
    letters = [item.letter for item in _once(paper)]
    width = max(3, min(8, 54 // max(1, len(letters))))
    rest = 100 - 4 - 10 - 7 - width * len(letters)
    columns = (
        Column(title="No.", width=4, style="number"),
        Column(title="Change", width=max(16, rest), style="after"),
        Column(title="Landed", width=10),
        *(Column(title=letter, width=width, style="mark") for letter in letters),
        Column(title="Auditor", width=7, style="blank"),
    )
    return (
        Table(
            caption="Attribute matrix: one row an item, in the order of ranks, or as named",
            columns=columns,
            rows=tuple(_items(paper)),
        ),
        Table(
            caption="Tick marks",
            columns=(Column(title="Mark", width=10), Column(title="Meaning", width=90)),
            rows=tuple(((plain(mark),), (plain(meaning),)) for mark, meaning in _LEGEND),
            dense=True,
        ),
        _counted(paper),
        Paragraph(text=(plain(_HUNDRED),), role="note"),
        *_limits(paper),
    )


def _items(paper: Workpaper) -> Iterator[tuple[Text, ...]]:
    """The rows of the matrix, those of each stratum below its name where there are several."""
    several = len({change.drawn.stratum for change in paper.changes}) > 1
    before = ""
    for change in paper.changes:
        if several and change.drawn.stratum != before:
            before = change.drawn.stratum
            yield (say("Stratum {name}", name=code(before, 120)),)
        yield _item(paper, change)


def _item(paper: Workpaper, change: SampledChange) -> tuple[Text, ...]:
    label = change.label if len(paper.repositories) == 1 else f"{change.repository} {change.label}"
    subject: Text = (
        say("{label} {title}", label=code(label, 60), title=foreign(change.title, 60))
        if (change.title)
        else (code(label, 60),)
    )
    if change.drawn.out:
        subject = say("{subject} left out: {why}", subject=subject, why=foreign(change.drawn.out, 100))
    marks = [() if change.drawn.out else (plain(tick(mark)),) for mark in change.marks]
    number = f"{change.drawn.place:,}"
    return ((plain(number),), subject, (code(change.landed_at[:10]),), *marks, ())


def tick(mark: Mark) -> str:
    """An outcome with what it rests on, and whether the register has it."""
    rests = SOURCES[mark.source] if mark.outcome in ("met", "deviation", "indeterminate") else ""
    return TICKS[mark.outcome] + rests + (REGISTERED if mark.register_ids else "")


def _counted(paper: Workpaper) -> Table:
    several = len({item.stratum for item in paper.attributes}) > 1
    return Table(
        caption="Each attribute in the sample, and over every change of the population"
        + (", by stratum" if several else ""),
        columns=(
            Column(title="Attribute", width=24),
            *(Column(title=name, width=8, style="number") for name in ("Holds", "Does not", "Open", "n/a")),
            Column(title="For the auditor", width=8, style="number"),
            Column(title="Population: does not hold", width=25, style="number"),
            Column(title="Open there", width=11, style="number"),
        ),
        rows=tuple(_counts(item, several=several) for item in paper.attributes[:120]),
        more=(plain(f"and {len(paper.attributes) - 120:,} more in draw.json"),)
        if len(paper.attributes) > 120
        else (),
    )


def _counts(item: AttributeResult, *, several: bool) -> tuple[Text, ...]:
    sample, whole = item.sample, item.population
    name = f"{item.letter} {item.title}"
    label: Text = (
        say("{name}, {stratum}", name=plain(name), stratum=code(item.stratum, 60))
        if several
        else (plain(name),)
    )
    numbers = (sample.met, sample.deviation, sample.indeterminate, sample.not_applicable, sample.undecided)
    return (
        label,
        *((plain(f"{number:,}"),) for number in numbers),
        (plain(_share(whole)),),
        (plain(f"{whole.indeterminate:,}" if whole.applicable else "not tested"),),
    )


def _share(counts: Counts) -> str:
    if not counts.applicable:
        return "not tested" if counts.undecided else f"0 of 0; n/a to {counts.not_applicable:,}"
    decided = counts.met + counts.deviation
    if not decided:
        return f"open for all {counts.applicable:,}"
    tenths = (counts.deviation * 2000 + decided) // (2 * decided)
    return f"{counts.deviation:,} of {decided:,} decided ({tenths // 10}.{tenths % 10} %)"


def _limits(paper: Workpaper) -> tuple[Block, ...]:
    rows = [item for item in paper.attributes if item.bought is not None]
    if paper.draw.method is Method.SELECTED or not rows:
        return ()
    plan = paper.draw.plan
    confidence, tolerable = (plan.wanted.confidence, plan.wanted.tolerable) if plan else ("", "")
    endless = plan is not None and plan.wanted.basis is SizeBasis.ENDLESS
    return (
        Table(
            caption=f"Upper limits at {confidence} %, every open mark taken for a deviation",
            columns=(
                Column(title="Attribute", width=34),
                Column(title="Applies to", width=11, style="number"),
                Column(title="Deviations", width=11, style="number"),
                Column(title="Open", width=8, style="number"),
                Column(title="Upper limit", width=20, style="number"),
                Column(title=f"Rate below {tolerable} %", width=16, style="after"),
            ),
            rows=tuple(_limit(item, endless=endless) for item in rows[:120]),
        ),
        AuditorBox(
            title="The auditor's own count, by attribute",
            lines=("Attribute", "Items tested", "Deviations", "Upper limit"),
        ),
    )


def _limit(item: AttributeResult, *, endless: bool) -> tuple[Text, ...]:
    name = item.letter if item.stratum == "all" else f"{item.letter} {item.stratum}"
    sample, found = item.sample, item.bought
    if found is None:
        return ((plain(f"{name} {item.title}"),),)
    limit = f"{found.finite:,} of {item.population.applicable:,} ({found.finite_limit} %)"
    return (
        (plain(f"{name} {item.title}"),),
        *((plain(f"{number:,}"),) for number in (sample.applicable, sample.deviation, sample.indeterminate)),
        (plain(f"{found.limit} %" if endless else limit),),
        (plain(_supported(found)),),
    )


def exceptions(paper: Workpaper) -> tuple[Block, ...]:
    """The facts behind every mark that is neither met nor not applicable, and items that were replaced."""
    rows: list[tuple[Text, ...]] = []
    for change in paper.changes:
        facts = _facts(paper, change)
        if facts:
            heading = say("{label} {key}", label=code(change.label, 60), key=code(change.drawn.key, 120))
            rows += [(heading,), *facts]
    return (
        Table(
            caption="Facts as the tests recorded them",
            columns=(
                Column(title="", width=7),
                Column(title="Mark", width=9),
                Column(title="Fact", width=62),
                Column(title="Register", width=22),
            ),
            rows=tuple(rows[:400]),
            more=(plain("and more in sample.csv"),) if len(rows) > 400 else (),
            empty="No mark of this sample is a deviation or open.",
        ),
    )


def _facts(paper: Workpaper, change: SampledChange) -> list[tuple[Text, ...]]:
    if change.drawn.out:
        return []
    return [
        (
            (plain(item.letter),),
            (plain(tick(mark)),),
            (plain(" ".join(mark.messages)),),
            join([code(register) for register in mark.register_ids]),
        )
        for item, mark in zip(_once(paper), change.marks, strict=True)
        if mark.messages and mark.outcome != "not_applicable"
    ]


def sample_rows(changes: Sequence[SampledChange], letters: Sequence[str]) -> list[list[str]]:
    """sample.csv: header, then one row an item."""
    header = [
        "stratum",
        "place",
        "rank",
        "change_key",
        "repository",
        "label",
        "title",
        "landed_sha",
        "landed_at",
    ]
    header += ["left_out", *letters, *(f"{letter}_facts" for letter in letters), "register_ids", "auditor"]
    rows = [header]
    for change in changes:
        drawn = change.drawn
        registers = [register for mark in change.marks for register in mark.register_ids]
        rows.append(
            [
                drawn.stratum,
                str(drawn.place),
                drawn.rank,
                drawn.key,
                change.repository,
                change.label,
                visible(change.title, 1000),
                change.landed_sha,
                change.landed_at,
                drawn.out,
                *("" if drawn.out else tick(mark) for mark in change.marks),
                *(" ".join(mark.messages) for mark in change.marks),
                " ".join(dict.fromkeys(registers)),
                "",
            ]
        )
    return rows
