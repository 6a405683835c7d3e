"""What the forge recorded of the release branch: pushes, rules, bypasses, deployments, accounts, tasks."""

from collections.abc import Sequence

from attest.model.branch import BranchRule, RuleSuite
from attest.model.report import Block, Column, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.figures import Condition
from attest.report.text import code, foreign, join, named, plain, say

_PUSHES = {
    "push": "somebody pushed commits",
    "force-push": "somebody pushed over the branch: its history was rewritten",
    "pr-merge": "a pull request was merged",
    "merge-queue-merge": "the merge queue merged",
    "branch-creation": "the branch was made",
    "branch-deletion": "the branch was deleted",
}
_BYPASSED: Condition = ("result", "is not", "pass")


def pushes(context: Context) -> tuple[Block, ...]:
    """What moved the branch, and how many changes it dates."""
    total = context.figures.count("pushes", "pushes")
    rows: list[tuple[Text, ...]] = []
    for kind in context.figures.values("pushes", "kind"):
        where: Condition = ("kind", "is", kind)
        counted = context.figures.count(f"pushes.{kind}", "pushes", where, of=total)
        landed = context.figures.count(f"pushes.{kind}.landed", "pushes", where, measure="sum landed")
        meaning = _PUSHES.get(kind, "of a kind that is not known")
        rows.append(((code(kind, 40),), (plain(meaning),), (counted.of,), (landed.count,)))
    table = Table(
        caption="What moved the release branch, by the forge's clock",
        columns=(
            Column(title="Kind", width=22),
            Column(title="Meaning", width=46),
            Column(title="Times", width=16, style="number"),
            Column(title="Landed commits", width=16, style="number"),
        ),
        rows=tuple(rows),
        empty="The forge remembers nothing that moved the branch in the period. It forgets after a year.",
    )
    dated = context.figures.count(
        "changes.server-dated", "changes", ("landed_basis", "is", "server-observed"), of=context.total
    )
    text = say(
        "Changes that landed at a time of the forge's clock, by merge or push: {n}. The others have the "
        "date that whoever committed declares.",
        n=dated.full,
    )
    return (table, Paragraph(text=text))


def suites(context: Context) -> tuple[Block, ...]:
    """How pushes fared by the rules, and each that did not meet them."""
    total = context.figures.count("rule-suites", "rule_suites")
    bypassed = context.figures.count(
        "rule-suites.bypassed", "rule_suites", ("result", "is", "bypass"), of=total
    )
    failed = context.figures.count("rule-suites.failed", "rule_suites", ("result", "is", "fail"), of=total)
    text = say(
        "Pushes that the forge judged by the branch's rules: {n}. The rules were bypassed in {bypassed} and "
        "not met in {failed}. The forge forgets after a month.",
        n=total.count,
        bypassed=bypassed.of,
        failed=failed.of,
    )
    found = [suite for suite in context.view.rule_suites if suite.result.value != "pass"]
    if not found:
        return (Paragraph(text=text),)
    table = Table(
        caption="Pushes that bypassed the rules or did not meet them",
        columns=(
            Column(title="Ref", width=11),
            Column(title="Instant (UTC)", width=21),
            Column(title="Result", width=10),
            Column(title="By", width=18),
            Column(title="Change", width=40),
        ),
        rows=tuple(_suite(context, suite) for suite in found[:LISTED]),
        more=context.more("rule-suites.beyond", "rule_suites", _BYPASSED),
    )
    return (Paragraph(text=text), table)


def _suite(context: Context, suite: RuleSuite) -> tuple[Text, ...]:
    return (
        (context.evidence.cite("rule-suites", suite.id),),
        (code(suite.at) if suite.at else plain("not stated"),),
        (plain(suite.result.value),),
        context.person(suite.actor),
        context.subject(suite.landed_change) if suite.landed_change else (plain("no change of the period"),),
    )


def rules(context: Context) -> tuple[Block, ...]:
    """The rules that stood in the period, version by version."""
    where: tuple[Condition, ...] = (("in_period", "is", "true"), ("covers", "is not", "false"))
    total = context.figures.count("branch-rules", "branch_rules")
    counted = context.figures.count("branch-rules.in-force", "branch_rules", *where, of=total)
    found = [rule for rule in context.view.branch_rules if rule.in_period and rule.covers is not False]
    text = say(
        "Versions of the branch's rules that stood in the period: {n}. Classic protection has no history: "
        "it is as it was on the day of collection.",
        n=counted.of,
    )
    table = Table(
        caption="Rules of the release branch, version by version",
        columns=(
            Column(title="Ref", width=10),
            Column(title="Rule", width=18),
            Column(title="From, until (UTC)", width=22),
            Column(title="Asks for", width=28),
            Column(title="May be bypassed by", width=22),
        ),
        rows=tuple(_rule(context, rule) for rule in found[:LISTED]),
        more=context.more("branch-rules.beyond", "branch_rules", *where),
        empty="No rule of the branch is on record for the period.",
    )
    return (Paragraph(text=text), table)


