"""What git and pull-request records cannot show, whoever reads them, and what was not connected here."""

from attest.model.report import Block, Bullets, Column, Heading, Paragraph, Section, Table
from attest.report.basis import decided
from attest.report.context import Context
from attest.report.text import plain

_NEVER = (
    ("Intent and truth", "Why a change was made, and whether what people wrote about it is so."),
    (
        "Who was at the keyboard",
        "Names and addresses in commits are text that the committer chose; accounts can be shared.",
    ),
    (
        "Reading and insight",
        "Whether an approver read the change or grasped it. A record shows what was demonstrated, at most.",
    ),
    ("Adequacy of tests", "Whether the tests that ran would have found the fault that matters."),
    (
        "Independence of people",
        "Whether two accounts are two persons, and whether one could refuse the other.",
    ),
    ("Authorisation in advance", "Whether work was authorised before it began, where no ticket is linked."),
    (
        "Changes elsewhere",
        "Consoles, feature flags, databases, hosted services, hosts, and repositories out of scope.",
    ),
    ("All use of AI", "Editor completions and pasted text leave no trace; trailers can be removed."),
    ("Prompts and data", "What was typed into an AI tool, and whether data left the organisation with it."),
    ("Environments at run time", "Whether development, test and production were really apart."),
    ("Training and policy", "Whether people know the policy, and whether training had an effect."),
    ("Completeness of scope", "Whether every repository that matters is among those listed in chapter 2."),
    ("What has expired", "Anything that a forge or a build system deleted before it was collected."),
)
_CONSEQUENCES = {
    "pull-requests": (
        "Openers, titles and merges of pull requests could not be read; types rest on git alone."
    ),
    "reviews": "Approvals could not be read; tests of review and approval are indeterminate.",
    "checks": "Results of builds and tests could not be read; tests of testing are indeterminate.",
    "comprehension": "Reviewers' comprehension records could not be read; tests of them are indeterminate.",
    "timeline": "Force pushes, dismissed verdicts and auto-merges could not be read.",
    "review-comments": "Comments on lines, and when they were begun, could not be read.",
    "pushes": "When commits came to the branch, and who pushed them, rests on what committers declare.",
    "rules": "Which rules bound the branch in the period is not on record.",
    "bypasses": "Whether a push bypassed the branch's rules is not on record.",
    "deployments": "What was deployed, and when, is not on record.",
    "permissions": "Which accounts may push is not on record.",
    "agent-tasks": "Who set the forge's own agent to work rests on other evidence.",
}


def section(context: Context) -> Section:
    """Chapter 9."""
    intro = (
        "No collection of git and pull-request data shows the following. The list "
        "belongs to every report; where a "
        "point matters, other evidence is needed."
    )
    blocks: list[Block] = [
        Paragraph(text=(plain(intro),)),
        Table(
            caption="Never shown by these records",
            columns=(Column(title="Matter", width=27), Column(title="What stays open", width=73)),
            rows=tuple(((plain(matter),), (plain(open_),)) for matter, open_ in _NEVER),
        ),
        Heading(
            level=2, number="9.1", title=(plain("Sources that were not connected"),), anchor="cannot-sources"
        ),
        *_sources(context),
    ]
    return Section(anchor="cannot", number="9", title="What cannot be shown from git", blocks=tuple(blocks))


def _sources(context: Context) -> tuple[Block, ...]:
    missing = context.view.manifest.not_connected
    if not missing:
        return (Paragraph(text=(plain("Every source that this version can read was connected."),)),)
    intro = "Not configured, so not read; this differs from a source that was read and holds nothing."
    items = tuple((plain(name), plain(": "), plain(_consequence(context, name))) for name in missing)
    return (Paragraph(text=(plain(intro),)), Bullets(items=items))


def _consequence(context: Context, source: str) -> str:
    text = _CONSEQUENCES.get(source, "Tests that need it are indeterminate.")
    tests = decided(context) if source == "reviews" else ()
    if not tests:
        return text
    return f"{text} What commit messages declare decides {', '.join(tests)} where management says so."
