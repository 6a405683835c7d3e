"""Changes to the audit's own rules: who changed what decides the findings, and who approved it."""

from collections.abc import Sequence

from attest.model.change import Change, ReviewState
from attest.model.report import Block, Callout, Column, Heading, Paragraph, Span, Table, Text
from attest.model.touch import OWN_RULES, Effect, Touch, TouchBasis
from attest.report.context import LISTED, Context, fact, outcome
from attest.report.figures import Condition, Counted
from attest.report.sections import rule_sources
from attest.report.text import code, join, link, plain, say

ANCHOR = "scope-own-rules"
APPROVAL = "independent_approval"
REVIEW_CHECKS = ("reviewed_before_merge", APPROVAL, "approval_covers_landed_revision")
_TOUCHING: Condition = ("change.touches", "has", OWN_RULES)
_FILES = 3
_PEOPLE = 3
_INTRO = (
    "attest.yaml, the persons file, control packs, detection rules, dispositions and the workflow that runs "
    "attest decide what this report can find. A change to one of them is a change of the population like any "
    "other, is tested like any other, and stands here once more with its author and approver."
)
_UNWATCHED = (
    "Whether a change touches one of them was not recorded in this run, so none can be listed: that is no "
    "statement that there was none."
)
_EFFECTS = {
    Effect.ADDED: "added",
    Effect.CHANGED: "changed",
    Effect.DELETED: "deleted",
    Effect.NONE: "touched on the way, the same before and after",
}
_BASES = {
    TouchBasis.PLACE: "",
    TouchBasis.CONTENT: "",
    TouchBasis.NAMED: "; named in attest.yaml",
    TouchBasis.CONTENT_UNREAD: "; content not read",
}


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number: the changes, how far the list reaches, and where it looked."""
    title = (plain("Changes to the audit's own rules"),)
    listed = touching(context).value > 0
    heading = Heading(level=2, number=number, title=title, anchor=ANCHOR, new_page=listed)
    intro = Paragraph(text=(plain(_INTRO),))
    if not rule_sources.watched(context):
        return (heading, intro, Paragraph(text=(plain(_UNWATCHED),)))
    return (
        heading,
        intro,
        *_unapproved(context),
        _changes(context),
        *rule_sources.blocks(context),
    )


def touching(context: Context) -> Counted:
    """The number of changes that touch the audit's own rules."""
    return context.figures.count("rules.touching", "changes", _TOUCHING, of=context.total)


def _unapproved(context: Context) -> tuple[Block, ...]:
    """Said before the list: how many of them have no independent approval on record."""
    total = touching(context)
    if not total.value:
        wording = (
            "None of the {total} of the population touches one of them. The places below are those looked at."
        )
        changes = context.total.things("change")
        return (Paragraph(text=say(wording, total=changes), role="keep"),)
    said = say("{n} of the population touch them.", n=(*total.full, plain(" changes")))
    test = next((item.id for item in context.catalog.assertions if item.check == APPROVAL), None)
    if test is None:
        return (Paragraph(text=said, role="keep"),)
    where = (("assertion", "is", test), ("outcome", "is", "deviation"))
    lacking = context.figures.count("rules.unapproved", "findings", *where, _TOUCHING, of=total)
    if not lacking.value:
        return (Paragraph(text=said, role="keep"),)
    text = say(
        "For {n} changes to the audit's own rules the statement of {test} does not hold.",
        n=lacking.of,
        test=link(test, f"control-{test.lower()}"),
    )
    title = "Rules changed without an independent approval on record"
    return (Paragraph(text=said), Callout(title=title, text=text))


def _changes(context: Context) -> Table:
    grouped: dict[str, list[Touch]] = {}
    for touch in context.view.touches:
        if touch.path_class == OWN_RULES:
            grouped.setdefault(touch.change, []).append(touch)
    found = [(context.changes[change], touches) for change, touches in grouped.items()]
    return Table(
        caption="Changes to the audit's own rules, in landing order",
        columns=(
            Column(title="Change", width=25),
            Column(title="Landed (UTC)", width=11),
            Column(title="Files", width=26),
            Column(title="Author", width=12),
            Column(title="Approver", width=12),
            Column(title="Tests of review", width=14),
        ),
        rows=tuple(_row(context, change, touches) for change, touches in found[:LISTED]),
        more=context.more("rules.touching.beyond", "changes", _TOUCHING),
        empty="None in the period.",
    )


def _row(context: Context, change: Change, touches: Sequence[Touch]) -> tuple[Text, ...]:
    reference = context.evidence.cite("changes", change.id)
    return (
        say("{ref} {change}", ref=reference, change=context.subject(change.id)),
        (code(change.landed_at[:10]),) if change.landed_at else (plain("unknown"),),
        _files(context, touches),
        _authors(context, change),
        _approvers(context, change),
        _tests(context, change),
    )


def _files(context: Context, touches: Sequence[Touch]) -> Text:
    titles = {item.kind: item.title for item in rule_sources.watched(context)}
    parts = [
        say(
            "{path} ({kind}, {effect}{basis})",
            path=code(touch.path, 100),
            kind=plain(titles.get(touch.kind, touch.kind)),
            effect=plain(_EFFECTS[touch.effect]),
            basis=plain(_BASES[touch.basis]),
        )
        for touch in touches[:_FILES]
    ]
    if len(touches) > _FILES:
        parts.append(say("others, in {file}", file=code("records/touches.jsonl")))
    return join(parts, "; ")


def _authors(context: Context, change: Change) -> Text:
    parts = [context.person(actor) for actor in change.authors[:_PEOPLE]]
    if len(change.authors) > _PEOPLE:
        parts.append((plain("others"),))
    if not change.authors_complete:
        parts.append((plain("not all known"),))
    return join(parts) if parts else (plain("not recorded"),)


def _approvers(context: Context, change: Change) -> Text:
    if "reviews" in context.view.manifest.not_connected:
        return (plain("not available: forge not connected"),)
    found = {
        review.reviewer.id: review.reviewer
        for review in context.reviews.get(change.id, ())
        if review.state is ReviewState.APPROVED
    }
    names = [context.person(actor) for actor in list(found.values())[:_PEOPLE]]
    if len(found) > _PEOPLE:
        names.append((plain("others"),))
    return join(names) if names else (plain("none on record"),)


def _tests(context: Context, change: Change) -> Text:
    """The tests of review by their outcome, in the order of the catalog."""
    tests = {item.id for item in context.catalog.assertions if item.check in REVIEW_CHECKS}
    grouped: dict[str, list[Span]] = {}
    for finding in context.findings.get(change.id, ()):
        if finding.assertion in tests:
            said = outcome(finding.outcome) if finding.declared else fact(finding.outcome)
            anchor = f"control-{finding.assertion.lower()}"
            grouped.setdefault(said, []).append(link(finding.assertion, anchor))
    parts = [
        say("{tests}: {outcome}", tests=join(links), outcome=plain(said)) for said, links in grouped.items()
    ]
    return join(parts, "; ") if parts else (plain("not evaluated"),)
