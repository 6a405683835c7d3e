"""The register of agents as management declares it, beside what was seen under each entry."""

from attest.model.agent import AGENT_PATHS, RegisterEntry, Support
from attest.model.report import Block, Column, Table, Text
from attest.model.touch import Touch
from attest.report.context import LISTED, Context
from attest.report.figures import Counted
from attest.report.text import code, join, named, plain, say

_SHOWN = 3
_SUPPORT = {
    Support.TOO_FEW: "the record of the period is too short for it",
    Support.NOT_SUPPORTED: "the record of the period does not support it",
    Support.SUPPORTED: "the record of the period supports it",
}


def blocks(context: Context) -> tuple[Block, ...]:
    """The table; nothing where the register is empty or there is none."""
    entries = context.evaluation.register_entries
    if not entries:
        return ()
    return (
        Table(
            caption="The register of agents as management declares it, beside what was seen",
            columns=(
                Column(title="Entry", width=15),
                Column(title="Sponsor; owner", width=19),
                Column(title="Tier", width=20),
                Column(title="Limits", width=24),
                Column(title="Seen as", width=12),
                Column(title="Changes made", width=10, style="number"),
            ),
            rows=tuple(_entry_row(context, item) for item in entries[:LISTED]),
            more=context.more("register.entries.rest", "register_entries"),
        ),
        *_outside(context),
    )


def _outside(context: Context) -> tuple[Block, ...]:
    """Files that agents' commits touched outside the paths of their entries; nothing where there is none."""
    grouped: dict[tuple[str, str], list[Touch]] = {}
    for touch in context.view.touches:
        if touch.path_class == AGENT_PATHS:
            grouped.setdefault((touch.change, touch.kind), []).append(touch)
    if not grouped:
        return ()
    where = ("path_class", "is", AGENT_PATHS)
    listed = list(grouped.items())[:LISTED]
    shown = sum(len(found) for _, found in listed)
    return (
        Table(
            caption="Files that commits of agents touched outside the paths of their entries",
            columns=(
                Column(title="Change", width=40),
                Column(title="Entry", width=18),
                Column(title="Files", width=42),
            ),
            rows=tuple(
                (
                    say(
                        "{ref} {change}",
                        ref=context.evidence.cite("touches", found[0].id),
                        change=context.subject(change),
                    ),
                    (code(agent, 60),),
                    some(tuple((code(item.path, 100),) for item in found), ""),
                )
                for (change, agent), found in listed
            ),
            more=context.more("register.outside.rest", "touches", where, shown=shown),
        ),
    )


def _entry_row(context: Context, item: RegisterEntry) -> tuple[Text, ...]:
    where = ("id", "is", item.id)
    made = context.figures.count(f"register.{item.id}.made", "register_entries", where, measure="sum made")
    agent = item.agent
    return (
        (code(item.id, 60),),
        say("{sponsor}; {owner}", sponsor=named(agent.sponsor, 60), owner=named(agent.owner, 60)),
        _tier(context, item, made),
        _limits(item),
        some(tuple((code(name, 60),) for name in item.principals), "not seen"),
        (made.count,),
    )


def _tier(context: Context, item: RegisterEntry, made: Counted) -> Text:
    asked = item.agent.record
    if asked is None:
        return (code(item.agent.tier.value),)
    where = ("id", "is", item.id)
    counts = {
        field: context.figures.count(
            f"register.{item.id}.{field}", "register_entries", where, measure=f"sum {field}", of=made
        )
        for field in ("clean", "reverted")
    }
    return say(
        "{tier}: {support} ({clean} clean, {reverted} reverted; asked: {asked})",
        tier=code(item.agent.tier.value),
        support=plain(_SUPPORT[item.support]),
        clean=counts["clean"].of,
        reverted=counts["reverted"].of,
        asked=plain(f"{asked.clean_changes} clean, at most {asked.reverted_percent} % reverted"),
    )


def _limits(item: RegisterEntry) -> Text:
    agent = item.agent
    parts = [
        say("{what}: {values}", what=plain(what), values=some(tuple((code(one, 60),) for one in values), ""))
        for what, values in (
            ("tools", agent.tools),
            ("models", agent.models),
            ("paths", agent.paths),
            ("repositories", agent.repositories),
        )
        if values
    ]
    parts += [
        say("{what} {day}", what=plain(what), day=code(day))
        for what, day in (("since", agent.since), ("until", agent.until))
        if day
    ]
    return join(parts, "; ") if parts else (plain("none beyond its tier"),)


def some(parts: tuple[Text, ...], none: str) -> Text:
    """The first few of a list, or what an empty one means."""
    if not parts:
        return (plain(none),)
    shown = join(parts[:_SHOWN])
    return (*shown, plain(", …")) if len(parts) > _SHOWN else shown
