"""Who answers for AI-evidenced changes and for agents' work: by what they are named, never by name."""

from attest.model.report import Block, Column, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.figures import Condition, Counted
from attest.report.sections.disclosure import is_unread
from attest.report.shares import EVIDENCED
from attest.report.text import code, plain, say

AGENTS: Condition = ("agent_authored", "is", "true")
ORPHAN: Condition = ("accountable_basis", "is", "none")
_NAMED = ("audit-log", "co-author", "line-record", "stated")
BASES = {
    "audit-log": "GitHub's audit log, as handed in, says that the agent acted for them",
    "co-author": "a person credited on the agent's commit: taken to have set it to work",
    "line-record": "a line record of the agent's commit names them: taken to have set it to work",
    "stated": "a line such as `Requested by`: said to have set it to work",
    "author": "wrote a commit of the change",
    "opener": "opened the pull request",
    "merger": "merged it",
    "committer": "committed it",
    "sign-off": "signed a commit of it off, and nobody else is named",
    "none": "nobody could be named: an orphan",
}


def accountable(context: Context) -> tuple[Block, ...]:
    """Who answers, by basis, as numbers without names; and the changes for which nobody does."""
    return (
        Paragraph(text=_intro(context), role="keep"),
        _table(context),
        Paragraph(text=_initiators(context)),
        *_orphans(context),
    )


def _intro(context: Context) -> Text:
    where = (EVIDENCED, ("accountable", "known", ""))
    count = context.figures.count
    people = count("accountable.people", "involvements", *where, measure="distinct accountable.id")
    named = count("accountable.named", "involvements", *where, of=context.evidenced)
    wording = (
        "Accountable for {named} AI-evidenced changes: {people}. Counts for single persons "
        "are left out of this document; the record of each change names its accountable "
        "human."
    )
    return say(wording, named=named.of, people=people.things("person", "persons"))


def _agents(context: Context) -> Counted:
    return context.figures.count("agents.changes", "involvements", AGENTS, of=context.total)


def _table(context: Context) -> Table:
    rows = []
    for basis, meaning in BASES.items():
        where = ("accountable_basis", "is", basis)
        evidenced = context.figures.count(
            f"accountable.{basis}", "involvements", EVIDENCED, where, of=context.evidenced
        )
        agents = context.figures.count(
            f"accountable.agents.{basis}", "involvements", AGENTS, where, of=_agents(context)
        )
        name = (plain(basis.replace("-", " ")),)
        rows.append((name, (plain(meaning.replace("`", "")),), (evidenced.count,), (agents.count,)))
    return Table(
        caption="What names the accountable human: of AI-evidenced changes, and of those that an agent wrote",
        columns=(
            Column(title="Basis", width=20),
            Column(title="Meaning", width=46),
            Column(title="AI-evidenced changes", width=17, style="number"),
            Column(title="Changes of agents", width=17, style="number"),
        ),
        rows=tuple(rows),
        total=((plain("All"),), (), (context.evidenced.count,), (_agents(context).count,)),
    )


def _initiators(context: Context) -> Text:
    agents = _agents(context)
    if not agents.value:
        return (plain("No change was written or opened under an agent's own identity."),)
    named = context.figures.count(
        "agents.named", "involvements", AGENTS, ("accountable_basis", "in", "|".join(_NAMED)), of=agents
    )
    open_ = context.figures.count(
        "agents.open", "involvements", AGENTS, ("change.authors_complete", "is", "false"), of=agents
    )
    wording = (
        "An agent wrote or opened {agents}. For {named} of them somebody is named as having set it to work, "
        "and counts among the authors: their approval is not independent. For {open} the set of authors is "
        "not complete, so that independence of an approval is undecided. The other bases name somebody to "
        "ask, and make nobody an author."
    )
    return say(wording, agents=agents.things("change"), named=named.of, open=open_.of)


def _orphans(context: Context) -> tuple[Block, ...]:
    found = [item for item in context.view.involvements if item.agent_authored and item.accountable is None]
    if not found:
        return ()
    rows = [
        (
            (context.evidence.cite("involvements", item.id),),
            context.subject(item.id),
            (code(change.landed_at[:10]) if change and change.landed_at else plain("unknown"),),
        )
        for item in found[:LISTED]
        for change in [context.changes.get(item.id)]
    ]
    note = Paragraph(
        text=(plain("Who opened and merged pull requests was not read: no forge was connected."),),
        role="note",
    )
    return (
        Table(
            caption="Orphans: changes of agents for which nobody could be named",
            columns=(
                Column(title="Ref", width=12),
                Column(title="Change", width=68),
                Column(title="Landed (UTC)", width=20),
            ),
            rows=tuple(rows),
            more=context.more("agents.orphans.beyond", "involvements", AGENTS, ORPHAN),
        ),
        *((note,) if is_unread(context) else ()),
    )
