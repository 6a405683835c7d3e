"""What the forge recorded of the branch and its pull requests, beside reviews and checks."""

from collections.abc import Sequence

from attest.model.branch import BranchRule, RuleSuite
from attest.model.change import Review
from attest.model.event import EventKind
from attest.model.report import Block, Column, Heading, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.figures import Condition
from attest.report.text import code, foreign, join, named, plain, say

ANCHOR = "population-forge"
TITLE = "What the forge recorded of the branch and its pull requests"
_SOURCES = {
    "timeline": "timelines of pull requests",
    "review-comments": "comments on their lines",
    "pushes": "pushes to the branch",
    "rules": "the branch's rules",
    "bypasses": "how pushes fared by them",
    "deployments": "deployments",
    "permissions": "permissions of accounts",
    "agent-tasks": "tasks of the forge's own agent",
}
_EVENTS = {
    EventKind.FORCE_PUSH: "its branch was pushed over: what was there before is not in it any more",
    EventKind.READY: "it was marked as ready for review",
    EventKind.DRAFT: "it was made a draft again",
    EventKind.REVIEW_REQUEST: "a review was asked for",
    EventKind.DISMISSAL: "a review was dismissed",
    EventKind.MERGE: "it was merged",
    EventKind.CLOSE: "it was closed",
    EventKind.REOPEN: "it was opened again",
    EventKind.BASE_CHANGE: "another branch was named to merge it into",
    EventKind.AUTO_MERGE: "it was set to merge by itself once its rules are met",
    EventKind.AUTO_MERGE_OFF: "that was taken back",
    EventKind.QUEUE: "it was put into the merge queue",
    EventKind.UNQUEUE: "it was taken out of the merge queue",
    EventKind.AGENT_WORK: "an agent of the forge's began its work",
    EventKind.AGENT_WORK_END: "such an agent ended its work",
}
_PUSHES = {
    "push": "somebody pushed commits",
    "force-push": "somebody pushed over the branch: its history was rewritten",
    "pr-merge": "a pull request was merged",
    "merge-queue-merge": "the merge queue merged",
    "branch-creation": "the branch was made",
    "branch-deletion": "the branch was deleted",
}
_BYPASSED: Condition = ("result", "is not", "pass")


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number; a sentence alone where none of it was connected."""
    heading = Heading(level=2, number=number, title=(plain(TITLE),), anchor=ANCHOR)
    missing = [name for name in _SOURCES if name in context.view.manifest.not_connected]
    unread = Paragraph(
        text=say(
            "Not connected, so nobody looked: {names}. That says nothing of what there is.",
            names=join(tuple(plain(_SOURCES[name]) for name in missing)),
        )
    )
    if len(missing) == len(_SOURCES):
        return (heading, unread)
    found = [
        *(_events(context) if "timeline" not in missing else ()),
        *_edited(context),
        *(_comments(context) if "review-comments" not in missing else ()),
        *(_pushes(context) if "pushes" not in missing else ()),
        *(_suites(context) if "bypasses" not in missing else ()),
        *(_rules(context) if "rules" not in missing else ()),
        *(_deployments(context) if "deployments" not in missing else ()),
        *(_permissions(context) if "permissions" not in missing else ()),
        *(_tasks(context) if "agent-tasks" not in missing else ()),
    ]
    return (heading, *found, *((unread,) if missing else ()))


def _events(context: Context) -> tuple[Block, ...]:
    total = context.figures.count("events", "events")
    rows: list[tuple[Text, ...]] = []
    for kind, meaning in _EVENTS.items():
        where: Condition = ("kind", "is", kind.value)
        counted = context.figures.count(f"events.{kind.value}", "events", where, of=total)
        if counted.value:
            changes = context.figures.count(
                f"events.{kind.value}.changes", "events", where, measure="distinct change", of=context.total
            )
            rows.append(
                ((plain(kind.value.replace("-", " ")),), (plain(meaning),), (counted.of,), (changes.of,))
            )
    table = Table(
        caption="Entries of the timelines of the changes' pull requests",
        columns=(
            Column(title="Entry", width=22),
            Column(title="Meaning", width=46),
            Column(title="Entries", width=16, style="number"),
            Column(title="Changes with one", width=16, style="number"),
        ),
        rows=tuple(rows),
        empty="The timelines hold none of the entries that are read.",
    )
    dismissed = context.figures.count("events.dismissals", "events", ("kind", "is", "dismissal"))
    approvals = context.figures.count(
        "events.dismissals.approved",
        "events",
        ("kind", "is", "dismissal"),
        ("previous_state", "is", "approved"),
        of=dismissed,
    )
    text = say("Dismissed reviews that were approvals before: {n}.", n=approvals.of)
    return (table, Paragraph(text=text)) if dismissed.value else (table,)


def _edited(context: Context) -> tuple[Block, ...]:
    total = context.figures.count("reviews", "reviews")
    counted = context.figures.count("reviews.edited", "reviews", ("edited_at", "known", ""), of=total)
    edited = [review for review in context.view.reviews if review.edited_at is not None]
    if not edited:
        return ()
    text = say(
        "Reviews whose text was edited after they were submitted: {n}. What they said before is not kept by "
        "the forge; the verdict cannot be edited.",
        n=counted.of,
    )
    table = Table(
        caption="Edited reviews",
        columns=(
            Column(title="Ref", width=12),
            Column(title="Change", width=40),
            Column(title="Last edited", width=24),
            Column(title="Against the merge", width=24),
        ),
        rows=tuple(_edit(context, review) for review in edited[:LISTED]),
        more=context.more("reviews.edited.beyond", "reviews", ("edited_at", "known", "")),
    )
    return (Paragraph(text=text), table)


def _edit(context: Context, review: Review) -> tuple[Text, ...]:
    change = context.changes.get(review.change)
    merged = change.merged_at if change is not None else None
    if merged is None:
        said = "the time of the merge is not known"
    else:
        said = "after the merge" if (review.edited_at or "") > merged else "before the merge"
    return (
        (context.evidence.cite("reviews", review.id),),
        context.subject(review.change),
        (code(review.edited_at or ""),),
        (plain(said),),
    )


def _comments(context: Context) -> tuple[Block, ...]:
    total = context.figures.count("comments", "comments")
    changes = context.figures.count(
        "comments.changes", "comments", measure="distinct change", of=context.total
    )
    outdated = context.figures.count("comments.outdated", "comments", ("outdated", "is", "true"), of=total)
    text = say(
        "Comments on lines: {n} on {changes} changes; in {outdated} the lines were changed since. Each has "
        "the time at which it was begun and the time at which it was published.",
        n=total.count,
        changes=changes.of,
        outdated=outdated.of,
    )
    return (Paragraph(text=text),)


def _pushes(context: Context) -> tuple[Block, ...]:
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


def _suites(context: Context) -> tuple[Block, ...]:
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


def _rules(context: Context) -> tuple[Block, ...]:
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


def _deployments(context: Context) -> tuple[Block, ...]:
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


def _permissions(context: Context) -> tuple[Block, ...]:
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


def _tasks(context: Context) -> tuple[Block, ...]:
    total = context.figures.count("agent-tasks", "agent_tasks")
    landed = context.figures.count("agent-tasks.landed", "agent_tasks", ("changes", "is not", "()"), of=total)
    text = say(
        "Tasks that were given to the forge's own agent: {n}; a change of the period came of {landed}. "
        "Whoever gave the task counts among the change's authors.",
        n=total.count,
        landed=landed.of,
    )
    return (Paragraph(text=text),)
