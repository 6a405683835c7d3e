"""Every assertion for every subject. Pure: the same run, catalog and declarations give the same findings.

A subject is never dropped. What a check cannot look at, and what a check fails on, is a finding.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from attest.evaluate.check import ChangeCheck, Check, ItemCheck, RepositoryCheck, Verdict
from attest.evaluate.declared import Declared
from attest.evaluate.dispositions import by_line, lay_beside
from attest.evaluate.facts import Facts, Register, RepositoryFacts
from attest.evaluate.judging import REASONS, judge, judge_change, judge_item, listed, unlisted
from attest.evaluate.namings import namings
from attest.evaluate.principals import observe
from attest.evaluate.register import Result, deviations, tally
from attest.evaluate.registry import CHECKS, fitting
from attest.evaluate.run_facts import RUN, Item, RunFacts
from attest.model.commit import Commit
from attest.model.control import Assertion, Catalog, Declaration
from attest.model.disposition import Disposition
from attest.model.evidence import RunView
from attest.model.finding import Evaluation, Finding, Outcome
from attest.model.placement import PlacementRules

_LAST = 2
"""Turn of a test whose subjects are the lines of the register of all others."""


def evaluate(
    catalog: Catalog,
    declarations: Sequence[Declaration],
    view: RunView,
    as_of: str,
    *,
    checks: Sequence[Check] = CHECKS,
    register: Register | None = None,
    placing: PlacementRules | None = None,
    commits: Iterable[Commit] = (),
    dispositions: Sequence[Disposition] | None = None,
) -> Evaluation:
    """Findings in the order of the catalog's assertions, then repository and landing; and the agents seen.

    A change-level assertion has one finding for each change; a repository without changes has one
    finding of its own, so that an empty population shows, and so has the run where a test lists its
    own population and finds none. `register` is what management declares of
    agents, `placing` what it declares of systems, tiers and strata; `commits` are those that an agent
    authored or that revert something, others may be left out;
    `dispositions` are management's answers to deviations, which no test reads but that of the answers.

    Raises:
        CatalogError: An assertion names a check that does not exist or is of the other kind.
    """
    known = {check.id: check for check in checks}
    facts = Facts(view, register, placing, as_of)
    whole = _whole(facts, view, as_of, register)
    fitted = [(assertion, fitting(assertion, known)) for assertion in catalog.assertions]
    found: dict[str, tuple[Result, ...]] = {}
    for assertion, check in sorted(fitted, key=lambda pair: _turn(pair[1])):
        if _turn(check) == _LAST:
            whole = _with_register(whole, found, dispositions)
        declared = Declared(assertion, declarations, view.manifest.period)
        found[assertion.id] = tuple(_results(assertion, check, declared, _with_results(whole, check, found)))
    results = [result for assertion in catalog.assertions for result in found[assertion.id]]
    tallies = [tally(assertion.id, found[assertion.id]) for assertion in catalog.assertions]
    lines = deviations(results)
    findings = tuple(result.finding for result in results)
    observed = observe(whole.changes, commits, lines, register)
    return Evaluation(
        findings=findings,
        tallies=tuple(tallies),
        deviations=lines,
        as_of=as_of,
        principals=observed.principals,
        register_declared=register is not None,
        register_entries=observed.entries,
        namings=namings(whole.changes),
        placements=tuple(one.placement.record(one.change) for one in whole.changes),
        inventory=placing.entries if placing is not None else (),
        dispositions_given=dispositions is not None,
        answers=lay_beside(dispositions or (), lines, findings, view, as_of),
    )


def _whole(facts: Facts, view: RunView, as_of: str, register: Register | None) -> RunFacts:
    changes = tuple(facts.changes())
    return RunFacts(
        view=view,
        changes=changes,
        repositories=tuple(facts.repositories()),
        by_change={one.change.id: one for one in changes},
        not_connected=facts.not_connected,
        handed=facts.handed,
        gaps=tuple(gap for gap in view.gaps if not gap.not_connected),
        as_of=as_of,
        register=register,
    )


def _turn(check: Check) -> int:
    """What builds on outcomes of others comes after them; nothing builds on what does so itself."""
    if isinstance(check, ItemCheck) and check.of_register:
        return _LAST
    return int(bool(_builds_on(check)))


def _with_register(
    whole: RunFacts, found: dict[str, tuple[Result, ...]], dispositions: Sequence[Disposition] | None
) -> RunFacts:
    """The run with the register as the tests before have it, and management's answers to its lines."""
    results = [result for results in found.values() for result in results]
    lines = deviations(results)
    missing = frozenset({"dispositions"} if dispositions is None else ())
    findings = [result.finding for result in results]
    return replace(
        whole,
        lines=lines,
        answers=by_line(lay_beside(dispositions or (), lines, findings, whole.view, whole.as_of), whole.view),
        not_connected=whole.not_connected | missing,
    )


