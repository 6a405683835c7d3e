"""The workpapers: one for each test, in the order an auditor reads one."""

import re

from attest.model.control import Assertion, Operation, Parameter, Strength
from attest.model.report import (
    AuditorBox,
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Paragraph,
    Section,
    Table,
    Text,
)
from attest.report import glosses
from attest.report.context import Context
from attest.report.sections import results
from attest.report.text import code, foreign, join, link, marked, named, plain, say, strong

_POPULATIONS = {
    "population": "the population as a whole, one subject for each repository",
    "all": "every change of the population",
    "ai_assisted": "every change; the test does not apply where the record shows no AI evidence",
    "agent_authority": "every change; the test does not apply to those that touch no file which decides what "
    "agents may do",
    "actors": "everybody who acted on a change of the period, one subject each",
    "advisories": "every advisory that was handed in",
    "agents": "every agent seen in the period",
    "approvals": "every approval of a change of the period, later dismissed ones among them",
    "branches": "every release branch",
    "bypasses": "every push past the branch's rules, and every one without a pull request",
    "comprehension": "every comprehension record of the period",
    "deployments": "every deployment on record",
    "deviations": "every deviation of this period's register",
    "incidents": "every incident that was handed in",
    "organisation": "the entity itself, one subject",
    "people": "every person who wrote or approved a change of the period",
    "releases": "every release and deployment that was handed in",
    "reviews": "every review of a change of the period",
    "runs": "every run of evidence that the period is read from or that was named beside it",
}
_INTRO = (
    "Each test is management's, designed and run by the tool over its whole population; nothing was sampled. "
    "The auditor's box is blank in each of them."
)
_LEVEL = re.compile(r"\bC[0-4]\b")
_NO_LIMITS = "No limit is stated beyond those of the population."


def section(context: Context) -> Section:
    """Chapter 6."""
    blocks: list[Block] = [Paragraph(text=(plain(_INTRO),))]
    for place, assertion in enumerate(context.catalog.assertions, 1):
        written = workpaper if context.declared(assertion.id) else design_gap
        blocks += written(context, assertion, place)
    return Section(anchor="controls", number="6", title="Tests of controls", blocks=tuple(blocks))


def design_gap(context: Context, assertion: Assertion, place: int) -> tuple[Block, ...]:
    """A test for which management declares no control: what it asks, and what the record shows.

    Nothing of it enters the register, so there is no workpaper to conclude on.
    """
    text = say(
        "{statement} Management declares no control for it: a design gap. Steps and limits: {command}.",
        statement=marked(assertion.statement),
        command=code(f"attest controls show {assertion.id}"),
    )
    return (
        _heading(assertion, place),
        *_levels(context, assertion),
        Paragraph(text=text),
        *results.facts(context, assertion),
    )


def _heading(assertion: Assertion, place: int) -> Heading:
    title = say("{id} {title}", id=plain(assertion.id), title=plain(assertion.title))
    return Heading(level=2, number=f"6.{place}", title=title, anchor=f"control-{assertion.id.lower()}")


def workpaper(context: Context, assertion: Assertion, place: int) -> tuple[Block, ...]:
    """One test: purpose, source, procedure, population, results, deviations, limits, auditor's box."""
    anchor = f"control-{assertion.id.lower()}"
    return (
        _heading(assertion, place),
        _head(context, assertion),
        _part("Procedure", f"{anchor}-procedure"),
        *_levels(context, assertion),
        *_procedure(context, assertion),
        _part("Results", f"{anchor}-results"),
        *results.results(context, assertion),
        _part("Limits", f"{anchor}-limits"),
        Paragraph(text=marked(assertion.limits or _NO_LIMITS), role="keep"),
        AuditorBox(
            title=f"For the auditor: {assertion.id}",
            lines=("Tick marks and re-performance", "Conclusion", "Name, date, reference"),
        ),
    )


def _part(title: str, anchor: str) -> Heading:
    return Heading(level=3, number="", title=(plain(title),), anchor=anchor)