def _rule(context: Context, rule: BranchRule) -> tuple[Text, ...]:
    name = foreign(rule.name, 60) if rule.name else plain(rule.origin)
    dates = say(
        "{since}, {until}",
        since=code(rule.since) if rule.since else plain("as collected"),
        until=code(rule.until) if rule.until else plain("still stands"),
    )
    enforced = () if rule.enforcement == "active" else (plain(f"{rule.enforcement}: binds nobody"),)
    doubt = (plain("whether it means this branch is not known"),) if rule.covers is None else ()
    bypass = tuple(_bypasser(context, one) for one in rule.bypass[:6])
    return (
        (context.evidence.cite("branch-rules", rule.id),),
        (name,),
        dates,
        join((*enforced, *doubt, *_demands(rule))) or (plain("nothing that is read"),),
        join(bypass) or (plain("nobody named"),),
    )


def _demands(rule: BranchRule) -> Sequence[Text]:
    said: list[Text] = []
    if rule.approvals is not None:
        said.append(say("approvals: {n}", n=code(str(rule.approvals))))
    for value, words in (
        (rule.dismisses_stale, "approvals lapse with a push"),
        (rule.last_push_approval, "somebody else than the last pusher approves"),
        (rule.code_owners, "code owners approve"),
        (rule.forbids_force_push, "no pushing over"),
        (rule.binds_admins, "administrators are bound"),
    ):
        if value:
            said.append((plain(words),))
    said += [say("check {name}", name=foreign(name, 40)) for name in rule.checks[:4]]
    if len(rule.checks) > 4:
        said.append((plain("and further checks"),))
    return said


def _bypasser(context: Context, text: str) -> Text:
    who, _, mode = text.partition(" ")
    if who in context.view.people:
        return say("{name} {mode}", name=named(context.view.people[who], 60), mode=code(mode, 40))
    return (code(text, 60),)


def deployments(context: Context) -> tuple[Block, ...]:
    """Deployments by environment."""
    total = context.figures.count("deployments", "deployments")
    rows: list[tuple[Text, ...]] = []
    for environment in context.figures.values("deployments", "environment")[:LISTED]:
        where: Condition = ("environment", "is", environment)
        stem = f"deployments.{environment}"
        counted = context.figures.count(stem, "deployments", where, of=total)
        good = context.figures.count(
            f"{stem}.success", "deployments", where, ("state", "is", "success"), of=counted
        )
        changes = context.figures.count(
            f"{stem}.changes",
            "deployments",
            where,
            ("landed_change", "is not", ""),
            measure="distinct landed_change",
            of=context.total,
        )
        rows.append(((named(environment, 60),), (counted.of,), (good.of,), (changes.of,)))
    table = Table(
        caption="Deployments in the period, or of what landed in it",
        columns=(
            Column(title="Environment", width=40),
            Column(title="Deployments", width=20, style="number"),
            Column(title="Ended well", width=20, style="number"),
            Column(title="Changes deployed as landed", width=20, style="number"),
        ),
        rows=tuple(rows),
        empty="The forge lists no deployment.",
    )
    return (table,)


def permissions(context: Context) -> tuple[Block, ...]:
    """How many accounts may push."""
    total = context.figures.count("permissions", "permissions")
    pushing = context.figures.count("permissions.push", "permissions", ("may_push", "is", "true"), of=total)
    agents = context.figures.count(
        "permissions.push.machines",
        "permissions",
        ("may_push", "is", "true"),
        ("account.kind", "in", "agent|robot"),
        of=pushing,
    )
    text = say(
        "Accounts that may push, on the day of collection: {n}; agents and robots among them: {agents}.",
        n=pushing.of,
        agents=agents.of,
    )
    return (Paragraph(text=text),)


def tasks(context: Context) -> tuple[Block, ...]:
    """How many tasks the forge's own agent was given."""
    total = context.figures.count("agent-tasks", "agent_tasks")
    landed = context.figures.count("agent-tasks.landed", "agent_tasks", ("changes", "is not", "()"), of=total)
    text = say(
        "Tasks that were given to the forge's own agent: {n}; a change of the period came of {landed}. "
        "Whoever gave the task counts among the change's authors.",
        n=total.count,
        landed=landed.of,
    )
    return (Paragraph(text=text),)
