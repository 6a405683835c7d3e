"""Changes to the audit's own rules: who changed what decides the findings, and who approved it."""

from attest.model.report import Block, Callout, Heading, Paragraph
from attest.model.touch import OWN_RULES
from attest.report.context import Context
from attest.report.figures import Counted
from attest.report.sections import rule_sources
from attest.report.sections import touching as listing
from attest.report.text import link, plain, say

ANCHOR = "scope-own-rules"
LIST = listing.Listed(OWN_RULES, "rules", "the audit's own rules")
_INTRO = (
    "attest.yaml, the persons file, control packs, detection rules, dispositions and the workflow that runs "
    "attest decide what this report can find. A change to one of them is a change of the population like any "
    "other, is tested like any other, and stands here once more with its author and approver."
)
_UNWATCHED = (
    "Whether a change touches one of them was not recorded in this run, so none can be listed: that is no "
    "statement that there was none."
)


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number: the changes, how far the list reaches, and where it looked."""
    title = (plain("Changes to the audit's own rules"),)
    heading = Heading(level=2, number=number, title=title, anchor=ANCHOR)
    intro = Paragraph(text=(plain(_INTRO),))
    if not listing.watched(context, LIST):
        return (heading, intro, Paragraph(text=(plain(_UNWATCHED),)))
    return (
        heading,
        intro,
        *_unapproved(context),
        listing.changes(context, LIST),
        *rule_sources.blocks(context),
    )


def touching(context: Context) -> Counted:
    """The number of changes that touch the audit's own rules."""
    return listing.touching(context, LIST)


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
    lacking = listing.unapproved(context, LIST, total)
    if lacking is None or not lacking[1].value:
        return (Paragraph(text=said, role="keep"),)
    test, counted = lacking
    text = say(
        "For {n} changes to the audit's own rules the statement of {test} does not hold.",
        n=counted.of,
        test=link(test, f"control-{test.lower()}"),
    )
    title = "Rules changed without an independent approval on record"
    return (Paragraph(text=said), Callout(title=title, text=text))
