"""What the forge recorded of the branch and its pull requests, beside reviews and checks."""

from attest.model.change import Review
from attest.model.event import EventKind
from attest.model.report import Block, Column, Heading, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.figures import Condition
from attest.report.sections import branch_log
from attest.report.text import code, join, plain, say

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
        *(branch_log.pushes(context) if "pushes" not in missing else ()),
        *(branch_log.suites(context) if "bypasses" not in missing else ()),
        *(branch_log.rules(context) if "rules" not in missing else ()),
        *(branch_log.deployments(context) if "deployments" not in missing else ()),
        *(branch_log.permissions(context) if "permissions" not in missing else ()),
        *(branch_log.tasks(context) if "agent-tasks" not in missing else ()),
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