def _builds_on(check: Check) -> tuple[str, ...]:
    return check.builds_on if isinstance(check, ItemCheck) else ()


def _with_results(whole: RunFacts, check: Check, found: dict[str, tuple[Result, ...]]) -> RunFacts:
    """The run with the outcomes that a check builds on, as far as they were evaluated."""
    asked = _builds_on(check)
    if not asked:
        return whole
    outcomes = {
        (assertion, result.finding.subject): result.finding.outcome
        for assertion in asked
        for result in found.get(assertion, ())
    }
    return replace(whole, results=outcomes)


def _results(assertion: Assertion, check: Check, declared: Declared, whole: RunFacts) -> Iterator[Result]:
    if isinstance(check, ItemCheck):
        return _item_results(assertion, check, declared, whole)
    if isinstance(check, RepositoryCheck):
        return _repository_results(assertion, check, declared, whole)
    if isinstance(check, ChangeCheck):
        return _change_results(assertion, check, declared, whole)
    raise TypeError(f"check {check.id} is of no known kind")


def _item_results(
    assertion: Assertion, check: ItemCheck, declared: Declared, whole: RunFacts
) -> Iterator[Result]:
    population = Item(RUN, "the run")
    declaration, _ = declared.for_item(population)
    items: tuple[Item, ...] = ()
    verdict = unlisted(check, whole)
    if verdict is None:
        items, verdict = listed(check, whole)
    if verdict is not None:
        outcome = REASONS[verdict.reason].outcome
        yield _result(assertion, population.subject, population.label, verdict, outcome, declaration)
    for item in items:
        declaration, settings = declared.for_item(item)
        verdict, outcome = judge_item(check, item, whole, settings)
        yield _result(assertion, item.subject, item.label, verdict, outcome, declaration)


def _repository_results(
    assertion: Assertion, check: RepositoryCheck, declared: Declared, whole: RunFacts
) -> Iterator[Result]:
    for repository in whole.repositories:
        declaration, settings = declared.for_repository(repository.name)
        verdict, outcome = judge(check, repository.subject, partial(check.run, repository, settings))
        yield _result(assertion, repository.subject, repository.name, verdict, outcome, declaration)


def _change_results(
    assertion: Assertion, check: ChangeCheck, declared: Declared, whole: RunFacts
) -> Iterator[Result]:
    for facts in whole.changes:
        declaration, settings = declared.for_change(facts.change)
        verdict, outcome = judge_change(assertion, check, facts, settings)
        yield _result(assertion, facts.change.id, facts.change.label, verdict, outcome, declaration)
    for repository in whole.repositories:
        if not repository.changes:
            declaration, _ = declared.for_repository(repository.name)
            verdict = _empty(repository)
            outcome = REASONS[verdict.reason].outcome
            yield _result(assertion, repository.subject, repository.name, verdict, outcome, declaration)


def _empty(repository: RepositoryFacts) -> Verdict:
    if repository.tips_proven:
        return Verdict("no-changes", "The branch has no change in the period.", (repository.subject,))
    message = "No change is on record for the period, and a tip of the branch is not proven."
    return Verdict("population-not-proven", message, (repository.subject,))


def _result(
    assertion: Assertion,
    subject: str,
    label: str,
    verdict: Verdict,
    outcome: Outcome,
    declaration: Declaration | None,
) -> Result:
    finding = Finding(
        id=f"{assertion.id}:{subject}",
        assertion=assertion.id,
        subject=subject,
        outcome=outcome,
        reason=verdict.reason,
        message=verdict.message,
        evidence=verdict.evidence,
        declared=declaration is not None,
    )
    return Result(finding, label, declaration.control if declaration is not None else "")
