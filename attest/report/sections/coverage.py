"""The coverage basis: what could have left evidence of AI involvement here, and what could not."""

from collections.abc import Sequence

from attest.model.coverage import ENOUGH_CHANGES, Coverage, CoverageBasis, CoverageKind
from attest.model.report import Block, Bullets, Callout, Column, Heading, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.figures import Counted
from attest.report.sections import overridden_rules
from attest.report.text import code, foreign, join, link, named, plain, say

ANCHOR = "involvement-coverage"
_BOUND = (
    "The number of AI-evidenced changes is a lower bound: it counts what left a trace, and a trace can be "
    "missing for the reasons that follow. What is missing cannot be counted from the record."
)
_READ = (
    "Settings, instructions, hooks and workflows were read from the release branch as it stood at the end of "
    "the period. What held for a time within it, and no longer at its end, shows among the {changes}."
)
_READINGS = {
    CoverageBasis.SETTING: "a setting",
    CoverageBasis.SENTENCE: "a sentence, read by a rule",
    CoverageBasis.SCRIPT: "a line of a script, read by a rule",
}
_JUDGED = (
    "Settings are not always honoured, and what a sentence or script means is for a reader to judge: the "
    "table says what somebody asked for, not that no trace was left."
)
_NO_CHANGE = "no change since"
_ANOMALY = "no trace since"
_FEW = "no trace since, of few changes"
_OVERRIDDEN = "Built-in rules that did not run"
_SILENT = "leaves no trace by default"


def blocks(context: Context, number: str, authority: str) -> tuple[Block, ...]:
    """The part under its number; `authority` is where the changes of such files are listed."""
    title = (plain("Coverage basis"),)
    changes = link("changes to what agents may do", authority)
    return (
        Heading(level=2, number=number, title=title, anchor=ANCHOR),
        Paragraph(text=(plain(_BOUND),)),
        *(Callout(title=_OVERRIDDEN, text=text) for text in overridden_rules.statement(context)),
        Bullets(items=tuple((plain(item),) for item in context.presentation.coverage.always)),
        Paragraph(text=say(_READ, changes=changes), role="keep"),
        *_suppressions(context),
        _configurations(context),
        *_anomalies(context),
        *_notes(context),
        *_exports(context),
        *_audit_logs(context),
        *_imports(context),
        *_silent(context),
        *_unread(context),
    )


def _of(context: Context, kind: CoverageKind) -> list[Coverage]:
    return [item for item in context.view.coverage if item.kind is kind]


def _counted(context: Context, kind: CoverageKind) -> Counted:
    where = ("kind", "is", kind.value)
    every = context.figures.count("coverage.items", "coverage")
    return context.figures.count(f"coverage.{kind.value}", "coverage", where, of=every)


def _shares(context: Context, item: Coverage) -> Counted:
    """`count` of `of`, each by its query."""
    where = ("id", "is", item.id)
    whole = context.figures.count(f"{item.id}.of", "coverage", where, measure="sum of")
    return context.figures.count(f"{item.id}.count", "coverage", where, measure="sum count", of=whole)


def _more(context: Context, kind: CoverageKind) -> Text:
    return context.more(f"coverage.{kind.value}.beyond", "coverage", ("kind", "is", kind.value))


def _suppressions(context: Context) -> tuple[Block, ...]:
    found = _of(context, CoverageKind.SUPPRESSION)
    table = Table(
        caption="What keeps tools from leaving traces",
        columns=(
            Column(title="File and line", width=30),
            Column(title="What stands there", width=38),
            Column(title="What it does", width=20),
            Column(title="Read as", width=12),
        ),
        rows=tuple(_suppression(context, item) for item in found[:LISTED]),
        more=_more(context, CoverageKind.SUPPRESSION),
        empty="Nothing of the kind was found in the files that were looked at.",
    )
    return (table, Paragraph(text=(plain(_JUDGED),), role="note")) if found else (table,)


def _suppression(context: Context, item: Coverage) -> tuple[Text, ...]:
    titles = context.presentation.coverage.rules
    return (
        say("{place} {ref}", place=_place(context, item), ref=context.evidence.cite("coverage", item.id)),
        (foreign(item.setting, 200),),
        (plain(titles.get(item.rule, item.rule)),),
        (plain(_READINGS.get(item.basis, item.basis.value)),),
    )


def _place(context: Context, item: Coverage) -> Text:
    """File and line, with the repository where there are several."""
    place = code(f"{item.path}:{item.line}" if item.line else item.path, 200)
    if len(context.view.manifest.repositories) > 1 and item.repository:
        return say("{name}: {place}", name=named(item.repository, 60), place=place)
    return (place,)


def _configurations(context: Context) -> Table:
    found = _of(context, CoverageKind.CONFIGURATION)
    return Table(
        caption="Tools that the repositories are set up for, and the changes since that carry their evidence",
        columns=(
            Column(title="Tool", width=19),
            Column(title="Set up by", width=31),
            Column(title="There since (UTC)", width=15),
            Column(title="Changes with its evidence", width=17, style="number"),
            Column(title="Remark", width=18),
        ),
        rows=tuple(_configuration(context, item) for item in found[:LISTED]),
        more=_more(context, CoverageKind.CONFIGURATION),
        empty="No file that sets up a known tool lies on the release branches.",
    )


