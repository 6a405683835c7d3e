"""What to see to before an audit, by how many results it bears on. Pure, and read by no report.

Advice is the team's: an auditor who was told what to look for first would look there first.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from attest.evaluate.registry import named
from attest.model.control import Assertion, Catalog, Declaration, Operation
from attest.model.disposition import Place, Standing
from attest.model.evidence import RunView
from attest.model.finding import Evaluation, Outcome
from attest.model.population import BoundaryBasis
from attest.model.readiness import Task

_FORGE = ("reviews", "checks", "pull-requests")
_REMEDIES = {
    "comprehension": "keep comprehension records, and collect with the forge that has them",
    "dispositions": "write .attest/dispositions.yaml, from `attest dispositions template`",
}
_MEMORY_DAYS = 30
"""For how long the forge that forgets soonest keeps what it is asked for: evaluations of branch rules."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What attest.yaml states beside controls, as far as advice needs it."""

    configured: bool
    persons: int
    inventory: int
    required_checks: int


@dataclass(frozen=True, slots=True)
class _Run:
    view: RunView
    catalog: Catalog
    declarations: tuple[Declaration, ...]
    evaluation: Evaluation
    stated: Stated

    def task(self, name: str, count: int, what: str, remedy: str, unit: str = "results") -> Task:
        totals = {
            "results": len(self.evaluation.findings),
            "changes": len(self.view.changes),
            "answers": len(self.evaluation.answers),
            "gaps": sum(not gap.not_connected for gap in self.view.gaps),
        }
        return Task(id=name, what=what, remedy=remedy, count=count, of=totals[unit], unit=unit)


def readiness(
    view: RunView,
    catalog: Catalog,
    declarations: tuple[Declaration, ...],
    evaluation: Evaluation,
    stated: Stated,
) -> tuple[Task, ...]:
    """Everything to see to: what bears on most results first, then as listed here."""
    run = _Run(view, catalog, declarations, evaluation, stated)
    tasks = [task for ask in _ASKED for task in ask(run)]
    return tuple(sorted(tasks, key=lambda task: -task.count))


def _design_gaps(run: _Run) -> Iterator[Task]:
    for tally in run.evaluation.tallies:
        if tally.design_gap:
            yield run.task(
                f"design-gap:{tally.assertion}",
                tally.design_gap,
                f"no control of {tally.assertion} is declared operated",
                f"declare one under `controls` of attest.yaml (`attest controls show {tally.assertion}`), or "
                "say there that it is not operated",
            )


def _sources(run: _Run) -> Iterator[Task]:
    checks = {item.id: named(item.check) for item in run.catalog.assertions}
    missing: Counter[str] = Counter()
    for finding in run.evaluation.findings:
        if finding.reason == "source-not-connected":
            sources = checks[finding.assertion].sources
            # The message names each source of the check that was missing for this very subject.
            missing.update(source for source in sources if source in _named(finding.message))
    for source, count in sorted(missing.items()):
        remedy = _REMEDIES.get(source) or (
            "collect with --forge github, or with its recorded answers"
            if source in _FORGE
            else f"hand the table in with --import {source}=FILE (`attest imports`)"
        )
        yield run.task(f"source:{source}", count, f"the source {source} is not connected", remedy)


def _named(message: str) -> frozenset[str]:
    _, _, rest = message.partition("Source not connected: ")
    return frozenset(rest.partition(".")[0].split(", "))


def _declarations(run: _Run) -> Iterator[Task]:
    total = len(run.evaluation.findings)
    if not run.stated.configured:
        what = "there is no attest.yaml on the release branch: nothing is declared"
        yield run.task("no-configuration", total, what, "write one with `attest init`, and commit it")
        return
    if not run.evaluation.register_declared:
        agents = sum(bool(one.tools) for one in run.view.involvements)
        what = f"{agents} changes have traces of AI tools, and attest.yaml has no register of agents"
        yield run.task("no-register", _of(run, "AGT-01"), what, "list the agents that may act under `agents`")
    if not run.stated.persons:
        remedy = "name accounts and addresses of each person under `persons` or in .attest/persons.yaml"
        what = "no persons are declared: two accounts of one person may look independent"
        yield run.task("no-persons", _of(run, "REV-01", "REV-02", "REV-03"), what, remedy)
    if not run.stated.inventory:
        what = "no inventory is declared: tier and data class of changes rest on defaults"
        yield run.task("no-inventory", 0, what, "list what a fault can reach under `inventory`")
    if not run.stated.required_checks:
        what = "no required checks are declared"
        remedy = "list them under `required_checks`, unless the forge's rules tell all of them"
        yield run.task("no-required-checks", _of(run, "TST-01"), what, remedy)


