"""AI principals: what each did and how its changes fared, beside what the register of agents allows."""

from attest.model.agent import UNNAMED, Principal
from attest.model.report import Block, Bullets, Callout, Column, Heading, Paragraph, Table, Text
from attest.model.signal import SignalRole
from attest.report.context import LISTED, Context
from attest.report.figures import Condition, Counted
from attest.report.sections import agent_register
from attest.report.sections.agent_register import some
from attest.report.text import code, link, plain, say

ANCHOR = "involvement-principals"
CHECK = "agent_within_register"
_ROLES = {
    SignalRole.AUTHOR: "author",
    SignalRole.COAUTHOR: "co-author",
    SignalRole.ASSISTANT: "assistant",
    SignalRole.REVIEWER: "reviewer",
}
_NOTE = (
    "Seen: when the first and the last of its changes landed (UTC). Named by line records alone: whoever "
    "can push a note can name any tool in it. People who answer: of all who answer for a change. Pushed, "
    "merged: of the changes in which it acted. Reverted: a later change of the period says in git's words "
    "that it reverts one of its commits; whether it does is not checked, and reverts after the period are "
    "not seen. With deviations: from any control that is declared operated. Signed: a signature is there; "
    "that is no statement that it is valid, or whose it is. An agent that works under a person's "
    "credentials leaves no row here."
)
_NO_REGISTER = (
    "Management declares no register of agents in attest.yaml, so nothing says which of them may act. They "
    "are listed all the same."
)
_EMPTY_REGISTER = "The register of agents that management declares is empty: none may act."


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number: who acted, how it went, and the register beside it."""
    heading = Heading(level=2, number=number, title=(plain("AI principals"),), anchor=ANCHOR)
    intro = Paragraph(text=_intro(context), role="keep")
    fared = (_fared(context), Paragraph(text=(plain(_NOTE),), role="note"))
    return (
        heading,
        intro,
        *_findings(context),
        _seen(context),
        *(fared if context.evaluation.principals else ()),
        *agent_register.blocks(context),
    )


def _intro(context: Context) -> Text:
    principals = context.figures.count("principals.count", "principals")
    said = say(
        "{n} acted in the period: AI under an identity of its own, or a tool that the commits and pull "
        "requests of people name. ",
        n=principals.things("principal"),
    )
    if not context.evaluation.register_declared:
        return (*said, plain(_NO_REGISTER))
    entries = context.figures.count("register.entries", "register_entries")
    if not entries.value:
        return (*said, plain(_EMPTY_REGISTER))
    wording = "The register of agents that management declares has {entries}."
    return (*said, *say(wording, entries=entries.things("entry", "entries")))


def _findings(context: Context) -> tuple[Block, ...]:
    """Said before the list: the changes for which the statement of the test does not hold, by reason."""
    test = next((item.id for item in context.catalog.assertions if item.check == CHECK), None)
    if test is None:
        return ()
    where: tuple[Condition, ...] = (("assertion", "is", test), ("outcome", "is", "deviation"))
    total = context.tally(test, "total")
    found = context.figures.count("principals.beyond", "findings", *where, of=total)
    if not found.value:
        return ()
    text = say(
        "The statement of {test} does not hold for {n} changes, for the reasons below; the workpaper has all "
        "of them.",
        test=link(test, f"control-{test.lower()}"),
        n=found.of,
    )
    items = tuple(
        say(
            "{n}: {meaning}",
            n=context.figures.count(
                f"principals.beyond.{reason}", "findings", *where, ("reason", "is", reason), of=found
            ).of,
            meaning=context.meaning(test, reason),
        )
        for reason in context.figures.values("findings", "reason", *where)
    )
    return (Callout(title="AI principals beyond the register", text=text), Bullets(items=items))


def _seen(context: Context) -> Table:
    principals = context.evaluation.principals
    return Table(
        caption="AI principals of the period, those that made most changes first",
        columns=(
            Column(title="Principal", width=17),
            Column(title="Acted as", width=21),
            Column(title="In the register", width=15),
            Column(title="Models named", width=20),
            Column(title="Seen", width=17),
            Column(title="Changes", width=10, style="number"),
        ),
        rows=tuple(_seen_row(context, item) for item in principals[:LISTED]),
        more=context.more("principals.rest", "principals"),
        empty="None: nothing on record names an AI identity or tool. Silence is not a finding.",
    )


def _seen_row(context: Context, item: Principal) -> tuple[Text, ...]:
    roles = ", ".join(_ROLES[role] for role in item.roles) or "merger"
    under = "identity of its own" if item.identity else "named by people's work"
    if item.recorded:
        under = "named by line records alone"
    return (
        (code(item.id, 60),),
        (plain(f"{roles}; {under}"),),
        _registered(context, item),
        some(tuple((code(model, 50),) for model in item.models), "none named"),
        _days(item),
        (_count(context, item.id, "changes", context.total).of,),
    )


def _registered(context: Context, item: Principal) -> Text:
    if not context.evaluation.register_declared:
        return (plain("no register"),)
    if item.id == UNNAMED:
        return (plain("open: not named"),)
    return some(tuple((code(entry, 60),) for entry in item.entries), "not in it")


def _days(item: Principal) -> Text:
    if item.first_seen is None or item.last_seen is None:
        return (plain("unknown"),)
    first, last = item.first_seen[:10], item.last_seen[:10]
    return (code(first),) if first == last else say("{first} to {last}", first=code(first), last=code(last))


def _fared(context: Context) -> Table:
    return Table(
        caption="How the changes fared that each of them had a part in making",
        columns=(
            Column(title="Principal", width=16),
            Column(title="Changes made", width=11, style="number"),
            Column(title="Reverted", width=11, style="number"),
            Column(title="With deviations", width=12, style="number"),
            Column(title="People who answer", width=12, style="number"),
            Column(title="Nobody answers", width=11, style="number"),
            Column(title="Commits signed", width=12, style="number"),
            Column(title="Pushed, merged", width=15, style="number"),
        ),
        rows=tuple(_fared_row(context, item) for item in context.evaluation.principals[:LISTED]),
    )


def _fared_row(context: Context, item: Principal) -> tuple[Text, ...]:
    made = _count(context, item.id, "made", context.total)
    authored = _count(context, item.id, "authored")
    changes = _count(context, item.id, "changes", context.total)
    brought = (_count(context, item.id, field, changes).of for field in ("pushed", "merged"))
    signed: Text = (_count(context, item.id, "signed", authored).of,)
    return (
        (code(item.id, 60),),
        (made.of,),
        *((_count(context, item.id, field, made).of,) for field in ("reverted", "deviating")),
        (_count(context, item.id, "people", _answering(context)).of,),
        (_count(context, item.id, "unanswered", made).of,),
        signed if authored.value else (plain("none of its own"),),
        say("{pushed}, {merged}", pushed=next(brought), merged=next(brought)),
    )


def _answering(context: Context) -> Counted:
    where = ("accountable", "known", "")
    return context.figures.count(
        "principals.answering", "involvements", where, measure="distinct accountable.id"
    )


def _count(context: Context, principal: str, field: str, of: Counted | None = None) -> Counted:
    where = ("id", "is", principal)
    name = f"principal.{principal}.{field}"
    return context.figures.count(name, "principals", where, measure=f"sum {field}", of=of)
