"""The supplement on a sample, before it has a form: purpose, source, method, procedure, results, room."""

from collections.abc import Sequence

from attest.model.report import (
    AuditorBox,
    Block,
    Bullets,
    Callout,
    Facts,
    Paragraph,
    Section,
    Sheet,
    Text,
)
from attest.model.sample import Method, SizeBasis, Workpaper
from attest.report import sampled_results as results
from attest.report.sampled_log import log_blocks
from attest.report.text import code, foreign, join, named, plain, say, visible

_PURPOSE = (
    "To let an auditor test attributes of single changes on items that management did not choose, and to set "
    "beside each item what the run's own tests recorded of it. Those tests went over every change; the "
    "sample is for looking at the same things by other means."
)
_RANDOM = (
    "Write the population: one row a change, columns and order fixed, UTF-8, line feeds. Its SHA-256 is the "
    "digest above. It holds no result of any test.",
    "Fix the size by the plan below, before any result is looked at.",
    "Take a seed from somebody who gains nothing by the choice, after the digest was told to them.",
    "For each change take the SHA-256 of seed, digest, stratum and change_key, joined by the character |, "
    "sort each stratum by it, and take the first. `docs/sampling.md` has ten lines of Python that do so.",
    "Leave an item out only where it is proven that it does not belong to the population; the next of its "
    "stratum follows, and both are listed.",
    "Mark each attribute of each item from the findings of the run. A mark says what the record shows.",
)
_SELECTED = (
    "The items were named one by one, by the judgement of whoever named them or haphazardly. That is no "
    "random sample: nothing follows from it for the changes that were not named, and no limit is computed.",
    "Mark each attribute of each item from the findings of the run. A mark says what the record shows.",
)
_PEEKING = (
    "Sizes are fixed before results. Taking more items after a deviation turned up, or another seed after a "
    "sample was not liked, accepts more often than the stated confidence allows: this population was drawn "
    "from before, and section 8 lists each time."
)
_TITLES = {
    Method.RANDOM: "Attribute sample of changes",
    Method.SELECTED: "Selected changes (no random sample)",
}


def build(paper: Workpaper) -> Sheet:
    """The supplement as sections of blocks."""
    run = paper.run if len(paper.run) <= 40 else paper.run[:40]
    return Sheet(
        title=_TITLES[paper.draw.method],
        subtitle=visible(f"{paper.system or 'System not stated'}, {paper.bounds}", 200),
        entity=visible(paper.entity or "Entity not stated", 120),
        reference=f"Sample {paper.number} of population {paper.draw.population[:12]}, evidence run {run}",
        author=visible(paper.operator or "not stated", 120),
        as_of=paper.as_of,
        sections=(
            _section(1, "Purpose and reference", _head(paper)),
            _section(2, "Source", (_source(paper),)),
            _section(3, "Population and sampling", _sampling(paper)),
            _section(4, "Procedure", _procedure(paper)),
            _section(5, "Results", results.matrix(paper)),
            _section(6, "What does not hold or is open", results.exceptions(paper)),
            _section(7, "Conclusion", _conclusion(paper)),
            _section(8, "Every sample on record", log_blocks(paper)),
        ),
    )


def _section(number: int, title: str, blocks: Sequence[Block]) -> Section:
    return Section(anchor=f"part-{number}", number=str(number), title=title, blocks=tuple(blocks))


def _head(paper: Workpaper) -> tuple[Block, ...]:
    operator = named(paper.operator, 120) if paper.operator else plain("not stated")
    return (
        Paragraph(text=(plain(_PURPOSE),)),
        Facts(
            rows=(
                ("Entity", (named(paper.entity or "not stated", 120),)),
                ("System", (named(paper.system or "not stated", 120),)),
                ("Period", (plain(paper.bounds),)),
                ("Reference", say("entry {number} of the log of samples", number=plain(f"{paper.number:,}"))),
                ("Prepared by", say("{who}, {at} (this machine's clock)", who=operator, at=code(paper.at))),
            )
        ),
        AuditorBox(title="For the auditor", lines=("Workpaper reference", "Reviewed by", "Date")),
    )


