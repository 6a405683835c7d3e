"""Review evidence that git alone holds: whom commit messages name, over the period, and what that shows."""

from datetime import UTC, datetime, timedelta

from attest.model.report import Block, Callout, Chart, Column, Heading, Paragraph, Series, Table, Text
from attest.report.basis import by_trailers
from attest.report.context import Context
from attest.report.figures import Condition, Counted
from attest.report.months import buckets
from attest.report.text import code, join, link, plain, say

_PROVES = (
    "A line in a message is typed by whoever writes the commit. It shows that somebody was named as reviewer "
    "before the commit landed; not that this person looked or agreed, nor which revision they saw. Such "
    "evidence is of basis declared, weaker than a review that a forge's server observed. Signed-off-by says "
    "who passes a patch on, and is not counted. Lines count in a paragraph of nothing but trailers, in the "
    "author's own words; those of authors, agents and robots are listed apart."
)
_UNDECIDED = "No test is decided by these lines: where the forge's reviews were not read, results stay open."
_FORGE_DECIDES = "The forge's reviews were read, and decide; these lines stay on record beside them."
_EVIDENCE = (
    ("other", "another person named", "solid"),
    ("undecidable", "named, may be an author", "vertical"),
    ("acknowledged", "acknowledged only", "horizontal"),
    ("none", "nobody named", "blank"),
)
_KINDS = (("reviewed_by", "Reviewed-by"), ("approved_by", "Approved-by"), ("acked_by", "Acked-by"))
_OTHER: Condition = ("evidence", "is", "other")
_MARKS: tuple[tuple[str, str, str, tuple[Condition, ...]], ...] = (
    (
        "other",
        "Another person",
        "Reviewed-by or Approved-by names a person who is none of the authors",
        (_OTHER,),
    ),
    (
        "several",
        "Two persons or more",
        "of these, more than one other person is named",
        (("reviewers", "is not", "0"), ("reviewers", "is not", "1")),
    ),
    (
        "undecidable",
        "May be an author",
        "no address, an author's name under another address, or authors that are not all known",
        (("evidence", "is", "undecidable"),),
    ),
    ("author", "Authors alone", "authors are named as their own reviewers", (("review", "is", "author"),)),
    ("machine", "Agents or robots alone", "they never count as reviewers", (("review", "is", "machine"),)),
    (
        "acknowledged",
        "Acknowledged only",
        "Acked-by of another person, who may speak of a part",
        (("evidence", "is", "acknowledged"),),
    ),
    (
        "parts",
        "Parts alone",
        "a commit that was brought in names a reviewer, and what landed does not",
        (("parts", "is", "true"), ("evidence", "is", "none")),
    ),
    (
        "change-id",
        "Change-Id",
        "the change is known to Gerrit; no review follows from that",
        (("references", "has", "change-id"),),
    ),
    (
        "reviewed-on",
        "Reviewed-on",
        "where a review lies; it was not read",
        (("references", "has", "reviewed-on"),),
    ),
    ("pr-url", "PR-URL", "where a pull request lies; it was not read", (("references", "has", "pr-url"),)),
    (
        "merged",
        "Merged by another",
        "a person who is none of the authors made the merge commit; merging is not a review",
        (("merged_by_other", "is", "true"),),
    ),
)


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The section under its heading."""
    heading = Heading(
        level=2,
        number=number,
        title=(plain("Review evidence in commit messages"),),
        anchor="population-named-reviews",
    )
    if not context.evaluation.namings:
        text = say(
            "No message on the branch names a reviewer or leads to a review: {n} read.",
            n=context.total.things("change"),
        )
        return (heading, Paragraph(text=text))
    period = context.view.manifest.period
    spans = buckets(period.since, period.until)
    return (
        heading,
        Paragraph(text=(plain(_PROVES),)),
        *_decisive(context),
        _chart(context, spans),
        *_last(context),
        _numbers(context, spans, (period.since, period.until)),
        _marks(context),
    )


def _decisive(context: Context) -> tuple[Block, ...]:
    """Which tests these lines decide, and for which days."""
    parts: list[Text] = []
    for assertion in context.catalog.assertions:
        for item in by_trailers(context, assertion.id):
            wording = "{test} under {control}{since}{until}"
            parts.append(
                say(
                    wording,
                    test=link(assertion.id, f"control-{assertion.id.lower()}"),
                    control=plain(item.control),
                    since=say(" from {day}", day=code(item.since)) if item.since else (),
                    until=say(" to {day}", day=code(item.until)) if item.until else (),
                )
            )
    if not parts:
        is_read = "reviews" not in context.view.manifest.not_connected
        return (Paragraph(text=(plain(_FORGE_DECIDES if is_read else _UNDECIDED),), role="note"),)
    text = say(
        "Management declares that the control leaves its evidence in commit messages, so these lines decide "
        "{tests}. Every met or deviating result there is of basis declared.",
        tests=join(parts, "; "),
    )
    return (Callout(title="Basis: declared", text=text),)


def _landed(since: str, until: str) -> tuple[Condition, Condition]:
    return ("change.landed_at", "from", since), ("change.landed_at", "before", until)


def _all(context: Context, label: str, since: str, until: str) -> Counted:
    where = (("landed_at", "from", since), ("landed_at", "before", until))
    return context.figures.count(f"landed.{label}", "changes", *where, of=context.total)


def _count(context: Context, name: str, where: tuple[Condition, ...], span: tuple[str, str, str]) -> Counted:
    label, since, until = span
    return context.figures.count(
        f"named.{name}.{label}", "namings", *where, *_landed(since, until), of=_all(context, *span)
    )


def _chart(context: Context, spans: tuple[tuple[str, str, str], ...]) -> Chart:
    series = tuple(
        Series(
            name=title,
            pattern=pattern,
            figures=tuple(
                _count(context, word, (("evidence", "is", word),), span).figure.id for span in spans
            ),
        )
        for word, title, pattern in _EVIDENCE
    )
    return Chart(
        form="columns",
        title="Changes by time landed (UTC) and whether the landed message names a reviewer",
        alternative="Stacked columns, one for each part of the period, divided into: "
        + ", ".join(item.name for item in series)
        + ". The table below holds the numbers.",
        labels=tuple(label for label, _, _ in spans),
        series=series,
    )


def _last(context: Context) -> tuple[Block, ...]:
    """The last change with a named reviewer, and how many came after it: a practice may have stopped."""
    named = {item.id for item in context.evaluation.namings if item.evidence == "other"}
    times = [change.landed_at for change in context.view.changes if change.id in named and change.landed_at]
    if not times:
        return ()
    last = max(times)
    # `fromisoformat` of Python 3.11 reads the final Z.
    next_second = datetime.fromisoformat(last).astimezone(UTC) + timedelta(seconds=1)
    after = context.figures.count(
        "named.after-last",
        "changes",
        ("landed_at", "from", f"{next_second:%Y-%m-%dT%H:%M:%SZ}"),
        of=context.total,
    )
    text = say(
        "The last change whose message names another person landed at {last}; {after} changes landed later.",
        last=code(last),
        after=after.of,
    )
    return (Paragraph(text=text),)


def _numbers(context: Context, spans: tuple[tuple[str, str, str], ...], period: tuple[str, str]) -> Table:
    return Table(
        caption="Changes whose landed message names a person who is none of the authors, by line",
        columns=(
            Column(title="Landed", width=16),
            *(Column(title=title, width=15, style="number") for _, title in _KINDS),
            Column(title="Reviewed or approved, of all", width=27, style="number"),
            Column(title="Share", width=12, style="number"),
        ),
        rows=tuple(_row(context, span) for span in spans),
        total=_row(context, ("period", *period)),
        dense=True,
    )


def _row(context: Context, span: tuple[str, str, str]) -> tuple[Text, ...]:
    cells = [_count(context, field, ((field, "is", "other"),), span).count for field, _ in _KINDS]
    either = _count(context, "other", (_OTHER,), span)
    label = "Whole period" if span[0] == "period" else span[0]
    return ((plain(label),), *((cell,) for cell in cells), (either.of,), (either.share,))


def _marks(context: Context) -> Table:
    rows: list[tuple[Text, ...]] = []
    for name, title, meaning, where in _MARKS:
        counted = context.figures.count(f"marks.{name}", "namings", *where, of=context.total)
        rows.append(((plain(title),), (plain(meaning),), (counted.of,), (counted.share,)))
    return Table(
        caption="What the messages hold of a review, all of it declared; a change can be in several rows",
        columns=(
            Column(title="Line or mark", width=22),
            Column(title="Meaning", width=47),
            Column(title="Changes", width=19, style="number"),
            Column(title="Share", width=12, style="number"),
        ),
        rows=tuple(rows),
    )
