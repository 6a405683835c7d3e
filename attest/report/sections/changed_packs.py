"""Where control packs of the user's own changed what ships: a reader must know before any outcome."""

from attest.model.control import PackChange
from attest.model.report import Block, Callout, Column, Table, Text
from attest.report.context import LISTED, Context
from attest.report.text import code, foreign, join, link, plain, say

_NAMED = 4
_TITLE = "Tests that are not those that ship"


def statement(context: Context) -> tuple[Text, ...]:
    """What was changed, in one sentence; nothing where the packs are those that ship."""
    found = context.catalog.changes
    if not found:
        return ()
    names = [say("{id} ({effect})", id=code(change.id), effect=plain(change.effect)) for change in found]
    rest = context.figures.count("packs.changed.beyond", "pack_changes", measure=f"beyond {_NAMED}")
    text = say(
        "{n} of the control packs that ship changed, by packs given on the command line: {names}{more} "
        "({chapter}).",
        n=context.figures.count("packs.changed", "pack_changes").things("part was", "parts were"),
        names=join(names[:_NAMED]),
        more=say(" and {rest} more", rest=rest.count) if rest.value else (),
        chapter=link("chapter 5", "frameworks"),
    )
    return (text,)


def blocks(context: Context) -> tuple[Block, ...]:
    """The sentence, and each change with the file that made it."""
    found = context.catalog.changes
    if not found:
        return ()
    table = Table(
        caption="Parts of the packs that ship which packs of the user's own overrode or tightened",
        columns=(
            Column(title="Part", width=25),
            Column(title="What became of it", width=14),
            Column(title="How", width=36),
            Column(title="By (SHA-256)", width=25),
        ),
        rows=tuple(_row(change) for change in found[:LISTED]),
        more=context.more("packs.changed.unlisted", "pack_changes"),
    )
    return (*(Callout(title=_TITLE, text=text) for text in statement(context)), table)


def _row(change: PackChange) -> tuple[Text, ...]:
    return (
        say("{kind} {id}", kind=plain(change.kind), id=code(change.id)),
        (plain(change.effect),),
        (foreign(change.detail, 400),),
        say("{file} ({digest})", file=code(change.file, 100), digest=code(change.sha256, 64)),
    )
