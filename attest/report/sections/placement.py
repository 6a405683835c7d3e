"""Tiers and strata of the changes, and how many of them touched each entry of the inventory."""

from attest.model.placement import InventoryEntry, Stratum, Tier, Unread
from attest.model.report import Block, Callout, Column, Heading, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.text import code, join, named, plain, say

_INTRO = (
    "Strata are counted, sampled and tested apart; a change may be in several. A tier says how much harm a "
    "change can do: the highest that an entry of the inventory, a label or management's default gives it. "
    "Nothing lowers it."
)
_NO_INVENTORY = (
    "Management declares no inventory of systems in attest.yaml, so no change inherits a tier, a class of "
    "protected data or a system: what it can reach is not shown."
)
_STRATA = {
    Stratum.EMERGENCY: "a label of its pull request says so",
    Stratum.DEPENDENCY: "a label says so, or package manifests and lock files, alone or by robots alone",
    Stratum.INFRASTRUCTURE: "a label says so, or files of pipelines, images, provisioning or orchestration",
    Stratum.AI_ASSISTED: "recorded AI involvement",
    Stratum.AGENT_AUTHORITY: "files that decide what agents may do",
    Stratum.STANDARD: "none of the others was found, and all could be read",
    Stratum.UNKNOWN: "none was found, and not all could be read",
}
_UNREAD = {
    Unread.FILES: "the files of some of their commits could not be listed, or were not looked for",
    Unread.INVENTORY: "the run did not look for the files of every entry of the inventory",
    Unread.LABELS: "no labels were read, so an emergency does not show",
    Unread.INVOLVEMENT: "whether AI was involved could not be read",
    Unread.AUTHORITY: "whether they touch what agents may do could not be read",
}


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number."""
    heading = Heading(
        level=2, number=number, title=(plain("Tiers, strata and inventory"),), anchor="population-placement"
    )
    return (
        heading,
        Paragraph(text=(plain(_INTRO),)),
        _strata(context),
        *_unread(context),
        *(_inventory(context) if context.evaluation.inventory else _nothing(context)),
    )


def _nothing(context: Context) -> tuple[Block, ...]:
    default = Callout(title="No inventory", text=(plain(_NO_INVENTORY),))
    raised = any(
        item.tier is not context.evaluation.placements[0].tier for item in context.evaluation.placements
    )
    return (default, *((_tiers(context),) if raised else ()))


def _strata(context: Context) -> Table:
    rows: list[tuple[Text, ...]] = []
    for stratum, meaning in _STRATA.items():
        where = ("strata", "has", stratum.value)
        counted = context.figures.count(f"stratum.{stratum.value}", "placements", where, of=context.total)
        if counted.value or stratum is not Stratum.UNKNOWN:
            rows.append(
                ((plain(stratum.value),), (plain(meaning),), (counted.count,), (counted.share,)),
            )
    return Table(
        caption="Strata; a change in several is counted in each",
        columns=(
            Column(title="Stratum", width=18),
            Column(title="What puts a change there", width=60),
            Column(title="Changes", width=11, style="number"),
            Column(title="Share", width=11, style="number"),
        ),
        rows=tuple(rows),
        total=((plain("All changes"),), (), (context.total.count,), ()),
    )


def _tiers(context: Context) -> Table:
    rows: list[tuple[Text, ...]] = []
    for tier in Tier:
        counted = context.figures.count(
            f"tier.{tier.value}", "placements", ("tier", "is", tier.value), of=context.total
        )
        rows.append(((code(tier.value),), (counted.count,), (counted.share,)))
    return Table(
        caption="Risk tiers, most harm last",
        columns=(
            Column(title="Tier", width=78),
            Column(title="Changes", width=11, style="number"),
            Column(title="Share", width=11, style="number"),
        ),
        rows=tuple(rows),
        total=((plain("All changes"),), (context.total.count,), ()),
    )


def _unread(context: Context) -> tuple[Block, ...]:
    found = []
    for name, meaning in _UNREAD.items():
        counted = context.figures.count(
            f"placement.unread.{name.value}", "placements", ("unread", "has", name.value), of=context.total
        )
        if counted.value:
            found.append(say("{count} changes: {meaning}", count=counted.of, meaning=plain(meaning)))
    if not found:
        return ()
    text = say("What could not be read when changes were placed. {found}.", found=join(found, "; "))
    return (Callout(title="Placement is open for some changes", text=text),)


def _inventory(context: Context) -> tuple[Block, ...]:
    return (_tiers(context), _data(context), _entries(context))


def _data(context: Context) -> Table:
    rows: list[tuple[Text, ...]] = []
    for data in ("PCI", "PHI", "PII"):
        counted = context.figures.count(
            f"placement.data.{data}", "placements", ("data", "has", data), of=context.total
        )
        rows.append(((plain(data),), (counted.count,), (counted.share,)))
    return Table(
        caption="Changes that touch an entry with protected data, as management's inventory has it",
        columns=(
            Column(title="Data", width=78),
            Column(title="Changes", width=11, style="number"),
            Column(title="Share", width=11, style="number"),
        ),
        rows=tuple(rows),
    )


def _entries(context: Context) -> Table:
    return Table(
        caption="The inventory as management declares it, and how many changes touched each entry",
        columns=(
            Column(title="Entry", width=24),
            Column(title="System", width=16),
            Column(title="Owner", width=15),
            Column(title="Tier", width=6),
            Column(title="Data", width=9),
            Column(title="Effects", width=20),
            Column(title="Changes", width=10, style="number"),
        ),
        rows=tuple(_entry(context, entry) for entry in context.evaluation.inventory[:LISTED]),
        more=context.more("inventory.beyond", "inventory"),
    )


def _entry(context: Context, entry: InventoryEntry) -> tuple[Text, ...]:
    where = ("entries", "has", entry.id)
    counted = context.figures.count(f"inventory.{entry.id}", "placements", where, of=context.total)
    name: Text = (
        say("{id}: {title}", id=code(entry.id), title=named(entry.title, 80))
        if entry.title
        else (code(entry.id),)
    )
    return (
        name,
        (named(entry.system, 60),),
        (named(entry.owner, 60),),
        (code(entry.tier.value),),
        (plain(", ".join(sorted(entry.data)) or "none"),),
        _effects(entry),
        (counted.count,),
    )


def _effects(entry: InventoryEntry) -> Text:
    undone = {True: "reversible", False: "not reversible", None: "reversibility not stated"}[entry.reversible]
    if not entry.outbound:
        return (plain(undone),)
    listed = join(tuple((named(effect, 80),) for effect in entry.outbound))
    return say("{undone}; {listed}", undone=plain(undone), listed=listed)
