"""What is tested of each item of a sample, and what the results support for the population."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any

from attest.errors import UsageError
from attest.evaluate.sampling import WHOLE, cell
from attest.evaluate.statistics import finite_upper_limit, probability, upper_limit
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Evaluation, Finding, Outcome, roll_up
from attest.model.sample import (
    Allocation,
    AttributeResult,
    Bought,
    BoughtTable,
    Counts,
    Draw,
    Mark,
    Plan,
    SizeBasis,
)

TABLE = 5
"""Numbers of deviations, from none, that the table of what a sample supports goes through."""
RATES = ("10", "5")
"""Rates in percent below which a sample without a deviation is said to show the rate, and how surely."""
_UNDECIDED = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question to each change, and the assertions that decide it where the run has them."""

    letter: str
    title: str
    meaning: str
    tests: tuple[str, ...]


STANDARD = (
    Attribute("A", "Authorised", "asked for by somebody entitled, before it was built", ("CHG-01",)),
    Attribute(
        "B",
        "Documented",
        "reason, description, impact on security and way back are on record",
        ("CHG-02", "CHG-03", "CHG-04"),
    ),
    Attribute("C", "Tested", "tested at its final revision, before release", ("TST-01", "TST-02")),
    Attribute(
        "D",
        "Independently reviewed",
        "by a person who is none of its authors, at its final revision, before the merge",
        ("REV-01", "REV-02", "REV-03"),
    ),
    Attribute(
        "E", "Approved for production", "by somebody entitled, before it was deployed", ("REV-06", "DEP-03")
    ),
    Attribute(
        "F",
        "Deployed with separated duties",
        "what was approved is what was deployed, and no one person made, approved and deployed it",
        ("DEP-01", "DEP-02"),
    ),
    Attribute(
        "G", "Emergency path", "where it was an emergency, the path for those was followed", ("EMG-01",)
    ),
    Attribute("H", "AI involvement disclosed", "tool, model, sponsor and extent are stated", ("CMP-07",)),
    Attribute("I", "Comprehension", "the approver left evidence of comprehension", ("CMP-01",)),
)


