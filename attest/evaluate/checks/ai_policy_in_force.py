"""GOV-01: was a policy on AI-assisted development in force, and were the tools that left traces approved?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from attest.evaluate.acts import acts
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, word
from attest.evaluate.days import day_after, last_day, months_after
from attest.evaluate.dispositions import day_of
from attest.evaluate.run_facts import ORGANISATION, Item, RunFacts
from attest.model.agent import UNNAMED
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DataClass

POLICIES = "policies"
TOOLS = "tools"
ASSESSMENTS = "risk-assessments"
PULLS = "pull-requests"
_REASONS = {
    "in-force": Reason(
        Outcome.MET,
        "On every day a policy was in force and reviewed in time, each tool that left traces was approved "
        "and assessed, with terms on record, on each day that it did.",
        absence=True,
    ),
    "no-policy": Reason(
        Outcome.DEVIATION,
        "On a day of the period no version of a policy on the topic was in force.",
        absence=True,
    ),
    "policy-stale": Reason(
        Outcome.DEVIATION,
        "On a day of the period the policy in force had not been reviewed as lately as asked for.",
        absence=True,
    ),
    "tool-not-approved": Reason(
        Outcome.DEVIATION,
        "A tool left traces on a day on which no approval of it was in force.",
        absence=True,
    ),
    "tool-not-assessed": Reason(
        Outcome.DEVIATION, "The risks of a tool had not been assessed by the day of a trace.", absence=True
    ),
    "no-agreement": Reason(
        Outcome.DEVIATION,
        "A tool left traces in a change that reaches health data, and the register states no agreement.",
        absence=True,
    ),
    "tool-unnamed": Reason(
        Outcome.INDETERMINATE, "AI is on record that nothing names, so whether it was approved is open."
    ),
    "use-undated": Reason(Outcome.INDETERMINATE, "A tool left traces in a change whose day is not known."),
    "data-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether a tool without an agreement left traces in a change that reaches health data is not known.",
    ),
    "terms-not-stated": Reason(
        Outcome.NEEDS_REVIEW, "The register does not say what a vendor may do with what it is sent."
    ),
    "not-begun": Reason(
        Outcome.NOT_APPLICABLE, "The period had not begun on the day that the report speaks for."
    ),
}
_AI = "ai-tools"


@dataclass(slots=True)
class _Use:
    """The traces of one tool."""

    days: set[str] = field(default_factory=set)
    undated: bool = False
    health: bool | None = False
    """Whether one is in a change that reaches health data; `None` where that is not known."""
    evidence: dict[str, None] = field(default_factory=dict)


def _items(whole: RunFacts) -> Iterator[Item]:
    del whole
    yield Item(ORGANISATION, "the organisation")


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    period = whole.view.manifest.period
    end = last_day(period, whole.as_of)
    if end < period.first_day:
        return Verdict("not-begun", f"The report speaks for {end}.", (item.subject,))
    topic = word(settings, "topic")
    versions = [row for row in whole.handed.of(POLICIES) if topic in row.words("covers")]
    found = [*_policy(versions, period.first_day, end, number(settings, "review_months"))]
    uses = whole.once(_uses)
    for name, use in uses.items():
        found += _tool(name, use, whole)
    rows = tuple(row.id for row in versions)
    if not found:
        message = (
            f"Versions of the policy: {len(versions)}; tools that left traces, all approved: {len(uses)}."
        )
        return Verdict("in-force", message, rows or (item.subject,))
    order = list(_REASONS)
    first = min(found, key=lambda verdict: order.index(verdict.reason))
    return Verdict(first.reason, first.message, first.evidence or rows or (item.subject,))


def _policy(versions: Sequence[Imported], first: str, last: str, months: int) -> Iterator[Verdict]:
    """What is amiss with the policy: the first day without one, the first version that is stale."""
    needed = first
    for row in sorted(versions, key=lambda row: (row.day("effective_from"), row.id)):
        until = row.day("effective_until") or last
        if row.day("effective_from") > needed:
            break
        needed = max(needed, day_after(until))
        reviewed = max(
            (day for day in (row.day("reviewed_on"), row.day("effective_from")) if day <= last), default=""
        )
        if until >= first and months_after(reviewed, months) < min(until, last):
            message = f"A version in force to {min(until, last)} was last reviewed on {reviewed}."
            yield Verdict("policy-stale", message, (row.id,))
    if needed <= last:
        yield Verdict("no-policy", f"On {needed} no version was in force.", ())


def _uses(whole: RunFacts) -> Mapping[str, _Use]:
    """Tools by the days of the changes in which they left traces."""
    found: dict[str, _Use] = {}
    for facts in whole.changes:
        landed = facts.change.landed_at
        health = facts.placement.holds(DataClass.PHI) if facts.placement.inventoried else False
        for act in acts(facts):
            use = found.setdefault(act.principal, _Use())
            use.evidence[act.evidence] = None
            use.undated |= landed is None
            if landed is not None:
                use.days.add(day_of(landed, whole.view.manifest.period))
            use.health = _either(use.health, health)
    return dict(sorted(found.items()))


def _either(first: bool | None, second: bool | None) -> bool | None:
    if first or second:
        return True
    return None if None in (first, second) else False


def _tool(name: str, use: _Use, whole: RunFacts) -> Iterator[Verdict]:
    """What is amiss with one tool."""
    evidence = tuple(use.evidence)
    if name == UNNAMED:
        yield Verdict("tool-unnamed", f"Traces that name no tool: {len(evidence)}.", evidence)
        return
    rows = whole.handed.by(TOOLS, "tool", name)
    of_rows = (*evidence, *(row.id for row in rows))
    bare = [day for day in use.days if not any(_approved(row, day) for row in rows)]
    if not rows or bare:
        message = f"Days with traces of {name}: {len(use.days)}; without an approval in force: {len(bare)}."
        yield Verdict("tool-not-approved", message, of_rows)
        return
    if not all(_is_assessed(name, day, rows, whole) for day in use.days):
        yield Verdict("tool-not-assessed", f"Tool: {name}.", of_rows)
    if use.undated:
        yield Verdict("use-undated", f"Tool: {name}.", of_rows)
    if use.health is not False and not any(row.values.get("baa") == "yes" for row in rows):
        yield Verdict("no-agreement" if use.health else "data-unknown", f"Tool: {name}.", of_rows)
    if not all("data_terms" in row.values for row in rows):
        yield Verdict("terms-not-stated", f"Tool: {name}.", of_rows)


def _approved(row: Imported, day: str) -> bool:
    return "approved_on" in row.values and row.day("approved_on") <= day <= (row.day("until") or day)


def _is_assessed(name: str, day: str, rows: Sequence[Imported], whole: RunFacts) -> bool:
    """Whether the register, or an assessment of the tool or of AI tools, counts on a day."""
    if any("risk_assessed_on" in row.values and row.day("risk_assessed_on") <= day for row in rows):
        return True
    assessments = [row for subject in (name, _AI) for row in whole.handed.by(ASSESSMENTS, "subject", subject)]
    return any(row.day("at") <= day <= (row.day("valid_until") or day) for row in assessments)


CHECK = ItemCheck(
    id="ai_policy_in_force",
    version=1,
    question="Was a policy on AI-assisted development in force all period, and was every used tool approved?",
    procedure=(
        "Take the versions of policies whose `covers` names `topic` (records/imported.jsonl, kind policies). "
        "Each day of the period that had passed must lie in one of them.",
        "A version must have been reviewed, or have come into force, no more than `review_months` before the "
        "last day of the period on which it held.",
        "List the tools that left traces in changes of the period. For each day that one did, the register "
        "of tools must have an approval that was in force.",
        "The tool's risks must have been assessed by that day, by the register or by an assessment of the "
        "tool or of ai-tools that still counted.",
        "Where a change with traces of the tool reaches health data by the inventory, the register must "
        "state an agreement. It should say what the vendor may do with what it is sent.",
        "What is shown to be amiss decides before what is open, in the order of the reasons.",
    ),
    reasons=_REASONS,
    parameters=("topic", "review_months"),
    sources=(POLICIES, TOOLS),
    consulted=(ASSESSMENTS, PULLS),
    population="organisation",
    items=_items,
    run=_run,
)
