"""Method, words and limits: enough for a reader who was not there to follow and repeat the work."""

from attest.model.report import Block, Bullets, Column, Heading, Section, Table
from attest.report.context import Context
from attest.report.text import plain

_STEPS = (
    "Read the repository's objects through a git directory of the tool's own, so that nothing of the audited "
    "repository's configuration takes effect and nothing is written to it.",
    "List every first-parent commit of the release branch between both tips. Each is one change.",
    (
        "Add what the connected sources record of each change: pull request, reviews, "
        "checks, comprehension records."
    ),
    (
        "Search every commit message and identity, and the pull requests' own commits, "
        "with the rules of appendix B."
    ),
    "Bind each approval to the tree that was approved and compare that tree with the one that landed.",
    "Seal all records under one digest; from here on only the sealed run is read.",
    (
        "Run each test over its whole population. A subject whose evidence is missing is "
        "indeterminate and stays on the list."
    ),
    "Count every number of this document by a query that is kept with it in figures.json.",
)
_WORDS = (
    (
        "Change",
        (
            "One first-parent commit of the release branch with the commits it brought "
            "in: a merged pull request, a direct push, or undetermined."
        ),
    ),
    ("AI evidenced", "At least one trace names an AI tool as author, co-author or assistant."),
    (
        "Grade",
        (
            "What a trace is worth: A recorded by a tool, B a platform identity, C a "
            "disclosure, D circumstantial."
        ),
    ),
    (
        "Agent, robot",
        (
            "An agent is an AI identity and never counts as a human approver; a robot is "
            "named automation that is not AI."
        ),
    ),
    (
        "Accountable human",
        ("The person whom the record names as answering for a change, with the basis for it."),
    ),
    (
        "Independence set",
        (
            "Authors, co-authors, opener and whoever prompted an agent; an approval by "
            "one of them is not independent."
        ),
    ),
    ("Binding", "How the landed tree relates to the tree of the pull request's last revision."),
    (
        "Comprehension record",
        "What a reviewer demonstrated of a change, at level C0 (an approval) to C4 (corroborated).",
    ),
    (
        "Sources",
        (
            "git: the repository itself; refs/pull: pull requests' own commits, kept in it; forge: the "
            "hosting platform; forge:recorded: a saved export of that."
        ),
    ),
    ("Met", "The statement of the test is true for this subject, on the evidence named."),
    ("Deviation", "The statement is false for this subject, and management declares the control operated."),
    (
        "Indeterminate",
        "The evidence that would decide is missing or was not connected; it counts, and is listed.",
    ),
    ("Needs review", "The evidence decides nothing by rule; a person has to judge it."),
    ("Design gap", "Management declares no operating control for the test on that day."),
    (
        "Basis",
        (
            "What a fact rests on: recomputed, signed, observed by a server, declared by "
            "whoever committed, or absent."
        ),
    ),
)
_LIMITS = (
    (
        "Dates and names in commits are declared by whoever made them; where a server's "
        "time is on record, it is used and named."
    ),
    (
        "A rule finds what it was written for. The rules, with their versions, are fixed "
        "for a run, and their silence is not a finding."
    ),
    (
        "Tests decide what a rule can decide. Whether a control is well designed, and "
        "whether it suffices, is a judgement they do not make."
    ),
)


def section(context: Context) -> Section:
    """Chapter 10."""
    del context
    blocks: list[Block] = [
        Heading(level=2, number="10.1", title=(plain("How the evidence was made"),), anchor="method-steps"),
        Bullets(items=tuple((plain(step),) for step in _STEPS), numbered=True),
        Heading(level=2, number="10.2", title=(plain("Words used"),), anchor="method-words"),
        Table(
            caption="Definitions",
            columns=(Column(title="Word", width=19), Column(title="Means", width=81)),
            rows=tuple(((plain(word),), (plain(meaning),)) for word, meaning in _WORDS),
            dense=True,
        ),
        Heading(level=2, number="10.3", title=(plain("Limits of the method"),), anchor="method-limits"),
        Bullets(items=tuple((plain(limit),) for limit in _LIMITS)),
    ]
    return Section(anchor="method", number="10", title="Method, definitions and limits", blocks=tuple(blocks))
