"""POP-03: is what was deployed a commit of the population?"""

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, words
from attest.evaluate.deployed import DEPLOYMENTS, deployment, deployments, in_scope, is_asked_for, origin
from attest.evaluate.hiding import may_hide_change
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome

_REASONS = {
    "in-population": Reason(
        Outcome.MET, "What was deployed is a commit that landed in the period, or its content after that."
    ),
    "not-in-population": Reason(
        Outcome.DEVIATION, "What was deployed is no commit that landed, and did not run there before."
    ),
    "not-shown-deployed": Reason(
        Outcome.INDETERMINATE,
        "What was to be deployed is no commit that landed; by its last state the deployment failed or waits, "
        "and whether any of it came to run is open.",
    ),
    "may-be-older": Reason(
        Outcome.INDETERMINATE,
        "The commit is none of the period, and ran there before any of the period did: whether it is one of "
        "the branch from before is open.",
    ),
    "population-open": Reason(
        Outcome.INDETERMINATE, "The commit is none on record, and commits of the branch could not be read."
    ),
    "repository-unknown": Reason(
        Outcome.INDETERMINATE, "Which of several repositories was deployed is not on record."
    ),
    "before-period": Reason(
        Outcome.NOT_APPLICABLE, "What was deployed is the tip at which the period begins."
    ),
    "other-repository": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is of a repository that is not in the run."
    ),
    "other-environment": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is to an environment that the control does not name."
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    one = deployment(item, whole)
    evidence = (one.id,)
    if not is_asked_for(one, words(settings, "environments")):
        return Verdict("other-environment", "The deployment is to another environment.", evidence)
    scoped = in_scope(one, whole)
    if scoped is None:
        return Verdict("repository-unknown", "The deployment names no repository.", evidence)
    if not scoped:
        return Verdict("other-repository", "The repository is not in the run.", evidence)
    found = origin(one, whole)
    if found.change is not None:
        message = f"Changes that it brought: {len(found.brought)}."
        return Verdict("in-population", message, (one.id, found.change.change.id))
    if found.is_start:
        return Verdict("before-period", "It is the tip at which the period begins.", evidence)
    message = "What was deployed is none of the landed commits on record."
    unread = [
        gap
        for gap in whole.gaps
        if gap.source == "git" and gap.repository == one.repository and may_hide_change(gap)
    ]
    if found.older:
        return Verdict("may-be-older", message, evidence)
    if unread:
        return Verdict("population-open", message, (one.id, *(gap.id for gap in unread)))
    return Verdict("not-in-population" if one.is_shown else "not-shown-deployed", message, evidence)


CHECK = ItemCheck(
    id="deployed_from_population",
    version=1,
    question="Is what was deployed one of the revisions that the population lists?",
    procedure=(
        "List the deployments of the period: records/deployments.jsonl, and rows of that kind in "
        "records/imported.jsonl. Keep those to an environment of `environments`.",
        "Look for the commit among the landed commits of its repository (records/changes.jsonl). A pull "
        "request's last revision serves where the same tree had landed by then.",
        "The tip at which the period begins belongs to the population before.",
        "Of any other commit see whether it ran in that environment before the first commit of the period "
        "did: it may be older, and the records of this run do not say. With a branch that begins in the "
        "period there is nothing older.",
        "What is left came from outside the population.",
    ),
    reasons=_REASONS,
    parameters=("environments",),
    sources=(DEPLOYMENTS,),
    population=DEPLOYMENTS,
    items=deployments,
    run=_run,
    listed_from=(DEPLOYMENTS,),
)
