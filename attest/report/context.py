"""What every section writes from: the evidence, indexed, and the two books that are filled on the way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from attest.model.base import Record
from attest.model.change import Basis, Change, Review, StatusCheck
from attest.model.control import Assertion, Catalog, Declaration, Operation
from attest.model.disposition import Answer, Place
from attest.model.evidence import RunView
from attest.model.finding import Deviation, Evaluation, Finding, Outcome, Tally
from attest.model.identity import Actor, ActorKind
from attest.model.report import Presentation, Span, Text
from attest.model.signal import Involvement, Signal
from attest.model.touch import Watched
from attest.report.approvals import CONTENT_CHECK, BoundChange, bound_changes, cited_bindings, unapproved
from attest.report.evidence import EvidenceBook
from attest.report.figures import Counted, CountLine, FigureBook
from attest.report.text import code, foreign, join, named, plain, say

LISTED = 25
"""Rows that a table of items shows at most; the rest is in findings.json and counted."""

_CHECKS = 3


class WatchedLine(Watched):
    """A kind of file that was looked for, with its repository, so that a query can name it."""

    repository: str


@dataclass(frozen=True)
class Context:
    """The inputs of one report with its books; sections read it and return blocks."""

    view: RunView
    catalog: Catalog
    declarations: tuple[Declaration, ...]
    evaluation: Evaluation
    presentation: Presentation
    figures: FigureBook
    evidence: EvidenceBook

    @cached_property
    def changes(self) -> Mapping[str, Change]:
        """Changes by id."""
        return {change.id: change for change in self.view.changes}

    @cached_property
    def involvements(self) -> Mapping[str, Involvement]:
        """Involvements by change id."""
        return {involvement.id: involvement for involvement in self.view.involvements}

    @cached_property
    def signals(self) -> Mapping[str, Sequence[Signal]]:
        """Signals by change, in the run's order."""
        grouped: defaultdict[str, list[Signal]] = defaultdict(list)
        for signal in self.view.signals:
            grouped[signal.change].append(signal)
        return grouped

    @cached_property
    def reviews(self) -> Mapping[str, Sequence[Review]]:
        """Reviews that the forge recorded, by change, in the run's order."""
        return self._reviews(declared=False)

    @cached_property
    def named(self) -> Mapping[str, Sequence[Review]]:
        """Reviews that commit messages declare, by change, in the run's order."""
        return self._reviews(declared=True)

    def _reviews(self, *, declared: bool) -> Mapping[str, Sequence[Review]]:
        grouped: defaultdict[str, list[Review]] = defaultdict(list)
        for review in self.view.reviews:
            if declared is (review.basis is Basis.DECLARED):
                grouped[review.change].append(review)
        return grouped

    @cached_property
    def reviews_by_id(self) -> Mapping[str, Review]:
        """Reviews by the id of their record."""
        return {review.id: review for review in self.view.reviews}

    @cached_property
    def bound(self) -> Mapping[str, BoundChange]:
        """Changes that have an approval with a binding, each with the approval that decides."""
        found = bound_changes(self.view, self.evaluation, self.catalog)
        return {row.id: row for row in found}

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """Tallies by assertion."""
        return {tally.assertion: tally for tally in self.evaluation.tallies}

    @cached_property
    def assertions(self) -> Mapping[str, Assertion]:
        """Assertions by id."""
        return {assertion.id: assertion for assertion in self.catalog.assertions}

    @cached_property
    def deviations(self) -> Mapping[str, Sequence[Deviation]]:
        """Lines of the register by assertion, deviations before indeterminate results."""
        grouped: defaultdict[str, list[Deviation]] = defaultdict(list)
        for deviation in sorted(self.evaluation.deviations, key=self.register_order):
            grouped[deviation.assertion].append(deviation)
        return grouped

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """Management's answers to lines of the register, by id; that to this very period goes first."""
        label = self.view.manifest.period.label
        found = [one for one in self.evaluation.answers if one.place is Place.REGISTER]
        return {one.id: one for one in sorted(found, key=lambda one: one.disposition.period == label)}

    @cached_property
    def findings(self) -> Mapping[str, Sequence[Finding]]:
        """Findings by subject, in the order of the catalog."""
        order = {assertion.id: place for place, assertion in enumerate(self.catalog.assertions)}
        grouped: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self.evaluation.findings:
            grouped[finding.subject].append(finding)
        for found in grouped.values():
            found.sort(key=lambda finding: (order.get(finding.assertion, len(order)), finding.assertion))
        return grouped

    def register_order(self, deviation: Deviation) -> tuple[int, str, int, str]:
        """Worst first, then by assertion, then as landed."""
        change = self.changes.get(deviation.subject)
        place = change.ordinal if change else -1
        return (-int(deviation.outcome), deviation.assertion, place, deviation.id)

    @cached_property
    def single_source(self) -> bool:
        """Whether any repository's listing rests on one reading alone."""
        return any(not reconciliation.second_source for reconciliation in self.view.manifest.reconciliations)

    @cached_property
    def total(self) -> Counted:
        """The number of changes of the population."""
        return self.figures.count("population.changes", "changes")

    @cached_property
    def evidenced(self) -> Counted:
        """The number of changes with recorded AI involvement."""
        where = ("state", "is", "ai_evidenced")
        return self.figures.count("ai.evidenced", "involvements", where, of=self.total)

    def tally(self, assertion: str, field: str) -> Counted:
        """One count of an assertion, with its total as denominator."""
        where = ("assertion", "is", assertion)
        total = self.figures.count(f"tally.{assertion}.total", "tallies", where, measure="sum total")
        if field == "total":
            return total
        return self.figures.count(
            f"tally.{assertion}.{field}", "tallies", where, measure=f"sum {field}", of=total
        )

    def declared(self, assertion: str) -> tuple[Declaration, ...]:
        """Management's statements about an assertion."""
        return tuple(item for item in self.declarations if item.assertion == assertion)

    def operated(self, assertion: str) -> bool:
        """Whether management declares a control of this assertion operated for any time and repository."""
        return any(item.operation is Operation.OPERATED for item in self.declared(assertion))

    @cached_property
    def checks(self) -> Mapping[str, StatusCheck]:
        """Status checks by the id of their record."""
        return {check.id: check for check in self.view.checks}

    @cached_property
    def content_tests(self) -> frozenset[str]:
        """The tests of whether what was approved is what landed."""
        return frozenset(item.id for item in self.catalog.assertions if item.check == CONTENT_CHECK)

    @cached_property
    def proofs(self) -> Mapping[str, tuple[str, ...]]:
        """What each finding rests on, by its id: ids of records."""
        return {finding.id: finding.evidence for finding in self.evaluation.findings}

    def meaning(self, assertion: str, reason: str) -> Text:
        """Why an outcome is what it is, in the check's words; the slug alone where there are none."""
        words = self.presentation.reasons.get(assertion, {}).get(reason, "")
        return (plain(words),) if words else (code(reason, 80),)

    def tested(self, deviation: Deviation) -> Text:
        """The subject of a line of the register, with what its finding rests on.

        That are the status checks, or the files that the deciding approval is not of.
        """
        proofs = self.proofs.get(deviation.finding, ())
        bindings = cited_bindings([self.reviews_by_id.get(record) for record in proofs])
        if deviation.assertion in self.content_tests and bindings and (files := unapproved(bindings[0])):
            return say("{subject}; {files}", subject=self.subject(deviation.subject), files=files)
        found = [self.checks[record] for record in proofs if record in self.checks]
        if not found:
            return self._stated(deviation)
        results = [
            say("{name} {conclusion}", name=foreign(check.name, 60), conclusion=code(check.conclusion, 30))
            for check in found[:_CHECKS]
        ]
        if len(found) > _CHECKS:
            results.append(say("others, in {file}", file=code("findings.json")))
        return say(
            "{subject}; check: {results}", subject=self.subject(deviation.subject), results=join(results)
        )

    def _stated(self, deviation: Deviation) -> Text:
        """The subject of a line: one that a test listed itself by what the test calls it."""
        if deviation.subject in self.changes or deviation.subject.startswith("repository:"):
            return self.subject(deviation.subject)
        person = self.view.people.get(deviation.subject.removeprefix("person:"))
        return (named(person, 60),) if person is not None else (foreign(deviation.label, 90),)

    def person(self, actor: Actor | None) -> Text:
        """An actor: the printed name of a person as a quotation, the slug of an agent or robot."""
        if actor is None:
            return (plain("not recorded"),)
        if actor.kind is ActorKind.PERSON and actor.id in self.view.people:
            return (named(self.view.people[actor.id], 60),)
        return (code(actor.id),)

    def subject(self, subject: str) -> Text:
        """A change by its label and title, or a repository by its name."""
        change = self.changes.get(subject)
        if change is None:
            return (code(subject),)
        label = self.label(change)
        title = self.view.titles.get(change.id, "")
        return say("{label} {title}", label=label, title=foreign(title, 90)) if title else (label,)

    def label(self, change: Change) -> Span:
        """What people call a change, with its repository when the run has several."""
        several = len(self.view.manifest.repositories) > 1
        return code(f"{change.repository} {change.label}" if several else change.label)

    def more(self, name: str, records: str, *where: tuple[str, str, str], shown: int = LISTED) -> Text:
        """What a bounded table leaves out, empty when it shows everything."""
        rest = self.figures.count(name, records, *where, measure=f"beyond {shown}")
        return (
            say("and {rest} more in {file}", rest=rest.count, file=code(_file(records))) if rest.value else ()
        )


