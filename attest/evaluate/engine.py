"""Every assertion for every subject. Pure: the same run, catalog and declarations give the same findings.

A subject is never dropped. What a check cannot look at, and what a check fails on, is a finding.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from attest.evaluate.check import ChangeCheck, Check, Reason, RepositoryCheck, Settings, Verdict
from attest.evaluate.declared import Declared
from attest.evaluate.facts import ChangeFacts, Facts, Register, RepositoryFacts
from attest.evaluate.named import aside, by_trailers
from attest.evaluate.namings import namings
from attest.evaluate.principals import observe
from attest.evaluate.register import Result, deviations, tally
from attest.evaluate.registry import CHECKS, fitting
from attest.model.commit import Commit
from attest.model.control import Assertion, Catalog, Declaration
from attest.model.evidence import RunView
from attest.model.finding import Evaluation, Finding, Outcome
from attest.model.population import Gap
from attest.model.signal import AiState

REASONS = {
    "no-changes": Reason(
        Outcome.NOT_APPLICABLE, "The branch has no change in the period, and both of its tips are proven."
    ),
    "population-not-proven": Reason(
        Outcome.INDETERMINATE,
        "No change is on record for the period, and a tip of the branch is not proven, so there may be some.",
    ),
    "not-ai-evidenced": Reason(
        Outcome.NOT_APPLICABLE, "The record holds no evidence of AI involvement in this change."
    ),
    "involvement-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether AI was involved could not be read, so whether the test applies is open.",
    ),
    "not-agent-authority": Reason(
        Outcome.NOT_APPLICABLE, "The change touches no file that decides what agents may do."
    ),
    "agent-authority-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether the change touches such a file could not be read, so whether the test applies is open.",
    ),
    "source-not-connected": Reason(
        Outcome.INDETERMINATE, "A source that the test needs was not connected: nobody looked."
    ),
    "evidence-missing": Reason(
        Outcome.INDETERMINATE,
        "The result rests on something not being there, in a source that could not be read to the end.",
    ),
    "check-failed": Reason(
        Outcome.INDETERMINATE, "The check itself failed on this subject. The subject stays in the count."
    ),
}
"""Reasons that the engine gives in place of any check."""

_REVIEWS = "reviews"
_DISCLOSING = "pull-requests"
"""The source, beside git, in whose text authors disclose AI involvement."""

_HIDES = {
    "reviews-incomplete": ("reviews", "comprehension"),
    "checks-incomplete": ("checks",),
    "pull-incomplete": ("pull-requests",),
    # After these a record is there whole, or the change itself says what is not known.
    "pulls-incomplete": (),
    "pull-unlisted": (),
    "pull-commits-incomplete": (),
    "required-checks-unknown": (),
    "several-pull-requests": (),
    "null-user": (),
}
"""What a forge's gap may hide, by its kind. Any other kind, a new one too, may hide anything."""


def evaluate(
    catalog: Catalog,
    declarations: Sequence[Declaration],
    view: RunView,
    as_of: str,
    *,
    checks: Sequence[Check] = CHECKS,
    register: Register | None = None,
    commits: Iterable[Commit] = (),
) -> Evaluation:
    """Findings in the order of the catalog's assertions, then repository and landing; and the agents seen.

    A change-level assertion has one finding for each change; a repository without changes has one
    finding of its own, so that an empty population shows. `register` is what management declares of
    agents; `commits` are those that an agent authored or that revert something, others may be left out.

    Raises:
        CatalogError: An assertion names a check that does not exist or is of the other kind.
    """
    known = {check.id: check for check in checks}
    facts = Facts(view, register)
    changes = tuple(facts.changes())
    repositories = tuple(facts.repositories())
    results: list[Result] = []
    tallies = []
    for assertion in catalog.assertions:
        check = fitting(assertion, known)
        declared = Declared(assertion, declarations, view.manifest.period)
        found = tuple(_results(assertion, check, declared, changes, repositories))
        results += found
        tallies.append(tally(assertion.id, found))
    lines = deviations(results)
    observed = observe(changes, commits, lines, register)
    return Evaluation(
        findings=tuple(result.finding for result in results),
        tallies=tuple(tallies),
        deviations=lines,
        as_of=as_of,
        principals=observed.principals,
        register_declared=register is not None,
        register_entries=observed.entries,
        namings=namings(changes),
    )


def _results(
    assertion: Assertion,
    check: Check,
    declared: Declared,
    changes: Sequence[ChangeFacts],
    repositories: Sequence[RepositoryFacts],
) -> Iterator[Result]:
    if isinstance(check, RepositoryCheck):
        for repository in repositories:
            declaration, settings = declared.for_repository(repository.name)
            verdict, outcome = _judge(check, repository.subject, partial(check.run, repository, settings))
            yield _result(assertion, repository.subject, repository.name, verdict, outcome, declaration)
        return
    if not isinstance(check, ChangeCheck):
        raise TypeError(f"check {check.id} is of no known kind")
    for facts in changes:
        declaration, settings = declared.for_change(facts.change)
        verdict, outcome = _judge_change(assertion, check, facts, settings)
        yield _result(assertion, facts.change.id, facts.change.label, verdict, outcome, declaration)
    for repository in repositories:
        if not repository.changes:
            declaration, _ = declared.for_repository(repository.name)
            verdict = _empty(repository)
            outcome = REASONS[verdict.reason].outcome
            yield _result(assertion, repository.subject, repository.name, verdict, outcome, declaration)


