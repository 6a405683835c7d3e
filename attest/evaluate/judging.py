"""One check asked about one subject: its verdict, or the engine's own where the check cannot speak."""

from collections.abc import Callable, Sequence
from functools import partial

from attest.evaluate.check import ChangeCheck, Check, ItemCheck, Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.handed import hides
from attest.evaluate.named import aside, by_trailers
from attest.evaluate.run_facts import RUN, Item, RunFacts
from attest.model.control import Assertion
from attest.model.finding import Outcome
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
    "no-items": Reason(
        Outcome.NOT_APPLICABLE,
        "There is no subject of the test's kind on record, in sources that were read to the end.",
    ),
    "items-incomplete": Reason(
        Outcome.INDETERMINATE,
        "A source that the test's subjects are listed from could not be read to the end: there may be more.",
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


def judge_change(
    assertion: Assertion, check: ChangeCheck, facts: ChangeFacts, settings: Settings
) -> tuple[Verdict, Outcome]:
    """What an assertion comes to for one change, its population and its sources included."""
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
    verdict, outcome = judge(check, facts.change.id, partial(run, facts, settings))
    return _resting(check, verdict, outcome, facts.gaps)


def _resting(
    check: Check, verdict: Verdict, outcome: Outcome, gaps: Sequence[Gap]
) -> tuple[Verdict, Outcome]:
    """The verdict, or that it rests on something not being there in a source that was not read to the end."""
    reason = check.reasons.get(verdict.reason)
    sought = frozenset((*check.sources, *check.consulted))
    unread = _unread(sought, gaps) if reason is not None and reason.absence else ()
    if not unread:
        return verdict, outcome
    message = f"{verdict.message} A source of this {_noun(check)} could not be read to the end."
    evidence = (*verdict.evidence, *(gap.id for gap in unread))
    return Verdict("evidence-missing", message, evidence), Outcome.INDETERMINATE


def _noun(check: Check) -> str:
    return "change" if isinstance(check, ChangeCheck) else "subject"


def unlisted(check: ItemCheck, whole: RunFacts) -> Verdict | None:
    """Why the subjects of a test cannot be listed at all, or `None`."""
    missing = _absent(check.sources, whole.not_connected)
    return Verdict("source-not-connected", f"Source not connected: {missing}.", (RUN,)) if missing else None


def listed(check: ItemCheck, whole: RunFacts) -> tuple[tuple[Item, ...], Verdict | None]:
    """The subjects of a test, and what is to be said of the whole of them."""
    try:
        items = tuple(check.items(whole))
    except MemoryError:
        raise
    except Exception as fault:  # noqa: BLE001 - becomes a counted finding
        return (), _failed(check, fault, (RUN,))
    unread = _unread(frozenset(check.listed_from), whole.gaps) if check.listed_from else ()
    if unread:
        message = (
            f"Subjects on record: {len(items)}. A source that they are listed from was not read to the end."
        )
        return items, Verdict("items-incomplete", message, tuple(gap.id for gap in unread))
    unseen = _unseen(check, whole)
    if unseen:
        message = f"Subjects on record: {len(items)}. Changes without a source: {len(unseen)}."
        return items, Verdict("items-incomplete", message, unseen)
    if not items:
        return (), Verdict("no-items", "Subjects on record: 0.", (RUN,))
    return items, None


def _unseen(check: ItemCheck, whole: RunFacts) -> tuple[str, ...]:
    """The changes, of several runs that are read as one, whose own run had not connected a source."""
    sources = frozenset(check.sources)
    return tuple(one.change.id for one in whole.changes if not sources.isdisjoint(one.not_connected))


def judge_item(check: ItemCheck, item: Item, whole: RunFacts, settings: Settings) -> tuple[Verdict, Outcome]:
    """What a check comes to for one of the subjects that it listed."""
    facts = whole.by_change.get(item.change)
    missing = _absent(check.sources, facts.not_connected) if facts is not None else ""
    if missing:
        verdict = Verdict("source-not-connected", f"Source not connected: {missing}.", (item.subject,))
        return verdict, REASONS[verdict.reason].outcome
    verdict, outcome = judge(check, item.subject, partial(check.run, item, whole, settings))
    return _resting(check, verdict, outcome, _gaps_about(item, whole))


def _gaps_about(item: Item, whole: RunFacts) -> Sequence[Gap]:
    """What could not be read of a subject: of its change, else of its repository, else of anything."""
    facts = whole.by_change.get(item.change)
    if facts is not None:
        return facts.gaps
    return [gap for gap in whole.gaps if not item.repository or gap.repository in ("", item.repository)]


def judge(check: Check, subject: str, ask: Callable[[], Verdict]) -> tuple[Verdict, Outcome]:
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
        return _failed(check, fault, (subject,)), Outcome.INDETERMINATE


def _failed(check: Check, fault: Exception, evidence: tuple[str, ...]) -> Verdict:
    message = f"The check {check.id}, version {check.version}, failed here: {type(fault).__name__}."
    return Verdict("check-failed", message, evidence)


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
    """The sources that were not connected for a change, each once, in the order given."""
    return _absent(sources, facts.not_connected)


def _absent(sources: Sequence[str], not_connected: frozenset[str]) -> str:
    return ", ".join(source for source in dict.fromkeys(sources) if source in not_connected)


def _unread(sought: frozenset[str], gaps: Sequence[Gap]) -> tuple[Gap, ...]:
    """The gaps that may hide something of the sources sought: of the forge, one of them, or a file."""
    return tuple(gap for gap in gaps if gap.source in sought or _of_forge(gap, sought) or hides(gap, sought))


def _of_forge(gap: Gap, sought: frozenset[str]) -> bool:
    return gap.source == "forge" and bool(sought.intersection(_HIDES.get(gap.kind, sought)))
