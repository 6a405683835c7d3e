"""Built-in detection rules that did not run as they stand: what they find may be in no figure."""

from attest.model.evidence import RuleOverridden
from attest.model.report import Column, Table, Text
from attest.report.context import LISTED, Context
from attest.report.text import code, join, link, plain, say

APPENDIX = "rules"
_NAMED = 4
_EFFECTS = {"replaced": "replaced", "switched-off": "switched off"}


def statement(context: Context) -> tuple[Text, ...]:
    """What a reader must know before any count of traces; nothing where every built-in rule ran."""
    found = context.view.manifest.overridden
    if not found:
        return ()
    names = [say("{id} ({effect})", id=code(rule.id), effect=plain(_EFFECTS[rule.effect])) for rule in found]
    rest = context.figures.count("rules.overridden.beyond", "overridden", measure=f"beyond {_NAMED}")
    text = say(
        "{n} did not run as they stand, by files given on the command line: {names}{more}. Traces that they "
        "alone find are in no figure of this report ({appendix}).",
        n=context.figures.count("rules.overridden", "overridden").things("built-in detection rule"),
        names=join(names[:_NAMED]),
        more=say(" and {rest} more", rest=rest.count) if rest.value else (),
        appendix=link("appendix B", APPENDIX),
    )
    return (text,)


def table(context: Context) -> tuple[Table, ...]:
    """Each of them, and the file that decided so."""
    found = context.view.manifest.overridden
    if not found:
        return ()
    columns = (
        Column(title="Built-in rule", width=27),
        Column(title="Grade", width=8),
        Column(title="What it finds", width=29),
        Column(title="What became of it", width=14),
        Column(title="By (SHA-256)", width=22),
    )
    return (
        Table(
            caption="Built-in rules that files given on the command line switched off or replaced",
            columns=columns,
            rows=tuple(_row(context, rule) for rule in found[:LISTED]),
            more=context.more("rules.overridden.unlisted", "overridden"),
        ),
    )


def _row(context: Context, rule: RuleOverridden) -> tuple[Text, ...]:
    kept = next(
        (entry.path for entry in context.view.manifest.files if entry.sha256 == rule.origin), "a file"
    )
    return (
        say("{id}, version {version}", id=code(rule.id), version=plain(str(rule.version))),
        (plain(rule.grade),),
        (plain(rule.title),),
        (plain(_EFFECTS[rule.effect]),),
        say("{file} ({digest})", file=code(kept, 100), digest=code(rule.origin, 64)),
    )
