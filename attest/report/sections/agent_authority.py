"""Changes to what agents may do: who widened or narrowed an agent's authority, and who approved it."""

from attest.model.report import Block, Column, Heading, Paragraph, Table, Text
from attest.model.touch import AGENT_AUTHORITY, Watched
from attest.report.context import LISTED, Context
from attest.report.sections import touching
from attest.report.text import code, link, plain, say

ANCHOR = "involvement-authority"
_LISTED = touching.Listed(AGENT_AUTHORITY, "authority", "what agents may do", shown=12)
_INTRO = (
    "Instructions, tool and MCP configuration, permissions, hooks, agent definitions, and workflows that run "
    "agents or hold credentials decide what an agent is told, can reach and may do. A change to one of them "
    "is tested like any other, and stands here once more."
)
_UNWATCHED = (
    "Whether a change touches one of them was not recorded in this run, so none can be listed: that is no "
    "statement that there was none."
)
_LIMIT = (
    "The places of each kind are in {file} of the run. A workflow counts by what stands in it, whichever "
    "line was changed; an agent that runs through a script of its own, settings in a home folder and "
    "settings of the forge are not seen."
)


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number: the changes, and where such files were looked for."""
    title = (plain("Changes to what agents may do"),)
    heading = Heading(level=2, number=number, title=title, anchor=ANCHOR)
    intro = Paragraph(text=(plain(_INTRO),))
    if not touching.watched(context, _LISTED):
        return (heading, intro, Paragraph(text=(plain(_UNWATCHED),)))
    limit = say(_LIMIT, file=code("config/path-classes/agent-authority.yaml"))
    return (
        heading,
        intro,
        Paragraph(text=_said(context), role="keep"),
        touching.changes(context, _LISTED),
        _kinds(context),
        Paragraph(text=limit, role="note"),
    )


def _said(context: Context) -> Text:
    """How many there are, and for how many no independent approval is on record."""
    total = touching.touching(context, _LISTED)
    if not total.value:
        return say("None of the {n} touches one of them.", n=context.total.things("change"))
    said = say("{n} changes of the population touch them.", n=total.full)
    lacking = touching.unapproved(context, _LISTED, total)
    if lacking is None or not lacking[1].value:
        return said
    test, counted = lacking
    wording = "{said} For {n} of these the statement of {test} does not hold."
    return say(wording, said=said, n=counted.of, test=link(test, f"control-{test.lower()}"))


def _kinds(context: Context) -> Table:
    lines = [
        (scope.name, item)
        for scope in context.view.manifest.repositories
        for item in scope.watched
        if item.path_class == AGENT_AUTHORITY
    ]
    return Table(
        caption="Kinds of such files; a file counts once for each change that touched it",
        columns=(
            Column(title="Kind of file", width=30),
            Column(title="Counts where", width=44),
            Column(title="Touched at its places", width=14, style="number"),
            Column(title="Listed", width=12, style="number"),
        ),
        rows=tuple(_line(context, name, item) for name, item in lines[: 2 * LISTED]),
        more=context.more(
            "authority.kinds.beyond", "watched", ("path_class", "is", AGENT_AUTHORITY), shown=2 * LISTED
        ),
        dense=True,
    )


def _line(context: Context, repository: str, item: Watched) -> tuple[Text, ...]:
    kind, touched, listed = touching.kind_counts(context, "authority", repository, item)
    return kind, (plain(item.meaning or "it lies at one of the places of this kind"),), touched, listed