def _judge_change(
    assertion: Assertion, check: ChangeCheck, facts: ChangeFacts, settings: Settings
) -> tuple[Verdict, Outcome]:
    verdict = None
    if assertion.applies_to == "ai_assisted":
        verdict = _outside_ai_population(check, facts)
    elif assertion.applies_to == "agent_authority":
        verdict = _outside_agent_authority(facts)
    run = check.run
    if verdict is None and _is_by_trailers(check, facts, settings):
        run = check.run_by_trailers or run
    elif verdict is None:
        verdict = _unconnected(check, facts)
    if verdict is not None:
        return verdict, REASONS[verdict.reason].outcome
    verdict, outcome = _judge(check, facts.change.id, partial(run, facts, settings))
    reason = check.reasons.get(verdict.reason)
    sought = frozenset((*check.sources, *check.consulted))
    unread = _unread(sought, facts.gaps) if reason is not None and reason.absence else ()
    if unread:
        message = f"{verdict.message} A source of this change could not be read to the end."
        verdict = Verdict("evidence-missing", message, (*verdict.evidence, *(gap.id for gap in unread)))
        outcome = Outcome.INDETERMINATE
    return verdict, outcome


def _judge(check: Check, subject: str, ask: Callable[[], Verdict]) -> tuple[Verdict, Outcome]:
    """The check's verdict, and the outcome its reason stands for.

    Any fault of a check, of ours or of a plug-in, is caught here and nowhere else: one subject must
    not be able to end an audit or leave its count. The fault's text is left out, as it may hold names.
    """
    try:
        verdict = ask()
        return verdict, check.reasons[verdict.reason].outcome
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - becomes a counted finding
        message = f"The check {check.id}, version {check.version}, failed here: {type(fault).__name__}."
        return Verdict("check-failed", message, (subject,)), Outcome.INDETERMINATE


def _outside_ai_population(check: ChangeCheck, facts: ChangeFacts) -> Verdict | None:
    """The verdict on a change that has no evidence of AI involvement, `None` for one that has.

    Authors disclose in pull requests. Where none was read, silence of git takes no change out of the
    test, a robot's neither: its name is text that whoever commits can type, and agents commit by it.
    """
    involvement = facts.involvement
    if involvement is not None and involvement.state is AiState.AI_EVIDENCED:
        return None
    if _DISCLOSING in facts.not_connected:
        missing = _missing((_DISCLOSING, *check.sources), facts)
        message = (
            f"Source not connected: {missing}. "
            "Git alone shows no evidence of AI involvement; whether the test applies is open."
        )
        return Verdict("source-not-connected", message, (facts.change.id,))
    if involvement is None or involvement.state is AiState.UNKNOWN:
        message = "Whether AI was involved in this change could not be read."
        return Verdict("involvement-unknown", message, (facts.change.id,))
    unread = _unread(frozenset({_DISCLOSING}), facts.gaps)
    if unread:
        message = "No evidence of AI involvement was found, in a pull request that was not read to the end."
        return Verdict("involvement-unknown", message, (involvement.id, *(gap.id for gap in unread)))
    message = "No evidence of AI involvement was found in this change."
    return Verdict("not-ai-evidenced", message, (involvement.id,))


def _outside_agent_authority(facts: ChangeFacts) -> Verdict | None:
    """The verdict on a change that does not touch what agents may do, `None` for one that does."""
    authority = facts.authority
    if authority.touched:
        return None
    if not authority.watched:
        message = "Whether the change touches files that decide what agents may do was not recorded."
        return Verdict("agent-authority-unknown", message, (facts.change.id,))
    if authority.unread:
        message = "A file that may decide what agents may do could not be read in this change."
        return Verdict("agent-authority-unknown", message, authority.unread)
    message = "The change touches no file that decides what agents may do."
    return Verdict("not-agent-authority", message, (facts.change.id,))


def _unconnected(check: ChangeCheck, facts: ChangeFacts) -> Verdict | None:
    missing = _missing(check.sources, facts)
    if not missing:
        return None
    message = f"Source not connected: {missing}."
    evidence: tuple[str, ...] = (facts.change.id,)
    declared = aside(facts) if _REVIEWS in check.sources and _REVIEWS in facts.not_connected else None
    if declared is not None:
        message, evidence = f"{message} {declared.message}", (*evidence, *declared.evidence)
    return Verdict("source-not-connected", message, evidence)


def _is_by_trailers(check: ChangeCheck, facts: ChangeFacts, settings: Settings) -> bool:
    """Whether commit messages decide: the forge's reviews, where they were read, go before them."""
    return check.run_by_trailers is not None and by_trailers(settings) and _REVIEWS in facts.not_connected


def _missing(sources: Sequence[str], facts: ChangeFacts) -> str:
    """The sources that were not connected, each once, in the order given."""
    return ", ".join(source for source in dict.fromkeys(sources) if source in facts.not_connected)


def _unread(sought: frozenset[str], gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The forge's gaps that may hide something of the sources sought."""
    return tuple(
        gap for gap in gaps if gap.source == "forge" and sought.intersection(_HIDES.get(gap.kind, sought))
    )


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