def _configuration(context: Context, item: Coverage) -> tuple[Text, ...]:
    words = context.presentation.coverage
    files = context.figures.count(f"{item.id}.files", "coverage", ("id", "is", item.id), measure="sum files")
    place = _place(context, item)
    if files.value > 1:
        place = say("{place}, the first of {files}", place=place, files=files.things("file"))
    return (
        (plain(words.tools.get(item.tool, item.tool)),),
        place,
        (code(item.since[:10]),) if item.since else (plain("not known"),),
        (_shares(context, item).of,),
        (plain(_remark(context, item)),),
    )


def _remark(context: Context, item: Coverage) -> str:
    if item.count:
        return ""
    if item.tool in dict(context.presentation.coverage.silent):
        return _SILENT
    if not item.of:
        return _NO_CHANGE
    return _ANOMALY if item.of >= ENOUGH_CHANGES else _FEW


def _anomalies(context: Context) -> tuple[Block, ...]:
    found = _of(context, CoverageKind.ANOMALY)
    if not found:
        return ()
    titles = context.presentation.coverage.tools
    text = say(
        "Set up here, leaving traces by default, and without one since, in {enough} changes or more: {n}, "
        "{tools}. Such a tool may not be used, be used for completion alone, or be kept from leaving one: "
        "each is worth a question.",
        enough=plain(str(ENOUGH_CHANGES)),
        n=_counted(context, CoverageKind.ANOMALY).things("tool"),
        tools=join([(plain(titles.get(item.tool, item.tool)),) for item in found[:LISTED]]),
    )
    return (Paragraph(text=text),)


def _notes(context: Context) -> tuple[Block, ...]:
    found = _of(context, CoverageKind.UNREACHABLE_NOTES)
    if not found:
        return ()
    table = Table(
        caption="Notes on commits that no change of this run leads to",
        columns=(Column(title="Ref", width=40), Column(title="Where they lie", width=60)),
        rows=tuple(_ref(context, item) for item in found[:LISTED]),
        more=_more(context, CoverageKind.UNREACHABLE_NOTES),
    )
    return (table,)


def _ref(context: Context, item: Coverage) -> tuple[Text, ...]:
    wording = "{share} of it on no branch or pull request that was read, or not in this clone"
    return (_place(context, item), say(wording, share=_shares(context, item).full))


def _exports(context: Context) -> tuple[Block, ...]:
    caption = "Exports of vendors that were handed in: declared evidence, grade C"
    return _handed_in(context, CoverageKind.EXPORT, caption, ("Export", "Rows of commits of the population"))


def _audit_logs(context: Context) -> tuple[Block, ...]:
    caption = "Audit logs of GitHub that were handed in: for whom agents acted"
    titles = ("Audit log", "Acts of agents on pull requests of the population, of all entries")
    return _handed_in(context, CoverageKind.AUDIT_LOG, caption, titles)


def _imports(context: Context) -> tuple[Block, ...]:
    found = _of(context, CoverageKind.IMPORT)
    if not found:
        return ()
    table = Table(
        caption="Files of other systems that were handed in: declared, and held against the record",
        columns=(
            Column(title="Kind", width=16),
            Column(title="File", width=26),
            Column(title="Rows read, of all", width=14, style="number"),
            Column(title="Unreadable", width=12, style="number"),
            Column(title="SHA-256", width=32),
        ),
        rows=tuple(_import(context, item) for item in found[:LISTED]),
        more=_more(context, CoverageKind.IMPORT),
    )
    return (table,)


def _import(context: Context, item: Coverage) -> tuple[Text, ...]:
    return (
        (code(item.rule.partition(".")[2]),),
        say("{name} {ref}", name=code(item.path, 100), ref=context.evidence.cite("coverage", item.id)),
        (_shares(context, item).of,),
        (plain(str(item.of - item.count)),),
        (code(item.setting),),
    )


def _handed_in(
    context: Context, kind: CoverageKind, caption: str, titles: tuple[str, str]
) -> tuple[Block, ...]:
    found = _of(context, kind)
    if not found:
        return ()
    table = Table(
        caption=caption,
        columns=(
            Column(title=titles[0], width=30),
            Column(title=titles[1], width=30, style="number"),
            Column(title="Others", width=40),
        ),
        rows=tuple(
            (
                say(
                    "{name} {ref}", name=code(item.path, 100), ref=context.evidence.cite("coverage", item.id)
                ),
                (_shares(context, item).of,),
                (plain(item.setting or "none"),),
            )
            for item in found[:LISTED]
        ),
        more=_more(context, kind),
    )
    return (table,)


def _silent(context: Context) -> tuple[Block, ...]:
    tools: Sequence[tuple[str, str]] = context.presentation.coverage.silent
    if not tools:
        return ()
    titles = context.presentation.coverage.tools
    names = join([(plain(titles.get(slug, slug)),) for slug, _ in tools])
    wording = "Known to leave no trace unless told to, whether or not anything of them lies here: {names}."
    return (Paragraph(text=say(wording, names=names), role="note"),)


def _unread(context: Context) -> tuple[Block, ...]:
    found = [gap for gap in context.view.gaps if gap.source == "coverage"]
    if not found:
        return ()
    items = tuple(
        say("{what}; {effect} {ref}", what=plain(gap.what), effect=plain(gap.effect), ref=reference)
        for gap in found[:LISTED]
        for reference in [context.evidence.cite("gaps", gap.id)]
    )
    return (Paragraph(text=(plain("Files that could not be read:"),), role="keep"), Bullets(items=items))