def _of(run: _Run, *assertions: str) -> int:
    return sum(tally.total for tally in run.evaluation.tallies if tally.assertion in assertions)


def _defaults(run: _Run) -> Iterator[Task]:
    """Parameters of operated controls that nobody set: the default is then management's choice."""
    known: Mapping[str, Assertion] = {item.id: item for item in run.catalog.assertions}
    for item in run.declarations:
        assertion = known.get(item.assertion)
        if assertion is None or item.operation is not Operation.OPERATED:
            continue
        left = [one.name for one in assertion.parameters if one.name not in item.parameters]
        if left:
            yield run.task(
                f"defaults:{item.control}",
                _of(run, assertion.id),
                f"the control {item.control} leaves at their defaults: {', '.join(left)}",
                f"see `attest controls show {assertion.id}`, and state them under the control's `parameters`",
            )


def _answers(run: _Run) -> Iterator[Task]:
    lines = {line.id for line in run.evaluation.deviations if line.outcome is Outcome.DEVIATION}
    answered = {one.id for one in run.evaluation.answers if one.place is Place.REGISTER}
    write = "write answers with `attest dispositions template`"
    if open_ := len(lines - answered):
        yield run.task("unanswered", open_, "deviations without an answer of management's", write)
    standings = Counter(one.standing for one in run.evaluation.answers if one.place is not Place.SETTLED)
    for standing, what in (
        (Standing.OVERDUE, "answers whose due day has passed"),
        (Standing.EXPIRED, "answers whose waiver has run out"),
    ):
        if count := standings[standing]:
            remedy = "close them, or decide anew: `attest dispositions list`"
            yield run.task(standing.value, count, what, remedy, "answers")
    if lost := sum(one.place is Place.UNKNOWN for one in run.evaluation.answers):
        remedy = "mend their ids or their period: `attest dispositions list`"
        yield run.task("unknown-answers", lost, "answers to no finding of this run", remedy, "answers")


def _tips(run: _Run) -> Iterator[Task]:
    for scope in run.view.manifest.repositories:
        ends = (("start", scope.start), ("end", scope.end))
        unproven = [name for name, end in ends if end.basis is BoundaryBasis.DECLARED]
        if unproven:
            ends_named = " and the ".join(unproven)
            what = f"{scope.name}: the tip at the {ends_named} of the period rests on dates of commits"
            remedy = (
                "collect the period before into the same store, and with --forge github, which saw the pushes"
            )
            yield run.task(f"tip:{scope.name}", scope.change_count, what, remedy, "changes")


def _expiring(run: _Run) -> Iterator[Task]:
    """What a forge forgets: a period that is collected once, at its end, finds the last month alone."""
    manifest = run.view.manifest
    forges = {scope.name for scope in manifest.repositories if scope.forge == "github"}
    # `fromisoformat` of Python 3.11 reads the final Z.
    edge = datetime.fromisoformat(manifest.as_of) - timedelta(days=_MEMORY_DAYS)
    before = edge.strftime("%Y-%m-%dT%H:%M:%SZ")
    old = sum(
        change.repository in forges and (change.landed_at or "") < before for change in run.view.changes
    )
    if old and not run.view.runs:
        yield run.task(
            "expiring",
            old,
            "changes that landed more than a month before the report's day, in one run: GitHub forgets "
            "evaluations of rules after a month, the branch's pushes after a year, logs of checks by default "
            "after 90 days",
            "collect each month into one store, and report the year from it",
            "changes",
        )


def _gaps(run: _Run) -> Iterator[Task]:
    kinds: Counter[str] = Counter()
    effects: dict[str, str] = {}
    for gap in run.view.gaps:
        if not gap.not_connected:
            kinds[gap.kind] += 1
            effects.setdefault(gap.kind, gap.effect)
    for kind, count in sorted(kinds.items()):
        remedy = "see them with `attest evaluate --json`, and collect again where that can mend them"
        yield run.task(f"gap:{kind}", count, f"{kind}: {effects[kind]}", remedy, "gaps")


def _stops(run: _Run) -> Iterator[Task]:
    for stop in run.evaluation.stops:
        since = stop.since or "a day that is not known"
        what = f"{stop.assertion} is met by no change of {stop.repository} since {since}"
        remedy = "find what changed then, mend it, and answer the deviations as one"
        yield run.task(f"stopped:{stop.id}", stop.following, what, remedy)


_ASKED: tuple[Callable[[_Run], Iterator[Task]], ...] = (
    _declarations,
    _design_gaps,
    _sources,
    _stops,
    _answers,
    _tips,
    _expiring,
    _gaps,
    _defaults,
)