def _source(paper: Workpaper) -> Facts:
    missing = join([code(source) for source in paper.not_connected]) or (plain("none"),)
    status = "signed" if paper.signed else "unsigned: the seal detects accident, not forgery"
    return Facts(
        rows=(
            ("Evidence run", say("{run}; {status}", run=code(paper.run), status=plain(status))),
            ("Manifest, SHA-256", (code(paper.manifest_digest),)),
            ("Record tree root", (code(paper.root),)),
            ("Repositories", join([named(name, 80) for name in paper.repositories[:8]]) + _more(paper)),
            ("Sources read", join([code(source) for source in paper.sources])),
            ("Not connected", missing),
            (
                "Tool",
                say("attest {tool}; tested as of {at}", tool=code(paper.tool_version), at=code(paper.as_of)),
            ),
        )
    )


def _more(paper: Workpaper) -> Text:
    rest = len(paper.repositories) - 8
    return (plain(f" and {rest:,} more"),) if rest > 0 else ()


def _sampling(paper: Workpaper) -> tuple[Block, ...]:
    draw = paper.draw
    rows: list[tuple[str, Text]] = [
        (
            "Population",
            (plain(f"{draw.population_size:,} changes of the run, one row each in population.csv"),),
        ),
        ("Its SHA-256", (code(draw.population),)),
    ]
    if draw.method is Method.SELECTED:
        rows += [
            ("Method", (plain("selection by judgement or haphazard; not random"),)),
            ("Selected by", (foreign(draw.seed_source, 200),)),
            ("Items", (plain(f"{len(draw.tested):,} of {draw.population_size:,}"),)),
        ]
        return (Facts(rows=tuple(rows)),)
    told = (
        say("{at}, before the draw", at=code(paper.disclosed_at))
        if paper.disclosed_at
        else (plain("not on record: nothing shows that the digest was told before the seed was known"),)
    )
    rows += [
        ("Digest told", told),
        ("Seed", (code(draw.seed),)),
        ("Seed given by", (foreign(draw.seed_source, 200),)),
        *_plan(paper),
    ]
    blocks: list[Block] = [Facts(rows=tuple(rows))]
    blocks += results.strata(paper)
    if results.earlier(paper):
        blocks.append(Callout(title="Not the first sample", text=(plain(_PEEKING),)))
    return (*blocks, *results.supports(paper))


def _plan(paper: Workpaper) -> tuple[tuple[str, Text], ...]:
    plan = paper.draw.plan
    if plan is None:
        return ()
    wanted = plan.wanted
    sentence = (
        f"to support, at a confidence of {wanted.confidence} %, a rate of deviation below "
        f"{wanted.tolerable} %, with at most {wanted.accepted:,} of the sample deviating"
    )
    bases = {
        SizeBasis.FINITE: "the hypergeometric distribution, for a population of this size",
        SizeBasis.ENDLESS: "the binomial distribution, as printed tables have it",
        SizeBasis.STATED: "a stated number; it follows from no confidence and no rate",
    }
    each = " over all strata" if wanted.by and wanted.allocation == "each" else ""
    sizes = ", ".join(
        f"{name} {size:,}" if size is not None else f"{name}: none would do"
        for name, size in (("hypergeometric", plan.finite), ("binomial", plan.endless))
    )
    whole = (
        " Every change is taken: there is no sampling risk."
        if plan.size == paper.draw.population_size
        else ""
    )
    taken = f"{plan.size:,} of {paper.draw.population_size:,} changes{each}, by {bases[plan.basis]}.{whole}"
    return (
        ("Asked of it", (plain(sentence),)),
        ("Size", (plain(taken),)),
        ("Sizes by plan", (plain(f"{sizes} (whole population)"),)),
    )


def _procedure(paper: Workpaper) -> tuple[Block, ...]:
    steps = _RANDOM if paper.draw.method is Method.RANDOM else _SELECTED
    return (
        Bullets(items=tuple(_marked(step) for step in steps), numbered=True),
        results.attribute_list(paper),
    )


def _marked(step: str) -> Text:
    return tuple(
        code(part) if place % 2 else plain(part) for place, part in enumerate(step.split("`")) if part
    )


def _conclusion(paper: Workpaper) -> tuple[Block, ...]:
    blocks: list[Block] = [
        Paragraph(
            text=(
                plain("Management states facts above and draws no conclusion. The boxes are the auditor's."),
            ),
            role="keep",
        )
    ]
    if paper.draw.method is Method.RANDOM:
        blocks.append(
            AuditorBox(
                title="Result of the sample, for the auditor to fill",
                lines=("Deviations found", "Upper limit of the rate", "Below the tolerable rate?"),
            )
        )
    blocks.append(
        AuditorBox(title="Auditor's conclusion", lines=("Conclusion", "Reference", "Initials and date"))
    )
    return tuple(blocks)