def _head(context: Context, assertion: Assertion) -> Facts:
    manifest = context.view.manifest
    sources = join(tuple(plain(name) for name in manifest.sources)) or (plain("none"),)
    source = say("evidence run {run}: {sources}", run=code(context.view.run_id), sources=sources)
    if assertion.evidence:
        source = say("{source}. Fields: {fields}", source=source, fields=plain("; ".join(assertion.evidence)))
    population = say(
        "{total}: {what}",
        total=context.tally(assertion.id, "total").things("subject")
        if assertion.id in context.tallies
        else plain("not evaluated"),
        what=plain(_POPULATIONS.get(assertion.applies_to, assertion.applies_to)),
    )
    return Facts(
        rows=(
            ("Purpose", marked(assertion.statement)),
            ("Control", _control(context, assertion)),
            ("Bears on", _criteria(context, assertion)),
            ("Source", source),
            ("Population", population),
            (
                "Kind of test",
                say("{kind}; check {check}", kind=plain(assertion.kind), check=code(assertion.check)),
            ),
            (
                "Prepared by",
                (
                    named(manifest.operator, 80) if manifest.operator else plain("not stated"),
                    plain(", as of "),
                    code(context.evaluation.as_of),
                ),
            ),
        )
    )


def _control(context: Context, assertion: Assertion) -> Text:
    declared = context.declared(assertion.id)
    if not declared:
        return (plain("management declares nothing for this test: a design gap"),)
    parts = []
    for item in declared[:3]:
        since = (
            say(" since {day}", day=code(item.since))
            if item.since and item.operation is Operation.OPERATED
            else ()
        )
        parts.append(
            say(
                "{id} ({standing}{since}){wording}",
                id=strong(item.control),
                standing=plain(item.operation.value.replace("-", " ")),
                since=since,
                wording=(plain(": "), foreign(item.wording, 200)) if item.wording else (),
            )
        )
    if len(declared) > len(parts):
        parts.append(
            say("further declarations in {chapter}", chapter=link("chapter 2", "scope-declarations"))
        )
    return join(parts, "; ")


def _criteria(context: Context, assertion: Assertion) -> Text:
    parts = []
    for framework in context.catalog.frameworks:
        reached: dict[Strength, list[Text]] = {strength: [] for strength in Strength}
        for criterion in framework.criteria:
            for mapping in criterion.mappings:
                if mapping.assertion == assertion.id:
                    reached[mapping.strength].append((link(criterion.display, f"framework-{framework.id}"),))
        words = [
            say("{criteria} ({strength})", strength=plain(strength.value), criteria=join(criteria))
            for strength, criteria in reached.items()
            if criteria
        ]
        if words:
            parts.append(say("{title}: {words}", title=plain(framework.title), words=join(words)))
    return join(parts, "; ") if parts else (plain("no criterion of the frameworks in this report"),)


def _steps(context: Context, assertion: Assertion) -> Block:
    steps = context.presentation.procedures.get(assertion.id, ())
    if steps:
        return Bullets(items=tuple(marked(step) for step in steps), numbered=True)
    told = "The steps of check {check} are in the documentation of checks."
    return Paragraph(text=say(told, check=code(assertion.check)))


def _procedure(context: Context, assertion: Assertion) -> tuple[Block, ...]:
    listed = _steps(context, assertion)
    if not assertion.parameters:
        return (listed,)
    table = Table(
        caption="Parameters",
        columns=(
            Column(title="Parameter", width=24),
            Column(title="Value used", width=28),
            Column(title="Why", width=48),
        ),
        rows=tuple(
            (((code(item.name),)), _value(context, assertion, item), marked(item.why))
            for item in assertion.parameters
        ),
    )
    return (listed, table)


def _levels(context: Context, assertion: Assertion) -> tuple[Block, ...]:
    """What C0 to C4 mean, once: beside the first test that speaks of levels."""
    first = next((item for item in context.catalog.assertions if _speaks_of_levels(context, item)), None)
    return (Paragraph(text=(plain(glosses.LEVELS),), role="note"),) if assertion is first else ()


def _speaks_of_levels(context: Context, assertion: Assertion) -> bool:
    steps = context.presentation.procedures.get(assertion.id, ())
    defaults = [_spelled(item.default) for item in assertion.parameters]
    return any(_LEVEL.search(text) for text in (assertion.statement, *steps, *defaults))


def _value(context: Context, assertion: Assertion, parameter: Parameter) -> Text:
    default = _spelled(parameter.default)
    chosen = [
        say(
            "{value} ({control}; default {default})",
            value=code(_spelled(item.parameters[parameter.name]), 80),
            control=plain(item.control),
            default=code(default, 80),
        )
        for item in context.declared(assertion.id)
        if parameter.name in item.parameters
    ]
    return join(chosen, "; ") if chosen else say("{default} (default)", default=code(default, 80))


def _spelled(value: str | int | bool | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value).lower() if isinstance(value, bool) else str(value)