def _file(records: str) -> str:
    stored = {
        "gaps", "changes", "signals", "reviews", "checks", "comprehension", "metrics", "touches", "coverage",
        "involvements", "events", "comments", "pushes", "branch_rules", "rule_suites", "deployments",
        "permissions", "agent_tasks",
    }  # fmt: skip
    if records in stored:
        return f"records/{records.replace('_', '-')}.jsonl"
    if records == "bound_changes":
        return "population.csv"
    if records == "line_records":
        return "records/line-records.jsonl"
    if records in ("runs", "differences"):
        return "selection.json"
    found = {
        "findings",
        "deviations",
        "tallies",
        "principals",
        "register_entries",
        "namings",
        "placements",
        "inventory",
        "answers",
        "stops",
        "earlier",
    }
    return "findings.json" if records in found else "manifest.json"


def books(view: RunView, evaluation: Evaluation, catalog: Catalog) -> FigureBook:
    """A figure book over everything that can be counted."""
    manifest = view.manifest
    lines = tuple(
        CountLine(repository=item.repository, line=number, what=line.what, count=line.count)
        for item in manifest.reconciliations
        for number, line in enumerate(item.counts, 1)
    )
    records: dict[str, Sequence[Record]] = {
        "changes": view.changes,
        "involvements": view.involvements,
        "signals": view.signals,
        "reviews": view.reviews,
        "checks": view.checks,
        "comprehension": view.comprehension,
        "metrics": view.metrics,
        "gaps": view.gaps,
        "touches": view.touches,
        "coverage": view.coverage,
        "events": view.events,
        "comments": view.comments,
        "pushes": view.pushes,
        "branch_rules": view.branch_rules,
        "rule_suites": view.rule_suites,
        "deployments": view.deployments,
        "permissions": view.permissions,
        "agent_tasks": view.agent_tasks,
        "line_records": view.line_records,
        "findings": evaluation.findings,
        "tallies": evaluation.tallies,
        "deviations": evaluation.deviations,
        "principals": evaluation.principals,
        "register_entries": evaluation.register_entries,
        "namings": evaluation.namings,
        "placements": evaluation.placements,
        "inventory": evaluation.inventory,
        "answers": evaluation.answers,
        "stops": evaluation.stops,
        "earlier": evaluation.earlier,
        "bound_changes": bound_changes(view, evaluation, catalog),
        "repositories": manifest.repositories,
        "reconciliations": manifest.reconciliations,
        "counts": lines,
        "watched": tuple(
            WatchedLine(repository=scope.name, **item.model_dump())
            for scope in manifest.repositories
            for item in scope.watched
        ),
        "rules": manifest.rules,
        "overridden": manifest.overridden,
        "pack_changes": catalog.changes,
        "files": manifest.files,
        "runs": view.runs,
        "differences": view.differences,
    }
    return FigureBook(records)


def alike(items: Iterable[Deviation]) -> list[tuple[tuple[str, str], list[Deviation]]]:
    """Lines of the register with the same reason and the same fact, together, in the order of the first."""
    groups: dict[tuple[str, str], list[Deviation]] = {}
    for item in items:
        groups.setdefault((item.reason, item.message), []).append(item)
    return list(groups.items())


def fact(value: Outcome) -> str:
    """An outcome as what it says of the test's statement, which needs no declared control."""
    said = {Outcome.MET: "holds", Outcome.DEVIATION: "does not hold"}
    return said.get(value) or outcome(value)


def outcome(value: Outcome) -> str:
    """An outcome as printed."""
    return {
        Outcome.NOT_APPLICABLE: "not applicable",
        Outcome.MET: "met",
        Outcome.NEEDS_REVIEW: "needs review",
        Outcome.INDETERMINATE: "indeterminate",
        Outcome.DEVIATION: "deviation",
    }[value]
