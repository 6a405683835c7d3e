"""DEP-02: did more than one identity make, approve and deploy what was deployed?"""

from collections.abc import Sequence

from attest.evaluate.approval import LastWords, authors_known, last_words, may_approve, said
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, words
from attest.evaluate.deployed import (
    DEPLOYMENTS,
    Deployed,
    deployment,
    deployments,
    in_scope,
    is_among,
    is_asked_for,
    kind_of,
    origin,
)
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.change import Change, ChangeType, ReviewState
from attest.model.finding import Outcome
from attest.model.identity import ActorKind
from attest.model.population import Gap

REVIEWS = "reviews"
_REASONS = {
    "split": Reason(
        Outcome.MET, "Of each change that it brought, an independent person approved, or deployed it."
    ),
    "made-and-deployed": Reason(
        Outcome.DEVIATION, "An author of a change deployed it, and nobody independent had approved it."
    ),
    "made-and-approved": Reason(Outcome.DEVIATION, "The only approval of a change is by one of its authors."),
    "alone-through-pipeline": Reason(
        Outcome.DEVIATION,
        "A robot or agent deployed a change that its author brought to the branch and nobody approved.",
    ),
    "merged-by-another": Reason(
        Outcome.NEEDS_REVIEW,
        "A robot or agent deployed a change that nobody approved; somebody who is no author merged it, and "
        "whether that was more than a click is to be judged.",
    ),
    "not-shown-deployed": Reason(
        Outcome.INDETERMINATE,
        "It would be a deviation; by its last state the deployment failed or waits, and whether any of it "
        "came to run is open.",
    ),
    "approval-open": Reason(
        Outcome.INDETERMINATE,
        "Whether somebody independent approved a change is open: reviews were not connected or not read to "
        "the end, or who approved or when is not known.",
    ),
    "deployer-unknown": Reason(
        Outcome.INDETERMINATE, "Nobody approved a change, and who deployed or merged it is not known."
    ),
    "authors-unknown": Reason(
        Outcome.INDETERMINATE,
        "Nobody approved a change; whoever deployed it may be one of its authors, who are not all known.",
    ),
    "revision-unknown": Reason(
        Outcome.INDETERMINATE, "What was deployed is no landed commit on record: who made it is not known."
    ),
    "repository-unknown": Reason(
        Outcome.INDETERMINATE, "Which of several repositories was deployed is not on record."
    ),
    "nothing-new": Reason(
        Outcome.NOT_APPLICABLE,
        "It brought no change that an earlier deployment to the same place had not, or the tip at which the "
        "period begins.",
    ),
    "other-repository": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is of a repository that is not in the run."
    ),
    "other-environment": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is to an environment that the control does not name."
    ),
}
_ORDER = (
    "made-and-deployed", "made-and-approved", "alone-through-pipeline", "approval-open", "deployer-unknown",
    "authors-unknown", "merged-by-another",
)  # fmt: skip


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    one = deployment(item, whole)
    if not is_asked_for(one, words(settings, "environments")):
        return Verdict("other-environment", "The deployment is to another environment.", (one.id,))
    scoped = in_scope(one, whole)
    if scoped is None:
        return Verdict("repository-unknown", "The deployment names no repository.", (one.id,))
    if not scoped:
        return Verdict("other-repository", "The repository is not in the run.", (one.id,))
    found = origin(one, whole)
    if found.change is None and not found.is_start:
        message = "What was deployed is none of the landed commits on record."
        return Verdict("revision-unknown", message, (one.id,))
    if not found.brought:
        return Verdict("nothing-new", "Changes that it brought: 0.", (one.id,))
    return _judged(one, found.brought)


def _judged(one: Deployed, brought: Sequence[ChangeFacts]) -> Verdict:
    told = [(facts, _of_change(facts, one)) for facts in brought]
    reasons = {why for _, why in told}
    reason = next((why for why in _ORDER if why in reasons), "split")
    bad = [facts.change.id for facts, why in told if why == reason]
    message = (
        f"Changes that it brought: {len(brought)}; of which decide the result: {len(bad) or len(brought)}."
    )
    if _REASONS[reason].outcome is Outcome.DEVIATION and not one.is_shown:
        reason = "not-shown-deployed"
    return Verdict(reason, message, (one.id, *(bad or [facts.change.id for facts in brought])))


def _of_change(facts: ChangeFacts, one: Deployed) -> str:
    """What is amiss with the duties of one change; empty where they are split."""
    change, said_last = facts.change, last_words(facts.change, facts.reviews)
    if said_last.independent or _approved_at_gate(change, one):
        return ""
    if _is_open(facts, said_last):
        return "approval-open"
    if is_among(one.deployer, change.authors):
        return "made-and-deployed"
    if any(said(review) is ReviewState.APPROVED for review in said_last.by_author):
        return "made-and-approved"
    kind = kind_of(one.deployer)
    if kind is ActorKind.PERSON:
        return "" if authors_known(change) else "authors-unknown"
    return "deployer-unknown" if kind is ActorKind.UNKNOWN else _through_pipeline(change)


def _approved_at_gate(change: Change, one: Deployed) -> bool:
    """Whether the file names a person who approved the deployment and is none of the authors."""
    approver = one.row.people.get("approver", "") if one.row is not None else ""
    is_person = kind_of(approver) is ActorKind.PERSON
    return is_person and authors_known(change) and not is_among(approver, change.authors)


def _through_pipeline(change: Change) -> str:
    merger = change.merger
    if change.type is ChangeType.DIRECT_PUSH:
        return "alone-through-pipeline"
    if merger is None or merger.kind is not ActorKind.PERSON:
        return "deployer-unknown"
    if any(author.is_same(merger) for author in change.authors):
        return "alone-through-pipeline"
    return "merged-by-another" if authors_known(change) else "authors-unknown"


_ELSEWHERE = frozenset(
    {
        "checks-incomplete", "pull-incomplete", "pulls-incomplete", "pull-unlisted", "null-user",
        "pull-commits-incomplete", "required-checks-unknown", "several-pull-requests",
    }
)  # fmt: skip
"""Kinds of a forge's Gaps that hide no review."""


def _is_open(facts: ChangeFacts, said_last: LastWords) -> bool:
    uncertain = (*said_last.undecidable, *filter(may_approve, said_last.undated))
    unread = REVIEWS in facts.not_connected or any(map(_hides_review, facts.gaps))
    return bool(uncertain) or unread


def _hides_review(gap: Gap) -> bool:
    return gap.source == REVIEWS or (gap.source == "forge" and gap.kind not in _ELSEWHERE)


CHECK = ItemCheck(
    id="duties_split",
    version=1,
    question="Was there, for every change that a deployment brought, a second person beside its authors?",
    procedure=(
        "List the deployments of the period: records/deployments.jsonl, and rows of that kind in "
        "records/imported.jsonl. Keep those to an environment of `environments`.",
        "Find the changes that the deployment brought, as the test of approved revisions does.",
        "A change that an independent person had approved at the merge is split, whoever deployed it; so is "
        "one whose deployment a person approved who is none of its authors.",
        "Where nobody did, an author who deployed made and deployed it alone, and an author's approval of "
        "their own change is none.",
        "A person who is no author and deployed is a second one. A robot or agent is nobody: then an author "
        "who merged or pushed brought the change to production alone.",
        "Who merges another's change without an approval is left to judgement.",
    ),
    reasons=_REASONS,
    parameters=("environments",),
    sources=(DEPLOYMENTS,),
    consulted=(REVIEWS,),
    population=DEPLOYMENTS,
    items=deployments,
    run=_run,
    listed_from=(DEPLOYMENTS,),
)