def attributes(catalog: Catalog, assertions: Sequence[str]) -> tuple[Attribute, ...]:
    """The standard attributes, or one for each assertion that is named.

    Raises:
        UsageError: An assertion is not in the packs.
    """
    if not assertions:
        return STANDARD
    known = {assertion.id: assertion for assertion in catalog.assertions}
    for name in assertions:
        if name not in known:
            raise UsageError(
                f"no such assertion in the packs in force: {name[:40]!r}",
                where="--assertion",
                hint=f"use one of {', '.join(known)}",
            )
    return tuple(
        Attribute(str(place), known[name].title, known[name].statement, (name,))
        for place, name in enumerate(dict.fromkeys(assertions), 1)
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum that results are told of, or the whole."""

    name: str
    size: int
    population: int


class Matrix:
    """The marks of every change, from the findings of a run."""

    def __init__(
        self,
        chosen: Sequence[Attribute],
        view: RunView,
        evaluation: Evaluation,
        strata: Mapping[str, str] | None = None,
    ) -> None:
        """`strata` gives the stratum of each change where results are told by stratum."""
        self._strata = strata or {}
        wanted = {test for attribute in chosen for test in attribute.tests}
        self._attributes = tuple(chosen)
        self._changes = {cell(change.id): change.id for change in view.changes}
        known = set(self._changes.values())
        self._findings: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
        self._seen: set[str] = set()
        for finding in evaluation.findings:
            if finding.assertion in wanted and finding.subject in known:
                self._findings[finding.subject, finding.assertion].append(finding)
                self._seen.add(finding.assertion)
        self._register = {line.finding: line.id for line in evaluation.deviations}
        recorded = (view.reviews, view.checks, view.events, view.comments, view.comprehension)
        self._of_forge = {record.id for records in recorded for record in records}

    def tests(self, attribute: Attribute) -> tuple[str, ...]:
        """The assertions that say something of changes in this run."""
        return tuple(test for test in attribute.tests if test in self._seen)

    def change(self, key: str) -> str:
        """The id of the change that a change key of the population stands for."""
        return self._changes[key]

    def marks(self, key: str) -> tuple[Mark, ...]:
        """The marks of a change by its change key, in the order of the attributes."""
        change = self.change(key)
        return tuple(self._mark(attribute, change) for attribute in self._attributes)

    def _mark(self, attribute: Attribute, change: str) -> Mark:
        found = [finding for test in attribute.tests for finding in self._findings.get((change, test), ())]
        if not found:
            return Mark(outcome=_UNDECIDED)
        worst = [item for item in found if item.outcome > Outcome.MET]
        evidence = {record for item in found for record in item.evidence}
        return Mark(
            outcome=roll_up([item.outcome for item in found]).word,
            source="forge" if evidence & self._of_forge else "git",
            register_ids=tuple(
                self._register[item.id]
                for item in worst
                if item.id in self._register and item.outcome is Outcome.DEVIATION
            ),
            messages=tuple(f"{item.assertion} {item.message}" for item in worst),
        )

    def results(self, draw: Draw) -> tuple[AttributeResult, ...]:
        """Each attribute over the sample and over the population, with what the sample supports.

        Strata are pooled where each has its share of the sample; else each has results of its own.
        """
        return tuple(result for part in parts(draw) for result in self._results(draw, part))

    def _results(self, draw: Draw, part: Part) -> Iterator[AttributeResult]:
        items = [item for item in draw.tested if part.name in (WHOLE, item.stratum)]
        sample = [self.marks(item.key) for item in items]
        whole = [
            self.marks(change) for change in self._changes if self._strata.get(change, WHOLE) == part.name
        ]
        for place, attribute in enumerate(self._attributes):
            yield AttributeResult(
                stratum=part.name,
                letter=attribute.letter,
                title=attribute.title,
                meaning=attribute.meaning,
                tests=self.tests(attribute),
                **_supported(draw.plan, _column(sample, place), _column(whole, place)),
            )


def _column(rows: Iterable[Sequence[Mark]], place: int) -> Counts:
    counted = Counter(row[place].outcome for row in rows)
    return Counts(
        total=counted.total(),
        met=counted["met"],
        deviation=counted["deviation"],
        indeterminate=counted["indeterminate"] + counted["needs_review"],
        not_applicable=counted["not_applicable"],
        undecided=counted[_UNDECIDED],
    )


def _supported(plan: Plan | None, sample: Counts, population: Counts) -> dict[str, Any]:
    """The counts, and the limit they lead to."""
    limit = None
    if plan is not None and sample.applicable:
        # What is open may deviate: where it was left out, a source that nobody connected would look well.
        worst = sample.deviation + sample.indeterminate
        limit = bought(plan, worst, sample.applicable, population.applicable)
    return {"sample": sample, "population": population, "bought": limit}


def parts(draw: Draw) -> tuple[Part, ...]:
    """What results are told of: the whole, or each stratum where the plan holds for each."""
    plan = draw.plan
    if plan is None or plan.wanted.allocation is Allocation.PROPORTIONAL or not plan.wanted.by:
        return (Part(WHOLE, len(draw.tested), draw.population_size),)
    return tuple(Part(item.name, item.size, item.population) for item in plan.strata)


def tables(draw: Draw) -> tuple[BoughtTable, ...]:
    """What a sample supports with no deviation, with one, and so on; none without a random sample."""
    plan = draw.plan
    if plan is None:
        return ()
    return tuple(
        BoughtTable(
            stratum=part.name,
            size=part.size,
            population=part.population,
            rows=tuple(
                bought(plan, found, part.size, part.population) for found in range(min(TABLE, part.size + 1))
            ),
            below=tuple(
                (rate, percent(1 - probability(0, part.size, Fraction(rate) / 100), down=True))
                for rate in RATES
            ),
        )
        for part in parts(draw)
        if part.size
    )


def bought(plan: Plan, deviations: int, size: int, population: int) -> Bought:
    """What so many deviations in so many items say of a population, at the confidence of the plan."""
    confidence = Fraction(plan.wanted.confidence) / 100
    tolerable = Fraction(plan.wanted.tolerable) / 100
    limit = upper_limit(deviations, size, confidence)
    finite = finite_upper_limit(deviations, size, population, confidence)
    rate = Fraction(finite, population)
    return Bought(
        deviations=deviations,
        limit=percent(limit),
        finite=finite,
        finite_limit=percent(rate),
        supports=_supports(plan.wanted.basis, limit, finite, tolerable, population),
    )


def _supports(basis: SizeBasis, limit: Fraction, finite: int, tolerable: Fraction, population: int) -> bool:
    """As sizes are found: the limit of an endless population may reach the rate, whole items may not."""
    if basis is SizeBasis.ENDLESS:
        return limit <= tolerable
    return Fraction(finite, population) < tolerable


def percent(rate: Fraction, *, down: bool = False) -> str:
    """A rate in percent with two decimals, rounded up; `down` rounds a confidence the other way."""
    exact = Decimal(rate.numerator) * 100 / Decimal(rate.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_FLOOR if down else ROUND_CEILING))
